/* mutant.h - the files of harness/mutants/, as the harness sees them.
 *
 * The first comment of each file ends with "Breaks ID, ID." : the requirements
 * that its scenarios must fail.  One that includes gateway/ or sip/ is in
 * fed-gateway and is run as "ref", any other in fed-edge, as "ref-edge".
 */
#ifndef HARNESS_RUN_MUTANT_H
#define HARNESS_RUN_MUTANT_H

#include "run/run.h"

struct mutant {
	char *name;		/* the file's, without .c */
	char *file;
	char **breaks;
	size_t n_breaks;
	const char *sut;	/* static: the profile that runs the program it is in */
};

struct mutants {
	struct mutant *item;
	size_t n;
};

/* All of them, by name; breaks an unknown requirement: *f with place. */
bool mutants_load(const char *dir, const struct catalogue *cat, struct mutants *out,
                  struct fault *f);
void mutants_free(struct mutants *m);
const struct mutant *mutant_find(const struct mutants *m, const char *name);
/* The file that it is linked into: "fed-edge". */
const char *mutant_program(const struct mutant *m);
bool mutant_breaks(const struct mutant *m, const char *requirement);

#endif
