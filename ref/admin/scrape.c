#include "admin/scrape.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/listener.h"
#include "lib/mem.h"
#include "lib/wire.h"

struct scrape {
	struct loop *loop;
	void (*page)(void *arg, struct buf *out);
	void *arg;
	struct listener *now, *next; /* next: opened, not settled */
	struct address at;           /* that `now` was asked for */
	struct address wanted;       /* by the open that is not settled */
	bool same;
	struct visitor *visitors;
	size_t n;
};

struct visitor {
	struct visitor *next, **at;
	struct scrape *scrape;
	struct wire *wire;
	struct timer *timer;
	struct buf in;
	bool answered;
};

static void visitor_free(struct visitor *v)
{
	*v->at = v->next;
	if (v->next != NULL)
		v->next->at = v->at;
	v->scrape->n--;
	wire_free(&v->wire);
	timer_free(&v->timer);
	buf_free(&v->in);
	free(v);
}

/* --- the answer ----------------------------------------------------------------------- */

static const char *status_words(unsigned status)
{
	switch (status) {
	case 200:
		return "OK";
	case 404:
		return "Not Found";
	case 405:
		return "Method Not Allowed";
	case 431:
		return "Request Header Fields Too Large";
	default:
		return "Bad Request";
	}
}

static void answer(struct visitor *v, unsigned status, bool body)
{
	struct buf page = { 0 }, out = { 0 };

	if (status == 200)
		v->scrape->page(v->scrape->arg, &page);
	else
		buf_printf(&page, "%s; the metrics are at /metrics\n", status_words(status));
	buf_printf(&out, "HTTP/1.1 %u %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n",
	           status, status_words(status),
	           status == 200 ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
	                         : "text/plain; charset=utf-8",
	           buf_len(&page));
	if (status == 405)
		buf_puts(&out, "Allow: GET, HEAD\r\n");
	buf_puts(&out, "Connection: close\r\n\r\n");
	if (body)
		buf_putv(&out, buf_view(&page));
	wire_write(v->wire, buf_view(&out));
	/* Behind it comes the end.  What else arrives is read and dropped until
	 * the other side ends too, so that no reset overtakes the answer. */
	wire_finish(v->wire);
	v->answered = true;
	buf_free(&v->in);
	buf_free(&page);
	buf_free(&out);
}

static void on_bytes(void *arg, struct view bytes)
{
	struct visitor *v = arg;
	struct view all;
	size_t end;
	bool body;
	unsigned status;

	if (v->answered)
		return;
	buf_putv(&v->in, bytes);
	/* RFC 9112 2.2: empty lines in front of a request are nothing. */
	while (view_starts(buf_view(&v->in), VIEW("\r\n")))
		buf_drop(&v->in, 2);
	all = buf_view(&v->in);
	end = view_find(all, VIEW("\r\n\r\n"));
	if (end > SCRAPE_REQUEST_MAX) {
		answer(v, 431, true);
	} else if (end != all.n) {
		status = scrape_status((struct view){ all.p, end }, &body);
		answer(v, status, body);
	}
}

static void on_ended(void *arg, enum wire_end how)
{
	struct visitor *v = arg;

	/* After a FIN what was answered is still sent; the timer sees to the rest. */
	if (how != WIRE_PEER_CLOSED || !v->answered || wire_unsent(v->wire) == 0)
		visitor_free(v);
}

static void on_time(void *arg)
{
	visitor_free(arg);
}

static const struct wire_ops wire_ops = { .bytes = on_bytes, .ended = on_ended };

static void on_accept(void *arg, int fd, const struct address *from)
{
	struct scrape *s = arg;
	struct visitor *v;

	(void)from;
	if (s->n == SCRAPE_CONNECTIONS_MAX) {
		close(fd);
		return;
	}
	v = mem_zalloc(sizeof *v);
	v->scrape = s;
	v->at = &s->visitors;
	v->next = s->visitors;
	if (v->next != NULL)
		v->next->at = &v->next;
	s->visitors = v;
	s->n++;
	v->wire = wire_new(s->loop, fd, &wire_ops, v);
	v->timer = timer_new(s->loop, on_time, v);
	timer_set(v->timer, loop_now(s->loop) + SCRAPE_TIME_MS);
}

/* --- the port ----------------------------------------------------------------------------- */

static bool same_address(const struct address *a, const struct address *b)
{
	return a->len == b->len &&
	       (a->len == 0 || address_same(a, b));
}

bool scrape_open(struct scrape *s, const struct address *at, struct fault *f)
{
	s->wanted = at != NULL ? *at : (struct address){ .len = 0 };
	s->same = same_address(&s->wanted, &s->at);
	if (at == NULL || s->same)
		return true;
	s->next = listener_new(s->loop, at, on_accept, s, f);
	return s->next != NULL;
}

void scrape_settle(struct scrape *s)
{
	if (s->same)
		return;
	listener_free(&s->now);
	s->now = s->next;
	s->next = NULL;
	s->at = s->wanted;
}

void scrape_undo(struct scrape *s)
{
	listener_free(&s->next);
}

bool scrape_local(const struct scrape *s, struct address *out)
{
	if (s->now != NULL)
		listener_local(s->now, out);
	return s->now != NULL;
}

/* --- life ----------------------------------------------------------------------------------- */

struct scrape *scrape_new(struct loop *l, void (*page)(void *arg, struct buf *out), void *arg)
{
	struct scrape *s = mem_zalloc(sizeof *s);

	s->loop = l;
	s->page = page;
	s->arg = arg;
	return s;
}

void scrape_free(struct scrape **sp)
{
	struct scrape *s = *sp;

	*sp = NULL;
	if (s == NULL)
		return;
	listener_free(&s->now);
	listener_free(&s->next);
	while (s->visitors != NULL)
		visitor_free(s->visitors);
	free(s);
}
