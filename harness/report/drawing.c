/* drawing.c - one case as a drawing in report.html: lanes, arrows, steps and
 * findings.  Colours and lines are classes of html.c's style.
 */
#include <stdio.h>
#include <string.h>

#include "report/explain.h"
#include "report/lanes.h"
#include "report/report.h"
#include "report/write.h"

enum {
	LEFT = 46, /* numbers of steps */
	LANE_LEAST = 220,
	LANES_TOGETHER = 640, /* when that leaves each as much */
	NOTES = 24, /* from the last lane to the notes */
	NOTES_LEAST = 200,
	ROW = 22,
	TOP = 34,
	CHARACTER = 8, /* width of one, at most */
	TOOLTIP_MAX = 1200,
};

struct drawing {
	const struct case_ *c;
	const struct judgement *j;
	struct lanes lanes;
	struct buf *out;
	unsigned y, step, group;
	size_t note; /* bytes of the longest */
};

static unsigned lane_width(const struct drawing *d)
{
	unsigned w = d->lanes.n > 1 ? LANES_TOGETHER / (unsigned)(d->lanes.n - 1) : LANE_LEAST;

	return w > LANE_LEAST ? w : LANE_LEAST;
}

static unsigned lane_x(const struct drawing *d, size_t lane)
{
	return LEFT + 20 + (unsigned)lane * lane_width(d);
}

static unsigned notes_x(const struct drawing *d)
{
	return lane_x(d, d->lanes.n - 1) + NOTES;
}

static void text(const struct drawing *d, unsigned x, const char *class_, const char *words)
{
	buf_printf(d->out, "<text x=\"%u\" y=\"%u\"%s%s%s>", x, d->y - 6,
	           class_[0] != '\0' ? " class=\"" : "", class_, class_[0] != '\0' ? "\"" : "");
	write_escaped(d->out, words);
	buf_puts(d->out, "</text>");
}

static void note(struct drawing *d, const char *class_, const char *words)
{
	d->y += ROW;
	if (strlen(words) > d->note)
		d->note = strlen(words);
	text(d, notes_x(d), class_, words);
}

/* --- arrows --------------------------------------------------------------------------- */

static const struct finding *decided_here(const struct drawing *d, const struct event *e)
{
	for (size_t i = 0; i < d->j->n_finding; i++)
		if (d->j->finding[i].event == e->n && d->j->finding[i].verdict != VERDICT_PASS)
			return &d->j->finding[i];
	return NULL;
}

static void tooltip(const struct drawing *d, const struct event *e)
{
	struct buf shown = { 0 };
	size_t n = e->text.n < TOOLTIP_MAX ? e->text.n : TOOLTIP_MAX;

	/* A cut character shows as "?". */
	buf_putv(&shown, (struct view){ e->text.p, n });
	if (n < e->text.n)
		buf_printf(&shown, " ... (%zu bytes)", e->text.n);
	buf_puts(d->out, "<title>");
	write_escaped(d->out, buf_cstr(&shown));
	buf_puts(d->out, "</title>");
	buf_free(&shown);
}

static void arrow(struct drawing *d, const struct event *e)
{
	size_t lane = lane_of(&d->lanes, e->actor);
	unsigned x = lane_x(d, lane), from, to, y, most = (lane_width(d) - 24) / CHARACTER;
	bool towards = e->kind == EVENT_RECV; /* the actor receives */
	char label[LABEL_MAX], number[16];

	if (lane == 0)
		return;
	d->y += ROW;
	y = d->y;
	from = towards ? lane_x(d, 0) : x;
	to = towards ? x : lane_x(d, 0);
	if (decided_here(d, e) != NULL)
		buf_printf(
		        d->out,
		        "<rect class=\"here\" x=\"0\" y=\"%u\" width=\"100%%\" height=\"%d\"/>",
		        y - ROW + 5, ROW - 2);
	buf_printf(d->out, "<g class=\"%s%s\">", e->tls ? "tls" : "clear",
	           e->auto_ != NULL ? " self" : "");
	tooltip(d, e);
	buf_printf(d->out, "<path d=\"M%u %uH%um%d -4l%d 4l%d 4\"/>", from, y, to,
	           towards ? -6 : 6, towards ? 6 : -6, towards ? -6 : 6);
	lanes_label(e, label);
	if (strlen(label) > most)
		memcpy(label + most - 3, "...", 4);
	buf_printf(d->out, "<text class=\"m\" x=\"%u\" y=\"%u\">", x - lane_width(d) / 2, y - 4);
	write_escaped(d->out, label);
	buf_puts(d->out, "</text></g>");
	if (e->step != 0 && e->step != d->step) {
		snprintf(number, sizeof number, "%u", e->step);
		text(d, 8, "n", number);
		d->step = e->step;
	}
}

