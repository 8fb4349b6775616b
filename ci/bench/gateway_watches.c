/* gateway_watches.c - presence subscriptions by the hundred thousand: how long
 * until they are there again after a start, and what each takes of memory.
 *
 * The store is filled behind the gateway's back, first for the watchers of SIP,
 * then for those of XMPP.  Those of SIP subscribe, as their devices would; for
 * those of XMPP the gateway subscribes by itself when it starts.
 */
#include "ci/bench/gateway.h"

#include <limits.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SILENCE_MS = 30000, WINDOW = 256, SPREAD_MS = 1000 };

struct run {
	struct bench *b;
	struct gateway_ends g;
	unsigned n, begun, told; /* subscriptions; those whose presence has come */
	uint64_t last;
	struct buf to_link, to_call, to_called, error;
};

/* --- the store ---------------------------------------------------------------- */

/* `side` as in the gateway's store: 0, XMPP watches; 1, SIP does. */
static bool fill_store(struct bench *b, const char *name, int side, unsigned n)
{
	char path[PATH_MAX], sql[700];
	char *why = NULL;
	sqlite3 *db = NULL;
	long long now = (long long)time(NULL);
	bool ok;

	gateway_store(b, name, path, sizeof path);
	snprintf(
	        sql, sizeof sql,
	        "DELETE FROM watch; WITH RECURSIVE i(x) AS"
	        " (SELECT 0 UNION ALL SELECT x + 1 FROM i WHERE x < %u)"
	        " INSERT INTO watch (side, watcher, presentity, state, changed, alive)"
	        " SELECT %d, '%c' || x || '@%s', '%c' || x || '@%s', 2, %lld,"
	        " %lld FROM i",
	        n - 1, side, side == 0 ? 'w' : 'u', side == 0 ? PARTNER : OWN,
	        side == 0 ? 'u' : 'w', side == 0 ? OWN : PARTNER, now, now);
	ok = sqlite3_open(path, &db) == SQLITE_OK &&
	     sqlite3_exec(db, sql, NULL, NULL, &why) == SQLITE_OK;
	if (!ok)
		fault_set(b->f, path, 0, 0, "%s", why != NULL ? why : sqlite3_errmsg(db));
	sqlite3_free(why);
	return sqlite3_close(db) == SQLITE_OK && ok;
}

/* --- our side ------------------------------------------------------------------- */

static void send_all(struct party *p, struct buf *what)
{
	if (p != NULL && buf_len(what) > 0)
		party_send(p, buf_view(what));
	buf_clear(what);
}

static void pump(void *arg);

static void moved(struct run *r)
{
	r->last = loop_now(r->b->loop);
	loop_defer(r->b->loop, pump, r);
}

static void went_wrong(struct run *r, struct view what)
{
	if (buf_len(&r->error) == 0)
		buf_putv(&r->error, what);
}

/* Of a partner's user who watches: our user is there. */
static void put_notify(struct run *r, struct view subscribe)
{
	struct view from = sip_field(subscribe, "From"), to = sip_field(subscribe, "To");
	struct view contact = sip_field(subscribe, "Contact"), user;
	struct buf document = { 0 };

	contact = view_from(contact, view_find(contact, VIEW("<")) + 1);
	view_cut(contact, '>', &contact, &user);
	user = view_from(to, view_find(to, VIEW("sip:")) + 4);
	view_cut(user, '>', &user, &(struct view){ NULL, 0 });
	buf_printf(&document,
	           "<?xml version='1.0' encoding='UTF-8'?>"
	           "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:%.*s'>"
	           "<tuple id='ID-orchard'><status><basic>open</basic></status></tuple>"
	           "</presence>",
	           VIEW_ARG(user));
	buf_printf(&r->to_called,
	           "NOTIFY %.*s SIP/2.0\r\nVia: SIP/2.0/TCP " FRONT
	           ":5060;branch=z9hG4bKn%u\r\nMax-Forwards: 70\r\n"
	           "From: %.*s;tag=r\r\nTo: %.*s\r\nCall-ID: %.*s\r\nCSeq: 1 NOTIFY\r\n",
	           VIEW_ARG(contact), r->begun, VIEW_ARG(to), VIEW_ARG(from),
	           VIEW_ARG(sip_field(subscribe, "Call-ID")));
	buf_printf(&r->to_called,
	           "Contact: <sip:%.*s>\r\nEvent: presence\r\n"
	           "Subscription-State: active;expires=3600\r\n"
	           "Content-Type: application/pidf+xml\r\nContent-Length: %zu\r\n\r\n%s",
	           VIEW_ARG(user), buf_len(&document), buf_cstr(&document));
	buf_free(&document);
}

