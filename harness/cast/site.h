/* site.h - the world of a case as its cast says: addresses, names, certificates.
 */
#ifndef HARNESS_SITE_H
#define HARNESS_SITE_H

#include "cast/stage.h"

/* Addresses and certificates of the roles, and the zones of all domains; then
 * the DNS and the scripted servers are started.  What is asked of the DNS is
 * logged from now on. */
bool site_build(struct stage *s, struct fault *f);
/* The name of the instance that serves an xmpp-user's domain. */
void site_instance_name(const struct actor *a, char *out, size_t size);

#endif
