/* wire.h - one TCP connection, one listener.
 *
 * Reads are handed up at once; writes are collected and flushed once per loop
 * turn.  A wire never blocks and never calls back from inside a call made on
 * it.  TLS is not here (ref/tls/channel.h).
 */
#ifndef LIB_WIRE_H
#define LIB_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "lib/fault.h"
#include "lib/loop.h"
#include "lib/view.h"

struct address {		/* an IP address and port */
	struct sockaddr_storage ss;
	socklen_t len;
};

/* "192.0.2.1:5269", "[::]:5269".  False: not an address. */
bool address_parse(struct view text, struct address *out);
#define ADDRESS_MAX 64
/* The same form back; `out` has ADDRESS_MAX bytes. */
const char *address_print(const struct address *a, char *out);
unsigned address_port(const struct address *a);
void address_set_port(struct address *a, unsigned port);
bool address_same_host(const struct address *a, const struct address *b);

enum wire_end {			/* how a wire ended */
	WIRE_PEER_CLOSED,	/* FIN */
	WIRE_RESET,		/* RST, or any other error while open */
	WIRE_REFUSED,		/* dialling: nobody listens */
	WIRE_UNREACHABLE,	/* dialling: no route, timed out by the kernel */
};

struct wire_ops {
	void (*connected)(void *arg);			/* dialled wires only */
	void (*bytes)(void *arg, struct view bytes);
	/* All that was written has reached the kernel. */
	void (*flushed)(void *arg);
	/* The other side ended.  The wire is still to be freed by its owner. */
	void (*ended)(void *arg, enum wire_end how);
};

struct wire;

/* Takes `fd` (a connected TCP socket). */
struct wire *wire_new(struct loop *l, int fd, const struct wire_ops *ops,
                      void *arg);
/* Dials; NULL only when the machine has no socket left (errno). */
struct wire *wire_dial(struct loop *l, const struct address *to,
                       const struct wire_ops *ops, void *arg);
void wire_set_ops(struct wire *w, const struct wire_ops *ops, void *arg);
void wire_write(struct wire *w, struct view bytes);
size_t wire_unsent(const struct wire *w);
/* Stops reading, so that the peer's window fills; and starts again. */
void wire_pause(struct wire *w, bool pause);
/* FIN behind what is still to be written; reading goes on. */
void wire_finish(struct wire *w);
/* Closes now; what was not written is lost.  May be called in a callback. */
void wire_free(struct wire **wp);
void wire_peer(const struct wire *w, struct address *out);
void wire_local(const struct wire *w, struct address *out);

struct listener;

/* Listens on `at`; NULL and *f (no file set) when that is impossible. */
struct listener *listener_new(struct loop *l, const struct address *at,
                              void (*fn)(void *arg, int fd,
                                         const struct address *from),
                              void *arg, struct fault *f);
void listener_free(struct listener **lp);
void listener_pause(struct listener *l, bool pause);

#endif
