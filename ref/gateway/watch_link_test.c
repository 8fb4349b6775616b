/* What changes on either side while the link is broken, and what is told behind it:
 * the truth of then, and no flap. */
#include "gateway/watch_rig.h"

static struct device phone = { .call = "phone" }, pad = { .call = "pad" };

static void romeo_sees(const char *tuples, const char *story_)
{
	romeo_asks();
	server_shows(tuples, story_);
}

static void sally_watches(void)
{
	subscribes(&phone, 600);
	romeo_says("subscribed");
	romeo_shows("pc");
	romeo_shows("tv");
	is("=200:600 >NOTIFY:pending !subscribe >NOTIFY:active >NOTIFY:active{pc} "
	   ">NOTIFY:active{pc,tv}");
}

/* --- Romeo watches Sally ------------------------------------------------------------------ */

START_TEST(what_changed_is_told_and_nothing_else)
{
	begin();
	romeo_sees("pc7 pad", "=200 !subscribed !available/pc7 !available/pad");
	link_goes_down();
	server_notifies("active", "pad tv");
	is("=200");
	link_comes_up();
	is("!unavailable/pc7 !available/tv");
	link_goes_down();
	link_comes_up();
	is("");
	end();
}
END_TEST

START_TEST(away_and_back_is_no_flap)
{
	begin();
	romeo_sees("pc7 pad", "=200 !subscribed !available/pc7 !available/pad");
	link_goes_down();
	server_notifies("active", "pad");
	server_notifies("active", "pc7 pad");
	is("=200 =200");
	link_comes_up();
	is("!available/pc7");
	end();
}
END_TEST

START_TEST(gone_altogether)
{
	begin();
	romeo_sees("pc7 pad", "=200 !subscribed !available/pc7 !available/pad");
	link_goes_down();
	server_notifies("active", "-pc7 -pad");
	is("=200");
	link_comes_up();
	is("!unavailable/pc7 !unavailable/pad");
	romeo_says("probe");
	is("!unavailable");
	end();
}
END_TEST

START_TEST(a_good_bye_that_was_on_its_way)
{
	begin();
	romeo_sees("pc7 pad", "=200 !subscribed !available/pc7 !available/pad");
	rig_acks = false;
	server_notifies("active", "-pc7 pad");
	is("=200 !unavailable/pc7");
	rig_acks = true;
	link_goes_down();
	link_comes_up();
	is("!unavailable/pc7");
	end();
}
END_TEST

START_TEST(a_good_bye_that_was_on_its_way_when_she_was_back)
{
	begin();
	romeo_sees("pc7 pad", "=200 !subscribed !available/pc7 !available/pad");
	rig_acks = false;
	server_notifies("active", "-pc7 pad");
	server_notifies("active", "pc7 pad");
	is("=200 !unavailable/pc7 =200 !available/pc7");
	rig_acks = true;
	link_goes_down();
	link_comes_up();
	is("!available/pc7");
	end();
}
END_TEST

START_TEST(a_link_that_is_resumed_has_lost_nothing)
{
	begin();
	romeo_watches();
	sally_watches();
	link_breaks();
	server_notifies("active", "pc7 pad");
	romeo_says("probe");
	is("=200");
	link_is_resumed();
	is("!available/pad !available/pc7 !available/pad");
	end();
}
END_TEST

/* Her watch ends while nobody hears it. */
START_TEST(the_watch_is_over_meanwhile)
{
	begin();
	romeo_sees("pc7 pad", "=200 !subscribed !available/pc7 !available/pad");
	link_goes_down();
	server_notifies("terminated;reason=probation;retry-after=7000", NULL);
	is("=200");
	link_comes_up();
	is("!unavailable/pc7 !unavailable/pad");
	end();
}
END_TEST

START_TEST(the_watch_is_over_and_back_meanwhile)
{
	begin();
	romeo_watches();
	link_goes_down();
	server_notifies("terminated;reason=probation;retry-after=30", NULL);
	is("=200");
	pass(30000);
	is(">SUBSCRIBE:3600");
	server_shows("pad", "=200");
	link_comes_up();
	is("!unavailable/pc7 !available/pad");
	end();
}
END_TEST

START_TEST(approved_without_a_document_meanwhile)
{
	begin();
	romeo_says("subscribe");
	server_answers(200, 3600);
	is(">SUBSCRIBE:3600");
	link_goes_down();
	server_notifies("active;expires=3600", NULL);
	is("=200");
	link_comes_up();
	is("!subscribed !unavailable");
	end();
}
END_TEST

