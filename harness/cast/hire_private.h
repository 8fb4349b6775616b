/* hire_private.h - what the files of the programs of a case share.
 *
 *   hire.c        all of them: begun, ended, looked at while they run
 *   hire_start.c  what one is told when it starts
 *   hire_ask.c    what it is asked beside: check, operate, look
 */
#ifndef HARNESS_HIRE_PRIVATE_H
#define HARNESS_HIRE_PRIVATE_H

#include "cast/hire.h"

/* Users of one domain share a server; so do those at the `address of` another.  The first
 * of them. */
const struct role *hire_server(const struct role *user);
const struct profile *hire_profile(const struct hired *h);
/* The policy as it is now, in a new file; `path` has PATH_MAX bytes. */
bool hire_write_policy(struct stage *s, char *path, struct fault *f);
/* Its settings, accounts, certificates, next hop; then its instance.  `ops` are called with
 * `h`. */
bool hire_start(struct hired *h, const struct instance_ops *ops, struct fault *f);

#endif
