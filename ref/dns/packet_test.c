/* Answers of DNS: the good ones read right, the hostile ones refused. */
#include "dns/packet.h"

#include "dns/testpacket.h"
#include "lib/rng.h"
#include "lib/unit.h"

#define NAME "_xmpp-server._tcp.peer.example"

struct row { const char *owner, *text; };

static void build(struct buf *b, unsigned rcode, const struct row *rows, size_t n)
{
	tp_header(b, 7, 0x8180 | rcode, 1, (unsigned)n, 0);
	tp_name(b, NAME);
	tp_u16(b, DNS_SRV);
	tp_u16(b, 1);
	for (size_t i = 0; i < n; i++)
		tp_add(b, rows[i].owner, rows[i].text);
}

#define READ(rcode, type, name, out, ...) \
	do { \
		const struct row rows_[] = { __VA_ARGS__ }; \
		struct buf b_ = { 0 }; \
		build(&b_, (rcode), rows_, sizeof rows_ / sizeof rows_[0]); \
		packet_read(buf_view(&b_), (name), (type), (out)); \
		buf_free(&b_); \
	} while (0)

static struct dns_reply r;

static const char *address(size_t i)
{
	static char text[ADDRESS_MAX];

	return address_print(&r.address[i], text);
}

/* `good` with one to four bytes of it put at random. */
static void damage(struct rng *rng, const struct buf *good, struct buf *bad)
{
	buf_clear(bad);
	buf_putv(bad, buf_view(good));
	for (uint32_t k = 1 + rng_next_below(rng, 4); k > 0; k--)
		bad->mem[bad->head + rng_next_below(rng, (uint32_t)buf_len(bad))] =
			(char)rng_next(rng);
}

START_TEST(names_that_fit_into_dns)
{
	char label[65], name[300];

	ck_assert(dns_name_valid("peer.example"));
	ck_assert(dns_name_valid("_a-1.X"));
	ck_assert(dns_name_valid("single"));
	ck_assert(!dns_name_valid(""));
	ck_assert(!dns_name_valid("."));
	ck_assert(!dns_name_valid("a..b"));
	ck_assert(!dns_name_valid(".a"));
	ck_assert(!dns_name_valid("a."));
	ck_assert(!dns_name_valid("a b"));
	ck_assert(!dns_name_valid("a\\046b"));
	ck_assert(!dns_name_valid("b\xc3\xbc" "cher"));
	memset(label, 'a', sizeof label);
	label[63] = '\0';
	ck_assert(dns_name_valid(label));
	label[63] = 'a';
	label[64] = '\0';
	ck_assert(!dns_name_valid(label));
	for (size_t i = 0; i < sizeof name; i++)
		name[i] = i % 50 == 49 ? '.' : 'a';
	name[253] = '\0';
	ck_assert(dns_name_valid(name));
	name[253] = 'a';
	name[254] = '\0';
	ck_assert(!dns_name_valid(name));
}
END_TEST

START_TEST(records_are_read)
{
	READ(0, DNS_SRV, NAME, &r, { NAME, "SRV 10 20 5269 Host.Example" },
	     { NAME, "SRV 0 0 0 ." }, { "other.example", "SRV 1 1 1 x" });
	ck_assert_int_eq(r.outcome, DNS_DATA);
	ck_assert_uint_eq(r.n_srv, 2);
	ck_assert_uint_eq(r.srv[0].priority, 10);
	ck_assert_uint_eq(r.srv[0].weight, 20);
	ck_assert_uint_eq(r.srv[0].port, 5269);
	ck_assert_str_eq(r.srv[0].target, "host.example");
	ck_assert_str_eq(r.srv[1].target, "");
	ck_assert_uint_eq(r.n_unusable, 0);

	READ(0, DNS_A, "HOST.example", &r, { "host.EXAMPLE", "A 192.0.2.7" },
	     { "host.example", "AAAA 2001:db8::1" });
	ck_assert_int_eq(r.outcome, DNS_DATA);
	ck_assert_uint_eq(r.n_address, 1);
	ck_assert_str_eq(address(0), "192.0.2.7:0");
	READ(0, DNS_AAAA, "host.example", &r, { "host.example", "A 192.0.2.7" },
	     { "host.example", "AAAA 2001:db8::1" });
	ck_assert_uint_eq(r.n_address, 1);
	ck_assert_str_eq(address(0), "[2001:db8::1]:0");
}
END_TEST

