/* unit_disk.h - a full disk: RLIMIT_FSIZE stands for it, and what would make a file longer
 * than `bytes` fails with EFBIG.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef LIB_UNIT_DISK_H
#define LIB_UNIT_DISK_H

#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>

#include "lib/unit.h"

static struct rlimit disk_before;
static bool disk_is_limited;

static inline void disk_ends_at(uint64_t bytes)
{
	struct rlimit l;

	if (!disk_is_limited)
		ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &disk_before), 0);
	disk_is_limited = true;
	signal(SIGXFSZ, SIG_IGN); /* else the write ends the process */
	l = disk_before;
	l.rlim_cur = (rlim_t)bytes;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &l), 0);
}

static inline void disk_is_free(void)
{
	ck_assert(disk_is_limited);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &disk_before), 0);
}

#endif
