/* Romeo asks to watch Sally, and is answered: RFC 8048 5.2, RFC 6665 4.1. */
#include "gateway/watch_rig.h"

START_TEST(asked_approved_and_seen)
{
	begin();
	romeo_asks();
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "asked");
	server_answers(200, 3600);
	server_notifies("pending;expires=3600", NULL);
	is("=200");
	server_notifies("active;expires=3600", "pc7");
	is(SEEN);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
	server_notifies("active;expires=3600", "pc7"); /* nothing new */
	is("=200");
	end();
}
END_TEST

START_TEST(a_notify_may_come_before_the_answer)
{
	begin();
	romeo_asks();
	server_notifies("active;expires=3600", "pc7");
	is(SEEN);
	server_answers(200, 3600);
	is("");
	end();
}
END_TEST

START_TEST(approved_without_a_document_he_sees_that_she_is_away)
{
	begin();
	romeo_says("subscribe");
	server_shows(NULL, ">SUBSCRIBE:3600 =200 !subscribed !unavailable"); /* P12 */
	end();
}
END_TEST

START_TEST(denied_by_the_server)
{
	begin();
	romeo_says("subscribe");
	server_answers(403, 0);
	is(">SUBSCRIBE:3600 !unsubscribed");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(denied_by_her)
{
	begin();
	romeo_says("subscribe");
	server_answers(200, 3600);
	server_notifies("pending;expires=3600", NULL);
	server_notifies("terminated;reason=rejected", NULL);
	is(">SUBSCRIBE:3600 =200 =200 !unsubscribed");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(nobody_there_to_be_asked)
{
	begin();
	romeo("subscribe", "", "ask1", "");
	server_answers(404, 0);
	is(">SUBSCRIBE:3600 !error:item-not-found");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(too_brief_is_asked_longer)
{
	begin();
	romeo_says("subscribe");
	ck_assert(rig_answer(false, 423, "Min-Expires: 7200\r\n"));
	is(">SUBSCRIBE:3600 >SUBSCRIBE:7200");
	ck_assert(rig_answer(false, 423, "Min-Expires: 7200\r\n"));
	is("!error:resource-constraint");
	rig_settle();
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(a_server_that_is_down_is_tried_again)
{
	begin_with("  retry-min: 10s\n  retry-max: 40s\n");
	romeo_says("subscribe");
	server_answers(500, 0);
	is(">SUBSCRIBE:3600");
	pass(9999);
	is("");
	pass(1);
	server_answers(500, 0);
	is(">SUBSCRIBE:3600");
	pass(20000);
	is(">SUBSCRIBE:3600");
	server_shows("pc7", SEEN);
	end();
}
END_TEST

static void gone(void *arg)
{
	(void)arg;
}

START_TEST(a_gateway_that_leaves_begins_no_watch)
{
	begin_with("  retry-min: 10s\n  retry-max: 40s\n");
	romeo_says("subscribe");
	server_answers(500, 0);
	is(">SUBSCRIBE:3600");
	gateway_drain(g, 60000, gone, NULL);
	pass(20000);
	is("");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "asked");
	end();
}
END_TEST

/* What was granted is not undone because she is not there when it is asked for anew (P101). */
START_TEST(a_permission_outlives_who_is_away)
{
	static const struct {
		unsigned status;
		const char *told;
	} rows[] = {
		{ 480, "!unavailable" }, { 404, "!unavailable" }, { 410, "!unavailable" },
		{ 604, "!unavailable" }, { 481, "!unavailable" }, { 401, "" }, { 407, "" },
		{ 400, "" }, { 408, "" }, { 423, "" }, { 300, "" }, { 500, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		begin_with("  retry-min: 10s\n  retry-max: 40s\n");
		romeo_watches();
		is_killed();
		starts();
		pass(60 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(rows[i].status, 0);
		is(rows[i].told);
		ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
		pass(60 * 1000);
		is(">SUBSCRIBE:3600");
		server_shows("pc7", "=200 !available/pc7");
		end();
	}
}
END_TEST

START_TEST(she_logs_off_and_on)
{
	begin();
	romeo_watches();
	pass(3570 * 1000);
	is(">SUBSCRIBE:3600");
	server_answers(480, 0);
	is("!unavailable/pc7");
	romeo_says("probe");
	is("!unavailable");
	for (int i = 0; i < 3; i++) {
		pass(60 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(480, 0);
		is("");
		ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
	}
	pass(60 * 1000);
	is(">SUBSCRIBE:3600");
	server_shows("pc7", "=200 !available/pc7");
	end();
}
END_TEST

START_TEST(a_permission_that_is_taken_back_is_gone)
{
	static const unsigned denied[] = { 403, 489, 603 };

	for (size_t i = 0; i < sizeof denied / sizeof denied[0]; i++) {
		begin();
		romeo_watches();
		is_killed();
		starts();
		pass(60 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(denied[i], 0);
		is("!unsubscribed");
		ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
		end();
	}
}
END_TEST

START_TEST(who_may_watch_is_told_so_again)
{
	begin();
	romeo_watches();
	romeo_says("subscribe");
	is("!subscribed");
	end();
}
END_TEST

UNIT("watch_xmpp_flow", asked_approved_and_seen, a_notify_may_come_before_the_answer,
     approved_without_a_document_he_sees_that_she_is_away, denied_by_the_server, denied_by_her,
     nobody_there_to_be_asked, too_brief_is_asked_longer, a_server_that_is_down_is_tried_again,
     who_may_watch_is_told_so_again, a_gateway_that_leaves_begins_no_watch,
     a_permission_outlives_who_is_away, she_logs_off_and_on,
     a_permission_that_is_taken_back_is_gone)
