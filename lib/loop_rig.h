/* loop_rig.h - a loop, and what happened in it: a letter each.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef LIB_LOOP_RIG_H
#define LIB_LOOP_RIG_H

#include <string.h>

#include "lib/loop.h"
#include "lib/unit.h"

static char seen[64];
static struct loop *loop;

static inline void note(const char *letter)
{
	size_t n = strlen(seen);

	ck_assert_uint_lt(n, sizeof seen - 2);
	seen[n] = letter[0];
	seen[n + 1] = '\0';
}

static inline void note_arg(void *arg)
{
	note(arg);
}

static inline void begin(void)
{
	seen[0] = '\0';
	loop = loop_new();
	ck_assert_ptr_nonnull(loop);
}

static inline void end(void)
{
	loop_free(&loop);
	ck_assert_ptr_null(loop);
	loop_free(&loop);
}

static char A[] = "a", B[] = "b", C[] = "c";

#endif
