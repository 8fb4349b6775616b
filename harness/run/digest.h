/* digest.h - SHA-256 of what decides verdicts: folders and files.
 *
 * The same bytes in the same files give the same digest, wherever they lie and in
 * whatever order the disk has them.
 */
#ifndef HARNESS_RUN_DIGEST_H
#define HARNESS_RUN_DIGEST_H

#include <stdbool.h>

#include "lib/fault.h"

enum { DIGEST_SIZE = 65 };	/* 64 hexadecimal digits and the end */

/* Every file below `dir` whose name ends in `ending` (NULL: every one): its path from
 * there, whether it may be run, its bytes; of a link where it leads, not what is there.
 * What is called ".git" or "README.md" is left out: it decides nothing.  False and *f: one of them cannot be read. */
bool digest_folder(const char *dir, const char *ending, char out[DIGEST_SIZE], struct fault *f);

/* The bytes of one file. */
bool digest_file(const char *path, char out[DIGEST_SIZE], struct fault *f);

/* Of two digests one. */
void digest_both(const char *a, const char *b, char out[DIGEST_SIZE]);

#endif
