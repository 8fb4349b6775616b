/* Whatever a peer sends, in whatever order and pieces, and whatever the owner
 * then does: nothing crashes, no stanza passes before the stream is
 * established, no answer counts that was not asked for, and all that is written
 * can be read back. */
#include "xmpp/stream_rig.h"

#include "lib/rng.h"

#define ROUNDS 4000

static const char *const said[] = {
	PEER_HEADER,
	PEER_HEADER,
	PEER_ANSWER,
	PEER_ANSWER,
	"<stream:stream " STREAM_NS " from='peer.example'>",
	"<stream xmlns='http://etherx.jabber.org/streams' version='1.0'>",
	"<stream:features/>",
	"<stream:features><starttls " TLS_NS "/></stream:features>",
	"<stream:features><mechanisms " SASL_NS "><mechanism>EXTERNAL</mechanism></mechanisms>"
	"<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback></stream:features>",
	"<starttls " TLS_NS "/>",
	"<proceed " TLS_NS "/>",
	"<failure " TLS_NS "/>",
	"<auth " SASL_NS " mechanism='EXTERNAL'>=</auth>",
	"<auth " SASL_NS " mechanism='EXTERNAL'/>",
	"<auth " SASL_NS " mechanism='PLAIN'>AGEAYg==</auth>",
	"<response " SASL_NS ">cGVlci5leGFtcGxl</response>",
	"<abort " SASL_NS "/>",
	"<challenge " SASL_NS "/>",
	"<success " SASL_NS "/>",
	"<failure " SASL_NS "><not-authorized/></failure>",
	"<db:result from='peer.example' to='iut.example'>k</db:result>",
	"<db:result from='peer.example' to='iut.example' type='valid'/>",
	"<db:verify from='peer.example' to='iut.example' id='x'>k</db:verify>",
	"<db:verify from='peer.example' to='iut.example' id='x' type='invalid'/>",
	"<message from='a@peer.example' to='b@iut.example'><body>&lt;hi&gt;</body></message>",
	"<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>",
	"<presence/>",
	"<s:message xmlns:s='jabber:server'/>",
	"<message xmlns='jabber:client'/>",
	"<enable xmlns='urn:xmpp:sm:3'/>",
	"<r xmlns='urn:xmpp:sm:3'/>",
	"<bidi xmlns='urn:xmpp:bidi'/>",
	"<bidi xmlns='urn:xmpp:features:bidi'/>",
	"<handed xmlns='urn:fedlab:link:1' id='m'/>",
	"<x xmlns='urn:x'/>",
	"<stream:error><reset " ERROR_NS "/></stream:error>",
	CLOSING,
	" \n ",
	"<!-- c -->",
	"<?pi?>",
	"&x;",
	"\xff\xfe",
};

static struct rng chance;
static size_t asked, answered;

static bool toss(uint32_t n)
{
	return rng_next_below(&chance, n) == 0;
}

static enum cause any_cause(void)
{
	return CAUSE_NONE + 1 + rng_next_below(&chance, CAUSE_COUNT - 1);
}

static void decide_features(struct rig *r)
{
	struct stream *s = r->s;

	if (!stream_is_authenticated(s) && !stream_is_established(s) && toss(2))
		stream_bidi(s);
	if (!stream_is_secure(s) && !stream_is_established(s) && toss(2)) {
		stream_starttls(s);
	} else if (stream_is_secure(s) && !stream_is_established(s) && toss(2)) {
		stream_auth(s, toss(2) ? VIEW("") : VIEW("iut.example"));
	} else if (toss(2)) {
		stream_established(s);
		rig_send(r, NS_SERVER, "message");
	} else {
		asked += stream_db_request(s, VIEW("iut.example"), VIEW("peer.example"),
		                           VIEW("k"));
		asked += stream_db_ask(s, VIEW("iut.example"), VIEW("peer.example"), VIEW("x"),
		                       VIEW("k"));
	}
}

