#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "report/report.h"

/* A pass counts no more than the case it was seen in: one whose control
 * failed proves nothing. */
static enum verdict weigh(enum verdict of_requirement, enum verdict of_case)
{
	if (of_requirement == VERDICT_PASS &&
	    (of_case == VERDICT_INCONC || of_case == VERDICT_ERROR || of_case == VERDICT_XPASS))
		return of_case;
	return of_requirement;
}

static void note(struct requirement_result *q, const struct case_result *c,
                 enum verdict of_requirement)
{
	enum verdict v = weigh(of_requirement, c->verdict);
	/* Not reached for a declared deviation: no word for or against it. */
	bool hidden = of_requirement == VERDICT_INCONC && c->verdict == VERDICT_XFAIL;

	q->by = mem_resize(q->by, (q->n_by + 1) * sizeof *q->by);
	q->by[q->n_by++] = c->case_;
	if (q->n_by == 1 || (q->hidden && !hidden) || (v > q->verdict && !hidden))
		q->verdict = v;
	q->hidden = hidden && (q->n_by == 1 || q->hidden);
}

static struct requirement_result *find(struct run *r, const char *id)
{
	for (size_t i = 0; i < r->n_requirement; i++)
		if (strcmp(r->requirement[i].requirement->id, id) == 0)
			return &r->requirement[i];
	return NULL;
}

static void note_case(struct run *r, const struct case_result *c)
{
	const struct words *proves = &c->case_->scenario->proves;
	struct requirement_result *q;

	/* It may have been played all the same, when only its control does not
	 * apply: that shows nothing. */
	if (c->verdict == VERDICT_NA)
		return;
	for (size_t i = 0; i < proves->n; i++) {
		q = find(r, proves->item[i].text);
		if (q != NULL)
			q->applicable = true;
	}
	for (size_t i = 0; i < c->judged.n_requirement; i++) {
		q = find(r, c->judged.requirement[i].id);
		if (q != NULL)
			q->applicable = true; /* a rule of the judge has no scenario */
		if (q != NULL && c->judged.requirement[i].verdict != VERDICT_NA)
			note(q, c, c->judged.requirement[i].verdict);
	}
}

void run_sum_up(struct run *r)
{
	r->n_requirement = catalogue_count(r->catalogue);
	r->requirement = mem_array(r->n_requirement + 1, sizeof *r->requirement);
	for (size_t i = 0; i < r->n_requirement; i++)
		r->requirement[i].requirement = catalogue_at(r->catalogue, i);
	for (size_t i = 0; i < r->suite->n; i++) {
		const struct words *proves = &r->suite->item[i]->proves;

		for (size_t k = 0; r->suite->item[i]->canary.text == NULL && k < proves->n; k++) {
			struct requirement_result *q = find(r, proves->item[k].text);

			if (q != NULL)
				q->claimed = true;
		}
	}
	for (size_t i = 0; i < JUDGE_CLAIMS; i++) {
		struct requirement_result *q = find(r, judge_claim(i));

		if (q != NULL)
			q->claimed = q->everywhere = true;
	}
	for (size_t i = 0; i < r->n_result; i++) {
		if (r->result[i].canary)
			continue;
		r->count[r->result[i].verdict]++;
		note_case(r, &r->result[i]);
	}
}

void run_free_sums(struct run *r)
{
	for (size_t i = 0; i < r->n_requirement; i++)
		free(r->requirement[i].by);
	free(r->requirement);
	r->requirement = NULL;
	r->n_requirement = 0;
}
