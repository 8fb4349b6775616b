/* lint_case.c - what one case can get wrong: names, fences, what is counted and measured. */
#include <stdlib.h>
#include <string.h>

#include "lib/map.h"
#include "lib/mem.h"
#include "lib/suggest.h"
#include "scenario/counted.h"
#include "scenario/draft.h"
#include "scenario/form.h"
#include "scenario/payload.h"

struct linting {
	struct draft *d;
	const struct case_ *c;
	struct map *name;		/* what is bound, to the step that does it */
	struct fault *f;
};

static bool at_step(const struct linting *l, const struct step *s, const char *fmt,
                    const char *text)
{
	struct word w = { NULL, s->line, s->column };

	return lint_at(l->d, &w, l->f, fmt, text);
}

/* --- $names --------------------------------------------------------------------------- */

/* $actor.stream-id: the id of the last header between it and the system. */
static bool part_is_known(const struct linting *l, struct view name, bool *known_owner)
{
	struct view owner, part;

	view_cut(name, '.', &owner, &part);
	*known_owner = true;
	for (size_t i = 0; i < l->c->n_cast; i++)
		if (view_is(owner, l->c->cast[i].name.text))
			return view_is(part, "stream-id") &&
			       (l->c->cast[i].kind == ACTOR_SCRIPTED_SERVER ||
			        l->c->cast[i].kind == ACTOR_SCRIPTED_DIALLER);
	*known_owner = map_get(l->name, owner) != NULL;
	return false;
}

static bool unbound(const struct linting *l, const struct payload_name *n)
{
	const char **names = mem_array(map_count(l->name) + 1, sizeof *names);
	char **copies = mem_array(map_count(l->name) + 1, sizeof *copies);
	size_t pos = 0, count = 0;
	struct view key;
	void *value;
	const char *near;

	while (map_next(l->name, &pos, &key, &value)) {
		copies[count] = view_dup(key);
		names[count] = copies[count];
		count++;
	}
	near = suggest(n->name, names, count);
	fault_set(l->f, l->d->source.file, n->line, n->column, "$%.*s has no value here%s%s%s",
	          VIEW_ARG(n->name), near != NULL ? "; did you mean \"$" : "",
	          near != NULL ? near : "", near != NULL ? "\"?" : "");
	for (size_t i = 0; i < count; i++)
		free(copies[i]);
	free(copies);
	free(names);
	return false;
}

/* {$number} has a value in a step that counts, and nowhere else. */
static bool is_counter(struct view name)
{
	return view_is(name, COUNTED_NAME);
}

static bool counts(const struct step *s)
{
	return s->verb == VERB_GETS_TIMES || s->verb == VERB_SENDS_REPEATED;
}

struct naming {
	const struct linting *l;
	const struct step *step;
	bool counted;			/* this payload has {$number} */
	struct map *here;		/* bound in this payload */
	bool ok;
};

static void check_name(void *arg, const struct payload_name *n)
{
	struct naming *at = arg;
	bool owner;

	if (!at->ok)
		return;
	if (is_counter(n->name) && !n->binds && counts(at->step)) {
		at->counted = true;
	} else if (n->binds && (is_counter(n->name) || at->step->verb == VERB_GETS_TIMES)) {
		at->ok = fault_set(at->l->f, at->l->d->source.file, n->line, n->column,
		                   is_counter(n->name) ? "$%.*s is the number in a step that counts"
		                                       : "$%.*s would have as many values as units come",
		                   VIEW_ARG(n->name));
	} else if (n->binds) {
		const struct step *before = map_get(at->l->name, n->name);

		if (before != NULL)
			at->ok = fault_set(at->l->f, at->l->d->source.file, n->line, n->column,
			                   "$%.*s has a value already, from line %u", VIEW_ARG(n->name),
			                   before->line);
		map_put(at->here, n->name, at);
	} else if (memchr(n->name.p, '.', n->name.n) != NULL) {
		if (!part_is_known(at->l, n->name, &owner))
			at->ok = owner ? fault_set(at->l->f, at->l->d->source.file, n->line, n->column,
			                           "$%.*s: it has no such part", VIEW_ARG(n->name))
			               : unbound(at->l, n);
	} else if (map_get(at->l->name, n->name) == NULL && map_get(at->here, n->name) == NULL) {
		at->ok = unbound(at->l, n);
	}
}

/* Alternatives each see what came before; only what all of them bind is known
 * behind them. */
