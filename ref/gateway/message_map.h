/* message_map.h - instant messages in pager mode, both ways (RFC 7572).
 *
 * Pure: what crosses, not when.  The request that carries an outgoing one, its
 * tags, CSeq and transaction are the caller's; so is what it remembers to
 * answer with the right id (R7572-4-7).
 */
#ifndef REF_GATEWAY_MESSAGE_MAP_H
#define REF_GATEWAY_MESSAGE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "cause/cause.h"
#include "gateway/errors.h"
#include "gateway/stamp.h"
#include "gateway/text.h"
#include "jid/jid.h"
#include "xml/element.h"

struct sip_message;

#define NS_CHAT_STATES "http://jabber.org/protocol/chatstates"
#define NS_DELAY       "urn:xmpp:delay"

/* RFC 3428 8: the whole request; paths may be over UDP anywhere behind us. */
#define IM_REQUEST_MAX 1300
/* Octets of a stanza that any peer takes (RFC 6120 13.12). */
#define IM_STANZA_MAX  10000
#define IM_SUBJECT_MAX 256 /* octets of a Subject field: one line of a header */
#define IM_CALL_ID_MAX 128 /* of a thread that is used as Call-ID */

struct im_style {
	bool resource; /* From carries gr (rfc: yes, lync: no) */
	bool drop_headlines;
	size_t request_max; /* 0: IM_REQUEST_MAX; else `im-limit` */
	size_t stanza_max;  /* 0: IM_STANZA_MAX */
};

enum chat_state {
	CHAT_NONE,
	CHAT_ACTIVE,
	CHAT_COMPOSING,
	CHAT_PAUSED,
	CHAT_INACTIVE,
	CHAT_GONE
};

/* --- XMPP to SIP ------------------------------------------------------------- */

enum im_kind {
	IM_TEXT,    /* send it */
	IM_STATE,   /* no body, a chat state */
	IM_NOTHING, /* nothing for a user: no request, no error */
	IM_ERROR,   /* of type error: stanza_error_read() */
	IM_REFUSED, /* answer with error_local(refusal) */
};

struct im_out {
	enum im_kind kind;
	enum local_error refusal;
	struct view from_uri; /* without brackets; gr by style */
	struct view to_uri;   /* Request-URI and To; gr when `to` is full */
	struct view call_id;  /* the thread; empty: make a fresh one */
	struct view thread;   /* as it stood; empty: none */
	struct view id;       /* of the stanza; empty: none */
	struct view subject;  /* one line; empty: none */
	struct view language; /* a tag of RFC 5646's form; empty: none */
	struct view content_type;
	struct view body;
	int64_t date;          /* of a delay stamp; STAMP_NONE */
	enum chat_state state; /* also beside a body */
};

/* `from` and `to`: its addresses, prepared.  CAUSE_JID_MALFORMED: one of them has no
 * SIP form; bounce with that cause. */
enum cause message_to_im(const struct element *message, const struct jid *from,
                         const struct jid *to, const struct im_style *style, struct region *r,
                         struct im_out *out);

/* --- SIP to XMPP ------------------------------------------------------------- */

struct im_in {
	struct jid from, to;           /* as written (sip_to_jid): the caller's to fill in */
	struct body body;              /* TEXT or TYPING */
	struct view thread;            /* Call-ID */
	struct view subject, language; /* empty: none */
	int64_t date;                  /* of Date; STAMP_NONE */
};

struct im_refusal {
	int status;
	enum cause cause; /* CAUSE_NONE: the body, see words */
	const char *words;
	bool accept; /* 415: Accept: BODY_ACCEPT is due */
};

/* False: *why says how to answer the request. */
bool im_from_request(const struct sip_message *m, const struct im_style *style,
                     struct region *r, struct im_in *out, struct im_refusal *why);

/* The stanza, in jabber:server.  `chat`: of type chat (sessions, the lync profile).
 * `stamp`: with a delay stamp of `date`.  `id`: a fresh token.  Whether it is small
 * enough is for size_rule_refuses(stanza_wire_size(), stanza_max) to say: 413. */
struct element *im_to_message(const struct im_in *im, bool chat, bool stamp, struct view id,
                              struct region *r);

/* Bytes of `stanza` on a stream of jabber:server: what it comes to, which takes as
 * long as writing it, and what it can come to at most. */
size_t stanza_wire_size(const struct element *stanza);
size_t stanza_wire_size_at_most(const struct element *stanza);

/* --- decisions ------------------------------------------------------------------ */

/* Whether `bytes` in all is too much for a limit. */
bool size_rule_refuses(size_t bytes, size_t limit);
/* What a type does by itself; IM_TEXT: nothing. */
enum im_kind im_kind_of_type(struct view type, const struct im_style *style);
/* Of several bodies, subjects or threads the one that goes on (RFC 7572 8): that
 * without a language, else in the language of the stanza, else the first.  NULL: none. */
const struct element *message_choose(const struct element *message, const char *name);
/* Is the date of a MESSAGE, in ms since 1970 or STAMP_NONE, told as that of a delay?  Not
 * one that has not come yet.  Attack: a message that stays the last one for ever (P122). */
bool date_is_told(int64_t date, int64_t now);
/* A thread that can be the Call-ID of RFC 3261 25.1 as it stands. */
bool thread_is_call_id(struct view thread);
enum chat_state chat_state_for_typing(bool active);

#endif
