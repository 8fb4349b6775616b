/* session_for_tests.h - an authority, contexts by it, and two ends that are carried from
 * one to the other. */
#ifndef REF_TLS_SESSION_FOR_TESTS_H
#define REF_TLS_SESSION_FOR_TESTS_H

#include "lib/unit.h"
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

/* `step` bytes at a time from one to the other. */
static inline void carry(struct tls_session *from, struct tls_session *to, size_t step,
                  struct buf *plain)
{
	struct buf wire = { 0 };
	struct view v;

	tls_session_take(from, &wire);
	for (v = buf_view(&wire); v.n != 0; v = view_from(v, step < v.n ? step : v.n))
		tls_session_feed(to, (struct view){ v.p, step < v.n ? step : v.n }, plain);
	buf_free(&wire);
}

static inline void shake(struct tls_session *client, struct tls_session *server, size_t step)
{
	struct buf plain = { 0 };

	for (int i = 0; i < 4; i++) {
		carry(client, server, step, &plain);
		carry(server, client, step, &plain);
	}
	ck_assert_uint_eq(buf_len(&plain), 0);
	buf_free(&plain);
}

#endif
