/* writer.h - the one writer of SIP messages.
 *
 * A message is written front to back into a buf:
 *
 *	sip_write_request(out, VIEW("MESSAGE"), uri);
 *	sip_write_via(out, "TCP", VIEW("gw.example:5060"), branch, false);
 *	sip_write_address(out, SIP_FROM, display, uri, tag);
 *	...
 *	sip_write_body(out, VIEW("text/plain;charset=UTF-8"), text);   or sip_write_end(out)
 *
 * The guarantee (CVE classes of every gateway: header injection): whatever bytes
 * the views hold, a value cannot end its field, its quotes, its <> or its URI,
 * and no CR, LF, NUL, other control or non-ASCII byte stands where the grammar
 * has none.  It is made in sip_put_*(), one function a class; everything else
 * here is literals, numbers and these.  What has to be changed is changed
 * as each says, never refused: the reader of the thing to be sent is where
 * something is refused.
 */
#ifndef REF_SIP_WRITER_H
#define REF_SIP_WRITER_H

#include "lib/buf.h"
#include "sip/message.h"

/* --- the classes: append to the value that is being written ------------------ */

/* token (25.1): a byte that is none becomes '_'; nothing becomes "_". */
void sip_put_token(struct buf *out, struct view v);
/* quoted-string with its quotes: '"' and '\' escaped, TAB CR LF to a space, other
 * controls left out, what is not UTF-8 to U+FFFD. */
void sip_put_quoted(struct buf *out, struct view v);
/* TEXT-UTF8-TRIM: runs of white space and controls to one space, none at the ends,
 * what is not UTF-8 to U+FFFD. */
void sip_put_text(struct buf *out, struct view v);
/* A whole URI, made of escaped parts (sip_escape) or read by sip_uri_read():
 * a byte that no URI holds becomes %HH; a '%' without two digits becomes %25. */
void sip_put_uri(struct buf *out, struct view uri);
/* A value as it was read from a SIP message, byte for byte, but for CR and LF
 * which become spaces.  A quoted pair may hold any other byte (25.1), so this is
 * for values of sip_message_read() and for literals of our own only. */
void sip_put_value(struct buf *out, struct view value);

/* host, or host:port: what is in neither becomes '_', which no resolver answers. */
void sip_put_host(struct buf *out, struct view v);
/* Call-ID = word ["@" word] (25.1), wider than token: bytes outside become '_'. */
void sip_put_call_id(struct buf *out, struct view v);

/* --- start lines ----------------------------------------------------------------- */

void sip_write_request(struct buf *out, struct view method, struct view uri);
/* `reason` empty: the usual words. */
void sip_write_status(struct buf *out, unsigned status, struct view reason);
/* RFC 3261 21 and later; "" for a status without usual words. */
const char *sip_reason(unsigned status);

/* --- fields ------------------------------------------------------------------------ */

/* "Name: "; then sip_put_*() and sip_put_literal(); then sip_field_end(). */
void sip_field_begin(struct buf *out, enum sip_header h);
void sip_put_literal(struct buf *out, const char *literal);	/* a constant of ours, never input */
void sip_put_number(struct buf *out, uint64_t n);
void sip_field_end(struct buf *out);

void sip_write_token(struct buf *out, enum sip_header h, struct view v);
void sip_write_text(struct buf *out, enum sip_header h, struct view v);		/* Subject ... */
void sip_write_number(struct buf *out, enum sip_header h, uint64_t n);
void sip_write_value(struct buf *out, enum sip_header h, struct view value);	/* sip_put_value() */
void sip_write_call_id(struct buf *out, struct view v);
void sip_write_cseq(struct buf *out, uint32_t number, struct view method);

/* SIP/2.0/`transport` `sent_by`;branch=`branch`[;rport].  `sent_by` is our own
 * host[:port] from the configuration. */
void sip_write_via(struct buf *out, const char *transport, struct view sent_by,
                   struct view branch, bool rport);

/* "display" <uri>;tag=tag: always with <> (20.10); `display` and
 * `tag` empty: left out. */
void sip_write_address(struct buf *out, enum sip_header h, struct view display,
                       struct view uri, struct view tag);

/* a, b, c: option tags, methods, packages.  Nothing for n == 0. */
void sip_write_tokens(struct buf *out, enum sip_header h, const struct view *v, size_t n);

/* Event: package[;id=id]; `id` empty: none. */
void sip_write_event(struct buf *out, struct view package, struct view id);

/* `expires`, `retry_after` -1, `reason` empty: left out. */
void sip_write_subscription_state(struct buf *out, enum sip_substate state, int64_t expires,
                                  struct view reason, int64_t retry_after);

void sip_write_date(struct buf *out, int64_t seconds);
/* Warning: code agent "text" (20.43). */
void sip_write_warning(struct buf *out, unsigned code, struct view agent, struct view text);

/* --- the end of a message ------------------------------------------------------------ */

/* Content-Length: 0 and the empty line. */
void sip_write_end(struct buf *out);
/* Content-Type, Content-Length, the empty line and the body as it is.
 * `media_type` is a literal of ours or a value that was read. */
void sip_write_body(struct buf *out, struct view media_type, struct view body);

/* --- whole messages -------------------------------------------------------------------- */

struct sip_response {
	unsigned status;
	struct view reason;	/* empty: the usual words */
	struct view to_tag;	/* set where To has none (8.2.6.2); empty: left alone */
	struct view received;	/* address for the top Via (18.2.1), IPv6 without brackets; empty: none */
	unsigned rport;		/* for an rport without value in the top Via (RFC 3581 4) */
	bool record_route;	/* copy Record-Route, for what makes a dialog (12.1.1) */
};

/* Start line, all Vias, From, To, Call-ID, CSeq of the request byte for byte, and
 * Timestamp for a 100 (8.2.6.1).  What the request did not have is left out.  The
 * caller goes on with fields of its own and ends the message.
 * A `received` or rport value that the request brought itself is replaced. */
void sip_write_response_to(struct buf *out, const struct sip_message *request,
                           const struct sip_response *response);

/* The same without the start line. */
void sip_write_copied(struct buf *out, const struct sip_message *request,
                      const struct sip_response *response);

/* The message again, in long names, unfolded, with Content-Length. */
void sip_write_message(struct buf *out, const struct sip_message *m);

#endif
