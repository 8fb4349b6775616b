#include "tls/hello.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/view.h"

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

static int choose_host(SSL *ssl, int *alert, void *arg)
{
	const struct hello *h = hello_of(SSL_get_SSL_CTX(ssl));
	struct view asked = view_of(SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name));

	(void)alert, (void)arg;
	for (size_t i = 0; i < h->n_named; i++)
		if (view_ieq(asked, view_of(h->named[i].host)))
			return SSL_set_SSL_CTX(ssl, h->named[i].ssl) != NULL ?
			       SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
	/* RFC 6066 3 lets us go on: the client checks what it is shown. */
	return SSL_TLSEXT_ERR_NOACK;
}

void hello_serve(SSL_CTX *ssl, const char *host, SSL_CTX *other)
{
	struct hello *h = hello_of(ssl);

	assert(ssl != other);	/* would hold itself for ever */
	h->named = mem_grow(h->named, h->n_named, &h->cap, sizeof *h->named);
	h->named[h->n_named++] = (struct named){ mem_strdup(host), other };
	SSL_CTX_up_ref(other);
	SSL_CTX_set_tlsext_servername_callback(ssl, choose_host);
}
