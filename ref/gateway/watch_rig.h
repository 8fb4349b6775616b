/* watch_rig.h - a whole gateway on a clock of its own, between a link and a SIP side
 * that are the test's; for the tests of its flows.
 *
 * Loop, endpoint, uplink and resolver are those of rig_*.h, defined anew, so that
 * the linker takes none of theirs: no socket, no wait.  The store is the real one,
 * and a kill leaves on the disk what was there.
 *
 * What the gateway does is one line of text, and the test says what it has to be:
 *
 *	=200:3600            a response, and its Expires
 *	>SUBSCRIBE:3600      a request, and its Expires
 *	>NOTIFY:active{phone,-pc}   its state, and the tuples: open, closed
 *	>NOTIFY:terminated/timeout
 *	!subscribed          a presence stanza as written to the link, by type
 *	!available/pc7 !unavailable/pc7 !unavailable    state, and the resource
 *	!error:item-not-found
 *
 * Sally is ours, Romeo a partner's; both may watch each other.
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_GATEWAY_WATCH_RIG_H
#define REF_GATEWAY_WATCH_RIG_H

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/rig_clock.h"
#include "gateway/rig_link.h"
#include "gateway/rig_sip.h"
#include "gateway/watch_sip_private.h"
#include "gateway/watch_xmpp_private.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "tls/testcert.h"

#define SALLY "sally@contoso.example"
#define ROMEO "romeo@fabrikam.example"

#define WALL  1700000000 /* seconds since 1970 when a test begins */
#define HOURS (3600 * 1000)

static struct gateway *g;

/* --- acknowledgements --------------------------------------------------------------- */

/* What the edge takes reaches the partner at once. */
static bool rig_hands = true;

static inline void edge_acknowledges_one(void)
{
	struct rig_stanza *x = rig_take(g->uplink);
	struct view type = element_attr(x->element, "type");

	if (x->tag != 0)
		g->uplink->ops.acknowledged(g, x->tag);
	if (rig_hands && (view_is(type, "subscribed") || view_is(type, "unsubscribed")))
		g->uplink->ops.handed(g, element_attr(x->element, "from"),
		                      element_attr(x->element, "to"),
		                      element_attr(x->element, "id"));
	rig_stanza_free(x);
}

static inline void edge_acknowledges(void)
{
	while (g->uplink->first != NULL)
		edge_acknowledges_one();
}

/* The end of what the outside did. */
static inline void rig_settle(void)
{
	rig_turn();
	if (rig_acks && rig_link == RIG_UP)
		edge_acknowledges();
	rig_turn();
}

/* --- the world ------------------------------------------------------------------------------ */

static char rig_dir[32];
static struct fault fault;
static struct rlimit rig_disk;

static inline const char *rig_path(const char *name)
{
	static char path[2][64];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", rig_dir, name);
	return path[turn];
}

