/* Expectations about connections and about the system as a program. */
#include <string.h>

#include "judge/judging.h"
#include "lib/text.h"

/* --- connections -------------------------------------------------------------------------------------- */

/* A header that nobody will answer opens no stream: who stays silent, or is
 * there to be the worse choice, was connected to at most. */
static bool is_ignored(const struct event *e)
{
	return e->auto_ != NULL && strcmp(e->auto_, "silence") == 0;
}

/* Connections that came, each for one step. */
static void rule_arrives(struct judging *g, const struct step *s, size_t end, bool dialled)
{
	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];
		struct seen_conn *c = &g->conn[e->conn];
		bool first = dialled ? e->kind == EVENT_RECV && e->unit == UNIT_HEADER
		                     : e->kind == EVENT_OPEN;

		if (!first || is_ignored(e) || e->conn == 0 || !c->in || c->serves || !is_by(e, actor_of(g, s)) ||
		    (dialled ? c->dialled : c->met))
			continue;
		c->met = true;
		c->dialled = dialled;
		fulfilled(g, s, end, i);
		return;
	}
	no_answer(g, s, end, dialled ? "nobody opened a stream" : "nobody connected");
}

/* Line ends that came, each for one step. */
static void rule_line_end(struct judging *g, const struct step *s, size_t end)
{
	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind != EVENT_RECV || e->unit != UNIT_SPACE || g->unit[i].claimed ||
		    !is_by(e, actor_of(g, s)) || view_find(e->text, VIEW("\r\n")) == e->text.n)
			continue;
		g->unit[i].claimed = true;
		fulfilled(g, s, end, i);
		return;
	}
	no_answer(g, s, end, "no line end came");
}

/* The event by which the other side ended it, or NOWHERE. */
static size_t closed_by(struct judging *g, unsigned conn, size_t end)
{
	const struct seen_conn *c = &g->conn[conn];

	if (c->ended < end)
		return c->ended;
	if (c->closed < end && strcmp(g->h->event[c->closed].value, "local") != 0)
		return c->closed;
	return NOWHERE;
}

/* The end of a stream, and the error that says why, belong to being closed. */
static void claim_end(struct judging *g, const char *actor, unsigned conn)
{
	bool error = false;

	for (size_t i = 0; i < g->h->n; i++) {
		const struct event *e = &g->h->event[i];
		bool is_error = e->unit == UNIT_ELEMENT && strcmp(name_at(g, i), "error") == 0;

		if (e->kind != EVENT_RECV || e->conn != conn || !is_by(e, actor) ||
		    e->auto_ != NULL)
			continue;
		if (e->unit == UNIT_STREAM_END) {
			g->unit[i].claimed = true;
		} else if (is_error && !error && !g->unit[i].claimed) {
			g->unit[i].claimed = true;
			tolerated(g, "closing-error");
		}
		error = error || is_error;	/* a second one is surplus */
	}
}

static void rule_closed(struct judging *g, const struct step *s, size_t end)
{
	unsigned conn = conn_of(g, s, end);
	size_t event = conn != 0 ? closed_by(g, conn, end) : NOWHERE;

	if (event == NOWHERE) {
		failed(g, s, end, NOWHERE, CLASS_NOT_CLOSED, "it is still open");
		return;
	}
	claim_end(g, actor_of(g, s), conn);
	fulfilled(g, s, end, event);
}

/* Of TCP, whatever the stream said: RFC 6120 4.4. */
static void rule_tcp_ends(struct judging *g, const struct step *s, size_t end)
{
	unsigned conn = conn_of(g, s, end);
	size_t event = conn != 0 ? g->conn[conn].closed : NOWHERE;
	const struct event *e = event != NOWHERE ? &g->h->event[event] : NULL;

	if (e == NULL || event > end) {
		failed(g, s, end, NOWHERE, CLASS_NOT_CLOSED, "TCP is still open");
		return;
	}
	claim_end(g, actor_of(g, s), conn);
	if (e->value == NULL || strcmp(e->value, "fin") != 0)
		failed(g, s, end, event, CLASS_WRONG_ANSWER, "it ended otherwise");
	else if (g->conn[conn].secured != NOWHERE && !view_is(e->text, "notified"))
		failed(g, s, end, event, CLASS_WRONG_ANSWER, "there was no close_notify");
	else
		fulfilled(g, s, end, event);
}

