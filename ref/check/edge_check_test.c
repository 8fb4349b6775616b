#include "check/edge_check.h"

#include "check/check_for_tests.h"
#include "edge/edge_rig.h"

static unsigned many[CHECK_AMISS + 1]; /* rows of partners, by their result */

static void on_row_of_many(void *arg, const struct check_row *row)
{
	(void)arg;
	if (row->step == CHECK_CERTIFICATE)
		memset(many, 0, sizeof many);
	else if (row->step == CHECK_PARTNER)
		many[row->result]++;
}

static const struct check_ops ops_of_many = { on_row_of_many, on_done };

/* The i-th row. */
static void row_is(size_t i, enum check_step step, const char *about, enum check_result result)
{
	ck_assert_uint_lt(i, seen.n);
	ck_assert_str_eq(check_step_word(seen.step[i]), check_step_word(step));
	ck_assert_str_eq(seen.about[i], about);
	ck_assert_int_eq(seen.result[i], result);
}

START_TEST(a_domain_is_walked_until_a_step_is_amiss)
{
	struct edge_check *c;

	/* The rig listens at any port, the settings say 0: no record fits. */
	begin("tls: required, sasl: required, dialback: no");
	memset(&seen, 0, sizeof seen);
	c = edge_check_new(a.edge, &seen_ops, NULL);
	ck_assert_ptr_nonnull(c);
	ck_assert_uint_eq(seen.n, 0);
	UNTIL(seen.done);
	ck_assert_uint_eq(seen.n, 3);
	/* Good for 30 days less a moment, and for servers alone. */
	row_is(0, CHECK_CERTIFICATE, "a.example", CHECK_CONCERN);
	row_is(1, CHECK_SRV, "a.example", CHECK_AMISS);
	row_is(2, CHECK_PARTNER, "b.example", CHECK_OK);
	/* Nothing was proved to it. */
	ck_assert_uint_eq(edge_counters(b.edge)->inbound_opened, 0);
	edge_check_free(&c);
	end();
}
END_TEST

/* What is walked goes by its name: the settings of a reload have other domains at its
 * place, or one more in front. */
START_TEST(a_reload_in_the_middle_mixes_no_domains)
{
	static const struct {
		unsigned rows; /* so many at least, then the reload */
		size_t n;
		enum check_step step[5];
		const char *about[5];
	} row[] = {
		{ 1, 4, { CHECK_CERTIFICATE, CHECK_CERTIFICATE, CHECK_SRV, CHECK_PARTNER },
		  { "c.example", "a.example", "a.example", "b.example" } },
		{ 2, 4, { CHECK_CERTIFICATE, CHECK_SRV, CHECK_CERTIFICATE, CHECK_SRV },
		  { "c.example", "c.example", "a.example", "a.example" } },
	};
	struct edge_check *c;
	struct buf both = { 0 };

	begin("tls: required, sasl: required, dialback: no");
	tc_unlink(&a.cert_file);
	tc_unlink(&a.key_file);
	tc_free(&a.cert);
	a.cert = tc_leaf(&ca, "dns:a.example dns:c.example");
	a.cert_file = tc_cert_file(&a.cert);
	a.key_file = tc_key_file(&a.cert);
	buf_printf(&both, "c.example: {certificate: %s, key: %s}, a.example", a.cert_file,
	           a.key_file);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		a.domain = buf_cstr(&both);
		ck_assert(site_reload(&a, "b.example: {dialback: no}\nd.example: {}\n"));
		memset(&seen, 0, sizeof seen);
		c = edge_check_new(a.edge, &seen_ops, NULL);
		UNTIL(seen.n >= row[i].rows);
		a.domain = "a.example";
		ck_assert(site_reload(&a, i == 0 ? "b.example: {dialback: no}\n" : ""));
		UNTIL(seen.done);
		ck_assert_uint_eq(seen.n, row[i].n);
		for (size_t k = 0; k < seen.n; k++) {
			ck_assert_str_eq(seen.about[k], row[i].about[k]);
			ck_assert_int_eq(seen.step[k], row[i].step[k]);
		}
		edge_check_free(&c);
	}
	buf_free(&both);
	end();
}
END_TEST

