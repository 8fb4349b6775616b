/* RFC 3263 4: what is asked for a next hop, and the attempts that come of it. */
#include "dns/locate_sip.h"
#include "dns/plan_rig.h"

#define UDP SIP_TRANSPORT_BIT(SIP_UDP)
#define TCP SIP_TRANSPORT_BIT(SIP_TCP)
#define TLS SIP_TRANSPORT_BIT(SIP_TLS)
#define ALL (UDP | TCP | TLS)

static size_t n_facts(const struct fact *facts)
{
	size_t n = 0;

	while (facts[n].name != NULL)
		n++;
	return n;
}

static const char *const transport_name[] = { "udp", "tcp", "tls" };

/* "host port transport", 0 and "-" for what is not given; "sips:" in front. */
static struct sip_hop hop_of(const char *text, unsigned supported)
{
	static char host[DNS_NAME_SIZE];
	struct sip_hop hop = { .host = host, .supported = supported };
	char transport[8];

	hop.sips = strncmp(text, "sips:", 5) == 0;
	ck_assert_int_eq(sscanf(text + (hop.sips ? 5 : 0), "%255s %u %7s", host, &hop.port, transport), 3);
	for (int t = 0; t < SIP_TRANSPORTS; t++)
		if (strcmp(transport, transport_name[t]) == 0) {
			hop.has_transport = true;
			hop.transport = (enum sip_transport)t;
		}
	return hop;
}

struct row {
	const char *hop;
	unsigned supported;
	struct fact facts[8];
	const char *asked;	/* "NAPTR SRV _sip._tcp... " of each round, rounds by " / " */
	const char *got;	/* "tcp/192.0.2.1:5060 ", or "cause: words" */
};

#define C "corp.example"
#define H1 { "h1." C, DNS_A, "A 192.0.2.1", false }
#define H2 { "h2." C, DNS_A, "A 192.0.2.2", false }
#define ADDRESSES(host) "AAAA " host " A " host " "

