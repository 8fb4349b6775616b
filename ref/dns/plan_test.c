/* Rows D1 to D16 of the DNS rules. */
#include "dns/plan_xmpp_rig.h"

START_TEST(root_target_means_no_service)			/* D1 */
{
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 0 0 0 .", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	refused(CAUSE_DNS_NO_SERVICE, "SRV " SRV_NAME " says \".\": no service");
	ck_assert_str_eq(asked, ASKS_SRV);
	/* Beside a real target it means nothing. */
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 0 0 0 .", 0 },
	    { SRV_NAME, DNS_SRV, "SRV 5 0 5269 a.example", 0 },
	    { "a.example", DNS_A, "A 192.0.2.1", 0 });
	attempts_are("192.0.2.1:5269/a.example");
}
END_TEST

START_TEST(targets_in_order_with_all_addresses)			/* D2, D5 */
{
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 20 0 15269 live.example", 0 },
	    { SRV_NAME, DNS_SRV, "SRV 10 0 5269 dead.example", 0 },
	    { "live.example", DNS_A, "A 192.0.2.2", 0 },
	    { "live.example", DNS_AAAA, "AAAA 2001:db8::2", 0 },
	    { "dead.example", DNS_A, "A 192.0.2.3", 0 },
	    { "dead.example", DNS_A, "A 192.0.2.4", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	attempts_are("192.0.2.3:5269/dead.example 192.0.2.4:5269/dead.example "
	             "[2001:db8::2]:15269/live.example 192.0.2.2:15269/live.example");
	ck_assert_str_eq(asked, ASKS_SRV ", AAAA dead.example, A dead.example, "
	                                 "AAAA live.example, A live.example, "
	                                 "TLSA _5269._tcp.dead.example, "
	                                 "TLSA _15269._tcp.live.example");
	ck_assert_str_eq(where.words, "");
	ck_assert(!where.attempt[0].direct_tls);
	ck_assert(where.attempt[0].secure);
}
END_TEST

/* "192.0.2.1:5270!" for TLS from the first byte. */
static void kinds_are(const char *expected)
{
	struct buf b = { 0 };
	char text[ADDRESS_MAX];

	for (size_t i = 0; i < where.n; i++)
		buf_printf(&b, "%s%s%s", i != 0 ? " " : "",
		           address_print(&where.attempt[i].at, text),
		           where.attempt[i].direct_tls ? "!" : "");
	ck_assert_str_eq(buf_len(&b) != 0 ? buf_cstr(&b) : "", expected);
	buf_free(&b);
}

START_TEST(both_kinds_are_one_list) /* XEP-0368 3, 5 */
{
	static const struct fact a = { "a.example", DNS_A, "A 192.0.2.1", 0 };
	static const struct fact own = { "peer.example", DNS_A, "A 192.0.2.9", 0 };

	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 20 0 5269 a.example", 0 },
	    { SRVS_NAME, DNS_SRV, "SRV 10 0 5270 a.example", 0 },
	    { SRVS_NAME, DNS_SRV, "SRV 30 0 443 a.example", 0 }, a);
	kinds_are("192.0.2.1:5270! 192.0.2.1:5269 192.0.2.1:443!");
	/* One port for both is two ways to speak to it. */
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 },
	    { SRVS_NAME, DNS_SRV, "SRV 2 0 5269 a.example", 0 }, a);
	kinds_are("192.0.2.1:5269 192.0.2.1:5269!");
	RUN("peer.example", NULL, { SRVS_NAME, DNS_SRV, "SRV 1 0 5270 a.example", 0 }, a, own);
	kinds_are("192.0.2.1:5270!");
	/* "." of one says nothing of the other, and leaves no way to the domain's own. */
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 },
	    { SRVS_NAME, DNS_SRV, "SRV 0 0 0 .", 0 }, a, own);
	kinds_are("192.0.2.1:5269");
	RUN("peer.example", NULL, { SRVS_NAME, DNS_SRV, "SRV 0 0 0 .", 0 }, own);
	refused(CAUSE_DNS_NO_SERVICE, "SRV " SRVS_NAME " says \".\": no service");
	/* What one list says is used when the other cannot be had; nothing else is. */
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 },
	    { SRVS_NAME, DNS_SRV, "servfail", 0 }, a);
	kinds_are("192.0.2.1:5269");
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 },
	    { SRVS_NAME, DNS_SRV, "bogus", 0 }, a);
	refused(CAUSE_DNS_BOGUS, "SRV " SRVS_NAME ": signature expired");
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "nodata", 0 },
	    { SRVS_NAME, DNS_SRV, "bogus", 0 }, a, own);
	refused(CAUSE_DNS_BOGUS, "SRV " SRVS_NAME ": signature expired");
	RUN("peer.example", NULL, { SRVS_NAME, DNS_SRV, "servfail", 0 }, own);
	refused(CAUSE_DNS_FAILED, "SRV " SRVS_NAME ": SERVFAIL");
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 0 0 0 .", 0 },
	    { SRVS_NAME, DNS_SRV, "servfail", 0 }, own);
	ck_assert_int_eq(where.cause, CAUSE_DNS_FAILED);
}
END_TEST

