#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ci/bench/bench.h"

enum { STANZA = 320, SILENCE_MS = 10000, QUIET_MS = 1000, NUDGES_MAX = 20 };

struct run {
	struct bench *b;
	struct load *load;
	unsigned total; /* with nudges */
	unsigned sent, arrived, returned;
	uint64_t last;   /* when one arrived */
	uint64_t nudged; /* when one was sent because none did */
	struct buf batch, error;
};

/* What /proc/PID/stat tells in ticks of 10 ms. */
bool cpu_ns(struct bench *b, const struct program *p, uint64_t *out)
{
	struct timespec t;
	clockid_t clock;

	if (clock_getcpuclockid(child_pid(p->child), &clock) != 0 ||
	    clock_gettime(clock, &t) != 0)
		return fault_set(b->f, NULL, 0, 0, "a program that is measured has ended");
	*out = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
	return true;
}

static void put_message(struct run *r)
{
	static const char end[] = "</body></message>";
	size_t from = buf_len(&r->batch), n;

	buf_printf(&r->batch, "<message from='%s' to='%s' type='chat' id='m%07u'><body>",
	           r->load->sender, r->load->receiver, r->sent);
	n = buf_len(&r->batch) - from + sizeof end - 1;
	for (; n < STANZA; n++)
		buf_putc(&r->batch, (char)(n % 8 == 7 ? ' ' : 'a' + n % 26));
	buf_puts(&r->batch, end);
	r->sent++;
}

/* At the end of a turn, and only when half of the window is free: batches are
 * then alike for all that is measured.  Else a slow program would get its
 * stanzas one by one, each at the price of a whole batch. */
static void refill(void *arg)
{
	struct run *r = arg;
	unsigned window = r->load->window != 0 ? r->load->window : r->total;

	if (r->sent - r->arrived > window / 2)
		return;
	while (r->sent < r->total && r->sent - r->arrived < window)
		put_message(r);
	if (buf_len(&r->batch) > 0)
		party_send(r->load->from, buf_view(&r->batch));
	buf_clear(&r->batch);
}

static bool is_error(struct view e)
{
	struct view tag, rest;

	view_cut(e, '>', &tag, &rest);
	return view_find(tag, VIEW("type='error'")) < tag.n ||
	       view_find(tag, VIEW("type=\"error\"")) < tag.n;
}

static void on_arrival(void *arg, struct view e)
{
	struct run *r = arg;

	if (!element_is(e, "message") || is_error(e))
		return;
	r->arrived++;
	r->last = loop_now(r->b->loop);
	loop_defer(r->b->loop, refill, r);
}

static void on_return(void *arg, struct view e)
{
	struct run *r = arg;

	if (element_is(e, "stream:error") || (element_is(e, "message") && is_error(e))) {
		if (r->returned++ == 0)
			buf_putv(&r->error, e);
	}
}

static void ignore(void *arg, struct view e)
{
	(void)arg;
	(void)e;
}

static void nudge_if_quiet(struct run *r)
{
	uint64_t now = loop_now(r->b->loop);

	if (!r->load->may_nudge || r->load->nudges == NUDGES_MAX || r->sent < r->total ||
	    now < r->last + QUIET_MS || now < r->nudged + QUIET_MS)
		return;
	r->load->nudges++;
	r->total++;
	r->nudged = now;
	refill(r);
}

static bool all_arrive(struct run *r)
{
	const struct load *load = r->load;

	while (r->arrived < r->total) {
		if (r->returned > 0)
			return fault_set(r->b->f, NULL, 0, 0, "after %u of %u stanzas: %s",
			                 r->arrived, r->total, buf_cstr(&r->error));
		if (load->from->over || load->to->over ||
		    loop_now(r->b->loop) > r->last + SILENCE_MS)
			return fault_set(r->b->f, NULL, 0, 0,
			                 "%u of %u stanzas (sent: %u) from %s arrived, then %s",
			                 r->arrived, r->total, r->sent, load->sender,
			                 load->from->over || load->to->over
			                         ? "a connection ended"
			                         : "none for too long");
		nudge_if_quiet(r);
		loop_once(r->b->loop, 100);
	}
	return true;
}

bool load_run(struct bench *b, struct load *load)
{
	struct run r = {
		.b = b, .load = load, .total = load->total, .last = loop_now(b->loop)
	};
	uint64_t before[2], after;
	bool ok = true;

	for (size_t i = 0; i < 2 && load->measured[i] != NULL; i++)
		ok = ok && cpu_ns(b, load->measured[i], &before[i]);
	if (ok) {
		party_listen(load->to, on_arrival, &r);
		party_listen(load->from, on_return, &r);
		refill(&r);
		ok = all_arrive(&r);
		loop_defer_cancel(b->loop, refill, &r);
		party_listen(load->to, ignore, NULL);
		party_listen(load->from, ignore, NULL);
	}
	for (size_t i = 0; ok && i < 2 && load->measured[i] != NULL; i++) {
		ok = cpu_ns(b, load->measured[i], &after);
		if (ok)
			load->us[i] = (double)(after - before[i]) / 1000.0 / r.total;
	}
	buf_free(&r.batch);
	buf_free(&r.error);
	return ok;
}