static const struct row table[] = {
	/* a numeric host asks nothing */
	{ "192.0.2.9 0 -", ALL, { { 0 } }, "", "udp/192.0.2.9:5060 " },
	{ "192.0.2.9 5070 -", ALL, { { 0 } }, "", "udp/192.0.2.9:5070 " },
	{ "2001:db8::9 0 tcp", ALL, { { 0 } }, "", "tcp/[2001:db8::9]:5060 " },
	{ "192.0.2.9 0 tls", ALL, { { 0 } }, "", "tls/192.0.2.9:5061 " },
	{ "sips:192.0.2.9 0 -", ALL, { { 0 } }, "", "tls/192.0.2.9:5061 " },
	{ "sips:192.0.2.9 0 tcp", ALL, { { 0 } }, "", "tls/192.0.2.9:5061 " },
	{ "192.0.2.9 0 -", TCP | TLS, { { 0 } }, "", "tcp/192.0.2.9:5060 " },
	{ "192.0.2.9 0 -", TLS, { { 0 } }, "", "tls/192.0.2.9:5061 " },
	{ "sips:192.0.2.9 0 -", UDP | TCP, { { 0 } }, "",
	  "dns-no-service: no transport for 192.0.2.9 that can be used" },
	{ "sips:192.0.2.9 0 udp", ALL, { { 0 } }, "",
	  "dns-no-service: no transport for 192.0.2.9 that can be used" },
	{ "192.0.2.9 0 tcp", UDP, { { 0 } }, "",
	  "dns-no-service: no transport for 192.0.2.9 that can be used" },
	/* a port skips NAPTR and SRV (R3263-4.1-1) */
	{ C " 5070 -", ALL, { { C, DNS_A, "A 192.0.2.1", false } }, ADDRESSES(C),
	  "udp/192.0.2.1:5070 " },
	{ C " 5070 tls", ALL, { { C, DNS_A, "A 192.0.2.1", false } }, ADDRESSES(C),
	  "tls/192.0.2.1:5070 " },
	/* a transport skips NAPTR */
	{ C " 0 tcp", ALL, { { "_sip._tcp." C, DNS_SRV, "SRV 1 0 5065 h1." C, false }, H1 },
	  "SRV _sip._tcp." C " / " ADDRESSES("h1." C), "tcp/192.0.2.1:5065 " },
	{ C " 0 tls", ALL, { { "_sips._tcp." C, DNS_SRV, "SRV 1 0 5065 h1." C, false }, H1 },
	  "SRV _sips._tcp." C " / " ADDRESSES("h1." C), "tls/192.0.2.1:5065 " },
	{ C " 0 udp", ALL, { { C, DNS_A, "A 192.0.2.1", false } },
	  "SRV _sip._udp." C " / " ADDRESSES(C), "udp/192.0.2.1:5060 " },
	/* NAPTR, then SRV, then addresses, in its order */
	{ C " 0 -", ALL,
	  { { C, DNS_NAPTR, "NAPTR 50 50 s SIP+D2U - _u." C, false },
	    { C, DNS_NAPTR, "NAPTR 50 20 S sip+d2t - _t." C, false },
	    { C, DNS_NAPTR, "NAPTR 90 10 s SIPS+D2T - _s." C, false },
	    { "_t." C, DNS_SRV, "SRV 1 0 5065 h1." C, false },
	    { "_u." C, DNS_SRV, "SRV 1 0 5066 h2." C, false }, H1, H2 },
	  "NAPTR " C " / SRV _t." C " SRV _u." C " / " ADDRESSES("h1." C) ADDRESSES("h2." C),
	  "tcp/192.0.2.1:5065 udp/192.0.2.2:5066 " },
	/* only what can be used; a later order when an earlier has none (R3263-4.1-2) */
	{ "sips:" C " 0 -", ALL,
	  { { C, DNS_NAPTR, "NAPTR 50 50 s SIP+D2T - _t." C, false },
	    { C, DNS_NAPTR, "NAPTR 90 50 s SIPS+D2T - _s." C, false },
	    { "_s." C, DNS_SRV, "SRV 1 0 5061 h1." C, false }, H1 },
	  "NAPTR " C " / SRV _s." C " / " ADDRESSES("h1." C), "tls/192.0.2.1:5061 " },
	{ "sips:" C " 0 -", ALL, { { C, DNS_NAPTR, "NAPTR 50 50 s SIP+D2T - _t." C, false } },
	  "NAPTR " C " ", "dns-no-service: NAPTR " C ": no service that can be used" },
	{ C " 0 -", ALL, { { C, DNS_NAPTR, "NAPTR 50 50 a SIP+D2T - h1." C, false } },
	  "NAPTR " C " ", "dns-no-service: NAPTR " C ": no service that can be used" },
	/* records of other protocols are none; a regexp is not read */
	{ C " 0 -", TCP,
	  { { C, DNS_NAPTR, "NAPTR 1 1 s AAA+D2T - _a." C, false },
	    { C, DNS_NAPTR, "NAPTR 1 1 u E2U+sip !^.*$!sip:x@y! .", false },
	    { "_sip._tcp." C, DNS_SRV, "SRV 1 0 5065 h1." C, false }, H1 },
	  "NAPTR " C " / SRV _sip._tcp." C " / " ADDRESSES("h1." C), "tcp/192.0.2.1:5065 " },
	/* no NAPTR: SRV of each transport; no SRV: addresses */
	{ C " 0 -", ALL,
	  { { "_sip._udp." C, DNS_SRV, "SRV 1 0 5066 h2." C, false },
	    { "_sip._tcp." C, DNS_SRV, "SRV 2 0 5065 h1." C, false },
	    { "_sip._tcp." C, DNS_SRV, "SRV 1 0 5064 h2." C, false }, H1, H2 },
	  "NAPTR " C " / SRV _sip._tcp." C " SRV _sip._udp." C " / " ADDRESSES("h2." C)
	  ADDRESSES("h1." C) ADDRESSES("h2." C),
	  "tcp/192.0.2.2:5064 tcp/192.0.2.1:5065 udp/192.0.2.2:5066 " },
	{ "sips:" C " 0 -", ALL, { { "_sips._tcp." C, DNS_SRV, "SRV 1 0 5061 h1." C, false }, H1 },
	  "NAPTR " C " / SRV _sips._tcp." C " / " ADDRESSES("h1." C), "tls/192.0.2.1:5061 " },
	{ C " 0 -", ALL, { { C, DNS_A, "A 192.0.2.1", false } },
	  "NAPTR " C " / SRV _sip._tcp." C " SRV _sip._udp." C " / " ADDRESSES(C),
	  "udp/192.0.2.1:5060 " },
	{ "sips:" C " 0 -", ALL, { { C, DNS_AAAA, "AAAA 2001:db8::1", false } },
	  "NAPTR " C " / SRV _sips._tcp." C " / " ADDRESSES(C), "tls/[2001:db8::1]:5061 " },
	/* one address twice, but by two transports */
	{ C " 0 -", ALL,
	  { { "_sip._udp." C, DNS_SRV, "SRV 1 0 5060 h1." C, false },
	    { "_sip._tcp." C, DNS_SRV, "SRV 1 0 5060 h1." C, false }, H1 },
	  "NAPTR " C " / SRV _sip._tcp." C " SRV _sip._udp." C " / " ADDRESSES("h1." C)
	  ADDRESSES("h1." C), "tcp/192.0.2.1:5060 udp/192.0.2.1:5060 " },
	/* what fails is not what is not there */
	{ C " 0 -", ALL, { { C, DNS_NAPTR, "servfail", false } }, "NAPTR " C " ",
	  "dns-failed: NAPTR " C ": SERVFAIL" },
	{ C " 0 -", ALL, { { C, DNS_NAPTR, "bogus", false } }, "NAPTR " C " ",
	  "dns-bogus: NAPTR " C ": signature expired" },
	{ C " 0 -", ALL, { { "_sip._udp." C, DNS_SRV, "servfail", false } },
	  "NAPTR " C " / SRV _sip._tcp." C " SRV _sip._udp." C " ",
	  "dns-failed: SRV _sip._udp." C ": SERVFAIL" },
	/* but one service that stands is enough */
	{ C " 0 -", ALL,
	  { { "_sip._udp." C, DNS_SRV, "servfail", false },
	    { "_sip._tcp." C, DNS_SRV, "SRV 1 0 5065 h1." C, false }, H1 },
	  "NAPTR " C " / SRV _sip._tcp." C " SRV _sip._udp." C " / " ADDRESSES("h1." C),
	  "tcp/192.0.2.1:5065 " },
	/* "." is a word of its own */
	{ C " 0 tcp", ALL, { { "_sip._tcp." C, DNS_SRV, "SRV 0 0 0 .", false } },
	  "SRV _sip._tcp." C " ", "dns-no-service: SRV _sip._tcp." C " says \".\": no service" },
	{ C " 5070 -", ALL, { { 0 } }, ADDRESSES(C), "dns-no-name: " C " does not exist" },
	{ "a..b 0 -", ALL, { { 0 } }, "", "dns-no-service: \"a..b\" is no name of DNS" },
};

