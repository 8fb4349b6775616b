/* Verbs about what the system under test tells its operator. */
#include <stdio.h>
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

/* False: the step has ended. */
static bool look(struct act *a)
{
	struct hired *h = hire_sut(a->stage);
	struct fault f = { 0 };

	if (!hire_look(h, &f)) {
		act_fail(a, "%s", f.text);
		stage_fault(a->stage, &f);
		return false;
	}
	if (!act_wait(a, has_looked, h) || stage_is_broken(a->stage))
		return false;
	if (h->looked == NULL)
		act_fail(a, "the profile's look failed");
	return h->looked != NULL;
}

static void measure(struct act *a, const char *name, uint64_t number)
{
	char value[24];

	snprintf(value, sizeof value, "%llu", (unsigned long long)number);
	evlog_add(a->stage->log, &(struct event){ .kind = EVENT_MEASURE,
	                                          .actor = a->role->name,
	                                          .step = a->step->number,
	                                          .name = name,
	                                          .value = value });
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

void act_BEGINS_TO_COUNT(struct act *a)
{
	struct hired *h = hire_sut(a->stage);
	const char *name = act_arg(a, 0);
	struct counted *c;

	if (!is_counted(a, name) || !look(a))
		return;
	c = counter(h, name);
	c->value = instance_counter(h->instance, name, h->looked);
	measure(a, name, c->value);
}

/* Reads until it has grown by `more`, or the time is over: what is counted may come a
 * moment behind what is seen. */
static void counts(struct act *a, const char *name, uint64_t more)
{
	struct hired *h = hire_sut(a->stage);
	uint64_t wanted, now = 0;

	if (!is_counted(a, name))
		return;
	wanted = counter(h, name)->value + more;
	do {
		if (!look(a)) {
			if (a->outcome == OUTCOME_TIMEOUT)
				buf_printf(&a->reason, "it stands at %llu, not at %llu",
				           (unsigned long long)now, (unsigned long long)wanted);
			return;
		}
		now = instance_counter(h->instance, name, h->looked);
		measure(a, name, now);
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

void act_HAS_PRINTED(struct act *a)
{
	unsigned logs = 0;

	do {
		if (!look(a)) {
			if (a->outcome == OUTCOME_TIMEOUT)
				buf_puts(&a->reason, "it stands nowhere");
			return;
		}
		logs = instance_printed(hire_sut(a->stage)->instance, act_arg(a, 0));
		measure(a, "printed", logs);
	} while (logs == 0);
}

void act_HAS_NEVER_PRINTED(struct act *a)
{
	unsigned logs;

	if (!look(a))
		return;
	logs = instance_printed(hire_sut(a->stage)->instance, act_arg(a, 0));
	measure(a, "printed", logs);
	if (logs > 0)
		act_fail(a, "it was printed");
}
