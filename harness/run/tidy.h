/* tidy.h - directories of results: made, emptied, nothing outside of them. */
#ifndef HARNESS_RUN_TIDY_H
#define HARNESS_RUN_TIDY_H

#include <stdbool.h>

#include "lib/fault.h"

/* Makes `dir` and its parents.  False and *f: cannot. */
/* Takes a folder for this process alone, until it ends.  False and *f: another has it. */
bool tidy_take(const char *dir, struct fault *f);
bool tidy_make(const char *dir, struct fault *f);

/* Removes everything in `dir` but the named files (NULL-terminated). */
void tidy_keep(const char *dir, const char *const *names);

/* Removes `dir` and all in it; links are not followed. */
void tidy_remove(const char *dir);

#endif
