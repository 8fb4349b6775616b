#include "tls/resumption.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/rand.h>
#include <openssl/sha.h>

#include "lib/mem.h"

/* What a client may go on with, of the server of that name. */
struct kept {
	char *name;
	SSL_SESSION *session;
};

struct resumption {
	SSL_CTX *ssl;	/* whose this is */
	unsigned most;
	struct kept *kept;	/* the oldest first */
	size_t n, cap;
};

static void drop(struct resumption *r, size_t i)
{
	free(r->kept[i].name);
	SSL_SESSION_free(r->kept[i].session);
	r->n--;
	memmove(r->kept + i, r->kept + i + 1, (r->n - i) * sizeof *r->kept);
}

static void resumption_free(void *parent, void *p, CRYPTO_EX_DATA *data, int slot, long n,
                            void *arg)
{
	struct resumption *r = p;

	(void)parent, (void)data, (void)slot, (void)n, (void)arg;
	if (r == NULL)
		return;
	while (r->n != 0)
		drop(r, r->n - 1);
	free(r->kept);
	free(r);
}

static int resumption_slot(void)
{
	static int slot = -1;

	if (slot < 0)
		slot = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, resumption_free);
	assert(slot >= 0);
	return slot;
}

/* Its place; r->n: there is none. */
static size_t of_name(const struct resumption *r, const char *name)
{
	size_t i = 0;

	while (i < r->n && strcmp(r->kept[i].name, name) != 0)
		i++;
	return i;
}

/* The newest of a name alone. */
static void keep(struct resumption *r, const char *name, SSL_SESSION *session)
{
	size_t i = of_name(r, name);

	if (i < r->n)
		drop(r, i);
	else if (r->n == r->most)
		drop(r, 0);
	r->kept = mem_grow(r->kept, r->n, &r->cap, sizeof *r->kept);
	r->kept[r->n++] = (struct kept){ mem_strdup(name), session };
}

static size_t size_of(const SSL *s)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(s);
	const X509 *leaf = SSL_get0_peer_certificate(s);
	size_t n = leaf != NULL ? (size_t)i2d_X509(leaf, NULL) : 0;

	for (int i = 0; i < sk_X509_num(chain); i++)
		n += (size_t)i2d_X509(sk_X509_value(chain, i), NULL);
	return n;
}

/* Seconds since the handshake that was whole: each session carries its time, and hands it
 * on to that which a resumed handshake makes of it. */
static long age_of(SSL_SESSION *session)
{
	int64_t now = time(NULL), *at;
	size_t n;

	if (SSL_SESSION_get0_ticket_appdata(session, (void **)&at, &n) == 1 && n == sizeof *at)
		return (long)(now - *at);
	SSL_SESSION_set1_ticket_appdata(session, &now, sizeof now);
	return 0;
}

/* Says whether it has taken the session. */
static int on_new(SSL *s, SSL_SESSION *session)
{
	struct resumption *r = SSL_get_app_data(s);
	long age = age_of(session);
	const char *name;

	if (r == NULL || age < 0 || age >= RESUMABLE_SECONDS ||
	    !resumption_worth(SSL_get_verify_result(s), size_of(s)))
		return 0;
	SSL_SESSION_set_timeout(session, RESUMABLE_SECONDS - age);
	if (SSL_is_server(s)) {
		(void)SSL_CTX_add_session(r->ssl, session); /* a share of its own */
		return 0;
	}
	name = SSL_get_servername(s, TLSEXT_NAMETYPE_host_name);
	if (name == NULL || SSL_session_reused(s) == 1)
		return 0;
	keep(r, name, session);
	return 1;
}

void resumption_allow(SSL_CTX *ssl, unsigned most)
{
	struct resumption *r;
	unsigned char whose[16];
	int ok;

	/* No ticket that holds a session, whatever else. */
	SSL_CTX_set_options(ssl, SSL_OP_NO_TICKET);
	SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(ssl, 0);
	if (most == 0)
		return;
	r = mem_zalloc(sizeof *r);
	r->ssl = ssl;
	r->most = most;
	ok = SSL_CTX_set_ex_data(ssl, resumption_slot(), r);
	assert(ok == 1);
	/* A session of this context and of no other, made before or beside it. */
	ok = RAND_bytes(whose, sizeof whose);
	assert(ok == 1);
	SSL_CTX_set_session_id_context(ssl, whose, sizeof whose);
	SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_BOTH | SSL_SESS_CACHE_NO_INTERNAL_STORE);
	/* OpenSSL makes room until there are fewer than that. */
	SSL_CTX_sess_set_cache_size(ssl, (long)most + 1);
	SSL_CTX_set_timeout(ssl, RESUMABLE_SECONDS);
	SSL_CTX_set_num_tickets(ssl, 1);
	SSL_CTX_sess_set_new_cb(ssl, on_new);
}

void resumption_bind(SSL *s, struct view name)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	char *lower = view_dup(name);
	int ok;

	for (size_t i = 0; i < name.n; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	SHA256((const unsigned char *)lower, name.n, digest);
	free(lower);
	ok = SSL_set_session_id_context(s, digest, sizeof digest);
	assert(ok == 1);
}

void resumption_begin(SSL *s, bool server, const char *sni)
{
	struct resumption *r = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(s), resumption_slot());
	size_t i;

	if (r == NULL || (!server && sni == NULL))
		return;
	SSL_set_app_data(s, r);
	/* TLS 1.2: a called server may have no other kind (RFC 5077). */
	if (!server)
		SSL_clear_options(s, SSL_OP_NO_TICKET);
	if (server || (i = of_name(r, sni)) == r->n)
		return;
	/* One that has expired is refused by OpenSSL, and the handshake is whole. */
	(void)SSL_set_session(s, r->kept[i].session);
	drop(r, i);
}
