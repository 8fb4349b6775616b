/* certificate_for_tests.h - a self-signed certificate in a directory of its own;
 * for *_test.c. */
#ifndef HARNESS_CERTIFICATE_FOR_TESTS_H
#define HARNESS_CERTIFICATE_FOR_TESTS_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

struct test_certificate {
	char dir[64], pem[96], key[96];
};

static inline void test_certificate_make(struct test_certificate *c, const char *names)
{
	EVP_PKEY *k = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	X509_EXTENSION *san = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names);
	FILE *f;

	snprintf(c->dir, sizeof c->dir, "/tmp/cast_test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(c->dir));
	snprintf(c->pem, sizeof c->pem, "%s/pem", c->dir);
	snprintf(c->key, sizeof c->key, "%s/key", c->dir);
	X509_gmtime_adj(X509_getm_notBefore(x), -60);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_set_pubkey(x, k);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
	                           (const unsigned char *)"a b", -1, -1, 0);
	X509_set_version(x, 2);
	X509_add_ext(x, san, -1);
	ck_assert_int_gt(X509_sign(x, k, EVP_sha256()), 0);
	f = fopen(c->pem, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(PEM_write_X509(f, x), 1);
	fclose(f);
	f = fopen(c->key, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(PEM_write_PrivateKey(f, k, NULL, NULL, 0, NULL, NULL), 1);
	fclose(f);
	X509_EXTENSION_free(san);
	X509_free(x);
	EVP_PKEY_free(k);
}

static inline void test_certificate_forget(struct test_certificate *c)
{
	unlink(c->pem);
	unlink(c->key);
	rmdir(c->dir);
}

#endif
