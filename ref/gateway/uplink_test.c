/* The dialling end against an edge that is a script of bytes: it knows
 * docs/link.md, and nothing of the code of the real one. */
#include "gateway/uplink.h"

#include <string.h>

#include "lib/listener.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "tls/channel.h"
#include "tls/testcert.h"

#define EDGES   2
#define WAIT_MS 20000

/* --- the world ------------------------------------------------------------- */

struct edge { /* one listening edge, and its newest caller */
	struct listener *listener;
	struct address at;
	struct channel *channel;
	struct tls_context *ctx;
	struct buf got;
	unsigned calls;
	bool up, gone;
};

static struct loop *loop;
static struct edge edge[EDGES];
static struct uplink *up;
static struct uplink_settings set;
static struct uplink_edge_settings edge_set[EDGES];
static struct view domains[] = { VIEW_INIT("contoso.example"),
	                         VIEW_INIT("sales.contoso.example") };
static struct tc ca, other_ca, edge_cert[EDGES], gw_cert;
static char *ca_file;
static struct fault fault;
static struct buf events; /* what the ops were told */
static bool drained;
static uint32_t window = 4000;
static uint64_t held[2000];
static size_t n_held;

#define UNTIL(x)                                                                               \
	for (uint64_t until_ = loop_now(loop) + WAIT_MS; !(x);) {                              \
		ck_assert_msg(loop_now(loop) < until_, "never: %s; but: %s", #x,               \
		              buf_cstr(&events));                                              \
		loop_once(loop, 50);                                                           \
	}

static struct tls_context *context(const struct tc *c)
{
	char *cert = tc_cert_file(c), *key = tc_key_file(c);
	struct tls_context *ctx = tls_context_new(
	        &(struct tls_settings){
	                .certificate = cert, .key = key, .trust = ca_file, .tls13_only = true },
	        &fault);

	ck_assert_msg(ctx != NULL, "%s", fault.text);
	tc_unlink(&cert);
	tc_unlink(&key);
	return ctx;
}

static void e_secured(void *arg)
{
	((struct edge *)arg)->up = true;
}

static void e_bytes(void *arg, struct view plain)
{
	buf_putv(&((struct edge *)arg)->got, plain);
}

static void e_ended(void *arg, enum cause cause, const char *words)
{
	struct edge *e = arg;

	(void)cause, (void)words;
	e->gone = true;
	channel_free(&e->channel);
}

static const struct channel_ops e_ops = { .secured = e_secured,
	                                  .bytes = e_bytes,
	                                  .ended = e_ended };

static void e_called(void *arg, int fd, const struct address *from)
{
	struct edge *e = arg;

	(void)from;
	channel_free(&e->channel);
	buf_clear(&e->got);
	e->calls++;
	e->up = e->gone = false;
	e->channel = channel_accept(loop, fd, &e_ops, e);
	channel_start_tls(e->channel, e->ctx, TLS_SERVER, NULL);
}

static void on_stanza(void *arg, struct element *e, struct region *r)
{
	struct view id = element_attr(e, "id");

	(void)arg, (void)r;
	buf_printf(&events, "stanza:%.*s ", VIEW_ARG(id));
	if (view_starts(id, VIEW("held")))
		held[n_held++] = uplink_hold(up);
}

static void on_handed(void *arg, struct view from, struct view to, struct view id)
{
	(void)arg;
	buf_printf(&events, "handed:%.*s>%.*s:%.*s ", VIEW_ARG(from), VIEW_ARG(to),
	           VIEW_ARG(id));
}

static void on_lost(void *arg, const struct element *e)
{
	(void)arg;
	buf_printf(&events, "lost:%.*s ", VIEW_ARG(element_attr(e, "id")));
}

static void on_changed(void *arg, bool is_up)
{
	(void)arg;
	buf_puts(&events, is_up ? "up " : "down ");
}

