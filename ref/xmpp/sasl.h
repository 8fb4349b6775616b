/* sasl.h - SASL EXTERNAL on server streams: data, conditions, identity.
 *
 * RFC 6120 6, RFC 4422 appendix A, XEP-0178.
 * Not here: whether a certificate proves a domain (tls/proof.h).
 */
#ifndef REF_XMPP_SASL_H
#define REF_XMPP_SASL_H

#include <stdbool.h>

#include "cause/cause.h"
#include "xml/element.h"

/* Receiving: the text of <auth/> or <response/>.  CAUSE_SASL_ENCODING when it is
 * no strict base64 (13.9.1), CAUSE_SASL_AUTHZID when what it holds can be no
 * domain (NUL, not UTF-8).  *authzid lives in `r`; empty: none was given, which
 * "=" says too (6.4.2). */
enum cause sasl_read(struct view text, struct region *r, struct view *authzid);

/* Initiating: the text of <auth/>; empty authzid: "=".  In `r`. */
struct view sasl_text(struct view authzid, struct region *r);

/* The condition that <failure/> shows for a cause (6.5); not-authorized for
 * causes that are not about SASL itself. */
const char *sasl_condition(enum cause cause);

struct element *sasl_failure(struct region *r, enum cause cause);

/* The condition in a <failure/> that was received; an unknown one, or none,
 * counts as not-authorized (6.5).  A literal. */
struct view sasl_failure_condition(const struct element *failure);

#endif
