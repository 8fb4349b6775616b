/* Verbs that negotiate a stream, from either end. */
#include <string.h>

#include "cast/front_end.h"
#include "cast/initiate.h"
#include "cast/link.h"
#include "cast/scripted.h"
#include "cast/server.h"
#include "cast/verbs.h"
#include "lib/text.h"
#include "scenario/pace.h"

void act_CONNECTS(struct act *a)
{
	if (a->role->kind == ACTOR_GATEWAY)
		link_connect(a, a->role);
	else if (a->role->kind == ACTOR_FRONT_END)
		front_end_connect(a, a->role);
	else
		a->role->line = initiate_tcp(a, a->role, &scripted);
}

void act_CONNECTS_OFTEN(struct act *a)
{
	uint64_t n = 0;

	text_u64(view_of(act_arg(a, 0)), 1, 10000, &n);
	for (; n > 0 && a->outcome == OUTCOME_DONE; n--)
		act_CONNECTS(a);
}

/* An open connection of its own making, or a new one. */
static struct line *connection(struct act *a)
{
	struct line *l = a->role->line;

	if (l == NULL || l->incoming || line_is_over(l) || l->end_received)
		l = initiate_connection(a, a->role, &scripted);
	a->role->line = l;
	return l;
}

static void open_stream(struct act *a, const char *from)
{
	struct line *l = connection(a);

	if (l != NULL)
		initiate_stream(a, l, from, act_arg(a, 0));
}

void act_OPENS_STREAM(struct act *a)
{
	open_stream(a, role_domain(a->role));
}

void act_OPENS_STREAM_AS(struct act *a)
{
	open_stream(a, act_arg(a, 1));
}

void act_ESTABLISHES(struct act *a)
{
	struct line *l = connection(a);

	if (l != NULL)
		initiate_all(a, l, role_domain(a->role), act_arg(a, 0));
}

/* --- TLS ---------------------------------------------------------------------------------- */

/* What an opened stream's header said, or a fallback. */
static const char *own_from(const struct line *l)
{
	return l->own_from != NULL ? l->own_from : role_domain(l->role);
}

static const char *own_to(const struct line *l)
{
	return l->own_to != NULL ? l->own_to : role_domain(l->stage->sut);
}

void act_STARTS_TLS(struct act *a)
{
	struct line *l = verb_line(a);

	if (l != NULL)
		initiate_tls(a, l, own_from(l), own_to(l));
}

static bool begin_handshake(struct act *a, struct line *l)
{
	struct fault f = { 0 };

	if (!l->incoming && !l->sip)
		return initiate_hello(a, l, own_to(l));
	if (line_secure(l, l->incoming, l->incoming ? NULL : own_to(l),
	                l->sip ? NULL : "xmpp-server", &f))
		return true;
	act_fail(a, "%s", f.text);
	fault_free(&f);
	return false;
}

void act_HANDSHAKES(struct act *a)
{
	struct line *l = verb_line(a);

	if (l != NULL && begin_handshake(a, l))
		line_wait_secure(a, l);
}

void act_ASKS_FOR_KEYS(struct act *a)
{
	struct line *l = verb_line(a);
	uint64_t n = 0;

	text_u64(view_of(act_arg(a, 0)), 1, 10000, &n);
	if (l != NULL && !conn_ask_for_keys(l->conn, (unsigned)n))
		act_fail(a, "%s has no TLS 1.3 that is open", a->role->name);
}

void act_RENEGOTIATES(struct act *a)
{
	struct line *l = verb_line(a);

	if (l != NULL && !conn_renegotiate(l->conn))
		act_fail(a, "%s has no TLS 1.2 that is open", a->role->name);
}

static bool has_ended(void *arg)
{
	return line_is_over(arg);
}

void act_GETS_FAILED_HANDSHAKE(struct act *a)
{
	struct line *l;

	if (a->role->kind == ACTOR_GATEWAY) {
		link_refused(a, a->role);
		return;
	}
	l = verb_line(a);
	if (l == NULL ||
	    (conn_session(l->conn) == NULL && !line_is_over(l) && !begin_handshake(a, l)))
		return;
	/* In TLS 1.3 the refusal of a client's certificate comes behind the
	 * handshake, so that alone proves nothing. */
	act_wait(a, has_ended, l);
}

/* `gets <starttls/>` may have had it before. */
static bool starttls_was_claimed(const struct line *l)
{
	for (const struct got *g = l->role->claimed.first; g != NULL; g = g->next)
		if (g->line == l && strcmp(g->local, "starttls") == 0)
			return true;
	return false;
}

void act_PROCEEDS_TLS(struct act *a)
{
	static const char *const names[] = { "starttls", NULL };
	struct line *l = verb_line(a);
	struct fault f = { 0 };
	struct got *g = NULL;

	if (l == NULL)
		return;
	if (!starttls_was_claimed(l) && (g = line_take(a, l, names)) == NULL)
		return;
	got_free(&g);
	if (!server_proceed(l, &f)) {
		act_fail(a, "%s", f.text);
		fault_free(&f);
	} else if (line_wait_secure(a, l)) {
		line_wait_header(a, l);
	}
}

/* --- who it is -------------------------------------------------------------------------------- */

static bool is_authenticated(void *arg)
{
	const struct line *l = arg;

	return (l->authenticated && l->header != NULL) || line_is_over(l);
}

