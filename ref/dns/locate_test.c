/* The whole way, against a DNS server on a port of the kernel's choice that
 * runs in the same loop. */
#include "dns/locate.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include "dns/testpacket.h"
#include "lib/log.h"
#include "lib/text.h"
#include "lib/unit.h"

#define SRV_NAME  "_xmpp-server._tcp.peer.lab.example"
#define SRVS_NAME "_xmpps-server._tcp.peer.lab.example"

/* What the server knows; other names do not exist. */
struct fact {
	const char *name;
	unsigned type;
	const char *text;	/* a record, "nodata", "servfail", "silence" */
};

static const struct fact *facts;
static size_t n_facts;
static size_t questions;	/* put to the server */

static struct loop *loop;
static struct watch *watch;
static struct resolver *resolver;
static struct view forward;
static int server = -1;

static void set_facts(const struct fact *f, size_t n)
{
	facts = f;
	n_facts = n;
}

/* Reads the question's name as text; its end, or 0. */
static size_t question_name(const unsigned char *p, size_t n, char *out)
{
	size_t at = 12, len = 0;

	while (at < n && p[at] != 0) {
		ck_assert_uint_lt(at + p[at] + 1, n);
		for (size_t i = 1; i <= p[at]; i++)
			out[len++] = (char)p[at + i];
		out[len++] = '.';
		at += p[at] + 1u;
	}
	out[len != 0 ? len - 1 : 0] = '\0';
	return at + 5;
}

static void soa(struct buf *b)
{
	struct buf data = { 0 };

	tp_name(&data, "ns.lab.example");
	tp_name(&data, "admin.lab.example");
	for (unsigned i = 0; i < 10; i++)
		tp_u16(&data, i % 2);
	tp_record(b, "lab.example", 6, buf_view(&data));
	buf_free(&data);
}

/* --- signing (RFC 4034 3), ECDSA P-256, one record a set -------------------- */

#define TYPE_DNSKEY 48
#define TYPE_RRSIG  46

static EVP_PKEY *zone_key;	/* NULL: lab.example is not signed */

/* The data of the DNSKEY record. */
static void dnskey(struct buf *b)
{
	unsigned char *point;
	size_t n = EVP_PKEY_get1_encoded_public_key(zone_key, &point);

	ck_assert_uint_eq(n, 65);
	buf_put(b, "\1\1\3\15", 4);	/* 257, DNSSEC, algorithm 13 */
	buf_put(b, point + 1, 64);
	OPENSSL_free(point);
}

static unsigned key_tag(void)
{
	struct buf key = { 0 };
	unsigned long sum = 0;

	dnskey(&key);
	for (size_t i = 0; i < buf_len(&key); i++)
		sum += (unsigned long)(unsigned char)key.mem[key.head + i] << (i % 2 ? 0 : 8);
	buf_free(&key);
	return (unsigned)(sum + (sum >> 16)) & 0xffff;
}

static void put_u32(struct buf *b, uint32_t v)
{
	tp_u16(b, v >> 16);
	tp_u16(b, v & 0xffff);
}

/* The RRSIG for `record`, which tp_record() made and is canonical. */
static void sign(struct buf *out, const char *owner, unsigned type, struct view record)
{
	unsigned char der[80], raw[64];
	const unsigned char *p = der;
	uint32_t now = (uint32_t)time(NULL);
	struct buf data = { 0 }, covered = { 0 };
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t n = sizeof der;
	unsigned labels = 1;
	ECDSA_SIG *sig;

	for (const char *dot = owner; (dot = strchr(dot, '.')) != NULL; dot++)
		labels++;
	tp_u16(&data, type);
	buf_putc(&data, 13);
	buf_putc(&data, (char)labels);
	put_u32(&data, 300);
	put_u32(&data, now + 3600);
	put_u32(&data, now - 3600);
	tp_u16(&data, key_tag());
	tp_name(&data, "lab.example");
	buf_putv(&covered, buf_view(&data));
	buf_putv(&covered, record);
	ck_assert_int_eq(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, zone_key), 1);
	ck_assert_int_eq(EVP_DigestSign(ctx, der, &n, (const unsigned char *)covered.mem +
	                                covered.head, buf_len(&covered)), 1);
	sig = d2i_ECDSA_SIG(NULL, &p, (long)n);
	ck_assert_ptr_nonnull(sig);
	BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + 32, 32);
	buf_put(&data, raw, sizeof raw);
	tp_record(out, owner, TYPE_RRSIG, buf_view(&data));
	ECDSA_SIG_free(sig);
	EVP_MD_CTX_free(ctx);
	buf_free(&data);
	buf_free(&covered);
}

static void add_fact(struct buf *records, const char *name, const struct fact *f)
{
	struct buf data = { 0 };

	if (f->type != TYPE_DNSKEY) {
		tp_add(records, name, f->text);
		return;
	}
	dnskey(&data);
	tp_record(records, name, TYPE_DNSKEY, buf_view(&data));
	buf_free(&data);
}