static bool check_payloads(const struct linting *l, struct step *s)
{
	struct map *common = NULL;
	struct naming at = { .l = l, .step = s, .ok = true };
	struct view key;
	void *value;
	size_t pos;

	for (size_t i = 0; i < s->n_payload && at.ok; i++) {
		at.here = map_new();
		at.counted = false;
		payload_names(s->payload[i], check_name, &at);
		if (at.ok && s->verb == VERB_GETS_TIMES && !at.counted)
			at.ok = at_step(l, s, "a pattern has no {$number}: which of them did come?", NULL);
		if (common == NULL) {
			common = at.here;
			continue;
		}
		for (pos = 0; map_next(common, &pos, &key, &value); )
			if (map_get(at.here, key) == NULL)
				map_remove(common, key);
		map_free(&at.here);
	}
	for (pos = 0; common != NULL && map_next(common, &pos, &key, &value); )
		map_put(l->name, key, s);
	if (common != NULL)
		map_free(&common);
	return at.ok;
}

/* Which verbs make a stanza that other steps can speak of. */
static bool check_stanza_names(const struct linting *l, struct step *s)
{
	struct form_slot slot[VERB_ARGS];
	size_t n = form_slots(verb_row(s->verb)->form, slot);

	for (size_t i = 0; i < n; i++) {
		struct payload_name name = { view_of(s->arg[i]), slot[i].after_as, s->line, s->column };
		const struct step *by;

		if (s->arg[i] == NULL || slot[i].name_n != 7 || memcmp(slot[i].name, "$stanza", 7) != 0)
			continue;
		by = map_get(l->name, name.name);
		if (slot[i].after_as && by != NULL)
			return at_step(l, s, "$%s has a value already", s->arg[i]);
		if (slot[i].after_as) {
			map_put(l->name, name.name, s);
			continue;
		}
		if (by == NULL)
			return unbound(l, &name);
		if (s->verb == VERB_GOT_NOTHING_LIKE && verb_row(by->verb)->payload != PAYLOAD_PATTERNS)
			return at_step(l, s, "$%s is nothing that was received by a pattern", s->arg[i]);
		if (s->verb != VERB_GOT_NOTHING_LIKE && s->verb != VERB_SENDS_IN_DIALOG &&
		    s->verb != VERB_ANSWERS_TO && s->verb != VERB_LEAVES &&
		    verb_row(by->verb)->sort != VERB_DOES)
			return at_step(l, s, "$%s is nothing that was sent", s->arg[i]);
	}
	return true;
}

/* --- fences ----------------------------------------------------------------------------- */

/* The argument of `until <F>`. */
static const char *until(const struct step *s)
{
	struct form_slot slot[VERB_ARGS];
	size_t n = form_slots(verb_row(s->verb)->form, slot);

	for (size_t i = 0; i < n; i++)
		if (slot[i].name_n == 1 && slot[i].name[0] == 'F')
			return s->arg[i];
	return NULL;
}

static bool check_denial(const struct linting *l, const struct step *s)
{
	const char *wanted = until(s);
	const struct step *fence = NULL;

	if (wanted == NULL)
		return true;	/* `saw nothing in clear`: to the end of the connection */
	for (size_t i = 0; i < l->c->n_step; i++) {
		const struct step *other = &l->c->step[i];

		if (other->verb == VERB_FENCE && strcmp(other->arg[0], wanted) == 0)
			fence = other;
	}
	if (fence == NULL)
		return at_step(l, s, "there is no fence %s: absence needs one", wanted);
	if (fence->number > s->number)
		return at_step(l, s, "fence %s stands behind what it ends", wanted);
	if (s->verb == VERB_GOT_NOTHING_LIKE &&
	    strcmp(fence->arg[2], l->c->cast[s->actor].name.text) != 0)
		return at_step(l, s, "the fence arrives at %s, not at whom this is about", fence->arg[2]);
	return true;
}

static bool check_fence(const struct linting *l, const struct step *s)
{
	const struct actor *to = &l->c->cast[cast_find(l->c, s->arg[2])];
	const struct actor *from = &l->c->cast[s->actor];
	bool used = false;

	if (from->kind == ACTOR_SUT || to->kind == ACTOR_SUT)
		return at_step(l, s, "%s cannot be an end of a fence: it is what is tested",
		               from->kind == ACTOR_SUT ? from->name.text : to->name.text);
	if (from->kind == ACTOR_FRONT_END || to->kind == ACTOR_FRONT_END)
		return at_step(l, s, "%s has no address of its own: a user behind it can be an end",
		               from->kind == ACTOR_FRONT_END ? from->name.text : to->name.text);
	if (s->arg[3] != NULL &&
	    !(verb_row(VERB_READS_ALL)->kinds & 1u << l->c->cast[cast_find(l->c, s->arg[3])].kind))
		return at_step(l, s, "%s has no connection of its own that could be drained", s->arg[3]);
	for (size_t i = 0; i < l->c->n_step; i++) {
		const struct step *other = &l->c->step[i];
		const char *wanted = verb_row(other->verb)->sort == VERB_DENIES ? until(other) : NULL;

		used = used || (wanted != NULL && strcmp(wanted, s->arg[0]) == 0);
		if (other != s && other->verb == VERB_FENCE && strcmp(other->arg[0], s->arg[0]) == 0)
			return at_step(l, s->number > other->number ? s : other,
			               "a second fence %s", s->arg[0]);
	}
	return used || at_step(l, s, "nothing is denied up to fence %s", s->arg[0]);
}

