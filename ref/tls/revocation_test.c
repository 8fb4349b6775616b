/* What revocation lists say of a peer: docs/why/014. */
#include "lib/unit.h"
#include "tls/session.h"
#include "tls/testcert.h"

static struct tc root, ca, server, good, gone, other;
static char *server_file, *server_key, *root_file;

static void setup(void)
{
	root = tc_ca("root", NULL);
	ca = tc_ca("ca", &root);
	server = tc_leaf(&ca, "dns:b.example");
	good = tc_leaf(&ca, "dns:a.example");
	gone = tc_leaf(&ca, "dns:a.example");
	other = tc_leaf(&root, "dns:a.example"); /* its issuer has no list */
	server_file = tc_cert_file(&server);
	server_key = tc_key_file(&server);
	root_file = tc_cert_file(&root);
}

static void teardown(void)
{
	tc_unlink(&server_file);
	tc_unlink(&server_key);
	tc_unlink(&root_file);
	tc_free(&other);
	tc_free(&gone);
	tc_free(&good);
	tc_free(&server);
	tc_free(&ca);
	tc_free(&root);
}

static struct tls_context *context(const struct tls_settings *set)
{
	struct fault f = { 0 };
	struct tls_context *c = tls_context_new(set, &f);

	ck_assert_msg(c != NULL, "%s: %s", f.file, f.text);
	return c;
}

static struct tls_context *server_with(const char *trust, const char *crl)
{
	return context(&(struct tls_settings){
	        .certificate = server_file, .key = server_key, .trust = trust, .crl = crl });
}

/* What the server finds of a client that shows `leaf`, and `issuer` unless NULL. */
static enum cause cause_of(struct tls_context *of, const struct tc *leaf,
                           const struct tc *issuer)
{
	struct buf chain = { 0 }, wire = { 0 }, plain = { 0 };
	char *cert, *key = tc_key_file(leaf);
	struct tls_context *caller;
	struct tls_session *a, *b;
	enum cause cause;

	tc_pem_cert(leaf, &chain);
	if (issuer != NULL)
		tc_pem_cert(issuer, &chain);
	cert = tc_file(&chain);
	caller = context(&(struct tls_settings){ .certificate = cert, .key = key });
	a = tls_session_new(caller, TLS_CLIENT, NULL);
	b = tls_session_new(of, TLS_SERVER, NULL);
	for (int i = 0; i < 4; i++) {
		buf_clear(&wire);
		tls_session_take(a, &wire);
		tls_session_feed(b, buf_view(&wire), &plain);
		buf_clear(&wire);
		tls_session_take(b, &wire);
		tls_session_feed(a, buf_view(&wire), &plain);
	}
	ck_assert_msg(tls_session_state(b) == TLS_OPEN, "%s", tls_session_words(b));
	cause = tls_session_chain(b);
	tls_session_free(&a);
	tls_session_free(&b);
	tls_context_free(&caller);
	buf_free(&wire);
	buf_free(&plain);
	tc_unlink(&cert);
	tc_unlink(&key);
	return cause;
}

START_TEST(a_list_in_the_trust_file_counts)
{
	struct buf pem = { 0 };
	struct tls_context *c;
	char *trust;

	setup();
	tc_pem_cert(&root, &pem); /* the root has no list of its own */
	tc_list(&ca, &gone, &pem, -60, TC_DAY);
	trust = tc_file(&pem);
	c = server_with(trust, NULL);
	ck_assert_int_eq(cause_of(c, &good, &ca), CAUSE_NONE);
	ck_assert_int_eq(cause_of(c, &gone, &ca), CAUSE_CERT_REVOKED);
	tls_context_free(&c);
	tc_unlink(&trust);
	teardown();
}
END_TEST

START_TEST(lists_in_a_file_of_their_own)
{
	static const struct {
		long from, to;
		enum cause good, gone;
		bool stale;
	} rows[] = {
		{ -60, TC_DAY, CAUSE_NONE, CAUSE_CERT_REVOKED, false },
		/* Overdue: nothing of that authority proves anything. */
		{ -2 * TC_DAY, -TC_DAY, CAUSE_CERT_LIST_STALE, CAUSE_CERT_LIST_STALE, true },
		{ 3600, TC_DAY, CAUSE_CERT_LIST_STALE, CAUSE_CERT_LIST_STALE, false },
	};

	setup();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		static const char words[] =
		        "the revocation list of CN = ca was to be replaced on ";
		struct buf pem = { 0 };
		struct tls_context *c;
		const char *stale;
		bool in_trust;
		char *crl;

		tc_list(&ca, &gone, &pem, rows[i].from, rows[i].to);
		crl = tc_file(&pem);
		c = server_with(root_file, crl);
		ck_assert_int_eq(cause_of(c, &good, &ca), rows[i].good);
		ck_assert_int_eq(cause_of(c, &gone, &ca), rows[i].gone);
		ck_assert_int_eq(cause_of(c, &other, NULL), CAUSE_NONE);
		stale = tls_context_stale(c, &in_trust);
		ck_assert_int_eq(stale != NULL, rows[i].stale);
		if (rows[i].stale)
			ck_assert_int_eq(strncmp(stale, words, strlen(words)), 0);
		ck_assert(!in_trust);
		tls_context_free(&c);
		tc_unlink(&crl);
	}
	teardown();
}
END_TEST

START_TEST(a_newer_list_beside_an_older_one)
{
	struct buf pem = { 0 };
	struct tls_context *c;
	char *crl, *trust;
	bool in_trust;

	setup();
	tc_list(&ca, &gone, &pem, -2 * TC_DAY, -TC_DAY);
	tc_list(&ca, &gone, &pem, -60, TC_DAY);
	crl = tc_file(&pem);
	c = server_with(root_file, crl);
	ck_assert_int_eq(cause_of(c, &good, &ca), CAUSE_NONE);
	ck_assert_int_eq(cause_of(c, &gone, &ca), CAUSE_CERT_REVOKED);
	ck_assert_ptr_null(tls_context_stale(c, &in_trust));
	tls_context_free(&c);
	/* The older one among those who are trusted. */
	tc_pem_cert(&root, &pem);
	tc_list(&ca, &gone, &pem, -2 * TC_DAY, -TC_DAY);
	trust = tc_file(&pem);
	c = server_with(trust, crl);
	ck_assert_int_eq(cause_of(c, &gone, &ca), CAUSE_CERT_REVOKED);
	ck_assert_ptr_null(tls_context_stale(c, &in_trust));
	tls_context_free(&c);
	c = server_with(trust, NULL);
	ck_assert_int_eq(cause_of(c, &good, &ca), CAUSE_CERT_LIST_STALE);
	ck_assert_ptr_nonnull(tls_context_stale(c, &in_trust));
	ck_assert(in_trust);
	tls_context_free(&c);
	tc_unlink(&crl);
	tc_unlink(&trust);
	teardown();
}
END_TEST

UNIT("revocation", a_list_in_the_trust_file_counts, lists_in_a_file_of_their_own,
     a_newer_list_beside_an_older_one)
