#include "run/verdicts.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"

void verdict_set(struct case_result *c, enum verdict v, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	free(c->reason);
	c->reason = buf_take(&b);
	c->verdict = v;
}

void verdicts_apply_canaries(struct run *r)
{
	for (size_t i = 0; i < r->n_result; i++) {
		struct case_result *c = &r->result[i];
		const char *must = c->case_->scenario->canary.text;

		c->canary = must != NULL;
		if (!c->canary)
			continue;
		if (strcmp(verdict_word(c->verdict), must) == 0) {
			free(c->reason);
			c->reason = NULL;
			c->verdict = VERDICT_PASS;
		} else {
			char *why = c->reason;

			c->reason = NULL; /* it is in the words of the new one */
			verdict_set(c, VERDICT_ERROR,
			            "a canary that must end as %s ended as %s%s%s%s: "
			            "no verdict of this run can be trusted",
			            must, verdict_word(c->verdict), why != NULL ? " (" : "",
			            why != NULL ? why : "", why != NULL ? ")" : "");
			free(why);
		}
	}
}

#define UNDECLARED SIZE_MAX

static size_t declared(const struct profile *p, const char *requirement, enum fail_class class_)
{
	for (size_t i = 0; i < p->n_known; i++)
		if (strcmp(p->known[i].requirement, requirement) == 0 &&
		    strcmp(p->known[i].class_, class_word(class_)) == 0)
			return i;
	return UNDECLARED;
}

/* The declaration that covers this failed finding: what it says is broken, or one
 * of its step's requirements, is declared to fail in this class. */
static size_t covers(const struct profile *p, const struct case_ *c, const struct finding *f)
{
	size_t k = UNDECLARED;
	const struct words *reqs;

	if (f->requirement != NULL)
		return declared(p, f->requirement, f->class_);
	if (f->step == 0 || f->step > c->n_step)
		return UNDECLARED;
	reqs = &c->step[f->step - 1].requirements;
	for (size_t i = 0; i < reqs->n && k == UNDECLARED; i++)
		k = declared(p, reqs->item[i].text, f->class_);
	return k;
}

bool verdict_is_declared(const struct case_result *c, const struct profile *p)
{
	size_t failed = 0;

	for (size_t i = 0; i < c->judged.n_finding; i++) {
		if (c->judged.finding[i].verdict != VERDICT_FAIL)
			continue;
		if (covers(p, c->case_, &c->judged.finding[i]) == UNDECLARED)
			return false;
		failed++;
	}
	return failed > 0;
}

/* What is inconclusive for a reason of its own, not for what was declared. */
static const struct finding *undecided(const struct judgement *j)
{
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].verdict == VERDICT_INCONC && !j->finding[i].behind)
			return &j->finding[i];
	return NULL;
}

static void expect_failures(struct case_result *c, const struct profile *p, bool *seen)
{
	const struct finding *open = undecided(&c->judged);
	size_t k = UNDECLARED;

	for (size_t i = 0; i < c->judged.n_finding; i++) {
		const struct finding *f = &c->judged.finding[i];

		if (f->verdict != VERDICT_FAIL)
			continue;
		k = covers(p, c->case_, f);
		if (k == UNDECLARED)
			return; /* something failed that nobody declared */
		seen[k] = true;
	}
	if (k == UNDECLARED)
		return;
	for (size_t i = 0; i < c->judged.n_requirement; i++)
		if (c->judged.requirement[i].verdict == VERDICT_FAIL)
			c->judged.requirement[i].verdict = VERDICT_XFAIL;
	if (open != NULL)
		verdict_set(c, VERDICT_INCONC, "beside a declared failure: %s", open->words);
	else
		verdict_set(c, VERDICT_XFAIL, "%s: %s", p->known[k].requirement,
		            p->known[k].reason);
}

/* A declared deviation that was nowhere seen, though its requirement was
 * decided wherever it was to be. */
