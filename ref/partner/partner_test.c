#include "partner/partner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"

static char path[] = "/tmp/partners-XXXXXX";
static struct fault fault;
static struct buf warnings;

static void note(void *arg, const struct fault *f)
{
	ck_assert_ptr_eq(arg, &warnings);
	buf_printf(&warnings, "%u:%u %s\n", f->line, f->column, f->text);
}

static struct partners *load(const char *text)
{
	const struct view own[] = { VIEW("contoso.example") };
	struct partners *p;
	FILE *out;
	int fd;

	memcpy(path + sizeof path - 7, "XXXXXX", 6);
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	out = fdopen(fd, "w");
	fputs(text, out);
	ck_assert_int_eq(fclose(out), 0);
	buf_clear(&warnings);
	fault_free(&fault);
	p = partners_load(path, own, 1, note, &warnings, &fault);
	unlink(path);
	ck_assert((p == NULL) == (fault.text != NULL));
	return p;
}

static void clean(struct partners **p)
{
	partners_free(p);
	fault_free(&fault);
	buf_free(&warnings);
}

static void refused(const char *text, unsigned line, unsigned column,
                    const char *words)
{
	struct partners *p = load(text);

	ck_assert_ptr_null(p);
	ck_assert_msg(fault.line == line && fault.column == column &&
	              strstr(fault.text, words) != NULL,
	              "%u:%u: %s", fault.line, fault.column, fault.text);
	ck_assert_str_eq(fault.file, path);
	/* One line: warnings are of a list that is taken. */
	ck_assert_uint_eq(buf_len(&warnings), 0);
	clean(&p);
}

START_TEST(an_empty_list_is_valid)
{
	struct partners *p = load("");
	struct view d;
	const struct partner *x;
	size_t pos = 0;

	ck_assert_ptr_nonnull(p);
	ck_assert_uint_eq(partners_count(p), 0);
	ck_assert(!partners_next(p, &pos, &d, &x));
	ck_assert_ptr_null(partner_of(p, VIEW("fabrikam.example")));
	ck_assert_uint_eq(strlen(partners_digest(p)), 64);
	clean(&p);
}
END_TEST

START_TEST(a_domain_alone_has_the_defaults)
{
	struct partners *p = load("fabrikam.example:\n");
	const struct partner *x = partner_of(p, VIEW("fabrikam.example"));

	ck_assert_ptr_nonnull(x);
	ck_assert_str_eq(x->domain, "fabrikam.example");
	ck_assert_int_eq(x->type, PARTNER_PUBLIC_UNVERIFIED);
	ck_assert_int_eq(x->policy.tls, POLICY_REQUIRED);
	ck_assert_int_eq(x->policy.sasl, POLICY_REQUIRED);
	ck_assert(x->policy.dialback && x->keepalive);
	ck_assert_uint_eq(x->connection_limit, 0);
	ck_assert_ptr_null(x->proxy_fqdn);
	ck_assert(view_starts(buf_view(&warnings), VIEW("1:1 fabrikam.example: ")));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&warnings), "dialback-never-used"));
	clean(&p);
}
END_TEST

/* However many there are. */
START_TEST(a_warning_is_one_line)
{
	static const char dialback[] = "tls and sasl are required, so dialback will never be used "
	                               "(dialback-never-used)\n";
	static const char tls[] = "sasl runs only over tls, which is not required, so it may not "
	                          "come about (sasl-needs-tls)\n";
	struct partners *p = load("a.example:\nb.example: {tls: optional}\nc.example:\n"
	                          "d.example: {dialback: no}\ne.example:\n");
	struct buf want = { 0 }, list = { 0 };

	buf_printf(&want, "1:1 a.example, c.example, e.example: %s2:1 b.example: %s", dialback,
	           tls);
	ck_assert_str_eq(buf_cstr(&warnings), buf_cstr(&want));
	clean(&p);
	for (int i = 0; i < 1000; i++)
		buf_printf(&list, "p%d.example:\n", i);
	p = load(buf_cstr(&list));
	buf_clear(&want);
	buf_printf(&want, "1:1 p0.example, p1.example, p2.example and 997 more: %s", dialback);
	ck_assert_str_eq(buf_cstr(&warnings), buf_cstr(&want));
	clean(&p);
	buf_free(&want);
	buf_free(&list);
}
END_TEST

