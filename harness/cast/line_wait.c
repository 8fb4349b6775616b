/* line_wait.c - what scripts wait for on a line; the rest of line.h. */
#include <string.h>

#include "cast/line.h"

struct awaited {
	struct line *line;
	const char *const *names;
	struct got *found, *other;
};

static bool named(const struct got *g, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(g->local, *names) == 0)
			return true;
	return false;
}

static struct got *first_for_steps(const struct line *l)
{
	for (struct got *g = l->role->units.first; g != NULL; g = g->next)
		if (g->line == l && g->kind != UNIT_SPACE)
			return g;
	return NULL;
}

static bool is_there(void *arg)
{
	struct awaited *w = arg;

	w->found = w->other = NULL;
	for (struct got *g = w->line->role->inbox.first; g != NULL; g = g->next)
		if (g->line == w->line && named(g, w->names)) {
			w->found = g;
			return true;
		}
	w->other = first_for_steps(w->line);
	return w->other != NULL || w->line->end_received || w->line->error_received ||
	       line_is_over(w->line);
}

/* The start of what came, for a reason in one line. */
static struct view glimpse(const struct got *g)
{
	return (struct view){ g->text.p, g->text.n < 120 ? g->text.n : 120 };
}

struct got *line_take(struct act *a, struct line *l, const char *const *names)
{
	struct awaited w = { .line = l, .names = names };

	if (!act_wait(a, is_there, &w)) {
		if (a->outcome == OUTCOME_TIMEOUT)
			buf_printf(&a->reason, "no <%s/> came", names[0]);
		return NULL;
	}
	if (w.found == NULL) {
		if (w.other != NULL)
			act_fail(a, "instead of <%s/> came %.*s", names[0],
			         VIEW_ARG(glimpse(w.other)));
		else
			act_fail(a, "the other side ended instead of sending <%s/>", names[0]);
		return NULL;
	}
	gots_remove(&l->role->inbox, w.found);
	return w.found;
}

static bool has_header(void *arg)
{
	const struct line *l = arg;

	return l->header != NULL || line_is_over(l) || l->error_received || l->end_received;
}

bool line_wait_header(struct act *a, struct line *l)
{
	return act_wait(a, has_header, l) &&
	       (l->header != NULL || act_fail(a, "no stream header came"));
}

static bool has_features(void *arg)
{
	const struct line *l = arg;

	return l->features != NULL || line_is_over(l) || l->error_received || l->end_received;
}

bool line_wait_features(struct act *a, struct line *l)
{
	return act_wait(a, has_features, l) &&
	       (l->features != NULL || act_fail(a, "no stream features came"));
}

static bool is_settled(void *arg)
{
	const struct line *l = arg;

	return line_is_secure(l) || line_is_over(l);
}

bool line_wait_secure(struct act *a, struct line *l)
{
	return act_wait(a, is_settled, l) &&
	       (line_is_secure(l) || act_fail(a, "the TLS handshake failed: %s",
	                                      secure_reason(conn_session(l->conn))));
}

static bool is_connected(void *arg)
{
	const struct line *l = arg;

	return l->connected || line_is_over(l);
}

bool line_wait_connected(struct act *a, struct line *l)
{
	return act_wait(a, is_connected, l) &&
	       (l->connected || act_fail(a, "the connection was refused"));
}