static void on_acknowledged(void *arg, uint64_t tag)
{
	(void)arg;
	buf_printf(&events, "has:%llu ", (unsigned long long)tag);
}

static void on_began(void *arg)
{
	(void)arg;
	buf_puts(&events, "began ");
}

static void on_given_back(void *arg)
{
	(void)arg;
	buf_puts(&events, "back:");
	for (size_t i = 0; i < n_held; i++)
		if (uplink_gives_back(up, held[i]))
			buf_printf(&events, "%zu,", i);
	buf_puts(&events, " ");
}

static const char *given_up; /* ids, whose senders were told that they failed */

static bool on_awaited(void *arg, const struct element *e)
{
	char id[16];

	(void)arg;
	snprintf(id, sizeof id, "%.*s ", VIEW_ARG(element_attr(e, "id")));
	return given_up == NULL || strstr(given_up, id) == NULL;
}

static const struct uplink_ops ops = { on_stanza,       on_handed, on_lost,   on_changed,
	                               on_acknowledged, on_began,  on_given_back,
	                               on_awaited };

static void begin(size_t n)
{
	log_threshold(LOG_ERROR);
	loop = loop_new();
	ca = tc_ca("internal", NULL);
	other_ca = tc_ca("other", NULL);
	ca_file = tc_cert_file(&ca);
	gw_cert = tc_leaf(&ca, "dns:gw1.contoso.example");
	edge_cert[0] = tc_leaf(&ca, "dns:edge1.contoso.example");
	edge_cert[1] = tc_leaf(&ca, "dns:edge2.contoso.example");
	drained = false;
	given_up = NULL;
	for (size_t i = 0; i < n; i++) {
		struct address any;

		ck_assert(address_parse(VIEW("127.0.0.1:0"), &any));
		edge[i] = (struct edge){ .ctx = context(&edge_cert[i]) };
		edge[i].listener = listener_new(loop, &any, e_called, &edge[i], &fault);
		ck_assert_msg(edge[i].listener != NULL, "%s", fault.text);
		listener_local(edge[i].listener, &edge[i].at);
		edge_set[i] = (struct uplink_edge_settings){ i == 0 ? "edge1.contoso.example"
			                                            : "edge2.contoso.example",
			                                     23456, &edge[i].at };
	}
	set = (struct uplink_settings){
		.name = "gw1.contoso.example",
		.edge = edge_set,
		.n_edge = n,
		.domain = domains,
		.n_domain = 2,
		.tls = context(&gw_cert),
		.limits = xml_limits_default,
		.keepalive_ms = 60000,
		.establish_ms = 60000,
		.retry_min_ms = 1,
		.retry_max_ms = 4,
		.window_stanzas = window,
		.window_bytes = 1 << 20,
	};
}

static void dial(void)
{
	up = uplink_new(loop, NULL, &set, &ops, &set);
}

static void end(void)
{
	uplink_free(&up);
	for (size_t i = 0; i < set.n_edge; i++) {
		channel_free(&edge[i].channel);
		listener_free(&edge[i].listener);
		tls_context_free(&edge[i].ctx);
		buf_free(&edge[i].got);
	}
	tls_context_free(&set.tls);
	tc_unlink(&ca_file);
	for (size_t i = 0; i < EDGES; i++)
		tc_free(&edge_cert[i]);
	tc_free(&gw_cert);
	tc_free(&other_ca);
	tc_free(&ca);
	buf_free(&events);
	fault_free(&fault);
	loop_free(&loop);
}

static void say(struct edge *e, const char *text)
{
	channel_write(e->channel, view_of(text));
}

/* Reads until `text` has come, and forgets all up to it. */
static void hear(struct edge *e, const char *text)
{
	const char *at;

	UNTIL(strstr(buf_cstr(&e->got), text) != NULL || (e->gone && buf_len(&e->got) == 0));
	at = strstr(buf_cstr(&e->got), text);
	ck_assert_msg(at != NULL, "not heard: %s", text);
	buf_drop(&e->got, (size_t)(at - buf_cstr(&e->got)) + strlen(text));
}

