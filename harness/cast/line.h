/* line.h - one connection of a role: logged, kept book of, and shared out.
 *
 * Every unit is logged when it is received, with its taker: a step (nobody
 * yet), or an automation.  Who takes it is the line's manner; a scripted line
 * looks ahead at what the role's steps ask for (scripted.h).
 */
#ifndef HARNESS_LINE_H
#define HARNESS_LINE_H

#include "cast/conn.h"
#include "cast/stage.h"

/* Whose a unit is. */
struct fate {
	struct role *to;
	const char *auto_; /* NULL: for the role's steps */
	bool keep;         /* an automation will look for it in the inbox */
};

struct manner {
	/* Asked before the unit is logged: changes nothing. */
	struct fate (*fate)(struct line *l, const struct got *g);
	/* Told thereafter; NULL: nothing is done by itself. */
	void (*react)(struct line *l, const struct got *g, const struct fate *to);
	/* Told of each element that is sent, and who says it; NULL: not. */
	void (*sent)(struct line *l, const struct role *as, struct view element);
};

struct line {
	struct line *next;
	struct role *role;
	struct stage *stage;
	struct conn *conn;
	unsigned number;
	const struct manner *manner;
	bool incoming;
	bool connected;
	bool met, dialled; /* incoming: `is connected`, `is dialled` had it */
	bool manual;       /* incoming: the script answers its header */
	const char *how;   /* it ended; NULL: it has not */
	bool closed_here;
	bool sip; /* it speaks SIP */

	char *header;         /* last received; NULL: none on this stream */
	char *declared;       /* by it, for what follows (unit_declares()); NULL: nothing */
	char *id, *from, *to; /* of it; "" when absent */
	char *features;       /* last received on this stream */
	bool end_received, error_received;
	char *own_id;            /* of the last header that answered */
	char *own_from, *own_to; /* of the last header that opened */
	bool authenticated;
	bool handshake_failed;
	uint64_t sent;      /* SENT events */
	uint64_t opened_us; /* t_us of its OPEN event */

	char *session;       /* of XEP-0198, as a server; NULL: not managed */
	uint32_t taken;      /* stanzas that came in it */
	unsigned spaces, spaces_taken; /* white space between elements */
};

/* NULL: the machine or the address do not allow it, and the case is broken. */
struct line *line_dial(struct role *r, const struct address *to, const struct manner *m);
struct line *line_accept(struct role *r, int fd, const struct address *from,
                         const struct manner *m);
/* What a UDP socket and one peer say to each other; `fd` is the caller's. */
struct line *line_datagrams(struct role *r, int fd, const struct address *peer,
                            const struct manner *m);
/* SIP, not XMPP; said when it is made. */
void line_speaks_sip(struct line *l);
void lines_free(struct stage *s);

/* The declaration that a header of its own shows dialback by (XEP-0220 2.4.1); nothing, when
 * the actor has none. */
void line_put_dialback(const struct line *l, struct buf *b);
/* Logs (each unit for itself) and sends.  False: the connection is over. */
bool line_send(struct line *l, const char *auto_, struct view bytes);
bool line_send_as(struct line *l, const struct role *as, const char *auto_,
                  struct view bytes); /* the log names another role */
bool line_printf(struct line *l, const char *auto_, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
bool line_send_slowly(struct line *l, struct view bytes);
/* The header of an initiating stream. */
bool line_open(struct line *l, const char *auto_, const char *from, const char *to);
bool line_end(struct line *l, const char *auto_); /* </stream:stream> */
/* Handshake with the role's certificate, `version` and so on.  False: not
 * possible, and why is in *f. */
bool line_secure(struct line *l, bool server, const char *name, const char *alpn,
                 struct fault *f);
bool line_is_secure(const struct line *l);
void line_finish(struct line *l);
void line_drop(struct line *l);
bool line_is_over(const struct line *l); /* the other side ended, or we did */

/* What it said at the top of a stream: text of the attribute, "" if absent. */
const char *got_attribute(const struct got *g, const char *name);
void got_text(const struct got *g, struct buf *out);
/* The features last received, read as what stands behind its header; to be freed.  NULL:
 * none came on this stream. */
struct unit *line_features(const struct line *l);
/* Do they have this child; with this text in one of its own? */
bool line_offers(const struct line *l, const char *feature);
bool line_offers_text(const struct line *l, const char *feature, const char *text);

/* The next unit on this line that an automation was to have, with one of the
 * names (NULL at the end).  Fails when the line ends, or something else comes.
 * To be freed. */
struct got *line_take(struct act *a, struct line *l, const char *const *names);
bool line_wait_header(struct act *a, struct line *l);
bool line_wait_features(struct act *a, struct line *l);
bool line_wait_secure(struct act *a, struct line *l);
bool line_wait_connected(struct act *a, struct line *l);

#endif
