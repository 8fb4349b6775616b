/* What a resolver can be set to; with a trust anchor, which answers are believed. */
#include "dns/locate_rig.h"

#include <fcntl.h>

#include "lib/log.h"
#include "lib/text.h"

static void fault_is(const struct resolver_settings *s, const char *words)
{
	struct fault f = { 0 };

	loop = loop_new();
	ck_assert_ptr_null(resolver_new(loop, s, &f));
	ck_assert_msg(strstr(f.text, words) != NULL, "%s", f.text);
	ck_assert_ptr_null(f.file);
	ck_assert_ptr_null(strchr(f.text, '\n'));
	fault_free(&f);
	loop_free(&loop);
}

static char anchor[] = "/tmp/locate-test-XXXXXX";

static void write_anchor(const char *text)
{
	int fd;

	memcpy(anchor + strlen(anchor) - 6, "XXXXXX", 6);
	fd = mkstemp(anchor);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

START_TEST(settings_are_compared_by_what_they_say)
{
	struct view here = VIEW("127.0.0.1@53"), there = VIEW("127.0.0.2@53");
	struct view copy = VIEW("127.0.0.1@53");
	const struct resolver_settings a = { &here, 1, "root.key", 5, NULL };
	const struct {
		struct resolver_settings b;
		bool same;
	} rows[] = {
		{ { &copy, 1, "root.key", 5, NULL }, true }, { { &there, 1, "root.key", 5, NULL }, false },
		{ { &here, 0, "root.key", 5, NULL }, false }, { { &here, 1, NULL, 5, NULL }, false },
		{ { &here, 1, "other.key", 5, NULL }, false }, { { &here, 1, "root.key", 6, NULL }, false },
		{ { &here, 1, "root.key", 5, "hosts" }, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_int_eq(resolver_settings_same(&a, &rows[i].b), rows[i].same);
}
END_TEST

START_TEST(impossible_settings)
{
	struct view bad = VIEW("dns.example"), good = VIEW("127.0.0.1@53");
	struct resolver_settings s = { &bad, 1, NULL, 0, NULL };
	int quiet = open("/dev/null", O_WRONLY);

	log_to(quiet);		/* the library's own words */
	fault_is(&s, "\"dns.example\" is not the address of a DNS server");
	s.forward = &good;
	s.trust_anchor = "/nonexistent/root.key";
	fault_is(&s, "trust anchor /nonexistent/root.key cannot be read: No such file");
	write_anchor("");
	s.trust_anchor = anchor;
	fault_is(&s, "is empty");
	unlink(anchor);
	write_anchor("this is no record\n");
	fault_is(&s, "holds no DS or DNSKEY record");
	unlink(anchor);
	log_to(2);
	close(quiet);
}
END_TEST

/* An unsigned zone below a trust anchor is what a forger's answers look like. */
START_TEST(unsigned_answers_below_an_anchor_are_bogus)
{
	static const struct fact f[] = {
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.lab.example" },
		{ "a.lab.example", DNS_A, "A 127.0.0.11" },
		{ "lab.example", 48, "nodata" },
	};

	write_anchor("lab.example. IN DS 12345 13 2 "
	             "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n");
	setup(&(struct resolver_settings){ .trust_anchor = anchor });
	set_facts(f, 3);
	find("peer.lab.example", NULL);
	refused(CAUSE_DNS_BOGUS, "SRV " SRV_NAME ": ");
	teardown();
	unlink(anchor);
}
END_TEST

START_TEST(signed_answers_are_secure_and_altered_ones_bogus)
{
	static struct fact f[] = {
		{ "lab.example", TYPE_DNSKEY, "the key" },
		{ SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.lab.example" },
		{ SRVS_NAME, DNS_SRV, "SRV 0 0 0 ." },
		{ "a.lab.example", DNS_A, "A 127.0.0.11" },
		{ "a.lab.example", DNS_AAAA, "AAAA 2001:db8::11" },
		{ "_5269._tcp.a.lab.example", DNS_TLSA, "TLSA 3 0 0 30820102" },
	};
	struct buf text = { 0 }, key = { 0 };
	EVP_PKEY *right = EVP_EC_gen("P-256"), *wrong = EVP_EC_gen("P-256");

	zone_key = right;
	ts_dnskey(&key);
	buf_puts(&text, "lab.example. IN DNSKEY 257 3 13 ");
	text_base64_encode(view_from(buf_view(&key), 4), &text);
	buf_putc(&text, '\n');
	write_anchor(buf_cstr(&text));
	for (int forged = 0; forged < 2; forged++) {
		zone_key = forged ? wrong : right;
		setup(&(struct resolver_settings){ .trust_anchor = anchor });
		set_facts(f, 6);
		find("peer.lab.example", NULL);
		if (forged) {
			refused(CAUSE_DNS_BOGUS, "SRV " SRV_NAME ": ");
		} else {
			attempts_are("[2001:db8::11]:5269/a.lab.example "
			             "127.0.0.11:5269/a.lab.example");
			ck_assert(where.attempt[0].secure);
			ck_assert(where.attempt[1].secure);
			ck_assert(where.attempt[1].target_secure);
			ck_assert_ptr_nonnull(location_tlsa(&where, &where.attempt[1]));
			ck_assert_uint_eq(where.tlsa[0]->n, 1);
			ck_assert_uint_eq(where.tlsa[0]->record[0].usage, 3);
			ck_assert(view_is(tlsa_data(where.tlsa[0], where.tlsa[0]->record),
			                  "0\x82\x01\x02"));
		}
		teardown();
	}
	zone_key = NULL;
	EVP_PKEY_free(right);
	EVP_PKEY_free(wrong);
	buf_free(&text);
	buf_free(&key);
	unlink(anchor);
}
END_TEST

UNIT("locate anchor", settings_are_compared_by_what_they_say, impossible_settings,
     unsigned_answers_below_an_anchor_are_bogus,
     signed_answers_are_secure_and_altered_ones_bogus)