START_TEST(additional_domains_share_everything)
{
	struct partners *p = load(
		"fabrikam.example:\n"
		"  additional-domains: [chat.fabrikam.example, Second.Example]\n"
		"  type: federated\n"
		"  tls: optional\n"
		"  sasl: not-supported\n"
		"  dialback: yes\n"
		"  keepalive: no\n"
		"  connection-limit: 4294967295\n"
		"  proxy-fqdn: xmpp.fabrikam.example\n"
		"  description: \"it's \\\"free\\\": \xc3\xbc\"\n"
		"litware.example: {sasl: optional}\n");
	const struct partner *x = partner_of(p, VIEW("fabrikam.example"));
	const struct partner *y;
	struct view d;
	size_t pos = 0;

	ck_assert_ptr_nonnull(x);
	ck_assert_ptr_eq(partner_of(p, VIEW("chat.fabrikam.example")), x);
	ck_assert_ptr_eq(partner_of(p, VIEW("second.example")), x);
	/* LYNC-PART-3: neither subdomains nor parents are implied. */
	ck_assert_ptr_null(partner_of(p, VIEW("mail.fabrikam.example")));
	ck_assert_ptr_null(partner_of(p, VIEW("example")));
	ck_assert_int_eq(x->type, PARTNER_FEDERATED);
	ck_assert_int_eq(x->policy.tls, POLICY_OPTIONAL);
	ck_assert_int_eq(x->policy.sasl, POLICY_NOT_SUPPORTED);
	ck_assert(!x->keepalive);
	ck_assert_uint_eq(x->connection_limit, UINT32_MAX);
	ck_assert_str_eq(x->proxy_fqdn, "xmpp.fabrikam.example");
	ck_assert_uint_eq(partners_count(p), 2);
	ck_assert_uint_eq(buf_len(&warnings), 0);
	ck_assert(partners_next(p, &pos, &d, &y) && view_is(d, "fabrikam.example"));
	ck_assert(partners_next(p, &pos, &d, &y) &&
	          view_is(d, "chat.fabrikam.example") && y == x);
	ck_assert(partners_next(p, &pos, &d, &y) && view_is(d, "second.example"));
	ck_assert(partners_next(p, &pos, &d, &y) && y != x);
	ck_assert(!partners_next(p, &pos, &d, &y));
	clean(&p);
}
END_TEST

START_TEST(names_are_prepared)
{
	struct partners *p = load("xn--bcher-kva.example: {sasl: optional}\n");

	ck_assert_ptr_nonnull(partner_of(p, VIEW("b\xc3\xbc" "cher.example")));
	clean(&p);
}
END_TEST

START_TEST(a_policy_that_cannot_work_is_refused_where_it_stands)
{
	refused("a.example:\n"
	        "b.example: {tls: not-supported, sasl: required, dialback: no}\n",
	        2, 1, "sasl-impossible");
	refused("b.example: {tls: not-supported, sasl: optional, dialback: no}\n",
	        1, 1, "sasl-needs-tls");
	refused("b.example: {tls: required, sasl: not-supported, dialback: no}\n",
	        1, 1, "b.example: tls=required sasl=not-supported dialback=no: "
	        "neither");
}
END_TEST

START_TEST(a_domain_belongs_to_one_partner)
{
	refused("a.example: {sasl: optional}\n"
	        "b.example:\n"
	        "  sasl: optional\n"
	        "  additional-domains: [c.example, A.example]\n",
	        4, 35, "\"A.example\" stands twice; it is also at line 1, "
	        "column 1");
	refused("a.example: {sasl: optional}\n"
	        "A.EXAMPLE: {sasl: optional}\n", 2, 1, "stands twice");
	refused("a.example: {additional-domains: [a.example]}\n", 1, 34,
	        "stands twice");
}
END_TEST

START_TEST(our_own_domains_are_no_partners)
{
	refused("Contoso.example: {sasl: optional}\n", 1, 1, "our own");
	refused("a.example: {additional-domains: [contoso.example]}\n", 1, 34,
	        "our own");
}
END_TEST

