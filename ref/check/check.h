/* check.h - a running program against the world around it, for its operator: what the
 * walks of both programs share.
 *
 * The steps are those of check_step.tbl; each walk tells a row for each thing that it
 * has verified.  Nothing is changed by any of them.
 * Attack: a partner or a name server that answers slowly, so that the rest stays unseen:
 * each row has its time.
 * Not here: what a step does (edge_check.h, gateway_check.h); whether a configuration
 * loads (fed-edge --check).
 */
#ifndef REF_CHECK_CHECK_H
#define REF_CHECK_CHECK_H

#include "check/check_step.h"
#include "lib/loop.h"
#include "lib/view.h"
#include "tls/context.h"

#define CHECKS_MAX        2 /* at once, of one program */
#define CHECK_EXPIRY_DAYS 30
#define CHECK_ROW_MS      25000 /* for each row; fedctl waits longer */

enum check_result { CHECK_OK, CHECK_CONCERN, CHECK_AMISS };

struct check_row { /* texts are lent for the call */
	enum check_step step;
	enum check_result result;
	const char *about;  /* a domain, an address, a file */
	const char *detail; /* what was seen */
	const char *advice; /* "": ok */
};

struct check_ops {
	void (*row)(void *arg, const struct check_row *row);
	/* The last call; the check is the callee's to free, now or later. */
	void (*done)(void *arg);
};

/* --- of a walk --------------------------------------------------------------------- */

struct check_walk {
	struct loop *loop;
	const struct check_ops *ops;
	void *arg;
	enum check_step step;
	char *about;
	struct timer *timer; /* the row that is due is late */
	uint64_t until;
};

/* late(whose): the time of a row is over, or what check_wait() said. */
void check_begin(struct check_walk *w, struct loop *l, const struct check_ops *ops, void *arg,
                 void (*late)(void *whose), void *whose);
void check_end(struct check_walk *w);
/* Whom the next rows are about. */
void check_about(struct check_walk *w, struct view who);
/* Something is asked: `late` is called when the row's time is over, and after `ms` at the
 * latest.  check_came(): it has been answered. */
void check_wait(struct check_walk *w, uint64_t ms);
void check_came(struct check_walk *w);
/* A row of w->step; the next has its whole time. */
void check_tell(struct check_walk *w, enum check_result result, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
/* With an advice of its own. */
void check_tell_advice(struct check_walk *w, enum check_result result, const char *advice,
                       const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* --- of a certificate of ours ------------------------------------------------------- */

struct check_own {
	enum cause server, client; /* tls_context_own() */
	int days;                  /* tls_context_days() */
	bool issuer;               /* of them it is one */
	struct buf lacks;          /* the name of an issuer that is not shown with it, or empty */
	bool open_key;             /* tls_context_key_is_open() */
};

void check_own_look(struct check_own *o, const struct tls_context *tls);
void check_own_end(struct check_own *o);
/* What is to be said of it; `no_client`: behind "not for clients". */
void check_own_words(const struct check_own *o, const char *no_client, struct buf *out);
/* What to do about the first of it that is not as it should be; `usual` where nothing
 * better is known. */
const char *check_own_advice(const struct check_own *o, const char *usual);

/* The decisions.  `open`: everybody on this host may read its key. */
enum check_result check_key(bool open);
/* `lacks`: an issuer stands in trust here, and not behind it in the file.  `of_partners`:
 * they are shown it, who have a trust of their own; else whoever is shown it may have ours. */
enum check_result check_issuers(bool lacks, bool of_partners);

/* "ok", "concern", "amiss". */
const char *check_result_word(enum check_result r);
enum check_result check_worse(enum check_result a, enum check_result b);

#endif
