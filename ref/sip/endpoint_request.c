/* Requests of our own: locate, send, and try the next server (RFC 3263 4.3). */
#include <stdlib.h>
#include <string.h>

#include "dns/plan.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "sip/endpoint_private.h"

static void leave_transaction(struct outgoing *o)
{
	if (o->transaction != 0)
		ids_remove(o->e->by_transaction, o->transaction);
	o->transaction = 0;
}

void outgoing_free(struct outgoing *o)
{
	outgoing_races(o, false);
	timer_free(&o->race_timer);
	leave_transaction(o);
	if (o->hop != NULL)
		locate_cancel(o->e->resolver, o->id);
	ids_remove(o->e->requests, o->id);
	free(o->hop);
	free(o->host);
	free(o->try);
	free(o->words);
	free(o);
}

/* --- failing --------------------------------------------------------------------- */

static void tell_failed(void *arg)
{
	struct endpoint *e = arg;
	struct outgoing *o;

	while ((o = e->failed) != NULL) {
		uint64_t id = o->id;
		enum cause cause = o->cause;
		bool tell = !o->ack;
		char *words = o->words;

		e->failed = o->next;
		o->words = NULL;
		outgoing_free(o);
		if (tell)
			e->ops->failed(e->arg, id, cause, words);
		free(words);
	}
}

/* At the end of this turn: whoever asked may still be on the stack. */
void outgoing_fail(struct outgoing *o, enum cause cause, const char *words)
{
	o->cause = cause;
	free(o->words);
	o->words = mem_strdup(words);
	o->next = o->e->failed;
	o->e->failed = o;
	loop_defer(o->e->loop, tell_failed, o->e);
}

static void go(struct outgoing *o, const struct attempt *attempt, size_t n)
{
	size_t size = o->n + o->e->via_room[SIP_UDP];
	struct next_hop_try try[ENDPOINT_TRIES_MAX];

	o->n_tries = next_hop_tries(attempt, n, size, o->e->supported, try, ENDPOINT_TRIES_MAX);
	o->try = mem_array(o->n_tries, sizeof *o->try);
	memcpy(o->try, try, o->n_tries * sizeof *try);
	outgoing_begin(o);
}

static void located(struct outgoing *o, struct view uri, const struct location *where)
{
	if (where->cause != CAUSE_NONE) {
		hops_forget(&o->e->hops, uri);
		outgoing_fail(o, where->cause, where->words);
		return;
	}
	hops_keep(&o->e->hops, uri, o->host != NULL ? o->host : "", where,
	          loop_now(o->e->loop));
	go(o, where->attempt, where->n);
}

static void on_located(void *arg, uint64_t id, const struct location *where)
{
	struct endpoint *e = arg;
	struct outgoing *o = ids_get(e->requests, id);
	char *uri;

	if (o == NULL)
		return;
	uri = o->hop;
	o->hop = NULL;		/* nothing is left to be cancelled */
	located(o, view_of(uri), where);
	free(uri);
}

static uint32_t chance(void *arg, uint32_t n)
{
	(void)arg;
	return rng_below(n);
}

/* An address needs no DNS, and gets its answer at once. */
static void find(struct outgoing *o, struct view uri, const struct sip_hop *hop)
{
	struct plan *plan = plan_new_sip(hop, chance, NULL);

	if (plan_done(plan)) {
		located(o, uri, plan_location(plan));
	} else if (o->e->resolver != NULL) {
		o->host = mem_strdup(hop->host);
		o->hop = view_dup(uri);
		locate_sip(o->e->resolver, hop, o->id, on_located, o->e);
	} else {
		outgoing_fail(o, CAUSE_DNS_FAILED, "no resolver is configured");
	}
	plan_free(&plan);
}

static struct outgoing *outgoing_new(struct endpoint *e, struct view request, bool ack)
{
	struct outgoing *o = mem_alloc(sizeof *o + request.n);

	memset(o, 0, sizeof *o);
	o->e = e;
	memcpy(o->request, request.p, request.n);
	o->n = request.n;
	o->ack = ack;
	o->invite = view_starts(request, VIEW("INVITE "));
	o->id = ids_add(e->requests, o);
	return o;
}

