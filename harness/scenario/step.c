/* One line of a scene, with its payload, to a struct step. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/suggest.h"
#include "lib/text.h"
#include "scenario/counted.h"
#include "scenario/draft.h"
#include "scenario/form.h"
#include "scenario/pace.h"
#include "scenario/step_private.h"

#define WITHIN_MOST 120000

static bool wrong(const struct stepping *s, const struct token *t, const char *why)
{
	return fault_set(s->f, s->source->file, s->line, t->column, "%s", why);
}

static bool is_word(const struct token *t, const char *word)
{
	return t->kind == TOKEN_WORD && strcmp(t->text, word) == 0;
}

/* --- both ends of the line ---------------------------------------------------------- */

static bool read_requirements(struct stepping *s)
{
	struct words *out = &s->step->requirements;
	size_t first = s->from;

	while (first < s->t.n && s->t.item[first].kind != TOKEN_REQUIREMENT)
		first++;
	out->item = region_alloc(s->b->d->memory, (s->t.n - first + 1) * sizeof *out->item);
	for (size_t i = first; i < s->t.n; i++) {
		struct token t = s->t.item[i];

		if (t.kind == TOKEN_REQUIREMENT) {
			out->item[out->n++] = (struct word){ region_cstr(s->b->d->memory, view_of(t.text)),
				                             s->line, t.column };
			continue;
		}
		/* the tail may stand on both sides of the brackets */
		s->t.item[first++] = t;
	}
	s->to = first < s->t.n ? first : s->t.n;
	return true;
}

static bool tail_word(struct stepping *s, bool *found)
{
	struct token *t = s->t.item;
	size_t left = s->to - s->from;
	const struct token *last;
	bool met;

	*found = false;
	if (left < 2)
		return true;
	last = &t[s->to - 1];
	if (is_word(&t[s->to - 2], "within")) {
		if (s->within != NULL)
			return wrong(s, &t[s->to - 2], "a second `within`");
		s->within = last;
	} else if (is_word(&t[s->to - 2], "over") && is_word(last, "tls")) {
		if (s->security != NULL)
			return wrong(s, last, "`over tls` or `in clear`, once");
		s->security = last;
		s->step->security = SECURITY_TLS;
	} else if (is_word(&t[s->to - 2], "in") && is_word(last, "clear")) {
		if (s->security != NULL)
			return wrong(s, last, "`over tls` or `in clear`, once");
		s->security = last;
		s->step->security = SECURITY_CLEAR;
	} else if (is_word(&t[s->to - 2], "as") && last->text[0] == '$') {
		if (s->as != NULL)
			return wrong(s, last, "a second `as`");
		s->as = last;
	} else if (is_word(&t[s->to - 2], "if")) {
		if (!condition_decide(view_of(last->text), s->b->columns, &met, s->source->file,
		                      s->line, last->column, s->f))
			return false;
		s->skipped = s->skipped || !met;
	} else {
		return true;
	}
	s->to -= 2;
	*found = true;
	return true;
}

static bool read_ends(struct stepping *s)
{
	uint64_t ms;
	bool found = true;

	if (is_word(&s->t.item[0], "also") || is_word(&s->t.item[0], "tolerate")) {
		s->step->strength = is_word(&s->t.item[0], "also") ? STEP_ALSO : STEP_TOLERATED;
		s->from = 1;
	}
	if (!read_requirements(s))
		return false;
	while (found)
		if (!tail_word(s, &found))
			return false;
	if (s->within != NULL) {
		if (!text_duration(view_of(s->within->text), &ms) || ms == 0 || ms > WITHIN_MOST)
			return fault_set(s->f, s->source->file, s->line, s->within->column,
			                 "\"%s\" is no time from 1ms to 2m", s->within->text);
		s->step->within_ms = ms;
	}
	return true;
}

/* --- actor and verb ------------------------------------------------------------------ */

/* The verb whose form goes farthest says what would have been right. */
static bool unknown_step(const struct stepping *s, const struct token *t, size_t n,
                         enum actor_kind kind)
{
	const char *words[VERB_COUNT * 2];
	char *copies[VERB_COUNT * 2];
	size_t n_words = 0, reached = 0;
	bool slot = false;
	struct form_match m;
	struct buf list = { 0 };

