#include "edge/look.h"

#include <stdlib.h>

#include "edge/count.h"
#include "edge/inbound_private.h"
#include "edge/link_private.h"
#include "edge/outbound_private.h"
#include "edge/retry.h"
#include "lib/mem.h"

const char *edge_look_method_word(enum edge_method m)
{
	static const char *const words[EDGE_METHODS] = {
		[EDGE_EXTERNAL] = "external",
		[EDGE_TLS_DIALBACK] = "dialback-tls",
		[EDGE_TCP_DIALBACK] = "dialback",
	};

	return words[m];
}

/* --- streams ------------------------------------------------------------------- */

static void look_conn(const struct edge *e, const struct conn *c, struct edge_look_stream *s)
{
	s->tls = "";
	if (c == NULL)
		return;
	conn_peer(c, &s->peer);
	if (conn_is_secure(c))
		s->tls = conn_tls_version(c);
	s->idle_ms = loop_now(e->loop) - conn_heard(c);
	s->unsent = conn_unsent(c);
}

/* The caller frees it. */
static struct edge_look_pair *pairs_of(const struct inbound *in, size_t *n)
{
	struct edge_look_pair *list = NULL;
	size_t pos = 0, cap = 0;
	struct pair pair;
	enum pair_state state;

	*n = 0;
	while (pairs_next(in->pairs, &pos, &pair, &state)) {
		if (state != PAIR_PROVED)
			continue;
		list = mem_grow(list, *n, &cap, sizeof *list);
		list[(*n)++] = (struct edge_look_pair){
			pair.from, pair.to,
			count_method(in->identity != NULL && view_is(pair.from, in->identity),
			             conn_is_secure(in->conn)),
		};
	}
	return list;
}

static void look_inbound(const struct inbound *in,
                         void (*fn)(void *arg, const struct edge_look_stream *s), void *arg)
{
	struct edge_look_stream s = { .id = in->id,
		                 .state = in->ended                       ? "ending" :
		                          pairs_count(in->pairs, PAIR_PROVED) ? "open" :
		                                                            "setting up",
		                 .partner = view_of(in->from),
		                 .domain = view_of(in->to) };
	struct edge_look_pair *list = pairs_of(in, &s.n_pairs);

	s.pair = list;
	look_conn(in->edge, in->conn, &s);
	fn(arg, &s);
	free(list);
}

static void look_outbound(const struct outbound *ob,
                          void (*fn)(void *arg, const struct edge_look_stream *s), void *arg)
{
	static const char *const words[] = {
		[OUT_SETTING_UP] = "setting up",
		[OUT_OPEN] = "open",
		[OUT_REFUSED] = "refused",
		[OUT_ENDING] = "ending",
	};
	const struct edge_look_pair pair = {
		view_of(ob->partner), view_of(ob->own),
		count_method(ob->method == METHOD_SASL_TLS, ob->method != METHOD_TCP_DIALBACK),
	};
	struct edge_look_stream s = { .id = ob->id,
		                 .outbound = true,
		                 .state = words[ob->state],
		                 .partner = view_of(ob->partner),
		                 .domain = view_of(ob->own),
		                 .pair = &pair,
		                 .n_pairs = ob->state == OUT_OPEN,
		                 .waiting = queue_count(ob->waiting) };

	look_conn(ob->edge, ob->conn, &s);
	fn(arg, &s);
}

void edge_look_streams(const struct edge *e, void (*fn)(void *arg, const struct edge_look_stream *s),
                  void *arg)
{
	size_t pos;
	uint64_t id;
	void *value;

	for (pos = 0; ids_next(e->inbound, &pos, &id, &value);)
		look_inbound(value, fn, arg);
	for (pos = 0; ids_next(e->outbound, &pos, &id, &value);)
		look_outbound(value, fn, arg);
}

/* --- the link -------------------------------------------------------------------- */

void edge_look_links(const struct edge *e, void (*fn)(void *arg, const struct edge_look_link *s),
                void *arg)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->link->sessions, &pos, &id, &value)) {
		const struct link_session *s = value;

		fn(arg, &(struct edge_look_link){
			.id = s->id,
			.gateway = s->gateway,
			.domain = s->domains.name,
			.n_domains = s->domains.n,
			.up = s->on != NULL,
			.peer = s->on != NULL ? s->on->peer : "",
			.idle_ms = s->on != NULL ? loop_now(e->loop) - s->on->heard : 0,
			.unacknowledged = sm_unacked(s->sm),
		});
	}
}

enum cause edge_look_gateway(const struct edge *e, struct view domain)
{
	return link_refuses(e->link, domain);
}

/* --- a partner ---------------------------------------------------------------------- */

bool edge_look_retry(const struct edge *e, struct view partner, struct edge_look_retry *out)
{
	return retry_look(e, partner, &out->failures, &out->cause, &out->left_ms);
}

void edge_look_seats(const struct edge *e, const struct partner *p, size_t *taken, size_t *max)
{
	*taken = limits_of_partner(e->limits, view_of(p->domain));
	*max = p->connection_limit != 0 ? p->connection_limit :
	                                  e->settings->partner_connection_limit;
}

/* --- the whole ------------------------------------------------------------------------ */

const struct edge_settings *edge_look_settings(const struct edge *e)
{
	return e->settings;
}

bool edge_look_is_stopping(const struct edge *e)
{
	return e->phase != EDGE_RUNNING;
}

uint64_t edge_look_now(const struct edge *e)
{
	return loop_now(e->loop);
}
