/* session_for_tests.h - an authority, contexts by it, and one of them that is ours.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_TLS_SESSION_FOR_TESTS_H
#define REF_TLS_SESSION_FOR_TESTS_H

#include "lib/unit.h"
#include "tls/carry_for_tests.h"
#include "tls/session.h"
#include "tls/testcert.h"

static struct tc root, ca;
static char *root_file;

static inline void setup(void)
{
	root = tc_ca("root", NULL);
	ca = tc_ca("ca", &root);
	root_file = tc_cert_file(&root);
}

static inline void teardown(void)
{
	tc_unlink(&root_file);
	tc_free(&ca);
	tc_free(&root);
}

/* Shows `leaf` and the intermediate, trusts the root. */
static inline struct tls_context *context(const struct tc *leaf, bool tls13_only)
{
	struct tls_settings s = { .trust = root_file, .alpn = "xmpp-server",
	                          .tls13_only = tls13_only };
	struct fault f = { 0 };
	struct buf pem = { 0 };
	struct tls_context *c;
	char *cert = NULL, *key = NULL;

	if (leaf != NULL) {
		tc_pem_cert(leaf, &pem);
		tc_pem_cert(&ca, &pem);
		cert = tc_file(&pem);
		key = tc_key_file(leaf);
		s.certificate = cert;
		s.key = key;
	}
	c = tls_context_new(&s, &f);
	ck_assert_msg(c != NULL, "%s: %s", f.file, f.text);
	if (leaf != NULL) {
		tc_unlink(&cert);
		tc_unlink(&key);
	}
	return c;
}

static struct tc own; /* b.example's */
static struct tls_context *ours;

static inline void begin(void)
{
	setup();
	own = tc_leaf(&ca, "dns:b.example");
	ours = context(&own, false);
}

static inline void end(void)
{
	tls_context_free(&ours);
	tc_free(&own);
	teardown();
}

#endif