static inline void rig_put(const char *name, struct view text)
{
	FILE *out = fopen(rig_path(name), "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(text.p, 1, text.n, out), text.n);
	ck_assert_int_eq(fclose(out), 0);
}

static inline void rig_put_certificates(void)
{
	struct tc ca = tc_ca("ca", NULL), leaf = tc_leaf(&ca, "dns:gw1.contoso.example");
	struct buf pem = { 0 };

	tc_pem_cert(&ca, &pem);
	rig_put("ca.pem", buf_view(&pem));
	buf_clear(&pem);
	tc_pem_cert(&leaf, &pem);
	rig_put("gw1.pem", buf_view(&pem));
	buf_clear(&pem);
	tc_pem_key(&leaf, &pem);
	rig_put("gw1.key", buf_view(&pem));
	buf_free(&pem);
	tc_free(&leaf);
	tc_free(&ca);
}

static inline struct gateway_settings *rig_settings(const char *partners, const char *more)
{
	struct gateway_settings *s;
	struct buf text = { 0 };

	rig_put("partners.yml", view_of(partners));
	buf_printf(&text,
	           "partners: partners.yml\ndomains: [contoso.example]\n"
	           "link:\n  edges: [\"edge1.contoso.example@127.0.0.1:9\"]\n"
	           "  certificate: gw1.pem\n  key: gw1.key\n  trust: ca.pem\n"
	           "store: sqlite:gateway.db\n"
	           "access:\n  allow-federated-users: yes\n"
	           "  global: {federation: yes, xmpp: yes}\n"
	           "sip:\n  listen: [\"udp:127.0.0.1:5099\"]\n  next-hop: \"sip:127.0.0.1\"\n"
	           "  trusted: [127.0.0.1]\n  start-spread: 0ms\n%s%s",
	           strstr(more, "notify-interval") != NULL ? "" : "  notify-interval: 0ms\n",
	           more);
	rig_put("fed-gateway.yml", buf_view(&text));
	buf_free(&text);
	s = gateway_settings_load(rig_path("fed-gateway.yml"), &fault);
	ck_assert_msg(s != NULL, "%s", fault.text);
	return s;
}

#define RIG_PARTNERS "fabrikam.example: {type: federated}\n"

static inline void starts_with(const char *partners, const char *more)
{
	const enum rig_link link = rig_link;

	/* No session is there before it has begun. */
	if (rig_link == RIG_UP)
		rig_link = RIG_DOWN;
	g = gateway_new(&loop, rig_settings(partners, more), &fault);
	ck_assert_msg(g != NULL, "%s", fault.text);
	rig_turn();
	rig_link = link;
	if (rig_link == RIG_UP) {
		g->uplink->ops.changed(g, true);
		g->uplink->ops.began(g);
	}
	pass(1);
	rig_settle();
}

static inline void starts(void)
{
	starts_with(RIG_PARTNERS, "");
}

/* A running gateway; `more`: keys below `sip`, then at the top. */
static inline void begin_with(const char *more)
{
	log_threshold(getenv("LOUD") ? LOG_DEBUG : LOG_ERROR);
	snprintf(rig_dir, sizeof rig_dir, "/tmp/gwrig-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(rig_dir));
	memset(&loop, 0, sizeof loop);
	loop.now = 1000;
	rig_wall = (uint64_t)WALL * 1000 - loop.now;
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &rig_disk), 0);
	rig_put_certificates();
	starts_with(RIG_PARTNERS, more);
}

static inline void begin(void)
{
	begin_with("");
}

static inline void end(void)
{
	static const char *const files[] = { "fed-gateway.yml", "partners.yml", "gw1.pem",
		                             "gw1.key",         "ca.pem",       "gateway.db" };

	is("");
	gateway_free(&g);
	ck_assert_ptr_null(loop.timers);
	free(rig_watch);
	rig_watch = NULL;
	buf_free(&story);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		unlink(rig_path(files[i]));
	ck_assert_int_eq(rmdir(rig_dir), 0);
}

static inline void rig_copy(const char *from, const char *to)
{
	FILE *in = fopen(rig_path(from), "r"), *out = fopen(rig_path(to), "w");
	char bytes[4096];
	size_t n;

	ck_assert(in != NULL && out != NULL);
	while ((n = fread(bytes, 1, sizeof bytes, in)) != 0)
		ck_assert_uint_eq(fwrite(bytes, 1, n, out), n);
	ck_assert(fclose(in) == 0 && fclose(out) == 0);
}

/* The process is gone; the disk has what it had at that instant. */
static inline void is_killed(void)
{
	rig_copy("gateway.db", "kept.db");
	rig_copy("gateway.db-wal", "kept.wal");
	gateway_free(&g);
	loop.n_hook = 0;
	ck_assert_int_eq(rename(rig_path("kept.db"), rig_path("gateway.db")), 0);
	ck_assert_int_eq(rename(rig_path("kept.wal"), rig_path("gateway.db-wal")), 0);
}

/* RLIMIT_FSIZE stands for a full disk: what makes the log of the database longer fails
 * with EFBIG. */
static inline void disk_is_full(bool full)
{
	struct rlimit l = rig_disk;
	struct stat wal;

	ck_assert_int_eq(stat(rig_path("gateway.db-wal"), &wal), 0);
	if (full)
		l.rlim_cur = (rlim_t)wal.st_size;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &l), 0);
}

/* --- the link as an edge does it ------------------------------------------------------------ */

static inline void link_breaks(void)
{
	rig_link = RIG_BROKEN;
	g->uplink->ops.changed(g, false);
	rig_settle();
}

/* What was not acknowledged is written again. */
static inline void link_is_resumed(void)
{
	rig_link = RIG_UP;
	for (struct rig_stanza *x = g->uplink->first; x != NULL; x = x->next)
		rig_written(x->element);
	g->uplink->ops.changed(g, true);
	rig_settle();
	pass(50);
}

