/* What could not be written when it was sent, and what has to be written once more: whoever
 * was told meanwhile that his message failed has it left out (docs/link.md 6, P85). */
#include "gateway/uplink_private.h"

#include <stdlib.h>

#include "lib/log.h"
#include "lib/mem.h"

/* Bounded like what was written and is not acknowledged: by the window. */
struct late {
	struct late *next;
	struct region *region;
	const struct element *element;
	uint64_t tag;
};

static bool is_awaited(const struct uplink *u, const struct element *e, uint64_t tag)
{
	if (tag != TAG_AWAITED || u->ops.awaited(u->arg, e))
		return true;
	log_event(LOG_INFO, "message-left-out", LOG_V("stanza", element_attr(e, "id")));
	return false;
}

/* --- never written ----------------------------------------------------------- */

bool uplink_late_is_full(const struct uplink *u)
{
	return u->n_late >= u->set->window_stanzas || u->late_bytes >= u->set->window_bytes;
}

void uplink_late_put(struct uplink *u, const struct element *stanza, uint64_t tag)
{
	struct late *x = mem_zalloc(sizeof *x);

	x->region = region_new_for(element_memory(stanza));
	x->element = element_copy(x->region, stanza);
	x->tag = tag;
	if (u->late == NULL)
		u->late_end = &u->late;
	*u->late_end = x;
	u->late_end = &x->next;
	u->n_late++;
	u->late_bytes += region_used(x->region);
}

static struct late *take(struct uplink *u)
{
	struct late *x = u->late;

	if (x == NULL)
		return NULL;
	u->late = x->next;
	u->n_late--;
	u->late_bytes -= region_used(x->region);
	return x;
}

static void late_free(struct late *x)
{
	region_free(&x->region);
	free(x);
}

void uplink_late_prune(struct uplink *u)
{
	struct late **at = &u->late, *x;

	/* Messages wait equally long: behind one that is not over, none is. */
	while ((x = *at) != NULL) {
		if (x->tag != TAG_AWAITED) {
			at = &x->next;
			continue;
		}
		if (is_awaited(u, x->element, x->tag))
			return;
		*at = x->next;
		if (u->late_end == &x->next)
			u->late_end = at;
		u->n_late--;
		u->late_bytes -= region_used(x->region);
		late_free(x);
	}
}

void uplink_late_flush(struct uplink *u)
{
	struct uplink_edge *e;
	struct late *x;

	while (u->late != NULL && (e = uplink_choose(u)) != NULL && e->phase == UP_READY) {
		x = take(u);
		if (is_awaited(u, x->element, x->tag))
			uplink_session_write(e, x->element, x->tag);
		late_free(x);
	}
}

void uplink_late_over(struct uplink *u)
{
	struct late *x, *next;

	for (size_t i = 0; i < u->n_edge; i++)
		if (u->edge[i].sm != NULL && u->edge[i].phase < UP_ENDING)
			return;
	x = u->late;
	u->late = NULL;
	u->n_late = u->late_bytes = 0;
	for (; x != NULL; x = next) {
		next = x->next;
		u->ops.lost(u->arg, x->element);
		late_free(x);
	}
}

void uplink_late_clear(struct uplink *u)
{
	struct late *x;

	while ((x = take(u)) != NULL)
		late_free(x);
}

/* --- written, and not acknowledged over a break ------------------------------ */

/* It has a number, which those behind it count on.  An answer to an <iq/> that nobody asked
 * has one too, and goes nowhere (RFC 6120 8.2.3, docs/link.md 4). */
static const struct element *blank(void *arg, const struct element *e, uint64_t tag,
                                   struct region *r)
{
	static const char *const kept[] = { "from", "to", "id" };
	struct element *iq;

	if (is_awaited(arg, e, tag))
		return NULL;
	iq = element_new(r, NS_SERVER, "iq");
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		element_set(r, iq, kept[i], element_attr(e, kept[i]));
	element_set(r, iq, "type", VIEW("result"));
	return iq;
}

void uplink_late_resume(struct uplink_edge *e)
{
	sm_replace(e->sm, blank, e->link);
}
