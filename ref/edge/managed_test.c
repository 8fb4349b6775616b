/* XEP-0198 on streams that b.example opens, which is played by this test. */
#include "edge/partner_rig.h"
#include "edge/retry.h"

/* --- receiving ----------------------------------------------------------- */

static void called(struct talker *t, const char *ask)
{
	b_calls_as(t, ask);
	hear(t, "<sm xmlns='urn:xmpp:sm:3'/>");
	hear(t, "</stream:features>");
}

/* b calls, and has a session; its id, for the caller to free. */
static char *managed(struct talker *t)
{
	struct view got;
	size_t end;

	called(t, BIDI);
	say(t, SM("enable resume='true'"));
	hear(t, "<enabled xmlns='urn:xmpp:sm:3' id='");
	UNTIL(has(t, "/>"));
	got = buf_view(&t->got);
	end = view_find(got, VIEW("'"));
	got.n = end;
	return view_dup(got);
}

static void resume(struct talker *t, const char *id, const char *h)
{
	char text[200];

	snprintf(text, sizeof text, "<resume xmlns='urn:xmpp:sm:3' previd='%s' h='%s'/>", id, h);
	say(t, text);
}

/* A message on the way to b, on the stream that b has opened. */
static void under_way(struct talker *t, const char *id)
{
	char text[300];

	snprintf(text, sizeof text,
	         "<message from='juliet@a.example' to='romeo@b.example' id='%s'/>", id);
	say(&gw, text);
	snprintf(text, sizeof text, "id='%s'", id);
	hear(t, text);
	hear(t, "<r xmlns='urn:xmpp:sm:3'/>");
	ck_assert(!has(&gw, "<handed"));
}

/* X0198-4-4 */
START_TEST(what_was_on_its_way_goes_again_when_the_caller_resumes)
{
	char *id;

	begin_with_b(REQUIRED, "");
	id = managed(&peer);
	under_way(&peer, "m1");
	say(&peer, TO_A("i1"));
	hear(&gw, "id='i1'");
	hang_up(&peer);
	called(&second, BIDI);
	resume(&second, id, "0");
	hear(&second, "<resumed xmlns='urn:xmpp:sm:3' previd='");
	hear(&second, "' h='1'/>");
	hear(&second, "id='m1'");
	hear(&second, "<r xmlns='urn:xmpp:sm:3'/>");
	say(&second, SM("a h='1'"));
	hear(&gw, "<handed xmlns='urn:fedlab:link:1' from='juliet@a.example' "
	          "to='romeo@b.example' id='m1'/>");
	under_way(&second, "m2");
	ck_assert(!has(&gw, "type='error'"));
	ck_assert_uint_eq(b_calls, 0);
	free(id);
	end_with_b();
}
END_TEST

/* The stream carries both ways before its caller says that it resumes. */
START_TEST(what_the_new_stream_took_first_is_its_own)
{
	char *id;

	begin_with_b(REQUIRED, "");
	id = managed(&peer);
	under_way(&peer, "m1");
	hang_up(&peer);
	called(&second, BIDI);
	say(&gw, "<message from='juliet@a.example' to='romeo@b.example' id='m2'/>");
	resume(&second, id, "0");
	hear(&gw, "id='m2'/>");
	ck_assert(!has(&gw, "type='error'"));
	hear(&second, "id='m1'");
	hear(&second, "<r xmlns='urn:xmpp:sm:3'/>");
	say(&second, SM("a h='1'"));
	hear(&gw, "id='m1'/>");
	ck_assert(!has(&gw, "type='error'"));
	under_way(&second, "m3");
	free(id);
	end_with_b();
}
END_TEST

START_TEST(what_cannot_go_again_comes_back)
{
	char *id;

	/* Nobody resumes. */
	begin_with_b(REQUIRED, "resume-timeout: 100ms\n");
	id = managed(&peer);
	under_way(&peer, "m1");
	hang_up(&peer);
	hear(&gw, "id='m1' type='error'");
	called(&second, BIDI);
	resume(&second, id, "0");
	hear(&second, "<failed xmlns='urn:xmpp:sm:3'><item-not-found");
	free(id);
	end_with_b();

	/* Who resumes takes no stanzas there any more. */
	begin_with_b(REQUIRED, "");
	id = managed(&peer);
	under_way(&peer, "m2");
	hang_up(&peer);
	called(&second, "");
	resume(&second, id, "0");
	hear(&second, "<resumed");
	hear(&gw, "id='m2' type='error'");
	ck_assert(!has(&second, "id='m2'"));
	/* Nor does it go when the session moves on to one that does. */
	hang_up(&second);
	called(&second, BIDI);
	resume(&second, id, "0");
	hear(&second, "<resumed");
	under_way(&second, "m4");
	ck_assert(!has(&second, "id='m2'"));
	free(id);
	end_with_b();

	/* It was meant to end. */
	begin_with_b(REQUIRED, "");
	id = managed(&peer);
	under_way(&peer, "m3");
	say(&peer, "</stream:stream>");
	hear(&gw, "id='m3' type='error'");
	free(id);
	end_with_b();
}
END_TEST

