/* text.h - what a MESSAGE says, as the text of a body, and back.
 *
 * SIP to XMPP: text/plain in UTF-8, US-ASCII or ISO-8859-1; text/html reduced
 * to its words; of a multipart the first text/plain, else the first text/html
 * (RFC 2046 5.1); application/im-iscomposing+xml as a chat state (RFC 3994).
 * Everything else is refused (RFC 3428 4, RFC 7572 7).
 *
 * All of it comes from outside: time is linear in the bytes (times the depth of
 * multiparts, at most MULTIPART_DEPTH_MAX), memory a small multiple of them,
 * and the text that comes out is XML characters only.
 */
#ifndef REF_GATEWAY_TEXT_H
#define REF_GATEWAY_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/region.h"
#include "lib/view.h"

enum body_kind {
	BODY_TEXT,    /* text, language */
	BODY_TYPING,  /* typing, refresh */
	BODY_REFUSED, /* status, words */
};

struct body {
	enum body_kind kind;
	struct view text;     /* UTF-8, lines end in LF; in the region */
	struct view language; /* of the part that was taken; empty: not said */
	bool typing;          /* isComposing state active */
	unsigned refresh;     /* seconds it lasts; 0: not said (RFC 3994 3.2) */
	int status;           /* 400, 413, 415 (with Accept: BODY_ACCEPT), 493 */
	const char *words;    /* static, for the log */
};

#define BODY_ACCEPT                                                                            \
	"text/plain, text/html, multipart/alternative, "                                       \
	"multipart/mixed, application/im-iscomposing+xml"

/* `type` is the value of Content-Type, hostile; empty: text/plain.  `max`: octets
 * of text that XMPP will take, beyond which 413. */
void body_read(struct view type, struct view bytes, size_t max, struct region *r,
               struct body *out);

/* Text of XMPP as the body of a MESSAGE: lines end in CRLF. */
void text_to_sip(struct view text, struct buf *out);

/* Bytes of SIP as text of XMPP: CRLF and CR become LF, what is no UTF-8 or no
 * XML character becomes U+FFFD (R7572-5-2). */
void text_from_sip(struct view bytes, struct buf *out);

/* One line for a header field or a note: control characters and line ends become
 * one space, ends are trimmed, at most `max` octets, cut between characters. */
struct view text_one_line(struct view text, size_t max, struct region *r);

/* The value of a field that people read, with one blank for each run of blanks and tabs,
 * a fold's among them (RFC 3261 25.1: LWS means no more). */
struct view text_blanks(struct view value, struct region *r);

/* --- the parts, each in a file of its own -------------------------------------- */

struct media_type { /* RFC 3261 25.1 media-type; views into the value */
	struct view type, subtype;
	struct view charset, boundary; /* unquoted, in the region; empty: none */
};

enum body_form {
	FORM_PLAIN,
	FORM_HTML,
	FORM_MULTIPART,
	FORM_TYPING,
	FORM_ENCRYPTED, /* 493 */
	FORM_OTHER,     /* 415 */
};
/* Decides what becomes of a body of that type. */
enum body_form body_as_text(const struct media_type *type);

/* Appends `bytes` as UTF-8.  False: a charset that is not read here. */
bool charset_to_utf8(struct view charset, struct view bytes, struct buf *out);

#define TEXT_REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* XML 1.0 2.2. */
bool text_is_xml_char(uint32_t c);

#endif
