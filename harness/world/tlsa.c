/* tlsa.c - what DNS may say of a certificate. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "lib/buf.h"
#include "lib/text.h"
#include "world/private.h"

/* RFC 6698 2.1: usage, selector, matching type; of which certificate. */
static const struct kind {
	const char *word;
	unsigned usage, selector, matching, written;
	enum { LEAF, AUTHORITY, OTHER } of;
} kinds[] = {
	{ "ee", 3, 1, 1, 1, LEAF },
	{ "ee-full", 3, 0, 0, 0, LEAF },
	{ "ee-512", 3, 0, 2, 2, LEAF },
	{ "ee-other", 3, 1, 1, 1, OTHER },
	{ "issuer", 2, 0, 1, 1, OTHER },
	{ "issuer-other", 2, 0, 1, 1, AUTHORITY },
	{ "pkix-ee", 1, 1, 1, 1, LEAF },
	{ "pkix-ee-other", 1, 1, 1, 1, OTHER },
	{ "pkix-issuer", 0, 0, 1, 1, AUTHORITY },
	{ "pkix-issuer-other", 0, 0, 1, 1, OTHER },
	{ "unusable", 3, 1, 1, 9, OTHER },
};

static const struct kind *kind_named(const char *word)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].word, word) == 0)
			return &kinds[i];
	return NULL;
}

static X509 *read_pem(const char *path)
{
	FILE *from = fopen(path, "re");
	X509 *x = from == NULL ? NULL : PEM_read_X509(from, NULL, NULL, NULL);

	if (from != NULL)
		fclose(from);
	return x;
}

static X509 *subject_of(const struct world *w, const struct certificate *c, int of)
{
	char path[PATH_MAX];

	if (of == LEAF)
		return read_pem(c->pem);
	snprintf(path, sizeof path, "%s/%s.pem", w->authority,
	         of == OTHER ? "other" : "authority");
	return read_pem(path);
}

/* The certificate or its key, whole or as a digest. */
static bool put_data(const struct kind *k, X509 *x, struct buf *out)
{
	unsigned char *der = NULL, digest[EVP_MAX_MD_SIZE];
	int n = k->selector == 0 ? i2d_X509(x, &der)
	                         : i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &der);
	const unsigned char *p = der;
	unsigned len = n < 0 ? 0 : (unsigned)n;
	bool ok = n > 0;

	if (ok && k->matching != 0) {
		ok = EVP_Digest(der, len, digest, &len,
		                k->matching == 1 ? EVP_sha256() : EVP_sha512(), NULL) == 1;
		p = digest;
	}
	if (ok)
		text_hex((struct view){ (const char *)p, len }, out);
	OPENSSL_free(der);
	return ok;
}

bool world_tlsa(const struct world *w, const struct certificate *c, const char *word, char *out,
                size_t size, struct fault *f)
{
	const struct kind *k = kind_named(word);
	struct buf text = { 0 };
	X509 *x;
	bool ok;

	if (k == NULL)
		return fault_set(f, NULL, 0, 0,
		                 "there is no kind \"%s\" of TLSA record (setting.tbl, tlsa.c)",
		                 word);
	x = subject_of(w, c, (int)k->of);
	buf_printf(&text, "%u %u %u ", k->usage, k->selector, k->written);
	ok = x != NULL && put_data(k, x, &text) && buf_len(&text) < size;
	if (ok)
		memcpy(out, buf_cstr(&text), buf_len(&text) + 1);
	else
		fault_set(f, c->pem, 0, 0, "no TLSA record of kind \"%s\" can be made", word);
	X509_free(x);
	buf_free(&text);
	return ok;
}