/* Attack: sessions that are begun and left, one after the other. */
static void sessions_make_room(const char *policy, const char *more)
{
	char *first, *next;

	begin_with_b(policy, more);
	first = managed(&peer);
	under_way(&peer, "m1");
	hang_up(&peer);
	for (int i = 0; i < 2; i++) {
		UNTIL(edge_gauges(a.edge).connections == 0);
		ck_assert(!has(&gw, "type='error'"));
		next = managed(&peer);
		hang_up(&peer);
		free(next);
	}
	hear(&gw, "id='m1' type='error'");
	called(&second, BIDI);
	resume(&second, first, "0");
	hear(&second, "<failed");
	free(first);
	end_with_b();
}

START_TEST(sessions_of_one_partner_make_room_for_each_other)
{
	sessions_make_room(REQUIRED, "partner-connection-limit: 2\n");
	sessions_make_room(REQUIRED ", connection-limit: 2", "");
}
END_TEST

START_TEST(no_session_outlives_a_drain)
{
	static bool over;
	char *id;

	begin_with_b(REQUIRED, "");
	id = managed(&peer);
	under_way(&peer, "m1");
	hang_up(&peer);
	UNTIL(edge_gauges(a.edge).connections == 0);
	over = false;
	edge_drain(a.edge, 200, drained, &over);
	hear(&gw, "id='m1' type='error'");
	UNTIL(over);
	free(id);
	end_with_b();
}
END_TEST

START_TEST(a_caller_that_says_it_wrongly)
{
	static const struct {
		const char *said, *answer;
	} rows[] = {
		{ SM("a"), "<undefined-condition" },
		{ SM("a h='x'"), "<undefined-condition" },
		{ SM("a h='1'"), "<handled-count-too-high xmlns='urn:xmpp:sm:3' h='1' "
		                 "send-count='0'/>" },
		{ SM("a h='4294967295'"), "<handled-count-too-high" },
		{ SM("resume previd='x'"), "<undefined-condition" },
		{ SM("resume previd='x' h='0'"), "<unexpected-request" },
		{ SM("enable"), "<unexpected-request" },
		{ SM("enabled"), "<undefined-condition" },
		{ SM("x"), "<undefined-condition" },
	};
	char *id;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		begin_with_b(REQUIRED, "");
		id = managed(&peer);
		say(&peer, rows[i].said);
		hear(&peer, rows[i].answer);
		free(id);
		end_with_b();
	}
	begin_with_b(REQUIRED, "stream-management: no\n");
	call(&peer, &a, &b.cert);
	say(&peer, HEADER);
	hear(&peer, "</stream:features>");
	start_tls(&peer);
	say(&peer, HEADER);
	hear(&peer, "</stream:features>");
	say(&peer, AUTH);
	hear(&peer, "<success");
	say(&peer, HEADER);
	UNTIL(has(&peer, "</stream:features>"));
	ck_assert(!has(&peer, "urn:xmpp:sm:3"));
	say(&peer, SM("r"));
	hear(&peer, "<failed xmlns='urn:xmpp:sm:3'><unexpected-request");
	end_with_b();
}
END_TEST

/* The stream is denied, in good order: what had come before is not said to be lost. */
START_TEST(what_is_acknowledged_behind_our_end_has_arrived)
{
	struct view id, rest;
	char text[300];

	begin_with_b("tls: optional, sasl: optional, dialback: yes", "");
	free(managed(&peer));
	under_way(&peer, "m1");
	say(&peer, "<db:result from='b.example' to='a.example'>k</db:result>");
	b_answers("<stream:features/>");
	hear(&b_peer, "<db:verify from='a.example' to='b.example' id='");
	ck_assert(view_cut(buf_view(&b_peer.got), '\'', &id, &rest));
	snprintf(text, sizeof text,
	         "<db:verify from='b.example' to='a.example' id='%.*s' type='invalid'/>",
	         VIEW_ARG(id));
	say(&b_peer, text);
	hear(&peer, "type='invalid'/></stream:stream>");
	ck_assert(!has(&gw, "type='error'"));
	say(&peer, SM("a h='1'") "</stream:stream>");
	hear(&gw, "<handed xmlns='urn:fedlab:link:1' from='juliet@a.example' "
	          "to='romeo@b.example' id='m1'/>");
	ck_assert(!has(&gw, "type='error'"));
	end_with_b();
}
END_TEST

UNIT("managed", what_was_on_its_way_goes_again_when_the_caller_resumes,
     what_the_new_stream_took_first_is_its_own, what_cannot_go_again_comes_back,
     sessions_of_one_partner_make_room_for_each_other, no_session_outlives_a_drain,
     a_caller_that_says_it_wrongly, what_is_acknowledged_behind_our_end_has_arrived)
