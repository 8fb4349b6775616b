#include "edge/router.h"

#include "edge/admission.h"
#include "edge/bounce.h"
#include "edge/count.h"
#include "edge/local.h"
#include "edge/outbound.h"
#include "edge/probe.h"
#include "edge/stanza_log.h"
#include "lib/log.h"

/* What an answer of the edge's own may take beyond what it answers. */
#define ANSWER_BYTES 1024

/* Towards the partner the stanza came from, on our own stream to it: replies
 * travel on the stream of the request (R6120-4.5-1) only where both have agreed
 * (XEP-0288). */
static void send_back(struct edge *e, const struct stanza_addresses *a,
                      const struct element *answer, size_t bytes)
{
	outbound_send(e, &(struct outward){
		.own = a->to.domain,
		.partner = a->from.domain,
		.stanza = answer,
		.bytes = bytes + ANSWER_BYTES,
		.origin = 0,
	});
}

/* What the sender is told.  A stream broken by the partner's bytes is, for who
 * sent the stanza, a partner that cannot be reached. */
static enum cause told_cause(enum cause cause)
{
	if (cause == CAUSE_IMPROPER_ADDRESSING)
		return CAUSE_JID_MALFORMED;
	return cause_stanza_condition(cause) != NULL ? cause :
	                                               CAUSE_PEER_STREAM_ERROR;
}

static void bounce_inward(struct edge *e, const struct inward *in, enum cause cause)
{
	struct element *error = bounce(in->region, in->stanza, told_cause(cause), NULL);

	e->counters.bounced[cause]++;
	log_event(LOG_WARN, "stanza-bounced", LOG_N("stream", in->stream),
	          LOG_S("direction", "in"),
	          LOG_V("from", element_attr(in->stanza, "from")),
	          LOG_V("to", element_attr(in->stanza, "to")),
	          LOG_S("cause", cause_label(cause)),
	          LOG_S("answered", error != NULL ? "yes" : "no"));
	if (error != NULL)
		send_back(e, in->addresses, error, in->bytes);
}

void router_inward(struct edge *e, const struct inward *in)
{
	struct element *stanza = in->stanza, *answer;

	if (in->malformed) {
		bounce_inward(e, in, CAUSE_JID_MALFORMED);
		return;
	}
	if (probe_takes(e, in))
		return;
	if (view_is(stanza->name, "iq")) {
		answer = local_answer(in->region, stanza, in->addresses);
		if (answer != NULL)
			send_back(e, in->addresses, answer, in->bytes);
		return;
	}
	/* R6120-4.7.4-2 and -3: added where there is none, never changed. */
	if (in->lang.n != 0 &&
	    element_attr_ns(stanza, NS_XML, "lang").p == NULL)
		element_set_ns(in->region, stanza, NS_XML, "lang", in->lang);
	stanza_log(e->settings, "stanza-in", in->stream, stanza);
	if (!link_send(e->link, in->addresses->to.domain, stanza)) {
		bounce_inward(e, in, link_refuses(e->link, in->addresses->to.domain));
		return;
	}
	count_inward(e, stanza);
}

void router_undelivered(void *arg, const struct element *stanza)
{
	struct edge *e = arg;
	struct region *r = region_new();
	struct stanza_addresses a;

	/* It passed the same reading when it came. */
	if (addresses_read(stanza, r, &a) == CAUSE_NONE)
		bounce_inward(e, &(struct inward){
			.stanza = element_copy(r, stanza),
			.addresses = &a,
			.region = r,
		}, CAUSE_NO_GATEWAY);
	region_free(&r);
}

void router_outward(void *arg, uint64_t session, struct element *stanza,
                    size_t bytes, struct region *r)
{
	struct edge *e = arg;
	const struct edge_settings *s = e->settings;
	struct stanza_addresses a;
	enum cause cause = addresses_read(stanza, r, &a);

	if (cause == CAUSE_NONE)
		cause = address_refused_outward(
			&a, link_speaks_for(e->link, session, a.from.domain),
			own_domain(s, a.to.domain) != NULL,
			partner_of(s->partners, a.to.domain) != NULL);
	if (cause == CAUSE_NONE && e->phase != EDGE_RUNNING)
		cause = CAUSE_SYSTEM_SHUTDOWN;
	/* An answer to a request that nobody made: it stands where the gateway has left
	 * out what it had counted (docs/link.md 6). */
	if (cause == CAUSE_NONE && view_is(stanza->name, "iq") && !bounce_allowed(stanza))
		return;
	if (cause == CAUSE_NONE && view_is(stanza->name, "iq"))
		cause = CAUSE_NOT_SERVED;
	/* A domain may have left the settings while its gateway is there. */
	if (cause == CAUSE_NONE && own_domain(s, a.from.domain) == NULL)
		cause = CAUSE_NOT_OURS;
	if (cause != CAUSE_NONE) {
		router_bounce(e, stanza, session, cause, NULL);
		return;
	}
	outbound_send(e, &(struct outward){
		.own = a.from.domain,
		.partner = a.to.domain,
		.stanza = stanza,
		.bytes = bytes,
		.origin = session,
	});
}

void router_bounce(struct edge *e, const struct element *stanza,
                   uint64_t origin, enum cause cause, const char *words)
{
	struct region *r = region_new();
	struct element *error = NULL;

	if (origin != 0)
		error = bounce(r, stanza, told_cause(cause), NULL);
	e->counters.bounced[cause]++;
	log_event(LOG_WARN, "stanza-bounced", LOG_S("direction", "out"),
	          LOG_V("from", element_attr(stanza, "from")),
	          LOG_V("to", element_attr(stanza, "to")),
	          LOG_S("cause", cause_label(cause)), LOG_S("words", words),
	          LOG_S("answered", error != NULL ? "yes" : "no"));
	if (error != NULL)
		link_reply(e->link, origin, error);
	region_free(&r);
}

void router_handed(struct edge *e, const struct element *stanza,
                   uint64_t origin)
{
	count_outward(e, stanza);
	if (origin != 0 && handed_due(stanza))
		link_handed(e->link, origin, stanza);
}
