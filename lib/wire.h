/* wire.h - one TCP connection.
 *
 * Reads are handed up at once, at most LOOP_READ_MOST of one wire in a turn; writes
 * are collected and flushed once per loop turn.  A wire never blocks and never
 * calls back from inside a call made on it.
 * Not here: TLS (ref/tls/channel.h).
 */
#ifndef LIB_WIRE_H
#define LIB_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/address.h"
#include "lib/fault.h"
#include "lib/listener.h"
#include "lib/loop.h"
#include "lib/view.h"

enum wire_end {			/* how a wire ended */
	WIRE_PEER_CLOSED,	/* FIN */
	WIRE_RESET,		/* RST, or any other error while open */
	WIRE_REFUSED,		/* dialling: nobody listens */
	WIRE_UNREACHABLE,	/* dialling: no route, timed out by the kernel */
};

/* Any of them may be NULL.  Each may free the wire. */
struct wire_ops {
	void (*connected)(void *arg);			/* dialled wires only */
	void (*bytes)(void *arg, struct view bytes);	/* lent for the call */
	/* All that was written has reached the kernel. */
	void (*flushed)(void *arg);
	/* The other side ended, and nothing is read any more.  Only after
	 * WIRE_PEER_CLOSED is what is written still sent, and only then may
	 * this be called once more, with WIRE_RESET.  The wire is still to be
	 * freed by its owner. */
	void (*ended)(void *arg, enum wire_end how);
};

struct wire;

/* Takes `fd` (a connected stream socket). */
struct wire *wire_new(struct loop *l, int fd, const struct wire_ops *ops,
                      void *arg);
/* Dials; NULL only when the machine has no socket left (errno). */
struct wire *wire_dial(struct loop *l, const struct address *to,
                       const struct wire_ops *ops, void *arg);
/* The same from an address of this machine, whose port is not looked at; NULL:
 * the kernel's choice. */
struct wire *wire_dial_from(struct loop *l, const struct address *from,
                            const struct address *to, const struct wire_ops *ops, void *arg);
/* Is it an address of this machine?  False and *f: it cannot be called from. */
bool wire_may_come_from(const struct address *from, struct fault *f);
void wire_set_ops(struct wire *w, const struct wire_ops *ops, void *arg);
/* Copies.  There is no limit here: a peer that does not read makes it grow, so
 * the owner stops at a limit of its own on wire_unsent(). */
void wire_write(struct wire *w, struct view bytes);
size_t wire_unsent(const struct wire *w);
/* Stops reading, so that the peer's window fills; and starts again.  While it
 * is paused the peer's end shows only when a write fails. */
void wire_pause(struct wire *w, bool pause);
/* FIN behind what is still to be written; reading goes on.  What is written
 * afterwards is dropped. */
void wire_finish(struct wire *w);
/* Closes now; what was not written is lost, and so may be what the peer has
 * not read yet when it sent something that was never read here (TCP answers
 * that with RST): wire_finish() first where it matters.  May be called in a
 * callback.  *wp may be NULL. */
void wire_free(struct wire **wp);
/* AF_UNSPEC when the kernel does not know it. */
void wire_peer(const struct wire *w, struct address *out);
void wire_local(const struct wire *w, struct address *out);

#endif