static void on_called(void *arg, struct view m)
{
	struct run *r = arg;

	if (view_starts(m, VIEW("SUBSCRIBE "))) {
		sip_answer(&r->to_called, m, "200 OK",
		           "Expires: 3600\r\nContact: <sip:front@" OWN ">\r\n");
		put_notify(r, m);
		r->begun++;
		moved(r);
	} else if (view_starts(m, VIEW("NOTIFY "))) {
		sip_answer(&r->to_called, m, "200 OK", "");
		/* The first one shows nothing: presence has not come. */
		if (view_find(m, VIEW("Content-Type:")) < m.n)
			r->told++;
		moved(r);
	} else if (!sip_is_response(m) || sip_status(m) != 200) {
		went_wrong(r, m);
	}
}

static void on_call(void *arg, struct view m)
{
	struct run *r = arg;

	if (!sip_is_response(m) || sip_status(m) != 200)
		went_wrong(r, m);
}

static void on_link(void *arg, struct view e)
{
	struct run *r = arg;
	struct view type = xml_attribute(e, "type");

	if (element_is(e, "stream:error") || view_is(type, "error"))
		went_wrong(r, e);
	if (!element_is(e, "presence"))
		return;
	if (view_is(type, "probe"))
		buf_printf(
		        &r->to_link,
		        "<presence from='%.*s/balcony' to='%.*s'><show>away</show></presence>",
		        VIEW_ARG(xml_attribute(e, "to")), VIEW_ARG(xml_attribute(e, "from")));
	else if (type.n == 0)
		r->told++;
	moved(r);
}

/* Of our users who watch; a window of them at a time. */
static void put_subscribe(struct run *r)
{
	unsigned i = r->begun++;

	buf_printf(&r->to_call,
	           "SUBSCRIBE sip:w%u@" PARTNER " SIP/2.0\r\nVia: SIP/2.0/TCP " FRONT
	           ":5060;branch=z9hG4bKs%u\r\nMax-Forwards: 70\r\n"
	           "From: <sip:u%u@" OWN ">;tag=%07u\r\nTo: <sip:w%u@" PARTNER ">\r\n"
	           "Call-ID: s%07u@" FRONT "\r\nCSeq: 1 SUBSCRIBE\r\n",
	           i, i, i, i, i, i);
	buf_printf(&r->to_call,
	           "Contact: <sip:u%u@10.1.2.3:5060;transport=tcp>\r\nEvent: presence\r\n"
	           "Accept: application/pidf+xml\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n",
	           i);
}

static void pump(void *arg)
{
	struct run *r = arg;

	if (r->g.call != NULL)
		while (r->begun < r->n && r->begun - r->told < WINDOW)
			put_subscribe(r);
	if (buf_len(&r->to_link) > 0)
		buf_puts(&r->to_link, "<r xmlns='urn:xmpp:sm:3'/>");
	send_all(r->g.link, &r->to_link);
	send_all(r->g.call, &r->to_call);
	send_all(r->g.called, &r->to_called);
}

