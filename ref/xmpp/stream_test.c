/* How a stream ends: RFC 6120 4.4, 4.9. */
#include "xmpp/stream_open_rig.h"

/* R6120-4.4-1 */
START_TEST(stanzas_are_delivered_until_the_peer_closes_too)
{
	struct rig r;

	open_with(&r, SETTINGS(0));
	stream_close(r.s);
	rig_drain(&r);
	rig_said(&r, CLOSING);
	ck_assert(stream_is_closed(r.s));
	/* Negotiation has no meaning any more, and nothing is answered. */
	rig_say(&r,
	        MESSAGE " <starttls " TLS_NS "/><r xmlns='urn:xmpp:sm:3'/>"
	                "<db:result from='p.example' to='iut.example'>k</db:result>" MESSAGE);
	rig_saw(&r, "stanza name=message\nstanza name=message\n");
	stream_close(r.s);
	rig_say(&r, CLOSING MESSAGE);
	rig_saw(&r, "over\n");
	rig_said(&r, "");
	ck_assert_uint_eq(stream_due(r.s), UINT64_MAX);
	rig_free(&r);
}
END_TEST

/* R6120-4.4-2 */
START_TEST(closing_does_not_wait_for_ever)
{
	struct rig r;

	open_with(&r, SETTINGS(.close_wait_ms = 700));
	rig_wait(&r, 100000);
	stream_close(r.s);
	/* The wait begins when the tag goes out, whatever the time was before. */
	ck_assert_uint_le(stream_due(r.s), r.now);
	r.now += 50000;
	rig_drain(&r);
	ck_assert_uint_eq(stream_due(r.s), r.now + 700);
	rig_wait(&r, 699);
	rig_say(&r, MESSAGE);
	rig_saw(&r, "stanza name=message\n");
	rig_wait(&r, 1);
	rig_saw(&r, "over\n");
	rig_free(&r);
	open_with(&r, SETTINGS(0));
	stream_close(r.s);
	rig_drain(&r);
	ck_assert_uint_eq(stream_due(r.s), r.now + 5000);
	rig_free(&r);
}
END_TEST

/* R6120-4.4-3 */
START_TEST(closing_tag_of_the_peer_is_answered)
{
	struct rig r;

	open_with(&r, SETTINGS(0));
	rig_say(&r, MESSAGE CLOSING MESSAGE "<!-- whatever -->");
	rig_saw(&r, "stanza name=message\nover peer-closed\n");
	rig_said(&r, CLOSING);
	rig_say(&r, MESSAGE);
	rig_wait(&r, 100000);
	rig_saw(&r, "");
	rig_said(&r, "");
	rig_free(&r);
}
END_TEST

START_TEST(stream_without_header_is_over_at_once)
{
	struct rig r;

	rig_new(&r, &SETTINGS(.role = STREAM_RECEIVING), NULL);
	stream_close(r.s);
	ck_assert_uint_le(stream_due(r.s), r.now);
	rig_drain(&r);
	rig_saw(&r, "over\n");
	rig_said(&r, "");
	rig_free(&r);
	rig_new(&r, &SETTINGS(.role = STREAM_INITIATING), NULL);
	buf_clear(&r.out);
	stream_close(r.s);
	rig_drain(&r);
	rig_saw(&r, "");
	rig_said(&r, CLOSING);
	rig_say(&r, PEER_ANSWER FEATURES CLOSING);
	rig_saw(&r, "over\n");
	rig_free(&r);
}
END_TEST

/* R6120-4.9.3.20-1 */
START_TEST(refusal_ends_a_stream_at_any_time)
{
	struct rig r;

	open_with(&r, SETTINGS(0));
	stream_refuse(r.s, VIEW(""), CAUSE_SYSTEM_SHUTDOWN, NULL);
	rig_drain(&r);
	rig_saw(&r, "broken system-shutdown\nover system-shutdown\n");
	rig_said(&r, ERROR("system-shutdown", TEXT("this server is stopping")));
	stream_refuse(r.s, VIEW(""), CAUSE_INTERNAL, NULL);
	stream_close(r.s);
	rig_drain(&r);
	rig_said(&r, "");
	rig_saw(&r, "");
	rig_free(&r);

	open_with(&r, SETTINGS(0));
	stream_refuse(r.s, VIEW(""), CAUSE_FROM_FOREIGN, "not authenticated for other.example");
	rig_drain(&r);
	rig_said(&r, ERROR("invalid-from", TEXT("not authenticated for other.example")));
	rig_free(&r);

	/* A cause that is no stream error just closes. */
	open_with(&r, SETTINGS(0));
	stream_refuse(r.s, VIEW(""), CAUSE_TLS_FAILED, NULL);
	rig_drain(&r);
	rig_saw(&r, "broken tls-failed\nover tls-failed\n");
	rig_said(&r, CLOSING);
	rig_free(&r);

	/* Behind our closing tag there is nothing to be said. */
	open_with(&r, SETTINGS(0));
	stream_close(r.s);
	rig_drain(&r);
	buf_clear(&r.out);
	stream_refuse(r.s, VIEW(""), CAUSE_SYSTEM_SHUTDOWN, NULL);
	rig_drain(&r);
	rig_saw(&r, "over system-shutdown\n");
	rig_said(&r, "");
	rig_free(&r);
}
END_TEST

/* R6120-4.9.1.1-2 */
START_TEST(error_of_the_peer_is_not_answered_by_another)
{
	struct rig r;

	open_with(&r, SETTINGS(0));
	rig_say(&r,
	        "<stream:error><internal-server-error " ERROR_NS "/></stream:error>" CLOSING);
	rig_saw(&r, "peer-error condition=internal-server-error\nover peer-stream-error\n");
	rig_said(&r, CLOSING);
	rig_free(&r);
}
END_TEST

START_TEST(lost_stream_is_over)
{
	struct rig r;

	open_with(&r, SETTINGS(0));
	stream_close(r.s);
	stream_lost(r.s);
	rig_drain(&r);
	rig_saw(&r, "over\n");
	rig_said(&r, "");
	stream_lost(r.s);
	rig_drain(&r);
	rig_saw(&r, "");
	rig_free(&r);

	open_with(&r, SETTINGS(0));
	stream_lost(r.s);
	ck_assert(stream_is_closed(r.s));
	rig_drain(&r);
	rig_saw(&r, "over peer-closed\n");
	rig_free(&r);

	/* What broke it is still told. */
	open_with(&r, SETTINGS(0));
	stream_refuse(r.s, VIEW(""), CAUSE_INTERNAL, NULL);
	stream_lost(r.s);
	rig_drain(&r);
	rig_saw(&r, "broken internal\nover internal\n");
	rig_said(&r, "");
	rig_free(&r);
}
END_TEST

UNIT("stream", stanzas_are_delivered_until_the_peer_closes_too, closing_does_not_wait_for_ever,
     closing_tag_of_the_peer_is_answered, stream_without_header_is_over_at_once,
     refusal_ends_a_stream_at_any_time, error_of_the_peer_is_not_answered_by_another,
     lost_stream_is_over)
