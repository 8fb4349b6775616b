/* Records of DNS against certificates that are shown. */
#include "tls/dane.h"

#include "lib/unit.h"
#include "tls/session.h"
#include "tls/testcert.h"

static struct tc root, other; /* trusted, and by nobody */

static struct tls_context *context(const struct tc *leaf, const struct tc *issuer)
{
	char *trust = tc_cert_file(&root), *cert = NULL, *key = NULL;
	struct tls_settings s = { .trust = trust };
	struct fault f = { 0 };
	struct buf pem = { 0 };
	struct tls_context *c;

	if (leaf != NULL) {
		tc_pem_cert(leaf, &pem);
		if (issuer != NULL)
			tc_pem_cert(issuer, &pem);
		s.certificate = cert = tc_file(&pem);
		s.key = key = tc_key_file(leaf);
	}
	c = tls_context_new(&s, &f);
	ck_assert_msg(c != NULL, "%s", f.text);
	tc_unlink(&trust);
	if (leaf != NULL) {
		tc_unlink(&cert);
		tc_unlink(&key);
	}
	return c;
}

/* One record alone, of a whole certificate. */
static struct tlsa_set record(uint8_t usage, uint8_t matching, struct view data)
{
	struct tlsa_set s = { .n = 0 };

	ck_assert(tlsa_add(&s, (struct tlsa){ .usage = usage, .matching = matching }, data));
	return s;
}

static struct tlsa_set of(const struct tc *c, uint8_t usage)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n;

	ck_assert_int_eq(X509_digest(c->cert, EVP_sha256(), digest, &n), 1);
	return record(usage, TLSA_SHA256, (struct view){ (const char *)digest, n });
}

/* What the client thinks of `leaf`. */
static enum dane_match match;
static bool sni_sent;

static enum cause thinks(const struct tc *leaf, const struct tc *issuer,
                         const struct tlsa_set *r, struct view target)
{
	struct tls_context *none = context(NULL, NULL), *with = context(leaf, issuer);
	struct tls_session *client = tls_session_new_dane(none, "peer.example", r);
	struct tls_session *server = tls_session_new(with, TLS_SERVER, NULL);
	struct buf wire = { 0 }, plain = { 0 };
	enum cause cause;

	for (int i = 0; i < 4; i++) {
		tls_session_take(client, &wire);
		tls_session_feed(server, buf_view(&wire), &plain);
		buf_clear(&wire);
		tls_session_take(server, &wire);
		tls_session_feed(client, buf_view(&wire), &plain);
		buf_clear(&wire);
	}
	/* Whatever it thinks: the handshake goes on. */
	ck_assert_int_eq(tls_session_state(client), TLS_OPEN);
	sni_sent = tls_session_sni(server) != NULL &&
	           strcmp(tls_session_sni(server), "peer.example") == 0;
	match = tls_session_dane(client);
	cause = tls_session_chain(client);
	if (cause == CAUSE_NONE &&
	    !cert_names_reference(tls_session_peer(client), match, VIEW("peer.example"),
	                          VIEW("peer.example"), target))
		cause = CAUSE_CERT_NAME;
	buf_free(&wire);
	buf_free(&plain);
	tls_session_free(&client);
	tls_session_free(&server);
	tls_context_free(&none);
	tls_context_free(&with);
	return cause;
}

static const struct view NOBODY;

#define IS(cause, match_, ...)                                                                 \
	do {                                                                                   \
		ck_assert_str_eq(cause_label(thinks(__VA_ARGS__)), cause_label(cause));        \
		ck_assert_int_eq(match, (match_));                                             \
		ck_assert(sni_sent);                                                           \
	} while (0)

static void setup(void)
{
	root = tc_ca("root", NULL);
	other = tc_ca("other", NULL);
}

static void teardown(void)
{
	tc_free(&root);
	tc_free(&other);
}