static bool told(const char *what)
{
	return strstr(buf_cstr(&events), what) != NULL;
}

#define OPENING                                                                                \
	"<?xml version='1.0'?><stream:stream xmlns='jabber:server' "                           \
	"xmlns:stream='http://etherx.jabber.org/streams' id='s1' "                             \
	"from='edge1.contoso.example' to='gw1.contoso.example' version='1.0'>"
#define FEATURES "<stream:features><sm xmlns='urn:xmpp:sm:3'/></stream:features>"
#define ACCEPTED "<accepted xmlns='urn:fedlab:link:1'/>"
#define ENABLED  "<enabled xmlns='urn:xmpp:sm:3' id='prev1' resume='true' max='60'/>"
#define R        "<r xmlns='urn:xmpp:sm:3'/>"
#define A(h)     "<a xmlns='urn:xmpp:sm:3' h='" h "'/>"
#define MESSAGE(id)                                                                            \
	"<message from='romeo@fabrikam.example' "                                              \
	"to='juliet@contoso.example' id='" id "'><body>x</body></message>"

static void open_session(struct edge *e)
{
	hear(e, "from='gw1.contoso.example'");
	say(e, OPENING FEATURES);
	hear(e, "<domains xmlns='urn:fedlab:link:1'><domain>contoso.example"
	        "</domain><domain>sales.contoso.example</domain></domains>");
	hear(e, "<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
	say(e, ACCEPTED ENABLED);
	UNTIL(told("up "));
}

static bool send_tagged(const char *id, uint64_t tag, bool awaited)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "message");
	bool ok;

	element_set(r, e, "from", VIEW("juliet@contoso.example"));
	element_set(r, e, "to", VIEW("romeo@fabrikam.example"));
	element_set(r, e, "id", view_of(id));
	ok = awaited ? uplink_send_awaited(up, e) : uplink_send_tagged(up, e, tag);
	region_free(&r);
	return ok;
}

static bool send_(const char *id)
{
	return send_tagged(id, 0, false);
}

static bool send_awaited(const char *id)
{
	return send_tagged(id, 0, true);
}

static void cut(struct edge *e)
{
	channel_free(&e->channel);
}

/* --- tests ----------------------------------------------------------------- */

START_TEST(a_session_is_set_up_and_stanzas_go_both_ways)
{
	begin(1);
	dial();
	ck_assert_int_eq(uplink_refuses(up), CAUSE_NO_EDGE);
	ck_assert(!send_("m0"));
	open_session(&edge[0]);
	ck_assert(uplink_is_up(up));
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	hear(&edge[0], R);
	say(&edge[0], A("1") "<handed xmlns='urn:fedlab:link:1' "
	                     "from='juliet@contoso.example' to='romeo@fabrikam.example' "
	                     "id='m1'/>" MESSAGE("p1") R);
	UNTIL(told("handed:juliet@contoso.example>romeo@fabrikam.example:m1 "));
	UNTIL(told("stanza:p1 "));
	hear(&edge[0], A("1"));
	ck_assert_uint_eq(uplink_unacknowledged(up), 0);
	end();
}
END_TEST

/* docs/link.md 6: `<a/>` counts nothing whose fate is open, and nothing behind it. */
START_TEST(what_is_not_settled_is_not_acknowledged)
{
	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("p1") MESSAGE("held1") MESSAGE("held2") MESSAGE("p4") R);
	UNTIL(told("stanza:p4 "));
	ck_assert_uint_eq(n_held, 2);
	ck_assert(held[0] != 0 && held[1] != 0 && held[0] != held[1]);
	/* settled in another order; then the answer that is owed comes at once */
	uplink_settled(up, held[1]);
	uplink_settled(up, held[1]);
	ck_assert_uint_eq(buf_len(&edge[0].got), 0);
	uplink_settled(up, held[0]);
	hear(&edge[0], A("4"));
	/* what is not settled in a second is left out; the next answer says more */
	say(&edge[0], MESSAGE("held5") MESSAGE("p6") R);
	hear(&edge[0], A("4"));
	uplink_settled(up, held[2]);
	say(&edge[0], R);
	hear(&edge[0], A("6"));
	end();
}
END_TEST

