/* pidf.h - presence documents (RFC 3863) with RPID (RFC 4480) and the show
 * element of jabber:client (RFC 8048 6.2).
 *
 * The reader takes restricted XML only, as on a stream (xml/reader.h): no DTD,
 * no entity but the five, no comment, no processing instruction, UTF-8.
 */
#ifndef REF_GATEWAY_PIDF_H
#define REF_GATEWAY_PIDF_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/stamp.h"
#include "lib/buf.h"
#include "lib/region.h"
#include "lib/view.h"
#include "xml/element.h"

#define PIDF_TYPE     "application/pidf+xml"
#define NS_PIDF       "urn:ietf:params:xml:ns:pidf"
#define NS_DATA_MODEL "urn:ietf:params:xml:ns:pidf:data-model"
#define NS_RPID       "urn:ietf:params:xml:ns:pidf:rpid"

#define PIDF_BYTES_MAX  (256 * 1024) /* one document: memory */
#define PIDF_TUPLES_MAX 64           /* each becomes a stanza: amplification */
#define PIDF_NOTES_MAX  8            /* of one tuple or document, one per language */
#define PIDF_NOTE_MAX   2048         /* octets of one; a longer one is cut: stanza limit */

enum pidf_basic { PIDF_NO_BASIC, PIDF_OPEN, PIDF_CLOSED };

/* Least available last. */
enum show { SHOW_NONE, SHOW_CHAT, SHOW_AWAY, SHOW_XA, SHOW_DND };

struct pidf_note {
	struct view lang; /* empty: none; inherited xml:lang counts */
	struct view text;
	struct pidf_note *next;
};

struct pidf_person {     /* RPID of a tuple, or of the document's persons */
	bool activities; /* any was given, known or not */
	enum show show;  /* what they mean together */
	bool idle;       /* user-input idle */
	struct pidf_note *notes;
};

struct pidf_tuple {
	struct view id;       /* as it stands; never empty */
	struct view resource; /* that the id names; p NULL: it names none */
	enum pidf_basic basic;
	struct view show; /* character data of <show/>, not judged; empty: none */
	int priority;     /* of the contact, thousandths 0 to 1000; -1: none */
	struct view contact;
	struct pidf_note *notes;
	struct pidf_person person;
	int64_t timestamp; /* STAMP_NONE: none */
	struct pidf_tuple *next;
};

struct pidf {
	struct view entity; /* not to be trusted for addressing */
	struct pidf_tuple *tuples;
	size_t count;
	bool skipped; /* a tuple was left out: mustUnderstand */
	struct pidf_note *notes;
	struct pidf_person person;
};

/* What it holds lives in `r`.  False: refuse with 400, state unchanged; *why gets
 * static words. */
bool pidf_read(struct view document, struct region *r, struct pidf *out, const char **why);

/* The document in the order of the schema, with an XML declaration.  `entity` is a
 * URI.  Tuples with priority -1 get no priority, with PIDF_NO_BASIC no basic.
 * person.show becomes activities: of the document in a dm:person, of a tuple (the
 * lync profile) in its status.  There is at least one tuple (R3922-6.3.2-1). */
void pidf_write(const struct pidf *p, struct buf *out);

/* --- decisions ------------------------------------------------------------------- */

/* What one RPID activity means (activities.tbl). */
enum show activity_to_show(struct view name);
/* The less available of two. */
enum show show_least(enum show a, enum show b);
/* The activity that stands for a show; NULL: none. */
const char *show_to_activity(enum show s);
/* "0.039" to 39; false: not the qvalue of RFC 3863 4.1.5 (out of range is none,
 * R3863-4.1.5-1). */
bool pidf_priority_read(struct view v, int *thousandths);
/* RFC 3863 4.2.3: of an element that is not known here, whether what encloses it has
 * to be left out. */
bool pidf_must_understand(const struct element *e);
/* The limits. */
bool pidf_within(size_t used, size_t limit);

#endif
