#include "edge/authority.h"

#include <stdlib.h>

#include "edge/certificate.h"
#include "edge/dial.h"
#include "edge/verdict.h"
#include "edge/verify.h"
#include "jid/jid.h"
#include "lib/log.h"
#include "lib/mem.h"

struct authority {
	struct edge *edge;
	char *partner;		/* the sender domain, prepared */
	char *own;
	char *ascii;		/* the sender domain in A-labels */
	char *target;		/* for the log: what was dialled */
	struct dial *dial;	/* until the peer has spoken */
	struct conn *conn;
	bool ready;
};

static const struct dial_ops dial_ops;
static const struct conn_ops conn_ops;

static struct pair pair_of(const struct authority *a)
{
	return (struct pair){ view_of(a->partner), view_of(a->own) };
}

static struct authority *find(const struct edge *e, struct pair pair)
{
	char *key = pair_key(pair.to, pair.from);
	struct authority *a = map_get(e->authorities, view_of(key));

	free(key);
	return a;
}

static void authority_end(struct authority *a)
{
	char *key = pair_key(view_of(a->own), view_of(a->partner));

	map_remove(a->edge->authorities, view_of(key));
	free(key);
	dial_free(&a->dial);
	conn_leave(&a->conn);
	free(a->partner);
	free(a->own);
	free(a->ascii);
	free(a->target);
	free(a);
}

/* Every question asked here, or waiting to be, is over. */
static void fail(struct authority *a, enum cause why, const char *words)
{
	log_event(LOG_WARN, "authority-failed", LOG_S("partner", a->partner),
	          LOG_S("domain", a->own), LOG_S("target", a->target),
	          LOG_S("cause", cause_label(why)), LOG_S("words", words));
	verify_failed(a->edge, pair_of(a), why);
	authority_end(a);
}

static const struct partner *partner_for(const struct authority *a)
{
	return partner_of(a->edge->settings->partners, view_of(a->partner));
}

static const struct own_domain *own_for(const struct authority *a)
{
	return own_domain(a->edge->settings, view_of(a->own));
}

struct conn *authority_wanted(struct edge *e, struct pair pair)
{
	struct authority *a = find(e, pair);
	struct region *r;
	struct view ascii;
	char *key;

	if (a != NULL)
		return a->ready ? a->conn : NULL;
	a = mem_zalloc(sizeof *a);
	a->edge = e;
	a->partner = view_dup(pair.from);
	a->own = view_dup(pair.to);
	r = region_new();
	/* A name DNS cannot carry gets its NXDOMAIN from the resolver. */
	a->ascii = view_dup(domain_ascii(pair.from, r, &ascii) ? ascii : pair.from);
	region_free(&r);
	key = pair_key(pair.to, pair.from);
	map_put(e->authorities, view_of(key), a);
	free(key);
	a->dial = dial_new(e, a->ascii, partner_for(a)->proxy_fqdn, &dial_ops, a);
	return NULL;
}

void authority_relax(struct edge *e, struct pair pair)
{
	struct authority *a = find(e, pair);

	if (a != NULL && verify_open(e, pair) == 0)
		authority_end(a);
}

void authority_sweep(struct edge *e, bool all)
{
	size_t pos = 0;
	struct view key;
	void *value;

	while (map_next(e->authorities, &pos, &key, &value)) {
		struct authority *a = value;

		if (all || partner_for(a) == NULL || own_for(a) == NULL)
			fail(a, CAUSE_SYSTEM_SHUTDOWN, "no longer wanted");
	}
}

/* --- the connection ------------------------------------------------------ */

static void open_stream(struct authority *a)
{
	const struct edge_settings *s = a->edge->settings;
	const struct stream_settings settings = {
		.role = STREAM_INITIATING,
		.from = view_of(a->own),
		.to = view_of(a->partner),
		.before = s->before,
		.after = s->before,
	};

	conn_open(a->conn, &settings);
}

