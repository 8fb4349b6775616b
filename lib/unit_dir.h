/* unit_dir.h - a directory of a test's own, and the files that it puts there.
 *
 *	dir_begin();
 *	dir_puts("partners.yml", "...");
 *	... in_dir("partners.yml") ...
 *	dir_end();
 *
 * dir_end() removes what was put; that nothing else is left is an assertion.  What
 * somebody else has made there, the test removes first: dir_unlink().
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef LIB_UNIT_DIR_H
#define LIB_UNIT_DIR_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"
#include "lib/view.h"

#define DIR_FILES_MAX 32

static char unit_dir[] = "/tmp/fedlab-test-XXXXXX";
static char dir_file[DIR_FILES_MAX][64]; /* put there */
static size_t dir_files;

static inline void dir_begin(void)
{
	memcpy(unit_dir + sizeof unit_dir - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(unit_dir));
	dir_files = 0;
}

/* Two paths are good at a time. */
static inline const char *in_dir(const char *name)
{
	static char path[2][256];
	static size_t turn;
	int n;

	turn = !turn;
	n = snprintf(path[turn], sizeof path[turn], "%s/%s", unit_dir, name);
	ck_assert_int_lt(n, (int)sizeof path[turn]);
	return path[turn];
}

static inline void dir_put(const char *name, struct view bytes)
{
	FILE *out = fopen(in_dir(name), "w");
	size_t i = 0;

	ck_assert_msg(out != NULL, "%s: %s", name, strerror(errno));
	ck_assert_uint_eq(fwrite(bytes.p, 1, bytes.n, out), bytes.n);
	ck_assert_int_eq(fclose(out), 0);
	while (i < dir_files && strcmp(dir_file[i], name) != 0)
		i++;
	ck_assert_uint_lt(i, DIR_FILES_MAX);
	ck_assert_uint_lt(strlen(name), sizeof dir_file[i]);
	snprintf(dir_file[i], sizeof dir_file[i], "%s", name);
	if (i == dir_files)
		dir_files++;
}

static inline void dir_puts(const char *name, const char *text)
{
	dir_put(name, view_of(text));
}

/* It may be gone already. */
static inline void dir_unlink(const char *name)
{
	ck_assert_msg(unlink(in_dir(name)) == 0 || errno == ENOENT, "%s: %s", name,
	              strerror(errno));
}

static inline void dir_end(void)
{
	for (size_t i = 0; i < dir_files; i++)
		dir_unlink(dir_file[i]);
	ck_assert_msg(rmdir(unit_dir) == 0, "%s: %s", unit_dir, strerror(errno));
}

#endif
