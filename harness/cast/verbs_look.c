/* Verbs about what the system under test tells its operator. */
#include <stdlib.h>
#include <string.h>

#include "cast/hire.h"
#include "cast/verbs.h"
#include "lib/mem.h"
#include "lib/text.h"

static bool has_looked(void *arg)
{
	const struct hired *h = arg;

	return !h->looking || stage_is_broken(h->stage);
}

/* What is there could not be read, which says nothing of the system: false. */
static bool unreadable(struct act *a, struct fault *f)
{
	act_fail(a, "%s", f->text);
	stage_fault(a->stage, f);
	return false;
}

/* False: the step has ended. */
static bool look(struct act *a)
{
	struct hired *h = hire_sut(a->stage);
	struct fault f = { 0 };

	h->counting.number = 0;
	if (!hire_look(h, &f))
		return unreadable(a, &f);
	if (!act_wait(a, has_looked, h) || stage_is_broken(a->stage))
		return false;
	if (h->looked == NULL)
		act_fail(a, "the profile's look failed");
	return h->looked != NULL;
}

static void measure(struct act *a, const char *name, uint64_t number)
{
	hire_log_measure(hire_sut(a->stage), a->step->number, name, number);
}

void act_IS_LOOKED_AT(struct act *a)
{
	look(a);
}

/* --- counters --------------------------------------------------------------------------- */

static bool is_counted(struct act *a, const char *name)
{
	struct stage *s = a->stage;

	if (instance_counts(hire_sut(s)->instance, name))
		return true;
	if (s->unsupported == NULL)
		s->unsupported = mem_strdup("its profile reads no such counter");
	stage_wake(s);
	act_fail(a, "its profile does not read %s", name);
	return false;
}

static struct counted *counter(struct hired *h, const char *name)
{
	struct counted *c = h->counted;

	while (c != NULL && strcmp(c->name, name) != 0)
		c = c->next;
	if (c == NULL) {
		c = mem_zalloc(sizeof *c);
		c->name = mem_strdup(name);
		c->next = h->counted;
		h->counted = c;
	}
	return c;
}

/* The step before was about a counter too, and there is no `then` between them: what it
 * saw is of the same moment as far as a scenario can tell.  A look is a dozen programs. */
static bool is_seen(const struct act *a)
{
	const struct hired *h = hire_sut(a->stage);

	return h->counting.number != 0 && h->counting.number + 1 == a->step->number &&
	       h->counting.group == a->step->group;
}

static bool read_counter(struct act *a, const char *name, uint64_t *value)
{
	struct hired *h = hire_sut(a->stage);
	struct fault f = { 0 };

	if (!instance_counter(h->instance, name, h->looked, value, &f)) {
		act_fail(a, "%s: %s", f.file != NULL ? f.file : name, f.text);
		fault_free(&f);
		return false;
	}
	measure(a, name, *value);
	h->counting.number = a->step->number;
	h->counting.group = a->step->group;
	return true;
}

void act_BEGINS_TO_COUNT(struct act *a)
{
	struct hired *h = hire_sut(a->stage);
	const char *name = act_arg(a, 0);
	uint64_t value;

	if (is_counted(a, name) && (is_seen(a) || look(a)) && read_counter(a, name, &value))
		counter(h, name)->value = value;
}

/* Reads until it has grown by `more`, or the time is over: what is counted may come a
 * moment behind what is seen. */
static void counts(struct act *a, const char *name, uint64_t more)
{
	struct hired *h = hire_sut(a->stage);
	uint64_t wanted, now = 0;
	bool seen = is_seen(a);

	if (!is_counted(a, name))
		return;
	wanted = counter(h, name)->value + more;
	do {
		if (!seen && !look(a)) {
			if (a->outcome == OUTCOME_TIMEOUT)
				buf_printf(&a->reason, "it stands at %llu, not at %llu",
				           (unsigned long long)now, (unsigned long long)wanted);
			return;
		}
		seen = false;
		if (!read_counter(a, name, &now))
			return;
	} while (now < wanted);
	if (now > wanted)
		act_fail(a, "it stands at %llu, not at %llu", (unsigned long long)now,
		         (unsigned long long)wanted);
}

void act_HAS_COUNTED(struct act *a)
{
	uint64_t more = 0;

	text_u64(view_of(act_arg(a, 0)), 1, UINT32_MAX, &more);
	counts(a, act_arg(a, 1), more);
}

void act_HAS_COUNTED_NO_MORE(struct act *a)
{
	counts(a, act_arg(a, 0), 0);
}

/* --- what was printed ---------------------------------------------------------------------- */

static bool read_logs(struct act *a, unsigned *logs)
{
	struct fault f = { 0 };

	if (!instance_printed(hire_sut(a->stage)->instance, act_arg(a, 0), logs, &f))
		return unreadable(a, &f);
	measure(a, "printed", *logs);
	return true;
}

void act_HAS_PRINTED(struct act *a)
{
	unsigned logs = 0;

	do {
		if (!look(a)) {
			if (a->outcome == OUTCOME_TIMEOUT)
				buf_puts(&a->reason, "it stands nowhere");
			return;
		}
		if (!read_logs(a, &logs))
			return;
	} while (logs == 0);
}

void act_HAS_NEVER_PRINTED(struct act *a)
{
	unsigned logs;

	if (look(a) && read_logs(a, &logs) && logs > 0)
		act_fail(a, "it was printed");
}
