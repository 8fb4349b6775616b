/* A whole gateway without an edge: its SIP side is spoken to over the loopback,
 * what a partner's user says is handed to it directly. */
#include "gateway/uplink_private.h"
#include "gateway/watch_sip_private.h"
#include "gateway/watch_xmpp_private.h"

#include <stdio.h>
#include <string.h>

#include "lib/log.h"
#include "lib/udp.h"
#include "lib/unit_disk.h"
#include "sip/message.h"
#include "sip/writer.h"
#include "tls/testcert_dir.h"

#define WAIT_MS 10000
#define SALLY   "sally@contoso.example"
#define ROMEO   "romeo@fabrikam.example"

static struct fault fault;
static struct loop *loop;
static struct gateway *g;
static struct udp *phone; /* the next hop, and every user's */
static struct address phone_at, gateway_at;
static struct buf story; /* "[200] [NOTIFY active] " */
static unsigned answers; /* the phone's to SUBSCRIBE */

#define UNTIL(x)                                                                               \
	for (uint64_t until_ = loop_now(loop) + WAIT_MS; !(x);) {                              \
		ck_assert_msg(loop_now(loop) < until_, "never: %s; but: %s", #x,               \
		              buf_cstr(&story));                                               \
		loop_once(loop, 50);                                                           \
	}
#define SAYS(words) (strstr(buf_cstr(&story), words) != NULL)

/* --- the world ------------------------------------------------------------------- */

static void put_certificates(void)
{
	struct tc ca = tc_ca("ca", NULL);

	dir_put_cert("ca.pem", &ca);
	dir_put_leaf(&ca, "gw1.pem", "gw1.key", "dns:gw1.contoso.example");
	tc_free(&ca);
}

/* Everything is answered; what came is told. */
static void on_datagram(void *arg, struct view bytes, const struct address *from)
{
	struct region *r = region_new();
	struct sip_refusal no;
	struct sip_message m;
	struct buf out = { 0 };
	struct view state, rest;

	(void)arg;
	ck_assert_int_eq(sip_message_read(bytes, r, &sip_limits_default, &m, &no), SIP_READ_OK);
	if (m.status != 0) {
		buf_printf(&story, "[%u] ", m.status);
	} else {
		state = sip_message_value(&m, SIP_SUBSCRIPTION_STATE);
		if (!view_cut(state, ';', &state, &rest))
			rest = (struct view){ NULL, 0 };
		buf_printf(&story, "[%.*s %.*s %.*s] ", VIEW_ARG(m.method_name),
		           VIEW_ARG(state), VIEW_ARG(rest));
		sip_write_response_to(
		        &out, &m,
		        &(struct sip_response){
		                .status = m.method == SIP_METHOD_SUBSCRIBE ? answers : 200,
		                .to_tag = VIEW("phone") });
		sip_write_end(&out);
		ck_assert(udp_send(phone, from, buf_view(&out)));
	}
	buf_free(&out);
	region_free(&r);
}

static const struct udp_ops phone_ops = { .datagram = on_datagram };

/* `more`: keys below `sip`; at their end, more at the top. */
static struct gateway_settings *load(const char *more)
{
	struct gateway_settings *s;
	struct buf text = { 0 };
	char at[ADDRESS_MAX];

	buf_printf(&text,
	           "partners: partners.yml\ndomains: [contoso.example]\n"
	           "link:\n  edges: [\"edge1.contoso.example@127.0.0.1:9\"]\n"
	           "  certificate: gw1.pem\n  key: gw1.key\n  trust: ca.pem\n"
	           "sip:\n  listen: [\"udp:127.0.0.1:5099\"]\n  next-hop: \"sip:%s\"\n"
	           "  trusted: [127.0.0.1]\n  start-spread: 0ms\n  notify-interval: 0ms\n%s"
	           "store: sqlite:gateway.db\n"
	           "access:\n  allow-federated-users: yes\n"
	           "  global: {federation: yes, xmpp: yes}\n",
	           address_print(&phone_at, at), more);
	dir_put_buf("fed-gateway.yml", &text);
	s = gateway_settings_load(in_dir("fed-gateway.yml"), &fault);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &s->sip.listen[0].at));
	return s;
}

