/* testcert_dir.h - certificates and keys as files in the directory of a test
 * (lib/unit_dir.h), as an operator has them.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_TLS_TESTCERT_DIR_H
#define REF_TLS_TESTCERT_DIR_H

#include "lib/unit_dir.h"
#include "tls/testcert.h"

/* The buffer is emptied. */
static inline void dir_put_buf(const char *name, struct buf *b)
{
	dir_put(name, buf_view(b));
	buf_free(b);
}

static inline void dir_put_cert(const char *name, const struct tc *c)
{
	struct buf pem = { 0 };

	tc_pem_cert(c, &pem);
	dir_put_buf(name, &pem);
}

/* A certificate made for it, by `issuer` for `san` (testcert.h), and its key. */
static inline void dir_put_leaf(const struct tc *issuer, const char *cert, const char *key,
                                const char *san)
{
	struct tc c = tc_leaf(issuer, san);
	struct buf pem = { 0 };

	dir_put_cert(cert, &c);
	tc_pem_key(&c, &pem);
	dir_put_buf(key, &pem);
	tc_free(&c);
}

#endif
