/* Which addresses a domain leads to, in which order, and why there are none. */
#include "dns/locate_rig.h"

START_TEST(two_targets_with_their_addresses)
{
	static const struct fact f[] = {
		{ SRV_NAME, DNS_SRV, "SRV 20 0 5270 b.lab.example" },
		{ SRV_NAME, DNS_SRV, "SRV 10 0 5269 a.lab.example" },
		{ "a.lab.example", DNS_A, "A 127.0.0.11" },
		{ "a.lab.example", DNS_AAAA, "AAAA 2001:db8::11" },
		{ "b.lab.example", DNS_A, "A 127.0.0.12" },
		{ "peer.lab.example", DNS_A, "A 127.0.0.13" },
	};

	setup(NULL);
	set_facts(f, 6);
	find("peer.lab.example", NULL);
	attempts_are("[2001:db8::11]:5269/a.lab.example 127.0.0.11:5269/a.lab.example "
	             "127.0.0.12:5270/b.lab.example");
	ck_assert(!where.attempt[0].secure);
	/* From the library's memory the same, and still not inside the call. */
	questions = 0;
	find("peer.lab.example", NULL);
	attempts_are("[2001:db8::11]:5269/a.lab.example 127.0.0.11:5269/a.lab.example "
	             "127.0.0.12:5270/b.lab.example");
	ck_assert_uint_eq(questions, 0);
	teardown();
}
END_TEST

START_TEST(fall_back_to_the_domain)
{
	static const struct fact f[] = {
		{ "peer.lab.example", DNS_A, "A 127.0.0.13" },
		{ "_xmpp-server._tcp.nodata.lab.example", DNS_SRV, "nodata" },
		{ "nodata.lab.example", DNS_AAAA, "AAAA 2001:db8::14" },
		{ "bare.lab.example", DNS_A, "nodata" },
	};

	setup(NULL);
	set_facts(f, 4);
	find("peer.lab.example", NULL);		/* NXDOMAIN for SRV */
	attempts_are("127.0.0.13:5269/peer.lab.example");
	find("nodata.lab.example", NULL);
	attempts_are("[2001:db8::14]:5269/nodata.lab.example");
	find("bare.lab.example", NULL);
	refused(CAUSE_DNS_NO_SERVICE, "has no SRV record and no address");
	find("gone.lab.example", NULL);
	refused(CAUSE_DNS_NO_NAME, "gone.lab.example does not exist");
	teardown();
}
END_TEST

START_TEST(root_target)
{
	static const struct fact f[] = { { SRV_NAME, DNS_SRV, "SRV 0 0 0 ." },
	                                 { "peer.lab.example", DNS_A, "A 127.0.0.13" } };

	setup(NULL);
	set_facts(f, 2);
	find("peer.lab.example", NULL);
	refused(CAUSE_DNS_NO_SERVICE, "says \".\": no service");
	teardown();
}
END_TEST

START_TEST(server_failure)
{
	static const struct fact f[] = { { SRV_NAME, DNS_SRV, "servfail" },
	                                 { "peer.lab.example", DNS_A, "A 127.0.0.13" } };

	setup(NULL);
	set_facts(f, 2);
	find("peer.lab.example", NULL);
	refused(CAUSE_DNS_FAILED, "SRV " SRV_NAME ": SERVFAIL");
	teardown();
}
END_TEST

START_TEST(aliases)
{
	static const struct fact f[] = {
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 alias.lab.example" },
		{ "alias.lab.example", DNS_CNAME, "CNAME real.lab.example" },
		{ "real.lab.example", DNS_A, "A 127.0.0.15" },
		{ "_xmpp-server._tcp.loop.lab.example", DNS_SRV, "SRV 1 0 5269 x.lab.example" },
		{ "x.lab.example", DNS_CNAME, "CNAME y.lab.example" },
		{ "y.lab.example", DNS_CNAME, "CNAME x.lab.example" },
	};

	setup(NULL);
	set_facts(f, 6);
	find("peer.lab.example", NULL);
	attempts_are("127.0.0.15:5269/alias.lab.example");
	find("loop.lab.example", NULL);
	refused(CAUSE_DNS_FAILED, "x.lab.example: ");
	ck_assert_uint_lt(questions, 200);
	teardown();
}
END_TEST

