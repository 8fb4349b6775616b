/* What a gateway says, and what follows: docs/link.md sections 2 to 7. */
#include "edge/link_private.h"

#include <inttypes.h>
#include <stdlib.h>

#include "edge/bounce.h"
#include "partner/name.h"
#include "jid/jid.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "tls/proof.h"
#include "xmpp/sm_element.h"

static void refuse(struct link_conn *c, enum cause cause, const char *words)
{
	stream_refuse(c->stream, (struct view){ NULL, 0 }, cause, words);
}

/* --- the header ------------------------------------------------------------ */

/* A configured name, and one of the certificate just shown; prepared. */
static bool is_gateway(const struct link_conn *c, struct view from,
                       struct region *r, struct view *out)
{
	const struct edge_settings *set = c->link->settings;
	struct domain_name name;
	enum cause chain;
	X509 *cert = link_conn_cert(c, &chain);
	const char *why;

	if (cert == NULL || !name_read(from, r, &name, &why) ||
	    !cert_names_host(cert, name.ascii))
		return false;
	*out = name.prepared;
	for (size_t i = 0; i < set->link.n_gateway; i++)
		if (view_is(name.ascii, set->link.gateway[i]))
			return true;
	return false;
}

static void on_header(struct link_conn *c, const struct stream_event *ev)
{
	static const struct stream_offer offer = { .sm = true };
	struct view gateway;

	if (!is_gateway(c, ev->from, ev->region, &gateway)) {
		stream_refuse(c->stream, ev->to, CAUSE_FROM_FOREIGN,
		              "from is not a gateway's name that the "
		              "certificate carries");
		return;
	}
	c->gateway = view_dup(gateway);
	log_event(LOG_INFO, "link-open", LOG_N("conn", c->id),
	          LOG_S("gateway", c->gateway), LOG_S("peer", c->peer));
	/* The certificate was all the authentication there is (section 1);
	 * before that call no stream management would be offered. */
	stream_established(c->stream);
	stream_answer(c->stream, ev->to, &offer);
}

/* --- the session ----------------------------------------------------------- */

static bool read_domains(struct link_conn *c, const struct element *e,
                         struct region *r, struct link_names *out)
{
	const struct element *d = NULL;
	struct view name;

	while ((d = element_next(e, d)) != NULL) {
		if (!element_is(d, NS_LINK, "domain")) {
			refuse(c, CAUSE_UNEXPECTED_ELEMENT,
			       "something else than <domain/> in <domains/>");
			return false;
		}
		if (!domain_prepare(view_trim(element_text(d, r)), r, &name) ||
		    own_domain(c->link->settings, name) == NULL) {
			refuse(c, CAUSE_HOST_UNKNOWN, NULL);
			return false;
		}
		if (!link_names_have(out, name))
			link_names_add(out, name);
	}
	if (out->n == 0)
		refuse(c, CAUSE_UNEXPECTED_ELEMENT, "<domains/> without any");
	return out->n != 0;
}

static void on_domains(struct link_conn *c, const struct element *e,
                       struct region *r)
{
	struct link_names names = { NULL, 0 };
	struct link_names *to = c->session != NULL ? &c->session->domains
	                                           : &c->domains;

	if (!read_domains(c, e, r, &names)) {
		link_names_clear(&names);
		return;
	}
	link_names_clear(to);
	*to = names;
	stream_send(c->stream, element_new(r, NS_LINK, "accepted"));
}

static void on_enable(struct link_conn *c, const struct element *e,
                      struct region *r)
{
	uint64_t max = (c->link->settings->link.resume_ms + 999) / 1000;
	struct view resume = element_attr(e, "resume");
	bool resumable = view_is(resume, "true") || view_is(resume, "1");
	struct element *enabled = element_new(r, NS_SM, "enabled");

	if (c->session != NULL || c->domains.n == 0) {
		refuse(c, CAUSE_UNEXPECTED_ELEMENT,
		       "<enable/> twice, or before <domains/>");
		return;
	}
	session_new(c, &c->domains, resumable);
	if (resumable) {
		element_set(r, enabled, "id",
		            view_of(sm_id(c->session->sm)));
		element_set(r, enabled, "resume", VIEW("true"));
		element_set(r, enabled, "max",
		            region_printf(r, "%" PRIu64, max));
	}
	stream_send(c->stream, enabled);
	log_event(LOG_INFO, "link-session", LOG_N("session", c->session->id),
	          LOG_N("conn", c->id), LOG_S("gateway", c->gateway));
}

static void on_resume(struct link_conn *c, const struct element *e, uint32_t h,
                      struct region *r)
{
	struct view previd = element_attr(e, "previd");
	struct link_session *s;
	struct element *answer;

	if (c->session != NULL || c->domains.n != 0) {
		refuse(c, CAUSE_UNEXPECTED_ELEMENT, "<resume/> out of place");
		return;
	}
	s = session_resumed_by(c->link, previd, view_of(c->gateway));
	if (s == NULL) {
		answer = element_new(r, NS_SM, "failed");
		element_add(r, answer, NS_STANZA_ERROR, "item-not-found");
		stream_send(c->stream, answer);
		return;
	}
	s->asked = false;	/* this h answers no question */
	if (session_acked(s, h) != CAUSE_NONE) {
		stream_refuse_sm(c->stream, h, sm_sent_count(s->sm));
		session_end(s, "acknowledged more than was sent");
		return;
	}
	answer = element_new(r, NS_SM, "resumed");
	element_set(r, answer, "previd", view_of(sm_id(s->sm)));
	element_set(r, answer, "h",
	            region_printf(r, "%" PRIu32, sm_handled(s->sm)));
	stream_send(c->stream, answer);
	session_attach(s, c);
	log_event(LOG_INFO, "link-session-resumed", LOG_N("session", s->id),
	          LOG_N("conn", c->id), LOG_S("gateway", c->gateway));
}

