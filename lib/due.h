/* due.h - many due times, one timer.
 *
 * A timer of the loop (loop.h) costs as much memory as an idle subscription may
 * take in all.  Here each costs 24 bytes: a heap, whose earliest is what the one
 * timer waits for.  Setting and clearing cost log n.
 */
#ifndef LIB_DUE_H
#define LIB_DUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loop;
struct dues;

struct due { /* part of what is due; zeroed: not set */
	uint64_t at;
	size_t place; /* in the heap, plus one; 0: not set */
};

/* `fn` is called once for each whose time has come, earliest first, when it is
 * not set any more; it may set, clear and free whatever it likes. */
struct dues *dues_new(struct loop *l, void (*fn)(void *arg, struct due *d), void *arg);
void dues_free(struct dues **dp); /* none may be set any more, or be used */
size_t dues_count(const struct dues *ds);

void due_set(struct dues *ds, struct due *d, uint64_t at); /* loop_now() scale */
void due_clear(struct dues *ds, struct due *d);
bool due_is_set(const struct due *d);

#endif