/* Steps of different actors do not wait for each other: without a barrier it would be
 * measured before it happened, and any bound would hold. */
static bool check_measure(const struct linting *l, const struct step *s)
{
	bool is_behind = false;

	for (size_t i = 0; i < l->c->n_step; i++) {
		const struct step *other = &l->c->step[i];

		if (other->phase != PHASE_ACT || other->number >= s->number)
			continue;
		if (other->group == s->group && other->actor != s->actor)
			return at_step(l, s, "what is measured here may still go on: `then` before it%s", "");
		is_behind = is_behind || other->group < s->group;
	}
	return is_behind ||
	       at_step(l, s, "nothing has happened yet that could be measured%s", "");
}

/* What stands in a table when the step is reached may be of the act's beginning, too; but
 * not of the middle of what others do. */
static bool check_alone(const struct linting *l, const struct step *s)
{
	for (size_t i = 0; i < l->c->n_step; i++) {
		const struct step *other = &l->c->step[i];

		if (other->phase == PHASE_ACT && other->number < s->number &&
		    other->group == s->group && other->actor != s->actor)
			return at_step(l, s, "what is looked at here may still change: `then` before it%s",
			               "");
	}
	return true;
}

/* Read when the step is reached, and not awaited. */
static bool is_read_at_once(enum verb v)
{
	return v == VERB_MEMORY_BELOW || v == VERB_CPU_BELOW || v == VERB_HAS_COUNTED_NO_MORE ||
	       v == VERB_HAS_NEVER_PRINTED;
}

static bool check_counted(const struct linting *l, const struct step *s)
{
	const char *counter = s->arg[s->verb == VERB_HAS_COUNTED ? 1 : 0];

	for (size_t i = 0; i < l->c->n_step && l->c->step[i].number < s->number; i++)
		if (l->c->step[i].verb == VERB_BEGINS_TO_COUNT &&
		    strcmp(l->c->step[i].arg[0], counter) == 0)
			return true;
	return at_step(l, s, "from when on? It never `begins to count` %s before", counter);
}

/* --- one case ---------------------------------------------------------------------------- */

static bool check_expectation(const struct linting *l)
{
	struct word w = l->d->scenario->id;

	for (size_t i = 0; i < l->c->n_step; i++) {
		const struct step *s = &l->c->step[i];
		enum verb_sort sort = verb_row(s->verb)->sort;

		if (s->phase == PHASE_ACT && s->strength != STEP_TOLERATED &&
		    (sort == VERB_EXPECTS || sort == VERB_DENIES))
			return true;
	}
	return lint_at(l->d, &w, l->f, "case %s expects nothing in its act", l->c->id);
}

static bool check_step(const struct linting *l, struct step *s)
{
	if (s->phase == PHASE_SETUP && s->requirements.n > 0)
		return at_step(l, s, "a requirement in the setup%s: a failure there is inconclusive", "");
	if (verb_row(s->verb)->sort == VERB_DENIES && s->phase != PHASE_ACT)
		return at_step(l, s, "absence is judged in the act%s", "");
	if (s->verb == VERB_FENCE && !check_fence(l, s))
		return false;
	if (verb_row(s->verb)->sort == VERB_DENIES && !check_denial(l, s))
		return false;
	if (is_read_at_once(s->verb) && !check_measure(l, s))
		return false;
	if ((s->verb == VERB_HAS_CONNECTION_AT || s->verb == VERB_HAS_NO_CONNECTION_AT ||
	     s->verb == VERB_LISTENS_AT || s->verb == VERB_KEEPS_LINKS) && !check_alone(l, s))
		return false;
	if ((s->verb == VERB_HAS_COUNTED || s->verb == VERB_HAS_COUNTED_NO_MORE) &&
	    !check_counted(l, s))
		return false;
	return check_payloads(l, s) && check_stanza_names(l, s);
}

bool lint_case(struct draft *d, const struct case_ *c, struct fault *f)
{
	struct linting l = { d, c, map_new(), f };
	bool ok = true;

	for (size_t i = 0; i < c->n_step && ok; i++)
		ok = check_step(&l, &c->step[i]);
	map_free(&l.name);
	return ok && check_expectation(&l);
}
