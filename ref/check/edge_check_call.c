/* A stream to ourselves, up to the certificate that is shown: STARTTLS, or TLS from the
 * first byte, as the record says that leads there. */
#include "check/edge_check_private.h"

#include <stdio.h>

const struct check_target *edge_check_target(const struct edge_check *c)
{
	return &c->target[c->address[c->at_address].target];
}

void edge_check_called(struct edge_check *c)
{
	conn_leave(&c->conn);
	check_came(&c->walk);
}

/* A reload may have taken the domain away: the rest of it is not looked at. */
static bool is_gone(struct edge_check *c)
{
	if (edge_check_domain(c) != NULL)
		return false;
	edge_check_called(c);
	edge_check_next(c);
	return true;
}

static void on_connected(void *arg)
{
	struct edge_check *c = arg;
	const struct check_target *t = edge_check_target(c);
	const struct edge_settings *s = c->edge->settings;
	struct attempt at = { .target_secure = t->secure };
	struct stream_settings settings = { .role = STREAM_INITIATING,
		                            .before = s->before,
		                            .after = s->after };
	const struct own_domain *d;

	if (is_gone(c))
		return;
	d = edge_check_domain(c);
	settings.to = d->name;
	snprintf(at.target, sizeof at.target, "%s", t->host);
	conn_expect(c->conn, &at, c->called_with);
	if (t->direct)
		conn_direct_tls(c->conn, d->tls, TLS_CLIENT, d->ascii, 0);
	else
		conn_open(c->conn, &settings);
}

static void on_secured(void *arg)
{
	struct edge_check *c = arg;

	if (!is_gone(c))
		c->caller->shown(c);
}

static void on_event(void *arg, struct stream_event *ev)
{
	struct edge_check *c = arg;

	if (is_gone(c))
		return;
	/* Whatever comes first behind TLS: also an error, as nobody has called. */
	if (conn_is_secure(c->conn))
		c->caller->shown(c);
	else if (ev->kind == STREAM_FEATURES && ev->features.starttls)
		stream_starttls(conn_stream(c->conn));
	else if (ev->kind == STREAM_STARTTLS)
		conn_start_tls(c->conn, edge_check_domain(c)->tls, TLS_CLIENT,
		               edge_check_domain(c)->ascii);
	else if (ev->kind == STREAM_FEATURES)
		c->caller->unseen(c, "no TLS is offered");
	else if (ev->kind == STREAM_OVER || ev->kind == STREAM_TLS_REFUSED)
		c->caller->unseen(c, ev->detail);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct edge_check *c = arg;

	if (!is_gone(c))
		c->caller->unseen(c, words != NULL ? words : cause_words(cause));
}

void edge_check_call(struct edge_check *c, const struct tlsa_set *records,
                     const struct check_caller *caller)
{
	static const struct conn_ops ops = { .connected = on_connected,
		                             .secured = on_secured,
		                             .event = on_event,
		                             .ended = on_ended };

	c->caller = caller;
	c->called_with = records;
	c->conn = conn_dial(c->edge->conns, &c->address[c->at_address].at, &ops, c);
	check_wait(&c->walk, c->edge->settings->establishment_ms);
	if (c->conn == NULL)
		caller->unseen(c, "no socket left");
}
