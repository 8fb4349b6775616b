#include "edge/dial.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/log.h"
#include "lib/mem.h"

struct dial {
	struct edge *edge;
	uint64_t id;
	char *domain, *proxy;
	const struct dial_ops *ops;
	void *arg;
	bool looking;
	struct location where;
	size_t next;		/* attempt[next] is to be tried next */
	struct conn *conn;	/* while TCP is being set up */
	struct timer *timer;
	enum cause cause;	/* of the last failure */
	char words[200];
};

static const struct conn_ops conn_ops;

static void note(struct dial *d, enum cause cause, const char *words)
{
	d->cause = cause;
	snprintf(d->words, sizeof d->words, "%s", words != NULL ? words : "");
}

/* Runs at the end of a turn, so that nobody is called back from inside. */
static void step(void *arg)
{
	struct dial *d = arg;
	char text[ADDRESS_MAX];

	while (d->next < d->where.n) {
		const struct attempt *at = &d->where.attempt[d->next++];

		d->conn = conn_dial(d->edge->conns, &at->at, &conn_ops, d);
		if (d->conn != NULL) {
			timer_set(d->timer, loop_now(d->edge->loop) +
			                            d->edge->settings->dial_ms);
			return;
		}
		snprintf(d->words, sizeof d->words, "%s (%s): no socket left",
		         d->where.attempt[d->next - 1].target,
		         address_print(&at->at, text));
		d->cause = CAUSE_CONNECT_FAILED;
	}
	d->ops->failed(d->arg, d->cause, d->words);
}

static void next(struct dial *d)
{
	timer_clear(d->timer);
	loop_defer(d->edge->loop, step, d);
}

static void located(void *arg, uint64_t id, const struct location *where)
{
	struct edge *e = arg;
	struct dial *d = ids_get(e->dials, id);

	if (d == NULL || !d->looking)
		return;
	d->looking = false;
	d->where = *where;
	note(d, where->cause, where->words);
	if (where->cause != CAUSE_NONE)
		d->where.n = 0;
	else if (where->n == 0)
		note(d, CAUSE_DNS_NO_SERVICE, "no address");
	next(d);
}

static void look(struct dial *d)
{
	d->looking = true;
	timer_set(d->timer,
	          loop_now(d->edge->loop) + d->edge->settings->lookup_ms);
	locate(d->edge->resolver, d->domain, d->proxy, d->id, located, d->edge);
}

static void timer_due(void *arg)
{
	struct dial *d = arg;

	if (d->looking) {
		d->looking = false;
		locate_cancel(d->edge->resolver, d->id);
		d->where.n = 0;
		note(d, CAUSE_DNS_FAILED, "no answer in time");
	} else {
		conn_free(&d->conn);
		note(d, CAUSE_CONNECT_FAILED, "no connection in time");
	}
	next(d);
}

static void on_connected(void *arg)
{
	struct dial *d = arg;
	struct conn *c = d->conn;

	d->conn = NULL;
	timer_clear(d->timer);
	d->ops->connected(d->arg, c, &d->where.attempt[d->next - 1]);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct dial *d = arg;
	const struct attempt *at = &d->where.attempt[d->next - 1];
	char text[ADDRESS_MAX];

	(void)cause;
	log_event(LOG_INFO, "dial-failed", LOG_S("partner", d->domain),
	          LOG_S("target", at->target),
	          LOG_S("address", address_print(&at->at, text)),
	          LOG_S("words", words));
	d->cause = CAUSE_CONNECT_FAILED;
	snprintf(d->words, sizeof d->words, "%s %s", text,
	         words != NULL ? words : "");
	conn_free(&d->conn);
	next(d);
}

/* A dialled connection is handed over before it has a stream or TLS. */
static const struct conn_ops conn_ops = {
	.connected = on_connected,
	.ended = on_ended,
};

struct dial *dial_new(struct edge *e, const char *domain, const char *proxy,
                      const struct dial_ops *ops, void *arg)
{
	struct dial *d = mem_zalloc(sizeof *d);

	d->edge = e;
	d->domain = mem_strdup(domain);
	d->proxy = proxy != NULL ? mem_strdup(proxy) : NULL;
	d->ops = ops;
	d->arg = arg;
	d->id = ids_add(e->dials, d);
	d->timer = timer_new(e->loop, timer_due, d);
	look(d);
	return d;
}

void dial_next(struct dial *d, enum cause why, const char *words)
{
	note(d, why, words);
	next(d);
}

void dial_free(struct dial **dp)
{
	struct dial *d = *dp;

	*dp = NULL;
	if (d == NULL)
		return;
	if (d->looking)
		locate_cancel(d->edge->resolver, d->id);
	loop_defer_cancel(d->edge->loop, step, d);
	ids_remove(d->edge->dials, d->id);
	conn_free(&d->conn);
	timer_free(&d->timer);
	free(d->domain);
	free(d->proxy);
	free(d);
}

void dial_again(struct edge *e, struct resolver *old)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->dials, &pos, &id, &value)) {
		struct dial *d = value;

		if (!d->looking)
			continue;
		locate_cancel(old, id);
		look(d);
	}
}
