/* uas.h - what a request must be before anybody asks what it means.
 *
 * RFC 3261 8.2 and 21.4, RFC 5393 4.2, RFC 5630 5.1.2.  One table of checks in
 * order (uas_check.tbl); the first that finds something answers, and its name
 * stands in the log.  Each check is a function of its own.
 * Not here: syntax (sip/message.h), partners, users and events (gateway/).
 */
#ifndef REF_SIP_UAS_H
#define REF_SIP_UAS_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/view.h"
#include "sip/branch.h"
#include "sip/message.h"
#include "sip/transaction.h"

struct uas_settings {
	/* Each list is of tokens as they stand in the header field. */
	const struct view *allow;	size_t n_allow;		/* methods */
	/* Methods that are not promised, and yet not refused for their name: a
	 * later row says what is wrong with each (INVITE 488, BYE 481). */
	const struct view *heard;	size_t n_heard;
	const struct view *supported;	size_t n_supported;	/* option tags */
	const struct view *languages;	size_t n_languages;	/* none: any */
	const struct view *events;	size_t n_events;	/* for OPTIONS */
	/* Media types taken in a body, by method; a subtype may be a star.  What
	 * has a body and none of them is refused. */
	const struct uas_type { struct view method, type; } *types;
	size_t n_types;
	bool sips;			/* sips URIs are served */
	bool sessions;			/* INVITE is served; no: 488 */
	size_t uri_max;			/* bytes; 0: UAS_URI_MAX */
	size_t body_max;		/* bytes; 0: UAS_BODY_MAX */
	const char *host;		/* ours, for Warning */
	bool draining;			/* 503 with Retry-After */
	unsigned retry_after;		/* s */
};

#define UAS_URI_MAX	2048		/* 414; a long name costs in every table it enters */
#define UAS_BODY_MAX	262144		/* 413 */

/* What is known of a request besides its text. */
struct uas_request {
	const struct sip_message *m;
	const struct branches *branches;	/* ours; NULL: loops are not looked for */
	bool merged;			/* transaction_is_merged() */
	bool in_dialog;			/* its dialog, or its subscription, is known */
};

struct uas_refusal {
	const char *row;		/* of uas_check.tbl, for the log */
	unsigned status;
	struct buf fields;		/* header lines; uas_refusal_free() */
};

/* True: to be refused with *out.  False: *out needs no freeing. */
bool uas_refuses(const struct uas_settings *s, const struct uas_request *r,
                 struct uas_refusal *out);
void uas_refusal_free(struct uas_refusal *r);

/* The answer to OPTIONS (11.2): 200 with Allow, Accept, Accept-Encoding,
 * Accept-Language, Supported, Allow-Events; fields are put into *fields. */
void uas_options(const struct uas_settings *s, struct buf *fields);

#endif
