#include "gateway/watch_users.h"

#include <stdint.h>
#include <stdlib.h>

#include "lib/map.h"
#include "lib/mem.h"

struct watch_users {
	struct map *of; /* the count itself stands where the pointer would */
};

struct watch_users *watch_users_new(void)
{
	struct watch_users *u = mem_zalloc(sizeof *u);

	u->of = map_new();
	return u;
}

void watch_users_free(struct watch_users **up)
{
	struct watch_users *u = *up;

	*up = NULL;
	if (u == NULL)
		return;
	map_free(&u->of);
	free(u);
}

size_t watch_users_of(const struct watch_users *u, struct view watcher)
{
	return (uintptr_t)map_get(u->of, watcher);
}

void watch_users_add(struct watch_users *u, struct view watcher)
{
	map_put(u->of, watcher, (void *)(watch_users_of(u, watcher) + 1));
}

void watch_users_remove(struct watch_users *u, struct view watcher)
{
	size_t n = watch_users_of(u, watcher);

	if (n > 1)
		map_put(u->of, watcher, (void *)(n - 1));
	else
		map_remove(u->of, watcher);
}
