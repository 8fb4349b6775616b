#include "edge/retry.h"

#include <stdlib.h>

#include "edge/admission.h"
#include "lib/mem.h"
#include "lib/rng.h"

struct retry {
	unsigned failures;	/* in a row */
	uint64_t not_before;
	enum cause cause;	/* of the last one */
};

enum cause retry_refused(const struct edge *e, struct view partner)
{
	const struct retry *t = map_get(e->retries, partner);

	if (t == NULL || loop_now(e->loop) >= t->not_before)
		return CAUSE_NONE;
	return t->cause;
}

void retry_failed(struct edge *e, struct view partner, enum cause cause)
{
	struct retry *t = map_get(e->retries, partner);

	if (t == NULL) {
		t = mem_zalloc(sizeof *t);
		map_put(e->retries, partner, t);
	}
	t->failures++;
	t->cause = cause;
	t->not_before = loop_now(e->loop) +
	                retry_delay(t->failures, e->settings->retry_ms, rng_below(UINT32_MAX));
}

void retry_forget(struct edge *e, struct view partner)
{
	free(map_remove(e->retries, partner));
}

bool retry_look(const struct edge *e, struct view partner, unsigned *failures,
                enum cause *cause, uint64_t *left_ms)
{
	const struct retry *t = map_get(e->retries, partner);
	uint64_t now = loop_now(e->loop);

	if (t == NULL)
		return false;
	*failures = t->failures;
	*cause = t->cause;
	*left_ms = t->not_before > now ? t->not_before - now : 0;
	return true;
}

void retry_free_all(struct edge *e)
{
	size_t pos = 0;
	struct view key;
	void *value;

	while (map_next(e->retries, &pos, &key, &value))
		free(value);
	map_free(&e->retries);
}