static bool all_are_told(struct run *r)
{
	r->last = loop_now(r->b->loop);
	while (r->told < r->n) {
		if (buf_len(&r->error) > 0)
			return fault_set(r->b->f, NULL, 0, 0,
			                 "of %u, %u subscribed, %u told: %s", r->n, r->begun,
			                 r->told, buf_cstr(&r->error));
		if (loop_now(r->b->loop) > r->last + SILENCE_MS)
			return fault_set(r->b->f, NULL, 0, 0,
			                 "of %u, %u subscribed, %u told, then silence", r->n,
			                 r->begun, r->told);
		loop_once(r->b->loop, 100);
	}
	return true;
}

/* Until it has done what the last answers make it do: an answer behind them. */
static bool settle(struct run *r)
{
	uint64_t until = loop_now(r->b->loop) + 300;

	while (loop_now(r->b->loop) < until)
		loop_once(r->b->loop, 50);
	return buf_len(&r->error) == 0 ||
	       fault_set(r->b->f, NULL, 0, 0, "%s", buf_cstr(&r->error));
}

/* --- the two sides ---------------------------------------------------------------- */

static bool start(struct run *r)
{
	static char more[200];
	const struct gateway_kind kind = { .name = "gateway-watches", .more = more };

	snprintf(more, sizeof more,
	         "  start-spread: %dms\n  notify-interval: 0\n  watch-limit: 1000000\n",
	         SPREAD_MS);
	r->begun = r->told = 0;
	if (!gateway_start(r->b, &kind, &r->g))
		return false;
	party_listen(r->g.link, on_link, r);
	return true;
}

static double kib_each(const struct run *r, uint64_t before)
{
	return ((double)child_rss_kib(r->g.program.child) - (double)before) / r->n;
}

static bool take_its_call(struct run *r)
{
	if (!gateway_called(r->b, &r->g))
		return false;
	party_listen(r->g.called, on_called, r);
	return true;
}

static bool watch_of_sip(struct run *r, uint64_t empty, struct watch_figures *out)
{
	if (!start(r) || !gateway_call(r->b, &r->g))
		return false;
	party_listen(r->g.call, on_call, r);
	pump(r);
	if (!take_its_call(r) || !all_are_told(r) || !settle(r))
		return false;
	out->sip_kib = kib_each(r, empty);
	gateway_end(r->b, &r->g);
	return true;
}

/* From a cold start until the last one is told. */
static bool watch_of_xmpp(struct run *r, uint64_t empty, struct watch_figures *out)
{
	uint64_t began = loop_now(r->b->loop), cpu;

	if (!start(r) || !take_its_call(r) || !all_are_told(r) ||
	    !cpu_ns(r->b, &r->g.program, &cpu))
		return false;
	out->restart_s = (double)(loop_now(r->b->loop) - began) / 1000;
	out->restart_us = (double)cpu / 1000 / r->n;
	if (!settle(r))
		return false;
	out->xmpp_kib = kib_each(r, empty);
	gateway_end(r->b, &r->g);
	return true;
}

bool measure_watches(struct bench *b, unsigned n, struct watch_figures *out)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct run r = { .b = b, .n = n };
	char path[PATH_MAX - 10], file[PATH_MAX];
	uint64_t empty = 0;
	bool ok;

	gateway_store(b, "gateway-watches", path, sizeof path);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		snprintf(file, sizeof file, "%s%s", path, ends[i]);
		(void)remove(file); /* of the last run, if any */
	}
	/* Once with an empty store: what it takes by itself, and the schema. */
	ok = start(&r);
	if (ok)
		empty = child_rss_kib(r.g.program.child);
	gateway_end(b, &r.g);
	ok = ok && fill_store(b, "gateway-watches", 1, n) && watch_of_sip(&r, empty, out) &&
	     fill_store(b, "gateway-watches", 0, n) && watch_of_xmpp(&r, empty, out);
	out->n = n;
	loop_defer_cancel(b->loop, pump, &r);
	gateway_end(b, &r.g);
	buf_free(&r.to_link);
	buf_free(&r.to_call);
	buf_free(&r.to_called);
	buf_free(&r.error);
	return ok;
}
