/* message.h - one SIP message, read strictly (RFC 3261 7, 18.3, 20, 25).
 *
 * Zero-copy: every view points into the bytes that were read, or, for a value
 * that was folded over lines (7.3.1), into the region, where each CR LF of the
 * fold has become two spaces.  A struct sip_message is valid as long as both.
 *
 * What can be said without knowing who we are is said here: start line, version,
 * names and shapes of fields (header.tbl), mandatory fields, CSeq method, lengths,
 * limits.  What depends on us (methods, schemes, extensions, loops) is
 * sip/uas.h.  Unknown fields, and fields that are not needed here, are kept as
 * they are and never refused (8.2.2); of a response nothing is refused but what tells
 * which request it answers, and where its way goes on (P124).
 */
#ifndef REF_SIP_MESSAGE_H
#define REF_SIP_MESSAGE_H

#include "lib/region.h"
#include "sip/field.h"
#include "sip/header.h"

/* Each answers an attack; SIP answers 513 for the first three, 413 for a body. */
struct sip_limits {
	size_t head;	/* bytes up to the empty line: a head that never ends */
	size_t fields;	/* rows: quadratic work and 48 bytes for every "a:" */
	size_t field;	/* bytes of one value: long keys in tables and logs */
	size_t body;	/* bytes: memory held for one sender */
};

extern const struct sip_limits sip_limits_default;	/* 32 KiB, 256, 8 KiB, 256 KiB */

struct sip_field {
	enum sip_header kind;
	struct view name;	/* as written, without the white space before ':' */
	struct view value;	/* unfolded, trimmed */
};

struct sip_message {
	bool request;

	/* requests */
	enum sip_method method;
	struct view method_name;
	struct view uri_text;
	struct sip_uri uri;		/* scheme OTHER: not taken apart, for a 416 */

	/* responses */
	unsigned status;		/* 100..699; 0 in requests */
	struct view reason;		/* may be empty */

	const struct sip_field *field;	/* in the order of the message; in the region */
	size_t n_field;

	/* what everybody needs; present in every message that was read OK */
	struct sip_via via;		/* the top one */
	size_t n_via;			/* values, not rows */
	struct sip_address from, to;
	struct view call_id;
	struct sip_cseq cseq;
	int max_forwards;		/* -1: none given (a request of RFC 2543) */
	int64_t content_length;		/* -1: none given */
	struct view body;		/* cut to content_length; may be empty */
	size_t surplus;			/* bytes behind the body that were ignored (18.3) */
};

enum sip_reading {
	SIP_READ_OK,
	SIP_READ_REFUSE,	/* a request: answer it with refusal.status */
	SIP_READ_DROP,		/* a response, an ACK, or nothing that can be answered */
};

struct sip_refusal {
	unsigned status;	/* 400, 413, 501, 505, 513; set with DROP as well */
	const char *words;	/* static: what was wrong, for log and reason phrase */
	size_t offset;		/* of the byte, or of the line, in the message */
};

/* Reads the message that begins at bytes.p[0]: a datagram, or what the framer
 * gave.  CRLFs before the start line are skipped (7.5).  `region` holds the
 * fields; it may be reset when *out is done with.
 *
 * REFUSE: *out holds what can be had of start line, fields, the top Via (its
 * sent-by at least), From, To, Call-ID and CSeq (empty or zero where missing),
 * enough for sip_write_response_to().  The first fault in the order of the
 * message decides the status, but a 505 comes before all others.
 * A datagram whose Content-Length is larger than what is there is refused, one
 * with more than that is cut (18.3). */
enum sip_reading sip_message_read(struct view bytes, struct region *region,
                                  const struct sip_limits *limits,
                                  struct sip_message *out, struct sip_refusal *refusal);

/* The decision: is a message no good if this field is malformed, or there too often?
 * (message_needed.c) */
bool sip_field_is_needed(bool request, enum sip_header kind);

/* Of a request that sip/writer.h has just written what tells it from others: method,
 * uri_text, from.tag, call_id, cseq, and n_via, the number of Via rows.  What our own
 * writer wrote is not judged again; the rest of *out is empty.  False: it is no
 * request, or one of them is missing. */
bool sip_message_outline(struct view bytes, struct sip_message *out);

/* The first field of that kind at or after index `from` (0 at first); NULL: none.
 * The next search starts at (result - m->field) + 1. */
const struct sip_field *sip_message_find(const struct sip_message *m, enum sip_header kind,
                                         size_t from);

/* The value of the first field of that kind; p NULL when there is none. */
struct view sip_message_value(const struct sip_message *m, enum sip_header kind);

/* All values of a kind, comma lists of all rows taken apart, in order:
 *
 *	struct sip_values v = sip_message_values(m, SIP_ROUTE);
 *	while (sip_values_next(&v, &item))
 */
struct sip_values {
	const struct sip_message *message;
	enum sip_header kind;
	size_t next_field;
	struct view rest;
};

struct sip_values sip_message_values(const struct sip_message *m, enum sip_header kind);
bool sip_values_next(struct sip_values *v, struct view *item);

/* True: a list field of tokens (Require, Supported, Allow) has this one.  Option
 * tags and methods: case counts for methods only, so it is compared as written
 * unless `fold`. */
bool sip_message_lists(const struct sip_message *m, enum sip_header kind, const char *token,
                       bool fold);

/* How welcome a body type is by the Accept fields, 0..1000, the most specific
 * range deciding (20.1); without an Accept field `absent`.  Malformed elements
 * are passed over. */
unsigned sip_message_accepts(const struct sip_message *m, const char *type,
                             const char *subtype, unsigned absent);

#endif