/* What is not settled when the session ends is the edge's again, and it says so. */
START_TEST(what_is_not_settled_is_given_back_with_the_session)
{
	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("held1") MESSAGE("held2") MESSAGE("p3") MESSAGE("held4"));
	UNTIL(told("stanza:held4 "));
	uplink_settled(up, held[0]);
	ck_assert(!uplink_gives_back(up, held[1]));
	say(&edge[0], "</stream:stream>");
	UNTIL(told("back:1,2, "));
	ck_assert(!uplink_gives_back(up, held[1]));
	end();
}
END_TEST

/* ... and a break changes nothing: what is not settled stays the edge's, and what it sends
 * again is known by its place. */
START_TEST(what_is_not_settled_stays_the_edges_over_a_break)
{
	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("p1") MESSAGE("held2") MESSAGE("p3"));
	UNTIL(told("stanza:p3 "));
	cut(&edge[0]);
	UNTIL(edge[0].channel != NULL);
	hear(&edge[0], "from='gw1.contoso.example'");
	buf_clear(&events);
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "h='1'");
	say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='0'/>" MESSAGE("held2")
	                      MESSAGE("p3") MESSAGE("p4") R);
	UNTIL(told("stanza:p4 "));
	ck_assert(!told("held2") && !told("p3"));
	hear(&edge[0], A("1"));
	/* once more, in the middle of what comes again */
	cut(&edge[0]);
	UNTIL(edge[0].channel != NULL);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "h='1'");
	say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='0'/>" MESSAGE("held2"));
	cut(&edge[0]);
	UNTIL(edge[0].channel != NULL);
	hear(&edge[0], "from='gw1.contoso.example'");
	uplink_settled(up, held[0]);
	buf_clear(&events);
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "h='4'");
	say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='0'/>" MESSAGE("p5") R);
	UNTIL(told("stanza:p5 "));
	hear(&edge[0], A("5"));
	/* nobody is held outside of a stanza */
	ck_assert_uint_eq(uplink_hold(up), 0);
	end();
}
END_TEST

/* However many: what may be on its way to users is limited where it is queued
 * (sip.queue-total, sip.transactions), and refused there. */
START_TEST(all_that_is_not_settled_is_held)
{
	struct buf many = { 0 };

	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	for (int i = 0; i < 1500; i++)
		buf_printf(&many,
		           "<message from='romeo@fabrikam.example' to='juliet@contoso.example' "
		           "id='held-%d'/>",
		           i);
	buf_puts(&many, R);
	say(&edge[0], buf_cstr(&many));
	buf_free(&many);
	UNTIL(told("stanza:held-1499 "));
	ck_assert_uint_eq(n_held, 1500);
	for (int i = 0; i < 1500; i++)
		ck_assert_uint_ne(held[i], 0);
	hear(&edge[0], A("0"));
	/* all but one, from behind */
	for (int i = 1499; i >= 0; i--)
		if (i != 1000)
			uplink_settled(up, held[i]);
	say(&edge[0], R);
	hear(&edge[0], A("1000"));
	uplink_settled(up, held[1000]);
	say(&edge[0], R);
	hear(&edge[0], A("1500"));
	end();
}
END_TEST

