/* field.h - values of header fields, each read strictly (RFC 3261 20, 25.1).
 *
 * Every reader takes one value, the whole of it, without white space at its
 * ends needed; it fills *out with views into it and allocates nothing.  False:
 * the value is malformed; `why`, where there is one, may be NULL and gets static
 * words.  *out is undefined then.
 * A field that is a list is taken apart first: sip_list_next(), or
 * sip_message_values() (sip/message.h) for all rows of a message.
 */
#ifndef REF_SIP_FIELD_H
#define REF_SIP_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/view.h"
#include "sip/method.h"
#include "sip/uri.h"

/* --- lists and parameters ------------------------------------------------------ */

/* The next value of a comma list, trimmed; commas inside of "" and <> do not
 * count.  False: nothing is left.  An empty element comes out as an empty view
 * (the reader of the value will refuse it); an empty list has no element. */
bool sip_list_next(struct view *rest, struct view *item);

/* The next of ";name=value;name"; a first ';' is optional.  *value as written,
 * a quoted string with its quotes; p NULL when there is none.  False: nothing is
 * left, or the rest is malformed (then *rest is not empty). */
bool sip_parameter_next(struct view *rest, struct view *name, struct view *value);

/* True: `parameters` (of any struct below) has one of that name, case ignored.
 * *value (may be NULL) as with sip_parameter_next(). */
bool sip_parameter(struct view parameters, const char *name, struct view *value);

/* Appends a quoted string without quotes and backslashes; any other value as it
 * is.  May yield any byte but CR and LF. */
void sip_unquote(struct buf *out, struct view value);

/* --- addresses ----------------------------------------------------------------- */

struct sip_address {		/* From, To, Contact, Route, Record-Route, ... */
	struct view display;	/* as written, quotes included: sip_unquote(); empty: none */
	struct sip_uri uri;
	struct view parameters;	/* of the field: "tag=1;q=0.3"; empty: none */
	struct view tag;	/* empty: none */
	bool bracketed;		/* <uri>; without, everything behind ';' is the field's (20.10) */
};

/* name-addr or addr-spec with parameters.  Refused besides the grammar: a URI
 * with comma, '?' or ';' outside of <> (20); two tags. */
bool sip_address_read(struct view value, struct sip_address *out, const char **why);

/* --- Via ------------------------------------------------------------------------- */

struct sip_via {
	struct view text;	/* the one via-parm, as written */
	struct view transport;	/* "TCP", "UDP", "TLS", ... as written */
	struct view host;	/* sent-by; IPv6 without brackets */
	enum sip_host_kind host_kind;
	unsigned port;		/* 0: none given */
	struct view parameters;
	struct view branch;	/* empty: none (RFC 2543) */
	struct view received;	/* an address, brackets taken off (5118 4.5); empty: none */
	struct view maddr;	/* empty: none */
	bool rport;		/* the parameter is there (RFC 3581) */
	unsigned rport_value;	/* 0: without a value */
};

/* One via-parm of SIP/2.0.  *out is filled up to the sent-by even when false
 * comes back because of a parameter (via->host.n != 0 tells): an answer can be
 * sent to where it came from. */
bool sip_via_read(struct view value, struct sip_via *out, const char **why);

/* The branch has the cookie of RFC 3261 8.1.1.7 and something behind it. */
bool sip_branch_is_3261(struct view branch);

/* --- the rest --------------------------------------------------------------------- */

struct sip_cseq {
	uint32_t number;		/* below 2^31 (8.1.1.5) */
	enum sip_method method;
	struct view method_name;
};

struct sip_media {		/* Content-Type, an element of Accept */
	struct view type, subtype;	/* "*" allowed in Accept only */
	struct view parameters;		/* q among them */
};

struct sip_token {		/* Content-Disposition, Event, Accept-Encoding ... */
	struct view token;
	struct view parameters;
};

struct sip_event {		/* Event, an element of Allow-Events (RFC 6665 8.2.1) */
	struct view package;	/* with templates: "presence.winfo" */
	struct view id;		/* empty: none */
	struct view parameters;
};

enum sip_substate {		/* RFC 6665 4.1.3 */
	SIP_SUBSTATE_ACTIVE,
	SIP_SUBSTATE_PENDING,
	SIP_SUBSTATE_TERMINATED,
	SIP_SUBSTATE_OTHER,
};

struct sip_subscription_state {
	enum sip_substate state;
	struct view name;		/* as written */
	struct view reason;		/* empty: none */
	int64_t expires;		/* seconds; -1: not given */
	int64_t retry_after;		/* seconds; -1: not given */
};

bool sip_cseq_read(struct view value, struct sip_cseq *out);
bool sip_media_read(struct view value, struct sip_media *out);
bool sip_token_read(struct view value, struct sip_token *out);
bool sip_event_read(struct view value, struct sip_event *out);
bool sip_subscription_state_read(struct view value, struct sip_subscription_state *out);

/* Expires, Min-Expires: delta-seconds up to 2^32-1, leading zeros allowed. */
bool sip_delta_read(struct view value, uint32_t *seconds);
/* Retry-After: delta-seconds, a comment and parameters may follow (20.33). */
bool sip_retry_after_read(struct view value, uint32_t *seconds);
/* 0..255 (20.22). */
bool sip_max_forwards_read(struct view value, unsigned *out);
/* qvalue in thousandths, 0..1000; at most three decimals (25.1). */
bool sip_q_read(struct view value, unsigned *thousandths);
/* SIP-date: "Sat, 13 Nov 2010 23:29:00 GMT", GMT only (20.17); seconds since
 * 1970.  The weekday must be one, and is not compared with the date. */
bool sip_date_read(struct view value, int64_t *seconds);

bool sip_is_token(struct view v);		/* 1*token-char (25.1) */
bool sip_is_call_id(struct view v);		/* word ["@" word] (25.1) */
bool sip_is_language_tag(struct view v);	/* 1*8ALPHA *("-" 1*8ALPHANUM), RFC 3066 */

#endif