START_TEST(proxy_by_name_or_address)
{
	static const struct fact f[] = {
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.lab.example" },
		{ "proxy.lab.example", DNS_A, "A 127.0.0.16" },
	};

	setup(NULL);
	set_facts(f, 2);
	find("peer.lab.example", "proxy.lab.example");
	attempts_are("127.0.0.16:5269/proxy.lab.example");
	find("peer.lab.example", "proxy.lab.example:15269");
	attempts_are("127.0.0.16:15269/proxy.lab.example");
	questions = 0;
	find("192.0.2.1", "127.0.0.17");
	attempts_are("127.0.0.17:5269/127.0.0.17");
	find("192.0.2.1", NULL);
	refused(CAUSE_DNS_NO_SERVICE, "is an address");
	ck_assert_uint_eq(questions, 0);
	teardown();
}
END_TEST

START_TEST(test_domains_are_asked_for)
{
	static const struct fact f[] = {
		{ "_xmpp-server._tcp.peer.test", DNS_SRV, "SRV 1 0 5269 a.peer.test" },
		{ "a.peer.test", DNS_A, "A 127.0.0.18" },
	};

	setup(NULL);
	set_facts(f, 2);
	find("peer.test", NULL);
	attempts_are("127.0.0.18:5269/a.peer.test");
	teardown();
}
END_TEST

START_TEST(silence_has_an_end)
{
	static const struct fact f[] = { { SRV_NAME, DNS_SRV, "silence" } };

	setup(&(struct resolver_settings){ .timeout = 400 });
	set_facts(f, 1);
	find("peer.lab.example", NULL);
	refused(CAUSE_DNS_FAILED, "SRV " SRV_NAME ": no answer within 400 ms");
	ck_assert_uint_gt(questions, 0);
	teardown();
}
END_TEST

static void write_hosts(const char *file, const char *text)
{
	FILE *out = fopen(file, "we");

	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
}

/* What the machine knows by itself goes before DNS, and only for addresses. */
START_TEST(hosts_of_the_machine_have_their_addresses)
{
	static const struct fact f[] = {
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.lab.example" },
		{ "a.lab.example", DNS_A, "A 127.0.0.11" },
		{ "_xmpp-server._tcp.b.lab.example", DNS_SRV, "SRV 1 0 5269 c.lab.example" },
		{ "c.lab.example", DNS_A, "A 127.0.0.13" },
	};
	char file[] = "/tmp/fedlab-hosts-XXXXXX";

	close(mkstemp(file));
	write_hosts(file, "127.0.0.99 a.lab.example b.lab.example d\n# 127.0.0.98 c.lab.example\n");
	setup(&(struct resolver_settings){ .hosts = file });
	set_facts(f, sizeof f / sizeof f[0]);
	find("peer.lab.example", NULL);
	attempts_are("127.0.0.99:5269/a.lab.example");
	find("b.lab.example", NULL);
	attempts_are("127.0.0.13:5269/c.lab.example");
	find("peer.lab.example", "d:15269");
	attempts_are("127.0.0.99:15269/d");
	teardown();
	unlink(file);
	setup(&(struct resolver_settings){ .hosts = file });
	find("peer.lab.example", NULL);
	attempts_are("127.0.0.11:5269/a.lab.example");
	teardown();
}
END_TEST

