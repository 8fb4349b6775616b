#include "tls/pemfile.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "lib/buf.h"
#include "lib/file.h"

#define FILE_MAX (16u << 20)	/* a bundle of all public authorities has 250 KiB */

/* The content as a BIO over `mem`, when it looks like PEM at all. */
static BIO *open_pem(const char *path, struct buf *mem, struct fault *f)
{
	struct view v;
	BIO *bio;

	if (!file_read(path, FILE_MAX, mem, f))
		return NULL;
	v = buf_view(mem);
	if (v.n == 0) {
		fault_set(f, path, 0, 0, "is empty");
		return NULL;
	}
	if (view_find(v, VIEW("-----BEGIN ")) == v.n) {
		fault_set(f, path, 0, 0, "is not PEM: no line begins with \"-----BEGIN\"");
		return NULL;
	}
	ERR_clear_error();
	bio = BIO_new_mem_buf(v.p, (int)v.n);
	if (bio == NULL)
		fault_set(f, path, 0, 0, "cannot be read: no memory");
	return bio;
}

static const char *reason(void)
{
	const char *words = ERR_reason_error_string(ERR_peek_error());

	return words != NULL ? words : "unknown reason";
}

/* Never asks a terminal; OpenSSL would. */
static int no_passphrase(char *out, int size, int writing, void *arg)
{
	(void)out, (void)size, (void)writing;
	*(bool *)arg = true;
	return -1;
}

/* All certificates, and all revocation lists; what is NULL is passed over. */
static bool read_all(const char *path, STACK_OF(X509) * certs, STACK_OF(X509_CRL) * lists,
                     struct fault *f)
{
	struct buf mem = { 0 };
	BIO *bio = open_pem(path, &mem, f);
	char *name, *header;
	unsigned char *der;
	const unsigned char *p;
	unsigned block = 0;
	bool ok = bio != NULL;
	long n;

	while (ok && PEM_read_bio(bio, &name, &header, &der, &n) == 1) {
		X509 *cert = NULL;
		X509_CRL *list = NULL;

		block++;
		p = der;
		if (certs != NULL && (strcmp(name, PEM_STRING_X509) == 0 ||
		                      strcmp(name, PEM_STRING_X509_OLD) == 0)) {
			cert = d2i_X509(NULL, &p, n);
			ok = cert != NULL && sk_X509_push(certs, cert) > 0;
		} else if (certs != NULL && strcmp(name, PEM_STRING_X509_TRUSTED) == 0) {
			cert = d2i_X509_AUX(NULL, &p, n);
			ok = cert != NULL && sk_X509_push(certs, cert) > 0;
		} else if (strcmp(name, PEM_STRING_X509_CRL) == 0 && lists != NULL) {
			list = d2i_X509_CRL(NULL, &p, n);
			ok = list != NULL && sk_X509_CRL_push(lists, list) > 0;
		}
		if (!ok)
			fault_set(f, path, 0, 0, "PEM block %u (%s) cannot be parsed: %s",
			          block, name, reason());
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_clear_free(der, (size_t)n);
	}
	if (ok && ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		ok = fault_set(f, path, 0, 0, "PEM block %u is damaged: %s", block + 1,
		               reason());
	if (ok && certs != NULL && sk_X509_num(certs) == 0)
		ok = fault_set(f, path, 0, 0, "there is no certificate inside");
	if (ok && certs == NULL && sk_X509_CRL_num(lists) == 0)
		ok = fault_set(f, path, 0, 0, "there is no revocation list inside");
	ERR_clear_error();
	BIO_free(bio);
	OPENSSL_cleanse(mem.mem, mem.cap);	/* a key may stand there too */
	buf_free(&mem);
	return ok;
}

STACK_OF(X509) *pemfile_certificates(const char *path, struct fault *f)
{
	STACK_OF(X509) *certs = sk_X509_new_null();

	if (!read_all(path, certs, NULL, f)) {
		sk_X509_pop_free(certs, X509_free);
		return NULL;
	}
	return certs;
}

static bool add_lists(const char *path, STACK_OF(X509_CRL) * lists, X509_STORE *store,
                      struct fault *f)
{
	bool ok = true;

