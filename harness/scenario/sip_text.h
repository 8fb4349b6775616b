/* sip_text.h - a SIP message as bytes with offsets (RFC 3261 7).
 *
 * The harness's own reading: tolerant.  It notes where things stand and never
 * refuses; what is missing is empty.  Whether a message is right is not said
 * here (judge/sip_grammar.h).
 */
#ifndef HARNESS_SIP_TEXT_H
#define HARNESS_SIP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "lib/view.h"

struct sip_field {
	const char *known; /* long name from the table; NULL: none that is known */
	struct view name;  /* as it was written */
	struct view value; /* trimmed; line folds still in it */
};

struct sip_text {
	struct view start; /* start line */
	bool request;
	struct view method, uri; /* of a request */
	unsigned status;         /* of a response; 0: unreadable */
	struct view reason;
	struct sip_field *field;
	size_t n_field;
	bool whole;       /* the empty line behind the head is there */
	struct view body; /* all behind it */
};

/* Lines of a text as they go on the wire: each ends in CRLF. */
void sip_put_lines(struct buf *out, const char *text);

/* Views lie in `bytes`, which must live as long. */
void sip_text_read(struct view bytes, struct sip_text *out);
void sip_text_free(struct sip_text *t);

/* Bytes of the first message of a stream transport, by its Content-Length
 * (RFC 3261 18.3; none counts as 0); 0: more are needed. */
size_t sip_text_cut(struct view bytes);

/* --- header fields ------------------------------------------------------------ */
enum sip_form {                 /* of a field's value */
	        SIP_PLAIN,      /* one value */
	        SIP_PARTS,      /* one value with ;parameters */
	        SIP_LIST,       /* values set apart by commas */
	        SIP_LIST_PARTS, /* such values with ;parameters */
};
/* "v", "VIA" -> "Via"; NULL: not in sip_header.tbl. */
const char *sip_known_name(struct view name);
enum sip_form sip_form_of(struct view name);
bool sip_same_name(struct view a, struct view b);

/* The nth (from 0) field of this name, or NULL. */
const struct sip_field *sip_field(const struct sip_text *t, const char *name, size_t nth);
/* Its value, empty when it is not there. */
struct view sip_value(const struct sip_text *t, const char *name);

/* Cuts the first value off a comma list; quotes and <> are heeded. */
bool sip_next_value(struct view *rest, struct view *value);
/* Cuts the first part off at a ; outside of quotes and <>. */
bool sip_next_part(struct view *rest, struct view *part);
/* ;name=value behind the value itself; *out empty for a flag.  False: absent. */
bool sip_parameter(struct view value, const char *name, struct view *out);
/* One line, with single spaces; none beside ; and = when `parts`. */
void sip_normal(struct view value, bool parts, struct buf *out);

/* --- addresses -------------------------------------------------------------------- */
/* The URI of a name-addr or addr-spec. */
struct view sip_uri_in(struct view value);
/* Of "sip:user:pw@host:5060;x=y?z": the user, still escaped, and the host
 * without port. */
struct view sip_user_in(struct view uri);
struct view sip_host_in(struct view uri);
/* ;name=value of the URI itself. */
bool sip_uri_parameter(struct view uri, const char *name, struct view *out);
/* %HH undone. */
void sip_unescape(struct view v, struct buf *out);
/* The address of XMPP that a URI stands for (RFC 7247 6): "sally@a.example",
 * with "/gr" when it has one. */
void sip_jid_of(struct view uri, struct buf *out);
/* The other way: "sip:user@domain", the resource left out. */
void sip_uri_of(struct view jid, struct buf *out);

#endif