static void unexpected_pass(struct run *r, const struct known_deviation *k)
{
	struct case_result *passed = NULL;

	for (size_t i = 0; i < r->n_result; i++)
		for (size_t q = 0; q < r->result[i].judged.n_requirement; q++) {
			struct requirement_verdict *v = &r->result[i].judged.requirement[q];

			if (strcmp(v->id, k->requirement) != 0)
				continue;
			if (v->verdict != VERDICT_PASS && v->verdict != VERDICT_XFAIL)
				return;
			passed = &r->result[i];
		}
	if (passed != NULL && !passed->canary)
		verdict_set(passed, VERDICT_XPASS,
		            "%s is declared to fail as %s (\"%s\"), and did not",
		            k->requirement, k->class_, k->reason);
}

void verdicts_apply_known(struct run *r, const struct profile *sut)
{
	bool *seen = mem_array(sut->n_known + 1, sizeof *seen);

	for (size_t i = 0; i < r->n_result; i++)
		if (r->result[i].verdict == VERDICT_FAIL && !r->result[i].canary)
			expect_failures(&r->result[i], sut, seen);
	/* in a part of the suite, what was not run may still fail */
	for (size_t i = 0; r->whole && i < sut->n_known; i++)
		if (!seen[i])
			unexpected_pass(r, &sut->known[i]);
	free(seen);
}

/* It was played to its end: what failed as declared was an `also`, or what a rule
 * of every case found beside the steps. */
static bool went_on(const struct case_result *c)
{
	for (size_t i = 0; i < c->judged.n_finding; i++) {
		const struct finding *f = &c->judged.finding[i];

		if (f->verdict != VERDICT_PASS && f->requirement == NULL &&
		    (f->step == 0 || c->case_->step[f->step - 1].strength == STEP_NEEDED))
			return false;
	}
	return true;
}

/* Did the control `id` pass?  Every case of it that was to show a success must
 * have, or have failed as declared; and one must have, for a system that is
 * declared to refuse everybody shows nothing by it. */
static const char *control_missing(const struct run *r, const char *id, bool self, bool *na)
{
	const char *why = "did not run";
	bool shown = false;

	*na = false;

	for (size_t i = 0; i < r->n_result; i++) {
		const struct case_result *c = &r->result[i];

		if (strcmp(c->case_->scenario->id.text, id) != 0 ||
		    (self && !c->case_->positive))
			continue;
		if (c->verdict == VERDICT_NA) {
			*na = true;
			continue;
		}
		if (c->judged.verdict != VERDICT_PASS && c->verdict != VERDICT_XFAIL) {
			*na = false;
			return verdict_word(c->verdict);
		}
		shown = shown || went_on(c);
		why = shown ? NULL : "failed as declared, and shows no success";
	}
	*na = *na && !shown && why != NULL && strcmp(why, "did not run") == 0;
	return why;
}

void verdicts_apply_controls(struct run *r)
{
	for (size_t i = 0; i < r->n_result; i++) {
		struct case_result *c = &r->result[i];
		const struct scenario *s = c->case_->scenario;

		if (c->verdict != VERDICT_PASS || c->canary)
			continue;
		for (size_t k = 0; k < s->control.n; k++) {
			const char *id = s->control.item[k].text;
			bool self = strcmp(id, "self") == 0;
			const char *why;
			bool na;

			if (strcmp(id, "none") == 0 || (self && c->case_->positive))
				continue;
			why = control_missing(r, self ? s->id.text : id, self, &na);
			/* What cannot be shown to succeed here cannot be shown to be
			 * refused. */
			if (why != NULL && na) {
				verdict_set(c, VERDICT_NA, "its control %s does not apply",
				            self ? s->id.text : id);
				break;
			}
			if (why != NULL) {
				verdict_set(c, VERDICT_INCONC,
				            "refused as it must, but its control %s: %s",
				            self ? s->id.text : id, why);
				break;
			}
		}
	}
}

int run_exit_status(const struct run *r)
{
	size_t ran = 0;

	for (size_t i = 0; i < r->n_result; i++)
		if (r->result[i].canary && r->result[i].verdict == VERDICT_ERROR)
			return 2;
	for (enum verdict v = VERDICT_PASS; v <= VERDICT_ERROR; v++)
		ran += r->count[v];
	if (r->count[VERDICT_ERROR] + r->count[VERDICT_XPASS] > 0)
		return 2;
	if (r->count[VERDICT_FAIL] > 0)
		return 1;
	if (r->count[VERDICT_INCONC] > 0 || ran == 0)
		return 3;
	return 0;
}