	for (unsigned v = 0; v < VERB_COUNT; v++) {
		if (!(verb_row((enum verb)v)->kinds & 1u << kind) || v == VERB_FENCE)
			continue;
		form_match(verb_row((enum verb)v)->form, t, n, &m);
		if (m.reached < reached)
			continue;
		if (m.reached > reached) {
			while (n_words > 0)
				free(copies[--n_words]);
			slot = false;
		}
		reached = m.reached;
		slot = slot || m.wanted_slot;
		for (size_t i = 0; i < m.n_wanted && n_words < VERB_COUNT * 2; i++) {
			copies[n_words] = view_dup((struct view){ m.wanted[i], m.wanted_n[i] });
			words[n_words] = copies[n_words];
			n_words++;
		}
	}
	for (size_t i = 0; i < n_words; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again = again || strcmp(words[i], words[k]) == 0;
		if (!again)
			buf_printf(&list, "%s`%s`", buf_len(&list) > 0 ? ", " : "", words[i]);
	}
	if (reached < n && suggest(view_of(t[reached].text), words, n_words) != NULL)
		unknown_word(s->source, s->line, t[reached].column, "unknown word",
		             view_of(t[reached].text), words, n_words, s->f);
	else if (n_words == 0 && !slot)
		fault_set(s->f, s->source->file, s->line, t[reached < n ? reached : n - 1].column,
		          "nothing can stand here");
	else
		fault_set(s->f, s->source->file, s->line,
		          reached < n ? t[reached].column : t[n - 1].column,
		          "%s \"%s\"; it could go on with %s%s%s",
		          reached < n ? "unknown word" : "the step ends too early, at",
		          t[reached < n ? reached : n - 1].text, buf_len(&list) > 0 ? buf_cstr(&list) : "",
		          buf_len(&list) > 0 && slot ? ", or " : "", slot ? "a value" : "");
	buf_free(&list);
	while (n_words > 0)
		free(copies[--n_words]);
	return false;
}

static bool find_verb(struct stepping *s, struct form_match *m)
{
	struct token words[TOKENS_MOST + 2];
	size_t n = 0;
	const struct actor *a;
	unsigned other = VERB_COUNT;
	bool fence = is_word(&s->t.item[s->from], "fence");

	/* `as $x` may stand anywhere in the tail; in the forms it is last. */
	for (size_t i = fence ? s->from : s->from + 1; i < s->to; i++)
		words[n++] = s->t.item[i];
	if (s->as != NULL) {
		words[n++] = (struct token){ TOKEN_WORD, "as", s->line, s->as->column };
		words[n++] = *s->as;
	}
	s->step->actor = cast_find(s->b->case_, s->t.item[s->from].text);
	if (!fence && (s->t.item[s->from].kind != TOKEN_WORD ||
	               s->step->actor == s->b->case_->n_cast))
		return cast_unknown(s->b, s->line, &s->t.item[s->from]);
	if (n == 0)
		return wrong(s, &s->t.item[s->from], "an actor, and nothing that it does");
	a = &s->b->case_->cast[fence ? 0 : s->step->actor];
	if (!fence && a->kind == ACTOR_FRONT_END && a->on.text != NULL)
		return wrong(s, &s->t.item[s->from], "is a program, which plays no steps");
	for (unsigned v = 0; v < VERB_COUNT; v++) {
		if (fence != (v == VERB_FENCE) ||
		    !form_match(verb_row((enum verb)v)->form, words, n, m))
			continue;
		if (fence || (verb_row((enum verb)v)->kinds & 1u << a->kind)) {
			s->step->verb = (enum verb)v;
			/* the tokens must outlive this call */
			for (size_t i = 0; i < VERB_ARGS; i++)
				if (m->slot[i].from != NULL) {
					struct token *kept = region_alloc(s->b->d->memory,
					                                  m->slot[i].n * sizeof *kept);

					memcpy(kept, m->slot[i].from, m->slot[i].n * sizeof *kept);
					m->slot[i].from = kept;
				}
			return true;
		}
		other = v;
	}
	if (other != VERB_COUNT)
		return fault_set(s->f, s->source->file, s->line, words[0].column,
		                 "no %s can do `%s`, and %s is one", actor_kind_word(a->kind),
		                 verb_row((enum verb)other)->form, a->name.text);
	if (fence) {
		form_match(verb_row(VERB_FENCE)->form, words, n, m);
		return fault_set(s->f, s->source->file, s->line, words[0].column,
		                 "a fence is written `%s`", verb_row(VERB_FENCE)->form);
	}
	return unknown_step(s, words, n, a->kind);
}

/* --- arguments ------------------------------------------------------------------------ */

static bool slot_is(const struct form_slot *slot, const char *name)
{
	return slot->name_n == strlen(name) && memcmp(slot->name, name, slot->name_n) == 0;
}

