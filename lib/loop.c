#include "lib/loop.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "lib/log.h"
#include "lib/loop_flush.h"
#include "lib/mem.h"

/* Hooks that ask for hooks get this many rounds in one turn; then what is
 * ready to be read is looked at again. */
#define ROUNDS_MAX   8
#define HOOKS_MIN    16		/* room at the start; a power of two */
#define NO_LIMIT     UINT64_MAX

struct hook {
	void (*fn)(void *arg);	/* NULL: cancelled */
	void *arg;
};

struct hooks {			/* in the order they were asked for, each once */
	struct hook *hook;
	size_t n, cap;
	size_t *slot;		/* number in `hook` plus one, by hash; 2 cap */
};

struct signal {
	struct signal *next;
	struct event *ev;
	struct loop *loop;
	int signo;
	void (*fn)(void *arg, int signo);
	void *arg;
};

struct loop {
	struct event_base *base;
	struct event *wait_over;	/* the end of loop_once()'s wait */
	uint64_t now;
	bool now_known;			/* in this turn */
	bool in_turn, stop;
	struct hooks hooks;		/* asked for */
	struct hooks running;		/* of the round under way */
	size_t running_at;
	struct flush *flushes, **flushes_end;
	struct signal *signals;
	char scratch[LOOP_READ_MOST];
};

void loop_must(bool ok, const char *what)
{
	if (ok)
		return;
	log_event(LOG_ERROR, "loop-impossible", LOG_S("what", what),
	          LOG_S("reason", strerror(errno)));
	abort();
}

static void on_wait_over(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what, (void)arg;	/* that the wait ends is all */
}

struct loop *loop_new(void)
{
	struct loop *l = mem_alloc(sizeof *l);
	struct event_config *config = event_config_new();

	memset(l, 0, offsetof(struct loop, scratch));
	loop_must(config != NULL, "configuration");
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	l->base = event_base_new_with_config(config);
	event_config_free(config);
	loop_must(l->base != NULL, "event base");
	l->wait_over = evtimer_new(l->base, on_wait_over, l);
	loop_must(l->wait_over != NULL, "timer");
	l->flushes_end = &l->flushes;
	return l;
}

static void hooks_free(struct hooks *h)
{
	free(h->hook);
	free(h->slot);
	*h = (struct hooks){ NULL, 0, 0, NULL };
}

void loop_free(struct loop **lp)
{
	struct loop *l = *lp;
	struct signal *s;

	if (l == NULL)
		return;
	assert(!l->in_turn);
	while ((s = l->signals) != NULL) {
		l->signals = s->next;
		event_free(s->ev);
		free(s);
	}
	hooks_free(&l->hooks);
	hooks_free(&l->running);
	event_free(l->wait_over);
	event_base_free(l->base);
	free(l);
	*lp = NULL;
}

struct event_base *loop_base(struct loop *l)
{
	return l->base;
}

char *loop_scratch(struct loop *l)
{
	return l->scratch;
}

/* The clock is read when it is first asked for after the wait: libevent has no
 * hook there, and callbacks of foreign libraries come straight from it. */
