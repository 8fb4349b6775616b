#include "edge/inbound_private.h"

#include "edge/admission.h"
#include "edge/count.h"
#include "edge/verify.h"
#include "jid/jid.h"
#include "lib/log.h"

static void look_at_vain(struct inbound *in)
{
	enum cause cause = dialback_in_vain(stream_may_carry(in->pairs), in->vain);

	if (cause != CAUSE_NONE)
		inbound_refuse(in, cause, NULL);
}

static void answer_key(struct inbound *in, struct pair sent,
                       enum dialback_type type, enum cause cause)
{
	static const char *const words[] = {
		[DB_VALID] = "valid", [DB_INVALID] = "invalid", [DB_ERROR] = "error",
	};

	stream_db_result(conn_stream(in->conn), sent.to, sent.from, type, cause);
	conn_touch(in->conn);
	if (type != DB_VALID) {
		in->edge->counters.refused[cause]++;
		in->vain++;
	}
	if (type == DB_VALID || dialback_vain_is_told(in->vain))
		log_event(type == DB_VALID ? LOG_INFO : LOG_WARN, "dialback-result",
		          LOG_N("stream", in->id), LOG_V("partner", sent.from),
		          LOG_V("domain", sent.to), LOG_S("type", words[type]),
		          LOG_S("cause", cause_label(cause)), LOG_N("vain", in->vain));
	if (type != DB_VALID)
		look_at_vain(in);
}

void inbound_db_result(struct inbound *in, const struct stream_event *ev)
{
	struct edge *e = in->edge;
	struct region *r = region_new();
	struct pair sent = { ev->from, ev->to }, pair;
	const struct partner *partner;
	struct stream *stream = conn_stream(in->conn);
	enum cause cause;

	if (!domain_prepare(ev->from, r, &pair.from) ||
	    !domain_prepare(ev->to, r, &pair.to)) {
		inbound_refuse(in, CAUSE_IMPROPER_ADDRESSING, "db:result");
		goto out;
	}
	partner = partner_of(e->settings->partners, pair.from);
	cause = dialback_request_refused(
		partner, own_domain(e->settings, pair.to) != NULL,
		conn_is_secure(in->conn), in->pairs, pair);
	if (cause != CAUSE_NONE) {
		/* Never the end of the stream (X0220-2.2.1-3). */
		answer_key(in, sent, DB_ERROR, cause);
		goto out;
	}
	cause = limits_prove_possible(e->limits, e->settings, partner, &in->seat);
	if (cause != CAUSE_NONE) {
		inbound_refuse(in, cause, NULL);
		goto out;
	}
	if (!pairs_has(in->pairs, pair, PAIR_PROVED) &&
	    !pairs_set(in->pairs, pair, PAIR_PENDING)) {
		answer_key(in, sent, DB_ERROR, CAUSE_TOO_MANY_PAIRS);
		goto out;
	}
	cause = verify_ask(e, &(struct key_question){
		.inbound = in->id,
		.round = in->round,
		.sent = sent,
		.pair = pair,
		.stream_id = stream_id(stream),
		.key = ev->key,
	});
	if (cause != CAUSE_NONE) {
		if (pairs_has(in->pairs, pair, PAIR_PENDING))
			pairs_remove(in->pairs, pair);
		answer_key(in, sent, DB_ERROR, cause);
	}
out:
	region_free(&r);
}

/* From now on nothing of this sender is believed on the stream
 * (X0220-2.2.1-6), also where another key of it was good. */
static void deny_sender(struct inbound *in, struct pair denied)
{
	size_t pos = 0;
	struct pair pair;
	enum pair_state state;

	pairs_set(in->pairs, denied, PAIR_DENIED);
	while (pairs_next(in->pairs, &pos, &pair, &state))
		if (view_eq(pair.from, denied.from))
			pairs_set(in->pairs, pair, PAIR_DENIED);
}

