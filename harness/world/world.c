#include "world/private.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/mem.h"
#include "world/child.h"

struct world *world_new(struct loop *l, const struct world_settings *s, struct fault *f)
{
	struct world *w;
	char dir[PATH_MAX], authority[PATH_MAX];

	if (mkdir(s->dir, 0777) != 0 && errno != EEXIST) {
		fault_set(f, s->dir, 0, 0, "cannot make the directory: %s", strerror(errno));
		return NULL;
	}
	/* Children have other working directories. */
	if (realpath(s->dir, dir) == NULL || realpath(s->authority, authority) == NULL) {
		fault_set(f, s->dir, 0, 0, "cannot be found: %s", strerror(errno));
		return NULL;
	}
	w = mem_zalloc(sizeof *w);
	w->loop = l;
	w->dir = mem_strdup(dir);
	w->authority = mem_strdup(authority);
	w->seed = s->seed;
	w->keylog = s->keylog;
	w->address = map_new();
	children_watch(w);
	return w;
}

void world_free(struct world **wp)
{
	struct world *w = *wp;
	struct view key;
	void *value;

	if (w == NULL)
		return;
	children_end(w);
	dns_free(&w->dns);
	for (size_t pos = 0; map_next(w->address, &pos, &key, &value);)
		free(value);
	map_free(&w->address);
	free(w->dir);
	free(w->authority);
	free(w);
	*wp = NULL;
}

const char *world_dir(const struct world *w)
{
	return w->dir;
}

bool world_path(const struct world *w, const char *name, char *out, struct fault *f)
{
	int n = snprintf(out, PATH_MAX, "%s/%s", w->dir, name);

	return (n > 0 && n < PATH_MAX) ||
	       fault_set(f, w->dir, 0, 0, "a path below it would be too long: %s", name);
}

/* 10.0.1.1, 10.0.1.2, ...: every address of 10.0.0.0/8 is on lo. */
bool world_address(struct world *w, const char *name, struct address *out, struct fault *f)
{
	struct address *a = map_get(w->address, view_of(name));
	char text[ADDRESS_MAX];
	size_t n = map_count(w->address);

	if (a == NULL) {
		if (n >= 250)
			return fault_set(f, NULL, 0, 0,
			                 "no address is left for \"%s\": a world has 250", name);
		a = mem_zalloc(sizeof *a);
		snprintf(text, sizeof text, "10.0.1.%zu:0", n + 1);
		address_parse(view_of(text), a);
		map_put(w->address, view_of(name), a);
	}
	*out = *a;
	return true;
}
