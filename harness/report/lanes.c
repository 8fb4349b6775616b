#include "report/lanes.h"

#include <ctype.h>
#include <string.h>

#include "lib/buf.h"
#include "scenario/sip_text.h"

bool lanes_shows(const struct history *h, const struct judgement *j, size_t event)
{
	const struct event *e = &h->event[event];

	if (h->n <= LANES_EVENTS || event < LANES_EVENTS / 2 || event >= h->n - LANES_EVENTS / 2 ||
	    e->kind == EVENT_BEGIN || e->kind == EVENT_END)
		return true;
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].event == e->n && j->finding[i].verdict != VERDICT_PASS)
			return true;
	return false;
}

size_t lane_of(const struct lanes *l, const char *actor)
{
	size_t i;

	for (i = 1; i < l->n; i++)
		if (actor != NULL && strcmp(l->name[i], actor) == 0)
			return i;
	return 0;
}

void lanes_find(struct lanes *l, const struct case_ *c, const struct history *h)
{
	l->name[0] = "sut";
	l->n = 1;
	for (size_t i = 0; i < c->n_cast; i++)
		if (c->cast[i].kind == ACTOR_SUT)
			l->name[0] = c->cast[i].name.text;
	for (size_t i = 0; i < h->n; i++) {
		const struct event *e = &h->event[i];

		if (e->actor != NULL && (e->kind == EVENT_RECV || e->kind == EVENT_SENT) &&
		    strcmp(e->actor, l->name[0]) != 0 && lane_of(l, e->actor) == 0 &&
		    l->n < LANES_MAX)
			l->name[l->n++] = e->actor;
	}
}

/* --- labels -------------------------------------------------------------------------- */

/* Enough of XML to name things; what is not even that shows as its bytes. */
struct tag {
	struct view name, attributes;
	bool closing, empty;
};

static size_t tag_end(struct view v)
{
	char quote = '\0';
	size_t i;

	for (i = 0; i < v.n && (quote != '\0' || v.p[i] != '>'); i++)
		if (quote == v.p[i])
			quote = '\0';
		else if (quote == '\0' && (v.p[i] == '"' || v.p[i] == '\''))
			quote = v.p[i];
	return i;
}

static bool next_tag(struct view *rest, struct tag *t)
{
	struct view v;
	size_t end, n = 0;

	do {
		size_t at = view_find(*rest, VIEW("<"));

		if (at == rest->n)
			return false;
		v = view_from(*rest, at + 1);
		end = tag_end(v);
		*rest = view_from(v, end < v.n ? end + 1 : v.n);
		v.n = end;
	} while (v.n == 0 || v.p[0] == '?' || v.p[0] == '!');
	t->closing = v.p[0] == '/';
	if (t->closing)
		v = view_from(v, 1);
	t->empty = v.n > 0 && v.p[v.n - 1] == '/';
	if (t->empty)
		v.n--;
	while (n < v.n && !isspace((unsigned char)v.p[n]))
		n++;
	t->name = (struct view){ v.p, n };
	t->attributes = view_from(v, n);
	return t->name.n > 0;
}

static struct view attribute(const struct tag *t, const char *name)
{
	struct view v = t->attributes;

	while (v.n > 0) {
		struct view key, rest;
		size_t end;

		if (!view_cut(view_trim(v), '=', &key, &rest) || rest.n == 0)
			break;
		for (end = 1; end < rest.n && rest.p[end] != rest.p[0]; end++)
			;
		if (view_is(view_trim(key), name))
			return (struct view){ rest.p + 1, end - 1 };
		v = view_from(rest, end < rest.n ? end + 1 : rest.n);
	}
	return (struct view){ NULL, 0 };
}

/* Names of the elements right below what has just been opened; those of
 * `below` when it is not NULL. */
static void children(struct buf *b, struct view rest, const char *below)
{
	struct tag t;
	unsigned depth = 0, wanted = below == NULL ? 0 : 1;
	bool inside = below == NULL, first = true;

	while (next_tag(&rest, &t)) {
		if (t.closing) {
			if (depth-- == 0)
				return;
			continue;
		}
		if (depth == 0 && below != NULL)
			inside = view_is(t.name, below);
		if (inside && depth == wanted && !view_is(t.name, "text")) {
			buf_puts(b, first ? ": " : ", ");
			buf_putv(b, t.name);
			first = false;
		}
		depth += !t.empty;
	}
}

static struct view without_prefix(struct view name)
{
	return view_starts(name, VIEW("stream:")) ? view_from(name, 7) : name;
}

