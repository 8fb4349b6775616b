/* The stream engine, in both roles, with an owner that says yes to everything:
 * no stanza before it is established (RFC 6120 4.3.5), one end, and nothing
 * after it.  The first byte chooses role and manner; 0xFF, which no XML holds,
 * ends one reading and a second of time. */
#include "fuzz.h"

#include "lib/buf.h"
#include "xmpp/stream.h"

enum { RECEIVING = 1, DIRECT_TLS = 2, BOTH_WAYS = 4, BYTEWISE = 8, SECOND_THOUGHTS = 16 };

struct owner {
	struct stream *s;
	struct buf out;
	unsigned manner;
	uint64_t now;
	unsigned overs;
};

static void on_features(struct owner *o, const struct stream_event *ev)
{
	if (ev->features.starttls && !stream_is_secure(o->s) && !stream_is_established(o->s))
		stream_starttls(o->s);
	else if (ev->features.external && stream_is_secure(o->s) &&
	         !stream_is_authenticated(o->s) && !stream_is_established(o->s))
		stream_auth(o->s, VIEW("iut.example"));
	else if (!stream_is_established(o->s)) {
		stream_db_request(o->s, VIEW("iut.example"), VIEW("peer.example"), VIEW("key"));
		stream_established(o->s);
	}
}

static void on_event(struct owner *o, const struct stream_event *ev)
{
	static const struct stream_offer all = { .starttls = true,
		                                 .external = true,
		                                 .dialback = true,
		                                 .sm = true,
		                                 .bidi = true };

	PROMISE(o->overs == 0);
	switch (ev->kind) {
	case STREAM_HEADER:
		if (o->manner & SECOND_THOUGHTS)
			stream_refuse(o->s, VIEW("iut.example"), CAUSE_HOST_UNKNOWN, NULL);
		else
			stream_answer(o->s, VIEW("iut.example"), &all);
		break;
	case STREAM_AUTH:
		if (o->manner & SECOND_THOUGHTS)
			stream_auth_refuse(o->s, CAUSE_CERT_NONE);
		else
			stream_auth_accept(o->s);
		break;
	case STREAM_FEATURES:
		on_features(o, ev);
		break;
	case STREAM_STARTTLS:
		stream_secured(o->s);
		break;
	case STREAM_DB_RESULT:
		if (stream_db_result(o->s, ev->to, ev->from, DB_VALID, CAUSE_NONE))
			stream_established(o->s);
		break;
	case STREAM_DB_VERIFY:
		stream_db_verify(o->s, ev->to, ev->from, ev->id, DB_INVALID, CAUSE_NONE);
		break;
	case STREAM_AUTH_OK:
		PROMISE(stream_is_authenticated(o->s));
		break;
	case STREAM_STANZA:
		PROMISE(stream_is_established(o->s));
		PROMISE(ev->element != NULL);
		if (o->manner & BOTH_WAYS)
			stream_send(o->s, ev->element);
		break;
	case STREAM_BROKEN:
		PROMISE(ev->cause != CAUSE_NONE);
		PROMISE(stream_is_closed(o->s));
		break;
	case STREAM_OVER:
		PROMISE(stream_is_closed(o->s));
		o->overs++;
		break;
	case STREAM_NOTHING:
	case STREAM_TLS_REFUSED:
	case STREAM_AUTH_REFUSED:
	case STREAM_DB_RESULT_ANSWER:
	case STREAM_DB_VERIFY_ANSWER:
	case STREAM_SM:
	case STREAM_EXTENSION:
	case STREAM_PEER_ERROR:
		break;
	}
}

static void drain(struct owner *o)
{
	struct stream_event ev;

	while (stream_next(o->s, &ev, o->now)) {
		PROMISE(ev.kind != STREAM_NOTHING);
		on_event(o, &ev);
	}
	stream_take(o->s, &o->out, o->now);
}

static void one_reading(struct owner *o, struct view step)
{
	size_t n;

	for (; step.n > 0; step = view_from(step, n)) {
		n = o->manner & BYTEWISE ? 1 : step.n;
		stream_feed(o->s, (struct view){ step.p, n }, o->now);
		drain(o);
	}
	o->now += 1000;
	if (stream_due(o->s) <= o->now)
		stream_tick(o->s, o->now);
	drain(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct stream_settings set = { .from = VIEW("iut.example"),
		                       .to = VIEW("peer.example"),
		                       .establish_ms = 5000,
		                       .inactivity_ms = 4000,
		                       .keepalive_ms = 2000,
		                       .silence_ms = 9000 };
	struct owner o = { .now = 1000 };
	struct view rest, step;

	if (n == 0)
		return 0;
	o.manner = data[0];
	set.role = o.manner & RECEIVING ? STREAM_RECEIVING : STREAM_INITIATING;
	set.direct_tls = o.manner & DIRECT_TLS;
	set.both_ways = o.manner & BOTH_WAYS;
	o.s = stream_new(&set, o.now);
	drain(&o);
	for (rest = fuzz_view(data + 1, n - 1); rest.n > 0;) {
		view_cut(rest, '\xff', &step, &rest);
		one_reading(&o, step);
	}
	stream_close(o.s);
	drain(&o);
	stream_lost(o.s);
	drain(&o);
	PROMISE(o.overs == 1);
	stream_free(&o.s);
	buf_free(&o.out);
	return 0;
}