START_TEST(one_that_nobody_waits_for_ends_anywhere)
{
	struct edge_check *c[CHECKS_MAX];

	begin("tls: required, sasl: required, dialback: no");
	for (unsigned turns = 0; turns < 12; turns++) {
		memset(&seen, 0, sizeof seen);
		for (size_t i = 0; i < CHECKS_MAX; i++)
			ck_assert_ptr_nonnull(c[i] = edge_check_new(a.edge, &seen_ops, NULL));
		ck_assert_ptr_null(edge_check_new(a.edge, &seen_ops, NULL));
		for (unsigned i = 0; i < turns; i++)
			loop_once(loop, 1);
		for (size_t i = 0; i < CHECKS_MAX; i++)
			edge_check_free(&c[i]);
	}
	end();
}
END_TEST

/* N partners that DNS does not know. */
static void ask_partners(unsigned n)
{
	struct edge_check *c;
	struct buf list = { 0 };

	for (unsigned i = 0; i < n; i++)
		buf_printf(&list, "d%u.example: {}\n", i);
	ck_assert_msg(site_reload(&a, buf_cstr(&list)), "%s", fault.text);
	buf_free(&list);
	memset(&seen, 0, sizeof seen);
	c = edge_check_new(a.edge, &ops_of_many, NULL);
	while (!seen.done) /* however long a busy machine takes for them all */
		loop_once(loop, 50);
	edge_check_free(&c);
}

START_TEST(no_more_partners_are_asked_than_that)
{
	static const struct {
		unsigned n, amiss, concern;
	} row[] = { { CHECK_PARTNERS_MAX - 1, CHECK_PARTNERS_MAX - 1, 0 },
		    { CHECK_PARTNERS_MAX, CHECK_PARTNERS_MAX, 0 },
		    { CHECK_PARTNERS_MAX + 2, CHECK_PARTNERS_MAX, 1 } };

	begin("tls: required, sasl: required, dialback: no");
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		ask_partners(row[i].n);
		ck_assert_uint_eq(many[CHECK_AMISS], row[i].amiss);
		ck_assert_uint_eq(many[CHECK_CONCERN], row[i].concern);
	}
	end();
}
END_TEST

