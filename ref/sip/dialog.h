/* dialog.h - one dialog (RFC 3261 12): who, by which way, which request comes
 * next.
 *
 * Made from a request that came (UAS), a response that came (UAC), or a NOTIFY
 * that came before the response (RFC 6665 4.4.1).  One block of memory, so that
 * a hundred thousand idle subscriptions fit.
 * Not here: what the dialog is for (notifier.h, subscriber.h), transactions.
 */
#ifndef REF_SIP_DIALOG_H
#define REF_SIP_DIALOG_H

#include <stdbool.h>

#include "lib/buf.h"
#include "sip/message.h"

struct dialog;

/* Bytes of a route set that are kept.  Attack: a hundred Record-Route fields in
 * each of a hundred thousand dialogs. */
#define DIALOG_ROUTES_MAX 2048

/* A dialog of ours as UAS, with our `local_tag` (12.1.1), and of a NOTIFY as
 * RFC 6665 has it (its To tag is ours).  NULL: no Contact, or one that is no SIP
 * URI, a route set that is too long, or a way that wants sips (below). */
struct dialog *dialog_of_request(const struct sip_message *m, struct view local_tag);
/* Of a 2xx to a request of ours (12.1.2): the route set turned round.  NULL: as
 * above, or no To tag. */
struct dialog *dialog_of_response(const struct sip_message *m);
void dialog_free(struct dialog **dp);

/* Call-ID, local and remote tag: what a table finds it by (12).  The same of a
 * request that came, where the local tag is To's; into `out`, which is cleared. */
void dialog_key(const struct dialog *d, struct buf *out);
void dialog_key_of(const struct sip_message *m, struct buf *out);

size_t dialog_size(const struct dialog *d); /* bytes of memory */

/* A request came in it: is it in order (12.2.2)?  True: its CSeq is taken, and a
 * Contact of a target refresh is the new target.  False: 500. */
bool dialog_takes(struct dialog **dp, const struct sip_message *m);
/* The decision alone: `cseq` behind `last`. */
bool dialog_in_order(bool has_last, uint32_t last, uint32_t cseq);
/* Likewise: may requests of ours go to this URI, a target or the first of a route set?
 * Not to sips, which wants a sips Contact in them (8.1.1.8), and TLS all the way (P120),
 * and not to one with headers, which no Request-URI has (19.1.1). */
bool dialog_goes_to(const struct sip_uri *uri);

/* A request of ours with this CSeq is out, and not by dialog_write_request(): the one
 * that a NOTIFY, from which the dialog was made, has overtaken the answer of. */
void dialog_has_sent(struct dialog *d, uint32_t cseq);

/* A 2xx to a request in it: the Contact is the new target, unless it is none to go
 * to.  One of another dialog, a fork's, changes nothing. */
void dialog_refreshed(struct dialog **dp, const struct sip_message *m);

/* Writes the next request up to CSeq: request line, Max-Forwards, Route, From, To,
 * Call-ID, CSeq (12.2.1.1); the caller goes on with fields of its own. */
void dialog_write_request(struct dialog *d, struct view method, struct buf *out);
/* The URI it goes to: the first of the route set; empty without one. */
struct view dialog_hop(const struct dialog *d);

#endif