START_TEST(malformed_values_are_refused)
{
	refused("\"*.a.example\":\n", 1, 1, "not a domain name");
	refused("a.example:5269:\n", 1, 1, "not a domain name");
	refused("192.0.2.1:\n", 1, 1, "not a domain name");
	refused("\"[2001:db8::1]\":\n", 1, 1, "not a domain name");
	refused("u@a.example:\n", 1, 1, "not a domain name");
	refused("\"\":\n", 1, 1, "is empty");
	refused("a.example: {proxy-fqdn: \"h.example:5269\"}\n", 1, 13,
	        "a.example: proxy-fqdn: \"h.example:5269\" is not a domain name");
	refused("a.example: {proxy-fqdn: 192.0.2.1}\n", 1, 13, "proxy-fqdn");
	refused("a.example: {type: trusted}\n", 1, 19, "type");
	refused("a.example: {tls: preferred}\n", 1, 18, "tls");
	refused("a.example: {dialback: maybe}\n", 1, 23, "dialback");
	refused("a.example: {keepalive: 300}\n", 1, 24, "keepalive");
	refused("a.example: {connection-limit: 0}\n", 1, 31, "connection-limit");
	refused("a.example: {connection-limit: 4294967296}\n", 1, 31,
	        "connection-limit");
	refused("a.example: {tsl: required}\n", 1, 13, "did you mean \"tls\"?");
}
END_TEST

START_TEST(the_digest_is_of_the_meaning)
{
	static const char *const same[] = {
		"a.example: {sasl: optional, additional-domains: [c.example, "
		"d.example]}\nb.example: {sasl: optional}\n",
		"b.example: {sasl: optional, description: x}\n"
		"A.example: {tls: required, sasl: optional, keepalive: true, "
		"additional-domains: [d.example, c.example]}\n",
	};
	static const char *const other[] = {
		("a.example: {sasl: optional, additional-domains: [c.example]}\n"
		 "b.example: {sasl: optional, additional-domains: [d.example]}\n"),
		"a.example: {sasl: optional, connection-limit: 1}\n",
		"a.example: {sasl: optional, proxy-fqdn: x.example}\n",
		"a.example: {sasl: optional, trust: x.pem}\n",
		"a.example: {sasl: optional, trust: y/x.pem}\n",
		"a.example: {sasl: optional, type: federated}\n",
		"a.example: {sasl: optional, keepalive: no}\n",
		"a.example: {sasl: optional, dialback: no}\n",
		"",
	};
	enum { N = sizeof other / sizeof other[0] };
	char digest[N + 1][65];
	struct partners *p;

	p = load(same[0]);
	memcpy(digest[N], partners_digest(p), 65);
	clean(&p);
	p = load(same[1]);
	ck_assert_str_eq(partners_digest(p), digest[N]);
	clean(&p);
	for (size_t i = 0; i < N; i++) {
		p = load(other[i]);
		memcpy(digest[i], partners_digest(p), 65);
		clean(&p);
	}
	for (size_t i = 0; i <= N; i++)
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(digest[i], digest[j]);
	/* The other program may keep its list in another folder. */
	p = load("a.example: {trust: x.pem}\nb.example: {trust: /y/x.pem}\n");
	ck_assert_str_eq(partner_of(p, VIEW("a.example"))->trust_word, "x.pem");
	ck_assert_str_eq(partner_of(p, VIEW("b.example"))->trust_word, "/y/x.pem");
	clean(&p);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
	struct fault f = { 0 };

	ck_assert_ptr_null(partners_load("/nonexistent/p.yml", NULL, 0, NULL,
	                                 NULL, &f));
	ck_assert_str_eq(f.file, "/nonexistent/p.yml");
	ck_assert_uint_eq(f.line, 0);
	fault_free(&f);
}
END_TEST

UNIT("partner", an_empty_list_is_valid, a_domain_alone_has_the_defaults, a_warning_is_one_line,
     additional_domains_share_everything, names_are_prepared,
     a_policy_that_cannot_work_is_refused_where_it_stands,
     a_domain_belongs_to_one_partner, our_own_domains_are_no_partners,
     malformed_values_are_refused, the_digest_is_of_the_meaning,
     a_file_that_is_not_there_is_named)