	for (int i = 0; ok && i < sk_X509_CRL_num(lists); i++)
		ok = X509_STORE_add_crl(store, sk_X509_CRL_value(lists, i)) == 1 ||
		     fault_set(f, path, 0, 0, "revocation list %d: %s", i + 1, reason());
	return ok;
}

bool pemfile_trust(const char *path, X509_STORE *store, bool *has_lists, struct fault *f)
{
	STACK_OF(X509) *certs = sk_X509_new_null();
	STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();
	bool ok = read_all(path, certs, lists, f);

	for (int i = 0; ok && i < sk_X509_num(certs); i++)
		ok = X509_STORE_add_cert(store, sk_X509_value(certs, i)) == 1 ||
		     fault_set(f, path, 0, 0, "certificate %d: %s", i + 1, reason());
	ok = ok && add_lists(path, lists, store, f);
	if (ok)
		*has_lists = sk_X509_CRL_num(lists) > 0;
	sk_X509_pop_free(certs, X509_free);
	sk_X509_CRL_pop_free(lists, X509_CRL_free);
	return ok;
}

bool pemfile_lists(const char *path, X509_STORE *store, struct fault *f)
{
	STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();
	bool ok = read_all(path, NULL, lists, f) && add_lists(path, lists, store, f);

	sk_X509_CRL_pop_free(lists, X509_CRL_free);
	return ok;
}

static bool is_overdue(const X509_CRL *list)
{
	const ASN1_TIME *next = X509_CRL_get0_nextUpdate(list);

	return next != NULL && X509_cmp_current_time(next) <= 0;
}

static bool is_replaced(const STACK_OF(X509_OBJECT) * all, const X509_CRL *list)
{
	for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
		const X509_CRL *other = X509_OBJECT_get0_X509_CRL(sk_X509_OBJECT_value(all, i));

		if (other != NULL && !is_overdue(other) &&
		    X509_NAME_cmp(X509_CRL_get_issuer(other), X509_CRL_get_issuer(list)) == 0)
			return true;
	}
	return false;
}

/* "the revocation list of CN=ca was to be replaced on Nov ..." */
static char *describe(const X509_CRL *list)
{
	struct buf words = { 0 };
	BIO *bio = BIO_new(BIO_s_mem());
	char *p;
	long n;

	BIO_puts(bio, "the revocation list of ");
	X509_NAME_print_ex(bio, X509_CRL_get_issuer(list), 0,
	                   XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
	BIO_puts(bio, " was to be replaced on ");
	ASN1_TIME_print(bio, X509_CRL_get0_nextUpdate(list));
	n = BIO_get_mem_data(bio, &p);
	buf_put(&words, p, (size_t)n);
	buf_puts(&words, "; certificates of that authority prove nothing");
	BIO_free(bio);
	return buf_take(&words);
}

char *pemfile_stale(X509_STORE *store)
{
	const STACK_OF(X509_OBJECT) *all = X509_STORE_get0_objects(store);

	for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
		const X509_CRL *list = X509_OBJECT_get0_X509_CRL(sk_X509_OBJECT_value(all, i));

		if (list != NULL && is_overdue(list) && !is_replaced(all, list))
			return describe(list);
	}
	return NULL;
}

EVP_PKEY *pemfile_key(const char *path, struct fault *f)
{
	struct buf mem = { 0 };
	BIO *bio = open_pem(path, &mem, f);
	EVP_PKEY *key = NULL;
	bool asked = false;

	if (bio != NULL) {
		key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, &asked);
		if (key == NULL && asked)
			fault_set(f, path, 0, 0, "the key is protected by a passphrase");
		else if (key == NULL &&
		         view_find(buf_view(&mem), VIEW("PRIVATE KEY-----")) == buf_len(&mem))
			fault_set(f, path, 0, 0, "there is no private key inside");
		else if (key == NULL)
			fault_set(f, path, 0, 0, "the key cannot be parsed: %s", reason());
	}
	ERR_clear_error();
	BIO_free(bio);
	OPENSSL_cleanse(mem.mem, mem.cap);
	buf_free(&mem);
	return key;
}