/* ... but one that is open does not take the window from the others. */
START_TEST(what_is_open_for_long_is_counted)
{
	window = 8;
	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("held1") MESSAGE("p2") MESSAGE("p3") MESSAGE("p4") R);
	UNTIL(told("stanza:p4 "));
	hear(&edge[0], A("0"));
	say(&edge[0], MESSAGE("held5") MESSAGE("p6") R);
	UNTIL(told("stanza:p6 "));
	hear(&edge[0], A("4"));
	uplink_settled(up, held[0]); /* late, and of no use any more */
	uplink_settled(up, held[1]);
	say(&edge[0], R);
	hear(&edge[0], A("6"));
	end();
}
END_TEST

START_TEST(a_break_is_resumed_and_what_was_in_flight_is_sent_again)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_tagged("m1", 71, false));
	ck_assert(send_tagged("m2", 72, false));
	hear(&edge[0], "id='m2'");
	say(&edge[0], MESSAGE("p1"));
	UNTIL(told("stanza:p1 "));
	cut(&edge[0]);
	UNTIL(told("down "));
	/* It still takes stanzas. */
	ck_assert_int_eq(uplink_refuses(up), CAUSE_NONE);
	ck_assert(send_("m3"));
	UNTIL(edge[0].calls == 2 && edge[0].up);
	buf_clear(&events);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume xmlns='urn:xmpp:sm:3'");
	hear(&edge[0], "h='1'");
	say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='1'/>");
	hear(&edge[0], "id='m2'");
	hear(&edge[0], "id='m3'");
	ck_assert(told("has:71 ") && !told("has:72"));
	hear(&edge[0], R);
	say(&edge[0], A("3"));
	UNTIL(uplink_unacknowledged(up) == 0);
	ck_assert(!told("began "));
	ck_assert(told("has:72 ") && !told("has:0"));
	ck_assert(!told("lost:"));
	end();
}
END_TEST

/* An edge that is late: each call is ended as soon as it comes. */
static void turn_away(struct edge *e, unsigned calls)
{
	while (e->calls < calls) {
		UNTIL(e->channel != NULL);
		cut(e);
	}
}

/* LYNC-HA-1: the pauses of before say nothing about an edge that was there. */
START_TEST(a_break_costs_no_pause_however_late_the_edge_came)
{
	uint64_t broke;

	begin(1);
	set.retry_max_ms = 60000;
	dial();
	turn_away(&edge[0], 7);
	UNTIL(edge[0].up);
	/* Behind so many failures the next pause would be 6.4 s at least. */
	set.retry_min_ms = 100;
	for (unsigned i = 0; i < 5; i++) {
		bool first = i == 0;

		if (first) {
			open_session(&edge[0]);
		} else {
			hear(&edge[0], "from='gw1.contoso.example'");
			say(&edge[0], OPENING FEATURES);
			hear(&edge[0], "<resume ");
			say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='0'/>");
			UNTIL(told("up "));
		}
		buf_clear(&events);
		broke = loop_now(loop);
		cut(&edge[0]);
		UNTIL(edge[0].up && edge[0].channel != NULL);
		ck_assert_uint_lt(loop_now(loop) - broke, 5000);
	}
	end();
}
END_TEST

static void resume(struct edge *e, const char *h)
{
	char resumed[128];

	UNTIL(e->channel != NULL && e->up);
	hear(e, "from='gw1.contoso.example'");
	say(e, OPENING FEATURES);
	hear(e, "<resume ");
	hear(e, "/>");
	snprintf(resumed, sizeof resumed,
	         "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='%s'/>", h);
	say(e, resumed);
}

/* What has come up to the next question. */
static void hear_all(struct edge *e, const char *all)
{
	UNTIL(strstr(buf_cstr(&e->got), R) != NULL);
	ck_assert_str_eq(buf_cstr(&e->got), all);
	buf_clear(&e->got);
}

#define SENT(id)                                                                               \
	"<message from='juliet@contoso.example' to='romeo@fabrikam.example' id='" id "'/>"