static void rule_open(struct judging *g, const struct step *s, size_t end)
{
	unsigned conn = conn_of(g, s, end);
	size_t event = conn != 0 ? closed_by(g, conn, end) : NOWHERE;

	if (event != NOWHERE)
		failed(g, s, end, event, CLASS_REFUSED, "the other side has ended it");
	else if (conn == 0 || !is_done(g, s))
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end,
		      "step %u `%s`: it cannot be told", s->number, s->text);
	else
		fulfilled(g, s, end, g->conn[conn].opened);
}

static void rule_handshake_fails(struct judging *g, const struct step *s, size_t end)
{
	unsigned conn = conn_of(g, s, end);
	size_t event = conn != 0 && g->conn[conn].closed < end ? g->conn[conn].closed : NOWHERE;

	if (event != NOWHERE && strcmp(g->h->event[event].value, "local") != 0)
		fulfilled(g, s, end, event);
	else
		failed(g, s, end, NOWHERE, CLASS_ACCEPTED, "TLS was not ended by the other side");
}

/* RFC 6120 13.7.1.2: dNSName, SRVName of the service, or XmppAddr. */
static bool names_domain(struct view name, const char *domain)
{
	static const char *const kinds[] = { "", "xmpp:", "srv:_xmpp-server." };

	for (size_t i = 0; i < 3; i++) {
		struct view kind = view_of(kinds[i]);

		if (name.n >= kind.n && view_ieq((struct view){ name.p, kind.n }, kind) &&
		    view_ieq(view_from(name, kind.n), view_of(domain)))
			return true;
	}
	return false;
}

/* Nothing has been heard or said on it before `end`, and TLS is not there. */
static bool is_fresh(const struct judging *g, unsigned conn, size_t end)
{
	for (size_t i = g->conn[conn].opened; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->conn == conn && (e->kind == EVENT_SECURE || e->kind == EVENT_RECV ||
		                        e->kind == EVENT_SENT))
			return false;
	}
	return true;
}

/* Where TLS came up on the connection that the step is about; not one that was
 * only just opened: its actor looks at those that are set up (cast/line.h). */
static size_t secured_of(struct judging *g, const struct step *s, size_t end)
{
	unsigned conn = conn_of(g, s, end);
	size_t event;

	while (conn != 0 && is_fresh(g, conn, end))
		conn = conn_of(g, s, g->conn[conn].opened);
	event = conn != 0 ? g->conn[conn].secured : NOWHERE;
	return event < end ? event : NOWHERE;
}

static void rule_certificate(struct judging *g, const struct step *s, size_t end)
{
	size_t event = secured_of(g, s, end);
	struct view rest, name;
	bool more = true, named = false;

	if (event == NOWHERE) {
		no_answer(g, s, end, "there is no TLS");
		return;
	}
	rest = view_of(g->h->event[event].value);
	while (more && !named) {
		more = view_cut(rest, ' ', &name, &rest);
		named = names_domain(name, s->arg[0]);
	}
	if (named)
		fulfilled(g, s, end, event);
	else
		failed(g, s, end, event, CLASS_WRONG_ANSWER, "the certificate does not name the domain");
}

static void rule_detail(struct judging *g, const struct step *s, size_t end, const char *key,
                        const char *why)
{
	size_t event = secured_of(g, s, end);

	if (event == NOWHERE)
		no_answer(g, s, end, "there is no TLS");
	else if (event_detail_is(g->h->event[event].text, key, s->arg[0]))
		fulfilled(g, s, end, event);
	else
		failed(g, s, end, event, CLASS_WRONG_ANSWER, why);
}

