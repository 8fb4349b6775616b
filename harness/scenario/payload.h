/* payload.h - patterns that are matched, templates that are filled.
 *
 * A payload is XML (or a fragment of a stream) with {...} in it:
 *   both      {$name}  {$actor.stream-id}  {{ (a brace)
 *   pattern   {any}  {a|b}  {absent|normal}  {not a|b}  {/regex/}, each with
 *             ` as $name`; as children !<x/> (absent), {only} (no other
 *             children), {empty} (no content)
 *   template  {fresh KIND as $name}  {filler}  {base64 TEXT}  {repeat N TEXT}
 *             {numbered N TEXT}
 * {<x/> if COLUMN=VALUE}, {!<x/> if ...} and {<COLUMN>} are gone when a payload
 * is made: the loader decides them for each row.  In a pattern, named
 * attributes and children must be there; others may.
 * A SIP payload has them in its start line, its header fields and its body; a
 * body that is XML is a payload of its own.  docs/scenario-language.md lists
 * all.
 */
#ifndef HARNESS_PAYLOAD_H
#define HARNESS_PAYLOAD_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/fault.h"
#include "lib/rng.h"
#include "lib/view.h"

/* --- bindings: $name, $name.part ------------------------------------------- */
struct bindings;

struct bindings *bindings_new(void);
void bindings_free(struct bindings **bp);
struct bindings *bindings_copy(const struct bindings *b);
bool bindings_get(const struct bindings *b, struct view name, struct view *out);
void bindings_set(struct bindings *b, struct view name, struct view value);

/* --- fresh values: all from the seed of the case ----------------------------- */
bool fresh_is_known(struct view kind);	/* id word key tag callid body ... */
void fresh(struct rng *r, struct view kind, struct buf *out);

/* --- payloads ----------------------------------------------------------------- */
struct payload;

enum payload_use { USE_PATTERN, USE_TEMPLATE, USE_RAW };
enum payload_form {
	FORM_XML,
	FORM_SIP,		/* start line, header fields, empty line, body */
	FORM_SIP_FIELDS,	/* the same without a start line; template only */
};

struct payload_source {
	struct view text;	/* behind the margin, lines joined by LF */
	const char *file;
	unsigned line, column;	/* of the first character */
	enum payload_use use;
	enum payload_form form;
};

/* Checks everything that can be checked without a run: braces, names of
 * generators, regular expressions, well-formed XML.  NULL and *f otherwise.
 * The text is copied. */
struct payload *payload_new(const struct payload_source *s, struct fault *f);
void payload_free(struct payload **pp);

/* Each $name in it, in order; `binds`: it gets its value here. */
struct payload_name {
	struct view name;	/* without $ */
	bool binds;
	unsigned line, column;
};
void payload_names(const struct payload *p,
                   void (*fn)(void *arg, const struct payload_name *n), void *arg);

/* The text as it stands in the file behind the margin, lines joined by LF. */
struct view payload_text(const struct payload *p);

/* A template filled: bytes for the wire.  New names are bound.  XML payloads
 * lose the line ends and indentation between tags; raw ones keep only what
 * their escapes say.  `filler_to` > 0: {filler} makes the whole that long. */
bool payload_fill(const struct payload *p, bool raw, size_t filler_to,
                  struct bindings *b, struct rng *r, struct buf *out,
                  struct fault *f);

/* What was received, parsed once (libxml2): an element, a stream header, or
 * the end tag of a stream.  NULL: not XML, or XML that RFC 6120 11.1 forbids,
 * or larger than UNIT_MAX.  The prefixes stream and db need no declaration,
 * and the default namespace is jabber:server. */
#define UNIT_MAX (4u << 20)
struct unit;
struct unit *unit_parse(struct view xml);
/* A stream is one document: what its header declares holds for all that follows
 * (Namespaces in XML 6.1).  `declared` is unit_declares() of that header, or NULL. */
struct unit *unit_parse_within(struct view xml, const char *declared);
/* The prefixes that a header declares, and its default namespace unless that is one of
 * stanzas: attributes to be given to unit_parse_within(), to free; NULL: none. */
char *unit_declares(const struct unit *u);
void unit_free(struct unit **up);
/* A message to `user` (user@domain) whose `to` has a resource: the same without it.  To be
 * freed; NULL: it is no such message. */
struct unit *unit_to_bare(const struct unit *u, const char *user);
/* A SIP message; any bytes are one (scenario/sip_text.h). */
struct unit *unit_parse_sip(struct view message);
/* NULL: it is XML. */
struct sip_text;
const struct sip_text *unit_sip(const struct unit *u);
/* Local name of its element ("stream" for a header), "" for an end tag; the
 * method of a SIP request, "SIP/2.0" for a response. */
const char *unit_name(const struct unit *u);
/* An attribute without prefix, or NULL; lent. */
const char *unit_attribute(const struct unit *u, const char *name);

struct mismatch {		/* the first difference, for people */
	char *where;		/* "message/@from", "message/body" */
	char *expected;
	char *got;
};
void mismatch_free(struct mismatch *m);

/* Of a pattern: the local name of its element, "" for the end tag of a stream,
 * the first word of a SIP start line. */
const char *payload_element(const struct payload *p);
/* Does it ask for a refusal: a stream error, a failure, the end of a stream,
 * type='error' or 'invalid', a SIP status from 300 on? */
bool payload_is_refusal(const struct payload *p);

/* Is the pattern about such a unit?  In SIP, requests and responses come by ways of
 * their own (RFC 6665 4.1.2.4: a NOTIFY may overtake the 200): a pattern for one
 * says nothing about the other.  True for everything else. */
bool payload_is_about(const struct payload *p, const struct unit *u);

/* A unit that a pattern asks for, made of its literals and of what is bound.
 * False: it is SIP, or has a regular expression, {not}, an absent child, or a name
 * without value. */
bool payload_example(const struct payload *p, const struct bindings *b, struct buf *out);

/* Does the unit match?  Names bound by the match are added to `b` only on
 * success.  m may be NULL; otherwise it is zeroed or free of memory before. */
bool payload_matches(const struct payload *p, const struct unit *u,
                     struct bindings *b, struct mismatch *m);

#endif
