#include "edge/dial.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/log.h"
#include "lib/mem.h"

/* An address that is being tried. */
struct
try {
	struct dial *dial;
	struct conn *conn; /* NULL: none is */
	size_t at;         /* of where.attempt */
	uint64_t until;
};

struct dial {
	struct edge *edge;
	uint64_t id;
	char *domain, *proxy;
	const struct dial_ops *ops;
	void *arg;
	bool looking;
	struct location where;
	size_t next;		/* attempt[next] is to be tried next */
	struct try try[DIAL_MAX];
	uint64_t begin_at; /* not before this, beside others */
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

/* NULL: no room. */
static struct try *spare(struct dial *d)
{
	for (size_t i = 0; i < DIAL_MAX; i++)
		if (d->try[i].conn == NULL)
			return &d->try[i];
	return NULL;
}

static bool is_trying(const struct dial *d)
{
	for (size_t i = 0; i < DIAL_MAX; i++)
		if (d->try[i].conn != NULL)
			return true;
	return false;
}

static void give_up(struct dial *d)
{
	for (size_t i = 0; i < DIAL_MAX; i++)
		conn_free(&d->try[i].conn);
}

/* Is there another address that need not wait for those under way to fail? */
static bool may_begin(struct dial *d)
{
	return d->next < d->where.n && spare(d) != NULL &&
	       (!is_trying(d) ||
	        dial_may_overlap(&d->where.attempt[d->next - 1], &d->where.attempt[d->next]));
}

static bool begin(struct dial *d)
{
	const struct attempt *at = &d->where.attempt[d->next];
	struct try *t = spare(d);
	char text[ADDRESS_MAX];

	t->dial = d;
	t->at = d->next++;
	t->until = loop_now(d->edge->loop) + d->edge->settings->dial_ms;
	t->conn = conn_dial_from(d->edge->conns, dial_source(d->edge->settings, &at->at), &at->at,
	                         &conn_ops, t);
	if (t->conn != NULL)
		return true;
	snprintf(d->words, sizeof d->words, "%s (%s): no socket left", at->target,
	         address_print(&at->at, text));
	d->cause = CAUSE_CONNECT_FAILED;
	return false;
}

static void arm(struct dial *d)
{
	uint64_t due = may_begin(d) ? d->begin_at : UINT64_MAX;

	for (size_t i = 0; i < DIAL_MAX; i++)
		if (d->try[i].conn != NULL && d->try[i].until < due)
			due = d->try[i].until;
	timer_set(d->timer, due);
}

/* Runs at the end of a turn, so that nobody is called back from inside. */
static void step(void *arg)
{
	struct dial *d = arg;
	uint64_t now = loop_now(d->edge->loop);

	while (may_begin(d) && (!is_trying(d) || now >= d->begin_at))
		if (begin(d))
			d->begin_at = now + DIAL_DELAY_MS;
	if (is_trying(d))
		arm(d);
	else
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
	location_clear(&d->where);
	location_copy(&d->where, where);
	note(d, where->cause, where->words);
	if (where->cause != CAUSE_NONE)
		d->where.n = 0;
	else if (where->n == 0)
		note(d, CAUSE_DNS_NO_SERVICE, "no address");
	else if (d->ops->located != NULL)
		d->ops->located(d->arg, where);
	next(d);
}

static void look(struct dial *d)
{
	d->looking = true;
	timer_set(d->timer,
	          loop_now(d->edge->loop) + d->edge->settings->lookup_ms);
	locate(d->edge->resolver, d->domain, d->proxy, d->id, located, d->edge);
}

/* Those that have not answered in their time. */
static void expire(struct dial *d)
{
	uint64_t now = loop_now(d->edge->loop);

	for (size_t i = 0; i < DIAL_MAX; i++)
		if (d->try[i].conn != NULL && d->try[i].until <= now) {
			conn_free(&d->try[i].conn);
			note(d, CAUSE_CONNECT_FAILED, "no connection in time");
			d->begin_at = 0;
		}
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
		expire(d);
	}
	next(d);
}

static void on_connected(void *arg)
{
	struct try *t = arg;
	struct dial *d = t->dial;
	struct conn *c = t->conn;
	const struct attempt *at;

	t->conn = NULL;
	give_up(d);
	timer_clear(d->timer);
	loop_defer_cancel(d->edge->loop, step, d);
	at = &d->where.attempt[t->at];
	conn_expect(c, at, location_tlsa(&d->where, at));
	d->ops->connected(d->arg, c, at);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct try *t = arg;
	struct dial *d = t->dial;
	const struct attempt *at = &d->where.attempt[t->at];
	char text[ADDRESS_MAX];

	(void)cause;
	log_event(LOG_INFO, "dial-failed", LOG_S("partner", d->domain),
	          LOG_S("target", at->target),
	          LOG_S("address", address_print(&at->at, text)),
	          LOG_S("words", words));
	d->cause = CAUSE_CONNECT_FAILED;
	snprintf(d->words, sizeof d->words, "%s %s", text,
	         words != NULL ? words : "");
	conn_free(&t->conn);
	d->begin_at = 0;
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
	give_up(d);
	timer_free(&d->timer);
	location_clear(&d->where);
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
