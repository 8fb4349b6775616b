/* watch_users.h - how many watches each user has begun.
 *
 * Attack: one user, of a partner or of ours, who watches everybody, or with a new
 * device each time, and leaves nobody else room below watch-limit.
 */
#ifndef REF_GATEWAY_WATCH_USERS_H
#define REF_GATEWAY_WATCH_USERS_H

#include <stddef.h>

#include "lib/view.h"

/* By the bare address of the watcher; bounded by the watches that are counted. */
struct watch_users;

struct watch_users *watch_users_new(void);
void watch_users_free(struct watch_users **up);
size_t watch_users_of(const struct watch_users *u, struct view watcher);
void watch_users_add(struct watch_users *u, struct view watcher);
/* Each that was added once. */
void watch_users_remove(struct watch_users *u, struct view watcher);

#endif
