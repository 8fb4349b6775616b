/* sut.h - the profile of the system under test, checked against the suite.
 *
 * profile.h reads its form.  Here: what it claims can be claimed, and what it
 * declares as known can be seen; a slip in either would quietly make cases not
 * applicable, or a declaration never match.
 */
#ifndef HARNESS_RUN_SUT_H
#define HARNESS_RUN_SUT_H

#include "scenario/catalogue.h"
#include "world/profile.h"

/* `name` is a folder of `peers_dir`, or, with a slash in it, the path of one that lies
 * anywhere.  `cat` NULL: known deviations are not looked at.  NULL and *f: there is no
 * such folder (the nearest, or all, are named), or its profile is wrong. */
struct profile *sut_load(const struct catalogue *cat, const char *peers_dir, const char *name,
                         struct fault *f);
/* A path: not one of the systems of this tree, and not one that RESULTS.md speaks of. */
bool sut_is_path(const char *name);
/* `name` as a word of a shell, wherever it is typed: a path becomes the real one, what a
 * shell would read otherwise is quoted.  To be freed. */
char *sut_called(const char *name);

#endif
