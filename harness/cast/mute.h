/* mute.h - an address that exists and answers no SYN: what a firewall that drops makes
 * of a server.
 *
 * A listening socket whose queue is full: the kernel drops what else comes.
 */
#ifndef HARNESS_MUTE_H
#define HARNESS_MUTE_H

#include "lib/address.h"
#include "lib/fault.h"

struct mute;

/* NULL and *f: the address cannot be had. */
struct mute *mute_new(const struct address *at, struct fault *f);
void mute_free(struct mute **mp);

#endif
