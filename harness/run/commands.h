/* commands.h - one function per command of fedlab; each returns the exit
 * status.  argv starts behind the command's name. */
#ifndef HARNESS_RUN_COMMANDS_H
#define HARNESS_RUN_COMMANDS_H

#include <stdio.h>

#include "lib/fault.h"

int command_run(int argc, char **argv);
void command_run_options(FILE *to);
int command_list(int argc, char **argv);
int command_lint(int argc, char **argv);
int command_judge(int argc, char **argv);
int command_coverage(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_mutants(int argc, char **argv);
int command_up(int argc, char **argv);
int command_words(int argc, char **argv);
int command_model(int argc, char **argv);
int command_say(int argc, char **argv);

/* Says *f and frees it; 2, the exit status of an error. */
int command_failed(struct fault *f);

#endif
