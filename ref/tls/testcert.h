/* testcert.h - certificates made on the spot, for the tests of this folder.
 *
 * ECDSA P-256 and SHA-256 unless a test asks for something weaker.  Header
 * only, so that nothing of it ends up in the product.
 */
#ifndef REF_TLS_TESTCERT_H
#define REF_TLS_TESTCERT_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "lib/buf.h"
#include "lib/view.h"

#define TC_DAY (24L * 3600)

struct tc {
	X509 *cert;
	EVP_PKEY *key;
};

struct tc_spec {
	const char *cn;
	const struct tc *issuer;	/* NULL: self-signed */
	bool ca;
	long from, to;			/* seconds from now; 0, 0: good today */
	const char *eku, *key_usage;	/* as in openssl.cnf; NULL: none */
	const EVP_MD *md;		/* NULL: SHA-256 */
	unsigned rsa_bits;		/* 0: P-256 */
	GENERAL_NAMES *san;		/* taken; NULL: none */
};

static inline void tc_name(GENERAL_NAMES *names, int type, struct view v)
{
	GENERAL_NAME *gn = GENERAL_NAME_new();
	ASN1_STRING *s = ASN1_STRING_type_new(type == GEN_IPADD ? V_ASN1_OCTET_STRING :
	                                                          V_ASN1_IA5STRING);

	ck_assert_int_eq(ASN1_STRING_set(s, v.p, (int)v.n), 1);
	GENERAL_NAME_set0_value(gn, type, s);
	ck_assert_int_gt(sk_GENERAL_NAME_push(names, gn), 0);
}

static inline void tc_other(GENERAL_NAMES *names, int nid, int tag, struct view v)
{
	GENERAL_NAME *gn = GENERAL_NAME_new();
	ASN1_STRING *s = ASN1_STRING_type_new(tag);
	ASN1_TYPE *value = ASN1_TYPE_new();

	ck_assert_int_eq(ASN1_STRING_set(s, v.p, (int)v.n), 1);
	ASN1_TYPE_set(value, tag, s);
	ck_assert_int_eq(GENERAL_NAME_set0_othername(gn, OBJ_nid2obj(nid), value), 1);
	ck_assert_int_gt(sk_GENERAL_NAME_push(names, gn), 0);
}

/* "dns:a srv:b xmpp:c uri:d mail:e", separated by spaces. */
static inline GENERAL_NAMES *tc_san(const char *text)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	struct view rest = view_of(text), word, kind, v;

	while (rest.n != 0) {
		view_cut(rest, ' ', &word, &rest);
		ck_assert(view_cut(word, ':', &kind, &v));
		if (view_is(kind, "dns"))
			tc_name(names, GEN_DNS, v);
		else if (view_is(kind, "uri"))
			tc_name(names, GEN_URI, v);
		else if (view_is(kind, "mail"))
			tc_name(names, GEN_EMAIL, v);
		else if (view_is(kind, "srv"))
			tc_other(names, NID_SRVName, V_ASN1_IA5STRING, v);
		else if (view_is(kind, "xmpp"))
			tc_other(names, NID_XmppAddr, V_ASN1_UTF8STRING, v);
		else
			ck_abort_msg("kind of name in %s", text);
	}
	return names;
}

static inline void tc_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	ck_assert_ptr_nonnull(e);
	ck_assert_int_eq(X509_add_ext(cert, e, -1), 1);
	X509_EXTENSION_free(e);
}

static inline struct tc tc_new(const struct tc_spec *s)
{
	static long serial = 1;
	struct tc c = { X509_new(), NULL };
	const struct tc *by = s->issuer != NULL ? s->issuer : &c;
	X509_NAME *name = X509_get_subject_name(c.cert);
	bool today = s->from == 0 && s->to == 0;

	c.key = s->rsa_bits != 0 ? EVP_RSA_gen(s->rsa_bits) : EVP_EC_gen("P-256");
	ck_assert_ptr_nonnull(c.key);
	X509_set_version(c.cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(c.cert), serial++);
	X509_gmtime_adj(X509_getm_notBefore(c.cert), today ? -TC_DAY : s->from);
	X509_gmtime_adj(X509_getm_notAfter(c.cert), today ? 30 * TC_DAY : s->to);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	                           (const unsigned char *)s->cn, -1, -1, 0);
	X509_set_issuer_name(c.cert, X509_get_subject_name(by->cert));
	X509_set_pubkey(c.cert, c.key);
	tc_extension(c.cert, NID_basic_constraints, s->ca ? "critical,CA:TRUE" : "CA:FALSE");
	if (s->eku != NULL)
		tc_extension(c.cert, NID_ext_key_usage, s->eku);
	if (s->key_usage != NULL)
		tc_extension(c.cert, NID_key_usage, s->key_usage);
	if (s->san != NULL)
		ck_assert_int_eq(X509_add1_ext_i2d(c.cert, NID_subject_alt_name, s->san,
		                                   0, X509V3_ADD_DEFAULT), 1);
	GENERAL_NAMES_free(s->san);
	ck_assert_int_gt(X509_sign(c.cert, by->key, s->md != NULL ? s->md : EVP_sha256()), 0);
	return c;
}

