/* rig_clock.h - loop, time of day and resolver of a test: nothing happens but what it
 * lets happen.  The functions are those of lib/loop.h, gateway/watch.h and
 * dns/locate.h, defined anew: the linker then takes none of theirs.
 */
#ifndef REF_GATEWAY_RIG_CLOCK_H
#define REF_GATEWAY_RIG_CLOCK_H

#include "gateway/watch.h"
#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/unit.h"

struct loop {
	uint64_t now;
	struct timer *timers;
	struct {
		void (*fn)(void *arg);
		void *arg;
	} hook[16];
	size_t n_hook;
};

struct timer {
	struct timer *next;
	struct loop *loop;
	uint64_t due;
	bool set;
	void (*fn)(void *arg);
	void *arg;
};

static struct loop loop;
static uint64_t rig_wall; /* ms since 1970 when the loop's clock was 0 */

uint64_t loop_now(const struct loop *l)
{
	return l->now;
}

void loop_defer(struct loop *l, void (*fn)(void *arg), void *arg)
{
	for (size_t i = 0; i < l->n_hook; i++)
		if (l->hook[i].fn == fn && l->hook[i].arg == arg)
			return;
	ck_assert_uint_lt(l->n_hook, 16);
	l->hook[l->n_hook].fn = fn;
	l->hook[l->n_hook++].arg = arg;
}

void loop_defer_cancel(struct loop *l, void (*fn)(void *arg), void *arg)
{
	for (size_t i = 0; i < l->n_hook; i++)
		if (l->hook[i].fn == fn && l->hook[i].arg == arg)
			l->hook[i] = l->hook[--l->n_hook];
}

struct timer *timer_new(struct loop *l, void (*fn)(void *arg), void *arg)
{
	struct timer *t = mem_zalloc(sizeof *t);

	*t = (struct timer){ .next = l->timers, .loop = l, .fn = fn, .arg = arg };
	l->timers = t;
	return t;
}

void timer_set(struct timer *t, uint64_t due)
{
	t->due = due;
	t->set = true;
}

void timer_clear(struct timer *t)
{
	t->set = false;
}

bool timer_is_set(const struct timer *t)
{
	return t->set;
}

void timer_free(struct timer **tp)
{
	struct timer *t = *tp, **at;

	*tp = NULL;
	if (t == NULL)
		return;
	for (at = &t->loop->timers; *at != t; at = &(*at)->next)
		continue;
	*at = t->next;
	free(t);
}

int64_t wall_clock_ms(void)
{
	return (int64_t)(rig_wall + loop.now);
}

uint64_t wall_clock(void)
{
	return (rig_wall + loop.now) / 1000;
}

/* The end of a turn. */
static inline void rig_turn(void)
{
	while (loop.n_hook != 0) {
		void (*fn)(void *arg) = loop.hook[0].fn;
		void *arg = loop.hook[0].arg;

		loop_defer_cancel(&loop, fn, arg);
		fn(arg);
	}
}

static inline struct timer *rig_next(void)
{
	struct timer *first = NULL;

	for (struct timer *t = loop.timers; t != NULL; t = t->next)
		if (t->set && (first == NULL || t->due < first->due))
			first = t;
	return first;
}

/* Lets so many ms pass, each timer at its time. */
static inline void pass(uint64_t ms)
{
	uint64_t until = loop.now + ms;
	struct timer *t;

	while ((t = rig_next()) != NULL && t->due <= until) {
		loop.now = t->due > loop.now ? t->due : loop.now;
		t->set = false;
		t->fn(t->arg);
		rig_turn();
	}
	loop.now = until;
}

/* --- the resolver: nobody asks ------------------------------------------------------ */

struct resolver *resolver_new(struct loop *l, const struct resolver_settings *s,
                              struct fault *f)
{
	(void)s, (void)f;
	return (struct resolver *)(void *)l;
}

void resolver_free(struct resolver **rp)
{
	*rp = NULL;
}

bool resolver_possible(const struct resolver_settings *s, struct fault *f)
{
	(void)s, (void)f;
	return true;
}

bool resolver_settings_same(const struct resolver_settings *a,
                            const struct resolver_settings *b)
{
	(void)a, (void)b;
	return true;
}

/* --- what the gateway did -------------------------------------------------------------- */

static struct buf story;

static inline void rig_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static inline void rig_note(const char *fmt, ...)
{
	va_list ap;

	if (buf_len(&story) != 0)
		buf_putc(&story, ' ');
	va_start(ap, fmt);
	buf_vprintf(&story, fmt, ap);
	va_end(ap);
}

/* The story so far is this, and begins anew. */
#define is(expected)                                                                           \
	do {                                                                                   \
		const char *is_ = expected;                                                    \
		ck_assert_msg(view_is(buf_view(&story), is_), "\n  got %s\n  not %s",          \
		              buf_cstr(&story), is_);                                          \
		buf_clear(&story);                                                             \
	} while (0)

#endif
