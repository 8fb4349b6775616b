#include "edge/verify.h"

#include <stdlib.h>

#include "edge/admission.h"
#include "edge/authority.h"
#include "edge/inbound.h"
#include "edge/outbound.h"
#include "edge/verdict.h"
#include "jid/jid.h"
#include "lib/log.h"
#include "lib/mem.h"

struct question {
	struct edge *edge;
	uint64_t id;
	uint64_t inbound, round;
	char *sent_from, *sent_to;
	char *from, *to;		/* prepared */
	char *stream_id, *key;
	uint64_t outbound;		/* asked on it; 0: on the authority's */
	bool asked;
	struct timer *timer;
};

static void question_free(struct question *q)
{
	ids_remove(q->edge->questions, q->id);
	timer_free(&q->timer);
	free(q->sent_from);
	free(q->sent_to);
	free(q->from);
	free(q->to);
	free(q->stream_id);
	free(q->key);
	free(q);
}

static struct pair pair_of(const struct question *q)
{
	return (struct pair){ view_of(q->from), view_of(q->to) };
}

/* The end of a question: the stream with the key is told, if it is there. */
static void settle(struct question *q, enum cause verdict)
{
	struct edge *e = q->edge;
	const struct key_answer answer = {
		.inbound = q->inbound,
		.round = q->round,
		.sent = { view_of(q->sent_from), view_of(q->sent_to) },
		.pair = pair_of(q),
		.verdict = verdict,
	};

	if (verdict == CAUSE_NONE)
		e->counters.keys_valid++;
	else if (verdict == CAUSE_DB_INVALID)
		e->counters.keys_invalid++;
	else
		e->counters.keys_undecided++;
	log_event(LOG_INFO, "dialback-verdict", LOG_N("stream", q->inbound),
	          LOG_S("partner", q->from), LOG_S("domain", q->to),
	          LOG_S("cause", cause_label(verdict)));
	inbound_verified(e, &answer);
	question_free(q);
}

static bool is_about(const struct question *q, struct pair pair)
{
	return view_is(pair.from, q->from) && view_is(pair.to, q->to);
}

static void timer_due(void *arg)
{
	struct question *q = arg;
	struct edge *e = q->edge;
	char *from = mem_strdup(q->from), *to = mem_strdup(q->to);
	bool own_connection = q->outbound == 0;

	settle(q, CAUSE_DB_AUTHORITY_DOWN);
	if (own_connection)
		authority_relax(e, (struct pair){ view_of(from), view_of(to) });
	free(from);
	free(to);
}

/* False: that stream owes too many answers, or is closing. */
static bool ask_on(struct question *q, struct conn *c)
{
	/* XEP-0220 2.1.2: from is the target domain, to the sender domain. */
	if (!stream_db_ask(conn_stream(c), view_of(q->sent_to),
	                   view_of(q->sent_from), view_of(q->stream_id),
	                   view_of(q->key)))
		return false;
	conn_touch(c);
	q->asked = true;
	log_event(LOG_INFO, "dialback-asked", LOG_N("stream", q->inbound),
	          LOG_S("partner", q->from), LOG_S("domain", q->to));
	return true;
}

static uint32_t under_way(const struct edge *e, struct view from)
{
	uint32_t of_domain = 0;
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->questions, &pos, &id, &value)) {
		const struct question *q = value;

		if (view_is(from, q->from))
			of_domain++;
	}
	return of_domain;
}

enum cause verify_ask(struct edge *e, const struct key_question *asked)
{
	struct question *q;
	struct conn *c;
	uint64_t outbound = 0;
	enum cause cause;

	cause = question_refused(
		(struct room){ (uint32_t)ids_count(e->questions), VERIFY_MAX },
		(struct room){ under_way(e, asked->pair.from), VERIFY_MAX_OF_PARTNER });
	if (cause != CAUSE_NONE)
		return cause;
	q = mem_zalloc(sizeof *q);
	q->edge = e;
	q->inbound = asked->inbound;
	q->round = asked->round;
	q->sent_from = view_dup(asked->sent.from);
	q->sent_to = view_dup(asked->sent.to);
	q->from = view_dup(asked->pair.from);
	q->to = view_dup(asked->pair.to);
	q->stream_id = view_dup(asked->stream_id);
	q->key = view_dup(asked->key);
	q->id = ids_add(e->questions, q);
	q->timer = timer_new(e->loop, timer_due, q);
	timer_set(q->timer, loop_now(e->loop) + e->settings->verify_ms);

	/* The way to the sender domain that is there already, if one is.  What
	 * cannot be asked now waits for the connection, or for its time. */
	c = outbound_open(e, asked->pair.to, asked->pair.from, &outbound);
	q->outbound = outbound;
	if (c != NULL && ask_on(q, c))
		return CAUSE_NONE;
	q->outbound = 0;
	c = authority_wanted(e, asked->pair);
	if (c != NULL)
		ask_on(q, c);
	return CAUSE_NONE;
}

void verify_ask_waiting(struct edge *e, struct pair pair, struct conn *c)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->questions, &pos, &id, &value)) {
		struct question *q = value;

		if (q->outbound == 0 && !q->asked && is_about(q, pair))
			ask_on(q, c);
	}
}

size_t verify_open(const struct edge *e, struct pair pair)
{
	size_t pos = 0, n = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->questions, &pos, &id, &value)) {
		const struct question *q = value;

		if (q->outbound == 0 && is_about(q, pair))
			n++;
	}
	return n;
}

void verify_failed(struct edge *e, struct pair pair, enum cause why)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->questions, &pos, &id, &value)) {
		struct question *q = value;

		if (q->outbound == 0 && is_about(q, pair))
			settle(q, authority_failure(why));
	}
}

void verify_lost(struct edge *e, uint64_t outbound, enum cause why)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->questions, &pos, &id, &value)) {
		struct question *q = value;

		if (q->outbound == outbound)
			settle(q, authority_failure(why));
	}
}

void verify_answered(struct edge *e, uint64_t outbound, struct pair pair,
                     const struct stream_event *ev)
{
	struct region *r = region_new();
	struct pair answer;
	size_t pos = 0;
	uint64_t id;
	void *value;
	bool counted = false;

	if (domain_prepare(ev->from, r, &answer.from) &&
	    domain_prepare(ev->to, r, &answer.to))
		while (!counted && ids_next(e->questions, &pos, &id, &value)) {
			struct question *q = value;
			const struct question_terms terms = {
				pair_of(q), view_of(q->stream_id)
			};

			if (!q->asked || q->outbound != outbound ||
			    (outbound == 0 && !is_about(q, pair)) ||
			    !verify_answer_counts(&terms, answer, ev->id))
				continue;
			counted = true;
			settle(q, authority_verdict(ev->type, ev->condition));
		}
	if (!counted)
		log_event(LOG_WARN, "dialback-answer-unasked",
		          LOG_N("outbound", outbound), LOG_V("from", ev->from),
		          LOG_V("to", ev->to), LOG_V("id", ev->id));
	region_free(&r);
}

void verify_sweep(struct edge *e)
{
	authority_sweep(e, false);
}

void verify_free_all(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	authority_sweep(e, true);
	while (ids_next(e->questions, &pos, &id, &value))
		question_free(value);
}
