/* store.h - what must survive a restart: who may watch whom.
 *
 * One narrow interface, so that a pool of gateways could share another
 * database; the one body is SQLite (`store: sqlite:PATH`).  What is kept is the
 * authorisation of each (watcher, presentity), in either direction, and when
 * the watcher last gave a sign of life (spec: RFC 8048 4 and 5; dialogs are not
 * kept: RFC 6665 4.4.1 lets them be made anew).
 *
 * store_put() returns when the row is on the disk: what was promised to a peer
 * behind it survives a kill at any instant, and a loss of power.  When it
 * fails (a full disk), nothing has changed, and the caller refuses what it was
 * asked for, with CAUSE_STORE_FAILED.
 */
#ifndef REF_GATEWAY_STORE_H
#define REF_GATEWAY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/fault.h"
#include "lib/view.h"

enum store_side {
	STORE_XMPP_WATCHES, /* a partner's user watches one of ours */
	STORE_SIP_WATCHES,  /* one of ours watches a partner's user */
};

enum store_state {
	STORE_NONE,  /* no such row */
	STORE_ASKED, /* the presentity has not answered */
	STORE_GRANTED,
};

/* "none", "asked", "granted": for the log. */
const char *store_state_word(enum store_state s);

struct store_row {
	enum store_side side;
	struct view watcher, presentity; /* bare, prepared JIDs of both sides */
	enum store_state state;
	uint64_t changed; /* of the state; seconds since 1970 */
	uint64_t alive;   /* the watcher's last sign of life; the same */
	/* The watcher is to be told of the state, and whether he was is not known: behind
	 * a kill he is told (again).  STORE_NONE that is owed is a row, too. */
	bool owed;
};

struct store;

/* `where` is "sqlite:" and a path; the file is made when it is not there.
 * NULL and *f (file set): it cannot be opened or written, is no database, is
 * damaged, or was made by a newer version of this program; nothing is changed
 * in it then. */
struct store *store_open(const char *where, struct fault *f);
void store_close(struct store **sp);

/* Could a row be written now?  For whoever looks: nothing is changed, but a page is written
 * as it stands, and waited for. */
struct store_health {
	const char *path;     /* lent */
	int schema;           /* version */
	uint64_t rows;        /* that are there */
	uint64_t free_bytes;  /* of the file system, for this user */
	bool moved;           /* the file at `path` is another, or none: what is written is lost */
	const char *why;      /* it cannot be written, and why; NULL: it can.  Lent until the
	                       * next call */
};

void store_look(struct store *s, struct store_health *out);

/* Sets a row; STORE_NONE removes it, unless it is owed.  False: *why (static or lent
 * until the next call) says why, and the row is what it was. */
bool store_put(struct store *s, const struct store_row *row, const char **why);
/* The same for an end (STORE_NONE), which is obeyed whether it could be written or not:
 * when it cannot be now, it is with the next write that can.  False: not yet, *why
 * as above.  Bounded as signs of life are: when thousands wait and the disk takes
 * none, they are lost, and who refused once refuses again (docs/why/012). */
bool store_end(struct store *s, const struct store_row *row, const char **why);
/* He was told: nothing is owed, and a row of STORE_NONE is gone.  Kept in memory and
 * written with the next store_put(), store_end() or store_flush(): what is lost of it
 * is a word that is said twice. */
void store_told(struct store *s, enum store_side side, struct view watcher,
                struct view presentity);
/* A sign of life alone.  Kept in memory and written with the next store_put()
 * or store_flush(): losing some of them costs a refresh, never a permission. */
void store_alive(struct store *s, enum store_side side, struct view watcher,
                 struct view presentity, uint64_t now);
bool store_flush(struct store *s, const char **why);
/* Until the next store_flush(), ends are gathered in memory and written together: one wait
 * for the disk for all whom a reload takes away. */
void store_gather(struct store *s);

/* Not here: looking a row up.  Who needs them holds them in memory, read once by
 * store_each().
 *
 * All rows of a side, in the order of their keys; the views are lent for the
 * call, which must not change the store.  False: *why. */
bool store_each(struct store *s, enum store_side side,
                void (*fn)(void *arg, const struct store_row *row), void *arg,
                const char **why);

#endif
