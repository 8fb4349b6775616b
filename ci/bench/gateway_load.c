/* gateway_load.c - messages through fed-gateway, or through the floor. */
#include <stdio.h>
#include <string.h>

#include "ci/bench/gateway.h"

/* A message is as long as in the measurements that the bars come from.  The
 * gateway has one MESSAGE at a time under way to a user (RFC 3428 8): so there
 * are as many users as messages in a window. */
enum { TEXT = 120, USERS = 64, SILENCE_MS = 20000 };

struct run {
	struct bench *b;
	struct sip_load *load;
	unsigned sent, done;
	uint64_t last; /* when one was done */
	struct buf batch, back, error;
};

/* --- what is sent ------------------------------------------------------------- */

static void put_text(struct buf *out)
{
	for (int n = 0; n < TEXT; n++)
		buf_putc(out, (char)(n % 8 == 7 ? ' ' : 'a' + n % 26));
}

static void put_request(struct run *r)
{
	unsigned i = r->sent++, user = i % USERS;

	buf_printf(&r->batch,
	           "MESSAGE sip:u%02u@" PARTNER " SIP/2.0\r\n"
	           "Via: SIP/2.0/%s " FRONT ":5060;branch=z9hG4bK%p%07u\r\n"
	           "Max-Forwards: 70\r\nFrom: <sip:user@" OWN ">;tag=%07u\r\n"
	           "To: <sip:u%02u@" PARTNER ">\r\nCall-ID: c%07u@" FRONT "\r\n",
	           user, r->load->from->ssl != NULL ? "TLS" : "TCP", (void *)r, i, i, user, i);
	buf_printf(&r->batch,
	           "CSeq: 1 MESSAGE\r\nContent-Type: text/plain;charset=UTF-8\r\n"
	           "Content-Length: %d\r\n\r\n",
	           TEXT);
	put_text(&r->batch);
}

static void put_stanza(struct run *r)
{
	unsigned i = r->sent++;

	buf_printf(&r->batch,
	           "<message from='user@" PARTNER "/r' to='u%02u@" OWN "' type='chat'"
	           " id='m%07u'><body>",
	           i % USERS, i);
	put_text(&r->batch);
	buf_puts(&r->batch, "</body></message>");
}

static void flush(struct party *p, struct buf *batch)
{
	if (buf_len(batch) == 0)
		return;
	/* One question behind each batch: docs/link.md 6. */
	if (p->is_link)
		buf_puts(batch, "<r xmlns='urn:xmpp:sm:3'/>");
	party_send(p, buf_view(batch));
	buf_clear(batch);
}

/* As in load.c: at the end of a turn, when half of the window is free. */
static void refill(void *arg)
{
	struct run *r = arg;
	unsigned window = r->load->window != 0 ? r->load->window : r->load->total;

	flush(r->load->to, &r->back);
	if (r->sent - r->done > window / 2)
		return;
	while (r->sent < r->load->total && r->sent - r->done < window) {
		if (r->load->way == TO_SIP)
			put_stanza(r);
		else
			put_request(r);
	}
	flush(r->load->from, &r->batch);
}

/* --- what comes ----------------------------------------------------------------- */

static void done(struct run *r)
{
	r->done++;
	r->last = loop_now(r->b->loop);
	loop_defer(r->b->loop, refill, r);
}

static void went_wrong(struct run *r, struct view what)
{
	if (buf_len(&r->error) == 0)
		buf_putv(&r->error, what);
}

static void at_link(struct run *r, struct view e)
{
	static const char *const names[] = { "from", "to", "id" };

	if (!element_is(e, "message"))
		return;
	buf_puts(&r->back, "<handed xmlns='urn:fedlab:link:1'");
	for (size_t i = 0; i < 3; i++)
		buf_printf(&r->back, " %s='%.*s'", names[i],
		           VIEW_ARG(xml_attribute(e, names[i])));
	buf_puts(&r->back, "/>");
	loop_defer(r->b->loop, refill, r);
}

static void on_arrival(void *arg, struct view e)
{
	struct run *r = arg;

	if (r->load->way == TO_LINK) {
		at_link(r, e);
		return;
	}
	if (!view_starts(e, VIEW("MESSAGE "))) {
		went_wrong(r, e);
		return;
	}
	sip_answer(&r->back, e, "200 OK", "");
	done(r);
}

static void on_return(void *arg, struct view e)
{
	struct run *r = arg;
	bool error = view_find(e, VIEW("type='error'")) < e.n;

	if (r->load->way == TO_SIP) {
		if (error || element_is(e, "stream:error"))
			went_wrong(r, e);
	} else if (sip_is_response(e) && sip_status(e) / 100 == 2) {
		done(r);
	} else {
		went_wrong(r, e);
	}
}

static void ignore(void *arg, struct view e)
{
	(void)arg;
	(void)e;
}

static const char *way_name(const struct sip_load *load)
{
	static const char *const names[] = {
		[TO_LINK] = "from SIP to the link",
		[TO_SIP] = "from the link to SIP",
	};

	return names[load->way];
}

static bool all_are_done(struct run *r)
{
	const struct sip_load *load = r->load;

	while (r->done < load->total) {
		bool over = load->from->over || load->to->over;

		if (buf_len(&r->error) > 0)
			return fault_set(r->b->f, NULL, 0, 0, "after %u of %u messages: %s",
			                 r->done, load->total, buf_cstr(&r->error));
		if (over || loop_now(r->b->loop) > r->last + SILENCE_MS)
			return fault_set(r->b->f, NULL, 0, 0,
			                 "%u of %u messages (sent: %u) went %s, then %s",
			                 r->done, load->total, r->sent, way_name(load),
			                 over ? "a connection ended" : "none for too long");
		loop_once(r->b->loop, 100);
	}
	return true;
}

bool sip_load_run(struct bench *b, struct sip_load *load)
{
	struct run r = {
		.b = b, .load = load, .sent = load->already, .last = loop_now(b->loop)
	};
	uint64_t before, after;
	bool ok = cpu_ns(b, load->measured, &before);

	if (ok) {
		party_listen(load->to, on_arrival, &r);
		party_listen(load->from, on_return, &r);
		refill(&r);
		ok = all_are_done(&r);
		loop_defer_cancel(b->loop, refill, &r);
		refill(&r); /* the last answers */
		party_listen(load->to, ignore, NULL);
		party_listen(load->from, ignore, NULL);
		ok = ok && cpu_ns(b, load->measured, &after);
	}
	if (ok)
		load->us = (double)(after - before) / 1000.0 / load->total;
	buf_free(&r.batch);
	buf_free(&r.back);
	buf_free(&r.error);
	return ok;
}
