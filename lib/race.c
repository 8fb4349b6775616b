#include "lib/race.h"

#include <string.h>

void race_start(struct race *r, size_t n, uint64_t patience_ms, race_alike_fn *alike,
                const void *arg)
{
	memset(r, 0, sizeof *r);
	r->alike = alike;
	r->arg = arg;
	r->patience_ms = patience_ms;
	r->fresh = n >= RACE_WAYS ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

bool race_is_running(const struct race *r)
{
	for (int i = 0; i < RACE_SLOTS; i++)
		if (r->slot[i].busy)
			return true;
	return false;
}

static int spare(const struct race *r)
{
	for (int i = 0; i < RACE_SLOTS; i++)
		if (!r->slot[i].busy)
			return i;
	return RACE_NONE;
}

static bool is_alike(const struct race *r, size_t way)
{
	for (int i = 0; i < RACE_SLOTS; i++)
		if (r->slot[i].busy && !r->alike(r->arg, r->slot[i].way, way))
			return false;
	return true;
}

static size_t lowest(uint64_t ways)
{
	size_t n = 0;

	while (n < RACE_WAYS && (ways >> n & 1) == 0)
		n++;
	return n;
}

/* The one to be begun next, as soon as it is its time; RACE_WAYS: none need not wait
 * for those under way to fail. */
static size_t candidate(const struct race *r)
{
	size_t way = lowest(r->fresh != 0 ? r->fresh : r->left);

	return way < RACE_WAYS && spare(r) != RACE_NONE && is_alike(r, way) ? way : RACE_WAYS;
}

int race_next(struct race *r, uint64_t now)
{
	size_t way = candidate(r);
	int slot = spare(r);

	if (way == RACE_WAYS || (race_is_running(r) && now < r->begin_at))
		return RACE_NONE;
	r->fresh &= ~((uint64_t)1 << way);
	r->left &= ~((uint64_t)1 << way);
	r->begin_at = now + RACE_DELAY_MS;
	r->slot[slot] = (struct race_slot){
		.busy = true,
		.way = way,
		.until = r->patience_ms != 0 ? now + r->patience_ms : UINT64_MAX,
	};
	return slot;
}

int race_overdue(const struct race *r, uint64_t now)
{
	for (int i = 0; i < RACE_SLOTS; i++)
		if (r->slot[i].busy && r->slot[i].until <= now)
			return i;
	return RACE_NONE;
}

void race_failed(struct race *r, int slot)
{
	r->slot[slot].busy = false;
	r->begin_at = 0;
}

void race_won(struct race *r, int slot)
{
	for (int i = 0; i < RACE_SLOTS; i++) {
		if (r->slot[i].busy && i != slot)
			r->left |= (uint64_t)1 << r->slot[i].way;
		r->slot[i].busy = false;
	}
	r->begin_at = 0;
}

void race_again(struct race *r, size_t way)
{
	r->fresh |= (uint64_t)1 << way;
	r->left &= ~((uint64_t)1 << way);
}

void race_stop(struct race *r)
{
	r->fresh = r->left = 0;
}

bool race_has_rival(const struct race *r, size_t way)
{
	for (int i = 0; i < RACE_SLOTS; i++)
		if (r->slot[i].busy && r->slot[i].way != way)
			return true;
	for (size_t k = 0; k < RACE_WAYS; k++)
		if ((r->fresh >> k & 1) != 0 && k != way && r->alike(r->arg, way, k))
			return true;
	return false;
}

uint64_t race_due(const struct race *r)
{
	uint64_t due = candidate(r) != RACE_WAYS ? r->begin_at : UINT64_MAX;

	for (int i = 0; i < RACE_SLOTS; i++)
		if (r->slot[i].busy && r->slot[i].until < due)
			due = r->slot[i].until;
	return due;
}
