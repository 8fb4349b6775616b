#include "tls/dane.h"

#include <assert.h>
#include <stdbool.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

/* The digests are OpenSSL's own defaults, SHA-256 and SHA-512; of several the strongest
 * alone counts (RFC 7671 9). */
size_t dane_attach(SSL *ssl, const struct tlsa_set *tlsa)
{
	size_t usable = 0;
	bool done;

	ERR_clear_error();
	/* The name is for SNI, which is the caller's, and for names, which are
	 * proof_names.c's (RFC 6120 13.7.1.2). */
	done = SSL_CTX_dane_enable(SSL_get_SSL_CTX(ssl)) == 1 &&
	       SSL_dane_enable(ssl, "dane.invalid") == 1;
	assert(done); /* fails without memory alone */
	(void)done;
	X509_VERIFY_PARAM_set1_host(SSL_get0_param(ssl), NULL, 0);
	SSL_set_tlsext_host_name(ssl, NULL);
	SSL_dane_set_flags(ssl, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
	for (size_t i = 0; i < tlsa->n; i++) {
		const struct tlsa *r = &tlsa->record[i];

		/* One that OpenSSL cannot read is as if it were not there. */
		if (SSL_dane_tlsa_add(ssl, r->usage, r->selector, r->matching, tlsa->data + r->at,
		                      r->len) == 1)
			usable++;
	}
	ERR_clear_error();
	return usable;
}

enum dane_match dane_matched(SSL *ssl, size_t usable)
{
	static const enum dane_match by_usage[] = { DANE_PKIX, DANE_PKIX, DANE_ISSUER,
		                                    DANE_KEY };
	uint8_t usage, selector, matching;

	if (usable == 0)
		return DANE_UNUSED;
	if (SSL_get0_dane_tlsa(ssl, &usage, &selector, &matching, NULL, NULL) < 0 ||
	    usage >= sizeof by_usage / sizeof by_usage[0])
		return DANE_NONE;
	return by_usage[usage];
}

void dane_describe(X509 *leaf, struct buf *out)
{
	unsigned char *der = NULL, digest[EVP_MAX_MD_SIZE];
	int n = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(leaf), &der);
	unsigned len = 0;

	if (n > 0 && EVP_Digest(der, (size_t)n, digest, &len, EVP_sha256(), NULL) == 1) {
		buf_puts(out, "3 1 1 ");
		for (unsigned i = 0; i < len; i++)
			buf_printf(out, "%02x", digest[i]);
	}
	OPENSSL_free(der);
	ERR_clear_error();
}