START_TEST(families_take_turns) /* RFC 8305 4 */
{
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 },
	    { "a.example", DNS_AAAA, "AAAA 2001:db8::1", 0 },
	    { "a.example", DNS_AAAA, "AAAA 2001:db8::2", 0 },
	    { "a.example", DNS_AAAA, "AAAA 2001:db8::3", 0 },
	    { "a.example", DNS_A, "A 192.0.2.1", 0 }, { "a.example", DNS_A, "A 192.0.2.2", 0 });
	attempts_are("[2001:db8::1]:5269/a.example 192.0.2.1:5269/a.example "
	             "[2001:db8::2]:5269/a.example 192.0.2.2:5269/a.example "
	             "[2001:db8::3]:5269/a.example");
}
END_TEST

START_TEST(order_of_answers_does_not_matter)
{
	static const struct fact facts[] = {
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 },
		{ SRV_NAME, DNS_SRV, "SRV 2 0 5269 b.example", 0 },
		{ "a.example", DNS_A, "A 192.0.2.1", 0 },
		{ "b.example", DNS_AAAA, "AAAA 2001:db8::2", 0 },
	};

	for (int backwards = 0; backwards < 2; backwards++) {
		run("peer.example", NULL, facts, 4, backwards);
		attempts_are("192.0.2.1:5269/a.example [2001:db8::2]:5269/b.example");
	}
}
END_TEST

START_TEST(srv_without_addresses_does_not_fall_back)		/* D3 */
{
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 0 0 5269 gone.example", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	refused(CAUSE_DNS_NO_SERVICE, "no target of SRV " SRV_NAME " has an address");
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 0 0 0 a.example", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	refused(CAUSE_DNS_NO_SERVICE, "SRV " SRV_NAME " names no usable target");
}
END_TEST

START_TEST(without_srv_the_domain_itself)			/* D4 */
{
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "nodata", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	attempts_are("192.0.2.1:5269/peer.example");
	RUN("peer.example", NULL, { "peer.example", DNS_AAAA, "AAAA 2001:db8::1", 0 });
	attempts_are("[2001:db8::1]:5269/peer.example");
	ck_assert_str_eq(asked, ASKS_SRV ", AAAA peer.example, A peer.example, "
	                                 "TLSA _5269._tcp.peer.example");
}
END_TEST

START_TEST(nothing_there)					/* D12 */
{
	RUN("peer.example", NULL, { "x", DNS_A, "nodata", 0 });
	refused(CAUSE_DNS_NO_NAME, "peer.example does not exist");
	RUN("peer.example", NULL, { "peer.example", DNS_A, "nodata", 0 },
	    { "peer.example", DNS_AAAA, "nodata", 0 });
	refused(CAUSE_DNS_NO_SERVICE, "peer.example has no SRV record and no address");
}
END_TEST

START_TEST(failures_are_no_absence)
{
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "servfail", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	refused(CAUSE_DNS_FAILED, "SRV " SRV_NAME ": SERVFAIL");
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "bogus", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	refused(CAUSE_DNS_BOGUS, "SRV " SRV_NAME ": signature expired");
	RUN("peer.example", NULL, { "peer.example", DNS_AAAA, "servfail", 0 },
	    { "peer.example", DNS_A, "nodata", 0 });
	refused(CAUSE_DNS_FAILED, "AAAA peer.example: SERVFAIL");
	RUN("peer.example", NULL, { "peer.example", DNS_AAAA, "servfail", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	attempts_are("192.0.2.1:5269/peer.example");
	ck_assert_str_eq(where.words, "AAAA peer.example: SERVFAIL");
}
END_TEST

START_TEST(forged_target_is_left_out)				/* D15 */
{
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 },
	    { SRV_NAME, DNS_SRV, "SRV 2 0 5269 b.example", 0 },
	    { "a.example", DNS_AAAA, "bogus", 0 }, { "a.example", DNS_A, "A 192.0.2.1", 0 },
	    { "b.example", DNS_A, "A 192.0.2.2", true });
	attempts_are("192.0.2.2:5269/b.example");
	ck_assert(!where.attempt[0].secure);
	ck_assert_str_eq(where.words, "AAAA a.example: signature expired");
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 },
	    { "a.example", DNS_AAAA, "bogus", 0 }, { "a.example", DNS_A, "A 192.0.2.1", 0 });
	refused(CAUSE_DNS_BOGUS, "AAAA a.example: signature expired");
}
END_TEST

