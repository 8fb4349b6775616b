#include "xmpp/sm.h"

#include <assert.h>
#include <stdlib.h>

#include "lib/mem.h"
#include "lib/rng.h"

#define ID_LEN 24 /* 5 bits each: a guess takes over somebody's session */

struct kept {
	struct region *region;
	const struct element *element;
	uint64_t tag;
	struct kept *next;
};

struct sm {
	char id[ID_LEN + 1];
	size_t max_unacked, max_bytes;
	uint32_t handled; /* received from the peer, modulo 2^32 */
	uint32_t acked;   /* of ours, by the peer, modulo 2^32 */
	size_t unacked;
	size_t bytes;
	struct kept *oldest, **end;
	struct kept *lent; /* by sm_take_unacked() */
};

struct sm *sm_new(size_t max_unacked, size_t max_bytes)
{
	struct sm *s = mem_zalloc(sizeof *s);

	/* Beyond 2^32 - 1 an ack would be ambiguous. */
	assert(max_unacked > 0 && max_unacked < UINT32_MAX);
	rng_word(s->id, ID_LEN);
	s->max_unacked = max_unacked;
	s->max_bytes = max_bytes;
	s->end = &s->oldest;
	return s;
}

static void kept_free(struct kept **kp)
{
	if (*kp == NULL)
		return;
	region_free(&(*kp)->region);
	free(*kp);
	*kp = NULL;
}

static struct kept *take_oldest(struct sm *s)
{
	struct kept *k = s->oldest;

	s->oldest = k->next;
	if (s->oldest == NULL)
		s->end = &s->oldest;
	s->unacked--;
	s->bytes -= region_used(k->region);
	return k;
}

void sm_free(struct sm **sp)
{
	struct kept *k;

	if (*sp == NULL)
		return;
	while ((*sp)->oldest != NULL) {
		k = take_oldest(*sp);
		kept_free(&k);
	}
	kept_free(&(*sp)->lent);
	free(*sp);
	*sp = NULL;
}

const char *sm_id(const struct sm *s)
{
	return s->id;
}

uint32_t sm_handled(const struct sm *s)
{
	return s->handled;
}

uint32_t sm_sent_count(const struct sm *s)
{
	return s->acked + (uint32_t)s->unacked;
}

size_t sm_unacked(const struct sm *s)
{
	return s->unacked;
}

bool sm_is_full(const struct sm *s)
{
	return s->unacked >= s->max_unacked || s->bytes >= s->max_bytes;
}

void sm_received(struct sm *s)
{
	s->handled++; /* X0198-4-3: 0 follows 2^32 - 1 */
}

void sm_sent(struct sm *s, const struct element *e, uint64_t tag)
{
	struct kept *k = mem_zalloc(sizeof *k);

	assert(!sm_is_full(s));
	k->region = region_new_for(element_memory(e));
	k->element = element_copy(k->region, e);
	k->tag = tag;
	*s->end = k;
	s->end = &k->next;
	s->unacked++;
	s->bytes += region_used(k->region);
}

enum cause sm_ack(struct sm *s, uint32_t h, sm_acked_fn *fn, void *arg)
{
	struct kept *k;
	uint64_t tag;

	if (h - s->acked > s->unacked)
		return CAUSE_SM_HANDLED_TOO_HIGH;
	while (s->acked != h) {
		k = take_oldest(s);
		tag = k->tag;
		kept_free(&k);
		s->acked++;
		if (fn != NULL)
			fn(arg, tag);
	}
	return CAUSE_NONE;
}

bool sm_resend(struct sm *s, struct stream *on)
{
	for (const struct kept *k = s->oldest; k != NULL; k = k->next)
		if (!stream_send(on, k->element))
			return false;
	return true;
}

void sm_replace(struct sm *s, sm_instead_fn *fn, void *arg)
{
	for (struct kept *k = s->oldest; k != NULL; k = k->next) {
		struct region *r = region_new(), *old = k->region;
		const struct element *instead = fn(arg, k->element, k->tag, r);

		if (instead != NULL) {
			s->bytes -= region_used(old);
			k->region = region_new_for(element_memory(instead));
			k->element = element_copy(k->region, instead);
			k->tag = 0;
			s->bytes += region_used(k->region);
			region_free(&old);
		}
		region_free(&r);
	}
}

const struct element *sm_take_unacked(struct sm *s, uint64_t *tag)
{
	kept_free(&s->lent);
	if (s->oldest == NULL)
		return NULL;
	s->lent = take_oldest(s);
	*tag = s->lent->tag;
	return s->lent->element;
}
