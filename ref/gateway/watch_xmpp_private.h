/* watch_xmpp_private.h - the inside of watch_xmpp: a partner's user watches one of
 * ours (RFC 8048 5.2, 7.1).
 *
 *   watch_xmpp.c          watches: life, store, time
 *   watch_xmpp_stanza.c   what the watcher says
 *   watch_xmpp_request.c  SUBSCRIBE, and what its answer means
 *   watch_xmpp_notify.c   NOTIFY: states, documents, the end
 *   watch_xmpp_tell.c     what the watcher is told
 *   watch_xmpp_owed.c     and told again, when he may not have heard it
 */
#ifndef REF_GATEWAY_WATCH_XMPP_PRIVATE_H
#define REF_GATEWAY_WATCH_XMPP_PRIVATE_H

#include "gateway/shown.h"
#include "gateway/watch.h"
#include "lib/counts.h"
#include "lib/due.h"
#include "sip/dialog.h"
#include "sip/hash.h"
#include "sip/subscriber.h"
#include "sip/table.h"

#define FIRST_CSEQ 1 /* of the SUBSCRIBE that makes a dialog */

#define XMPP_WATCH_CALL_ID 24 /* characters by chance */
#define XMPP_WATCH_TAG     12

/* Kept by the hundred thousand: one block of memory, part of its tables. */
struct xmpp_watch {                       /* (watcher, presentity), both bare and prepared */
	struct sip_entry by_pair, by_tag; /* in the tables of the whole */
	struct due due;
	struct watch_xmpp *all;
	const char *watcher, *presentity; /* in text */
	uint64_t id;
	enum store_state auth;
	uint64_t changed, alive; /* seconds since 1970 */
	struct subscriber subscriber;
	struct dialog *dialog; /* NULL: none yet */
	/* Of the SUBSCRIBE that makes one; "": none. */
	char call_id[XMPP_WATCH_CALL_ID + 1], tag[XMPP_WATCH_TAG + 1];
	uint32_t cseq;       /* likewise */
	char *asked_id;      /* of the stanza `subscribe`, for its error */
	struct shown *shown; /* what the watcher was told */
	bool polling;        /* the one SUBSCRIBE has Expires 0: a probe's */
	char *polled;        /* the device that it is about; NULL: all */
	bool active;         /* what the last NOTIFY said; no dialog: false */
	bool absent;         /* in this dialog: he has been told that nothing of her is there */
	bool away;           /* her server has said that she is not there, and he has been told */
	/* What the link could not take is said when it takes something again. */
	bool stale; /* all of what is shown (a part: shown.h, untold) */
	/* He is to be told what `auth` is, and is not known to have heard it; the disk
	 * says so, too (docs/why/012). */
	bool owed, owed_on_disk;
	/* The word that is on its way; 0: none is.  An error's is the tag by which the edge
	 * acknowledges it, of any other the edge says when it was handed over. */
	uint64_t saying;
	uint32_t said_in;          /* the session that it was said in */
	char said[STANZA_ID_SIZE]; /* the id of his `subscribed` or `unsubscribed` */
	char text[];
};

struct watch_xmpp {
	struct gateway *gateway;
	struct sip_hash_key hash;
	struct sip_table watches; /* by watcher and presentity */
	struct sip_table by_tag;  /* by Call-ID and tag of ours */
	struct counts *watches_of;  /* watchers */
	struct counts *partners_of; /* watch_partner_of() */
	struct dues *dues;
	struct ids *ids;
	struct ids *saying; /* tags of words on their way to watches */
	uint32_t sessions;  /* with edges, that have begun */
	size_t under_way;   /* SUBSCRIBEs without a final answer */
	struct subscriber_times times;
	struct timer *link_timer; /* after the link came up */
	size_t link_pos;
};

/* --- watch_xmpp.c ------------------------------------------------------------------ */
struct xmpp_watch *xmpp_watch_find(const struct watch_xmpp *all, struct view watcher,
                                   struct view presentity);
