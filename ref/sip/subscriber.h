/* subscriber.h - one subscription as its subscriber sees it (RFC 6665 4.1), without
 * a clock, a dialog or a document.
 *
 * Events go in: what the owner wants, answers to SUBSCRIBE, NOTIFYs, time.  Out
 * comes what is to be sent, and when it wants to be asked again.
 * Times are milliseconds on the loop's scale.  Small: kept by the hundred
 * thousand.
 */
#ifndef REF_SIP_SUBSCRIBER_H
#define REF_SIP_SUBSCRIBER_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/view.h"

enum subscriber_state {
	SUBSCRIBER_NONE,       /* no dialog, none wanted now */
	SUBSCRIBER_TRYING,     /* the first SUBSCRIBE has no answer */
	SUBSCRIBER_WAITING,    /* 2xx; the NOTIFY has to come (timer N) */
	SUBSCRIBER_LIVE,       /* a NOTIFY has come */
	SUBSCRIBER_REFRESHING, /* a SUBSCRIBE in the dialog has no answer */
	SUBSCRIBER_ENDING,     /* SUBSCRIBE with Expires 0 is out, or answered */
	SUBSCRIBER_LATER,      /* to be tried again at `due` */
};

struct subscriber {
	uint64_t due;        /* timer N, refresh, or the next try */
	uint64_t expires_at; /* of the dialog, as last granted */
	uint32_t retry_ms;   /* the next back-off */
	uint32_t least;      /* Min-Expires of a 423; 0: none */
	unsigned char state; /* enum subscriber_state */
	bool notified;       /* a NOTIFY has come in this dialog */
	bool end_wanted;     /* Expires 0 as soon as the answer is here */
	bool again_at_once;  /* deactivated has come before: P33 */
};

struct subscriber_times {
	uint32_t expires; /* seconds that are asked for */
	uint64_t timer_n; /* 64*T1 */
	uint64_t retry_min, retry_max;
};

/* What there is to do.  REFRESH and END go in the dialog, FIRST makes one. */
enum subscriber_step { STEP_NONE, STEP_FIRST, STEP_REFRESH, STEP_END };

/* It is wanted: the step to take now. */
enum subscriber_step subscriber_want(struct subscriber *s, uint64_t now);
/* It is wanted no more.  NONE: there is nothing to end (yet, or at all). */
enum subscriber_step subscriber_leave(struct subscriber *s);
/* The step was sent. */
void subscriber_sent(struct subscriber *s, enum subscriber_step step, uint64_t now,
                     const struct subscriber_times *t);

/* 2xx; `expires` as it granted.  END: it has become unwanted meanwhile. */
enum subscriber_step subscriber_accepted(struct subscriber *s, uint32_t expires, uint64_t now,
                                         const struct subscriber_times *t);
/* A final failure that means the dialog, if any, is dead: tried again later, by
 * back-off (`after` ms at least; UINT64_MAX: never by itself). */
void subscriber_failed(struct subscriber *s, uint64_t after, uint64_t now,
                       const struct subscriber_times *t);
/* One that leaves the dialog alive until it expires: the refresh comes later. */
void subscriber_refresh_failed(struct subscriber *s, uint64_t now,
                               const struct subscriber_times *t);
/* 423 with Min-Expires: once more, longer.  NONE: it was so already. */
enum subscriber_step subscriber_too_brief(struct subscriber *s, uint32_t least);

/* NOTIFY with state active or pending; `expires` seconds, -1: not said. */
enum subscriber_step subscriber_notified(struct subscriber *s, int64_t expires, uint64_t now,
                                         const struct subscriber_times *t);
/* NOTIFY terminated. */
enum subscriber_verdict {
	VERDICT_OVER,   /* nothing more by itself (invariant, Expires 0 sent) */
	VERDICT_DENIED, /* rejected, noresource: the permission is gone */
	VERDICT_AGAIN,  /* tried again at `due` */
};
enum subscriber_verdict subscriber_terminated(struct subscriber *s, struct view reason,
                                              int64_t retry_after, bool wanted, uint64_t now,
                                              const struct subscriber_times *t);

/* At `due`: the step, if one is due. */
enum subscriber_step subscriber_tick(struct subscriber *s, bool wanted, uint64_t now,
                                     const struct subscriber_times *t);
uint64_t subscriber_due(const struct subscriber *s);
bool subscriber_has_dialog(const struct subscriber *s);
/* What Expires the step says. */
uint32_t subscriber_asks(const struct subscriber *s, enum subscriber_step step,
                         const struct subscriber_times *t);

/* --- decisions ------------------------------------------------------------------- */

/* When a dialog granted for `expires` seconds is refreshed: min(expires - 30 s,
 * 0.9 expires), never before half of it. */
uint64_t subscriber_refresh_after(uint32_t expires);
/* RFC 6665 4.1.3: what a reason means. */
enum subscriber_verdict subscriber_reason(struct view reason);
/* When to try again after it; UINT64_MAX: not by itself. */
uint64_t subscriber_reason_after(struct view reason, int64_t retry_after, bool repeated,
                                 uint64_t backoff);

#endif