void act_AUTHENTICATES(struct act *a)
{
	struct line *l = verb_line(a);

	if (l == NULL)
		return;
	if (!l->incoming)
		initiate_external(a, l, own_from(l), own_to(l), act_arg(a, 0));
	else if (act_wait(a, is_authenticated, l) && !l->authenticated)
		act_fail(a, "the other side has not authenticated");
}

static void answer_dialback(struct act *a, struct line *l)
{
	static const char *const names[] = { "result", NULL };
	struct got *g = line_take(a, l, names);

	if (g == NULL)
		return;
	server_answer_result(l, g);
	got_free(&g);
}

void act_COMPLETES_DIALBACK(struct act *a)
{
	struct line *l = verb_line(a);
	const char *from = act_arg(a, 0), *to = act_arg(a, 1);

	if (l == NULL)
		return;
	if (l->incoming)
		answer_dialback(a, l);
	else
		initiate_dialback(a, l, from != NULL ? from : own_from(l),
		                  to != NULL ? to : own_to(l));
}

/* --- listening ---------------------------------------------------------------------------------- */

void act_ACCEPTS(struct act *a)
{
	a->role->accepts = true;
}

void act_STOPS_LISTENING(struct act *a)
{
	server_stop_listening(a->role);
	front_end_stop_listening(a->role);
}

void act_LISTENS_AGAIN(struct act *a)
{
	struct fault f = { 0 };

	if (!(a->role->kind == ACTOR_FRONT_END ? front_end_listen(a->role, &f)
	                                       : server_listen(a->role, &f))) {
		act_fail(a, "%s", f.text);
		stage_fault(a->stage, &f);
	}
}

void act_FALLS_SILENT(struct act *a)
{
	a->role->silent = true;
}

void act_DROPS_ALL(struct act *a)
{
	for (struct line *l = a->stage->lines; l != NULL; l = l->next) {
		bool its = l->incoming || a->role->kind == ACTOR_FRONT_END;

		if (l->role != a->role || !its || conn_is_datagrams(l->conn))
			continue;
		l->met = true; /* no call that a later step may have */
		if (!line_is_over(l))
			line_drop(l);
	}
}

struct arrival {
	struct role *role;
	struct line *line;
	bool dialled;
};

static bool has_arrived(void *arg)
{
	struct arrival *w = arg;

	/* Newest first: the oldest that fits is the last that is seen. */
	w->line = NULL;
	for (struct line *l = w->role->stage->lines; l != NULL; l = l->next)
		if (l->role == w->role && l->incoming && (l->manner == &scripted || l->sip) &&
		    (w->dialled ? !l->dialled && l->header != NULL : !l->met))
			w->line = l;
	return w->line != NULL;
}

static void arrives(struct act *a, bool dialled)
{
	struct arrival w = { .role = a->role, .dialled = dialled };

	if (!act_wait(a, has_arrived, &w)) {
		if (a->outcome == OUTCOME_TIMEOUT)
			buf_puts(&a->reason, "nobody connected");
		return;
	}
	w.line->met = true;
	w.line->dialled = dialled;
	a->role->line = w.line;
	if (!dialled || !w.line->manual)
		return;
	w.line->manual = false;
	if (w.line->own_id == NULL)
		server_answer_header(w.line);
}

void act_IS_DIALLED(struct act *a)
{
	arrives(a, true);
}

void act_IS_CONNECTED(struct act *a)
{
	arrives(a, false);
}

/* --- when it is called -------------------------------------------------------------------------- */

/* Whoever serves it. */
static bool has_called(void *arg)
{
	struct arrival *w = arg;

	w->line = NULL;
	for (struct line *l = w->role->stage->lines; l != NULL; l = l->next)
		if (l->role == w->role && l->incoming && !l->met)
			w->line = l;
	return w->line != NULL;
}

static void takes_calls(struct act *a, bool drops, pace_fn *holds)
{
	struct arrival w = { .role = a->role };
	uint64_t n = 0, least = 0, at[PACE_CALLS_MOST];
	size_t i;

	text_u64(view_of(act_arg(a, 0)), 2, PACE_CALLS_MOST, &n);
	text_duration(view_of(act_arg(a, 1)), &least);
	for (i = 0; i < n && act_wait(a, has_called, &w); i++) {
		w.line->met = true;
		at[i] = w.line->opened_us;
		a->role->line = w.line;
		if (drops)
			line_drop(w.line);
	}
	if (i == n && !holds(at, i, least))
		act_fail(a, "the last of %zu calls came %ums behind the first, %ums behind the one before", i,
		         (unsigned)((at[i - 1] - at[0]) / 1000),
		         (unsigned)((at[i - 1] - at[i - 2]) / 1000));
	else if (i < n && a->outcome == OUTCOME_TIMEOUT)
		buf_printf(&a->reason, "%zu calls came", i);
}

void act_CALLED_APART(struct act *a)
{
	takes_calls(a, false, pace_is_spread);
}

void act_TURNS_AWAY(struct act *a)
{
	takes_calls(a, true, pace_slows);
}

static bool has_space(void *arg)
{
	const struct line *l = arg;

	return l->spaces > l->spaces_taken || line_is_over(l);
}

void act_GETS_SPACE(struct act *a)
{
	struct line *l = verb_line(a);

	if (l == NULL)
		return;
	if (!act_wait(a, has_space, l)) {
		if (a->outcome == OUTCOME_TIMEOUT)
			buf_puts(&a->reason, "no white space came");
	} else if (l->spaces > l->spaces_taken) {
		l->spaces_taken++;
	} else {
		act_fail(a, "the connection is closed");
	}
}
