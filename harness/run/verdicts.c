#include "run/verdicts.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"

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
			verdict_set(c, VERDICT_ERROR,
			            "a canary that must end as %s ended as %s: "
			            "no verdict of this run can be trusted",
			            must, verdict_word(c->verdict));
		}
	}
}

static const struct known_deviation *declared(const struct profile *p, const char *requirement,
                                              enum fail_class class_)
{
	for (size_t i = 0; i < p->n_known; i++)
		if (strcmp(p->known[i].requirement, requirement) == 0 &&
		    strcmp(p->known[i].class_, class_word(class_)) == 0)
			return &p->known[i];
	return NULL;
}

/* The declaration that covers this failed finding: one of its step's
 * requirements is declared to fail in this class. */
static const struct known_deviation *covers(const struct profile *p, const struct case_ *c,
                                            const struct finding *f)
{
	const struct known_deviation *k = NULL;
	const struct words *reqs;

	if (f->step == 0 || f->step > c->n_step)
		return NULL;
	reqs = &c->step[f->step - 1].requirements;
	for (size_t i = 0; i < reqs->n && k == NULL; i++)
		k = declared(p, reqs->item[i].text, f->class_);
	return k;
}

static void expect_failures(struct case_result *c, const struct profile *p)
{
	const struct known_deviation *k = NULL;

	for (size_t i = 0; i < c->judged.n_finding; i++) {
		const struct finding *f = &c->judged.finding[i];

		if (f->verdict != VERDICT_FAIL)
			continue;
		k = covers(p, c->case_, f);
		if (k == NULL)
			return; /* something failed that nobody declared */
	}
	if (k == NULL)
		return;
	for (size_t i = 0; i < c->judged.n_requirement; i++)
		if (c->judged.requirement[i].verdict == VERDICT_FAIL)
			c->judged.requirement[i].verdict = VERDICT_XFAIL;
	verdict_set(c, VERDICT_XFAIL, "%s: %s", k->requirement, k->reason);
}

/* A declared deviation that was checked in this run and nowhere seen. */
static void unexpected_pass(struct run *r, const struct known_deviation *k)
{
	struct case_result *passed = NULL;

	for (size_t i = 0; i < r->n_result; i++)
		for (size_t q = 0; q < r->result[i].judged.n_requirement; q++) {
			struct requirement_verdict *v = &r->result[i].judged.requirement[q];

			if (strcmp(v->id, k->requirement) != 0)
				continue;
			if (v->verdict != VERDICT_PASS)
				return;
			passed = &r->result[i];
		}
	if (passed != NULL && !passed->canary)
		verdict_set(passed, VERDICT_XPASS,
		            "%s is declared to fail as %s (\"%s\"), and passed", k->requirement,
		            k->class_, k->reason);
}

void verdicts_apply_known(struct run *r, const struct profile *sut)
{
	for (size_t i = 0; i < r->n_result; i++)
		if (r->result[i].verdict == VERDICT_FAIL && !r->result[i].canary)
			expect_failures(&r->result[i], sut);
	if (!r->whole)
		return; /* what was not run may still fail */
	for (size_t i = 0; i < sut->n_known; i++)
		unexpected_pass(r, &sut->known[i]);
}

/* Did the control `id` pass?  Every case of it that was to show a success
 * must have. */
static const char *control_missing(const struct run *r, const char *id, bool self)
{
	const char *why = "did not run";

	for (size_t i = 0; i < r->n_result; i++) {
		const struct case_result *c = &r->result[i];

		if (strcmp(c->case_->scenario->id.text, id) != 0 ||
		    (self && !c->case_->positive))
			continue;
		if (c->judged.verdict != VERDICT_PASS && c->verdict != VERDICT_XFAIL)
			return verdict_word(c->verdict);
		why = NULL;
	}
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

			if (strcmp(id, "none") == 0 || (self && c->case_->positive))
				continue;
			why = control_missing(r, self ? s->id.text : id, self);
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
