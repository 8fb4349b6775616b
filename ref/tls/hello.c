#include "tls/hello.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/view.h"
#include "tls/resumption.h"

#define ALPN_MAX 255		/* one octet of length on the wire (RFC 7301 3.1) */

struct named {
	char *host;
	SSL_CTX *ssl;
};

struct hello {
	unsigned char alpn[1 + ALPN_MAX];	/* as on the wire */
	unsigned alpn_len;
	struct named *named;
	size_t n_named, cap;
};

static void hello_free(void *parent, void *p, CRYPTO_EX_DATA *data, int slot, long n,
                       void *arg)
{
	struct hello *h = p;

	(void)parent, (void)data, (void)slot, (void)n, (void)arg;
	if (h == NULL)
		return;
	for (size_t i = 0; i < h->n_named; i++) {
		SSL_CTX_free(h->named[i].ssl);
		free(h->named[i].host);
	}
	free(h->named);
	free(h);
}

/* The one of this context; made when it is first asked for. */
static struct hello *hello_of(SSL_CTX *ssl)
{
	static int slot = -1;
	struct hello *h;
	int kept;

	if (slot < 0)
		slot = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, hello_free);
	assert(slot >= 0);
	h = SSL_CTX_get_ex_data(ssl, slot);
	if (h == NULL) {
		h = mem_zalloc(sizeof *h);
		kept = SSL_CTX_set_ex_data(ssl, slot, h);
		assert(kept == 1);
	}
	return h;
}

static int choose_alpn(SSL *ssl, const unsigned char **out, unsigned char *n,
                       const unsigned char *offered, unsigned offered_len, void *arg)
{
	const struct hello *h = hello_of(SSL_get_SSL_CTX(ssl));
	unsigned char *chosen;

	(void)arg;
	/* RFC 7301 3.2: a client that offers others only is refused. */
	if (SSL_select_next_proto(&chosen, n, h->alpn, h->alpn_len, offered, offered_len) !=
	    OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

bool hello_speak(SSL_CTX *ssl, const char *name)
{
	struct hello *h = hello_of(ssl);
	size_t n = strlen(name);

	if (n == 0 || n > ALPN_MAX)
		return false;
	h->alpn[0] = (unsigned char)n;
	memcpy(h->alpn + 1, name, n);
	h->alpn_len = (unsigned)n + 1;
	SSL_CTX_set_alpn_select_cb(ssl, choose_alpn, NULL);
	return SSL_CTX_set_alpn_protos(ssl, h->alpn, h->alpn_len) == 0;
}

/* The name that the client asks for (RFC 6066 3), before OpenSSL has read it: a list of
 * one, with a type in front.  Empty: none, or none that can be read, which ends the
 * handshake later. */
static struct view asked_for(SSL *ssl)
{
	const struct view none = { NULL, 0 };
	const unsigned char *p;
	size_t n, length;

	if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &p, &n) != 1 || n < 5 ||
	    p[2] != TLSEXT_NAMETYPE_host_name)
		return none;
	length = (size_t)p[3] << 8 | p[4];
	return length == n - 5 ? (struct view){ (const char *)p + 5, length } : none;
}

static const struct named *serves(const struct hello *h, struct view host)
{
	for (size_t i = 0; i < h->n_named; i++)
		if (view_ieq(host, view_of(h->named[i].host)))
			return &h->named[i];
	return NULL;
}

/* First of all, and before a session is looked for: that it can be one of this name. */
static int on_hello(SSL *ssl, int *alert, void *arg)
{
	struct view asked = asked_for(ssl);
	const struct named *of = serves(hello_of(SSL_get_SSL_CTX(ssl)), asked);

	(void)arg;
	if (of != NULL && SSL_set_SSL_CTX(ssl, of->ssl) == NULL) {
		*alert = SSL_AD_INTERNAL_ERROR;
		return SSL_CLIENT_HELLO_ERROR;
	}
	resumption_bind(ssl, asked);
	return SSL_CLIENT_HELLO_SUCCESS;
}

/* Behind it: says whether the name counted.  If not, RFC 6066 3 lets us go on: the client
 * checks what it is shown. */
static int on_name(SSL *ssl, int *alert, void *arg)
{
	(void)alert;
	return serves(arg, view_of(SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name))) != NULL ?
	       SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void hello_heed_name(SSL_CTX *ssl)
{
	SSL_CTX_set_client_hello_cb(ssl, on_hello, NULL);
}

void hello_serve(SSL_CTX *ssl, const char *host, SSL_CTX *other)
{
	struct hello *h = hello_of(ssl);

	assert(ssl != other);	/* would hold itself for ever */
	h->named = mem_grow(h->named, h->n_named, &h->cap, sizeof *h->named);
	h->named[h->n_named++] = (struct named){ mem_strdup(host), other };
	SSL_CTX_up_ref(other);
	SSL_CTX_set_tlsext_servername_callback(ssl, on_name);
	SSL_CTX_set_tlsext_servername_arg(ssl, h);
}
