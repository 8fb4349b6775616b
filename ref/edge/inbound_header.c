/* inbound_header.c - who calls, and whom: the header, and SASL EXTERNAL behind it. */
#include <stdlib.h>

#include "edge/admission.h"
#include "edge/certificate.h"
#include "edge/inbound_private.h"
#include "jid/jid.h"
#include "lib/log.h"
#include "xmpp/admission.h"

/* A header without from gets the strictest that can be asked for. */
static const struct policy strictest = { POLICY_REQUIRED, POLICY_REQUIRED, false };

static void keep(char **where, struct view text)
{
	free(*where);
	*where = view_dup(text);
}

/* The domain of ours the header is for.  Without `to` the only one there is
 * (R6120-4.7.2-3). */
static const struct own_domain *target_of(struct edge *e, struct view to,
                                          struct region *r)
{
	struct view prepared;

	if (to.n == 0)
		return e->settings->n_domain == 1 ? &e->settings->domain[0] : NULL;
	if (!domain_prepare(to, r, &prepared))
		return NULL;
	return own_domain(e->settings, prepared);
}

/* XEP-0478: a stream that is silent for `keepalive`, or that nobody uses for
 * `inactivity`, is ended. */
static void say_limits(const struct edge *e, const struct partner *partner,
                       struct stream_offer *offer)
{
	const struct edge_settings *s = e->settings;
	uint64_t ms = s->inactivity_ms;

	if (partner != NULL && partner->keepalive && s->keepalive_ms < ms)
		ms = s->keepalive_ms;
	offer->limits = true;
	offer->idle_seconds = (uint32_t)(ms / 1000);
}

/* The header inside SASL: nothing may change but the target (6.4.6). */
static void on_authenticated_header(struct inbound *in,
                                    const struct partner *partner)
{
	struct stream_offer offer = { 0 };
	struct pair pair = { view_of(in->from), view_of(in->to) };
	enum cause cause;

	if (in->from == NULL || !view_is(view_of(in->from), in->identity)) {
		inbound_refuse(in, CAUSE_FROM_FOREIGN, "not the one authenticated");
		return;
	}
	cause = inbound_prove(in, partner, pair, "external");
	if (cause != CAUSE_NONE) {
		inbound_refuse(in, cause, NULL);
		return;
	}
	/* For further pairs of this partner (XEP-0220 2.6). */
	offer.dialback = partner->policy.dialback;
	offer.sm = in->edge->settings->sm;
	in->sm_offered = offer.sm;
	say_limits(in->edge, partner, &offer);
	stream_answer(conn_stream(in->conn), view_of(in->to), &offer);
	stream_established(conn_stream(in->conn));
	inbound_opened(in, partner);
}

void inbound_header(struct inbound *in, const struct stream_event *ev)
{
	struct edge *e = in->edge;
	struct region *r = region_new();
	const struct own_domain *own = target_of(e, ev->to, r);
	const struct policy *policy = &strictest;
	const struct partner *partner = NULL;
	struct stream_offer offer;
	struct view from;
	bool secure = conn_is_secure(in->conn), proved;
	enum cause cause;

	/* Whatever was proved before this header is forgotten. */
	in->round++;
	pairs_free(&in->pairs);
	in->pairs = pairs_new(e->settings->pairs_per_stream);
	free(in->from);
	free(in->to);
	in->from = in->to = NULL;

	if (own != NULL)
		keep(&in->to, own->name);
	if (ev->from.n != 0) {
		if (!domain_prepare(ev->from, r, &from)) {
			inbound_refuse(in, CAUSE_IMPROPER_ADDRESSING, "from is no domain");
			goto out;
		}
		keep(&in->from, from);
		partner = partner_of(e->settings->partners, from);
		if (partner != NULL)
			policy = &partner->policy;
	}
	if (own == NULL) {
		inbound_refuse(in, CAUSE_HOST_UNKNOWN, NULL);
		goto out;
	}
	if (in->from != NULL && partner == NULL) {
		inbound_refuse(in, CAUSE_PARTNER_UNKNOWN, NULL);
		goto out;
	}
	cause = stream_inward_refused(e->settings->link.required,
	                              link_refuses(e->link, own->name));
	if (cause != CAUSE_NONE) {
		inbound_refuse(in, cause, NULL);
		goto out;
	}
	if (stream_is_authenticated(conn_stream(in->conn))) {
		on_authenticated_header(in, partner);
		goto out;
	}

	in->certificate = in->from == NULL ? CAUSE_SASL_REQUIRED :
	                  secure ? certificate_of(e, in->conn, view_of(in->from)) :
	                           CAUSE_CERT_NONE;
	proved = secure && in->certificate == CAUSE_NONE;
	if (secure)
		e->counters.inbound_secured++;
	log_event(LOG_INFO, secure ? "stream-secured" : "stream-open",
	          LOG_N("stream", in->id), LOG_S("direction", "in"),
	          LOG_V("partner", view_of(in->from)), LOG_S("domain", in->to),
	          LOG_S("tls", conn_tls_version(in->conn)),
	          LOG_S("session", conn_tls_session(in->conn)),
	          LOG_S("certificate", certificate_label(in->certificate)));
	cause = policy_dead_end(policy, secure, proved, in->certificate);
	if (cause != CAUSE_NONE) {
		struct buf names = { 0 };

		conn_describe_peer(in->conn, &names);
		inbound_refuse(in, cause, buf_cstr(&names));
		buf_free(&names);
		goto out;
	}
	offer = policy_offer(policy, secure, proved);
	offer.bidi = e->settings->bidi && partner != NULL;
	say_limits(e, partner, &offer);
	stream_answer(conn_stream(in->conn), view_of(in->to), &offer);
out:
	region_free(&r);
}

/* --- EXTERNAL ------------------------------------------------------------ */

void inbound_auth(struct inbound *in, const struct stream_event *ev)
{
	struct edge *e = in->edge;
	struct region *r = region_new();
	const struct partner *partner = NULL;
	enum cause cause;

	if (in->from != NULL)
		partner = partner_of(e->settings->partners, view_of(in->from));
	if (partner == NULL || in->to == NULL)
		cause = CAUSE_SASL_REQUIRED;
	else
		cause = external_refused(
			sasl_identity(ev->authzid, view_of(in->from), r),
			in->certificate);
	if (cause != CAUSE_NONE) {
		log_event(LOG_WARN, "external-refused", LOG_N("stream", in->id),
		          LOG_V("partner", view_of(in->from)),
		          LOG_V("authzid", ev->authzid),
		          LOG_S("cause", cause_label(cause)));
		e->counters.refused[cause]++;
		stream_auth_refuse(conn_stream(in->conn), cause);
	} else if ((cause = limits_prove(e->limits, e->settings, partner,
	                                 &in->seat)) != CAUSE_NONE) {
		inbound_refuse(in, cause, NULL);
	} else {
		keep(&in->identity, view_of(in->from));
		certificate_relied_on(in->edge, in->conn);
		stream_auth_accept(conn_stream(in->conn));
	}
	region_free(&r);
}