static void decide_header(struct stream *s)
{
	struct stream_offer offer = { toss(2), toss(2), toss(2), toss(2),
		                      toss(2), toss(2), toss(2), 9 };

	if (toss(8))
		stream_refuse(s, VIEW(""), any_cause(), NULL);
	else
		stream_answer(s, toss(2) ? VIEW("iut.example") : VIEW(""), &offer);
}

static void decide(struct rig *r, const struct stream_event *ev)
{
	struct stream *s = r->s;

	switch (ev->kind) {
	case STREAM_HEADER:
		decide_header(s);
		break;
	case STREAM_AUTH:
		ck_assert(stream_is_secure(s));
		if (toss(3))
			stream_auth_refuse(s, any_cause());
		else
			stream_auth_accept(s);
		break;
	case STREAM_DB_RESULT:
		if (toss(3))
			break;
		if (stream_db_result(s, ev->to, ev->from,
		                     (enum dialback_type)rng_next_below(&chance, 3),
		                     any_cause()) &&
		    toss(2))
			stream_established(s);
		break;
	case STREAM_DB_VERIFY:
		stream_db_verify(s, ev->to, ev->from, ev->id,
		                 (enum dialback_type)rng_next_below(&chance, 3), any_cause());
		break;
	case STREAM_FEATURES:
	case STREAM_AUTH_REFUSED:
		decide_features(r);
		break;
	case STREAM_STARTTLS:
		stream_take(s, &r->out, r->now);
		if (!toss(5))
			stream_secured(s);
		break;
	case STREAM_DB_RESULT_ANSWER:
	case STREAM_DB_VERIFY_ANSWER:
		answered++;
		ck_assert_uint_le(answered, asked);
		if (toss(2))
			stream_established(s);
		break;
	case STREAM_SM:
		rig_send(r, NS_SM, "a");
		break;
	case STREAM_NOTHING:
	case STREAM_TLS_REFUSED:
	case STREAM_AUTH_OK:
	case STREAM_STANZA:
		if (stream_is_bidi(s))
			rig_send(r, NS_SERVER, "message");
		break;
	case STREAM_EXTENSION:
	case STREAM_PEER_ERROR:
	case STREAM_BROKEN:
	case STREAM_OVER:
		break;
	}
}

static void mutate(struct buf *text)
{
	char *mem = text->mem + text->head;
	size_t n = buf_len(text), at;

	if (n == 0 || !toss(3))
		return;
	at = rng_next_below(&chance, (uint32_t)n);
	switch (rng_next_below(&chance, 4)) {
	case 0:
		mem[at] = (char)rng_next_below(&chance, 256);
		break;
	case 1:
		mem[at] = "<>/'=: &"[rng_next_below(&chance, 8)];
		break;
	case 2:
		memmove(mem + at, mem + at + 1, n - at - 1);
		buf_cut(text, n - 1);
		break;
	case 3:
		buf_cut(text, at);
		break;
	}
}

/* One of our streams, from its header on. */
static void read_back(struct view text)
{
	struct xml_reader *reader = xml_reader_new(&xml_limits_default);
	struct region *r = region_new();
	struct xml_event ev;

	xml_feed(reader, text);
	do {
		xml_next(reader, r, &ev);
		if (ev.kind == XML_BAD)
			ck_abort_msg("%s: %.*s", ev.detail, VIEW_ARG(text));
	} while (ev.kind != XML_MORE && ev.kind != XML_END);
	ck_assert(ev.kind == XML_END || !xml_in_element(reader));
	/* Nothing stands behind a closing tag. */
	if (ev.kind == XML_END)
		ck_assert(view_ends(text, VIEW(CLOSING)));
	region_free(&r);
	xml_reader_free(&reader);
}

static void read_all_back(const struct buf *out)
{
	struct view rest = buf_view(out);
	size_t n;

	while (rest.n != 0) {
		n = view_find(view_from(rest, 1), VIEW(XML_DECLARATION)) + 1;
		read_back((struct view){ rest.p, n < rest.n ? n : rest.n });
		rest = view_from(rest, n);
	}
}

