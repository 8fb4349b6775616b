/* link.h - the gateway's side of the link between gateway and edge.
 *
 * Speaks docs/link.md: TLS 1.3 with both certificates, header, domains,
 * XEP-0198 with resumption, <handed/>.  A cast without a gateway gets a
 * hidden one named "gateway" when inside users are on the link; what the link
 * itself says is then automation.  Stanzas go to the inside user whose bare
 * address is their `to`; the rest is the gateway's.
 */
#ifndef HARNESS_LINK_H
#define HARNESS_LINK_H

#include "cast/line.h"

/* Begins a session; `name` NULL: the name in the certificate. */
bool link_dial(struct act *a, struct role *gateway, const char *name);
/* Dials anew and resumes the session; what the edge had not taken over is sent
 * again. */
bool link_resume(struct act *a, struct role *gateway);
/* Dials, TLS, no byte of XML: what follows is the script's. */
bool link_connect(struct act *a, struct role *gateway);
/* Dials, and waits until the other side has ended the handshake. */
bool link_refused(struct act *a, struct role *gateway);
void link_break(struct link *k);
void link_free(struct link **kp);

/* For an inside user: waits for the link; a hidden gateway dials it. */
bool link_wait(struct act *a);
struct link *link_of_stage(const struct stage *s); /* the first that is up; NULL */
struct line *link_line(const struct link *k);
bool link_send(struct link *k, const struct role *as, const char *auto_, struct view xml);
/* Has <handed/> come for this id? */
bool link_was_handed(const struct link *k, const char *id);

#endif
