/* policy.h - the neutral table of partners that a system under test is given.
 *
 * docs/adapters.md says what its columns mean.  Every partner domain of the
 * cast is in it, with TLS and EXTERNAL optional and dialback on, unless the
 * system's `policy` says otherwise or the partner is a stranger.
 */
#ifndef HARNESS_POLICY_H
#define HARNESS_POLICY_H

#include "scenario/scenario.h"

struct policy;

struct policy *policy_new(const struct case_ *c);
void policy_free(struct policy **pp);
/* "tls=required dialback=no": changes these, and adds the partner if need be. */
void policy_set(struct policy *p, const char *domain, const char *settings);
void policy_remove(struct policy *p, const char *domain);
bool policy_write(const struct policy *p, const char *path, struct fault *f);

#endif