static void send_a(struct link_conn *c, struct region *r)
{
	struct element *a = element_new(r, NS_SM, "a");

	element_set(r, a, "h",
	            region_printf(r, "%" PRIu32, sm_handled(c->session->sm)));
	stream_send(c->stream, a);
}

static void on_a(struct link_conn *c, uint32_t h)
{
	if (session_acked(c->session, h) != CAUSE_NONE)
		stream_refuse_sm(c->stream, h, sm_sent_count(c->session->sm));
}

static void on_sm(struct link_conn *c, const struct element *e,
                  struct region *r)
{
	uint32_t h;

	if (stream_is_closed(c->stream))
		return;
	if (view_is(e->name, "enable"))
		on_enable(c, e, r);
	else if (view_is(e->name, "resume") && sm_read_h(e, &h))
		on_resume(c, e, h, r);
	else if (view_is(e->name, "r") && c->session != NULL)
		send_a(c, r);
	else if (view_is(e->name, "a") && c->session != NULL && sm_read_h(e, &h))
		on_a(c, h);
	else
		refuse(c, CAUSE_UNEXPECTED_ELEMENT,
		       "stream management out of place, or without h");
}

/* --- stanzas --------------------------------------------------------------- */

static void on_stanza(struct link_conn *c, const struct stream_event *ev)
{
	struct link *l = c->link;

	if (stream_is_closed(c->stream))
		return;		/* not taken over and not counted: section 7 */
	if (c->session == NULL) {
		refuse(c, CAUSE_NOT_NEGOTIATED, NULL);
		return;
	}
	if (element_attr(ev->element, "from").n == 0 ||
	    element_attr(ev->element, "to").n == 0) {
		refuse(c, CAUSE_IMPROPER_ADDRESSING, NULL);
		return;
	}
	sm_received(c->session->sm);
	l->ops.stanza(l->arg, c->session->id, ev->element, ev->bytes,
	              ev->region);
}

/* --- the end --------------------------------------------------------------- */

/* Silence is what a break looks like; every other error is meant. */
static void on_broken(struct link_conn *c, enum cause cause, const char *detail)
{
	log_event(LOG_WARN, "link-broken", LOG_N("conn", c->id),
	          LOG_S("peer", c->peer), LOG_S("cause", cause_label(cause)),
	          LOG_S("detail", detail != NULL ? detail : ""));
	if (c->session == NULL)
		return;
	if (cause == CAUSE_PEER_UNRESPONSIVE)
		session_detach(c->session);
	else
		session_end(c->session, cause_label(cause));
}

static void on_peer_error(struct link_conn *c, const struct stream_event *ev)
{
	log_event(LOG_WARN, "link-broken", LOG_N("conn", c->id),
	          LOG_S("peer", c->peer),
	          LOG_V("peer-condition", ev->condition),
	          LOG_V("peer-text", ev->text));
	if (c->session == NULL)
		return;
	if (view_is(ev->condition, "connection-timeout"))
		session_detach(c->session);
	else
		session_end(c->session, "the gateway ended it with an error");
}

static void on_over(struct link_conn *c)
{
	c->over = true;
	log_event(LOG_INFO, "link-closed", LOG_N("conn", c->id),
	          LOG_S("peer", c->peer));
	if (c->session == NULL)
		return;
	if (c->lost)
		session_detach(c->session);
	else
		session_end(c->session, "closed");
}

void link_event(struct link_conn *c, struct stream_event *ev)
{
	switch (ev->kind) {
	case STREAM_HEADER:
		on_header(c, ev);
		return;
	case STREAM_STANZA:
		on_stanza(c, ev);
		return;
	case STREAM_SM:
		on_sm(c, ev->element, ev->region);
		return;
	case STREAM_EXTENSION:
		if (stream_is_closed(c->stream))
			return;
		if (element_is(ev->element, NS_LINK, "domains"))
			on_domains(c, ev->element, ev->region);
		else
			refuse(c, CAUSE_UNEXPECTED_ELEMENT,
			       "an unknown element of the link");
		return;
	case STREAM_PEER_ERROR:
		on_peer_error(c, ev);
		return;
	case STREAM_BROKEN:
		on_broken(c, ev->cause, ev->detail);
		return;
	case STREAM_OVER:
		on_over(c);
		return;
	case STREAM_DB_RESULT:
	case STREAM_DB_VERIFY:
		refuse(c, CAUSE_UNEXPECTED_ELEMENT, "dialback on the link");
		return;
	case STREAM_NOTHING:
		return;
	case STREAM_STARTTLS:
	case STREAM_AUTH:
	case STREAM_FEATURES:
	case STREAM_TLS_REFUSED:
	case STREAM_AUTH_OK:
	case STREAM_AUTH_REFUSED:
	case STREAM_DB_RESULT_ANSWER:
	case STREAM_DB_VERIFY_ANSWER:
		break;
	}
	abort();	/* nothing of this was offered, and this is the receiving side */
}
