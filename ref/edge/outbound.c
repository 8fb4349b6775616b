#include "edge/outbound_private.h"

#include <stdlib.h>

#include "edge/admission.h"
#include "edge/certificate.h"
#include "edge/count.h"
#include "edge/inbound.h"
#include "edge/probe.h"
#include "edge/retry.h"
#include "edge/router.h"
#include "edge/verify.h"
#include "jid/jid.h"
#include "lib/log.h"
#include "lib/mem.h"

const struct partner *outbound_partner(const struct outbound *ob)
{
	return partner_of(ob->edge->settings->partners, view_of(ob->partner));
}

const struct own_domain *outbound_own(const struct outbound *ob)
{
	return own_domain(ob->edge->settings, view_of(ob->own));
}

/* --- birth and death ----------------------------------------------------- */

static struct outbound *find(const struct edge *e, struct view own,
                             struct view partner)
{
	char *key = pair_key(own, partner);
	struct outbound *ob = map_get(e->outbound_of, view_of(key));

	free(key);
	return ob;
}

/* Takes it out of use: the next stanza finds another. */
static void detach(struct outbound *ob)
{
	char *key = pair_key(view_of(ob->own), view_of(ob->partner));

	if (map_get(ob->edge->outbound_of, view_of(key)) == ob)
		map_remove(ob->edge->outbound_of, view_of(key));
	free(key);
}

void outbound_free(struct outbound *ob)
{
	detach(ob);
	limits_leave(ob->edge->limits, &ob->seat);
	ids_remove(ob->edge->outbound, ob->id);
	dial_free(&ob->dial);
	conn_leave(&ob->conn);
	timer_free(&ob->deadline);
	queue_free(&ob->waiting);
	written_free(&ob->written);
	timer_free(&ob->redial);
	free(ob->previd);
	free(ob->own);
	free(ob->partner);
	free(ob->ascii);
	free(ob);
}

static void deadline_due(void *arg)
{
	struct outbound *ob = arg;

	if (ob->state == OUT_REFUSED)
		outbound_end(ob, CAUSE_NONE, NULL);
	else
		outbound_fail(ob, CAUSE_ESTABLISH_TIMEOUT, NULL);
}

/* `probe` 0: what is sent to the pair goes by it from now on. */
static struct outbound *outbound_new(struct edge *e, struct view own,
                                     struct view partner, uint64_t probe)
{
	const struct edge_settings *s = e->settings;
	struct outbound *ob = mem_zalloc(sizeof *ob);
	struct region *r = region_new();
	struct view ascii;
	char *key = pair_key(own, partner);

	ob->edge = e;
	ob->own = view_dup(own);
	ob->partner = view_dup(partner);
	/* A name DNS cannot carry gets its NXDOMAIN from the resolver. */
	ob->ascii = view_dup(domain_ascii(partner, r, &ascii) ? ascii : partner);
	ob->id = ids_add(e->outbound, ob);
	ob->waiting = queue_new(s->queue_stanzas, s->queue_bytes);
	written_begin(&ob->written, e, ob->id);
	ob->deadline = timer_new(e->loop, deadline_due, ob);
	timer_set(ob->deadline, loop_now(e->loop) + s->establishment_ms);
	ob->probe = probe;
	if (probe == 0)
		map_put(e->outbound_of, view_of(key), ob);
	free(key);
	region_free(&r);
	return ob;
}

/* --- stanzas ------------------------------------------------------------- */

void outbound_bounce(struct outbound *ob, enum cause cause, const char *words)
{
	struct queued head;

	while (queue_head(ob->waiting, &head)) {
		router_bounce(ob->edge, head.element, head.origin, cause, words);
		queue_drop(ob->waiting);
	}
}

static bool is_usable(const struct outbound *ob)
{
	return ob->conn == NULL || conn_stream(ob->conn) == NULL ||
	       !stream_is_closed(conn_stream(ob->conn));
}

/* A new one for the pair, when policy, seats and, but for a probe, the partner's
 * record allow. */
static struct outbound *start(struct edge *e, struct view own,
                              struct view partner, uint64_t probe, enum cause *why)
{
	const struct partner *p = partner_of(e->settings->partners, partner);
	struct seat seat = { 0 };
	struct outbound *ob;

	*why = probe == 0 ? retry_refused(e, partner) : CAUSE_NONE;
	if (*why == CAUSE_NONE && (p == NULL || own_domain(e->settings, own) == NULL))
		*why = CAUSE_PARTNER_UNKNOWN;
	if (*why == CAUSE_NONE && e->phase == EDGE_LEAVING)
		*why = CAUSE_SYSTEM_SHUTDOWN;
	if (*why == CAUSE_NONE)
		*why = limits_prove(e->limits, e->settings, p, &seat);
	if (*why != CAUSE_NONE)
		return NULL;
	ob = outbound_new(e, own, partner, probe);
	ob->seat = seat;
	outbound_dial(ob);
	return ob;
}

