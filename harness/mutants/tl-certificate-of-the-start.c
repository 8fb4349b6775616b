/* Shows what it showed first for a name, whatever is read anew.  Breaks EDGE-CERT-1. */
#include <stdlib.h>

#include "lib/mem.h"
#include "lib/view.h"
#include "tls/context_ssl.h"

#define KEPT 8

__typeof__(tls_context_ssl) __real_tls_context_ssl, __wrap_tls_context_ssl;

SSL_CTX *__wrap_tls_context_ssl(const struct tls_context *c)
{
	static struct {
		char *host;
		SSL_CTX *ssl;
	} kept[KEPT];
	char *host = tls_context_host(c);
	SSL_CTX *ssl = __real_tls_context_ssl(c);

	for (size_t i = 0; host != NULL && i < KEPT; i++) {
		if (kept[i].host == NULL) {
			SSL_CTX_up_ref(ssl);
			kept[i].host = mem_strdup(host);
			kept[i].ssl = ssl;
			break;
		}
		if (view_is(view_of(host), kept[i].host)) {
			ssl = kept[i].ssl;
			break;
		}
	}
	free(host);
	return ssl;
}