static inline struct tc tc_ca(const char *cn, const struct tc *issuer)
{
	return tc_new(&(struct tc_spec){ .cn = cn, .issuer = issuer, .ca = true,
	                                 .key_usage = "keyCertSign,cRLSign" });
}

static inline struct tc tc_leaf(const struct tc *issuer, const char *san)
{
	return tc_new(&(struct tc_spec){ .cn = "leaf", .issuer = issuer, .eku = "serverAuth",
	                                 .san = tc_san(san) });
}

static inline void tc_free(struct tc *c)
{
	X509_free(c->cert);
	EVP_PKEY_free(c->key);
	*c = (struct tc){ NULL, NULL };
}

static inline void tc_pem_out(BIO *bio, struct buf *out)
{
	char *p;
	long n = BIO_get_mem_data(bio, &p);

	buf_put(out, p, (size_t)n);
	BIO_free(bio);
}

static inline void tc_pem_cert(const struct tc *c, struct buf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	ck_assert_int_eq(PEM_write_bio_X509(bio, c->cert), 1);
	tc_pem_out(bio, out);
}

static inline void tc_pem_key(const struct tc *c, struct buf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	ck_assert_int_eq(PEM_write_bio_PrivateKey(bio, c->key, NULL, NULL, 0, NULL, NULL), 1);
	tc_pem_out(bio, out);
}

/* A file of its own with this content, which is freed; tc_unlink() it. */
static inline char *tc_file(struct buf *content)
{
	const char *dir = getenv("TMPDIR");
	struct buf path = { 0 };
	struct view v = buf_view(content);
	char *name;
	int fd;

	buf_printf(&path, "%s/testcert-XXXXXX", dir != NULL ? dir : "/tmp");
	name = buf_take(&path);
	fd = mkstemp(name);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, v.p, v.n), (ssize_t)v.n);
	close(fd);
	buf_free(content);
	return name;
}

static inline void tc_unlink(char **name)
{
	unlink(*name);
	free(*name);
	*name = NULL;
}

static inline char *tc_cert_file(const struct tc *c)
{
	struct buf pem = { 0 };

	tc_pem_cert(c, &pem);
	return tc_file(&pem);
}

static inline char *tc_key_file(const struct tc *c)
{
	struct buf pem = { 0 };

	tc_pem_key(c, &pem);
	return tc_file(&pem);
}

/* A revocation list of `by` with `gone` on it; good from `from` to `to`, seconds from now. */
static inline void tc_list(const struct tc *by, const struct tc *gone, struct buf *out,
                           long from_s, long to_s)
{
	X509_CRL *list = X509_CRL_new();
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *from = X509_gmtime_adj(NULL, from_s), *to = X509_gmtime_adj(NULL, to_s);
	BIO *bio = BIO_new(BIO_s_mem());

	X509_CRL_set_version(list, X509_CRL_VERSION_2);
	X509_CRL_set_issuer_name(list, X509_get_subject_name(by->cert));
	X509_CRL_set1_lastUpdate(list, from);
	X509_CRL_set1_nextUpdate(list, to);
	X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(gone->cert));
	X509_REVOKED_set_revocationDate(entry, from);
	ck_assert_int_eq(X509_CRL_add0_revoked(list, entry), 1);
	ck_assert_int_gt(X509_CRL_sign(list, by->key, EVP_sha256()), 0);
	PEM_write_bio_X509_CRL(bio, list);
	tc_pem_out(bio, out);
	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
	X509_CRL_free(list);
}

#endif