START_TEST(a_key_that_dns_names_is_enough)
{
	struct tc wrong, good, weak;
	struct tlsa_set r;

	setup();
	wrong = tc_new(&(struct tc_spec){
	        .cn = "x", .from = -9 * TC_DAY, .to = 10, .san = tc_san("dns:other.example") });
	good = tc_leaf(&root, "dns:peer.example");
	r = of(&wrong, 3);
	IS(CAUSE_NONE, DANE_KEY, &wrong, NULL, &r, NOBODY);
	/* Another's, however good, is not. */
	IS(CAUSE_CERT_DANE, DANE_NONE, &good, NULL, &r, NOBODY);
	/* Without a record it is as ever. */
	IS(CAUSE_CERT_SELF_SIGNED, DANE_UNUSED, &wrong, NULL, NULL, NOBODY);
	IS(CAUSE_NONE, DANE_UNUSED, &good, NULL, NULL, NOBODY);
	/* With one that cannot be read, too. */
	r = record(3, TLSA_FULL, VIEW("no certificate"));
	IS(CAUSE_NONE, DANE_UNUSED, &good, NULL, &r, NOBODY);
	ck_assert_int_eq(cert_key_cause(NULL), CAUSE_CERT_NONE);
	weak = tc_new(&(struct tc_spec){ .cn = "w", .rsa_bits = 1024 });
	ck_assert_int_eq(cert_key_cause(weak.cert), CAUSE_CERT_WEAK);
	ck_assert_int_eq(cert_key_cause(good.cert), CAUSE_NONE);
	tc_free(&weak);
	tc_free(&wrong);
	tc_free(&good);
	teardown();
}
END_TEST

START_TEST(an_issuer_that_dns_names_vouches_for_names)
{
	struct tc leaf, named;
	struct tlsa_set r;

	setup();
	leaf = tc_leaf(&other, "dns:peer.example");
	named = tc_leaf(&other, "dns:host.example");
	r = of(&other, 2);
	IS(CAUSE_NONE, DANE_ISSUER, &leaf, &other, &r, NOBODY);
	IS(CAUSE_CERT_DANE, DANE_NONE, &leaf, NULL, &r, NOBODY);
	IS(CAUSE_CERT_NAME, DANE_ISSUER, &named, &other, &r, NOBODY);
	IS(CAUSE_NONE, DANE_ISSUER, &named, &other, &r, VIEW("host.example"));
	r = of(&root, 2);
	IS(CAUSE_CERT_DANE, DANE_NONE, &leaf, &other, &r, NOBODY);
	tc_free(&leaf);
	tc_free(&named);
	teardown();
}
END_TEST

START_TEST(constraints_come_on_top)
{
	struct tc leaf, alien;
	struct tlsa_set r;

	setup();
	leaf = tc_leaf(&root, "dns:peer.example");
	alien = tc_leaf(&other, "dns:peer.example");
	r = of(&leaf, 1);
	IS(CAUSE_NONE, DANE_PKIX, &leaf, NULL, &r, NOBODY);
	r = of(&root, 0);
	IS(CAUSE_NONE, DANE_PKIX, &leaf, NULL, &r, NOBODY);
	r = of(&other, 0);
	IS(CAUSE_CERT_DANE, DANE_NONE, &leaf, NULL, &r, NOBODY);
	r = of(&alien, 1);
	ck_assert_int_ne(thinks(&alien, NULL, &r, NOBODY), CAUSE_NONE);
	ck_assert_int_eq(match, DANE_NONE);
	tc_free(&leaf);
	tc_free(&alien);
	teardown();
}
END_TEST

START_TEST(the_record_that_would_match)
{
	struct tc leaf;
	struct buf text = { 0 };
	unsigned char der[32];
	struct tlsa_set r = { .n = 0 };
	unsigned byte;

	setup();
	leaf = tc_leaf(&other, "dns:peer.example");
	dane_describe(leaf.cert, &text);
	ck_assert(view_starts(buf_view(&text), VIEW("3 1 1 ")));
	ck_assert_uint_eq(buf_len(&text), 6 + 64);
	for (size_t i = 0; i < sizeof der; i++) {
		ck_assert_int_eq(sscanf(buf_cstr(&text) + 6 + 2 * i, "%2x", &byte), 1);
		der[i] = (unsigned char)byte;
	}
	ck_assert(tlsa_add(&r, (struct tlsa){ 3, 1, 1, 0, 0 },
	                   (struct view){ (const char *)der, sizeof der }));
	IS(CAUSE_NONE, DANE_KEY, &leaf, NULL, &r, NOBODY);
	buf_free(&text);
	tc_free(&leaf);
	teardown();
}
END_TEST

UNIT("dane", the_record_that_would_match, a_key_that_dns_names_is_enough, an_issuer_that_dns_names_vouches_for_names,
     constraints_come_on_top)
