/* hire_ask.c - what a running program is asked beside: would it take this, and what has its
 * operator to say?
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cast/hire_private.h"
#include "cast/policy.h"
#include "lib/mem.h"

/* A command that its step has waited for in vain may end while the next one waits for its
 * own: what was asked last is what is answered. */
struct asked {
	struct hired *hired;
	const unsigned *last;
	unsigned number;
};

static struct asked *asked_new(struct hired *h, unsigned *last)
{
	struct asked *a = mem_alloc(sizeof *a);

	*a = (struct asked){ h, last, ++*last };
	return a;
}

/* NULL: of one that nobody waits for any more.  Frees it. */
static struct hired *asked_end(struct asked *a)
{
	struct hired *h = a->number == *a->last ? a->hired : NULL;

	free(a);
	return h;
}

static bool asked(struct asked *a, bool begun)
{
	if (!begun)
		free(a);
	return begun;
}

static void on_checked(void *arg, enum check_result r)
{
	static const char *const word[] = { [CHECK_TAKEN] = "taken",
		                            [CHECK_WARNED] = "warned",
		                            [CHECK_REFUSED] = "refused",
		                            [CHECK_CANNOT] = "cannot",
		                            [CHECK_BROKEN] = "broken" };
	struct hired *h = asked_end(arg);

	if (h == NULL)
		return;
	h->checked = word[r];
	if (r == CHECK_CANNOT && h->stage->unsupported == NULL)
		h->stage->unsupported = mem_strdup("its profile cannot express this policy");
	stage_wake(h->stage);
}

bool hire_check(struct hired *h, const char *domain, const char *policy, const char *setting,
                struct fault *f)
{
	struct policy *tried = policy_new(h->stage->case_), *own = h->stage->policy;
	struct asked *a;
	char path[PATH_MAX];
	bool ok;

	if (domain != NULL)
		policy_set(tried, domain, policy);
	h->stage->policy = tried;
	ok = hire_write_policy(h->stage, path, f);
	h->stage->policy = own;
	policy_free(&tried);
	h->checked = NULL;
	if (!ok)
		return false;
	a = asked_new(h, &h->checks);
	return asked(a, instance_check(h->instance, path, setting != NULL ? setting : "",
	                               on_checked, a, f));
}

static void on_told(void *arg, const char *said)
{
	struct hired *h = asked_end(arg);

	if (h == NULL)
		return;
	free(h->told);
	h->told = mem_strdup(said);
	if (strcmp(said, "cannot") == 0 && h->stage->unsupported == NULL)
		h->stage->unsupported = mem_strdup("its operator's command cannot say it");
	stage_wake(h->stage);
}

bool hire_operate(struct hired *h, enum operator_command which, const char *words,
                  struct fault *f)
{
	struct asked *a = asked_new(h, &h->orders);

	free(h->told);
	h->told = NULL;
	return asked(a, instance_operate(h->instance, which, words, on_told, a, f));
}

static void on_looked(void *arg, const char *path)
{
	struct hired *h = asked_end(arg);

	if (h == NULL)
		return;
	free(h->looked);
	h->looked = path != NULL ? mem_strdup(path) : NULL;
	h->looking = false;
	stage_wake(h->stage);
}

bool hire_look(struct hired *h, struct fault *f)
{
	struct asked *a = asked_new(h, &h->looks);

	h->looking = true;
	return asked(a, instance_look(h->instance, on_looked, a, f));
}
