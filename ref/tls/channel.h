/* channel.h - a wire, with or without TLS on it: socket to proven peer.
 *
 * The loop glue under every stream: plain bytes up and down, TLS started in
 * the middle when asked.  Never calls back from inside a call made on it.
 */
#ifndef REF_TLS_CHANNEL_H
#define REF_TLS_CHANNEL_H

#include "lib/wire.h"
#include "tls/session.h"

struct channel;

struct channel_ops {
	void (*connected)(void *arg);		/* dialled, TCP is up */
	void (*secured)(void *arg);		/* TLS handshake done */
	void (*bytes)(void *arg, struct view plain);
	void (*flushed)(void *arg);
	/* The peer is gone, or TLS broke (CAUSE_TLS_FAILED, words).  To be
	 * freed by its owner. */
	void (*ended)(void *arg, enum cause cause, const char *words);
};

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
 * never to the stream (RFC 6120 5.4.3.3). */
void channel_start_tls(struct channel *c, struct tls_context *ctx,
                       enum tls_role role, const char *sni);
/* As a client whose peer is known to DNS (tls/dane.h). */
void channel_start_tls_dane(struct channel *c, struct tls_context *ctx, const char *sni,
                            const struct tlsa_set *tlsa);
void channel_write(struct channel *c, struct view plain);
/* close_notify and FIN behind what is unsent; `ended` follows. */
void channel_finish(struct channel *c);
void channel_pause(struct channel *c, bool pause);
size_t channel_unsent(const struct channel *c);
bool channel_is_secure(const struct channel *c);
struct tls_session *channel_tls(struct channel *c);	/* NULL: none */
void channel_peer(const struct channel *c, struct address *out);

#endif
