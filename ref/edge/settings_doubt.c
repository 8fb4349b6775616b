/* fed-edge.yml: what is possible, and says less than it seems to. */
#include "edge/settings.h"
#include "edge/settings_keys.h"
#include "lib/loop.h"
#include "partner/name.h"

/* A value that another one goes before. */
static void warn_above(const struct reading *r, const char *key, uint64_t value, uint64_t most,
                       const char *words)
{
	if (value > most)
		reading_warn_at(r, key, words);
}

/* Who calls us is shown it, and so is who proves by EXTERNAL whom he has called. */
static void warn_of_certificate(const struct reading *r, const char *name,
                                const struct own_domain *d)
{
	enum cause cause = tls_context_own(d->tls, false);
	struct buf dotted = { 0 }, words = { 0 };

	if (cause == CAUSE_CERT_PURPOSE || cause == CAUSE_CERT_EXPIRED ||
	    cause == CAUSE_CERT_NOT_YET) {
		buf_puts(&dotted, "domains.");
		name_dotted(name, &dotted);
		buf_puts(&dotted, ".certificate");
		buf_printf(&words, "%s, as that of a server; partners that call will refuse it",
		           cause_words(cause));
		reading_warn_at(r, buf_cstr(&dotted), buf_cstr(&words));
	}
	buf_free(&dotted);
	buf_free(&words);
}

void settings_doubt(const struct reading *r, const struct raw_settings *raw,
                    const struct edge_settings *s)
{
	warn_above(r, "partner-connection-limit", s->partner_connection_limit,
	           s->connection_limit,
	           "is more than connection-limit, which goes before it");
	warn_above(r, "stanza-limit-before-authentication", s->before.stanza, s->after.stanza,
	           "is more than stanza-limit: strangers may send more than partners");
	warn_above(r, "keepalive-interval", s->keepalive_ms, s->inactivity_ms,
	           "is more than stream-inactivity-timeout, which ends the stream before it");
	if (s->stream_rate != 0)
		warn_above(r, "stream-rate", (uint64_t)LOOP_READ_MOST * 1000 / s->stream_rate, s->inactivity_ms,
		           "is so low that a partner who is read later may be ended by "
		           "stream-inactivity-timeout");
	for (size_t i = 0; i < s->n_domain; i++)
		warn_of_certificate(r, raw->domains.name[i].text, &s->domain[i]);
}