/* There is nothing to be resumed any more: what was not acknowledged is lost. */
static inline void session_is_over(void)
{
	struct uplink *u = g->uplink;
	struct rig_stanza *lost = u->first;

	rig_link = RIG_DOWN;
	u->first = NULL;
	u->last = &u->first;
	while (lost != NULL) {
		struct rig_stanza *x = lost;

		lost = x->next;
		u->ops.lost(g, x->element);
		rig_stanza_free(x);
	}
	rig_settle();
}

/* A new session. */
static inline void link_comes_up(void)
{
	rig_link = RIG_UP;
	g->uplink->ops.changed(g, true);
	g->uplink->ops.began(g);
	rig_settle();
	pass(50);
	rig_settle();
}

/* --- SIP as a server does it ---------------------------------------------------------------- */

/* Requests of the gateway's that wait, NOTIFYs or others: the oldest is answered. */
static inline bool rig_answer(bool notify, unsigned status, const char *fields)
{
	struct endpoint *e = g->endpoint;
	struct region *r = region_new();
	struct rig_request x;
	struct sip_message request, response;
	struct sip_refusal no;
	struct buf text = { 0 };
	size_t i = 0;

	while (i < e->n_open && e->open[i].notify != notify)
		i++;
	if (i == e->n_open) {
		region_free(&r);
		return false;
	}
	x = e->open[i];
	memmove(&e->open[i], &e->open[i + 1], (e->n_open - i - 1) * sizeof x);
	e->n_open--;
	rig_read(view_of(x.text), r, &request);
	sip_write_response_to(
	        &text, &request,
	        &(struct sip_response){ .status = status, .to_tag = VIEW("phone") });
	buf_puts(&text, fields);
	buf_puts(&text, "Contact: <sip:sally@192.0.2.7>\r\n");
	sip_write_end(&text);
	ck_assert_int_eq(
	        sip_message_read(buf_view(&text), r, &sip_limits_default, &response, &no),
	        SIP_READ_OK);
	e->ops->response(g, x.id, &response);
	free(x.text);
	buf_free(&text);
	region_free(&r);
	return true;
}

static inline void rig_hear(void)
{
	while (rig_hears && rig_answer(true, 200, ""))
		continue;
	rig_settle();
}

/* --- Romeo ------------------------------------------------------------------------------------- */

/* "": what he says is to her bare address. */
static const char *rig_device = "";

/* Presence of his to Sally; `resource` "": from his bare address. */
static inline void romeo(const char *type, const char *resource, const char *id,
                         const char *condition)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "presence");

	element_set(
	        r, e, "from",
	        region_printf(r, "%s%s%s", ROMEO, resource[0] != '\0' ? "/" : "", resource));
	element_set(r, e, "to",
	            region_printf(r, "%s%s%s", SALLY, rig_device[0] != '\0' ? "/" : "",
	                          rig_device));
	if (type[0] != '\0')
		element_set(r, e, "type", view_of(type));
	if (id[0] != '\0')
		element_set(r, e, "id", view_of(id));
	if (condition[0] != '\0') {
		struct element *error = element_add(r, e, NS_SERVER, "error");

		element_set(r, error, "type", VIEW("cancel"));
		element_add(r, error, NS_STANZA_ERROR, condition);
	}
	g->uplink->ops.stanza(g, e, r);
	region_free(&r);
	rig_hear();
}

static inline void romeo_says(const char *type)
{
	romeo(type, "", "", "");
}

/* To one device of Sally's. */
static inline void romeo_probes(const char *device)
{
	rig_device = device;
	romeo_says("probe");
	rig_device = "";
}

static inline void romeo_shows(const char *resource)
{
	romeo("", resource, "", "");
}

static inline void romeo_leaves(const char *resource)
{
	romeo("unavailable", resource, "", "");
}

/* --- Sally's phone, and her presence server ------------------------------------------------------ */

static inline void rig_feed(const char *text)
{
	struct region *r = region_new();
	struct sip_flow from = { .transport = SIP_UDP };
	struct sip_message m;

	ck_assert(address_parse(VIEW("127.0.0.1:5060"), &from.peer));
	rig_read(view_of(text), r, &m);
	if (m.to.tag.n != 0 && !g->endpoint->ops->knows_dialog(g, &m))
		rig_note("=481"); /* sip/uas.h */
	else
		g->endpoint->ops->request(g, ++g->endpoint->last_id, &m, &from, true);
	region_free(&r);
}

