/* private.h - what the files of world/ share: the state of one world. */
#ifndef HARNESS_WORLD_PRIVATE_H
#define HARNESS_WORLD_PRIVATE_H

#include "lib/map.h"
#include "world/world.h"

struct dns;

enum { WORLD_REVOKED_MAX = 16 };

struct world {
	struct loop *loop;
	char *dir;
	char *authority;
	uint64_t seed;
	bool keylog;
	struct map *address;		/* name -> struct address */
	struct child *children;
	struct dns *dns;                     /* made at the first record */
	unsigned serial;                     /* numbers certificates' files */
	uint64_t revoked[WORLD_REVOKED_MAX]; /* serial numbers */
	size_t n_revoked;
};

/* "DIR/NAME" in a buffer of PATH_MAX, or a fault when it is too long. */
bool world_path(const struct world *w, const char *name, char *out, struct fault *f);

void dns_free(struct dns **dp);

#endif