#define BLANK(id)                                                                              \
	"<iq from='juliet@contoso.example' to='romeo@fabrikam.example' id='" id "' "           \
	"type='result'/>"

/* P85: what has no number yet is as if it had never been. */
START_TEST(what_was_never_written_is_left_out)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_awaited("m1"));
	ck_assert(send_awaited("m2"));
	ck_assert(send_("m3"));
	ck_assert_uint_eq(uplink_unacknowledged(up), 3);
	given_up = "m1 m3 ";
	resume(&edge[0], "0");
	hear_all(&edge[0], SENT("m2") SENT("m3") R);
	say(&edge[0], A("2"));
	UNTIL(uplink_unacknowledged(up) == 0);
	ck_assert(!told("lost:") && !told("has:"));
	end();
}
END_TEST

/* What has one leaves a blank behind, again and again; what has arrived has arrived. */
START_TEST(what_was_written_leaves_a_blank)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_awaited("m1"));
	ck_assert(send_awaited("m2"));
	ck_assert(send_("m3"));
	hear(&edge[0], "id='m3'/>");
	given_up = "m1 m2 m3 ";
	cut(&edge[0]);
	UNTIL(told("down "));
	buf_clear(&events);
	resume(&edge[0], "1");
	hear_all(&edge[0], BLANK("m2") SENT("m3") R);
	given_up = NULL;
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_awaited("m4"));
	resume(&edge[0], "1");
	hear_all(&edge[0], BLANK("m2") SENT("m3") SENT("m4") R);
	say(&edge[0], A("4"));
	UNTIL(uplink_unacknowledged(up) == 0);
	ck_assert(!told("lost:") && !told("has:"));
	end();
}
END_TEST

/* Nor is it kept: the window is for those who wait. */
START_TEST(what_waits_unwritten_has_a_limit)
{
	window = 3;
	begin(1);
	dial();
	open_session(&edge[0]);
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_awaited("m1"));
	ck_assert(send_("m2"));
	ck_assert(send_awaited("m3"));
	ck_assert_int_eq(uplink_refuses(up), CAUSE_QUEUE_FULL);
	ck_assert(!send_("m4"));
	given_up = "m1 ";
	ck_assert(send_("m4"));
	ck_assert(!send_("m5"));
	resume(&edge[0], "0");
	hear_all(&edge[0], SENT("m2") SENT("m3") SENT("m4") R);
	end();
}
END_TEST

/* Of two sessions the one that is there first takes it, behind what it has to say again. */
START_TEST(what_waits_goes_by_the_first_that_is_up)
{
	begin(2);
	dial();
	UNTIL(edge[0].up);
	open_session(&edge[0]);
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_awaited("m1"));
	buf_clear(&events);
	UNTIL(edge[1].up);
	open_session(&edge[1]);
	hear_all(&edge[1], SENT("m1") R);
	end();
}
END_TEST

START_TEST(what_waits_is_lost_with_the_last_session)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_("m2"));
	ck_assert(send_awaited("m3"));
	UNTIL(edge[0].channel != NULL && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	buf_clear(&events);
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume ");
	say(&edge[0], "<failed xmlns='urn:xmpp:sm:3'/>");
	UNTIL(told("lost:m1 lost:m2 lost:m3 "));
	hear(&edge[0], "<domains ");
	ck_assert_uint_eq(uplink_unacknowledged(up), 0);
	end();
}
END_TEST