static bool check_conditions(const struct stepping *s, const struct token *t)
{
	static const char *const known[] = {
#define X(name, statuses) #name,
#include "scenario/condition.tbl"
#undef X
	};
	struct view rest = view_of(t->text), one;
	bool more, found;

	do {
		more = view_cut(rest, '|', &one, &rest);
		found = false;
		for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
			found = found || view_is(one, known[i]);
		if (!found)
			return unknown_word(s->source, s->line, t->column, "no stanza error is called",
			                    one, known, sizeof known / sizeof known[0], s->f);
	} while (more);
	return true;
}

static bool check_word(const struct stepping *s, const struct token *t, const char *what,
                       const char *const *known, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(t->text, known[i]) == 0)
			return true;
	return unknown_word(s->source, s->line, t->column, what, view_of(t->text), known, n, s->f);
}

static bool check_slot(const struct stepping *s, const struct form_slot *slot)
{
	static const char *const types[] = { "SRV", "A", "AAAA", "TLSA", "NAPTR", "CNAME", "TXT" };
	static const char *const shows[] = { "available", "away", "chat", "dnd", "xa", "offline" };
	static const char *const counters[] = {
#define X(name, doc) #name,
#include "scenario/counter.tbl"
#undef X
	};
	static const char *const parts[] = {
#define X(name, doc) #name,
#include "scenario/part.tbl"
#undef X
	};
	const struct token *t = slot->from;
	struct view text = view_of(t->text);
	uint64_t number;

	if (slot_is(slot, "$stanza"))
		return (t->text[0] == '$' && name_is_valid(view_from(text, 1)) &&
		        strchr(t->text, '.') == NULL) ||
		       wrong(s, t, "a name of the form $name is needed here");
	if (slot_is(slot, "actor"))
		return cast_find(s->b->case_, t->text) < s->b->case_->n_cast ||
		       cast_unknown(s->b, s->line, t);
	if (slot_is(slot, "count") &&
	    (s->step->verb == VERB_CALLED_APART || s->step->verb == VERB_TURNS_AWAY))
		return text_u64(text, 2, PACE_CALLS_MOST, &number) ||
		       wrong(s, t, "a count from 2 to 64 is needed here");
	if (slot_is(slot, "count") && s->step->verb == VERB_GETS_TIMES)
		return text_u64(text, 1, COUNTED_MOST, &number) ||
		       wrong(s, t, "a count from 1 to 1000 is needed here");
	if (slot_is(slot, "count"))
		return text_u64(text, 1, 1000000, &number) ||
		       wrong(s, t, "a count from 1 to 1000000 is needed here");
	if (slot_is(slot, "size"))
		return (text_size(text, &number) && number > 0 && number <= 1u << 30) ||
		       wrong(s, t, "a size (4096, 64KiB, 1MiB) is needed here");
	if (slot_is(slot, "time"))
		return (text_duration(text, &number) && number > 0 && number <= 60000) ||
		       wrong(s, t, "a time up to a minute (50ms, 2s) is needed here");
	if (slot_is(slot, "domain"))
		return domain_is_valid(text) || wrong(s, t, "this is no domain");
	if (slot_is(slot, "type"))
		return check_word(s, t, "no type of DNS record is called", types,
		                  sizeof types / sizeof types[0]);
	if (slot_is(slot, "show"))
		return check_word(s, t, "nobody can be shown as", shows,
		                  sizeof shows / sizeof shows[0] - (s->step->verb != VERB_SEES));
	if (slot_is(slot, "status"))
		return text_u64(text, 100, 699, &number) ||
		       wrong(s, t, "a status from 100 to 699 is needed here");
	if (slot_is(slot, "condition"))
		return check_conditions(s, t);
	if (slot_is(slot, "counter"))
		return check_word(s, t, "no counter is called", counters,
		                  sizeof counters / sizeof counters[0]);
	if (slot_is(slot, "part"))
		return check_word(s, t, "no process of a system is called", parts,
		                  sizeof parts / sizeof parts[0]);
	if (slot_is(slot, "setting")) {
		for (size_t i = 0; i < slot->n; i++)
			if (!cast_check_policy(s->b, s->line, &t[i]))
				return false;
		return true;
	}
	if (slot_is(slot, "key")) {
		const char *equals = strchr(t->text, '=');

		return (equals != NULL && equals != t->text && equals[1] != '\0') ||
		       wrong(s, t, "NAME=VALUE, a key of its configuration, is needed here");
	}
	if (slot_is(slot, "text") && (s->step->verb == VERB_HAS_PRINTED ||
	                              s->step->verb == VERB_HAS_NEVER_PRINTED))
		return text.n > 0 || wrong(s, t, "an empty text stands in every log");
	if (slot_is(slot, "F"))
		return name_is_valid(text) || wrong(s, t, "this is no name for a fence");
	return true;
}

