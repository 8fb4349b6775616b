/* map.h - bytes to pointers, and numbers to pointers.
 *
 * Keys are copied.  Values are the caller's.  Hashed with a random seed, so
 * that a peer cannot choose colliding keys.
 * struct ids gives out numbers that are never used twice in a process: the
 * thing that crosses an asynchronous step instead of a pointer.
 */
#ifndef LIB_MAP_H
#define LIB_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/view.h"

struct map;

struct map *map_new(void);
void map_free(struct map **mp);			/* values are not freed */
void *map_get(const struct map *m, struct view key);	/* NULL: not there */
/* Sets key to value (not NULL); returns the value that was there, or NULL. */
void *map_put(struct map *m, struct view key, void *value);
void *map_remove(struct map *m, struct view key);	/* what was there */
size_t map_count(const struct map *m);
/* In unspecified order.  Start with *pos 0; false at the end.  Entries may be
 * removed while walking, none may be added. */
bool map_next(const struct map *m, size_t *pos, struct view *key, void **value);

struct ids;

struct ids *ids_new(void);
void ids_free(struct ids **ip);			/* values are not freed */
uint64_t ids_add(struct ids *ids, void *value);	/* never 0 */
/* `value` under a number that another struct ids gave out, larger than all that were in
 * it before; neither is NULL. */
void ids_put(struct ids *ids, uint64_t id, void *value);
void *ids_get(const struct ids *ids, uint64_t id);	/* NULL: not there any more */
void *ids_remove(struct ids *ids, uint64_t id);	/* what was there */
size_t ids_count(const struct ids *ids);
/* By number, the oldest first; else as map_next().  `id` may be NULL. */
bool ids_next(const struct ids *ids, size_t *pos, uint64_t *id, void **value);

#endif
