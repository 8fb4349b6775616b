/* ladder.c - one case as a ladder: the system under test at the left, actors
 * beside it, an arrow for each unit, the finding of each step at the right.
 */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/buf.h"
#include "report/explain.h"
#include "report/lanes.h"
#include "report/report.h"

enum { MARGIN = 6, LANE_LEAST = 18, LANE_USUAL = 28, LANE_MOST = 40, NOTES = 40 };

struct ladder {
	const struct case_ *c;
	const struct judgement *j;
	const struct catalogue *catalogue;
	struct lanes lanes;
	size_t lane; /* columns of one */
	FILE *to;
	bool color;
};

static const char *paint(const struct ladder *l, const char *code)
{
	return l->color ? code : "";
}

/* --- lanes --------------------------------------------------------------------------- */

/* As wide as the terminal allows, notes at the right included. */
static size_t lane_width(const struct ladder *l)
{
	struct winsize size;
	int fd = fileno(l->to);
	size_t each;

	if (fd < 0 || isatty(fd) != 1 || ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return LANE_USUAL;
	if (size.ws_col < MARGIN + NOTES + l->lanes.n * LANE_LEAST)
		return LANE_LEAST;
	each = (size_t)(size.ws_col - MARGIN - NOTES) / l->lanes.n;
	return each < LANE_MOST ? each : LANE_MOST;
}

static void empty_line(const struct ladder *l, struct buf *b)
{
	size_t width = MARGIN + l->lanes.n * l->lane;
	char *at = buf_room(b, width);

	memset(at, ' ', width);
	buf_grew(b, width);
	for (size_t i = 0; i < l->lanes.n; i++)
		b->mem[b->head + MARGIN + i * l->lane] = '|';
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
	for (size_t i = 0; i < l->lanes.n; i++)
		fprintf(l->to, "%-*.*s", (int)l->lane, (int)l->lane - 1, l->lanes.name[i]);
	fprintf(l->to, "%s-- in clear, == under TLS%s\n", paint(l, "\033[2m"),
	        paint(l, "\033[0m"));
}

/* --- arrows --------------------------------------------------------------------------- */

static void arrow(const struct ladder *l, const struct event *e)
{
	size_t lane = lane_of(&l->lanes, e->actor);
	size_t from = MARGIN + 1, to = MARGIN + lane * l->lane;
	bool towards = e->kind == EVENT_RECV; /* the actor receives */
	struct buf b = { 0 }, tail = { 0 };
	char text[LABEL_MAX], number[16] = "";
	size_t room, n;

	if (lane == 0)
		return;
	empty_line(l, &b);
	for (size_t i = from; i < to; i++)
		b.mem[b.head + i] = e->tls ? '=' : '-';
	b.mem[b.head + (towards ? to - 1 : from)] = towards ? '>' : '<';
	lanes_label(e, text);
	room = l->lane - 5;
	n = strlen(text) < room ? strlen(text) : room;
	memcpy(b.mem + b.head + to - l->lane + 3, text, n);
	if (e->step != 0)
		snprintf(number, sizeof number, "%4u", e->step);
	memcpy(b.mem + b.head, number, strlen(number) < MARGIN ? strlen(number) : MARGIN);
	lanes_start_line(e, &tail);
	buf_puts(&tail, e->auto_ != NULL ? "  (by itself)" : "");
	print_line(l, &b, buf_cstr(&tail));
	buf_free(&tail);
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

static void requirements(const struct ladder *l, const struct finding *f, struct buf *b)
{
	const char *id;

	for (size_t at = 0; (id = finding_requirement(l->c, l->j, f, &at)) != NULL;)
		buf_printf(b, " %s", id);
}

static void step_ended(const struct ladder *l, unsigned step)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < l->j->n_finding; i++) {
		const struct finding *f = &l->j->finding[i];

		if (f->step != step || step == 0 || step > l->c->n_step)
			continue;
		if (finding_unreached(l->c, f) ||
		    (f->verdict == VERDICT_PASS && l->c->step[step - 1].requirements.n == 0))
			continue;
		buf_printf(&b, "  %s%s%s %s", paint(l, f->verdict == VERDICT_PASS ? "\033[32m" : "\033[31m"),
		           f->verdict == VERDICT_PASS ? "ok" : verdict_word(f->verdict),
		           paint(l, "\033[0m"),
		           f->class_ != CLASS_NONE ? class_word(f->class_) : "");
		requirements(l, f, &b);
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
			fprintf(l->to, " then %.*s\n", (int)(l->lanes.n * l->lane),
			        ".............................................................."
			        ".................."
			        ".............................................................."
			        "..................");
		*group = l->c->step[e->step - 1].group;
		break;
	case EVENT_END:
		step_ended(l, e->step);
		break;
	case EVENT_DNS:
	case EVENT_SECURE:
	case EVENT_OPEN:
	case EVENT_CLOSE:
	case EVENT_FENCE:
	case EVENT_PROCESS:
	case EVENT_STOP:
	case EVENT_CASE:
	case EVENT_BIND:
	case EVENT_DRAINED:
	case EVENT_MEASURE:
	case EVENT_NOTE:
		buf_puts(&b, "  ");
		lanes_words(e, &b);
		if (buf_len(&b) > 2)
			note(l, buf_cstr(&b));
		break;
	}
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

static void law(const struct ladder *l, const char *id)
{
	const struct requirement *q = requirement_find(l->catalogue, view_of(id));

	if (q != NULL)
		fprintf(l->to, "    %s (%s %s, %s): %s\n", q->id, q->spec, q->section, q->level,
		        q->text);
}

static void explain(const struct ladder *l, const struct finding *f)
{
	const struct step *s = finding_step(l->c, f);
	const char *id;
	size_t same;

	fprintf(l->to, "\n  %s%s%s%s%s: %s\n", paint(l, "\033[31m"), verdict_word(f->verdict),
	        f->class_ != CLASS_NONE ? " " : "",
	        f->class_ != CLASS_NONE ? class_word(f->class_) : "", paint(l, "\033[0m"),
	        finding_words(l->c, f));
	if (s != NULL) {
		fprintf(l->to, "    step %u, %s:%u: %s\n", f->step, l->c->scenario->file,
		        s->line, s->text);
		for (size_t at = 0; (id = finding_requirement(l->c, l->j, f, &at)) != NULL;)
			law(l, id);
	}
	if (f->where != NULL)
		fprintf(l->to, "    at       %s\n", f->where);
	if (f->expected != NULL)
		fprintf(l->to, "    expected %s\n", f->expected);
	if (f->got != NULL)
		fprintf(l->to, "    got      %s\n", f->got);
	if (f->expected == NULL || f->got == NULL)
		return;
	same = first_difference(f->expected, f->got);
	if (same > 0)
		fprintf(l->to, "             %*s^ differs from here\n", (int)same, "");
}

/* What a first failure made impossible is one line. */
static void explain_all(const struct ladder *l)
{
	unsigned first, last;

	for (size_t i = 0; i < l->j->n_finding; i++)
		if (l->j->finding[i].verdict != VERDICT_PASS &&
		    !finding_unreached(l->c, &l->j->finding[i]))
			explain(l, &l->j->finding[i]);
	unreached_steps(l->c, l->j, &first, &last);
	if (first != 0 && first == last)
		fprintf(l->to, "\n  step %u was not reached\n", first);
	else if (first != 0)
		fprintf(l->to, "\n  steps %u to %u were not reached\n", first, last);
}

void report_ladder(const struct case_ *c, const struct history *h, const struct judgement *j,
                   const struct catalogue *catalogue, const char *repeat, FILE *to, bool color)
{
	struct ladder l = { .c = c, .j = j, .catalogue = catalogue, .to = to, .color = color };
	unsigned group = 0;
	bool left_out = false;

	lanes_find(&l.lanes, c, h);
	l.lane = lane_width(&l);
	fprintf(to, "%s%s  %s%s%s%s  %s  %.3f s\n", paint(&l, "\033[1m"), c->id,
	        c->scenario->title, c->why != NULL ? ": " : "", c->why != NULL ? c->why : "",
	        paint(&l, "\033[0m"), verdict_word(j->verdict), (double)j->t_us / 1e6);
	title_line(&l);
	for (size_t i = 0; i < h->n; i++) {
		if (lanes_shows(h, j, i)) {
			event(&l, &h->event[i], &group);
			left_out = false;
		} else if (!left_out) {
			note(&l, "... more of them: events.jsonl has all");
			left_out = true;
		}
	}
	explain_all(&l);
	fprintf(to, "\n  repeat: %s\n", repeat);
}