static bool take_arguments(struct stepping *s, const struct form_match *m)
{
	for (size_t i = 0; i < VERB_ARGS; i++) {
		const struct form_slot *slot = &m->slot[i];
		struct buf joined = { 0 };

		if (slot->name == NULL || slot->from == NULL)
			continue;
		if (!check_slot(s, slot))
			return false;
		for (size_t k = 0; k < slot->n; k++)
			buf_printf(&joined, "%s%s", k > 0 ? " " : "", slot->from[k].text);
		/* $name without its $: that is how bindings know it */
		s->step->arg[i] = region_cstr(s->b->d->memory,
		                              view_from(buf_view(&joined), slot_is(slot, "$stanza")));
		buf_free(&joined);
	}
	if (s->step->verb == VERB_FENCE)
		s->step->actor = cast_find(s->b->case_, s->step->arg[1]);
	return true;
}

/* --- what the verb allows ---------------------------------------------------------------- */

static bool check_tail(const struct stepping *s)
{
	const struct verb_row *row = verb_row(s->step->verb);
	const struct token *t = &s->t.item[0];
	bool gets = s->step->verb == VERB_GETS || s->step->verb == VERB_GETS_ONE_OF;

	if (s->security != NULL && !gets && s->step->verb != VERB_GETS_TIMES)
		return wrong(s, s->security, "only `gets` can be said to be over tls or in clear");
	if (s->within != NULL && row->sort == VERB_DENIES)
		return wrong(s, s->within, "absence has no `within`: a fence ends it");
	if (s->step->strength == STEP_ALSO && row->sort != VERB_EXPECTS && row->sort != VERB_DENIES)
		return wrong(s, t, "`also` is for what is expected or denied");
	if (s->step->strength == STEP_TOLERATED && !gets && s->step->verb != VERB_IS_CLOSED &&
	    s->step->verb != VERB_IS_CONNECTED)
		return wrong(s, t, "only `gets`, `is closed` and `is connected` can be tolerated");
	if (s->step->strength == STEP_TOLERATED && s->step->requirements.n > 0)
		return wrong(s, t, "what is tolerated proves no requirement");
	if (s->step->requirements.n > 0 && row->sort != VERB_EXPECTS && row->sort != VERB_DENIES)
		return fault_set(s->f, s->source->file, s->line, s->step->requirements.item[0].column,
		                 "a requirement on a step that expects nothing");
	return true;
}

/* The first line without requirements and comment. */
static char *text_of(const struct stepping *s)
{
	struct view text = s->raw->line.text;
	size_t end = text.n;

	for (size_t i = 0; i + 1 < text.n; i++)
		if ((text.p[i] == ' ' || text.p[i] == '\t') &&
		    (text.p[i + 1] == '#' || text.p[i + 1] == '[')) {
			end = i;
			break;
		}
	text.n = end;
	return region_cstr(s->b->d->memory, view_trim(text));
}

/* --- a step ---------------------------------------------------------------------------------- */

bool step_make(struct building *b, const struct raw_step *raw, enum phase phase, unsigned group)
{
	struct case_ *c = b->case_;
	struct form_match m;
	struct step *step = region_alloc(b->d->memory, sizeof *step);
	struct stepping s = { .b = b, .raw = raw, .source = &b->d->source,
		              .line = raw->line.number, .step = step, .f = b->f };

	step->line = raw->line.number;
	step->column = raw->line.column;
	step->phase = phase;
	step->group = group;
	if (!tokens_read(s.source, &raw->line, b->columns, b->d->memory, &s.t, b->f) ||
	    !read_ends(&s))
		return false;
	if (s.from >= s.to)
		return fault_set(b->f, s.source->file, s.line, raw->line.column, "half a step");
	step->text = text_of(&s);
	/* A step that this row leaves out is checked all the same. */
	if (!find_verb(&s, &m) || !take_arguments(&s, &m) || !check_tail(&s) || !step_take_payloads(&s)) {
		for (size_t i = 0; i < step->n_payload; i++)
			payload_free(&step->payload[i]);
		return false;
	}
	if (s.skipped) {
		for (size_t i = 0; i < step->n_payload; i++)
			payload_free(&step->payload[i]);
		return true;
	}
	step->number = (unsigned)c->n_step + 1;
	c->step[c->n_step++] = *step;
	return true;
}