/* SUBSCRIBE to Romeo from the device that this Call-ID is of. */
static inline void rig_subscribe(const char *call, unsigned cseq, const char *to_tag,
                                 unsigned expires)
{
	struct buf m = { 0 };

	buf_printf(&m,
	           "SUBSCRIBE sip:" ROMEO " SIP/2.0\r\nMax-Forwards: 70\r\n"
	           "From: <sip:" SALLY ">;tag=%s\r\nTo: <sip:" ROMEO ">%s%s\r\n"
	           "Call-ID: %s\r\nCSeq: %u SUBSCRIBE\r\nContact: <sip:sally@192.0.2.7>\r\n"
	           "Event: presence\r\nExpires: %u\r\nContent-Length: 0\r\n\r\n",
	           call, to_tag[0] != '\0' ? ";tag=" : "", to_tag, call, cseq, expires);
	rig_feed(buf_cstr(&m));
	buf_free(&m);
	rig_hear();
}

struct device { /* of Sally's, with its dialog */
	const char *call;
	char tag[24];
	unsigned cseq;
};

static inline void subscribes(struct device *d, unsigned expires)
{
	d->cseq = 1;
	snprintf(d->tag, sizeof d->tag, "gw%llu", (unsigned long long)g->endpoint->last_id + 1);
	rig_subscribe(d->call, 1, "", expires);
}

static inline void refreshes(struct device *d, unsigned expires)
{
	rig_subscribe(d->call, ++d->cseq, d->tag, expires);
}

/* The SUBSCRIBE that waits is answered. */
static inline void server_answers(unsigned status, unsigned expires)
{
	char fields[40] = "";

	if (status < 300)
		snprintf(fields, sizeof fields, "Expires: %u\r\n", expires);
	ck_assert(rig_answer(false, status, fields));
	rig_settle();
}

/* NOTIFY in the dialog of the last SUBSCRIBE of the gateway's: "active;expires=600", and
 * tuples: "pc7" open, "-pc7" closed, set apart by a blank; NULL: no document. */
static inline void server_notifies(const char *state, const char *tuples)
{
	struct region *r = region_new();
	struct buf m = { 0 }, body = { 0 };
	struct sip_message s;
	struct view rest = view_of(tuples), one;

	rig_read(view_of(rig_watch), r, &s);
	if (tuples != NULL) {
		buf_puts(&body, "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
		                "entity='pres:" SALLY "'>");
		while (rest.n != 0) {
			bool closed = rest.p[0] == '-';

			view_cut(rest, ' ', &one, &rest);
			if (closed)
				one = view_from(one, 1);
			buf_printf(&body,
			           "<tuple id='ID-%.*s'><status><basic>%s</basic></status>"
			           "</tuple>",
			           VIEW_ARG(one), closed ? "closed" : "open");
		}
		buf_puts(&body, "</presence>");
	}
	buf_printf(&m,
	           "NOTIFY sip:gw@192.0.2.1 SIP/2.0\r\nMax-Forwards: 70\r\n"
	           "From: <sip:" SALLY ">;tag=phone\r\nTo: <sip:" ROMEO ">;tag=%.*s\r\n"
	           "Call-ID: %.*s\r\nCSeq: %u NOTIFY\r\nContact: <sip:sally@192.0.2.7>\r\n"
	           "Event: presence\r\nSubscription-State: %s\r\n%s",
	           VIEW_ARG(s.from.tag), VIEW_ARG(s.call_id), ++rig_notify_cseq, state,
	           tuples != NULL ? "Content-Type: application/pidf+xml\r\n" : "");
	buf_printf(&m, "Content-Length: %zu\r\n\r\n%s", buf_len(&body),
	           buf_len(&body) != 0 ? buf_cstr(&body) : "");
	rig_feed(buf_cstr(&m));
	buf_free(&m);
	buf_free(&body);
	region_free(&r);
	rig_settle();
}

/* --- what is on the disk ------------------------------------------------------------------------- */

static inline void rig_row(void *arg, const struct store_row *row)
{
	buf_printf(arg, "%s%s", buf_len(arg) != 0 ? " " : "", store_state_word(row->state));
}

/* What a gateway that starts now would find: "granted asked". */
static inline const char *on_disk(enum store_side side)
{
	static struct buf rows;
	const char *why;

	buf_clear(&rows);
	ck_assert(store_each(g->store, side, rig_row, &rows, &why));
	return buf_len(&rows) != 0 ? buf_cstr(&rows) : "";
}

#endif