static void on_question(void *arg)
{
	unsigned char in[4096];
	struct sockaddr_storage from;
	socklen_t from_len = sizeof from;
	struct buf out = { 0 }, records = { 0 };
	unsigned rcode = 3, count = 0, type;
	char name[DNS_NAME_SIZE];
	size_t end;
	ssize_t n = recvfrom(server, in, sizeof in, 0, (struct sockaddr *)&from, &from_len);

	(void)arg;
	ck_assert_int_gt(n, 12);
	questions++;
	end = question_name(in, (size_t)n, name);
	type = (unsigned)in[end - 4] << 8 | in[end - 3];
	for (size_t i = 0; i < n_facts; i++) {
		if (strcmp(facts[i].name, name) == 0)
			rcode = rcode == 3 ? 0 : rcode;		/* the name is there */
		if (strcmp(facts[i].name, name) != 0 || facts[i].type != type)
			continue;
		if (strcmp(facts[i].text, "silence") == 0)
			goto out;
		if (strcmp(facts[i].text, "servfail") == 0)
			rcode = 2;
		else if (strcmp(facts[i].text, "nodata") != 0)
			add_fact(&records, name, &facts[i]), count++;
	}
	if (zone_key != NULL && count == 1) {
		struct buf signature = { 0 };

		sign(&signature, name, type, buf_view(&records));
		buf_putv(&records, buf_view(&signature));
		buf_free(&signature);
		count++;
	}
	/* An alias answers for every type. */
	for (size_t i = 0; i < n_facts && count == 0 && rcode == 0; i++)
		if (strcmp(facts[i].name, name) == 0 && facts[i].type == DNS_CNAME)
			tp_add(&records, name, facts[i].text), count++;
	tp_header(&out, (unsigned)in[0] << 8 | in[1], 0x8180 | rcode, 1, count, count == 0);
	buf_put(&out, in + 12, end - 12);
	buf_putv(&out, buf_view(&records));
	if (count == 0)
		soa(&out);
	sendto(server, buf_cstr(&out), buf_len(&out), 0, (struct sockaddr *)&from, from_len);
out:
	buf_free(&out);
	buf_free(&records);
}

static void setup(const struct resolver_settings *more)
{
	static char text[40];
	struct resolver_settings s = more != NULL ? *more : (struct resolver_settings){ 0 };
	struct fault f = { 0 };
	struct address at;

	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	server = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(server, (struct sockaddr *)&at.ss, at.len), 0);
	ck_assert_int_eq(getsockname(server, (struct sockaddr *)&at.ss, &at.len), 0);
	snprintf(text, sizeof text, "127.0.0.1@%u", address_port(&at));
	forward = view_of(text);
	s.forward = &forward;
	s.n_forward = 1;
	loop = loop_new();
	watch = watch_new(loop, server, on_question, NULL);
	resolver = resolver_new(loop, &s, &f);
	ck_assert_msg(resolver != NULL, "%s", f.text);
	questions = 0;
}

static void teardown(void)
{
	resolver_free(&resolver);
	watch_free(&watch);
	close(server);
	loop_free(&loop);
}

/* --- one lookup ------------------------------------------------------------- */

static struct location where;
static uint64_t answered;	/* the id of the last answer */
static size_t answers;
static bool inside;		/* a call of locate() */

static void on_location(void *arg, uint64_t id, const struct location *w)
{
	ck_assert(!inside);
	ck_assert_ptr_eq(arg, &where);
	location_clear(&where);
	location_copy(&where, w);
	answered = id;
	answers++;
}

static void begin(const char *domain, const char *proxy, uint64_t id)
{
	inside = true;
	locate(resolver, domain, proxy, id, on_location, &where);
	inside = false;
}

static void find(const char *domain, const char *proxy)
{
	static uint64_t id = 100;
	size_t before = answers;

	begin(domain, proxy, ++id);
	for (int i = 0; i < 3000 && answers == before; i++)
		loop_once(loop, 10);
	ck_assert_uint_eq(answers, before + 1);
	ck_assert_uint_eq(answered, id);
}

static void attempts_are(const char *expected)
{
	struct buf b = { 0 };
	char text[ADDRESS_MAX];

	for (size_t i = 0; i < where.n; i++)
		buf_printf(&b, "%s%s/%s", i != 0 ? " " : "",
		           address_print(&where.attempt[i].at, text), where.attempt[i].target);
	ck_assert_str_eq(buf_len(&b) != 0 ? buf_cstr(&b) : where.words, expected);
	ck_assert_int_eq(where.cause, CAUSE_NONE);
	buf_free(&b);
}

static void refused(enum cause cause, const char *words)
{
	ck_assert_msg(where.cause == cause, "%s: %s", cause_label(where.cause), where.words);
	ck_assert_msg(strstr(where.words, words) != NULL, "%s", where.words);
	ck_assert_uint_eq(where.n, 0);
}

/* --- tests ----------------------------------------------------------------- */

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

	setup(&(struct resolver_settings){ .timeout = 30 });
	set_facts(f, 1);
	find("peer.lab.example", NULL);
	refused(CAUSE_DNS_FAILED, "SRV " SRV_NAME ": no answer within 30 ms");
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
	dnskey(&key);
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

UNIT("locate", two_targets_with_their_addresses, fall_back_to_the_domain, root_target,
     server_failure, aliases, proxy_by_name_or_address, test_domains_are_asked_for,
     silence_has_an_end, hosts_of_the_machine_have_their_addresses,
     cancelled_lookup_is_not_answered, resolver_may_be_freed_at_any_time,
     too_many_at_once_are_refused, settings_are_compared_by_what_they_say, impossible_settings,
     dropped_questions_cost_a_grace, unsigned_answers_below_an_anchor_are_bogus,
     signed_answers_are_secure_and_altered_ones_bogus)
