/* shown.h - what somebody shows: the last presence of each resource.
 *
 * Kept by the hundred thousand: one block of memory each, no more.
 */
#ifndef REF_GATEWAY_SHOWN_H
#define REF_GATEWAY_SHOWN_H

#include "gateway/presence_map.h"

/* Attack: a user with a thousand resources, each a tuple in every NOTIFY. */
#define SHOWN_MAX 32

struct shown {
	struct shown *next;
	int64_t arrived;          /* ms since 1970 */
	int64_t stamp;            /* of the document that showed it, or STAMP_NONE */
	bool gone;                /* unavailable, and not told to everybody yet */
	bool untold;              /* the watcher may not know it */
	bool marked;              /* for whoever compares two lists */
	struct presence presence; /* texts behind it, in the same block */
};

/* Takes a copy.  What was shown by the resource before is replaced.  True: it is
 * different from that.  A new one beyond SHOWN_MAX is not taken. */
bool shown_set(struct shown **list, const struct presence *p, int64_t now);
struct shown *shown_find(struct shown *list, struct view resource);
/* The resources that are gone, and are not untold. */
void shown_drop_gone(struct shown **list);
void shown_clear(struct shown **list);
/* All of them are gone (the bare address became unavailable).  True: some were
 * not. */
bool shown_all_gone(struct shown *list);
bool shown_any_available(const struct shown *list);
size_t shown_count(const struct shown *list);

/* As presence_document() takes them: arrays of shown_count(), in `r`.  `closed`:
 * each as unavailable. */
struct presence *shown_array(const struct shown *list, bool closed, struct region *r,
                             int64_t **arrived);

#endif