/* --- steps and what else happened -------------------------------------------------------- */

static void step_ended(struct drawing *d, unsigned step)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < d->j->n_finding; i++) {
		const struct finding *f = &d->j->finding[i];
		const struct step *s = finding_step(d->c, f);
		const char *id;

		if (f->step != step || s == NULL || finding_unreached(d->c, f) ||
		    (f->verdict == VERDICT_PASS && s->requirements.n == 0))
			continue;
		buf_puts(&b, f->verdict == VERDICT_PASS ? "ok" : verdict_word(f->verdict));
		if (f->class_ != CLASS_NONE)
			buf_printf(&b, " %s", class_word(f->class_));
		for (size_t at = 0; (id = finding_requirement(d->c, d->j, f, &at)) != NULL;)
			buf_printf(&b, " %s", id);
		note(d, verdict_word(f->verdict), buf_cstr(&b));
		buf_clear(&b);
	}
	buf_free(&b);
}

static void then(struct drawing *d, unsigned step)
{
	unsigned group;

	if (step == 0 || step > d->c->n_step)
		return;
	group = d->c->step[step - 1].group;
	if (d->group != 0 && group != d->group) {
		d->y += ROW;
		buf_printf(d->out, "<path class=\"then\" d=\"M%u %uH%u\"/>", LEFT, d->y - 8,
		           notes_x(d) + NOTES_LEAST);
		text(d, 8, "n", "then");
		d->step = 0;
	}
	d->group = group;
}

static void event(struct drawing *d, const struct event *e)
{
	struct buf b = { 0 };

	switch (e->kind) {
	case EVENT_RECV:
	case EVENT_SENT:
		arrow(d, e);
		break;
	case EVENT_BEGIN:
		then(d, e->step);
		break;
	case EVENT_END:
		step_ended(d, e->step);
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
		lanes_words(e, &b);
		if (buf_len(&b) > 0)
			note(d, "dim", buf_cstr(&b));
		break;
	}
	buf_free(&b);
}

void report_drawing(const struct case_ *c, const struct history *h, const struct judgement *j,
                    struct buf *out)
{
	struct buf body = { 0 };
	struct drawing d = { .c = c, .j = j, .out = &body, .y = TOP };
	unsigned width;

	lanes_find(&d.lanes, c, h);
	for (size_t i = 0; i < h->n; i++)
		if (lanes_shows(h, j, i))
			event(&d, &h->event[i]);
	width = (unsigned)d.note * CHARACTER;
	width = notes_x(&d) + (width > NOTES_LEAST ? width : NOTES_LEAST);
	buf_printf(
	        out,
	        "<div class=\"scroll\"><svg width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\">",
	        width, d.y + 12, width, d.y + 12);
	for (size_t i = 0; i < d.lanes.n; i++) {
		buf_printf(
		        out,
		        "<path class=\"lane\" d=\"M%u %uV%u\"/><text class=\"m who\" x=\"%u\" "
		        "y=\"18\">",
		        lane_x(&d, i), TOP - 8, d.y + 8, lane_x(&d, i));
		write_escaped(out, d.lanes.name[i]);
		buf_puts(out, "</text>");
	}
	buf_putv(out, buf_view(&body));
	buf_puts(out, "</svg></div>");
	buf_free(&body);
}
