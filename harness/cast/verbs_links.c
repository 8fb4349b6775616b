/* Verbs about the links between the halves of the system, by the kernel's tables. */
#include <string.h>

#include "cast/hire.h"
#include "cast/verbs.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "world/diag.h"

enum { LOOK_MS = 20 };
enum { LINKS_MAX = sizeof ((struct links *)NULL)->far / sizeof(unsigned) };

/* Where the process of this name takes links.  False: the case is not for this system. */
static bool find_port(struct act *a, const char *name, struct address *at)
{
	const struct instance *i = hire_sut(a->stage)->instance;
	size_t process = instance_process(i, name);

	if (process < instance_processes(i) &&
	    instance_process_port_address(i, process, "link", at))
		return true;
	stage_cannot(a->stage, "its profile has no process of this name with a port for links");
	return act_fail(a, "it has no link port at %s", name);
}

static bool look(struct act *a, const struct address *at, struct links *out)
{
	if (diag_established(at, out->far, LINKS_MAX, &out->n))
		return true;
	stage_break(a->stage, "this kernel does not say what is connected");
	return act_fail(a, "this kernel does not say what is connected");
}

/* "links EDGE", "40112 40116": by their far ends they are told from later ones. */
static void log_links(struct act *a, const char *name, const struct links *links)
{
	struct buf value = { 0 }, what = { 0 };

	buf_printf(&what, "links-%s", name);
	buf_puts(&value, "");
	for (size_t k = 0; k < links->n; k++)
		buf_printf(&value, "%s%u", k > 0 ? " " : "", links->far[k]);
	evlog_add(a->stage->log, &(struct event){ .kind = EVENT_MEASURE,
	                                          .actor = a->role->name,
	                                          .step = a->step->number,
	                                          .name = buf_cstr(&what),
	                                          .value = buf_cstr(&value) });
	buf_free(&value);
	buf_free(&what);
}

/* What was found at this process the last time; made when it is new. */
static struct links *found_at(struct hired *h, const char *name)
{
	struct linked *l = h->linked;

	while (l != NULL && strcmp(l->name, name) != 0)
		l = l->next;
	if (l == NULL) {
		l = mem_zalloc(sizeof *l);
		l->name = mem_strdup(name);
		l->next = h->linked;
		h->linked = l;
	}
	return &l->links;
}

static size_t common(const struct links *a, const struct links *b)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			n += a->far[i] == b->far[k];
	return n;
}

static bool never(void *arg)
{
	(void)arg;
	return false;
}

void act_HAS_LINKS(struct act *a)
{
	const char *name = act_arg(a, 1);
	struct links links;
	struct address at;
	uint64_t wanted = 0;

	text_u64(view_of(act_arg(a, 0)), 1, LINKS_MAX, &wanted);
	if (!find_port(a, name, &at) || !look(a, &at, &links))
		return;
	/* The kernel tells nobody: it is asked. */
	while (links.n != wanted && loop_now(a->stage->loop) < a->due) {
		if (script_wait(a->stage->scripts, never, NULL,
		                loop_now(a->stage->loop) + LOOK_MS) == WAKE_CANCELLED) {
			a->outcome = OUTCOME_SKIPPED;
			return;
		}
		if (!look(a, &at, &links))
			return;
	}
	log_links(a, name, &links);
	*found_at(hire_sut(a->stage), name) = links;
	if (links.n != wanted)
		act_fail(a, "there are %zu", links.n);
}

void act_KEEPS_LINKS(struct act *a)
{
	const char *name = act_arg(a, 1);
	struct links links;
	struct address at;
	uint64_t wanted = 0;
	size_t same;

	text_u64(view_of(act_arg(a, 0)), 1, LINKS_MAX, &wanted);
	if (!find_port(a, name, &at) || !look(a, &at, &links))
		return;
	log_links(a, name, &links);
	same = common(&links, found_at(hire_sut(a->stage), name));
	if (same != wanted)
		act_fail(a, "%zu are the same", same);
}

void act_LOSES_LINK(struct act *a)
{
	struct links links;
	struct address at;

	if (!find_port(a, act_arg(a, 0), &at) || !look(a, &at, &links))
		return;
	if (links.n == 0)
		act_fail(a, "there is none");
	else if (!diag_cut(&at, links.far[0]))
		act_fail(a, "this kernel does not end it");
}
