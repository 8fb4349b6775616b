/* What time does to a stream, and what else is told of one: RFC 6120 4.6. */
#include "xmpp/stream_open_rig.h"

START_TEST(stream_must_be_set_up_in_time)
{
	struct stream_settings set = { .role = STREAM_RECEIVING, .establish_ms = 60000 };
	struct rig r;

	/* Not a byte: the error has a header of its own. */
	rig_new(&r, &set, by_dialback);
	ck_assert_uint_eq(stream_due(r.s), r.now + 60000);
	rig_wait(&r, 59999);
	rig_saw(&r, "");
	rig_wait(&r, 1);
	rig_saw(&r, "broken establish-timeout\nover establish-timeout\n");
	rig_said(&r, XML_DECLARATION
	         "<stream:stream " STREAM_NS " from='' id='ID' version='1.0' "
	         "xml:lang='en'>" ERROR("connection-timeout",
	                                TEXT("the stream was not set up in time")));
	rig_free(&r);

	/* Bytes and restarts win no time. */
	rig_new(&r, &set, by_dialback);
	rig_wait(&r, 30000);
	rig_say(&r, PEER_HEADER);
	rig_wait(&r, 29999);
	rig_say(&r, " ");
	ck_assert_uint_eq(stream_due(r.s), r.now + 1);
	rig_wait(&r, 1);
	ck_assert(strstr(buf_cstr(&r.log), "broken establish-timeout\n") != NULL);
	rig_free(&r);

	open_with(&r, set);
	ck_assert_uint_eq(stream_due(r.s), UINT64_MAX);
	rig_wait(&r, 1000000);
	rig_saw(&r, "");
	rig_free(&r);

	/* The owner never said what it thinks of the header. */
	rig_new(&r, &set, NULL);
	rig_say(&r, PEER_HEADER);
	rig_wait(&r, 60000);
	ck_assert(strstr(buf_cstr(&r.log), "over establish-timeout\n") != NULL);
	ck_assert(strstr(buf_cstr(&r.out), "to='peer.example'") != NULL);
	stream_answer(r.s, VIEW("iut.example"), &(struct stream_offer){ 0 });
	rig_free(&r);
}
END_TEST

/* R6120-4.6.3-1 */
START_TEST(idle_stream_is_closed_without_error)
{
	struct rig r;

	open_with(&r, SETTINGS(.inactivity_ms = 600000, .close_wait_ms = 1000));
	ck_assert_uint_eq(stream_due(r.s), r.now + 600000);
	rig_wait(&r, 599999);
	rig_say(&r, MESSAGE);
	rig_wait(&r, 599999);
	/* A sign of life, but no use. */
	rig_say(&r, " \n<r xmlns='urn:xmpp:sm:3'/>");
	buf_clear(&r.log);
	rig_wait(&r, 1);
	rig_said(&r, CLOSING);
	rig_saw(&r, "");
	rig_say(&r, MESSAGE);
	rig_wait(&r, 1000);
	rig_saw(&r, "stanza name=message\nover idle\n");
	rig_free(&r);
}
END_TEST

static void sends(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_FEATURES)
		stream_established(r->s);
}

START_TEST(own_stanzas_are_use_and_put_off_the_keepalive)
{
	struct rig r;

	rig_new(&r,
	        &SETTINGS(.role = STREAM_INITIATING, .inactivity_ms = 1000,
	                  .keepalive_ms = 300),
	        sends);
	rig_say(&r, PEER_ANSWER "<stream:features/>");
	buf_clear(&r.out);
	ck_assert_uint_eq(stream_due(r.s), r.now + 300);
	rig_wait(&r, 299);
	rig_said(&r, "");
	rig_wait(&r, 1);
	rig_said(&r, " ");
	ck_assert_uint_eq(stream_due(r.s), r.now + 300);
	r.now += 200;
	/* The engine last heard of the time 200 ms ago. */
	ck_assert(rig_send(&r, NS_SERVER, "message"));
	rig_said(&r, "<message from='a@iut.example' to='b@peer.example'/>");
	ck_assert_uint_eq(stream_due(r.s), r.now + 300);
	for (int i = 0; i < 3; i++)
		rig_wait(&r, 300);
	rig_said(&r, "   ");
	rig_wait(&r, 99);
	rig_said(&r, "");
	ck_assert(!stream_is_closed(r.s));
	rig_wait(&r, 1);
	rig_said(&r, CLOSING);
	/* Nothing but silence behind it. */
	rig_wait(&r, 300);
	rig_said(&r, "");
	rig_free(&r);
}
END_TEST

/* X0478-3-6: in half the time that the peer bears silence. */
START_TEST(a_peer_that_waits_less_long_hears_of_us_sooner)
{
	struct rig r;

	rig_new(&r, &SETTINGS(.role = STREAM_INITIATING, .keepalive_ms = 3000), sends);
	rig_say(&r, PEER_ANSWER "<stream:features><limits xmlns='urn:xmpp:stream-limits:0'>"
	                        "<idle-seconds>1</idle-seconds></limits></stream:features>");
	buf_clear(&r.out);
	ck_assert_uint_eq(stream_due(r.s), r.now + 500);
	rig_wait(&r, 499);
	rig_said(&r, "");
	rig_wait(&r, 1);
	rig_said(&r, " ");
	rig_free(&r);
}
END_TEST

