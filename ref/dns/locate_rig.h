/* locate_rig.h - the whole way of a lookup: a resolver, and a DNS server on a port of the
 * kernel's choice that runs in the same loop; for the tests of this folder.
 */
#ifndef REF_DNS_LOCATE_RIG_H
#define REF_DNS_LOCATE_RIG_H

#include <string.h>
#include <unistd.h>

#include "dns/locate.h"
#include "dns/location_for_tests.h"
#include "dns/testpacket.h"
#include "dns/testsign.h"
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

static inline void set_facts(const struct fact *f, size_t n)
{
	facts = f;
	n_facts = n;
}

/* Reads the question's name as text; its end, or 0. */
static inline size_t question_name(const unsigned char *p, size_t n, char *out)
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

static inline void soa(struct buf *b)
{
	struct buf data = { 0 };

	tp_name(&data, "ns.lab.example");
	tp_name(&data, "admin.lab.example");
	for (unsigned i = 0; i < 10; i++)
		tp_u16(&data, i % 2);
	tp_record(b, "lab.example", 6, buf_view(&data));
	buf_free(&data);
}

static inline void add_fact(struct buf *records, const char *name, const struct fact *f)
{
	struct buf data = { 0 };

	if (f->type != TYPE_DNSKEY) {
		tp_add(records, name, f->text);
		return;
	}
	ts_dnskey(&data);
	tp_record(records, name, TYPE_DNSKEY, buf_view(&data));
	buf_free(&data);
}

static inline void on_question(void *arg)
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

		ts_sign(&signature, name, type, buf_view(&records));
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

static inline void setup(const struct resolver_settings *more)
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

static inline void teardown(void)
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

static inline void on_location(void *arg, uint64_t id, const struct location *w)
{
	ck_assert(!inside);
	ck_assert_ptr_eq(arg, &where);
	location_clear(&where);
	location_copy(&where, w);
	answered = id;
	answers++;
}

static inline void begin(const char *domain, const char *proxy, uint64_t id)
{
	inside = true;
	locate(resolver, domain, proxy, id, on_location, &where);
	inside = false;
}

static inline void find(const char *domain, const char *proxy)
{
	static uint64_t id = 100;
	size_t before = answers;

	begin(domain, proxy, ++id);
	for (int i = 0; i < 3000 && answers == before; i++)
		loop_once(loop, 10);
	ck_assert_uint_eq(answers, before + 1);
	ck_assert_uint_eq(answered, id);
}

static inline void attempts_are(const char *expected)
{
	attempts_of(&where, expected);
	ck_assert_int_eq(where.cause, CAUSE_NONE);
}

static inline void refused(enum cause cause, const char *words)
{
	ck_assert_msg(where.cause == cause, "%s: %s", cause_label(where.cause), where.words);
	ck_assert_msg(strstr(where.words, words) != NULL, "%s", where.words);
	ck_assert_uint_eq(where.n, 0);
}

#endif
