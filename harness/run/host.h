/* host.h - the facts of a run that its options and its machine decide (report/record.h). */
#ifndef HARNESS_RUN_HOST_H
#define HARNESS_RUN_HOST_H

#include "report/record.h"
#include "run/run.h"

/* Fills *out.  False and *f: this very program cannot be read. */
bool host_record(const struct run_options *o, double slowness, unsigned side_by_side,
                 struct record *out, struct fault *f);

#endif
