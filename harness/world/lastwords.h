/* lastwords.h - what a program said before it failed.
 */
#ifndef HARNESS_WORLD_LASTWORDS_H
#define HARNESS_WORLD_LASTWORDS_H

#include "lib/buf.h"

/* Appends `; the end of PATH: "..."` with the last line of the log at `path`
 * that is not blank, or that the log is empty. */
void last_words(struct buf *b, const char *path);

#endif