static void run(const struct row *row, bool backwards, struct buf *asked, struct location *where)
{
	struct sip_hop hop = hop_of(row->hop, row->supported);
	struct plan *p = plan_new_sip(&hop, first, NULL);
	struct plan_question q[1 + 2 * LOCATE_MAX_TARGETS];
	struct dns_reply r;
	size_t waiting;

	for (;;) {
		for (waiting = 0; plan_ask(p, &q[waiting]); waiting++) {
			if (waiting == 0 && buf_len(asked) != 0)
				buf_puts(asked, "/ ");
			buf_printf(asked, "%s %s ", dns_type_word(q[waiting].type), q[waiting].name);
		}
		if (waiting == 0)
			break;
		for (size_t i = 0; i < waiting; i++) {
			const struct plan_question *one = &q[backwards ? waiting - 1 - i : i];

			ck_assert(!plan_done(p));
			reply_of(row->facts, n_facts(row->facts), one, &r);
			plan_answer(p, one->slot, &r);
		}
	}
	ck_assert(plan_done(p));
	*where = *plan_location(p);
	plan_free(&p);
}

START_TEST(each_row)
{
	static struct location where;

	for (size_t i = 0; i < 2 * sizeof table / sizeof table[0]; i++) {
		const struct row *row = &table[i / 2];
		struct buf asked = { 0 }, got = { 0 };
		char at[ADDRESS_MAX];

		run(row, i % 2 != 0, &asked, &where);
		for (size_t j = 0; j < where.n; j++)
			buf_printf(&got, "%s/%s ", transport_name[where.attempt[j].transport],
			           address_print(&where.attempt[j].at, at));
		if (where.cause != CAUSE_NONE)
			buf_printf(&got, "%s: %s", cause_label(where.cause), where.words);
		ck_assert_msg(strcmp(buf_cstr(&got), row->got) == 0, "%s: got %s", row->hop,
		              buf_cstr(&got));
		ck_assert_msg(strcmp(buf_len(&asked) != 0 ? buf_cstr(&asked) : "", row->asked) == 0,
		              "%s: asked %s", row->hop, buf_cstr(&asked));
		buf_free(&asked);
		buf_free(&got);
	}
}
END_TEST