void outbound_send(struct edge *e, const struct outward *o)
{
	struct outbound *ob = find(e, o->own, o->partner);
	enum cause why = CAUSE_NONE;

	if (ob != NULL && !is_usable(ob)) {
		/* Closing already: what comes now needs a stream of its own. */
		detach(ob);
		ob = NULL;
	}
	/* Rather than dial, the stream that the partner has opened, if it carries
	 * both ways.  Nothing waits that could be overtaken. */
	if ((ob == NULL || ob->state == OUT_REFUSED) && inbound_send(e, o))
		return;
	if (ob == NULL)
		ob = start(e, o->own, o->partner, 0, &why);
	else if (ob->state == OUT_REFUSED)
		why = retry_refused(e, o->partner);
	if (why != CAUSE_NONE) {
		router_bounce(e, o->stanza, o->origin, why, NULL);
		return;
	}
	if (ob->state == OUT_OPEN) {
		written_put(&ob->written, ob->conn, o->stanza, o->bytes, o->origin);
		return;
	}
	if (!queue_put(ob->waiting, o->stanza, o->bytes, o->origin)) {
		router_bounce(e, o->stanza, o->origin, CAUSE_QUEUE_FULL, NULL);
		return;
	}
	if (ob->state == OUT_REFUSED)
		outbound_ask(ob);
}

struct conn *outbound_open(struct edge *e, struct view own,
                           struct view partner, uint64_t *id)
{
	struct outbound *ob = find(e, own, partner);

	if (ob == NULL || ob->state != OUT_OPEN || !is_usable(ob))
		return NULL;
	*id = ob->id;
	return ob->conn;
}

/* --- of a probe ---------------------------------------------------------- */

uint64_t outbound_probe(struct edge *e, struct view own, struct view partner, uint64_t probe,
                        enum cause *why)
{
	struct outbound *ob = start(e, own, partner, probe, why);

	return ob != NULL ? ob->id : 0;
}

void outbound_probe_send(struct edge *e, uint64_t id, const struct element *stanza)
{
	struct outbound *ob = id != 0 ? ids_get(e->outbound, id) : NULL;

	if (ob == NULL || ob->state != OUT_OPEN || !is_usable(ob))
		return;
	written_put(&ob->written, ob->conn, stanza, 0, 0);
	conn_touch(ob->conn);
}

void outbound_probed(struct edge *e, uint64_t id)
{
	struct outbound *ob = id != 0 ? ids_get(e->outbound, id) : NULL;

	if (ob == NULL)
		return;
	ob->probe = 0;
	if (ob->state != OUT_ENDING)
		outbound_end(ob, CAUSE_NONE, "the probe is over");
}

/* --- the states ---------------------------------------------------------- */

void outbound_up(struct outbound *ob, enum policy_method method)
{
	struct edge *e = ob->edge;
	struct queue *waiting = ob->waiting;
	const struct partner *p = outbound_partner(ob);
	struct queued head;

	ob->state = OUT_OPEN;
	ob->method = method;
	timer_clear(ob->deadline);
	stream_established(conn_stream(ob->conn));
	conn_set_rate(ob->conn, ob->edge->settings->stream_rate);
	if (ob->resume_until != 0 && ob->previd != NULL)
		written_again(&ob->written, ob->conn);
	ob->resume_until = 0;
	e->counters.outbound_opened++;
	e->counters.outbound_proved[count_method(method == METHOD_SASL_TLS,
	                                         method != METHOD_TCP_DIALBACK)]++;
	if (p != NULL)
		edge_tally_of(e, p)->outbound_opened++;
	retry_forget(e, view_of(ob->partner));
	if (method == METHOD_SASL_TLS || ob->facts.dane)
		certificate_relied_on(e, ob->conn);
	log_event(LOG_INFO, "stream-authenticated", LOG_N("stream", ob->id),
	          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
	          LOG_S("domain", ob->own),
	          LOG_S("method", method == METHOD_SASL_TLS ? "external" : "dialback"),
	          LOG_S("tls", conn_tls_version(ob->conn)),
	          LOG_S("bidi", stream_is_bidi(conn_stream(ob->conn)) ? "yes" : "no"));
	while (queue_head(waiting, &head)) {
		written_put(&ob->written, ob->conn, head.element, head.bytes, head.origin);
		queue_drop(waiting);
	}
	conn_touch(ob->conn);
	if (ob->probe != 0 && method == METHOD_TCP_DIALBACK)
		probe_noted(e, ob->probe, PROBE_TLS, "none: in clear, as the policy lets it");
	probe_up(e, ob->probe, policy_method_words(method));
}

