/* channel.h - a wire, with or without TLS on it: socket to proven peer.
 *
 * The loop glue under every stream: plain bytes up and down, TLS started in
 * the middle when asked (RFC 6120 5.4.3).  Never calls back from inside a call made
 * on it.  Its owner frees it, at any time; `ended` does not.
 * Not here: what the peer's certificate is worth (tls/proof.h, on channel_tls()).
 */
#ifndef REF_TLS_CHANNEL_H
#define REF_TLS_CHANNEL_H

#include "lib/wire.h"
#include "tls/session.h"

struct channel;

struct channel_ops {
	void (*connected)(void *arg);		/* dialled, TCP is up */
	void (*secured)(void *arg);		/* TLS handshake done */
	void (*bytes)(void *arg, struct view plain);	/* lent for the call */
	void (*flushed)(void *arg);		/* all that was written is with the kernel */
	/* The peer is gone, or TLS broke (CAUSE_TLS_FAILED, words), or it could
	 * not be reached (CAUSE_CONNECT_FAILED).  Once, and the last of them. */
	void (*ended)(void *arg, enum cause cause, const char *words);
};

/* `ops` are lent for its life; each may be NULL.  Takes fd.  A call that cannot even be
 * begun ends like one that fails. */
struct channel *channel_accept(struct loop *l, int fd,
                               const struct channel_ops *ops, void *arg);
struct channel *channel_dial(struct loop *l, const struct address *to,
                             const struct channel_ops *ops, void *arg);
/* From an address of this machine (its port is not looked at; NULL: any). */
struct channel *channel_dial_from(struct loop *l, const struct address *from,
                                  const struct address *to, const struct channel_ops *ops,
                                  void *arg);
/* Frees at once; unsent bytes are lost.  Safe in a callback. */
void channel_free(struct channel **cp);

/* TLS from here on: what was written before goes out in clear first; bytes
 * that have been received in clear and not been handed up are given to TLS,
 * never to the stream (RFC 6120 5.4.3.3).  Once; `sni` may be NULL. */
void channel_start_tls(struct channel *c, struct tls_context *ctx,
                       enum tls_role role, const char *sni);
/* As a client whose peer is known to DNS (tls/dane.h). */
void channel_start_tls_dane(struct channel *c, struct tls_context *ctx, const char *sni,
                            const struct tlsa_set *tlsa);
/* Copies; what is written in the handshake waits for it.  There is no limit here: the
 * owner stops at one of its own on channel_unsent(). */
void channel_write(struct channel *c, struct view plain);
/* close_notify and FIN behind what is unsent; `ended` follows. */
void channel_finish(struct channel *c);
/* Stops reading, so that the peer's window fills; and starts again.  Bytes and the end
 * that came meanwhile are told then, in order. */
void channel_pause(struct channel *c, bool pause);
/* Bytes that were written and are not with the kernel yet. */
size_t channel_unsent(const struct channel *c);
/* Has the handshake been done?  Still so behind its end. */
bool channel_is_secure(const struct channel *c);
struct tls_session *channel_tls(struct channel *c);	/* NULL: none */
/* Whom it talks to, or calls. */
void channel_peer(const struct channel *c, struct address *out);

#endif
