/* The payload of a step: which it may have, and what each alternative is without. */
#include "scenario/step_private.h"

#define PAYLOADS_MOST 16

/* Header fields of SIP may be left out. */
static bool may_lack_payload(const struct step *st)
{
	return verb_row(st->verb)->payload == PAYLOAD_FIELDS;
}

static bool wants_payload(const struct step *st)
{
	/* `like $x since $x` has its pattern in the step that bound $x */
	return verb_row(st->verb)->payload != PAYLOAD_NONE &&
	       !(st->verb == VERB_GOT_NOTHING_LIKE && st->arg[0] != NULL);
}

/* What an actor sends and gets in raw is SIP or XML by its kind. */
static enum payload_form form_of(const struct stepping *s)
{
	enum actor_kind kind = s->b->case_->cast[s->step->actor].kind;

	if (verb_row(s->step->verb)->payload == PAYLOAD_FIELDS)
		return FORM_SIP_FIELDS;
	return kind == ACTOR_SIP_UA || kind == ACTOR_FRONT_END ? FORM_SIP : FORM_XML;
}

static bool make_payload(const struct stepping *s, const struct raw_payload *raw)
{
	const struct verb_row *row = verb_row(s->step->verb);
	struct payload_source from = { raw->text, s->source->file, raw->line, raw->column,
		                       USE_TEMPLATE, form_of(s) };
	struct payload *made;
	struct buf decided = { 0 };

	if (row->payload != PAYLOAD_TEMPLATE && row->payload != PAYLOAD_FIELDS)
		from.use = USE_PATTERN;
	else if (s->step->verb == VERB_SENDS_RAW)
		from.use = USE_RAW;
	if (!braces_decide(&from, s->b->columns, &decided, s->f)) {
		buf_free(&decided);
		return false;
	}
	from.text = buf_view(&decided);
	made = payload_new(&from, s->f);
	buf_free(&decided);
	if (made == NULL)
		return false;
	s->step->payload[s->step->n_payload++] = made;
	return true;
}

/* What is left of the step's requirements has to be something. */
static bool check_without(const struct stepping *s, const struct words *w)
{
	const struct step *st = s->step;
	bool gets = st->verb == VERB_GETS || st->verb == VERB_GETS_ONE_OF;

	for (size_t i = 0; i < w->n; i++)
		if (!words_have(&st->requirements, w->item[i].text))
			return fault_set(s->f, s->source->file, w->item[i].line, w->item[i].column,
			                 "%s is no requirement of this step", w->item[i].text);
	if (w->n > 0 && !gets)
		return fault_set(s->f, s->source->file, w->item[0].line, w->item[0].column,
		                 "`or without` is for `gets` and `gets one of`");
	if (w->n > 0 && w->n >= st->requirements.n)
		return fault_set(s->f, s->source->file, w->item[0].line, w->item[0].column,
		                 "without all of its requirements the step proves nothing");
	return true;
}

bool step_take_payloads(const struct stepping *s)
{
	const struct verb_row *row = verb_row(s->step->verb);
	size_t n = s->raw->n_payload;

	if (!wants_payload(s->step)) {
		if (n == 0)
			return true;
		return fault_set(s->f, s->source->file, s->raw->payload[0].line,
		                 s->raw->payload[0].column, "this step takes no payload");
	}
	if (n == 0 && may_lack_payload(s->step))
		return true;
	if (n == 0)
		return fault_set(s->f, s->source->file, s->line, s->t.item[0].column,
		                 "a payload (| ...) must follow");
	if (n > 1 && row->payload != PAYLOAD_PATTERNS)
		return fault_set(s->f, s->source->file, s->raw->payload[1].line,
		                 s->raw->payload[1].column, "this step takes one payload");
	if (n > PAYLOADS_MOST)
		return fault_set(s->f, s->source->file, s->raw->payload[PAYLOADS_MOST].line, 1,
		                 "more than %d alternatives", PAYLOADS_MOST);
	s->step->payload = region_alloc(s->b->d->memory, n * sizeof *s->step->payload);
	s->step->without = region_alloc(s->b->d->memory, n * sizeof *s->step->without);
	for (size_t i = 0; i < n; i++) {
		const struct raw_payload *raw = &s->raw->payload[i];

		s->step->without[i] = raw->without;
		/* The first that matches counts. */
		if (i > 0 && raw->without.n == 0 && s->raw->payload[i - 1].without.n > 0)
			return fault_set(s->f, s->source->file, raw->line, raw->column,
			                 "`or` stands before `or without`");
		if (!check_without(s, &s->step->without[i]) || !make_payload(s, raw))
			return false;
	}
	return true;
}
