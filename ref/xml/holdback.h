/* holdback.h - where in a run of XML bytes a parser may be woken.
 *
 * expat keeps an unfinished token and tries again when more has come: either
 * at once, which makes a long tag sent in small pieces quadratic, or later
 * (its reparse deferral), which delays a stanza that is complete.  So it is
 * only given pieces that end where a token ends; then it never keeps one.
 *
 * The scanner decides timing only.  Whether the bytes are XML is for expat to
 * say: a scanner that was led astray by broken XML holds bytes back until the
 * limits of the reader end it, and lets none pass unjudged.
 */
#ifndef REF_XML_HOLDBACK_H
#define REF_XML_HOLDBACK_H

#include "lib/view.h"
#include "xml/restricted.h"

enum holdback_state {
	HB_TEXT,	/* between constructs */
	HB_REFERENCE,	/* & ... ; */
	HB_LT,		/* < */
	HB_TAG,		/* < name ... */
	HB_END_TAG,	/* < / ... */
	HB_QUOTE,	/* '...' or "..." in a tag or document type */
	HB_PI,		/* < ? ... */
	HB_BANG,	/* < ! */
	HB_DASH,	/* < ! - */
	HB_COMMENT,	/* < ! - - ... */
	HB_CDATA_OPEN,	/* < ! [ C D A T A [ */
	HB_CDATA,
	HB_DOCTYPE,	/* < ! D ... */
	HB_SUBSET,	/* its [ ... ] */
};

/* A zeroed one is at the start of a stream. */
struct holdback {
	enum holdback_state state;
	enum holdback_state quoted_in;	/* HB_QUOTE: what it stands in */
	enum holdback_state ended;	/* what it was, when markup has just ended */
	char quote;
	unsigned run;		/* dashes, brackets, letters matched so far */
	unsigned begun, due;	/* bytes of a character: seen, and missing */
	bool broken;		/* a character was: expat will refuse it */
	size_t seen;		/* bytes looked at, not yet taken */
	size_t safe;		/* of these, what may be handed on */
	size_t markup;		/* bytes of the construct that is unfinished or
				 * has just ended; 0: text */
};

/* Looks at bytes[h->seen...]; `bytes` starts where it started last time, less
 * what was taken.  Stops behind each construct, so that it is handed on alone,
 * and in front of one when text stands before it. */
void holdback_scan(struct holdback *h, struct view bytes);

/* The safe bytes have been handed on. */
void holdback_take(struct holdback *h);

/* What the construct is that is unfinished or has just ended; XML_CONSTRUCT_PLAIN
 * for tags and text. */
enum xml_construct holdback_construct(const struct holdback *h);

#endif
