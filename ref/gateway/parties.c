#include "gateway/gateway_private.h"

#include "gateway/address.h"
#include "gateway/parties_rules.h"
#include "lib/log.h"
#include "lib/rng.h"
#include "sip/message.h"

static enum cause read_uri(const struct sip_uri *uri, struct region *r, struct jid *written,
                           struct jid *prepared)
{
	enum cause c = sip_to_jid(uri, r, written);

	if (c == CAUSE_NONE)
		*prepared = jid_prepared(written, r);
	return c;
}

static enum cause judge(const struct gateway *g, struct region *r, struct parties *p,
                        const char **row)
{
	struct view user = jid_bare(&p->ours, r);
	enum cause c;

	*row = "partner";
	p->partner = partner_of(g->settings->partners, p->theirs.domain);
	if (p->partner == NULL)
		return CAUSE_PARTNER_UNKNOWN;
	c = access_refused(&g->settings->access, user);
	*row = c == CAUSE_USER_BARRED
	               ? access_scope_word(access_applies(&g->settings->access, user).scope)
	               : "access";
	return c;
}

static struct gateway_tally *counted(const struct gateway *g, const struct parties *p)
{
	return p->partner != NULL ? tally_of(g->tally, p->partner) : NULL;
}

enum cause parties_outward(const struct gateway *g, const struct sip_message *m,
                           struct region *r, struct parties *out, const char **row)
{
	struct gateway_tally *t;
	enum cause c;

	*row = "from-uri";
	c = read_uri(&m->from.uri, r, &out->from, &out->ours);
	if (c != CAUSE_NONE)
		return c;
	*row = "from-domain";
	c = sender_refused(&out->ours, gateway_serves(g->settings, out->ours.domain));
	if (c != CAUSE_NONE)
		return c;
	*row = "request-uri";
	c = read_uri(&m->uri, r, &out->to, &out->theirs);
	if (c != CAUSE_NONE)
		return c;
	c = judge(g, r, out, row);
	t = counted(g, out);
	if (t != NULL && c == CAUSE_NONE)
		t->outward_passed++;
	else if (t != NULL)
		t->outward_refused++;
	return c;
}

enum cause parties_inward(const struct gateway *g, const struct element *stanza,
                          struct region *r, struct parties *out, const char **row)
{
	struct gateway_tally *t;
	enum cause c;

	*row = "address";
	if (!jid_read(element_attr(stanza, "from"), r, &out->from, NULL) ||
	    !jid_read(element_attr(stanza, "to"), r, &out->to, NULL))
		return CAUSE_JID_MALFORMED;
	out->theirs = out->from;
	out->ours = out->to;
	*row = "to-domain";
	if (!gateway_serves(g->settings, out->ours.domain))
		return CAUSE_NO_RELAY;
	c = judge(g, r, out, row);
	t = counted(g, out);
	if (t != NULL && c == CAUSE_NONE)
		t->inward_passed++;
	else if (t != NULL)
		t->inward_refused++;
	return c;
}

bool parties_may_talk(const struct gateway *g, struct view ours, struct view theirs)
{
	struct region *r = region_new();
	struct parties p;
	const char *row;
	bool may = jid_read(ours, r, &p.ours, NULL) && jid_read(theirs, r, &p.theirs, NULL) &&
	           gateway_serves(g->settings, p.ours.domain) &&
	           judge(g, r, &p, &row) == CAUSE_NONE;

	region_free(&r);
	return may;
}

/* --- stanzas --------------------------------------------------------------- */

void stanza_id(char out[STANZA_ID_SIZE])
{
	/* A letter first: some take an id for an XML name. */
	rng_word(out, STANZA_ID_SIZE - 1);
	out[0] = 'g';
}

static bool send_tagged(struct gateway *g, const struct element *stanza, uint64_t tag)
{
	enum cause c = uplink_refuses(g->uplink);

	if (c == CAUSE_NONE && uplink_send_tagged(g->uplink, stanza, tag)) {
		count_stanza(g->counters.stanzas_sent, stanza);
		return true;
	}
	g->counters.dropped[c]++;
	log_event(LOG_WARN, "stanza-dropped", LOG_V("kind", stanza->name),
	          LOG_V("from", element_attr(stanza, "from")),
	          LOG_V("to", element_attr(stanza, "to")),
	          LOG_V("type", element_attr(stanza, "type")),
	          LOG_V("id", element_attr(stanza, "id")), LOG_S("cause", cause_label(c)));
	return false;
}

bool send_stanza(struct gateway *g, const struct element *stanza)
{
	return send_tagged(g, stanza, 0);
}

void ignore_stanza(const struct element *stanza, enum cause cause, const char *row)
{
	log_event(cause == CAUSE_NONE ? LOG_DEBUG : LOG_INFO, "stanza-ignored",
	          LOG_V("kind", stanza->name), LOG_V("from", element_attr(stanza, "from")),
	          LOG_V("to", element_attr(stanza, "to")),
	          LOG_V("type", element_attr(stanza, "type")),
	          LOG_V("id", element_attr(stanza, "id")), LOG_S("cause", cause_label(cause)),
	          LOG_S("row", row));
}

bool bounce_error_tagged(struct gateway *g, const struct element *stanza,
                         const struct xmpp_error *e, uint64_t tag)
{
	struct region *r = region_new();
	struct jid to;
	struct view by = { NULL, 0 };
	struct element *error;
	bool ok;

	if (jid_read(element_attr(stanza, "to"), r, &to, NULL))
		by = to.domain;
	error = error_stanza(r, stanza, e, by);
	log_event(LOG_INFO, "stanza-bounced", LOG_V("kind", stanza->name),
	          LOG_V("from", element_attr(stanza, "from")),
	          LOG_V("to", element_attr(stanza, "to")),
	          LOG_V("id", element_attr(stanza, "id")), LOG_S("condition", e->condition),
	          LOG_S("row", e->row));
	ok = error != NULL && send_tagged(g, error, tag);
	region_free(&r);
	return ok;
}

void bounce_error(struct gateway *g, const struct element *stanza, const struct xmpp_error *e)
{
	(void)bounce_error_tagged(g, stanza, e, 0);
}

void bounce_cause(struct gateway *g, const struct element *stanza, enum cause cause,
                  const char *row)
{
	struct xmpp_error e = { .condition = cause_stanza_condition(cause),
		                .type = cause_stanza_type(cause),
		                .row = row,
		                .text = view_of(cause_words(cause)) };

	g->counters.bounced[cause]++;
	if (e.condition != NULL)
		bounce_error(g, stanza, &e);
}