/* Secure only when every answer on the way was. */
START_TEST(secure_all_the_way)
{
	static struct location where;
	struct row row = { C " 0 -", TCP,
		{ { C, DNS_NAPTR, "NAPTR 1 1 s SIP+D2T - _t." C, false },
		  { "_t." C, DNS_SRV, "SRV 1 0 5065 h1." C, false }, H1,
		  { "h1." C, DNS_AAAA, "AAAA 2001:db8::1", true } }, NULL, NULL };

	for (int insecure = -1; insecure < 2; insecure++) {
		struct buf asked = { 0 };

		for (int i = 0; i < 2; i++)
			row.facts[i].insecure = i == insecure;
		run(&row, false, &asked, &where);
		ck_assert_uint_eq(where.n, 2);
		ck_assert(!where.attempt[0].secure);	/* the AAAA record is not */
		ck_assert_int_eq(where.attempt[1].secure, insecure < 0);
		buf_free(&asked);
	}
}
END_TEST

START_TEST(giving_up_in_any_stage)
{
	struct sip_hop hop = hop_of(C " 0 -", ALL);
	struct plan_question q;
	static struct dns_reply none;

	for (int stage = 0; stage < 3; stage++) {
		struct plan *p = plan_new_sip(&hop, first, NULL);

		none.outcome = DNS_NO_DATA;
		for (int i = 0; i < (stage == 0 ? 0 : stage == 1 ? 1 : 3); i++) {
			ck_assert(plan_ask(p, &q));
			plan_answer(p, q.slot, &none);
		}
		plan_ask(p, &q);
		plan_give_up(p, "no answer in time");
		ck_assert(plan_done(p));
		ck_assert_str_eq(cause_label(plan_location(p)->cause), "dns-failed");
		plan_free(&p);
	}
}
END_TEST

START_TEST(which_transports_may_be_used)
{
	ck_assert(sip_transport_usable(ALL, false, SIP_UDP));
	ck_assert(sip_transport_usable(ALL, false, SIP_TLS));
	ck_assert(sip_transport_usable(ALL, true, SIP_TLS));
	ck_assert(!sip_transport_usable(ALL, true, SIP_TCP));
	ck_assert(!sip_transport_usable(ALL, true, SIP_UDP));
	ck_assert(!sip_transport_usable(UDP, false, SIP_TCP));
	ck_assert(!sip_transport_usable(UDP | TCP, true, SIP_TLS));
}
END_TEST

UNIT("plan_sip", each_row, secure_all_the_way, giving_up_in_any_stage,
     which_transports_may_be_used)