void outbound_fail(struct outbound *ob, enum cause cause, const char *words)
{
	struct edge *e = ob->edge;

	if (outbound_tries_again(ob))
		return;
	detach(ob);
	count_outbound_failure(e, view_of(ob->partner), cause);
	log_event(LOG_WARN, "stream-failed", LOG_N("stream", ob->id),
	          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
	          LOG_S("domain", ob->own), LOG_S("cause", cause_label(cause)),
	          LOG_S("words", words));
	if (cause != CAUSE_SYSTEM_SHUTDOWN && ob->probe == 0)
		retry_failed(e, view_of(ob->partner), cause);
	probe_failed(e, ob->probe, cause, words);
	if (ob->conn != NULL && conn_stream(ob->conn) != NULL &&
	    cause != CAUSE_DB_INVALID)	/* there the peer has ended it */
		stream_refuse(conn_stream(ob->conn), view_of(ob->own), cause, NULL);
	written_bounce(&ob->written, cause, words);
	outbound_bounce(ob, cause, words);
	outbound_free(ob);
}

void outbound_end(struct outbound *ob, enum cause cause, const char *words)
{
	detach(ob);
	ob->state = OUT_ENDING;
	timer_clear(ob->deadline);
	log_event(LOG_INFO, "stream-closed", LOG_N("stream", ob->id),
	          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
	          LOG_S("domain", ob->own), LOG_S("cause", cause_label(cause)),
	          LOG_S("words", words));
	verify_lost(ob->edge, ob->id, cause);
	probe_failed(ob->edge, ob->probe, cause, words);
	cause = cause != CAUSE_NONE ? cause : CAUSE_PEER_CLOSED;
	if (ob->conn == NULL || conn_stream(ob->conn) == NULL)	/* between two attempts to resume */
		written_bounce(&ob->written, cause, words);
	outbound_bounce(ob, cause, words);
	if (queue_count(ob->written.sent) == 0) {
		outbound_free(ob);
		return;
	}
	/* What is written may still arrive; on_ended() bounces the rest. */
	written_ask(&ob->written, ob->conn);
	stream_close(conn_stream(ob->conn));
	conn_touch(ob->conn);
}

/* --- all of them --------------------------------------------------------- */

bool outbound_is_welcome(const struct outbound *ob)
{
	const struct partner *p = outbound_partner(ob);

	if (p == NULL || outbound_own(ob) == NULL)
		return false;
	return (ob->state != OUT_OPEN && ob->state != OUT_ENDING) ||
	       policy_allows(&p->policy, ob->method);
}

void outbound_sweep(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->outbound, &pos, &id, &value)) {
		struct outbound *ob = value;

		if (ob->state == OUT_ENDING || outbound_is_welcome(ob))
			continue;
		outbound_end(ob, CAUSE_PARTNER_UNKNOWN, "the configuration has changed");
	}
}

void outbound_look_at_certificates(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;
	enum cause why;

	while (ids_next(e->outbound, &pos, &id, &value)) {
		struct outbound *ob = value;

		if (ob->state != OUT_OPEN || (ob->method != METHOD_SASL_TLS && !ob->facts.dane))
			continue;
		why = certificate_of(e, ob->conn, view_of(ob->partner));
		if (why == CAUSE_NONE) {
			certificate_relied_on(e, ob->conn);
			continue;
		}
		outbound_refuse(ob, CAUSE_CERT_OVER, cause_label(why));
	}
}

bool outbound_is_busy(const struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->outbound, &pos, &id, &value))
		if (((const struct outbound *)value)->state == OUT_SETTING_UP)
			return true;
	return false;
}

void outbound_give_up(struct edge *e, enum cause cause)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->outbound, &pos, &id, &value)) {
		struct outbound *ob = value;

		if (ob->state != OUT_SETTING_UP)
			continue;
		ob->resume_until = 0;	/* no more attempts */
		outbound_fail(ob, cause, NULL);
	}
}

void outbound_drain(struct edge *e, enum cause cause)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	outbound_give_up(e, cause);
	while (ids_next(e->outbound, &pos, &id, &value)) {
		struct outbound *ob = value;

		if (ob->state == OUT_ENDING)
			continue;
		stream_refuse(conn_stream(ob->conn), view_of(ob->own), cause, NULL);
		outbound_end(ob, cause, NULL);
	}
}

void outbound_free_all(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->outbound, &pos, &id, &value))
		outbound_free(value);
}
