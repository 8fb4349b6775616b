#include "xmpp/conn_race.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/race.h"

struct running {
	struct conn_race *of;
	struct conn *conn; /* NULL: none is */
};

struct conn_race {
	struct loop *loop;
	struct conn_set *conns;
	const struct conn_race_ops *ops;
	void *arg;
	const struct location *where;
	struct race race;
	struct running running[RACE_SLOTS]; /* beside race.slot */
	struct timer *timer;
};

static const struct conn_ops conn_ops;

static bool alike(const void *arg, size_t a, size_t b)
{
	const struct location *where = arg;

	return attempt_may_overlap(&where->attempt[a], &where->attempt[b]);
}

static const struct attempt *attempt_of(const struct conn_race *r, int slot)
{
	return &r->where->attempt[r->race.slot[slot].way];
}

/* The words may be the connection's own. */
static void missed(struct conn_race *r, int slot, const char *words)
{
	r->ops->missed(r->arg, attempt_of(r, slot), words);
	conn_free(&r->running[slot].conn);
	race_failed(&r->race, slot);
}

static struct conn *dial(struct conn_race *r, const struct address *to, struct running *t)
{
	const struct address *from = r->ops->source != NULL ? r->ops->source(r->arg, to) : NULL;

	return conn_dial_from(r->conns, from, to, &conn_ops, t);
}

/* Runs at the end of a turn, so that nobody is called back from inside. */
static void step(void *arg)
{
	struct conn_race *r = arg;
	uint64_t now = loop_now(r->loop), due;
	int slot;

	while ((slot = race_overdue(&r->race, now)) != RACE_NONE)
		missed(r, slot, "no connection in time");
	while ((slot = race_next(&r->race, now)) != RACE_NONE) {
		struct running *t = &r->running[slot];

		t->of = r;
		t->conn = dial(r, &attempt_of(r, slot)->at, t);
		if (t->conn == NULL)
			missed(r, slot, "no socket left");
	}
	if (!race_is_running(&r->race)) {
		r->ops->failed(r->arg);
		return;
	}
	due = race_due(&r->race);
	if (due != UINT64_MAX)
		timer_set(r->timer, due);
}

static void later(struct conn_race *r)
{
	timer_clear(r->timer);
	loop_defer(r->loop, step, r);
}

static void give_up(struct conn_race *r)
{
	timer_clear(r->timer);
	loop_defer_cancel(r->loop, step, r);
	for (int i = 0; i < RACE_SLOTS; i++)
		conn_free(&r->running[i].conn);
}

static void on_connected(void *arg)
{
	struct running *t = arg;
	struct conn_race *r = t->of;
	struct conn *c = t->conn;
	int slot = (int)(t - r->running);
	const struct attempt *at = attempt_of(r, slot);

	t->conn = NULL;
	give_up(r);
	race_won(&r->race, slot);
	r->ops->connected(r->arg, c, at);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct running *t = arg;
	struct conn_race *r = t->of;

	(void)cause;
	missed(r, (int)(t - r->running), words != NULL ? words : "");
	later(r);
}

/* A dialled connection is handed over before it has a stream or TLS. */
static const struct conn_ops conn_ops = {
	.connected = on_connected,
	.ended = on_ended,
};

static void timer_due(void *arg)
{
	later(arg);
}

struct conn_race *conn_race_new(struct loop *l, struct conn_set *s,
                                const struct conn_race_ops *ops, void *arg)
{
	struct conn_race *r = mem_zalloc(sizeof *r);

	r->loop = l;
	r->conns = s;
	r->ops = ops;
	r->arg = arg;
	r->timer = timer_new(l, timer_due, r);
	return r;
}

void conn_race_start(struct conn_race *r, const struct location *where, uint64_t patience_ms)
{
	give_up(r);
	r->where = where;
	race_start(&r->race, where->n, patience_ms, alike, where);
	later(r);
}

void conn_race_next(struct conn_race *r)
{
	later(r);
}

void conn_race_free(struct conn_race **rp)
{
	struct conn_race *r = *rp;

	*rp = NULL;
	if (r == NULL)
		return;
	give_up(r);
	timer_free(&r->timer);
	free(r);
}
