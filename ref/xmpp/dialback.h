/* dialback.h - the elements db:result and db:verify, read and made.
 *
 * XEP-0220 2.1 and 2.5.
 * Not here: keys (dialback_key.h), which answers are owed (dialback_pending.h).
 */
#ifndef REF_XMPP_DIALBACK_H
#define REF_XMPP_DIALBACK_H

#include <stdbool.h>

#include "cause/cause.h"
#include "xml/element.h"

enum dialback_type { DB_VALID, DB_INVALID, DB_ERROR };

struct dialback {
	bool verify;			/* db:verify; else db:result */
	bool answer;			/* it has a type */
	struct view from, to;		/* as sent */
	struct view id;			/* verify only */
	struct view key;		/* not an answer: text without white space around */
	enum dialback_type type;	/* answer only */
	struct view condition;		/* DB_ERROR: the stanza error's name, or empty */
};

/* Reads an element of the namespace.  CAUSE_NONE, or the cause of a stream
 * error with its detail.  Views live in `r` or as long as `e`. */
enum cause dialback_read(const struct element *e, struct region *r,
                         struct dialback *out, const char **detail);

/* The element for `d`, in `r`.  `cause`: DB_ERROR only; one without a stanza
 * condition becomes undefined-condition. */
struct element *dialback_element(struct region *r, const struct dialback *d,
                                 enum cause cause);

#endif
