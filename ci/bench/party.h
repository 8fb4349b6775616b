/* party.h - our side of one connection with what is measured. */
#ifndef BENCH_PARTY_H
#define BENCH_PARTY_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/ssl.h>

#include "ci/bench/scan.h"
#include "lib/address.h"
#include "lib/buf.h"
#include "lib/wire.h"

struct bench;

struct party {
	struct bench *b;
	struct wire *wire;
	SSL *ssl;               /* NULL: plain */
	BIO *from_net, *to_net; /* of ssl */
	struct buf in;
	struct scan scan;
	bool over;
	bool is_sip;      /* SIP messages come, no stanzas */
	bool is_link;     /* answers <r/>, docs/link.md section 6 */
	uint32_t counted; /* stanzas taken, for <a/> */
	void (*element)(void *arg, struct view element);
	void *arg;
};

struct party *party_dial(struct bench *b, const struct address *to);
struct party *party_take(struct bench *b, int fd);
void party_free(struct party **pp);

/* Turns TLS on; until the handshake is over.  `server_name` NULL: as server. */
bool party_secure(struct party *p, SSL_CTX *ctx, const char *server_name);
void party_send(struct party *p, struct view text);
void party_printf(struct party *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A new stream begins: what was read of the old one is forgotten. */
void party_restart(struct party *p);
/* The next element has to be a `name`; waits for it. */
bool party_expect(struct party *p, const char *name);
/* From now on every element goes to `fn`. */
void party_listen(struct party *p, void (*fn)(void *arg, struct view element), void *arg);
bool element_is(struct view element, const char *name);

#endif
