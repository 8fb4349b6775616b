/* address.h - XMPP addresses to SIP URIs and back (RFC 7247 5, 6).
 *
 * A localpart is unescaped by all ten sequences of XEP-0106 and its octets are
 * percent-encoded where the `user` rule of RFC 3261 25 asks for it; the other
 * way round once, never twice.  The resource is the value of `gr` (RFC 5627).
 * What does not survive the way forth and back is refused: a reply would reach
 * another account.
 *
 * URIs are written without angle brackets; in a header field they always stand
 * in them (user parts may hold , ; and ?).
 */
#ifndef REF_GATEWAY_ADDRESS_H
#define REF_GATEWAY_ADDRESS_H

#include <stdbool.h>

#include "cause/cause.h"
#include "jid/jid.h"
#include "lib/buf.h"
#include "sip/uri.h"

/* Appends sip:user@host;gr=resource.  `j` is prepared (jid_read).  On a refusal
 * (CAUSE_JID_MALFORMED) nothing is appended. */
enum cause jid_to_sip(const struct jid *j, struct buf *uri);

/* The same address in another scheme: im: (RFC 3860), pres: (RFC 3859), xmpp:
 * (RFC 5122).  im and pres carry no resource. */
enum cause jid_to_im(const struct jid *j, struct buf *uri);
enum cause jid_to_pres(const struct jid *j, struct buf *uri);
void jid_to_xmpp_uri(const struct jid *j, struct buf *uri);

/* The address as it was written: the user part keeps its case, since SIP's are
 * case-sensitive (compare and store jid_prepared() of it).  The domain is prepared.
 * Scheme sip, im or pres; port, password, headers and all parameters but a
 * valued `gr` are dropped.
 *   CAUSE_SIP_SCHEME (416)   another scheme
 *   CAUSE_SIP_SECURE (480)   sips: never crosses (RFC 7247 8)
 *   CAUSE_SIP_ADDRESS (404)  no XMPP address can carry it */
enum cause sip_to_jid(const struct sip_uri *u, struct region *r, struct jid *out);

/* xmpp:user@host/resource?query; a bare address without a scheme is none. */
bool xmpp_uri_to_jid(struct view uri, struct region *r, struct jid *out);

/* The prepared form of an address that sip_to_jid() gave: what is compared,
 * looked up and stored. */
struct jid jid_prepared(const struct jid *j, struct region *r);

/* `j` without its resource. */
struct jid jid_bare_of(const struct jid *j);

/* Decides whether a decoded user part can be the name of an account: 1 to 1023
 * octets of UTF-8, no control character, no space at an end. */
bool sip_user_is_mappable(struct view decoded);

/* Decides which schemes cross: CAUSE_NONE, CAUSE_SIP_SCHEME or CAUSE_SIP_SECURE. */
enum cause sip_scheme_refused(enum sip_scheme scheme);

/* --- tuple ids of PIDF (RFC 8048 6.2) ----------------------------------
 * "ID-", then [A-Za-z0-9.-] as they are and other octets as _hh: an xs:ID for
 * any resource, and another one for each.  No resource: "ID-". */
void resource_to_tuple_id(struct view resource, struct buf *id);

/* An id that resource_to_tuple_id() cannot have made is the resource itself.
 * False: no resource can be made of it. */
bool tuple_id_to_resource(struct view id, struct region *r, struct view *out);

#endif