static void on_connected(void *arg, struct conn *c, const struct attempt *at)
{
	struct authority *a = arg;
	const struct partner *p = partner_for(a);

	if (at->direct_tls && p->policy.tls == POLICY_NOT_SUPPORTED) {
		conn_free(&c);
		dial_next(a->dial, CAUSE_TLS_NOT_WANTED, at->target);
		return;
	}
	free(a->target);
	a->target = mem_strdup(at->target);
	a->conn = c;
	conn_set_owner(c, &conn_ops, a);
	if (at->direct_tls)
		conn_direct_tls(c, own_for(a)->tls, TLS_CLIENT_AGAIN, a->ascii, 0);
	else
		open_stream(a);
}

/* `words` belong to the dial, which fail() frees behind its last use. */
static void on_dial_failed(void *arg, enum cause cause, const char *words)
{
	fail(arg, cause, words);
}

static const struct dial_ops dial_ops = {
	.connected = on_connected,
	.failed = on_dial_failed,
};

static void on_secured(void *arg)
{
	open_stream(arg);
}

static void on_features(struct authority *a, const struct stream_event *ev)
{
	bool secure = conn_is_secure(a->conn);
	enum cause why, refusal;

	dial_free(&a->dial);
	refusal = policy_dane_refusal(conn_has_dane(a->conn), secure,
	                              certificate_of(a->edge, a->conn, view_of(a->partner)));
	switch (verify_next(&partner_for(a)->policy, secure, &ev->features, &why)) {
	case VERIFY_STARTTLS:
		stream_starttls(conn_stream(a->conn));
		break;
	case VERIFY_ASK:
		if (refusal != CAUSE_NONE) {
			fail(a, refusal, NULL);
			break;
		}
		a->ready = true;
		verify_ask_waiting(a->edge, pair_of(a), a->conn);
		break;
	case VERIFY_GIVE_UP:
		fail(a, why, NULL);
		break;
	}
}

/* One that never spoke: another address may. */
static void ended(struct authority *a, enum cause cause, const char *words)
{
	if (a->dial == NULL) {
		fail(a, cause, words);
		return;
	}
	dial_next(a->dial, cause, words);
	conn_leave(&a->conn);
}

static void on_event(void *arg, struct stream_event *ev)
{
	struct authority *a = arg;
	struct edge *e = a->edge;
	char *words;

	switch (ev->kind) {
	case STREAM_FEATURES:
		on_features(a, ev);
		break;
	case STREAM_STARTTLS:
		conn_start_tls(a->conn, own_for(a)->tls, TLS_CLIENT_AGAIN, a->ascii);
		break;
	case STREAM_TLS_REFUSED:
		fail(a, CAUSE_TLS_NOT_OFFERED, NULL);
		break;
	case STREAM_DB_VERIFY_ANSWER:
		verify_answered(e, 0, pair_of(a), ev);
		if (verify_open(e, pair_of(a)) == 0)
			authority_end(a);
		break;
	case STREAM_PEER_ERROR:
		words = view_dup(ev->condition);
		fail(a, view_is(ev->condition, "host-unknown") ?
		                CAUSE_HOST_UNKNOWN : CAUSE_PEER_STREAM_ERROR,
		     words);
		free(words);
		break;
	case STREAM_BROKEN:
		fail(a, ev->cause, ev->detail);
		break;
	case STREAM_OVER:
		ended(a, ev->cause != CAUSE_NONE ? ev->cause : CAUSE_PEER_CLOSED,
		      ev->detail);
		break;
	case STREAM_NOTHING:
	case STREAM_STANZA:
	case STREAM_HEADER:
	case STREAM_AUTH:
	case STREAM_DB_RESULT:
	case STREAM_DB_VERIFY:
	case STREAM_AUTH_OK:
	case STREAM_AUTH_REFUSED:
	case STREAM_DB_RESULT_ANSWER:
	case STREAM_SM:
	case STREAM_EXTENSION:
		break;
	}
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	ended(arg, cause != CAUSE_NONE ? cause : CAUSE_PEER_CLOSED, words);
}

static const struct conn_ops conn_ops = {
	.secured = on_secured,
	.event = on_event,
	.ended = on_ended,
};
