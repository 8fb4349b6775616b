/* gateway.h - the whole gateway in one loop: SIP on one side, the link on the
 * other.
 */
#ifndef REF_GATEWAY_GATEWAY_H
#define REF_GATEWAY_GATEWAY_H

#include "gateway/settings.h"
#include "lib/loop.h"

struct gateway;

/* Opens the store, listens for SIP and dials the edges.  Takes the settings.
 * NULL and *f (the settings stay the caller's): the store cannot be used, or a
 * port cannot be had. */
struct gateway *gateway_new(struct loop *l, struct gateway_settings *s, struct fault *f);
void gateway_free(struct gateway **gp);

/* New settings: partners, access, and the times and limits that are asked for
 * at each use hold at once.  False and *f, nothing changed: what needs a
 * restart (listening addresses, certificates of SIP, the store, the edges) is
 * different. */
bool gateway_reload(struct gateway *g, struct gateway_settings *s, struct fault *f);

/* Takes no more requests, answers what waits, ends the dialogs it notifies
 * (deactivated), closes the link; then `done`, after `grace_ms` at the
 * latest. */
void gateway_drain(struct gateway *g, uint64_t grace_ms, void (*done)(void *arg), void *arg);

/* Where the i-th SIP address really is (a port 0 was any). */
void gateway_sip_local(const struct gateway *g, size_t i, struct address *out);

#endif