START_TEST(what_counts_as_amiss)
{
	struct address at[2];
	struct edge_settings s = { .listen = at, .n_listen = 2 };
	struct dns_reply r = { .outcome = DNS_DATA, .n_srv = 2 }, none = { .n_address = 0 };

	ck_assert(address_parse(VIEW("192.0.2.1:5269"), &at[0]));
	ck_assert(address_parse(VIEW("192.0.2.2:5299"), &at[1]));
	r.srv[0].port = 5269;
	r.srv[1].port = 5299;
	snprintf(r.srv[0].target, sizeof r.srv[0].target, "h.example");
	snprintf(r.srv[1].target, sizeof r.srv[1].target, "i.example");
	ck_assert_ptr_null(check_srv(&r, &s));
	r.srv[1].port = 5222;
	ck_assert_ptr_nonnull(strstr(check_srv(&r, &s), "does not listen"));
	r.srv[0].target[0] = '\0';
	ck_assert_ptr_nonnull(strstr(check_srv(&r, &s), "no service"));
	r.outcome = DNS_NO_DATA;
	ck_assert_ptr_nonnull(strstr(check_srv(&r, &s), "no such record"));
	ck_assert(!check_dns_failed(&r));
	r.outcome = DNS_FAILED;
	ck_assert_ptr_nonnull(strstr(check_srv(&r, &s), "no answer"));
	ck_assert(check_dns_failed(&r));
	r.outcome = DNS_BOGUS;
	ck_assert(check_dns_failed(&r));
	ck_assert(!check_host_is_there(&none, &none));
	r.n_address = 1;
	ck_assert(check_host_is_there(&none, &r));
	ck_assert(check_host_is_there(&r, &none));
	r.outcome = DNS_DATA;
	ck_assert_int_eq(check_host(&r, &none), CHECK_OK);
	r.alias = true;
	ck_assert_int_eq(check_host(&r, &none), CHECK_CONCERN);
	ck_assert_int_eq(check_host(&none, &r), CHECK_CONCERN);
	r.alias = false;
	none.outcome = DNS_FAILED;
	ck_assert_int_eq(check_host(&r, &none), CHECK_CONCERN);
	ck_assert_int_eq(check_host(&none, &r), CHECK_CONCERN);
	ck_assert_int_eq(check_certificate(CAUSE_NONE, CAUSE_NONE, 30), CHECK_OK);
	ck_assert_int_eq(check_certificate(CAUSE_NONE, CAUSE_NONE, 29), CHECK_CONCERN);
	ck_assert_int_eq(check_certificate(CAUSE_NONE, CAUSE_CERT_PURPOSE, 90), CHECK_CONCERN);
	ck_assert_int_eq(check_certificate(CAUSE_CERT_EXPIRED, CAUSE_CERT_EXPIRED, 90),
	                 CHECK_AMISS);
	r = (struct dns_reply){ .outcome = DNS_NO_NAME };
	ck_assert_ptr_null(check_direct_srv(&r, &s));
	r = (struct dns_reply){ .outcome = DNS_DATA, .n_srv = 1, .srv = { { .port = 5269 } } };
	ck_assert_ptr_null(check_direct_srv(&r, &s));
	snprintf(r.srv[0].target, sizeof r.srv[0].target, "h.example");
	ck_assert_ptr_nonnull(strstr(check_direct_srv(&r, &s), "none of listen-tls"));
	s.listen_tls = at;
	s.n_listen_tls = 1;
	ck_assert_ptr_null(check_direct_srv(&r, &s));
	r.outcome = DNS_BOGUS;
	ck_assert_ptr_nonnull(strstr(check_direct_srv(&r, &s), "no answer"));
	ck_assert_int_eq(check_issuers(false, true), CHECK_OK);
	ck_assert_int_eq(check_issuers(true, true), CHECK_AMISS);
	ck_assert_int_eq(check_issuers(true, false), CHECK_CONCERN);
	ck_assert_int_eq(check_key(false), CHECK_OK);
	ck_assert_int_eq(check_key(true), CHECK_CONCERN);
	ck_assert_int_eq(check_answerer(CAUSE_NONE), CHECK_OK);
	ck_assert_int_eq(check_answerer(CAUSE_CERT_NAME), CHECK_AMISS);
	ck_assert_int_eq(check_port(true), CHECK_OK);
	ck_assert_int_eq(check_port(false), CHECK_AMISS);
	ck_assert_int_eq(check_gateway(CAUSE_NONE), CHECK_OK);
	ck_assert_int_eq(check_gateway(CAUSE_NO_GATEWAY), CHECK_AMISS);
	ck_assert_int_eq(check_partner(false), CHECK_OK);
	ck_assert_int_eq(check_partner(true), CHECK_AMISS);
}
END_TEST

START_TEST(what_dns_says_of_the_certificate)
{
	static const struct {
		struct check_tlsa t;
		enum check_result r;
	} row[] = {
		{ { .failed = true, .secure = true }, CHECK_AMISS },
		{ { .failed = true }, CHECK_OK },
		{ { .secure = true }, CHECK_OK },
		{ { .there = true, .usable = true, .matched = true }, CHECK_CONCERN },
		{ { .there = true, .usable = true }, CHECK_CONCERN },
		{ { .there = true, .secure = true }, CHECK_CONCERN },
		{ { .there = true, .secure = true, .usable = true }, CHECK_AMISS },
		{ { .there = true, .secure = true, .usable = true, .matched = true }, CHECK_OK },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		ck_assert_msg(check_tlsa(&row[i].t) == row[i].r, "row %zu", i);
}
END_TEST

START_TEST(who_is_asked_for_tls_from_the_first_byte)
{
	struct partner p = { .policy = { .tls = POLICY_OPTIONAL } };
	struct dns_reply r = { .outcome = DNS_DATA, .n_srv = 2 };

	ck_assert(!check_asks_direct(&p, &r)); /* "." alone */
	snprintf(r.srv[1].target, sizeof r.srv[1].target, "h.example");
	ck_assert(check_asks_direct(&p, &r));
	p.policy.tls = POLICY_NOT_SUPPORTED;
	ck_assert(!check_asks_direct(&p, &r));
	r.n_srv = 0;
	p.policy.tls = POLICY_REQUIRED;
	ck_assert(!check_asks_direct(&p, &r));
}
END_TEST

UNIT("edge_check", a_reload_in_the_middle_mixes_no_domains,
     no_more_partners_are_asked_than_that, a_domain_is_walked_until_a_step_is_amiss,
     one_that_nobody_waits_for_ends_anywhere, what_counts_as_amiss, what_dns_says_of_the_certificate,
     who_is_asked_for_tls_from_the_first_byte)
