/* watch.h - presence subscriptions across the border, in both directions (RFC 8048).
 *
 * watch_sip: a user of ours watches a partner's; SUBSCRIBE comes, and we notify
 * (RFC 8048 5.3).  watch_xmpp: a partner's user watches ours; `subscribe` comes, and
 * we SUBSCRIBE (RFC 8048 5.2).  What is authorised is in the store; dialogs are not.
 */
#ifndef REF_GATEWAY_WATCH_H
#define REF_GATEWAY_WATCH_H

#include "gateway/gateway_private.h"

/* Keeps a permission, and logs it: true.  A grant or a wish that cannot be stored is
 * refused: false, and nothing has changed.  An end (STORE_NONE) is obeyed whatever
 * the disk says, always true; the store writes it when it can. */
bool watch_keep(struct gateway *g, const struct store_row *row);

/* What store_gather() has gathered is written; a failure is logged. */
void watch_write_gathered(struct gateway *g);

/* Since 1970: seconds, and ms (stamp.h). */
uint64_t wall_clock(void);
int64_t wall_clock_ms(void);

/* When a request that was last wished for then is given up (pending-limit); loop_now()
 * scale. */
uint64_t watch_gives_up_at(const struct gateway *g, uint64_t asked);

/* Subscriptions in both directions: devices that watch, those kept of watchers who are
 * away, and watches of partners' users.  Is there room for one more (watch-limit)? */
size_t watch_count(const struct gateway *g);
bool watch_has_room(const struct gateway *g);

/* Whose share (partner-watch-limit) a watcher of XMPP takes: his partner, by its primary
 * domain; who is no partner's user (any more) stands for his own. */
struct view watch_partner_of(const struct gateway *g, struct view watcher);

/* Reads the store.  NULL and *f: it cannot be read. */
struct watch_sip *watch_sip_new(struct gateway *g, struct fault *f);
struct watch_xmpp *watch_xmpp_new(struct gateway *g, struct fault *f);
void watch_sip_free(struct watch_sip **wp);
void watch_xmpp_free(struct watch_xmpp **wp);

/* SUBSCRIBE, in or outside of a dialog; NOTIFY. */
void watch_sip_request(struct gateway *g, uint64_t id, const struct sip_message *m);
void watch_xmpp_request(struct gateway *g, uint64_t id, const struct sip_message *m);
/* Is it of a dialog that is known? */
bool watch_sip_knows(const struct gateway *g, const struct sip_message *m);
bool watch_xmpp_knows(const struct gateway *g, const struct sip_message *m);

/* Presence of a partner's user, by its type.
 *   watch_sip:  none (available), unavailable, subscribed, unsubscribed, error
 *   watch_xmpp: subscribe, unsubscribe, probe, and none or unavailable as a sign
 *               of life of the watcher */
void watch_sip_stanza(struct gateway *g, const struct element *stanza, const struct parties *p,
                      struct region *r);
void watch_xmpp_stanza(struct gateway *g, const struct element *stanza, const struct parties *p,
                       struct region *r);
/* A presence stanza of ours that the edge never took (uplink.h). */
void watch_sip_lost(struct gateway *g, const struct element *stanza);
void watch_xmpp_lost(struct gateway *g, const struct element *stanza);
/* One of ours with a tag has been taken over by the edge. */
void watch_xmpp_acknowledged(struct gateway *g, uint64_t tag);
/* `subscribed` or `unsubscribed` of ours has been handed to the partner (docs/link.md 5). */
void watch_xmpp_handed(struct gateway *g, struct view from, struct view to, struct view id);
/* An error came back for presence of ours to a watcher. */
void watch_xmpp_refused(struct gateway *g, const struct element *error, const struct parties *p,
                        struct region *r);

/* The decision's fact: has our user added this contact?  So while he has a live
 * or refreshed subscription to it (LYNC-TYPE-10, -12).  Addresses prepared. */
bool watch_sip_added(const struct gateway *g, const struct jid *ours, const struct jid *theirs);

/* Is a resource of our user shown as available to the partner's?  Both bare. */
bool watch_xmpp_shows_open(const struct gateway *g, struct view theirs, struct view ours);

/* After a reload: subscriptions of partners that are gone, and of users who may
 * talk no more, end (rejected; `unsubscribed`), and leave the store. */
void watch_sip_sweep(struct gateway *g);
void watch_xmpp_sweep(struct gateway *g);
/* The times of the settings, for what is asked from now on. */
void watch_xmpp_times(struct gateway *g);

/* The link came up or went down. */
void watch_xmpp_link(struct gateway *g, bool up);
/* A session with an edge has begun: what partners said before it is not known. */
void watch_sip_session(struct gateway *g);
/* Likewise: what was said to watchers, and not handed over yet, may be lost. */
void watch_xmpp_session(struct gateway *g);
/* Ends every dialog: NOTIFY terminated;reason=deactivated.  The store stays. */
void watch_sip_drain(struct gateway *g);
size_t watch_sip_busy(const struct gateway *g); /* NOTIFYs not answered yet */

#endif
