/* watch_rules.h - decisions about presence subscriptions (RFC 8048, RFC 6665). */
#ifndef REF_GATEWAY_WATCH_RULES_H
#define REF_GATEWAY_WATCH_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gateway/errors.h"
#include "gateway/store.h"
#include "sip/notifier.h"

struct view;

/* May `subscribe` be sent (again)?  Once a day, unless it never went out.
 * Seconds since 1970; `asked` 0: never. */
bool watch_may_ask(uint64_t asked, uint64_t now);

/* Does a contact count as added by our user (LYNC-TYPE-10, -12)?  While there is a
 * dialog, and for subscription-refresh-interval behind the last SUBSCRIBE. */
bool watch_counts_as_added(bool has_dialog, uint64_t alive, uint64_t now, uint64_t interval);

/* Is an answer to a request still waited for (P42)?  `asked`: when the watcher last
 * wished for it. */
bool watch_waits(uint64_t asked, uint64_t now, uint64_t limit);

/* Is a watcher of XMPP still there?  A watch lives that long without a sign. */
bool watch_is_alive(uint64_t alive, uint64_t now, uint64_t interval);

/* Is a document older than the one that was taken last (RFC 3863 6)?  Stamps, or
 * STAMP_NONE, which is never older. */
bool watch_is_outdated(int64_t last, int64_t stamp);

/* What an error of XMPP in answer to `subscribe` means for the watcher's dialogs:
 * the reason of `terminated`, or NOTIFIER_NO_REASON: it stays pending. */
enum notifier_reason watch_reason_for_error(struct view condition);

/* Is a watcher told that a device is gone?  One that he was shown, or, where he was shown
 * none and nothing of it has been said in this dialog, any (P121). */
bool watch_says_good_bye(bool was_shown, bool others_shown, bool said);

/* The other way: is what a device of a contact says taken up?  Not that one is gone which is
 * not shown, where something is known of him (P126). */
bool watch_device_is_told(bool available, bool known, bool shown);

/* Seconds that a SUBSCRIBE of the gateway's asks for: sip.expires, and no more than
 * subscription-refresh-interval (LYNC-GLOB-11). */
uint32_t watch_asks_for(uint32_t expires, uint64_t interval);

/* Is an `unsubscribe` obeyed and answered?  Not from who neither watches nor has asked
 * to (RFC 6121 3.3.3, A.3.2). */
bool watch_leaving_is_answered(enum store_state auth);

/* Is this resource part of the answer to a probe of `device`; empty: of the bare address
 * (RFC 6121 4.3.2; P49)? */
bool watch_probe_shows(struct view device, struct view resource);

/* Is a prober who may not watch told `unsubscribed` when asking on SIP has failed so?
 * Alike for who is not there and who does not let him see; silence only where nobody
 * could be asked (RFC 6121 4.3.2, 11; P50). */
bool watch_poll_is_refused(enum subscribe_effect effect);

/* Is a SUBSCRIBE that fails one of a watch that goes on?  One that was granted does, with a
 * dialog and without: behind a restart of ours, or once she had logged off, the next one has
 * none, and what it is answered by is about her, not about him (RFC 8048 5.2.2, P101). */
bool watch_goes_on(enum store_state auth, bool has_dialog);
/* What the failure of a refresh means where there is no dialog to be kept or replaced. */
enum subscribe_effect watch_effect_without_dialog(enum subscribe_effect of_refresh);

/* The state a new dialog begins in. */
enum sip_substate watch_state_for(enum store_state auth);

/* May one more subscription be made anew now, with so many SUBSCRIBEs under way?
 * After a start all are to be made, and a next hop that is slow, or does not
 * take connections yet, must not be buried under them. */
#define WATCHES_AT_ONCE 1000
bool watch_may_begin(size_t under_way);

/* May a user who has begun so many watches begin one more (user-watch-limit)? */
bool watch_user_has_room(size_t of_user, size_t limit);
/* The same of a partner whose users have so many (partner-watch-limit). */
bool watch_partner_has_room(size_t of_partner, size_t limit);

/* May one more resource be shown beside so many?  Attack: a partner's user, or a
 * presence document, with a new one each time. */
bool watch_shows_more(size_t shown);

#endif
