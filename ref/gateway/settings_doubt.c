/* fed-gateway.yml: what cannot be told from one key alone. */
#include "gateway/settings.h"
#include "gateway/settings_keys.h"

static bool listens(const struct gateway_settings *s, bool tls)
{
	for (size_t i = 0; i < s->sip.n_listen; i++)
		if ((s->sip.listen[i].transport == SIP_TLS) == tls)
			return true;
	return false;
}

static bool trusts(const struct gateway_settings *s, bool names)
{
	for (size_t i = 0; i < s->sip.n_trusted; i++)
		if (gateway_is_address(s->sip.trusted[i].p) != names)
			return true;
	return false;
}

/* Names are those of certificates, addresses those of udp and tcp: one is of no use to the
 * other (sip.trusted). */
static void warn_of_trust(const struct reading *r, const struct gateway_settings *s)
{
	bool clear = listens(s, false) && trusts(s, false), tls = listens(s, true) && trusts(s, true);

	if (!clear && !tls)
		reading_warn_at(r, "sip.trusted",
		                "nobody can send a request: tls goes by names, udp and tcp by "
		                "addresses, and sip.listen has none of that");
	else if (!clear && listens(s, false))
		reading_warn_at(r, "sip.trusted",
		                "has no address: udp and tcp of sip.listen serve nobody");
	else if (!tls && listens(s, true))
		reading_warn_at(r, "sip.trusted", "has no name: tls of sip.listen serves nobody");
}

bool gateway_doubt(const struct reading *r, const struct gateway_settings *s)
{
	for (size_t i = 0; i < s->sip.n_listen; i++)
		if (s->sip.listen[i].transport != SIP_UDP &&
		    !reading_metrics_apart(r, s->admin.metrics, "sip.listen", &s->sip.listen[i].at,
		                           (struct conf_place){ s->sip.listen[i].line,
		                                                s->sip.listen[i].column }))
			return false;
	if (s->sip.next_hop_tls && !listens(s, true))
		reading_warn_at(r, "sip.next-hop",
		                "is called by tls, and sip.listen has none: its own requests "
		                "come in clear");
	if (s->sip.stanza_limit > xml_limits_default.stanza)
		reading_warn_at(r, "sip.stanza-limit",
		                "is more than the 64KiB that an edge takes unless its stanza-limit "
		                "says more: a larger stanza would end the link of all");
	warn_of_trust(r, s);
	return true;
}