START_TEST(secure_needs_every_step)
{
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", true },
	    { "a.example", DNS_A, "A 192.0.2.1", 0 });
	ck_assert(!where.attempt[0].secure);
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "nodata", true },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 });
	ck_assert(!where.attempt[0].secure);
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "nodata", 0 },
	    { "peer.example", DNS_A, "A 192.0.2.1", 0 },
	    { "peer.example", DNS_AAAA, "AAAA 2001:db8::1", true });
	ck_assert(!where.attempt[0].secure);
	ck_assert(where.attempt[1].secure);
}
END_TEST

START_TEST(effort_is_bounded)					/* D10 */
{
	struct fact facts[50 + 50 * 8];
	char names[50][32], srv[50][64], a[50 * 8][32];
	size_t n = 0;

	for (int i = 0; i < 50; i++) {
		snprintf(names[i], sizeof names[i], "h%d.example", i);
		snprintf(srv[i], sizeof srv[i], "SRV %d 0 5269 h%d.example", i, i);
		facts[n++] = (struct fact){ SRV_NAME, DNS_SRV, srv[i], false };
	}
	for (int i = 0; i < 50 * 8; i++) {
		snprintf(a[i], sizeof a[i], "A 192.0.%d.%d", i / 8, i % 8);
		facts[n++] = (struct fact){ names[i / 8], DNS_A, a[i], false };
	}
	run("peer.example", NULL, facts, n, false);
	ck_assert_uint_eq(where.n, LOCATE_MAX_ATTEMPTS);
	ck_assert_str_eq(where.attempt[0].target, "h0.example");
	ck_assert_str_eq(where.attempt[31].target, "h3.example");
	ck_assert_ptr_nonnull(strstr(asked, "A h15.example"));
	ck_assert_ptr_null(strstr(asked, "A h16.example"));
	/* Many names of one server are one attempt. */
	for (int i = 50; i < 50 + 50 * 8; i++)
		facts[i].text = "A 192.0.2.1";
	run("peer.example", NULL, facts, n, false);
	attempts_are("192.0.2.1:5269/h0.example");
}
END_TEST

START_TEST(literals_and_nonsense_are_not_asked_for)		/* D16 */
{
	static const char *const literals[] = { "192.0.2.1", "[2001:db8::1]", "2001:db8::1" };
	static const char *const nonsense[] = { "", "a..b", "a b", "a\\.b", "x@y", "a." };
	char words[100];

	for (size_t i = 0; i < 3; i++) {
		RUN(literals[i], NULL, { "x", DNS_A, "nodata", 0 });
		snprintf(words, sizeof words, "%s is an address: there is no SRV record to ask for",
		         literals[i]);
		refused(CAUSE_DNS_NO_SERVICE, words);
		ck_assert_str_eq(asked, "");
	}
	for (size_t i = 0; i < 6; i++) {
		RUN(nonsense[i], NULL, { "x", DNS_A, "nodata", 0 });
		snprintf(words, sizeof words, "\"%s\" is no name of DNS", nonsense[i]);
		refused(CAUSE_DNS_NO_SERVICE, words);
		ck_assert_str_eq(asked, "");
	}
	RUN("single", NULL, { "single", DNS_A, "A 192.0.2.1", 0 });
	attempts_are("192.0.2.1:5269/single");
}
END_TEST

START_TEST(domain_too_long_for_srv)
{
	char domain[240], question[280];

	for (size_t i = 0; i < sizeof domain; i++)
		domain[i] = i % 50 == 49 ? '.' : 'a';
	for (size_t n = 235; n <= 236; n++) {
		domain[n] = '\0';
		RUN(domain, NULL, { domain, DNS_A, "A 192.0.2.1", 0 });
		ck_assert_uint_eq(where.n, 1);
		snprintf(question, sizeof question, "SRV _xmpp-server._tcp.%s", domain);
		ck_assert_int_eq(strncmp(asked, question, strlen(question)) == 0, n == 235);
		domain[n] = 'a';
	}
}
END_TEST

