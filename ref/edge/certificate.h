/* certificate.h - what partners' certificates prove now.
 *
 * RFC 6120 13.6, 13.7.2.3.  By the trust of the settings of the moment; streams that
 * rely on a certificate end when it expires, is revoked, or its issuer is trusted no
 * longer.  Not here: what policy makes of it (partner/policy.h).
 */
#ifndef REF_EDGE_CERTIFICATE_H
#define REF_EDGE_CERTIFICATE_H

#include "edge/edge_private.h"

enum cause certificate_of(const struct edge *e, const struct conn *c, struct view domain);

/* What the log calls it: "good", or why it proves nothing. */
const char *certificate_label(enum cause certificate);

/* The stream relies on it from now on: looked at again when it expires. */
void certificate_relied_on(struct edge *e, const struct conn *c);
/* After a reload, too: ends the streams whose certificate is good no longer. */
void certificates_look(struct edge *e);

/* In inbound_all.c and outbound.c, called from here only. */
void inbound_look_at_certificates(struct edge *e);
void outbound_look_at_certificates(struct edge *e);

#endif
