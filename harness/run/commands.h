/* commands.h - one function per command of fedlab (docs/man/fedlab.1).
 *
 * argv starts behind the command's name.  What was asked for goes to standard output,
 * what is wrong to standard error.  Each returns the exit status: 0, 1 for a failure, 2
 * for an error or an unexpected pass, 3 for nothing that counts.
 */
#ifndef HARNESS_RUN_COMMANDS_H
#define HARNESS_RUN_COMMANDS_H

#include <stdio.h>

#include "lib/fault.h"

/* Plays cases and judges them; writes evidence and reports (docs/results.md). */
int command_run(int argc, char **argv);
void command_run_options(FILE *to); /* for the usage */
/* What `run` would play. */
int command_list(int argc, char **argv);
/* Scenario files, or all of them. */
int command_lint(int argc, char **argv);
/* Evidence of before; with --damage, what of forged evidence goes unnoticed. */
int command_judge(int argc, char **argv);
/* Of the catalogues: how many rows a scenario proves. */
int command_coverage(int argc, char **argv);
int command_explain(int argc, char **argv);
/* Each mutant against the scenarios that are to kill it. */
int command_mutants(int argc, char **argv);
/* A lab to type in, until its shell ends; `say`, from within it, sends a message. */
int command_up(int argc, char **argv);
int command_say(int argc, char **argv);
/* For documents: the words of the language; the rows that the model gives a scenario. */
int command_words(int argc, char **argv);
int command_model(int argc, char **argv);

/* Says *f and frees it; 2, the exit status of an error. */
int command_failed(struct fault *f);

#endif