struct xmpp_watch *xmpp_watch_of_pair(struct sip_entry *e); /* of all->watches */
struct xmpp_watch *xmpp_watch_make(struct watch_xmpp *all, struct view watcher,
                                   struct view presentity);
void xmpp_watch_drop_if_empty(struct xmpp_watch *w);
/* On disk first, with the mark that he is to be told, if he is; false: it could not
 * be, and nothing has changed; never for STORE_NONE. */
bool xmpp_watch_authorise(struct xmpp_watch *w, enum store_state auth, bool owed);
bool xmpp_watch_wanted(const struct xmpp_watch *w);
void xmpp_watch_alive(struct xmpp_watch *w);
void xmpp_watch_arm(struct xmpp_watch *w);
/* The one whose dialog, made or in the making, a request is of. */
struct xmpp_watch *xmpp_watch_of(const struct watch_xmpp *all, const struct sip_message *m);
/* Another dialog begins: the old one, if any, is forgotten. */
void xmpp_watch_new_dialog(struct xmpp_watch *w);
void xmpp_watch_forget_dialog(struct xmpp_watch *w);

/* --- watch_xmpp_tell.c ----------------------------------------------------------------- */
/* <presence type='TYPE'/> from the presentity to the watcher, both bare.  False: the
 * link did not take it. */
bool xmpp_watch_tell(struct xmpp_watch *w, const char *type);
/* One resource; what is shown of it is untold, if the link does not take it. */
void xmpp_watch_tell_one(struct xmpp_watch *w, const struct presence *p);
/* What is untold. */
void xmpp_watch_tell_untold(struct xmpp_watch *w);
/* He may watch: stored, then said. */
void xmpp_watch_grant(struct xmpp_watch *w);
/* He may not, or no more: stored, then said, with good-byes. */
void xmpp_watch_deny(struct xmpp_watch *w);
/* His request has failed: stored, then said by an error. */
void xmpp_watch_fail(struct xmpp_watch *w, const struct sip_failure *f);
/* What is owed, unless it is on its way: `subscribed`, or `unsubscribed` with
 * good-byes. */
void xmpp_watch_say(struct xmpp_watch *w);
/* The word that is on its way counts no more. */
void xmpp_watch_unsay(struct xmpp_watch *w);
/* A resource as it says good-bye. */
struct presence xmpp_watch_gone(const struct presence *p);
/* Everything he was shown as available is unavailable now. */
void xmpp_watch_tell_gone(struct xmpp_watch *w);
/* The same of somebody who does not watch any more, whatever he may take for there. */
void xmpp_watch_tell_good_byes(struct xmpp_watch *w);
/* What is known, again: the answer to a probe; of one device alone, unless `device` is
 * empty (P49). */
void xmpp_watch_tell_all(struct xmpp_watch *w, struct view device);
/* That there is no such device; empty: none at all. */
/* She is not there, as far as can be known: all that was shown, or, where nothing is known
 * of that, once. */
void xmpp_watch_tell_away(struct xmpp_watch *w);
void xmpp_watch_tell_absent(struct xmpp_watch *w, struct view device);

/* --- watch_xmpp_owed.c ----------------------------------------------------------------- */
/* The link did not take something: it is tried again. */
void xmpp_watch_later(struct watch_xmpp *all);
/* A slice of those who are owed something (a timer's function). */
void xmpp_watch_catch_up(void *all);
/* What was told is written (loop_defer()'s function). */
void xmpp_watch_note_told(void *all);

/* --- watch_xmpp_request.c ------------------------------------------------------------ */
/* Takes the step: sends what it says, and arms the timer. */
void xmpp_watch_step(struct xmpp_watch *w, enum subscriber_step step);
/* A SUBSCRIBE with Expires 0 in a dialog of its own, for a probe of this device; empty:
 * of all. */
void xmpp_watch_poll(struct xmpp_watch *w, struct view device);
/* It is over. */
void xmpp_watch_polled(struct xmpp_watch *w);

#endif
