/* meaning.h - what a unit says between two users, in XMPP or in SIP.
 *
 * So that one step (`hears`, `sees`, `is approved by` ...) means the same for
 * an account and for a SIP user agent: RFC 6121 3, 4; RFC 3428, 3856, 3863.
 * Used by the actors and by the judge, each on what it has seen.
 */
#ifndef HARNESS_MEANING_H
#define HARNESS_MEANING_H

#include "lib/buf.h"
#include "scenario/payload.h"
#include "scenario/scenario.h"

enum {
	MEANS_SAYS = 1,      /* a message with a body, no error */
	MEANS_ASKS = 2,      /* to see presence: subscribe; SUBSCRIBE */
	MEANS_REFRESHES = 4, /* SUBSCRIBE in its dialog */
	MEANS_LEAVES = 8,    /* unsubscribe; SUBSCRIBE with Expires: 0 */
	MEANS_APPROVES = 16, /* subscribed; NOTIFY with active */
	MEANS_WAITS = 32,    /* NOTIFY with pending */
	MEANS_DENIES = 64,   /* unsubscribed; NOTIFY: rejected, noresource */
	MEANS_SHOWS = 128,   /* presence, available or not; NOTIFY with a document */
};

unsigned meaning_of(const struct unit *u); /* 0: none of these */
/* The sender's address as one of XMPP, in `out`. */
void meaning_from(const struct unit *u, struct buf *out);
/* The bare address, or the full one if that was said. */
bool meaning_is_from(const struct unit *u, const char *jid);
/* Addressed to this user?  In SIP, where the front end finds whom it is for: yes. */
bool meaning_is_to(const struct unit *u, const char *user, const char *domain);
/* The very stanza that was sent: its type and id.  What has crossed into the other
 * protocol is not compared. */
bool meaning_is_same(const struct unit *u, const struct unit *sent);
bool meaning_text_is(const struct unit *u, const char *text);
/* `show` is a word of `shows` or "offline"; `saying` NULL: whatever it says.
 * In a document of several resources one that fits is enough; a resource in
 * `jid` is looked for; offline is when none is left. */
bool meaning_shows(const struct unit *u, const char *jid, const char *show, const char *saying);
/* What `sees` and `is denied` pass over: presence, and in SIP what a NOTIFY says of
 * a watch that goes on.  `is approved` passes over that, but for an approval. */
unsigned meaning_passed_over(const struct unit *u);
/* Who `subscribes` to somebody is told what he shows, and goes on being told; who
 * `approves` somebody may hear that he is gone.  Is the unit such presence for
 * this actor of the cast, by a step that has `begun`? */
bool meaning_is_watched(const struct case_ *c, size_t actor, const struct unit *u,
                        bool (*begun)(void *arg, const struct step *s), void *arg);
/* Is it an error for what was sent, from whom it was for (RFC 6120 8.3.1), with one
 * of the conditions (a|b)?  In SIP
 * a final response with a status that stands for it (condition.tbl). */
bool meaning_is_failure(const struct unit *u, const struct unit *sent, const char *conditions);

/* Same transaction's request and response (RFC 3261 8.1.3): Call-ID, CSeq. */
bool meaning_answers(const struct unit *response, const struct unit *request);

#endif