/* What the owner may do on its own. */
static void interfere(struct rig *r)
{
	switch (rng_next_below(&chance, 60)) {
	case 0:
		stream_close(r->s);
		break;
	case 1:
		stream_refuse(r->s, VIEW("iut.example"), any_cause(), toss(2) ? "words" : NULL);
		break;
	case 2:
		stream_refuse_sm(r->s, 1, 0);
		break;
	case 3:
		/* What was on its way is on its way no more. */
		stream_take(r->s, &r->out, r->now);
		stream_lost(r->s);
		break;
	case 4:
		rig_send(r, NS_SM, "r");
		break;
	case 5:
	case 6:
		rig_wait(r, rng_next_below(&chance, 3000));
		break;
	default:
		return;
	}
	rig_drain(r);
}

static void feed_in_pieces(struct rig *r, struct view v)
{
	while (v.n != 0) {
		size_t n = toss(2) ? v.n : 1 + rng_next_below(&chance, (uint32_t)v.n);

		rig_feed(r, v.p, n);
		v = view_from(v, n);
		interfere(r);
	}
}

static void play(enum stream_role role, void (*next)(struct buf *, size_t))
{
	struct stream_settings set = {
		.role = role,
		.from = VIEW("iut.example"),
		.to = VIEW("peer.example"),
		.direct_tls = toss(2),
		.both_ways = role == STREAM_INITIATING && toss(4),
		.establish_ms = toss(2) ? 5000 : 0,
		.inactivity_ms = toss(2) ? 2000 : 0,
		.keepalive_ms = toss(2) ? 500 : 0,
		.silence_ms = toss(2) ? 3000 : 0,
	};
	struct buf text = { 0 };
	struct rig r;
	size_t steps = 1 + rng_next_below(&chance, 12);

	asked = answered = 0;
	rig_new(&r, &set, decide);
	if (toss(4))
		stream_allow_extension(r.s, "urn:fedlab:link:1");
	for (size_t i = 0; i < steps; i++) {
		buf_clear(&text);
		next(&text, i);
		feed_in_pieces(&r, buf_view(&text));
	}
	read_all_back(&r.out);
	/* Its end is told once, and it is for good. */
	if (stream_is_closed(r.s)) {
		rig_wait(&r, 10000);
		ck_assert(strstr(buf_cstr(&r.log), "over") != NULL);
		ck_assert_uint_eq(stream_due(r.s), UINT64_MAX);
	}
	buf_free(&text);
	rig_free(&r);
}

static void any_words(struct buf *text, size_t step)
{
	size_t n = sizeof said / sizeof said[0];

	/* Mostly it begins like a stream. */
	buf_puts(text, said[step == 0 && !toss(8) ? rng_next_below(&chance, 4)
	                                          : rng_next_below(&chance, (uint32_t)n)]);
	if (toss(4))
		mutate(text);
}

static void any_bytes(struct buf *text, size_t step)
{
	size_t n = rng_next_below(&chance, 200);

	if (step == 0 && toss(2))
		buf_puts(text, toss(2) ? PEER_HEADER : PEER_ANSWER);
	while (n-- != 0)
		buf_putc(text, toss(2) ? "<>/'=: &ab\n"[rng_next_below(&chance, 11)]
		                       : (char)rng_next_below(&chance, 256));
}

START_TEST(receiving_any_elements)
{
	rng_seed(&chance, 1);
	for (size_t i = 0; i < ROUNDS; i++)
		play(STREAM_RECEIVING, any_words);
}
END_TEST

START_TEST(initiating_any_elements)
{
	rng_seed(&chance, 2);
	for (size_t i = 0; i < ROUNDS; i++)
		play(STREAM_INITIATING, any_words);
}
END_TEST

START_TEST(receiving_any_bytes)
{
	rng_seed(&chance, 3);
	for (size_t i = 0; i < ROUNDS; i++)
		play(STREAM_RECEIVING, any_bytes);
}
END_TEST

START_TEST(initiating_any_bytes)
{
	rng_seed(&chance, 4);
	for (size_t i = 0; i < ROUNDS; i++)
		play(STREAM_INITIATING, any_bytes);
}
END_TEST

UNIT("stream_chance", receiving_any_elements, initiating_any_elements, receiving_any_bytes,
     initiating_any_bytes)