uint64_t loop_now(const struct loop *cl)
{
	struct loop *l = (struct loop *)cl;
	struct timespec ts;

	if (!l->now_known) {
		loop_must(clock_gettime(CLOCK_MONOTONIC, &ts) == 0, "clock");
		l->now = (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
		l->now_known = true;
	}
	return l->now;
}

/* --- the end of a turn ----------------------------------------------------- */

static size_t hook_hash(struct hook h)
{
	uint64_t x = (uint64_t)(uintptr_t)h.fn * 31 + (uint64_t)(uintptr_t)h.arg;

	return (size_t)(x * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

/* The slot where `want` stands or would stand; cap must not be 0. */
static size_t *hook_slot(const struct hooks *h, struct hook want)
{
	size_t mask = h->cap * 2 - 1;
	size_t i = hook_hash(want) & mask;

	while (h->slot[i] != 0) {
		const struct hook *at = &h->hook[h->slot[i] - 1];

		if (at->fn == want.fn && at->arg == want.arg)
			break;
		i = (i + 1) & mask;
	}
	return &h->slot[i];
}

static void hooks_grow(struct hooks *h)
{
	h->cap = h->cap != 0 ? h->cap * 2 : HOOKS_MIN;
	h->hook = mem_resize(h->hook, h->cap * sizeof *h->hook);
	free(h->slot);
	h->slot = mem_array(h->cap * 2, sizeof *h->slot);
	for (size_t i = 0; i < h->n; i++)
		if (h->hook[i].fn != NULL)
			*hook_slot(h, h->hook[i]) = i + 1;
}

void loop_defer(struct loop *l, void (*fn)(void *arg), void *arg)
{
	struct hooks *h = &l->hooks;
	struct hook want = { fn, arg };
	size_t *slot;

	assert(fn != NULL);
	if (h->n == h->cap)
		hooks_grow(h);
	slot = hook_slot(h, want);
	if (*slot != 0)
		return;
	h->hook[h->n++] = want;
	*slot = h->n;
}

void loop_defer_cancel(struct loop *l, void (*fn)(void *arg), void *arg)
{
	struct hook want = { fn, arg };
	size_t *slot;

	/* A cancelled hook keeps its slot, as a hole that matches nothing. */
	if (l->hooks.n != 0) {
		slot = hook_slot(&l->hooks, want);
		if (*slot != 0)
			l->hooks.hook[*slot - 1].fn = NULL;
	}
	for (size_t i = l->running_at; i < l->running.n; i++)
		if (l->running.hook[i].fn == fn && l->running.hook[i].arg == arg)
			l->running.hook[i].fn = NULL;
}

static void run_hooks(struct loop *l)
{
	struct hooks round;

	for (int i = 0; i < ROUNDS_MAX && l->hooks.n != 0; i++) {
		round = l->hooks;
		l->hooks = l->running;
		l->running = round;
		for (l->running_at = 0; l->running_at < l->running.n;) {
			struct hook h = l->running.hook[l->running_at++];

			if (h.fn != NULL)
				h.fn(h.arg);
		}
		memset(l->running.slot, 0, l->running.cap * 2 * sizeof *l->running.slot);
		l->running.n = 0;
		l->running_at = 0;
		/* One large burst must not make every later turn clear its table. */
		if (l->running.cap > HOOKS_MIN * 64)
			hooks_free(&l->running);
	}
}

void loop_flush(struct loop *l, struct flush *f)
{
	if (f->link != NULL)
		return;
	f->next = NULL;
	f->link = l->flushes_end;
	*f->link = f;
	l->flushes_end = &f->next;
}

void loop_flush_cancel(struct loop *l, struct flush *f)
{
	if (f->link == NULL)
		return;
	*f->link = f->next;
	if (f->next != NULL)
		f->next->link = f->link;
	else
		l->flushes_end = f->link;
	f->link = NULL;
}

static void run_flushes(struct loop *l)
{
	struct flush end = { NULL, NULL, NULL };
	struct flush *f;

	/* What is asked for meanwhile comes behind the mark: next turn. */
	if (l->flushes == NULL)
		return;
	loop_flush(l, &end);
	while ((f = l->flushes) != &end) {
		loop_flush_cancel(l, f);
		f->fn(f);
	}
	loop_flush_cancel(l, &end);
}

/* --- turns ----------------------------------------------------------------- */

static struct timeval timeval_of(uint64_t ms)
{
	const uint64_t year = UINT64_C(365) * 24 * 3600 * 1000;

	if (ms > year)		/* far from where a sum could overflow */
		ms = year;
	return (struct timeval){ (time_t)(ms / 1000), (suseconds_t)(ms % 1000 * 1000) };
}

/* False when nothing is left that could ever happen. */
static bool turn(struct loop *l, uint64_t max_wait)
{
	bool work = l->hooks.n != 0 || l->flushes != NULL;
	int flags = EVLOOP_ONCE;
	struct timeval tv;
	int result;

	assert(!l->in_turn);
	l->in_turn = true;
	l->now_known = false;
	if (work || max_wait == 0) {
		flags |= EVLOOP_NONBLOCK;
	} else if (max_wait != NO_LIMIT) {
		tv = timeval_of(max_wait);
		loop_must(evtimer_add(l->wait_over, &tv) == 0, "timer");
	}
	result = event_base_loop(l->base, flags);
	loop_must(result >= 0, "wait");
	if ((flags & EVLOOP_NONBLOCK) == 0 && max_wait != NO_LIMIT)
		evtimer_del(l->wait_over);
	run_hooks(l);
	run_flushes(l);
	log_write_gathered();
	l->now_known = false;
	l->in_turn = false;
	return result == 0 || work || l->hooks.n != 0 || l->flushes != NULL;
}

void loop_run(struct loop *l)
{
	while (!l->stop && turn(l, NO_LIMIT))
		continue;
	l->stop = false;
}

void loop_once(struct loop *l, uint64_t max_wait)
{
	turn(l, max_wait);
}

void loop_stop(struct loop *l)
{
	l->stop = true;
}

/* --- signals, watches, timers ---------------------------------------------- */

static void on_signal(evutil_socket_t fd, short what, void *arg)
{
	struct signal *s = arg;

	(void)fd, (void)what;
	s->fn(s->arg, s->signo);
}

void loop_on_signal(struct loop *l, int signo, void (*fn)(void *arg, int signo), void *arg)
{
	struct signal *s = mem_alloc(sizeof *s);

	*s = (struct signal){ l->signals, NULL, l, signo, fn, arg };
	s->ev = evsignal_new(l->base, signo, on_signal, s);
	loop_must(s->ev != NULL && event_add(s->ev, NULL) == 0, "signal");
	l->signals = s;
}

struct watch {
	struct event ev;
	void (*fn)(void *arg);
	void *arg;
};

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct watch *w = arg;

	(void)fd, (void)what;
	w->fn(w->arg);
}

struct watch *watch_new(struct loop *l, int fd, void (*fn)(void *arg), void *arg)
{
	struct watch *w = mem_alloc(sizeof *w);

	w->fn = fn;
	w->arg = arg;
	loop_must(event_assign(&w->ev, l->base, fd, EV_READ | EV_PERSIST, on_readable, w) == 0 &&
	          event_add(&w->ev, NULL) == 0, "watch");
	return w;
}

void watch_free(struct watch **wp)
{
	if (*wp == NULL)
		return;
	event_del(&(*wp)->ev);
	free(*wp);
	*wp = NULL;
}

struct timer {
	struct event ev;
	struct loop *loop;
	uint64_t due;
	uint64_t armed;		/* when libevent will call; at or before due */
	bool set;
	void (*fn)(void *arg);
	void *arg;
};

static void arm(struct timer *t)
{
	uint64_t now = loop_now(t->loop);
	struct timeval tv = timeval_of(t->due > now ? t->due - now : 0);

	t->armed = t->due;
	loop_must(evtimer_add(&t->ev, &tv) == 0, "timer");
}

static void on_due(evutil_socket_t fd, short what, void *arg)
{
	struct timer *t = arg;

	(void)fd, (void)what;
	/* It was moved meanwhile, or libevent's coarser clock came early. */
	if (loop_now(t->loop) < t->due) {
		arm(t);
		return;
	}
	t->set = false;
	t->fn(t->arg);
}

struct timer *timer_new(struct loop *l, void (*fn)(void *arg), void *arg)
{
	struct timer *t = mem_zalloc(sizeof *t);

	t->loop = l;
	t->fn = fn;
	t->arg = arg;
	loop_must(evtimer_assign(&t->ev, l->base, on_due, t) == 0, "timer");
	return t;
}

void timer_set(struct timer *t, uint64_t due)
{
	bool running = t->set;

	t->due = due;
	t->set = true;
	/* Inactivity timers move with every stanza: a timer that moves away
	 * stays where it is in the heap, and moves when it gets there. */
	if (!running || due < t->armed)
		arm(t);
}

void timer_clear(struct timer *t)
{
	if (!t->set)
		return;
	event_del(&t->ev);
	t->set = false;
}

bool timer_is_set(const struct timer *t)
{
	return t->set;
}

void timer_free(struct timer **tp)
{
	if (*tp == NULL)
		return;
	event_del(&(*tp)->ev);
	free(*tp);
	*tp = NULL;
}
