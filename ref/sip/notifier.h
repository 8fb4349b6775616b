/* notifier.h - one subscription as its notifier sees it (RFC 6665 4.2), without a
 * clock, a dialog or a document.
 *
 * Says when a NOTIFY is due and what its Subscription-State is.  One NOTIFY is
 * under way at a time (the last state wins); presence changes wait for the
 * throttle (RFC 3856 6.10), what RFC 6665 wants at once does not.
 * Times are milliseconds on the loop's scale.  Small: it is kept by the hundred
 * thousand.
 */
#ifndef REF_SIP_NOTIFIER_H
#define REF_SIP_NOTIFIER_H

#include <stdbool.h>
#include <stdint.h>

#include "sip/field.h"

enum notifier_reason { /* of `terminated` (RFC 6665 4.1.3) */
	               NOTIFIER_NO_REASON,
	               NOTIFIER_DEACTIVATED,
	               NOTIFIER_REJECTED,
	               NOTIFIER_TIMEOUT,
	               NOTIFIER_NORESOURCE,
	               NOTIFIER_GIVEUP,
};

struct notifier {
	uint64_t expires_at;
	uint64_t not_before;  /* the throttle */
	unsigned char state;  /* enum sip_substate */
	unsigned char reason; /* enum notifier_reason */
	bool under_way;       /* a NOTIFY has no final answer yet */
	bool changed;         /* the state of the resource: throttled */
	bool urgent;          /* a NOTIFY is owed at once */
	bool over;            /* the last one is answered: to be removed */
	unsigned char failed; /* so many in a row that are said again */
};

/* A SUBSCRIBE for `expires` seconds was accepted; 0 is a poll, whose only NOTIFY
 * waits for notifier_end(). */
void notifier_begin(struct notifier *n, enum sip_substate state, uint32_t expires,
                    uint64_t now);
/* Another one in the dialog.  0 ends it. */
void notifier_refresh(struct notifier *n, uint32_t expires, uint64_t now);
/* pending becomes active. */
void notifier_allow(struct notifier *n);
void notifier_changed(struct notifier *n);
/* The last NOTIFY is owed. */
void notifier_end(struct notifier *n, enum notifier_reason why);

/* Is a NOTIFY to be sent now? */
bool notifier_wants_to_send(const struct notifier *n, uint64_t now);
/* It was; `interval` ms until the next about a change. */
void notifier_sent(struct notifier *n, uint64_t now, uint64_t interval);
/* It could not be sent now: not before `until`. */
void notifier_put_off(struct notifier *n, uint64_t until);
/* It was answered, or will not be; `ends`: the dialog ends by it (RFC 5057). */
void notifier_answered(struct notifier *n, bool ends);
/* It was not taken, and the dialog goes on: what it said is owed, not before `until`. */
void notifier_not_taken(struct notifier *n, uint64_t until);

/* When notifier_has_expired() or _wants_to_send() may say something else. */
uint64_t notifier_due(const struct notifier *n);

/* Seconds left, as Subscription-State says them: at least 1 (RFC 6665 4.1.3). */
int64_t notifier_left(const struct notifier *n, uint64_t now);
const char *notifier_reason_word(enum notifier_reason r); /* NULL: none */

/* The decision: is it to be ended now, with NOTIFIER_TIMEOUT? */
bool notifier_has_expired(const struct notifier *n, uint64_t now);
/* The decision: 423 for an interval this short (RFC 6665 4.2.1.1)? */
bool notifier_interval_too_brief(uint32_t asked, uint32_t least);
/* The decision: how long it is given. */
uint32_t notifier_grants(bool said, uint32_t asked, uint32_t usual, uint32_t most);

#endif
