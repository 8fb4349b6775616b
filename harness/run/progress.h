/* progress.h - one line on a terminal while cases run; failures as they come. */
#ifndef HARNESS_RUN_PROGRESS_H
#define HARNESS_RUN_PROGRESS_H

#include "report/report.h"

struct progress;

/* Silent when `quiet`; without a moving line when stderr is no terminal. */
struct progress *progress_new(size_t total, bool quiet);
void progress_free(struct progress **pp);
void progress_began(struct progress *p, const char *id);
/* `declared`: what failed is declared, so it is not told. */
void progress_ended(struct progress *p, const struct case_result *c, bool declared);

#endif
