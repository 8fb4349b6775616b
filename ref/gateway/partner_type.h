/* partner_type.h - what the users of a partner may do without being asked.
 *
 * Lync's partner types (New-CsXmppAllowedPartner -PartnerType; LYNC-TYPE).
 * `added`: our user has added the contact, which is so while he has a live or
 * refreshed subscription to it or has opened a session with it.  The types
 * bind the direction from XMPP to SIP only; the other way our user may always
 * begin, and consent is the XMPP side's affair (LYNC-TYPE-14).
 *
 * | may without being added   | federated | public-verified | public-unverified |
 * | subscribe, probe          | yes       | yes             | no                |
 * | message                   | yes       | yes             | no                |
 * | see notes (added or not)  | yes       | no              | no                |
 */
#ifndef REF_GATEWAY_PARTNER_TYPE_H
#define REF_GATEWAY_PARTNER_TYPE_H

#include <stdbool.h>

#include "cause/cause.h"
#include "partner/partner.h"

/* The decisions.  CAUSE_NONE or CAUSE_NOT_ADDED. */
enum cause partner_may_subscribe(enum partner_type t, bool added);
enum cause partner_may_message(enum partner_type t, bool added);
/* May the presence that our user shows carry the text of a note? */
bool partner_sees_notes(enum partner_type t);

#endif