START_TEST(proxy_stands_instead_of_srv)
{
	static const struct { const char *proxy, *attempts; } rows[] = {
		{ "xmpp.example", "192.0.2.9:5269/xmpp.example" },
		{ "xmpp.example:15269", "192.0.2.9:15269/xmpp.example" },
		{ "192.0.2.1", "192.0.2.1:5269/192.0.2.1" },
		{ "192.0.2.1:1234", "192.0.2.1:1234/192.0.2.1:1234" },
		{ "[2001:db8::1]:1234", "[2001:db8::1]:1234/[2001:db8::1]:1234" },
		{ "2001:db8::1", "[2001:db8::1]:5269/2001:db8::1" },
	};
	static const char *const wrong[] = {
		"xmpp.example:0", "xmpp.example:65536", "xmpp.example:", "xmpp.example:x",
		"a b", "", "192.0.2.1:0", ":5269",
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		RUN(i % 2 ? "192.0.2.77" : "peer.example", rows[i].proxy,
		    { "xmpp.example", DNS_A, "A 192.0.2.9", 0 },
		    { SRV_NAME, DNS_SRV, "SRV 0 0 5269 a.example", 0 });
		attempts_are(rows[i].attempts);
		ck_assert_str_eq(asked, i < 2 ? "AAAA xmpp.example, A xmpp.example" : "");
		ck_assert_int_eq(where.attempt[0].secure, i < 2);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		RUN("peer.example", wrong[i], { "x", DNS_A, "nodata", 0 });
		ck_assert_int_eq(where.cause, CAUSE_DNS_NO_SERVICE);
		ck_assert_ptr_nonnull(strstr(where.words, "is neither a host nor host:port"));
	}
	RUN("peer.example", "gone.example", { "x", DNS_A, "nodata", 0 });
	refused(CAUSE_DNS_NO_NAME, "gone.example does not exist");
}
END_TEST

START_TEST(giving_up_keeps_what_is_known)
{
	const struct fact facts[] = { { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", true },
		                      { "a.example", DNS_A, "A 192.0.2.1", true } };
	struct plan_question q;
	struct dns_reply r;

	for (int answers = 0; answers < 4; answers++) {
		struct plan *p = plan_new("peer.example", NULL, first, NULL);

		for (int i = 0; i < answers; i++) {
			ck_assert(plan_ask(p, &q));
			if (i == 2)
				ck_assert(plan_ask(p, &q));	/* A, AAAA stays open */
			reply_of(facts, 2, &q, &r);
			plan_answer(p, q.slot, &r);
		}
		ck_assert(!plan_done(p));
		plan_give_up(p, "no answer");
		ck_assert(!plan_ask(p, &q));
		location_clear(&where);
		location_copy(&where, plan_location(p));
		if (answers == 0)
			refused(CAUSE_DNS_FAILED, "SRV " SRV_NAME ": no answer");
		else if (answers == 1)
			refused(CAUSE_DNS_FAILED, "SRV " SRVS_NAME ": no answer");
		else if (answers == 2)
			refused(CAUSE_DNS_FAILED, "AAAA a.example: no answer");
		else
			attempts_are("192.0.2.1:5269/a.example");
		plan_free(&p);
	}
}
END_TEST

START_TEST(what_is_late_is_done_without)
{
	static const struct fact facts[] = {
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", true },
		{ "a.example", DNS_A, "A 192.0.2.1", true },
	};
	struct plan *p = plan_new("peer.example", NULL, first, NULL);
	struct plan_question srv, srvs, aaaa, a;
	struct dns_reply r;

	ck_assert(plan_ask(p, &srv) && plan_ask(p, &srvs));
	ck_assert(!plan_may_hurry(p));
	reply_of(facts, 2, &srv, &r);
	plan_answer(p, srv.slot, &r);
	ck_assert(plan_may_hurry(p));
	plan_hurry(p, "late");
	ck_assert(plan_ask(p, &aaaa) && plan_ask(p, &a));
	ck_assert(!plan_may_hurry(p));
	/* The answer to what was not waited for. */
	reply_of(facts, 2, &srvs, &r);
	plan_answer(p, srvs.slot, &r);
	reply_of(facts, 2, &a, &r);
	plan_answer(p, a.slot, &r);
	ck_assert(plan_may_hurry(p));
	plan_hurry(p, "late");
	ck_assert(plan_done(p));
	ck_assert_int_eq(plan_location(p)->cause, CAUSE_NONE);
	ck_assert_uint_eq(plan_location(p)->n, 1);
	plan_free(&p);
	/* The other list alone says nothing of a service: no hurry. */
	p = plan_new("peer.example", NULL, first, NULL);
	ck_assert(plan_ask(p, &srv) && plan_ask(p, &srvs));
	reply_of(NULL, 0, &srv, &r);
	plan_answer(p, srv.slot, &r);
	ck_assert(!plan_may_hurry(p));
	plan_free(&p);
}
END_TEST

UNIT("plan", what_is_late_is_done_without, root_target_means_no_service,
     targets_in_order_with_all_addresses, families_take_turns, both_kinds_are_one_list,
     order_of_answers_does_not_matter, srv_without_addresses_does_not_fall_back,
     without_srv_the_domain_itself, nothing_there, failures_are_no_absence,
     forged_target_is_left_out, secure_needs_every_step, effort_is_bounded,
     literals_and_nonsense_are_not_asked_for, domain_too_long_for_srv,
     proxy_stands_instead_of_srv, giving_up_keeps_what_is_known)
