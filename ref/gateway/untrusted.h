/* untrusted.h - what a SIP server that may not speak for the enterprise would have needed.
 *
 * For the operator who has put up one more, or renewed its certificate, and finds that it
 * is told 403: the log names the connection, what it showed, and the setting to look at.
 */
#ifndef REF_GATEWAY_UNTRUSTED_H
#define REF_GATEWAY_UNTRUSTED_H

#include "cause/cause.h"
#include "sip/transport.h"

/* What was missing, by transport_distrust(). */
const char *untrusted_needs(enum cause cause);

/* event=sip-untrusted, one line. */
void untrusted_log(const struct transport *t, const struct sip_flow *from);

#endif
