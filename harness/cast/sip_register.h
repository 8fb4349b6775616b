/* sip_register.h - what a user tells a front end that is a real program.
 *
 * RFC 3261 10.2, RFC 3903.
 */
#ifndef HARNESS_SIP_REGISTER_H
#define HARNESS_SIP_REGISTER_H

#include "cast/stage.h"

/* REGISTER, and PUBLISH of what it shows; the step fails unless it is accepted. */
bool agent_register(struct act *a);
bool agent_publish(struct act *a);
/* Is what it shows for a presence server? */
bool agent_publishes(const struct role *r);

#endif