START_TEST(cancelled_lookup_is_not_answered)
{
	static const struct fact f[] = {
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.lab.example" },
		{ "a.lab.example", DNS_A, "A 127.0.0.11" },
	};
	size_t before = answers;

	setup(NULL);
	set_facts(f, 2);
	begin("peer.lab.example", NULL, 1);
	begin("peer.lab.example", NULL, 2);
	locate_cancel(resolver, 1);		/* before it is asked */
	begin("peer.lab.example", NULL, 3);
	while (questions == 0)
		loop_once(loop, 10);
	locate_cancel(resolver, 3);		/* while the library works on it */
	locate_cancel(resolver, 4);		/* never was */
	for (int i = 0; i < 3000 && answers == before; i++)
		loop_once(loop, 10);
	ck_assert_uint_eq(answered, 2);
	find("peer.lab.example", NULL);		/* by now 3 would have come */
	ck_assert_uint_eq(answers, before + 2);
	teardown();
}
END_TEST

static void on_location_free(void *arg, uint64_t id, const struct location *w)
{
	(void)arg, (void)id;
	where = *w;
	locate_cancel(resolver, id);
	resolver_free(&resolver);
}

START_TEST(resolver_may_be_freed_at_any_time)
{
	static const struct fact f[] = { { SRV_NAME, DNS_SRV, "silence" },
	                                 { "a.lab.example", DNS_A, "A 127.0.0.11" } };
	size_t before = answers;

	setup(NULL);
	set_facts(f, 2);
	begin("peer.lab.example", NULL, 1);
	while (questions == 0)
		loop_once(loop, 10);
	begin("other.lab.example", NULL, 2);
	teardown();				/* one asked, one not */
	ck_assert_uint_eq(answers, before);

	setup(NULL);
	locate(resolver, "peer.lab.example", "a.lab.example", 3, on_location_free, NULL);
	begin("peer.lab.example", NULL, 4);
	for (int i = 0; i < 3000 && resolver != NULL; i++)
		loop_once(loop, 10);
	attempts_are("127.0.0.11:5269/a.lab.example");
	ck_assert_uint_eq(answers, before);
	teardown();
}
END_TEST

START_TEST(too_many_at_once_are_refused)
{
	static const struct fact f[] = { { SRV_NAME, DNS_SRV, "silence" } };
	size_t before = answers;

	setup(NULL);
	set_facts(f, 1);
	for (uint64_t i = 0; i < LOCATE_MAX_PENDING; i++)
		begin("peer.lab.example", NULL, i);
	loop_once(loop, 0);
	ck_assert_uint_eq(answers, before);
	find("peer.lab.example", NULL);
	refused(CAUSE_DNS_FAILED, "more than 1000 lookups at once");
	locate_cancel(resolver, 7);
	ck_assert_uint_eq(answers, before + 1);
	begin("peer.lab.example", NULL, 7);	/* there is room again */
	loop_once(loop, 0);
	loop_once(loop, 0);
	ck_assert_uint_eq(answers, before + 1);
	teardown();
}
END_TEST

/* A server that answers for one kind of record and drops the other. */
START_TEST(dropped_questions_cost_a_grace)
{
	static const struct fact f[] = {
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.lab.example" },
		{ SRVS_NAME, DNS_SRV, "silence" },
		{ "a.lab.example", DNS_A, "A 127.0.0.11" },
		{ "a.lab.example", DNS_AAAA, "silence" },
	};
	uint64_t since;

	setup(&(struct resolver_settings){ .timeout = 60000 });
	since = loop_now(loop);
	set_facts(f, 4);
	find("peer.lab.example", NULL);
	attempts_are("127.0.0.11:5269/a.lab.example");
	ck_assert_uint_ge(loop_now(loop) - since, 2 * LOCATE_GRACE - 100);
	ck_assert_uint_lt(loop_now(loop) - since, 20000);
	teardown();
}
END_TEST

UNIT("locate", two_targets_with_their_addresses, fall_back_to_the_domain, root_target,
     server_failure, aliases, proxy_by_name_or_address, test_domains_are_asked_for,
     silence_has_an_end, hosts_of_the_machine_have_their_addresses,
     cancelled_lookup_is_not_answered, resolver_may_be_freed_at_any_time,
     too_many_at_once_are_refused, dropped_questions_cost_a_grace)
