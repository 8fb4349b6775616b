/* XEP-0198 on streams that the edge opens, to b.example, which is played by this test. */
#include "edge/partner_rig.h"
#include "edge/retry.h"

static void dialled(const char *proofs)
{
	unsigned before = b_calls;

	UNTIL(b_calls > before || b_peer.channel != NULL);
	b_answers(FEATURES(STARTTLS));
	b_takes_tls();
	b_answers(proofs);
	hear(&b_peer, "<auth");
	say(&b_peer, SUCCESS);
	b_answers(FEATURES("<sm xmlns='urn:xmpp:sm:2'/><sm xmlns='urn:xmpp:sm:3'/>"));
}

/* A message is on its way, on a session of ours. */
static void opened(const char *more)
{
	begin_with_b(REQUIRED, more);
	say(&gw, TO_B("o1"));
	dialled(FEATURES(EXTERNAL));
	hear(&b_peer, "<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
	ck_assert(!has(&b_peer, "id='o1'"));
	say(&b_peer, SM("enabled id='s' resume='true'"));
	hear(&b_peer, "id='o1'");
	hear(&b_peer, "<r xmlns='urn:xmpp:sm:3'/>");
	ck_assert(!has(&gw, "<handed"));
}

START_TEST(a_partner_that_says_it_wrongly)
{
	static const struct {
		const char *said, *answer;
	} rows[] = {
		{ SM("a"), "<undefined-condition" },
		{ SM("a h='2'"), "<handled-count-too-high xmlns='urn:xmpp:sm:3' h='2' "
		                 "send-count='1'/>" },
		{ SM("enabled"), "<undefined-condition" },
		{ SM("resumed previd='s' h='0'"), "<undefined-condition" },
		{ SM("failed"), "<undefined-condition" },
		{ SM("enable"), "<undefined-condition" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		opened("");
		say(&b_peer, rows[i].said);
		hear(&b_peer, rows[i].answer);
		hear(&gw, "id='o1' type='error'");
		end_with_b();
	}
}
END_TEST

START_TEST(a_wrong_answer_to_resume_ends_it)
{
	static const char *const wrong[] = {
		SM("resumed previd='other' h='0'"), SM("resumed previd='s'"),
		SM("resumed previd='s' h='2'"),	    SM("failed h='2'"),
		SM("enabled"),			    SM("r"),
	};
	unsigned failures;
	enum cause cause;
	uint64_t left;

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		opened("");
		hang_up(&b_peer);
		UNTIL(b_peer.channel != NULL);
		dialled(FEATURES(EXTERNAL));
		hear(&b_peer, "<resume xmlns='urn:xmpp:sm:3' previd='s' h='0'/>");
		say(&b_peer, wrong[i]);
		hear(&b_peer, "<undefined-condition");
		hear(&gw, "id='o1' type='error'");
		ck_assert(!has(&b_peer, "id='o1'"));
		/* So often, and it is left alone for a while. */
		ck_assert(retry_look(a.edge, VIEW("b.example"), &failures, &cause, &left));
		ck_assert_uint_eq(failures, 1);
		end_with_b();
	}
}
END_TEST

/* The partner's stream is open before it has said <resumed/>. */
START_TEST(what_comes_before_resumed_does_not_count)
{
	begin_with_b(REQUIRED, "");
	say(&gw, TO_B("o1"));
	dialled(FEATURES(EXTERNAL OFFER));
	hear(&b_peer, "<enable");
	say(&b_peer, SM("enabled id='s' resume='true'"));
	hear(&b_peer, "<r xmlns='urn:xmpp:sm:3'/>");
	hang_up(&b_peer);
	UNTIL(b_peer.channel != NULL);
	dialled(FEATURES(EXTERNAL OFFER));
	hear(&b_peer, "<resume xmlns='urn:xmpp:sm:3' previd='s' h='0'/>");
	say(&b_peer, TO_A("i1"));
	hear(&gw, "id='i1'");
	say(&b_peer, SM("resumed previd='s' h='0'"));
	hear(&b_peer, "id='o1'");
	say(&b_peer, TO_A("i2") SM("r"));
	hear(&b_peer, "<a xmlns='urn:xmpp:sm:3' h='1'/>");
	end_with_b();
}
END_TEST

static void long_one(const char *id)
{
	char body[900], text[1200];

	memset(body, 'x', sizeof body - 1);
	body[sizeof body - 1] = '\0';
	snprintf(text, sizeof text,
	         "<message from='juliet@a.example' to='romeo@b.example' id='%s'><body>%s</body>"
	         "</message>", id, body);
	say(&gw, text);
}

/* What goes back to the queue takes its room there, so that nothing grows while a partner
 * lets one session after the other break. */
START_TEST(what_goes_again_is_as_long_as_it_was)
{
	begin_with_b(REQUIRED, "queue-bytes: 2KiB\n");
	long_one("o1");
	dialled(FEATURES(EXTERNAL));
	hear(&b_peer, "<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
	say(&b_peer, SM("enabled id='s' resume='true'"));
	hear(&b_peer, "id='o1'");
	hang_up(&b_peer);
	UNTIL(b_peer.channel != NULL);
	dialled(FEATURES(EXTERNAL));
	hear(&b_peer, "<resume xmlns='urn:xmpp:sm:3' previd='s' h='0'/>");
	say(&b_peer, SM("failed h='0'"));
	hear(&b_peer, "<enable");
	long_one("o2");
	long_one("o3");
	hear(&gw, "id='o3' type='error'");
	hear(&gw, "queue-full");
	say(&b_peer, SM("enabled"));
	hear(&b_peer, "id='o1'");
	hear(&b_peer, "id='o2'");
	say(&b_peer, SM("a h='2'"));
	hear(&gw, "id='o2'/>");
	end_with_b();
}
END_TEST

/* On a stream that carries one way, too. */
START_TEST(what_the_partner_acknowledges_behind_our_end_has_arrived)
{
	opened("");
	ck_assert(site_reload(&a, "other.example: {" REQUIRED "}\n"));
	hear(&b_peer, "</stream:stream>");
	say(&b_peer, SM("a h='1'") "</stream:stream>");
	hear(&gw, "<handed xmlns='urn:fedlab:link:1' from='juliet@a.example' "
	          "to='romeo@b.example' id='o1'/>");
	ck_assert(!has(&gw, "type='error'"));
	end_with_b();
}
END_TEST

/* Between two attempts there is no connection to end. */
START_TEST(a_partner_that_is_taken_away_meanwhile)
{
	opened("");
	listener_free(&b_listener);
	hang_up(&b_peer);
	for (int i = 0; i < 20; i++)
		loop_once(loop, 10);
	say(&gw, TO_B("o2"));
	ck_assert(site_reload(&a, "other.example: {" REQUIRED "}\n"));
	hear(&gw, "id='o1' type='error'");
	hear(&gw, "id='o2' type='error'");
	end_with_b();
}
END_TEST

START_TEST(a_drain_ends_the_attempts)
{
	static bool over;

	opened("");
	listener_free(&b_listener);
	hang_up(&b_peer);
	for (int i = 0; i < 20; i++)
		loop_once(loop, 10);
	over = false;
	edge_drain(a.edge, 200, drained, &over);
	hear(&gw, "id='o1' type='error'");
	UNTIL(over);
	end_with_b();
}
END_TEST

UNIT("managed_calling", what_the_partner_acknowledges_behind_our_end_has_arrived,
     a_partner_that_says_it_wrongly, a_wrong_answer_to_resume_ends_it,
     what_comes_before_resumed_does_not_count, what_goes_again_is_as_long_as_it_was,
     a_partner_that_is_taken_away_meanwhile, a_drain_ends_the_attempts)
