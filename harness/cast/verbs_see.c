/* Verbs that expect something on the wire. */
#include <string.h>
#include <strings.h>

#include "cast/fence.h"
#include "cast/units.h"
#include "cast/verbs.h"
#include "scenario/counted.h"
#include "scenario/unit.h"

void act_GETS(struct act *a)
{
	struct got *g = units_next(a);

	if (g != NULL)
		units_claim(a, g);
}

void act_GETS_ONE_OF(struct act *a)
{
	act_GETS(a);
}

void act_GETS_TIMES(struct act *a)
{
	struct counted *c = counted_new(a->step);
	struct got *g;

	while (counted_left(c) > 0 && (g = units_next(a)) != NULL && units_claim_counted(a, g, c))
		;
	if (a->outcome == OUTCOME_TIMEOUT)
		buf_printf(&a->reason, "%s%zu did not come", buf_len(&a->reason) > 0 ? "; " : "",
		           counted_left(c));
	counted_free(&c);
}

void act_GETS_ONLY_FEATURE(struct act *a)
{
	struct line *l = verb_line(a);
	struct unit *u;
	const xmlNode *only, *other;

	if (l == NULL || !line_wait_features(a, l))
		return;
	u = line_features(l);
	only = u == NULL || u->element == NULL ? NULL : xml_element(u->element->children);
	other = only == NULL ? NULL : xml_element(only->next);
	if (only == NULL)
		act_fail(a, "the features are empty");
	else if (other != NULL || strcmp((const char *)only->name, act_arg(a, 0)) != 0)
		act_fail(a, "the features hold %s",
		         other != NULL ? (const char *)other->name : (const char *)only->name);
	unit_free(&u);
}

void act_GETS_HEADER(struct act *a)
{
	struct mismatch m = { NULL, NULL, NULL };
	struct line *l = verb_line(a);
	struct unit *u;
	bool ok = false;

	if (l == NULL || !line_wait_header(a, l))
		return;
	u = unit_parse(view_of(l->header));
	for (size_t i = 0; i < a->step->n_payload && !ok && u != NULL; i++) {
		mismatch_free(&m);
		ok = payload_matches(a->step->payload[i], u, a->stage->vars, &m);
		if (ok)
			stage_bound(a->stage, a->step->number, a->step->payload[i]);
	}
	if (!ok)
		act_fail(a, "%s: expected %s, got %s", m.where != NULL ? m.where : "header",
		         m.expected != NULL ? m.expected : "another header",
		         m.got != NULL ? m.got : l->header);
	mismatch_free(&m);
	unit_free(&u);
}

static void see_detail(struct act *a, const char *key)
{
	struct line *l = verb_line(a);

	if (l == NULL)
		return;
	if (conn_session(l->conn) == NULL)
		act_fail(a, "the connection has no TLS");
	else if (line_wait_secure(a, l) &&
	         !event_detail_is(view_of(secure_details(conn_session(l->conn))), key, act_arg(a, 0)))
		act_fail(a, "TLS agreed on \"%s\"", secure_details(conn_session(l->conn)));
}

void act_AGREES_ALPN(struct act *a)
{
	see_detail(a, "alpn=");
}

void act_MAKES_HANDSHAKE(struct act *a)
{
	see_detail(a, "handshake=");
}

void act_CALLED_AS(struct act *a)
{
	see_detail(a, "sni=");
}

/* RFC 6120 13.7.1.2: dNSName, SRVName of the service, or XmppAddr. */
static bool names_domain(struct view name, const char *domain)
{
	static const char *const kinds[] = { "", "xmpp:", "srv:_xmpp-server." };
	struct buf b = { 0 };
	bool same = false;

	for (size_t i = 0; i < 3 && !same; i++) {
		buf_clear(&b);
		buf_printf(&b, "%s%s", kinds[i], domain);
		same = view_ieq(name, buf_view(&b));
	}
	buf_free(&b);
	return same;
}

void act_SHOWS_CERTIFICATE(struct act *a)
{
	struct line *l = verb_line(a);
	struct view rest, name;
	bool more = true, found = false;

	if (l == NULL)
		return;
	if (conn_session(l->conn) == NULL) {
		act_fail(a, "the connection has no TLS");
		return;
	}
	if (!line_wait_secure(a, l))
		return;
	rest = view_of(secure_names(conn_session(l->conn)));
	while (more && !found) {
		more = view_cut(rest, ' ', &name, &rest);
		found = names_domain(name, act_arg(a, 0));
	}
	if (!found)
		act_fail(a, "the certificate names \"%s\"",
		         secure_names(conn_session(l->conn)));
}

static bool is_ended(void *arg)
{
	const struct line *l = arg;

	return l->how != NULL || l->end_received;
}

void act_IS_CLOSED(struct act *a)
{
	struct line *l = verb_line(a);

	if (l == NULL)
		return;
	if (act_wait(a, is_ended, l))
		units_take_end(l);
	else if (a->outcome == OUTCOME_TIMEOUT)
		buf_puts(&a->reason, "it is still open");
}

static bool is_over(void *arg)
{
	const struct line *l = arg;

	return l->how != NULL;
}

void act_SEES_TCP_END(struct act *a)
{
	struct line *l = verb_line(a);

	if (l == NULL)
		return;
	if (!act_wait(a, is_over, l)) {
		if (a->outcome == OUTCOME_TIMEOUT)
			buf_puts(&a->reason, "TCP is still open");
		return;
	}
	units_take_end(l);
	if (strcmp(l->how, "fin") != 0)
		act_fail(a, "it ended otherwise: %s", l->how);
	else if (conn_is_secure(l->conn) && !conn_was_notified(l->conn))
		act_fail(a, "there was no close_notify");
}

/* What was sent has been read, and no end has come back. */
void act_IS_OPEN(struct act *a)
{
	struct line *l = verb_line(a);

	if (l == NULL)
		return;
	if (!is_ended(l) && !fence_drain(a, a->role))
		return;
	if (is_ended(l))
		act_fail(a, "the other side has ended it");
}

void act_READS_ALL(struct act *a)
{
	fence_drain(a, a->role);
}

/* --- DNS --------------------------------------------------------------------------------------- */

static bool was_asked(void *act)
{
	const struct act *a = act;
	struct view type = view_of(act_arg(a, 0)), name = view_of(act_arg(a, 1));

	if (view_ends(name, VIEW(".")))
		name.n--;
	for (const struct query *q = a->stage->queries; q != NULL; q = q->next)
		if (view_ieq(view_of(q->type), type) && view_ieq(view_of(q->name), name))
			return true;
	return false;
}

void act_ASKS_DNS(struct act *a)
{
	if (!act_wait_self(a, was_asked) && a->outcome == OUTCOME_TIMEOUT)
		buf_puts(&a->reason, "it was not asked for");
}

/* --- absence ------------------------------------------------------------------------------------ */

void act_FENCE(struct act *a)
{
	fence_run(a);
}

void act_GOT_NOTHING_LIKE(struct act *a)
{
	fence_wait(a, act_arg(a, 2));
}

void act_ASKED_NO_DNS(struct act *a)
{
	fence_wait(a, act_arg(a, 1));
}

void act_GOT_NO_LINE_END(struct act *a)
{
	fence_wait(a, act_arg(a, 0));
}

void act_WAS_NOT_CONNECTED(struct act *a)
{
	fence_wait(a, act_arg(a, 0));
}

/* The whole of the recorded connection is the judge's. */
void act_SAW_NOTHING_CLEAR(struct act *a)
{
	(void)a;
}