static void on_valid(struct inbound *in, const struct key_answer *a)
{
	struct edge *e = in->edge;
	const struct partner *partner =
		partner_of(e->settings->partners, a->pair.from);
	enum cause cause;

	/* The lists may have been reloaded since the key came, or the sender
	 * denied for another key. */
	if (pairs_has(in->pairs, a->pair, PAIR_PENDING))
		pairs_remove(in->pairs, a->pair);
	cause = dialback_request_refused(
		partner, own_domain(e->settings, a->pair.to) != NULL,
		conn_is_secure(in->conn), in->pairs, a->pair);
	if (cause == CAUSE_NONE)
		cause = inbound_prove(in, partner, a->pair, "dialback");
	if (cause != CAUSE_NONE) {
		answer_key(in, a->sent, DB_ERROR, cause);
		return;
	}
	answer_key(in, a->sent, DB_VALID, CAUSE_NONE);
	if (!stream_is_established(conn_stream(in->conn)))
		stream_established(conn_stream(in->conn));
	inbound_opened(in, partner);
}

void inbound_verified(struct edge *e, const struct key_answer *a)
{
	struct inbound *in = ids_get(e->inbound, a->inbound);

	/* X0220-2.1.2-4: dropped when the stream is gone. */
	if (in == NULL || in->round != a->round || in->ended)
		return;
	if (a->verdict == CAUSE_NONE) {
		on_valid(in, a);
		return;
	}
	if (a->verdict != CAUSE_DB_INVALID) {
		if (pairs_has(in->pairs, a->pair, PAIR_PENDING))
			pairs_remove(in->pairs, a->pair);
		answer_key(in, a->sent, DB_ERROR, a->verdict);
		return;
	}
	deny_sender(in, a->pair);
	switch (dialback_denial(in->pairs, a->pair.from)) {
	case DENIAL_SPARES:
		answer_key(in, a->sent, DB_ERROR, CAUSE_DB_FORBIDDEN);
		break;
	case DENIAL_CLOSES:
		answer_key(in, a->sent, DB_INVALID, CAUSE_DB_INVALID);
		in->ended = true;
		if (!in->opened && !in->asked)
			count_inbound_failure(e, view_of(in->from), CAUSE_DB_INVALID);
		stream_close(conn_stream(in->conn));
		break;
	}
}

enum cause inbound_question(struct edge *e, uint64_t stream, struct conn *c,
                            const struct stream_event *ev, size_t *vain)
{
	struct region *r = region_new();
	enum dialback_type type = DB_ERROR;
	struct pair pair;	/* from: ours, who is said to have made the key */
	enum cause cause;

	if (!domain_prepare(ev->to, r, &pair.from) || !domain_prepare(ev->from, r, &pair.to)) {
		region_free(&r);
		return CAUSE_IMPROPER_ADDRESSING;
	}
	cause = dialback_question_refused(partner_of(e->settings->partners, pair.to),
	                                  own_domain(e->settings, pair.from) != NULL,
	                                  conn_is_secure(c));
	if (cause == CAUSE_NONE)
		type = dialback_key_matches(&e->key, pair, ev->id, ev->key) ? DB_VALID
		                                                            : DB_INVALID;
	if (type == DB_ERROR)
		e->counters.asked_refused++;
	else if (type == DB_VALID)
		e->counters.asked_valid++;
	else
		e->counters.asked_invalid++;
	stream_db_verify(conn_stream(c), ev->to, ev->from, ev->id, type, cause);
	if (type != DB_VALID)
		++*vain;
	if (type == DB_VALID || dialback_vain_is_told(*vain))
		log_event(LOG_INFO, "dialback-answered", LOG_N("stream", stream),
		          LOG_V("partner", pair.to), LOG_V("domain", pair.from),
		          LOG_S("type", type == DB_VALID     ? "valid"
		                        : type == DB_INVALID ? "invalid"
		                                             : "error"),
		          LOG_S("cause", cause_label(cause)), LOG_N("vain", *vain));
	region_free(&r);
	return CAUSE_NONE;
}

void inbound_db_verify(struct inbound *in, const struct stream_event *ev)
{
	enum cause cause = inbound_question(in->edge, in->id, in->conn, ev, &in->vain);

	if (cause != CAUSE_NONE) {
		inbound_refuse(in, cause, "db:verify");
		return;
	}
	in->asked = true;
	look_at_vain(in);
}
