/* watch_sip_private.h - the inside of watch_sip: a user of ours watches a partner's
 * (RFC 8048 5.3, 7).
 *
 *   watch_sip.c          pairs and dialogs: life, store, time
 *   watch_sip_session.c  what is not known any more when a session begins
 *   watch_sip_request.c  SUBSCRIBE
 *   watch_sip_notify.c   NOTIFY, and what its answer means
 *   watch_sip_stanza.c   what the partner's user says
 */
#ifndef REF_GATEWAY_WATCH_SIP_PRIVATE_H
#define REF_GATEWAY_WATCH_SIP_PRIVATE_H

#include "gateway/shown.h"
#include "gateway/watch.h"
#include "lib/counts.h"
#include "lib/due.h"
#include "sip/dialog.h"
#include "sip/hash.h"
#include "sip/notifier.h"
#include "sip/table.h"

struct sip_pair;

/* Both are kept by the hundred thousand: part of their tables. */

struct sip_dialog { /* one device that watches */
	struct sip_entry by_key;
	struct due due;
	struct sip_dialog *next; /* of the pair */
	struct sip_pair *pair;
	uint64_t id;
	struct dialog *dialog;
	struct notifier notifier;
	char *event_id;    /* NULL: none */
	uint64_t poll_due; /* a poll waits for the probe; 0: not */
	bool shows_closed; /* its last document shows everything closed */
};

struct sip_pair { /* (watcher, presentity), both bare and prepared */
	struct sip_entry by_pair;
	struct watch_sip *watch;
	const char *watcher, *presentity; /* in text */
	enum store_state auth;
	uint64_t changed;  /* of auth; seconds since 1970 */
	uint64_t alive;    /* the watcher's last SUBSCRIBE; the same */
	uint64_t asked_at; /* `subscribe` went out; the same; 0: not yet */
	uint32_t greeted;  /* sessions when it was asked again, or probed for */
	bool known;        /* presence has come in this session */
	/* Of those that were shown in the session before, who is not in the answer to a
	 * probe has left unheard. */
	bool recounting;
	struct due due; /* the end of that; or of a request that nobody answers */
	struct shown *shown;
	struct sip_dialog *dialogs;
	char text[];
};

struct watch_sip {
	struct gateway *gateway;
	struct sip_hash_key hash;
	struct sip_table pairs;    /* by watcher and presentity */
	struct sip_table dialogs;  /* by dialog_key() */
	struct dues *dues;         /* of dialogs */
	struct dues *pair_dues;    /* of pairs */
	struct counts *pairs_of, *dialogs_of; /* watchers */
	struct ids *ids;           /* of dialogs, for answers */
	size_t busy;               /* NOTIFYs under way */
	struct timer *greet_timer; /* after a session began */
	size_t greet_pos;
	uint32_t sessions;
};

/* --- watch_sip.c ------------------------------------------------------------- */
struct sip_pair *sip_pair_find(const struct watch_sip *w, struct view watcher,
                               struct view presentity);
struct sip_pair *sip_pair_make(struct watch_sip *w, struct view watcher,
                               struct view presentity);
/* When nothing is left of it; a request that nobody looks at waits only so long. */
void sip_pair_drop_if_empty(struct sip_pair *p);
/* What is shown has changed: its dialogs are told. */
void sip_pair_changed(struct sip_pair *p);
/* Sets the permission, on disk first.  False: it could not be stored, and nothing
 * has changed; never for STORE_NONE. */
bool sip_pair_authorise(struct sip_pair *p, enum store_state auth);
/* <presence type='TYPE'/> from the watcher to the presentity, both bare. */
bool sip_pair_say(struct sip_pair *p, const char *type);
/* `subscribe`, if it has not gone out in the last day. */
void sip_pair_ask(struct sip_pair *p);

/* May this user watch that contact by one more device (user-watch-limit)? */
bool sip_user_has_room(const struct watch_sip *w, struct view watcher, struct view presentity);
struct sip_dialog *sip_dialog_make(struct sip_pair *p, struct dialog **d);
struct sip_dialog *sip_dialog_find(const struct watch_sip *w, const struct sip_message *m);
void sip_dialog_free(struct sip_dialog *d);
void sip_dialog_arm(struct sip_dialog *d);
/* Its last NOTIFY is owed; P14 when it is the pair's last. */
void sip_dialog_end(struct sip_dialog *d, enum notifier_reason why);

/* --- watch_sip_session.c ------------------------------------------------------- */
/* A slice of the pairs (a timer's function). */
void sip_pairs_greet(void *watch);
/* Presence of this resource has come; empty: of all. */
void sip_pair_counted(struct sip_pair *p, struct view resource);
/* The answer to a probe is complete. */
void sip_pair_recounted(struct sip_pair *p);
struct sip_pair *sip_pair_of(struct sip_entry *e); /* of watch->pairs */

/* --- watch_sip_notify.c --------------------------------------------------------- */
/* Sends what is due. */
void sip_dialog_pump(struct sip_dialog *d);

#endif