START_TEST(absence_and_failure_are_told_apart)
{
	READ(0, DNS_SRV, NAME, &r, { "other.example", "A 192.0.2.1" });
	ck_assert_int_eq(r.outcome, DNS_NO_DATA);
	READ(3, DNS_SRV, NAME, &r, { "other.example", "A 192.0.2.1" });
	ck_assert_int_eq(r.outcome, DNS_NO_NAME);
	READ(2, DNS_SRV, NAME, &r, { NAME, "SRV 0 0 1 a" });
	ck_assert_int_eq(r.outcome, DNS_FAILED);
	ck_assert_str_eq(r.words, "SERVFAIL");
	ck_assert_uint_eq(r.n_srv, 0);
	READ(5, DNS_SRV, NAME, &r, { NAME, "SRV 0 0 1 a" });
	ck_assert_str_eq(r.words, "REFUSED");
	READ(0x200, DNS_SRV, NAME, &r, { NAME, "SRV 0 0 1 a" });
	ck_assert_str_eq(r.words, "truncated answer");
}
END_TEST

START_TEST(aliases_are_followed_and_end)
{
	struct buf b = { 0 };
	char from[20], to[30];

	READ(0, DNS_A, "a.example", &r, { "c.example", "A 192.0.2.3" },
	     { "b.example", "CNAME c.example" }, { "a.example", "CNAME b.example" });
	ck_assert_int_eq(r.outcome, DNS_DATA);
	ck_assert_str_eq(address(0), "192.0.2.3:0");
	ck_assert(r.alias);
	READ(0, DNS_A, "a.example", &r, { "a.example", "A 192.0.2.3" });
	ck_assert(!r.alias);
	READ(3, DNS_A, "a.example", &r, { "a.example", "CNAME b.example" });
	ck_assert_int_eq(r.outcome, DNS_NO_NAME);
	READ(0, DNS_A, "a.example", &r, { "a.example", "CNAME a.example" });
	ck_assert_int_eq(r.outcome, DNS_FAILED);
	ck_assert_str_eq(r.words, "CNAME chain without end");
	for (int length = 8; length <= 9; length++) {
		buf_clear(&b);
		tp_header(&b, 7, 0x8180, 0, (unsigned)length + 1, 0);
		for (int i = 0; i < length; i++) {
			snprintf(from, sizeof from, "x%d", i);
			snprintf(to, sizeof to, "CNAME x%d", i + 1);
			tp_add(&b, from, to);
		}
		snprintf(from, sizeof from, "x%d", length);
		tp_add(&b, from, "A 192.0.2.1");
		packet_read(buf_view(&b), "x0", DNS_A, &r);
		ck_assert_int_eq(r.outcome, length == 8 ? DNS_DATA : DNS_FAILED);
	}
	buf_free(&b);
}
END_TEST

START_TEST(useless_records_are_counted)
{
	struct buf b = { 0 };

	READ(0, DNS_SRV, NAME, &r, { NAME, "SRV 0 0 0 host.example" },
	     { NAME, "SRV 0 0 5269 a\\b.example" });
	ck_assert_int_eq(r.outcome, DNS_DATA);
	ck_assert_uint_eq(r.n_srv, 0);
	ck_assert_uint_eq(r.n_unusable, 2);
	for (size_t n = DNS_SRV_MAX - 1; n <= DNS_SRV_MAX + 1; n++) {
		buf_clear(&b);
		tp_header(&b, 7, 0x8180, 0, (unsigned)n, 0);
		for (size_t i = 0; i < n; i++)
			tp_add(&b, NAME, "SRV 0 0 5269 a.example");
		packet_read(buf_view(&b), NAME, DNS_SRV, &r);
		ck_assert_uint_eq(r.n_srv, n < DNS_SRV_MAX ? n : DNS_SRV_MAX);
		ck_assert_uint_eq(r.n_unusable, n > DNS_SRV_MAX);
	}
	buf_clear(&b);
	tp_header(&b, 7, 0x8180, 0, 1000, 0);
	for (int i = 0; i < 1000; i++)
		tp_add(&b, NAME, "A 192.0.2.1");
	packet_read(buf_view(&b), NAME, DNS_A, &r);
	ck_assert_uint_eq(r.n_address, DNS_ADDRESS_MAX);
	ck_assert_uint_eq(r.n_unusable, 1000 - DNS_ADDRESS_MAX);
	buf_free(&b);
}
END_TEST

