/* ladder.c - one case as a ladder: the system under test at the left, actors
 * beside it, an arrow for each unit, the finding of each step at the right.
 */
#include <ctype.h>
#include <string.h>

#include "lib/buf.h"
#include "report/report.h"

enum { LANE = 22, MARGIN = 6, LANES_MAX = 7, LABEL_MAX = 40 };

struct ladder {
	const struct case_ *c;
	const struct judgement *j;
	const char *lane[LANES_MAX];	/* [0]: the system under test */
	size_t n;
	FILE *to;
	bool color;
};

static const char *paint(const struct ladder *l, const char *code)
{
	return l->color ? code : "";
}

/* --- lanes --------------------------------------------------------------------------- */

static size_t lane_of(const struct ladder *l, const char *actor)
{
	size_t i;

	for (i = 1; i < l->n; i++)
		if (actor != NULL && strcmp(l->lane[i], actor) == 0)
			return i;
	return 0;
}

static void find_lanes(struct ladder *l, const struct history *h)
{
	l->lane[0] = "sut";
	l->n = 1;
	for (size_t i = 0; i < l->c->n_cast; i++)
		if (l->c->cast[i].kind == ACTOR_SUT)
			l->lane[0] = l->c->cast[i].name.text;
	for (size_t i = 0; i < h->n; i++) {
		const struct event *e = &h->event[i];

		if (e->actor != NULL && (e->kind == EVENT_RECV || e->kind == EVENT_SENT) &&
		    strcmp(e->actor, l->lane[0]) != 0 && lane_of(l, e->actor) == 0 &&
		    l->n < LANES_MAX)
			l->lane[l->n++] = e->actor;
	}
}

static void empty_line(const struct ladder *l, struct buf *b)
{
	size_t width = MARGIN + l->n * LANE;
	char *at = buf_room(b, width);

	memset(at, ' ', width);
	buf_grew(b, width);
	for (size_t i = 0; i < l->n; i++)
		b->mem[b->head + MARGIN + i * LANE] = '|';
}

static void print_line(const struct ladder *l, struct buf *b, const char *tail)
{
	fwrite(buf_cstr(b), 1, buf_len(b), l->to);
	fprintf(l->to, "%s\n", tail);
	buf_clear(b);
}

static void title_line(const struct ladder *l)
{
	fprintf(l->to, " step ");
	for (size_t i = 0; i < l->n; i++)
		fprintf(l->to, "%-*.*s", LANE, LANE - 1, l->lane[i]);
	fputc('\n', l->to);
}

/* --- arrows --------------------------------------------------------------------------- */

/* "db:result K..>" from the first tag; attributes that tell are kept. */
static void label(const struct event *e, char *out)
{
	struct view v = view_trim(e->text);
	size_t n = 0;

	if (view_starts(v, VIEW("<?xml"))) {
		size_t end = view_find(v, VIEW("?>"));

		v = view_trim(view_from(v, end + 2));
	}
	for (size_t i = 0; i < v.n && n < LABEL_MAX - 1; i++) {
		char ch = v.p[i];

		if (ch == '>' && n > 0)
			break;
		if (ch != '<')
			out[n++] = (char)(isprint((unsigned char)ch) ? ch : '.');
	}
	out[n] = '\0';
}

static void arrow(const struct ladder *l, const struct event *e)
{
	size_t lane = lane_of(l, e->actor);
	size_t from = MARGIN + 1, to = MARGIN + lane * LANE;
	bool towards = e->kind == EVENT_RECV; /* the actor receives */
	struct buf b = { 0 };
	char text[LABEL_MAX], number[16] = "";
	size_t room, n;

	if (lane == 0)
		return;
	empty_line(l, &b);
	for (size_t i = from; i < to; i++)
		b.mem[b.head + i] = e->tls ? '=' : '-';
	b.mem[b.head + (towards ? to - 1 : from)] = towards ? '>' : '<';
	label(e, text);
	room = LANE - 5;
	n = strlen(text) < room ? strlen(text) : room;
	memcpy(b.mem + b.head + to - LANE + 3, text, n);
	if (e->step != 0)
		snprintf(number, sizeof number, "%4u", e->step);
	memcpy(b.mem + b.head, number, strlen(number) < MARGIN ? strlen(number) : MARGIN);
	print_line(l, &b, e->auto_ != NULL ? "  (by itself)" : "");
	buf_free(&b);
}

static void note(const struct ladder *l, const char *words)
{
	struct buf b = { 0 };

	empty_line(l, &b);
	print_line(l, &b, words);
	buf_free(&b);
}

/* --- findings ---------------------------------------------------------------------------- */

static void requirements(const struct step *s, struct buf *b)
{
	for (size_t i = 0; i < s->requirements.n; i++)
		buf_printf(b, " %s", s->requirements.item[i].text);
}