START_TEST(no_white_space_before_the_stream_is_established)
{
	struct rig r;

	rig_new(&r,
	        &SETTINGS(.role = STREAM_INITIATING, .from = VIEW("iut.example"),
	                  .to = VIEW("peer.example"), .keepalive_ms = 300),
	        NULL);
	rig_said(&r, OUR_HEADER);
	rig_say(&r, PEER_ANSWER "<stream:features/>");
	rig_wait(&r, 1000);
	rig_said(&r, "");
	ck_assert_uint_eq(stream_due(r.s), UINT64_MAX);
	rig_free(&r);
}
END_TEST

START_TEST(silent_peer_is_given_up)
{
	struct rig r;

	open_with(&r, SETTINGS(.silence_ms = 900));
	rig_wait(&r, 899);
	rig_say(&r, " ");
	rig_wait(&r, 899);
	rig_saw(&r, "");
	rig_wait(&r, 1);
	rig_saw(&r, "broken peer-unresponsive\nover peer-unresponsive\n");
	rig_said(&r, ERROR("connection-timeout", TEXT("no sign of life from the partner")));
	rig_free(&r);
}
END_TEST

START_TEST(handshake_is_a_sign_of_life)
{
	struct rig r;

	rig_new(&r, &SETTINGS(.role = STREAM_INITIATING, .silence_ms = 900), NULL);
	rig_say(&r, PEER_ANSWER "<stream:features/>");
	stream_starttls(r.s);
	rig_say(&r, "<proceed " TLS_NS "/>");
	ck_assert_uint_eq(stream_due(r.s), UINT64_MAX);
	r.now += 5000;
	stream_secured(r.s);
	rig_drain(&r);
	ck_assert_uint_eq(stream_due(r.s), r.now + 900);
	rig_free(&r);
}
END_TEST

START_TEST(time_never_runs_backwards)
{
	struct rig r;

	open_with(&r, SETTINGS(.silence_ms = 900, .keepalive_ms = 100));
	rig_wait(&r, 50);
	stream_tick(r.s, 0);
	stream_feed(r.s, VIEW(" "), r.now);
	stream_tick(r.s, r.now);
	ck_assert_uint_ge(stream_due(r.s), r.now);
	rig_wait(&r, UINT64_MAX - r.now);
	ck_assert(stream_is_closed(r.s));
	rig_free(&r);
}
END_TEST

START_TEST(unsent_bytes_are_counted)
{
	struct region *region = region_new();
	struct rig r;

	rig_new(&r, &SETTINGS(.role = STREAM_INITIATING), sends);
	rig_say(&r, PEER_ANSWER "<stream:features/>");
	ck_assert_uint_eq(stream_unsent(r.s), 0);
	ck_assert(stream_send(r.s, element_new(region, NS_SERVER, "message")));
	ck_assert_uint_eq(stream_unsent(r.s), strlen("<message/>"));
	rig_drain(&r);
	ck_assert_uint_eq(stream_unsent(r.s), 0);
	/* Too late is said, not hidden. */
	rig_say(&r, CLOSING);
	ck_assert(!stream_send(r.s, element_new(region, NS_SERVER, "message")));
	region_free(&region);
	rig_free(&r);
}
END_TEST

/* An answer that was on its way when the stream ended. */
START_TEST(late_calls_do_nothing)
{
	static const struct stream_offer offer = { .dialback = true };
	struct region *region = region_new();
	struct view none = { 0 };
	struct rig r;

	for (enum stream_role role = STREAM_INITIATING; role <= STREAM_RECEIVING; role++) {
		rig_new(&r, &SETTINGS(.role = role), NULL);
		stream_lost(r.s);
		stream_answer(r.s, none, &offer);
		stream_auth_accept(r.s);
		stream_auth_refuse(r.s, CAUSE_CERT_NAME);
		stream_starttls(r.s);
		stream_auth(r.s, none);
		stream_secured(r.s);
		stream_established(r.s);
		stream_refuse(r.s, none, CAUSE_INTERNAL, NULL);
		stream_refuse_sm(r.s, 1, 0);
		stream_close(r.s);
		ck_assert(!stream_send(r.s, element_new(region, NS_SM, "r")));
		if (role == STREAM_INITIATING) {
			ck_assert(!stream_db_request(r.s, none, none, none));
			ck_assert(!stream_db_ask(r.s, none, none, none, none));
		} else {
			ck_assert(!stream_db_result(r.s, none, none, DB_VALID, CAUSE_NONE));
			ck_assert(
			        !stream_db_verify(r.s, none, none, none, DB_VALID, CAUSE_NONE));
		}
		ck_assert_uint_eq(stream_unsent(r.s), 0);
		ck_assert(!stream_is_established(r.s) && !stream_is_secure(r.s));
		ck_assert(!stream_is_authenticated(r.s));
		rig_drain(&r);
		rig_saw(&r, "over peer-closed\n");
		rig_free(&r);
	}
	region_free(&region);
}
END_TEST

START_TEST(freeing_twice_is_harmless)
{
	struct stream *s = stream_new(&SETTINGS(.role = STREAM_INITIATING, .lang = "de"), 0);

	stream_free(&s);
	ck_assert_ptr_null(s);
	stream_free(&s);
}
END_TEST

UNIT("stream_time", stream_must_be_set_up_in_time, idle_stream_is_closed_without_error,
     own_stanzas_are_use_and_put_off_the_keepalive,
     a_peer_that_waits_less_long_hears_of_us_sooner,
     no_white_space_before_the_stream_is_established, silent_peer_is_given_up,
     handshake_is_a_sign_of_life, time_never_runs_backwards, unsent_bytes_are_counted,
     late_calls_do_nothing, freeing_twice_is_harmless)
