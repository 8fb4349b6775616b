/* needs.h - `needs role.gateway & (sip.udp | sip.tcp) & !s2s.dane`. */
#ifndef HARNESS_NEEDS_H
#define HARNESS_NEEDS_H

#include <stdbool.h>

#include "lib/fault.h"
#include "lib/view.h"
#include "scenario/scenario.h"

/* All names that may be claimed, with a sentence each: claims.tbl. */
bool claim_is_known(struct view name);
const char *claim_nearest(struct view name);

/* NULL and *f at file:line:column+offset. */
struct needs *needs_parse(struct view text, const char *file, unsigned line,
                          unsigned column, struct fault *f);
void needs_free(struct needs **np);
/* `claimed` says whether the system under test claims a name.  On false,
 * *missing (if not NULL) is the first name that decided it. */
bool needs_met(const struct needs *n, bool (*claimed)(void *arg, struct view name),
               void *arg, const char **missing);

#endif