/* One record whose owner is `name`, in raw bytes at offset 12. */
static enum dns_outcome raw_owner(struct view name)
{
	struct buf b = { 0 };

	tp_header(&b, 7, 0x8180, 0, 1, 0);
	buf_putv(&b, name);
	buf_put(&b, "\0\1\0\1\0\0\0\0\0\4\1\2\3\4", 14);
	packet_read(buf_view(&b), "peer.example", DNS_A, &r);
	buf_free(&b);
	return r.outcome;
}

START_TEST(pointers_must_lead_backwards)
{
	struct buf b = { 0 };

	ck_assert_int_eq(raw_owner(VIEW("\4peer\7example\0")), DNS_DATA);
	ck_assert_int_eq(raw_owner(VIEW("\xc0\x0c")), DNS_FAILED);		/* to itself */
	ck_assert_int_eq(raw_owner(VIEW("\4peer\xc0\x0c")), DNS_FAILED);	/* round */
	ck_assert_int_eq(raw_owner(VIEW("\xc0\x0e\4peer\0")), DNS_FAILED);	/* forwards */
	ck_assert_int_eq(raw_owner(VIEW("\xff\xff")), DNS_FAILED);		/* outside */
	ck_assert_int_eq(raw_owner(VIEW("\x40")), DNS_FAILED);			/* reserved */
	ck_assert_int_eq(raw_owner(VIEW("\x80\1")), DNS_FAILED);
	ck_assert_int_eq(raw_owner(VIEW("\x3f")), DNS_FAILED);		/* beyond the end */

	/* Backwards is right: the owner's tail, and a target. */
	tp_header(&b, 7, 0x8180, 0, 2, 0);
	tp_add(&b, "peer.example", "A 192.0.2.1");
	buf_put(&b, "\3www\xc0\x0c\0\1\0\1\0\0\0\0\0\4\1\2\3\4", 20);
	packet_read(buf_view(&b), "www.peer.example", DNS_A, &r);
	ck_assert_int_eq(r.outcome, DNS_DATA);
	ck_assert_str_eq(address(0), "1.2.3.4:0");
	buf_free(&b);
}
END_TEST

START_TEST(name_longer_than_dns_allows_is_refused)
{
	struct buf b = { 0 };
	char label[64];

	memset(label, 'a', 63);
	label[63] = '\0';
	for (size_t last = 61; last <= 62; last++) {
		buf_clear(&b);
		for (int i = 0; i < 3; i++) {
			buf_putc(&b, 63);
			buf_puts(&b, label);
		}
		buf_putc(&b, (char)last);
		buf_put(&b, label, last);
		buf_putc(&b, '\0');		/* 255 octets, then 256 */
		ck_assert_int_eq(raw_owner(buf_view(&b)),
		                 last == 61 ? DNS_NO_DATA : DNS_FAILED);
	}
	buf_free(&b);
}
END_TEST

