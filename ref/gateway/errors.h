/* errors.h - errors of one side as the other side's (RFC 7247 7).
 *
 * The tables are data: errors_to_sip.tbl, errors_from_sip.tbl, errors_method.tbl
 * and errors_local.tbl.  Every row has a short name that never changes; it goes
 * to the log as `row=`, and says why this status or that condition was chosen.
 * Not here: when an error is sent, and the state that ends with it.
 */
#ifndef REF_GATEWAY_ERRORS_H
#define REF_GATEWAY_ERRORS_H

#include <stdbool.h>

#include "lib/region.h"
#include "lib/view.h"
#include "sip/uri.h"
#include "xml/element.h"

/* --- XMPP to SIP ------------------------------------------------------------ */

struct stanza_error {          /* what a stanza of type error says */
	struct view condition; /* empty: none of RFC 6120 was found */
	struct view type;
	struct view text;
	struct view address; /* character data of gone and redirect */
	struct view label;   /* the edge's cause (docs/link.md 5), or empty */
};

/* Views into `stanza` or `r`.  False: it is not of type error. */
bool stanza_error_read(const struct element *stanza, struct region *r,
                       struct stanza_error *out);

struct error_style {
	bool challenge; /* 401 and 407 can carry a challenge (RFC 3261 22.1) */
	bool no_global; /* `global-failures: no`: never 6xx */
};

struct sip_error {
	int status; /* 300 to 699; never 408 outside INVITE, never 503 */
	const char *row;
	bool allow;          /* 405: an Allow field is due (RFC 3261 21.4.6) */
	struct view contact; /* 301, 302: a URI; empty: none was given */
};

/* `full`: the address that failed has a resource. */
void error_to_sip(const struct stanza_error *e, bool full, bool invite,
                  const struct error_style *style, struct region *r, struct sip_error *out);

/* --- SIP to XMPP ------------------------------------------------------------ */

/* In the place of a status: what failed without a response. */
#define SIP_NO_ANSWER (-1) /* the transaction timed out */
#define SIP_NO_WAY    (-2) /* the transport failed */

struct sip_failure {
	int status;                /* 300 to 699, or one of the two */
	struct view reason;        /* hostile; empty: none */
	struct view contact;       /* of a 3xx, a URI; empty: none */
	unsigned long retry_after; /* seconds; 0: not said */
};

struct xmpp_error {
	const char *condition, *type, *row;
	struct view text;    /* empty: none */
	struct view address; /* gone, redirect; empty: none */
};

void error_from_sip(const struct sip_failure *f, struct region *r, struct xmpp_error *out);

/* Errors of the gateway's own making. */
enum local_error {
#define X(name, ...) LOCAL_##name,
#include "gateway/errors_local.tbl"
#undef X
	LOCAL_COUNT
};
struct xmpp_error error_local(enum local_error e);

/* The answer to `stanza`: addresses swapped, id kept, <error by='...'/>.  NULL
 * when `stanza` is itself of type error: an error is never answered. */
struct element *error_stanza(struct region *r, const struct element *stanza,
                             const struct xmpp_error *e, struct view by);

/* --- what a failure means, by method --------------------------------------- */

enum subscribe_effect {
	SUBSCRIBE_DENIED, /* `unsubscribed` to the watcher, no retry ever */
	SUBSCRIBE_LONGER, /* once more with Min-Expires */
	SUBSCRIBE_LOGIN,  /* once more with credentials, else an error */
	SUBSCRIBE_ERROR,  /* presence of type error; the request is forgotten */
	SUBSCRIBE_LATER,  /* once more with back-off; no stanza */
	SUBSCRIBE_ANEW,   /* dialog dead: a new one at once */
	SUBSCRIBE_DEAD,   /* dialog dead: `unavailable`, a new one when probed */
	SUBSCRIBE_ALIVE,  /* dialog alive until it expires; once more later */
};

/* `status` as in struct sip_failure; *row may be NULL. */
enum subscribe_effect subscribe_failed(int status, bool refresh, const char **row);
bool notify_failure_ends_dialog(int status);

/* --- decisions ---------------------------------------------------------------- */

struct to_sip_row {
	const char *row, *condition;
	int bare, full, invite; /* invite 0: no difference */
};
struct from_sip_row {
	const char *row;
	int first, last;
	const char *condition, *type;
};

/* Never NULL: an unknown condition is undefined-condition (RFC 6120 8.3.3). */
const struct to_sip_row *error_row_for_condition(struct view condition);
int error_status_for_condition(const struct to_sip_row *row, bool full, bool invite,
                               const struct error_style *style);
/* The status for a cause of the edge's; 0: judge by the condition. */
int error_status_for_cause(struct view label, bool invite);
/* RFC 6120 8.3.1: an error is never answered by one. */
bool error_may_answer(const struct element *stanza);
/* Is the Contact of a 3xx told to a partner?  Not one at an address: it is no JID that he can
 * write to, and says where hosts of ours are (P125). */
bool error_contact_is_told(const struct sip_uri *contact);
/* Never NULL. */
const struct from_sip_row *error_condition_for_status(int status);

#endif