/* More good-byes than are kept: then all is said from the start. */
START_TEST(more_good_byes_than_are_kept)
{
	char name[16];

	begin();
	romeo_watches();
	link_goes_down();
	for (int i = 0; i < SHOWN_MAX + 1; i++) {
		snprintf(name, sizeof name, "n%d", i);
		server_notifies("active", name);
		is("=200");
	}
	link_comes_up();
	is("!unavailable !available/n32");
	end();
}
END_TEST

/* --- Sally watches Romeo --------------------------------------------------------------------- */

START_TEST(a_probe_finds_what_is_true_now)
{
	begin();
	sally_watches();
	link_goes_down();
	link_comes_up();
	is("!probe");
	romeo_shows("pc");
	is("");
	romeo_shows("phone");
	is(">NOTIFY:active{pc,tv,phone}");
	/* The television was not in the answer: it went while nobody heard it. */
	pass(29999);
	is("");
	pass(1);
	rig_hear();
	is(">NOTIFY:active{pc,-tv,phone}");
	pass(60000);
	is("");
	end();
}
END_TEST

START_TEST(a_probe_finds_that_he_is_gone)
{
	begin();
	sally_watches();
	link_goes_down();
	link_comes_up();
	is("!probe");
	romeo_leaves("");
	is(">NOTIFY:active{-pc,-tv}");
	pass(60000);
	is("");
	end();
}
END_TEST

/* No answer is no answer: what is seen stays, and is not taken back. */
START_TEST(a_probe_that_nobody_answers)
{
	begin();
	sally_watches();
	link_goes_down();
	link_comes_up();
	is("!probe");
	pass(300 * 1000);
	is("");
	end();
}
END_TEST

START_TEST(a_request_may_have_been_lost)
{
	begin();
	subscribes(&phone, 600);
	is("=200:600 >NOTIFY:pending !subscribe");
	link_goes_down();
	link_comes_up();
	is("!subscribe");
	link_breaks();
	link_is_resumed();
	is("");
	end();
}
END_TEST

START_TEST(a_request_while_the_link_is_down)
{
	begin();
	link_goes_down();
	subscribes(&phone, 600);
	is("=200:600 >NOTIFY:pending");
	link_comes_up();
	is("!subscribe");
	end();
}
END_TEST

/* What nobody looks at is forgotten, and not shown to who polls. */
START_TEST(what_was_known_before_is_not_known_now)
{
	begin();
	sally_watches();
	refreshes(&phone, 0);
	is("=200:0 !unavailable >NOTIFY:terminated/timeout{-pc,-tv}");
	link_goes_down();
	link_comes_up();
	is("");
	subscribes(&pad, 0);
	is("=200:0 !probe");
	romeo_shows("pc");
	is(">NOTIFY:terminated/timeout{pc}");
	end();
}
END_TEST

/* docs/link.md 4: an edge may send one, blank or with a payload; no SIP user has asked for
 * it, nobody is told (RFC 6120 8.2.3), and what was known stays so. */
START_TEST(an_answer_that_nobody_asked_for_is_nothing)
{
	static const char *const types[] = { "result", "error", "get", "" };

	begin();
	sally_watches();
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		struct region *r = region_new();
		struct element *e = element_new(r, NS_SERVER, "iq");

		element_set(r, e, "from", VIEW(ROMEO "/pc"));
		element_set(r, e, "to", VIEW(SALLY));
		element_set(r, e, "type", view_of(types[i]));
		if (i != 0)
			element_set(r, e, "id", VIEW("x"));
		g->uplink->ops.stanza(g, e, r);
		region_free(&r);
		is("");
	}
	romeo_shows("pad");
	is(">NOTIFY:active{pc,tv,pad}");
	end();
}
END_TEST

UNIT("watch_link", an_answer_that_nobody_asked_for_is_nothing,
     what_changed_is_told_and_nothing_else, away_and_back_is_no_flap,
     gone_altogether, a_good_bye_that_was_on_its_way,
     a_good_bye_that_was_on_its_way_when_she_was_back, a_link_that_is_resumed_has_lost_nothing,
     the_watch_is_over_meanwhile, the_watch_is_over_and_back_meanwhile,
     approved_without_a_document_meanwhile, more_good_byes_than_are_kept,
     a_probe_finds_what_is_true_now, a_probe_finds_that_he_is_gone, a_probe_that_nobody_answers,
     a_request_may_have_been_lost, a_request_while_the_link_is_down,
     what_was_known_before_is_not_known_now)