START_TEST(a_session_that_is_gone_begins_anew_and_the_rest_is_lost)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_tagged("m1", 71, false));
	hear(&edge[0], "id='m1'");
	cut(&edge[0]);
	UNTIL(edge[0].calls == 2 && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	buf_clear(&events);
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume ");
	say(&edge[0], "<failed xmlns='urn:xmpp:sm:3'><item-not-found "
	              "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
	UNTIL(told("lost:m1 "));
	hear(&edge[0], "<domains ");
	hear(&edge[0], "<enable ");
	say(&edge[0], ACCEPTED ENABLED);
	UNTIL(uplink_is_up(up));
	ck_assert(send_("m2"));
	hear(&edge[0], "id='m2'");
	ck_assert(!told("has:71"));
	ck_assert(told("began "));
	end();
}
END_TEST

START_TEST(a_closing_tag_ends_the_session)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	say(&edge[0], "</stream:stream>");
	UNTIL(told("lost:m1 "));
	UNTIL(edge[0].calls == 2 && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<domains "); /* and no <resume/> */
	end();
}
END_TEST

/* docs/link.md 6: of all errors, that nothing was heard is the one that ends no session. */
START_TEST(an_edge_that_heard_nothing_keeps_the_session)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	say(&edge[0], "<stream:error><connection-timeout "
	              "xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
	              "</stream:stream>");
	UNTIL(edge[0].calls == 2 && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume ");
	ck_assert(!told("lost:"));
	end();
}
END_TEST

START_TEST(the_window_is_a_limit)
{
	window = 3;
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_("m1"));
	ck_assert(send_("m2"));
	ck_assert(send_("m3"));
	ck_assert(!send_("m4"));
	ck_assert_int_eq(uplink_refuses(up), CAUSE_QUEUE_FULL);
	hear(&edge[0], R);
	say(&edge[0], A("1"));
	UNTIL(uplink_refuses(up) == CAUSE_NONE);
	ck_assert(send_("m4"));
	/* What is left is asked about again. */
	hear(&edge[0], R);
	end();
}
END_TEST

START_TEST(the_oldest_session_that_is_up_is_used)
{
	begin(2);
	dial();
	UNTIL(edge[1].up);
	open_session(&edge[1]);
	UNTIL(edge[0].up);
	open_session(&edge[0]);
	UNTIL(strstr(buf_cstr(&edge[0].got), "enable") == NULL);
	ck_assert(send_("m1"));
	hear(&edge[1], "id='m1'");
	/* It breaks: the other one takes over; what was in flight stays. */
	cut(&edge[1]);
	UNTIL(edge[1].calls == 2 && edge[1].up);
	UNTIL(uplink_is_up(up));
	ck_assert(send_("m2"));
	hear(&edge[0], "id='m2'");
	ck_assert(!told("down "));
	ck_assert(!told("lost:"));
	end();
}
END_TEST

/* An edge with another name, or of an authority that nobody trusts, hears not
 * one byte of XML. */
START_TEST(an_edge_that_proves_nothing_hears_nothing)
{
	for (int i = 0; i < 2; i++) {
		struct tc bad;

		begin(1);
		bad = tc_leaf(i == 0 ? &ca : &other_ca, i == 0 ? "dns:edge9.contoso.example"
		                                               : "dns:edge1.contoso.example");
		tls_context_free(&edge[0].ctx);
		edge[0].ctx = context(&bad);
		dial();
		UNTIL(edge[0].calls >= 3);
		ck_assert_uint_eq(buf_len(&edge[0].got), 0);
		ck_assert(!uplink_is_up(up));
		tc_free(&bad);
		end();
	}
}
END_TEST

static bool shown(const struct edge *e, const char *host)
{
	return cert_names_host(tls_session_peer(channel_tls(e->channel)), view_of(host));
}

START_TEST(a_renewed_certificate_is_shown_the_next_time)
{
	struct tls_context *old;
	struct tc new;

	begin(1);
	new = tc_leaf(&ca, "dns:gw1.contoso.example dns:new.contoso.example");
	old = set.tls;
	dial();
	open_session(&edge[0]);
	ck_assert(!shown(&edge[0], "new.contoso.example"));
	set.tls = context(&new);
	uplink_renew(up, set.tls);
	tls_context_free(&old);
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	cut(&edge[0]);
	UNTIL(edge[0].calls == 2 && edge[0].up);
	ck_assert(shown(&edge[0], "new.contoso.example"));
	tc_free(&new);
	end();
}
END_TEST