static void start(const char *more)
{
	g = gateway_new(loop, load(more), &fault);
	ck_assert_msg(g != NULL, "%s", fault.text);
	gateway_sip_local(g, 0, &gateway_at);
}

static void begin(void)
{
	struct address any;

	log_threshold(LOG_ERROR);
	dir_begin();
	put_certificates();
	dir_puts("partners.yml", "fabrikam.example: {type: federated}\n");
	answers = 200;
	loop = loop_new();
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &any));
	phone = udp_new(loop, &any, &phone_ops, NULL, &fault);
	ck_assert_msg(phone != NULL, "%s", fault.text);
	udp_local(phone, &phone_at);
}

static void end(void)
{
	gateway_free(&g);
	udp_free(&phone);
	loop_free(&loop);
	buf_free(&story);
	dir_unlink("gateway.db");
	dir_end();
}

static void subscribe(const char *call, const char *whom)
{
	struct buf m = { 0 };
	char at[ADDRESS_MAX];

	address_print(&phone_at, at);
	buf_clear(&story);
	buf_printf(&m,
	           "SUBSCRIBE sip:%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;branch=z9hG4bK%s\r\n"
	           "Max-Forwards: 70\r\nFrom: <sip:" SALLY ">;tag=%s\r\nTo: <sip:%s>\r\n"
	           "Call-ID: %s\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:%s>\r\n"
	           "Event: presence\r\nExpires: 600\r\nContent-Length: 0\r\n\r\n",
	           whom, at, call, call, whom, call, at);
	ck_assert(udp_send(phone, &gateway_at, buf_view(&m)));
	buf_free(&m);
}

/* Presence of Romeo to Sally. */
static void says(const char *type)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "presence");
	struct parties p;
	const char *row;

	element_set(r, e, "from", VIEW(ROMEO));
	element_set(r, e, "to", VIEW(SALLY));
	element_set(r, e, "type", view_of(type));
	ck_assert_int_eq(parties_inward(g, e, r, &p, &row), CAUSE_NONE);
	if (strcmp(type, "subscribe") == 0)
		watch_xmpp_stanza(g, e, &p, r);
	else
		watch_sip_stanza(g, e, &p, r);
	region_free(&r);
}

static void count(void *arg, const struct store_row *row)
{
	int *n = arg;

	*n += row->state == STORE_GRANTED ? 100 : 1;
}

/* What a gateway that starts now would find: hundreds granted, ones asked. */
static int on_disk(enum store_side side)
{
	const char *why;
	int n = 0;

	ck_assert(store_each(g->store, side, count, &n, &why));
	return n;
}

/* --- a full disk ---------------------------------------------------------------------- */

START_TEST(what_cannot_be_stored_is_refused)
{
	begin();
	start("");
	disk_ends_at(1024);
	subscribe("one", ROMEO);
	UNTIL(SAYS("[500]"));
	ck_assert(!SAYS("NOTIFY"));
	ck_assert_uint_eq(watch_count(g), 0);
	says("subscribe");
	ck_assert_uint_eq(watch_count(g), 0);
	disk_is_free();
	subscribe("two", ROMEO);
	UNTIL(SAYS("[200]") && SAYS("[NOTIFY pending"));
	ck_assert_int_eq(on_disk(STORE_SIP_WATCHES), 1);
	end();
}
END_TEST

START_TEST(a_refusal_is_obeyed_though_it_cannot_be_stored)
{
	begin();
	start("");
	subscribe("one", ROMEO);
	UNTIL(SAYS("[NOTIFY pending"));
	says("subscribed");
	UNTIL(SAYS("[NOTIFY active"));
	ck_assert_int_eq(on_disk(STORE_SIP_WATCHES), 100);
	disk_ends_at(1024);
	says("unsubscribed");
	UNTIL(SAYS("[NOTIFY terminated reason=rejected]"));
	UNTIL(watch_count(g) == 0);
	disk_is_free();
	subscribe("two", "tybalt@fabrikam.example");
	UNTIL(SAYS("[NOTIFY pending"));
	ck_assert_int_eq(on_disk(STORE_SIP_WATCHES), 1);
	end();
}
END_TEST

