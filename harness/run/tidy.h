/* tidy.h - directories of results: made, emptied, nothing outside of them. */
#ifndef HARNESS_RUN_TIDY_H
#define HARNESS_RUN_TIDY_H

#include <stdbool.h>

#include "lib/fault.h"

/* Makes `dir` and its parents.  False and *f: cannot. */
bool tidy_make(const char *dir, struct fault *f);

/* Takes a folder for this process, and what it forks, until they end.  False and *f:
 * another run has it. */
bool tidy_take(const char *dir, struct fault *f);

/* Removes everything in `dir` but the named files (NULL-terminated). */
void tidy_keep(const char *dir, const char *const *names);

/* Removes `dir` and all in it; links are not followed. */
void tidy_remove(const char *dir);

#endif