START_TEST(what_is_out_of_place_ends_the_stream)
{
	static const char *const wrong[] = {
		"<enabled xmlns='urn:xmpp:sm:3'/>",
		"<resumed xmlns='urn:xmpp:sm:3' previd='x' h='0'/>",
		A("9"), /* more than was sent */
		"<a xmlns='urn:xmpp:sm:3'/>",
		"<what xmlns='urn:fedlab:link:1'/>",
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		begin(1);
		dial();
		open_session(&edge[0]);
		ck_assert(send_("m1"));
		hear(&edge[0], "id='m1'");
		say(&edge[0], wrong[i]);
		hear(&edge[0], "<stream:error>");
		hear(&edge[0], "undefined-condition");
		UNTIL(told("lost:m1 "));
		end();
	}
}
END_TEST

START_TEST(a_silent_edge_is_asked)
{
	begin(1);
	set.keepalive_ms = 100;
	set.retry_min_ms = set.retry_max_ms = 50;
	dial();
	UNTIL(edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<enable ");
	say(&edge[0], ACCEPTED ENABLED);
	/* One question, then the connection is given up and resumed. */
	hear(&edge[0], R);
	hear(&edge[0], "<connection-timeout ");
	/* It may only have stood still: the session is resumed. */
	UNTIL(edge[0].calls >= 2 && edge[0].up);
	ck_assert(told("down "));
	ck_assert(!told("lost:"));
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume ");
	end();
}
END_TEST

START_TEST(an_edge_that_says_nothing_is_given_up)
{
	begin(1);
	set.establish_ms = 100;
	dial();
	/* It takes the connection, and never answers the header. */
	UNTIL(edge[0].calls >= 2 && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	/* One that answers in time is a session. */
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<enable ");
	say(&edge[0], ACCEPTED ENABLED);
	UNTIL(told("up "));
	end();
}
END_TEST

static void on_drained(void *arg)
{
	ck_assert_ptr_eq(arg, &set);
	drained = true;
}

START_TEST(a_drain_says_what_has_arrived_and_closes)
{
	begin(2);
	dial();
	UNTIL(edge[0].up);
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("p1"));
	UNTIL(told("stanza:p1 "));
	uplink_drain(up, on_drained, &set);
	ck_assert(!drained);
	hear(&edge[0], A("1") "</stream:stream>");
	ck_assert(!send_("m1"));
	say(&edge[0], "</stream:stream>");
	UNTIL(drained);
	end();
}
END_TEST

UNIT("uplink", a_session_is_set_up_and_stanzas_go_both_ways,
     what_is_not_settled_is_not_acknowledged, what_is_not_settled_stays_the_edges_over_a_break,
     what_is_not_settled_is_given_back_with_the_session, all_that_is_not_settled_is_held,
     what_is_open_for_long_is_counted,
     a_break_is_resumed_and_what_was_in_flight_is_sent_again,
     a_break_costs_no_pause_however_late_the_edge_came,
     what_was_never_written_is_left_out, what_was_written_leaves_a_blank,
     what_waits_unwritten_has_a_limit, what_waits_goes_by_the_first_that_is_up,
     what_waits_is_lost_with_the_last_session,
     a_session_that_is_gone_begins_anew_and_the_rest_is_lost, a_closing_tag_ends_the_session,
     the_window_is_a_limit, the_oldest_session_that_is_up_is_used,
     an_edge_that_proves_nothing_hears_nothing, a_renewed_certificate_is_shown_the_next_time,
     what_is_out_of_place_ends_the_stream, a_silent_edge_is_asked,
     an_edge_that_says_nothing_is_given_up,
     an_edge_that_heard_nothing_keeps_the_session, a_drain_says_what_has_arrived_and_closes)