/* "MESSAGE 1 sip:...", "202 MESSAGE 1": what it is, and of which transaction. */
static void describe_sip(struct buf *b, struct view message)
{
	struct view number, method;
	struct sip_text t;

	sip_text_read(message, &t);
	view_cut(sip_value(&t, "CSeq"), ' ', &number, &method);
	if (t.request)
		buf_printf(b, "%.*s %.*s %.*s", VIEW_ARG(t.method), VIEW_ARG(number),
		           VIEW_ARG(t.uri));
	else
		buf_printf(b, "%u %.*s %.*s", t.status, VIEW_ARG(view_trim(method)),
		           VIEW_ARG(number));
	sip_text_free(&t);
}

void lanes_start_line(const struct event *e, struct buf *out)
{
	for (size_t i = 0; e->unit == UNIT_SIP && i < e->text.n && i < LABEL_MAX; i++) {
		if (e->text.p[i] == '\r' || e->text.p[i] == '\n')
			return;
		buf_putc(out, isprint((unsigned char)e->text.p[i]) ? e->text.p[i] : '.');
	}
}

static void describe(struct buf *b, const struct event *e)
{
	struct view rest = e->text, kind, to;
	struct tag t;

	if (e->unit == UNIT_SIP) {
		describe_sip(b, e->text);
		return;
	}
	if (e->unit == UNIT_SPACE) {
		buf_puts(b, "white space");
		return;
	}
	if (!view_starts(view_trim(rest), VIEW("<")) || !next_tag(&rest, &t)) {
		buf_putv(b, view_trim(e->text));
		return;
	}
	if (t.closing)
		buf_puts(b, "end of ");
	buf_putv(b, without_prefix(t.name));
	kind = attribute(&t, "type");
	if (kind.n > 0)
		buf_printf(b, " %.*s", VIEW_ARG(kind));
	to = attribute(&t, "to");
	if (view_is(t.name, "stream:stream") && to.n > 0)
		buf_printf(b, " %.*s", VIEW_ARG(to));
	if (t.empty || t.closing)
		return;
	if (view_is(t.name, "stream:features") || view_is(t.name, "stream:error") ||
	    view_is(t.name, "failure"))
		children(b, rest, NULL);
	else if (view_is(kind, "error"))
		children(b, rest, "error");
}

void lanes_label(const struct event *e, char *out)
{
	struct buf b = { 0 };
	struct view v;
	size_t n = 0;

	describe(&b, e);
	v = buf_view(&b);
	for (size_t i = 0; i < v.n && n < LABEL_MAX - 1; i++)
		out[n++] = (char)(isprint((unsigned char)v.p[i]) ? v.p[i] : '.');
	out[n] = '\0';
	buf_free(&b);
}

/* --- what is no message ------------------------------------------------------------ */

void lanes_words(const struct event *e, struct buf *out)
{
	const char *actor = e->actor != NULL ? e->actor : "";
	const char *value = e->value != NULL ? e->value : "";
	bool exited;

	switch (e->kind) {
	case EVENT_DNS:
		buf_printf(out, "asks DNS %s %s", e->name, e->value);
		break;
	case EVENT_SECURE:
		buf_printf(out, "%s: %s", actor, e->name);
		break;
	case EVENT_OPEN:
		buf_printf(out, "%s: connection %u opened %s", actor, e->conn,
		           e->name != NULL && strcmp(e->name, "in") == 0 ? "to it" : "by it");
		break;
	case EVENT_CLOSE:
		buf_printf(out, "%s: connection %u ended: %s", actor, e->conn, value);
		break;
	case EVENT_FENCE:
		buf_printf(out, "fence %s %.*s", e->name, VIEW_ARG(e->text));
		break;
	case EVENT_PROCESS:
		/* Only of its end the value says more than the harness. */
		exited = strcmp(e->name, "exited") == 0;
		buf_printf(out, "%s: %s%s%s", actor, e->name, exited ? " with " : "",
		           exited ? value : "");
		break;
	case EVENT_STOP:
		if (e->value != NULL && strcmp(e->value, "complete") != 0)
			buf_printf(out, "stopped: %s %.*s", e->value, VIEW_ARG(e->text));
		break;
	case EVENT_RECV:
	case EVENT_SENT:
	case EVENT_BEGIN:
	case EVENT_END:
	case EVENT_CASE:
	case EVENT_BIND:
	case EVENT_DRAINED:
	case EVENT_MEASURE:
	case EVENT_NOTE:
		break;
	}
}