/* --- the system under test ----------------------------------------------------------------------------- */

static void rule_dns(struct judging *g, const struct step *s, size_t end)
{
	struct view name = view_of(s->arg[1]);

	if (view_ends(name, VIEW(".")))
		name.n--;
	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_DNS && view_ieq(view_of(e->name), view_of(s->arg[0])) &&
		    view_ieq(view_of(e->value), name)) {
			fulfilled(g, s, end, i);
			return;
		}
	}
	no_answer(g, s, end, "it was not asked for");
}

static void rule_drained(struct judging *g, const struct step *s, size_t end)
{
	for (size_t i = 0; i < end; i++)
		if (g->h->event[i].kind == EVENT_DRAINED && g->h->event[i].step == s->number) {
			fulfilled(g, s, end, i);
			return;
		}
	no_answer(g, s, end, "what was sent was not read");
}

/* The last time that it ended before `end` without having been started again. */
static size_t exited(struct judging *g, const struct step *s, size_t end)
{
	size_t event = NOWHERE;

	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind != EVENT_PROCESS || !is_by(e, actor_of(g, s)) || e->name == NULL)
			continue;
		event = strcmp(e->name, "exited") == 0 ? i : NOWHERE;
	}
	return event;
}

static void rule_stopped(struct judging *g, const struct step *s, size_t end)
{
	size_t event = exited(g, s, end);

	if (event == NOWHERE)
		no_answer(g, s, end, "it still runs");
	else if (g->h->event[event].value == NULL || strcmp(g->h->event[event].value, "0") != 0)
		failed(g, s, end, event, CLASS_CRASH, "it ended, but not with status 0");
	else
		fulfilled(g, s, end, event);
}

static void rule_runs(struct judging *g, const struct step *s, size_t end)
{
	size_t event = exited(g, s, end);

	if (event != NOWHERE)
		failed(g, s, end, event, CLASS_CRASH, "it has ended");
	else
		fulfilled(g, s, end, end);
}

/* --- which rule --------------------------------------------------------------------- */

void rule_sight(struct judging *g, const struct step *s, size_t end)
{
	switch ((int)s->verb) {
	case VERB_GETS_FAILED_HANDSHAKE: rule_handshake_fails(g, s, end); break;
	case VERB_SHOWS_CERTIFICATE:	rule_certificate(g, s, end); break;
	case VERB_AGREES_ALPN:
		rule_detail(g, s, end, "alpn=", "TLS agreed on another protocol");
		break;
	case VERB_MAKES_HANDSHAKE:
		rule_detail(g, s, end, "handshake=", "TLS was set up in the other way");
		break;
	case VERB_CALLED_AS:
		rule_detail(g, s, end, "sni=", "TLS asked for another name");
		break;
	case VERB_IS_DIALLED:		rule_arrives(g, s, end, true); break;
	case VERB_IS_CONNECTED:		rule_arrives(g, s, end, false); break;
	case VERB_GETS_LINE_END:	rule_line_end(g, s, end); break;
	case VERB_IS_CLOSED:		rule_closed(g, s, end); break;
	case VERB_SEES_TCP_END:		rule_tcp_ends(g, s, end); break;
	case VERB_IS_OPEN:		rule_open(g, s, end); break;
	case VERB_ASKS_DNS:		rule_dns(g, s, end); break;
	case VERB_READS_ALL:		rule_drained(g, s, end); break;
	case VERB_HAS_STOPPED:		rule_stopped(g, s, end); break;
	case VERB_RUNS:			rule_runs(g, s, end); break;
	case VERB_STAYS_UP:		rule_runs(g, s, end); break;	/* a person looks on */
	default:
		if (rule_measured(g, s, end) || rule_pace(g, s, end) || rule_net(g, s, end))
			break;
		found(g, s->number, VERDICT_ERROR, CLASS_NONE, end,
		      "step %u `%s`: the judge has no rule for it", s->number, s->text);
	}
}