static void step_ended(const struct ladder *l, unsigned step)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < l->j->n_finding; i++) {
		const struct finding *f = &l->j->finding[i];

		if (f->step != step || step == 0 || step > l->c->n_step)
			continue;
		if (f->verdict == VERDICT_PASS && l->c->step[step - 1].requirements.n == 0)
			continue;
		buf_printf(&b, "  %s%s%s %s", paint(l, f->verdict == VERDICT_PASS ? "\033[32m" : "\033[31m"),
		           f->verdict == VERDICT_PASS ? "ok" : verdict_word(f->verdict),
		           paint(l, "\033[0m"),
		           f->class_ != CLASS_NONE ? class_word(f->class_) : "");
		requirements(&l->c->step[step - 1], &b);
		note(l, buf_cstr(&b));
		buf_clear(&b);
	}
	buf_free(&b);
}

static void event(const struct ladder *l, const struct event *e, unsigned *group)
{
	struct buf b = { 0 };

	switch (e->kind) {
	case EVENT_RECV:
	case EVENT_SENT:
		arrow(l, e);
		break;
	case EVENT_BEGIN:
		if (e->step == 0 || e->step > l->c->n_step)
			break;
		if (*group != 0 && l->c->step[e->step - 1].group != *group)
			fprintf(l->to, " then %.*s\n", (int)(l->n * LANE),
			        "................................................................................"
			        "................................................................................");
		*group = l->c->step[e->step - 1].group;
		break;
	case EVENT_END:
		step_ended(l, e->step);
		break;
	case EVENT_DNS:
		buf_printf(&b, "  asks DNS %s %s", e->name, e->value);
		break;
	case EVENT_SECURE:
		buf_printf(&b, "  %s: %s", e->actor != NULL ? e->actor : "", e->name);
		break;
	case EVENT_OPEN:
		buf_printf(&b, "  %s: connection %u opened %s", e->actor != NULL ? e->actor : "",
		           e->conn, e->name != NULL && strcmp(e->name, "in") == 0 ? "to it" : "by it");
		break;
	case EVENT_CLOSE:
		buf_printf(&b, "  %s: connection %u ended: %s", e->actor != NULL ? e->actor : "",
		           e->conn, e->value != NULL ? e->value : "");
		break;
	case EVENT_FENCE:
		buf_printf(&b, "  fence %s %.*s", e->name, VIEW_ARG(e->text));
		break;
	case EVENT_PROCESS:
		buf_printf(&b, "  %s: %s %s", e->actor != NULL ? e->actor : "", e->name,
		           e->value != NULL ? e->value : "");
		break;
	case EVENT_STOP:
		if (e->value != NULL && strcmp(e->value, "complete") != 0)
			buf_printf(&b, "  stopped: %s %.*s", e->value, VIEW_ARG(e->text));
		break;
	case EVENT_CASE:
	case EVENT_BIND:
	case EVENT_DRAINED:
	case EVENT_MEASURE:
	case EVENT_NOTE:
		break;
	}
	if (buf_len(&b) > 0)
		note(l, buf_cstr(&b));
	buf_free(&b);
}

/* Where two texts part, counted in bytes. */
static size_t first_difference(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] != '\0' && a[i] == b[i])
		i++;
	return i;
}

static void explain(const struct ladder *l, const struct finding *f)
{
	const struct step *s = f->step > 0 && f->step <= l->c->n_step ? &l->c->step[f->step - 1] : NULL;

	if (s != NULL)
		fprintf(l->to, "  step %u, %s:%u: %s\n", f->step, l->c->scenario->file, s->line,
		        s->text);
	fprintf(l->to, "  %s%s%s%s%s: %s\n", paint(l, "\033[31m"), verdict_word(f->verdict),
	        f->class_ != CLASS_NONE ? " " : "",
	        f->class_ != CLASS_NONE ? class_word(f->class_) : "", paint(l, "\033[0m"),
	        f->words);
	if (f->where != NULL)
		fprintf(l->to, "    at       %s\n", f->where);
	if (f->expected != NULL)
		fprintf(l->to, "    expected %s\n", f->expected);
	if (f->got != NULL)
		fprintf(l->to, "    got      %s\n", f->got);
	if (f->expected != NULL && f->got != NULL)
		fprintf(l->to, "             %*s^ differs from here\n",
		        (int)first_difference(f->expected, f->got), "");
}

void report_ladder(const struct case_ *c, const struct history *h, const struct judgement *j,
                   const char *repeat, FILE *to, bool color)
{
	struct ladder l = { .c = c, .j = j, .to = to, .color = color };
	unsigned group = 0;

	find_lanes(&l, h);
	fprintf(to, "%s  %s%s%s  %s  %.3f s\n", c->id, c->scenario->title,
	        c->why != NULL ? ": " : "", c->why != NULL ? c->why : "", verdict_word(j->verdict),
	        (double)j->t_us / 1e6);
	title_line(&l);
	for (size_t i = 0; i < h->n; i++)
		event(&l, &h->event[i], &group);
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].verdict != VERDICT_PASS)
			explain(&l, &j->finding[i]);
	fprintf(to, "  repeat: %s\n", repeat);
}
