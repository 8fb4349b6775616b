#include "edge/dial.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "xmpp/conn_race.h"

struct dial {
	struct edge *edge;
	uint64_t id;
	char *domain, *proxy;
	const struct dial_ops *ops;
	void *arg;
	bool looking;
	bool only, only_direct; /* dial_only() */
	struct redirect *led;	/* dial_follow(); NULL: by nobody */
	struct location where;
	struct conn_race *race;
	struct timer *timer;	/* of the lookup */
	enum cause cause;	/* of the last failure */
	char words[200];
};

static void note(struct dial *d, enum cause cause, const char *words)
{
	d->cause = cause;
	snprintf(d->words, sizeof d->words, "%s", words != NULL ? words : "");
}

/* --- attempts ------------------------------------------------------------ */

static void on_connected(void *arg, struct conn *c, const struct attempt *at)
{
	struct dial *d = arg;
	const struct tlsa_set *tlsa = location_tlsa(&d->where, at);

	if (d->led != NULL && d->led->has_tlsa)
		tlsa = &d->led->tlsa;
	conn_expect(c, at, tlsa);
	d->ops->connected(d->arg, c, at);
}

static void on_missed(void *arg, const struct attempt *at, const char *words)
{
	struct dial *d = arg;
	char text[ADDRESS_MAX];

	log_event(LOG_INFO, "dial-failed", LOG_S("partner", d->domain),
	          LOG_S("target", at->target),
	          LOG_S("address", address_print(&at->at, text)),
	          LOG_S("words", words));
	d->cause = CAUSE_CONNECT_FAILED;
	snprintf(d->words, sizeof d->words, "%s %s", text, words);
}

static void on_failed(void *arg)
{
	struct dial *d = arg;

	d->ops->failed(d->arg, d->cause, d->words);
}

static const struct address *source(void *arg, const struct address *to)
{
	const struct dial *d = arg;

	return dial_source(d->edge->settings, to);
}

static const struct conn_race_ops race_ops = {
	.source = source,
	.connected = on_connected,
	.missed = on_missed,
	.failed = on_failed,
};

static void begin(struct dial *d)
{
	conn_race_start(d->race, &d->where, d->edge->settings->dial_ms);
}

/* --- where it is --------------------------------------------------------- */

static void leave_out(struct dial *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->where.n; i++)
		if (dial_is_wanted(&d->where.attempt[i], d->only_direct))
			d->where.attempt[n++] = d->where.attempt[i];
	d->where.n = n;
}

static void leave_out_nearer(struct dial *d)
{
	size_t n = 0, found = d->where.n;
	char by[ADDRESS_MAX], to[ADDRESS_MAX], words[200];

	for (size_t i = 0; i < found; i++)
		if (redirect_may_lead(&d->led->by, &d->where.attempt[i].at))
			d->where.attempt[n++] = d->where.attempt[i];
	d->where.n = n;
	if (n != 0 || found == 0)
		return;
	snprintf(words, sizeof words, "to %s, which is nearer than %s, where that was said",
	         address_print_host(&d->where.attempt[0].at, to),
	         address_print_host(&d->led->by, by));
	note(d, CAUSE_REDIRECT_REFUSED, words);
}

static void located(void *arg, uint64_t id, const struct location *where)
{
	struct edge *e = arg;
	struct dial *d = ids_get(e->dials, id);

	if (d == NULL || !d->looking)
		return;
	d->looking = false;
	timer_clear(d->timer);
	location_copy(&d->where, where);
	note(d, where->cause, where->words);
	if (d->only)
		leave_out(d);
	if (where->cause != CAUSE_NONE)
		d->where.n = 0;
	else if (d->where.n == 0)
		note(d, CAUSE_DNS_NO_SERVICE, "no address");
	if (d->led != NULL)
		leave_out_nearer(d);
	if (d->where.n != 0 && d->ops->located != NULL)
		d->ops->located(d->arg, &d->where);
	begin(d);
}

static void look(struct dial *d)
{
	d->looking = true;
	timer_set(d->timer,
	          loop_now(d->edge->loop) + d->edge->settings->lookup_ms);
	locate(d->edge->resolver, d->domain, d->proxy, d->id, located, d->edge);
}

static void lookup_overdue(void *arg)
{
	struct dial *d = arg;

	d->looking = false;
	locate_cancel(d->edge->resolver, d->id);
	d->where.n = 0;
	note(d, CAUSE_DNS_FAILED, "no answer in time");
	begin(d);
}

/* --- the whole ----------------------------------------------------------- */

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
	d->timer = timer_new(e->loop, lookup_overdue, d);
	d->race = conn_race_new(e->loop, e->conns, &race_ops, d);
	look(d);
	return d;
}

void dial_only(struct dial *d, bool direct_tls)
{
	d->only = true;
	d->only_direct = direct_tls;
}

void dial_follow(struct dial *d, const struct redirect *r)
{
	free(d->led);
	d->led = mem_alloc(sizeof *d->led);
	*d->led = *r;
}

void dial_next(struct dial *d, enum cause why, const char *words)
{
	note(d, why, words);
	conn_race_next(d->race);
}

void dial_free(struct dial **dp)
{
	struct dial *d = *dp;

	*dp = NULL;
	if (d == NULL)
		return;
	if (d->looking)
		locate_cancel(d->edge->resolver, d->id);
	ids_remove(d->edge->dials, d->id);
	conn_race_free(&d->race);
	timer_free(&d->timer);
	location_clear(&d->where);
	free(d->led);
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
