/* presence_map.h - presence stanzas and tuples of PIDF, both ways (RFC 8048 6,
 * RFC 3922 5). */
#ifndef REF_GATEWAY_PRESENCE_MAP_H
#define REF_GATEWAY_PRESENCE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/pidf.h"
#include "jid/jid.h"
#include "xml/element.h"

/* What one resource shows.  Small and flat, so that a cache may keep it. */
struct presence {
	struct view resource; /* empty: the bare address */
	bool available;
	enum show show;
	int priority;             /* -128 to 127; PRIORITY_NONE */
	struct view lang;         /* of the stanza; empty: none */
	struct pidf_note *status; /* at most one per language */
	int64_t stamp;            /* of a delay element; STAMP_NONE */
	int64_t idle_since;       /* urn:xmpp:idle:1; STAMP_NONE */
};

#define PRIORITY_NONE (-1000)
#define NS_IDLE       "urn:xmpp:idle:1"

/* --- XMPP to SIP -------------------------------------------------------------- */

/* False: not a state (type probe, subscribe, error, ...): R8048-6.2-9.  Views into
 * `r`, notes cut to PIDF_NOTE_MAX; `from` is the address of the stanza. */
bool presence_read(const struct element *stanza, const struct jid *from, struct region *r,
                   struct presence *out);

struct presence_style {
	bool lync;      /* one folded tuple, sip: URIs, old activities */
	bool timestamp; /* stamps go out, or the time of arrival */
	bool delay;     /* to XMPP: timestamps become delay stamps */
	bool notes;     /* to XMPP: LYNC-TYPE-3, -6, -11 */
	size_t max;     /* octets of a document; 0: any */
};

/* The full-state document of `who` for `n` resources; n > 0.  `arrived`: for each
 * the time of its last change, or NULL.  *out is replaced.  One that would be larger than
 * style->max has fewer notes, then none, then only the resources that would stand for all
 * first, then of that one no contact, then no name; whether it is there always.  Attack:
 * statuses in many languages on many devices; a SIP server ends the connection of all for
 * a request that it does not take (P100). */
void presence_document(const struct presence *all, const int64_t *arrived, size_t n,
                       const struct jid *who, const struct presence_style *style,
                       struct region *r, struct buf *out);

/* Content-Language of such a document: the one that all statuses share, or empty. */
struct view presence_language(const struct presence *all, size_t n);

/* The resource that stands for all (lync profile): negative priorities
 * last, most available class, highest priority, latest change, then the first.
 * Index into `all`; n > 0. */
size_t presence_fold(const struct presence *all, const int64_t *arrived, size_t n);

/* --- SIP to XMPP -------------------------------------------------------------- */

/* False: the tuple says nothing (no basic, no show, no activity) or names nobody: ignore
 * it.  What *out holds is lent by the three.  `content_language`: of the NOTIFY, hostile;
 * empty: none. */
bool presence_from_tuple(const struct pidf *p, const struct pidf_tuple *t,
                         struct view content_language, const struct presence_style *style,
                         struct presence *out);

/* What a document without tuples means (RFC 3922 5.2.11, 6.3.2). */
enum tupleless { TUPLELESS_IGNORED, TUPLELESS_UNAVAILABLE };
enum tupleless presence_without_tuples(const struct pidf *p);

/* The stanza, in jabber:server, from who/resource to the bare watcher.  `id` may be
 * empty.  One that would be larger than `max` on the wire has fewer notes, or none.
 * Attack: notes of markup, which grow as they are written, until the edge ends the link
 * of all. */
struct element *presence_write(const struct presence *p, const struct jid *who,
                               const struct jid *watcher, struct view id, size_t max,
                               struct region *r);

bool presence_equal(const struct presence *a, const struct presence *b);

/* --- decisions ------------------------------------------------------------------- */

/* May a document be so large (GW-LIMIT-10)?  (fold_rules.c) */
bool presence_document_fits(size_t bytes, size_t max);
/* And a stanza (GW-LIMIT-7)?  (fold_rules.c) */
bool presence_stanza_fits(size_t bytes, size_t max);
/* R8048-6.2-7: thousandths for 0 to 127; -1 for a negative one or none. */
int priority_to_contact(int priority);
/* And back; PRIORITY_NONE for -1. */
int contact_to_priority(int thousandths);
/* "away", "chat", "dnd", "xa"; false: another word, which is no show. */
bool show_read(struct view word, enum show *out);
const char *show_word(enum show s); /* NULL for SHOW_NONE */
/* The types of a stanza that is a state: none (p NULL), and unavailable. */
bool presence_is_state(struct view type);
/* The show of a tuple: its own, else its activities', else the document's; idle is
 * away unless it is dnd or xa already. */
enum show show_of_tuple(const struct pidf *p, const struct pidf_tuple *t);

#endif
