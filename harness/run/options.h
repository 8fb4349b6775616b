/* options.h - the command line of `fedlab run` and its relatives. */
#ifndef HARNESS_RUN_OPTIONS_H
#define HARNESS_RUN_OPTIONS_H

#include <stdio.h>

#include "run/run.h"

/* Fills *o (defaults first) from argv; what is no option is a selection.
 * False: *f says which word is wrong, and the nearest known one. */
bool options_read(int argc, char **argv, struct run_options *o, struct fault *f);
void options_free(struct run_options *o);
void options_print(FILE *to);

#endif
