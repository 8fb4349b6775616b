#include "sip/hops.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

static void forget(struct hop_known *k)
{
	free(k->uri);
	free(k->place.attempt);
	*k = (struct hop_known){ .uri = NULL };
}

void hops_free(struct hops *h)
{
	for (size_t i = 0; i < HOPS_MAX; i++)
		forget(&h->known[i]);
}

/* Its own, or a free one, or the oldest. */
static struct hop_known *place_for(struct hops *h, struct view uri)
{
	struct hop_known *best = &h->known[0];

	for (size_t i = 0; i < HOPS_MAX; i++) {
		struct hop_known *k = &h->known[i];

		if (k->uri != NULL && view_is(uri, k->uri))
			return k;
		if (k->until < best->until)
			best = k;
	}
	return best;
}

void hops_keep(struct hops *h, struct view uri, const char *host, const struct location *where,
               uint64_t now)
{
	struct hop_known *k;

	if (where->cause != CAUSE_NONE || where->n == 0 || uri.n > HOPS_TEXT_MAX)
		return;
	k = place_for(h, uri);
	forget(k);
	k->uri = view_dup(uri);
	k->until = now + HOPS_FRESH_MS;
	snprintf(k->place.host, sizeof k->place.host, "%s", host);
	k->place.n = where->n;
	k->place.attempt = mem_array(where->n, sizeof *k->place.attempt);
	memcpy(k->place.attempt, where->attempt, where->n * sizeof *k->place.attempt);
}

static struct hop_known *find(struct hops *h, struct view uri)
{
	for (size_t i = 0; i < HOPS_MAX; i++)
		if (h->known[i].uri != NULL && view_is(uri, h->known[i].uri))
			return &h->known[i];
	return NULL;
}

const struct hop_place *hops_find(struct hops *h, struct view uri, uint64_t now)
{
	struct hop_known *k = find(h, uri);

	if (k == NULL)
		return NULL;
	if (now < k->until)
		return &k->place;
	/* Whoever asks next may still go where this was, but not for ever. */
	if (now < k->until + HOPS_FRESH_MS)
		k->until = now + HOPS_FRESH_MS;
	else
		forget(k);
	return NULL;
}

void hops_forget(struct hops *h, struct view uri)
{
	struct hop_known *k = find(h, uri);

	if (k != NULL)
		forget(k);
}