START_TEST(record_data_must_fit)
{
	struct buf b = { 0 };
	static const struct { unsigned type; struct view data; } rows[] = {
		{ DNS_A, { "\1\2\3", 3 } },
		{ DNS_A, { "\1\2\3\4\5", 5 } },
		{ DNS_AAAA, { "\1\2\3\4", 4 } },
		{ DNS_SRV, { "\0\0\0\0\0\1", 6 } },
		{ DNS_SRV, { "\0\0\0\0\0\1\4host", 11 } },
		{ DNS_SRV, { "\0\0\0\0\0\1\4host\0\0", 13 } },
		{ DNS_CNAME, { "\4host\0\0", 7 } },
		{ DNS_CNAME, { "", 0 } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buf_clear(&b);
		tp_header(&b, 7, 0x8180, 0, 1, 0);
		tp_record(&b, "peer.example", rows[i].type, rows[i].data);
		packet_read(buf_view(&b), "peer.example",
		            rows[i].type == DNS_CNAME ? DNS_A : rows[i].type, &r);
		ck_assert_msg(r.outcome == DNS_FAILED, "row %zu", i);
		ck_assert_str_eq(r.words, "malformed answer");
	}
	buf_free(&b);
}
END_TEST

/* In memory of its own, so that a checker sees a read behind the end. */
static void read_exactly(struct view v, enum dns_type type)
{
	char *copy = malloc(v.n + (v.n == 0));

	memcpy(copy, v.p, v.n);
	packet_read((struct view){ copy, v.n }, NAME, type, &r);
	free(copy);
}

START_TEST(every_cut_and_many_changes_are_survived)
{
	const struct row rows[] = {
		{ NAME, "CNAME b.example" }, { "b.example", "SRV 1 2 3 host.example" },
		{ "b.example", "SRV 1 2 3 ." }, { "b.example", "A 192.0.2.1" },
		{ "b.example", "AAAA 2001:db8::1" },
	};
	static const enum dns_type types[] = { DNS_SRV, DNS_A, DNS_AAAA };
	struct buf good = { 0 }, bad = { 0 };
	struct rng rng;
	size_t failed = 0;

	build(&good, 0, rows, 5);
	for (size_t n = 0; n < buf_len(&good); n++) {
		read_exactly((struct view){ buf_cstr(&good), n }, DNS_SRV);
		ck_assert_int_eq(r.outcome, DNS_FAILED);
	}
	rng_seed(&rng, 5269);
	for (int i = 0; i < 60000; i++) {
		damage(&rng, &good, &bad);
		read_exactly(buf_view(&bad), types[i % 3]);
		ck_assert_uint_le(r.n_srv, DNS_SRV_MAX);
		ck_assert_uint_le(r.n_address, DNS_ADDRESS_MAX);
		failed += r.outcome == DNS_FAILED;
	}
	ck_assert_uint_gt(failed, 1000);
	ck_assert_uint_lt(failed, 59000);
	buf_free(&good);
	buf_free(&bad);
}
END_TEST

/* RFC 3403 4.1: three character-strings, each with a length of its own. */
START_TEST(naptr)
{
	static const struct row rows[] = {
		{ NAME, "NAPTR 10 20 s SIP+D2T - _SIP._tcp.peer.example" },
		{ NAME, "NAPTR 11 0 u E2U+sip !^.*$!sip:x@y! ." },	/* a regexp */
		{ NAME, "NAPTR 12 0 long5 SIP+D2U - a.example" },
		{ NAME, "NAPTR 13 0 s 12345678901234567890123456789012 - a.example" },
		{ NAME, "NAPTR 65535 0 s 1234567890123456789012345678901 - ." },
	};
	struct buf good = { 0 }, bad = { 0 };
	struct rng rng;

	build(&good, 0, rows, 5);
	packet_read(buf_view(&good), NAME, DNS_NAPTR, &r);
	ck_assert_int_eq(r.outcome, DNS_DATA);
	ck_assert_uint_eq(r.n_naptr, 2);
	ck_assert_uint_eq(r.n_unusable, 3);
	ck_assert_uint_eq(r.naptr[0].order, 10);
	ck_assert_uint_eq(r.naptr[0].preference, 20);
	ck_assert_str_eq(r.naptr[0].flags, "s");
	ck_assert_str_eq(r.naptr[0].service, "SIP+D2T");
	ck_assert_str_eq(r.naptr[0].replacement, "_sip._tcp.peer.example");
	ck_assert_uint_eq(r.naptr[1].order, 65535);
	ck_assert_str_eq(r.naptr[1].replacement, "");
	for (size_t n = 0; n < buf_len(&good); n++) {
		read_exactly((struct view){ buf_cstr(&good), n }, DNS_NAPTR);
		ck_assert_int_eq(r.outcome, DNS_FAILED);
	}
	rng_seed(&rng, 3263);
	for (int i = 0; i < 60000; i++) {
		damage(&rng, &good, &bad);
		read_exactly(buf_view(&bad), DNS_NAPTR);
		ck_assert_uint_le(r.n_naptr, DNS_NAPTR_MAX);
		for (size_t j = 0; j < r.n_naptr; j++)
			ck_assert_uint_lt(strlen(r.naptr[j].service), sizeof r.naptr[j].service);
	}
	buf_free(&good);
	buf_free(&bad);
}
END_TEST

START_TEST(one_naptr_more_than_are_kept)
{
	for (size_t n = DNS_NAPTR_MAX - 1; n <= DNS_NAPTR_MAX + 1; n++) {
		struct row rows[DNS_NAPTR_MAX + 1];
		struct buf b = { 0 };

		for (size_t i = 0; i < n; i++)
			rows[i] = (struct row){ NAME, "NAPTR 1 1 s SIP+D2T - a.example" };
		build(&b, 0, rows, n);
		packet_read(buf_view(&b), NAME, DNS_NAPTR, &r);
		ck_assert_uint_eq(r.n_naptr, n < DNS_NAPTR_MAX ? n : DNS_NAPTR_MAX);
		ck_assert_uint_eq(r.n_unusable, n > DNS_NAPTR_MAX);
		buf_free(&b);
	}
}
END_TEST

START_TEST(records_of_certificates)
{
	struct buf many = { 0 };

	READ(0, DNS_TLSA, NAME, &r,
	     { NAME, "TLSA 3 1 1 "
	             "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" },
	     { NAME, "TLSA 2 0 0 30820102" }, { NAME, "TLSA 9 9 9 00" });
	ck_assert_int_eq(r.outcome, DNS_DATA);
	ck_assert_uint_eq(r.tlsa.n, 2);
	ck_assert_uint_eq(r.n_unusable, 1);
	ck_assert_uint_eq(r.tlsa.record[1].usage, TLSA_DANE_TA);
	ck_assert_uint_eq(r.tlsa.record[1].matching, TLSA_FULL);
	ck_assert(view_is(tlsa_data(&r.tlsa, &r.tlsa.record[1]), "0\x82\x01\x02"));
	READ(0, DNS_TLSA, NAME, &r, { NAME, "TLSA 3 1 9 00" });
	ck_assert_int_eq(r.outcome, DNS_DATA);
	ck_assert_uint_eq(r.tlsa.n, 0);
	/* More of them, and larger ones, than are kept. */
	tp_header(&many, 7, 0x8180, 0, 40, 0);
	for (unsigned i = 0; i < 40; i++) {
		struct buf data = { 0 };

		buf_put(&data, "\3\0\0", 3);
		for (unsigned k = 0; k < 1 + i * 100; k++)
			buf_putc(&data, 'x');
		tp_record(&many, NAME, DNS_TLSA, buf_view(&data));
		buf_free(&data);
	}
	packet_read(buf_view(&many), NAME, DNS_TLSA, &r);
	ck_assert_uint_eq(r.tlsa.n, TLSA_MAX);
	ck_assert_uint_eq(r.n_unusable, 40 - TLSA_MAX);
	ck_assert_uint_le(r.tlsa.used, TLSA_ROOM);
	buf_free(&many);
	/* Too short to be one. */
	tp_header(&many, 7, 0x8180, 0, 1, 0);
	tp_record(&many, NAME, DNS_TLSA, VIEW("\3\1"));
	packet_read(buf_view(&many), NAME, DNS_TLSA, &r);
	ck_assert_int_eq(r.outcome, DNS_FAILED);
	buf_free(&many);
}
END_TEST

UNIT("packet", records_of_certificates, names_that_fit_into_dns, records_are_read,
     absence_and_failure_are_told_apart, aliases_are_followed_and_end,
     useless_records_are_counted, pointers_must_lead_backwards,
     name_longer_than_dns_allows_is_refused, record_data_must_fit,
     every_cut_and_many_changes_are_survived, naptr, one_naptr_more_than_are_kept)
