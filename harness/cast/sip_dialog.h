/* sip_dialog.h - the dialogs of an actor (RFC 3261 12, RFC 6665 4).
 *
 * Learnt from what was sent and received, whoever wrote it; nothing is
 * enforced.  Pure: no loop, no connection.
 */
#ifndef HARNESS_SIP_DIALOG_H
#define HARNESS_SIP_DIALOG_H

#include "lib/buf.h"
#include "scenario/sip_text.h"

enum watch_state {
	WATCH_NONE, /* it is no subscription */
	WATCH_ASKED,
	WATCH_PENDING,
	WATCH_ACTIVE,
	WATCH_OVER,
};

struct dialog {
	struct dialog *next;
	char *call_id, *local_tag;
	char *remote_tag;     /* "" while it is not known */
	char *local, *remote; /* <URI> of From and To */
	char *target;         /* Request-URI of what is sent in it */
	char *route;          /* Route: lines; "" without */
	char *peer;           /* the other's address of XMPP, bare */
	unsigned cseq;        /* of the last request that was sent in it */
	bool notifier;        /* the other has subscribed */
	enum watch_state watch;
};

/* A request that may begin one was sent: SUBSCRIBE or INVITE without a tag of
 * the other.  NULL: it begins none. */
struct dialog *dialog_sent(struct dialog **list, const struct sip_text *request);
/* A response to what was sent: completes it. */
void dialog_answered(struct dialog *list, const struct sip_text *response);
/* A request was received; one that begins a dialog gets `local_tag`.  Returns
 * the dialog it is in or began, or NULL. */
struct dialog *dialog_received(struct dialog **list, const struct sip_text *request,
                               const char *local_tag);
struct dialog *dialog_find(struct dialog *list, struct view call_id, struct view tag);
/* The newest watch with this peer, not over. */
struct dialog *dialog_watch(struct dialog *list, const char *peer, bool notifier);
/* A request in it; `fields` as for sip_answer().  The front end called
 * `own_host` (NULL: none) takes its own Route away where it comes first. */
void dialog_request(struct dialog *d, const char *method, const char *contact,
                    const char *own_host, struct view fields, struct buf *out);
void dialogs_free(struct dialog **list);

#endif