START_TEST(a_permission_that_cannot_be_stored_is_asked_for_again)
{
	struct sip_pair *p;

	begin();
	start("");
	subscribe("one", ROMEO);
	UNTIL(SAYS("[NOTIFY pending"));
	p = sip_pair_find(g->watch_sip, VIEW(SALLY), VIEW(ROMEO));
	ck_assert_ptr_nonnull(p);
	p->asked_at = wall_clock();
	disk_ends_at(1024);
	says("subscribed");
	disk_is_free();
	ck_assert_int_eq(p->auth, STORE_ASKED);
	ck_assert_uint_eq(p->asked_at, 0);
	says("subscribed");
	UNTIL(SAYS("[NOTIFY active"));
	end();
}
END_TEST

/* --- limits ------------------------------------------------------------------------------- */

START_TEST(watch_limit_counts_both_directions)
{
	begin();
	start("  watch-limit: 3\n");
	says("subscribe");
	ck_assert_uint_eq(watch_count(g), 1);
	subscribe("one", ROMEO);
	UNTIL(SAYS("[200]"));
	/* Another device of the same watcher is one more. */
	subscribe("two", ROMEO);
	UNTIL(SAYS("[200]"));
	ck_assert_uint_eq(watch_count(g), 3);
	subscribe("three", ROMEO);
	UNTIL(SAYS("[480]"));
	subscribe("four", "tybalt@fabrikam.example");
	UNTIL(SAYS("[480]"));
	ck_assert_uint_eq(watch_count(g), 3);
	/* What is there is not asked for its place again. */
	says("subscribe");
	ck_assert_uint_eq(watch_count(g), 3);
	end();
}
END_TEST

/* --- reload -------------------------------------------------------------------------- */

START_TEST(what_a_reload_cannot_change_is_a_fault)
{
	static const struct {
		const char *more, *key; /* NULL: it holds at once */
	} row[] = {
		{ "  expires: 700s\n", NULL },
		{ "  watch-limit: 7\n  retry-min: 1s\n", NULL },
		{ "  t1: 400ms\n", "sip.t1:" },
		{ "  t4: 4s\n", "sip.t4:" },
		{ "  connections: 9\n", "sip.connections:" },
		{ "  transactions: 99\n", "sip.transactions:" },
		{ "  profile: lync\n", "sip.profile:" },
		{ "resolver: {forward: [192.0.2.53]}\n", "resolver:" },
	};

	begin();
	start("");
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct gateway_settings *s = load(row[i].more), *before = g->settings;
		bool taken = gateway_reload(g, s, &fault);

		ck_assert_msg(taken == (row[i].key == NULL), "row %zu: %s", i,
		              taken ? "taken" : fault.text);
		if (taken)
			continue;
		ck_assert_msg(strstr(fault.text, row[i].key) == fault.text, "%s", fault.text);
		ck_assert_ptr_eq(g->settings, before);
		gateway_settings_free(&s);
		fault_free(&fault);
	}
	ck_assert_uint_eq(g->settings->sip.watch_limit, 7);
	ck_assert_ptr_ne(g->settings->link.tls, g->made_with->link.tls);
	ck_assert_ptr_eq(g->uplink->tls, g->settings->link.tls);
	ck_assert_uint_eq(g->watch_xmpp->times.retry_min, 1000);
	end();
}
END_TEST

/* --- statuses --------------------------------------------------------------------------- */

START_TEST(no_cause_is_answered_by_503)
{
	for (int c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++) {
		unsigned status = answer_status((enum cause)c);

		ck_assert_msg(status >= 400 && status <= 699 && status != 503, "%s: %u",
		              cause_label((enum cause)c), status);
	}
	ck_assert_uint_eq(answer_status(CAUSE_QUEUE_FULL), 500);
	ck_assert_uint_eq(answer_status(CAUSE_NOT_HANDED), 504);
	ck_assert_uint_eq(answer_status(CAUSE_STORE_FAILED), 500);
	ck_assert_uint_eq(answer_status(CAUSE_USER_BARRED), 403);
}
END_TEST

UNIT("watch", what_cannot_be_stored_is_refused, a_refusal_is_obeyed_though_it_cannot_be_stored,
     a_permission_that_cannot_be_stored_is_asked_for_again, watch_limit_counts_both_directions,
     what_a_reload_cannot_change_is_a_fault, no_cause_is_answered_by_503)
