/* framer.h - bytes of a stream transport to messages (RFC 3261 7.5, 18.3).
 *
 * A pull reader as xml/reader.h: feed bytes, then call sip_frame_next() until
 * SIP_FRAME_MORE.  What comes out does not depend on how the bytes were cut.
 * A message ends where its Content-Length says, and a stream without one, or
 * with two that differ, is broken: nobody knows where the next message begins,
 * and a guess would let one sender put a request into another's mouth.
 * Keep-alives: RFC 5626 4.4.1.
 * Not here: what a message says (sip/message.h), time (the owner counts it).
 */
#ifndef REF_SIP_FRAMER_H
#define REF_SIP_FRAMER_H

#include "sip/message.h"

enum sip_frame_kind {
	SIP_FRAME_MORE,		/* nothing complete is left; feed */
	SIP_FRAME_MESSAGE,	/* `bytes` is one message */
	SIP_FRAME_PONG,		/* CRLF between messages: a sign of life */
	SIP_FRAME_PING,		/* the second CRLF in a row: answer with one CRLF */
	SIP_FRAME_BROKEN,	/* sticky: answer if `bytes`, then close */
};

/* A ping is CRLF CRLF, so it comes out as PONG, then PING: the first cannot wait
 * for the second, and to one who waits for a pong a ping is as good. */
struct sip_frame {
	enum sip_frame_kind kind;
	struct view bytes;	/* MESSAGE; BROKEN: the head when it is complete, else empty */
	unsigned status;	/* BROKEN: 400, 413 or 513 */
	const char *words;	/* BROKEN: static */
};

struct sip_framer;

struct sip_framer *sip_framer_new(const struct sip_limits *limits);
void sip_framer_free(struct sip_framer **fp);

/* Takes bytes (copied).  Never parses: sip_frame_next() does. */
void sip_feed(struct sip_framer *f, struct view bytes);

/* The next event.  `bytes` is lent until the next call of feed or next.
 * A BROKEN head can be given to sip_message_read(), and sip_write_response_to()
 * can answer it with `status` even when that reads OK. */
void sip_frame_next(struct sip_framer *f, struct sip_frame *out);

/* Bytes that were fed and not yet turned into an event. */
size_t sip_unread(const struct sip_framer *f);

#endif