/* Its id; 0: there is no room, or the hop is none. */
static uint64_t begin(struct endpoint *e, struct view uri, struct view request, bool ack)
{
	const struct hop_place *known = hops_find(&e->hops, uri, loop_now(e->loop));
	struct outgoing *o;
	struct sip_uri read;
	struct sip_hop hop;
	char host[256];
	uint64_t id;

	if (ids_count(e->requests) >= ENDPOINT_REQUESTS_MAX ||
	    (known == NULL &&
	     (!sip_uri_read(uri, &read, NULL) || !next_hop_of(&read, e->supported, host, &hop))))
		return 0;
	o = outgoing_new(e, request, ack);
	id = o->id;		/* an ACK that is sent is gone */
	if (known != NULL) {
		o->host = known->host[0] != '\0' ? mem_strdup(known->host) : NULL;
		go(o, known->attempt, known->n);
	} else {
		find(o, uri, &hop);
	}
	return id;
}

uint64_t endpoint_request(struct endpoint *e, struct view hop, struct view request)
{
	return begin(e, hop, request, false);
}

bool endpoint_ack(struct endpoint *e, struct view hop, struct view request)
{
	return begin(e, hop, request, true) != 0;
}

/* --- what comes back ---------------------------------------------------------------- */

static struct outgoing *by_transaction(struct endpoint *e, uint64_t transaction)
{
	return ids_get(e->by_transaction, transaction);
}

static void log_next(const struct outgoing *o, const char *why)
{
	char at[ADDRESS_MAX];

	log_event(LOG_INFO, "sip-next-server", LOG_N("request", o->id), LOG_S("reason", why),
	          LOG_S("server", address_print(&o->try[o->at].at, at)));
}

/* Told if all others fail: who answered, or was silent, tells more than who was not there. */
static void asked_in_vain(struct outgoing *o, enum cause cause, const char *words)
{
	o->asked_cause = cause;
	o->asked = words;
}

/* 21.5.4, RFC 3263 4.3.  True: another one has been asked. */
static bool on_503(struct outgoing *o, const struct sip_message *m)
{
	const struct next_hop_try *last = &o->try[o->at];
	uint32_t seconds;
	bool away;

	if (sip_retry_after_read(sip_message_value(m, SIP_RETRY_AFTER), &seconds))
		servers_leave(&o->e->servers, last->transport, &last->at, loop_now(o->e->loop),
		              (uint64_t)seconds * 1000);
	log_next(o, "503");
	leave_transaction(o);
	asked_in_vain(o, CAUSE_SIP_TRANSPORT, "a server answered 503, and no other can be reached");
	return outgoing_next(o, &away) != NOWHERE;
}

/* More 2xx may come, from other branches of a fork (RFC 6026 7.2). */
static void stay_for_more(struct outgoing *o, uint64_t now)
{
	if (o->until != 0)
		return;
	o->until = now + o->e->accepted_for;
	o->next = NULL;
	*o->e->accepted_end = o;
	o->e->accepted_end = &o->next;
}

void requests_purge(struct endpoint *e, uint64_t now)
{
	struct outgoing *o;

	while ((o = e->accepted) != NULL && o->until <= now) {
		e->accepted = o->next;
		if (e->accepted == NULL)
			e->accepted_end = &e->accepted;
		outgoing_free(o);
	}
}

void request_on_response(void *arg, uint64_t transaction, const struct sip_message *m)
{
	struct endpoint *e = arg;
	struct outgoing *o = by_transaction(e, transaction);
	uint64_t id, now = loop_now(e->loop);

	if (o == NULL || (m->status == 503 && o->until == 0 && on_503(o, m)))
		return;
	id = o->id;
	if (m->status >= 200 && m->status < 300 && o->invite)
		stay_for_more(o, now);
	else if (m->status >= 200 && o->until == 0)
		outgoing_free(o);
	requests_purge(e, now);
	e->ops->response(e->arg, id, m);
}

void request_on_failed(struct endpoint *e, uint64_t transaction, enum cause cause)
{
	struct outgoing *o = by_transaction(e, transaction);
	bool away;

	if (o == NULL)
		return;
	log_next(o, cause_label(cause));
	leave_transaction(o);
	if (o->asked == NULL || cause != CAUSE_SIP_TRANSPORT)
		asked_in_vain(o, cause, cause_words(cause));
	/* RFC 5626 4.4.1: a flow that has failed is replaced before its server
	 * is given up. */
	if (cause == CAUSE_SIP_TRANSPORT && o->reused)
		race_again(&o->race, o->at);
	else
		o->reused = false;
	if (outgoing_next(o, &away) == NOWHERE)
		outgoing_fail(o, o->asked_cause, o->asked);
}

void requests_free(struct endpoint *e)
{
	size_t pos = 0;
	uint64_t id;
	void *o;

	loop_defer_cancel(e->loop, tell_failed, e);
	while (ids_next(e->requests, &pos, &id, &o))
		outgoing_free(o);
}
