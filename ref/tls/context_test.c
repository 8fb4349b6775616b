/* Every fault of a TLS setting is named with its file and reason. */
#include "tls/context.h"

#include <sys/stat.h>

#include "lib/log.h"
#include "lib/unit.h"
#include "tls/carry_for_tests.h"
#include "tls/session.h"
#include "tls/testcert.h"

static struct tc ca, leaf;
static char *cert_file, *key_file, *ca_file;

static void setup(void)
{
	ca = tc_ca("ca", NULL);
	leaf = tc_leaf(&ca, "dns:peer.example dns:*.rooms.example srv:_xmpp-server.srv.example");
	cert_file = tc_cert_file(&leaf);
	key_file = tc_key_file(&leaf);
	ca_file = tc_cert_file(&ca);
}

static void teardown(void)
{
	tc_unlink(&cert_file);
	tc_unlink(&key_file);
	tc_unlink(&ca_file);
	tc_free(&leaf);
	tc_free(&ca);
}

/* The settings are refused: for this file, with these words in the reason. */
static void refused(const struct tls_settings *s, const char *file, const char *words)
{
	struct fault f = { 0 };
	struct tls_context *c = tls_context_new(s, &f);

	ck_assert_ptr_null(c);
	ck_assert_str_eq(f.file, file);
	ck_assert_msg(strstr(f.text, words) != NULL, "%s, not %s", f.text, words);
	ck_assert_ptr_null(strchr(f.text, '\n'));
	fault_free(&f);
}

static void refused_pair(const char *certificate, const char *key, const char *file,
                         const char *words)
{
	refused(&(struct tls_settings){ .certificate = certificate, .key = key }, file, words);
}

static struct tls_context *accepted(const struct tls_settings *s)
{
	struct fault f = { 0 };
	struct tls_context *c = tls_context_new(s, &f);

	ck_assert_msg(c != NULL, "%s: %s", f.file, f.text);
	ck_assert_ptr_null(f.text);
	return c;
}

static char *text_file(const char *text)
{
	struct buf b = { 0 };

	buf_puts(&b, text);
	return tc_file(&b);
}

START_TEST(good_settings)
{
	struct tls_context *c;
	char *host;

	setup();
	c = accepted(&(struct tls_settings){ .certificate = cert_file, .key = key_file,
	                                     .trust = ca_file, .alpn = "xmpp-server" });
	ck_assert(tls_context_names(c, "peer.example"));
	ck_assert(tls_context_names(c, "x.rooms.example"));
	ck_assert(tls_context_names(c, "srv.example"));
	ck_assert(!tls_context_names(c, "leaf"));
	ck_assert(!tls_context_names(c, "other.example"));
	host = tls_context_host(c);
	ck_assert_str_eq(host, "peer.example");
	free(host);
	tls_context_free(&c);
	ck_assert_ptr_null(c);

	c = accepted(&(struct tls_settings){ .trust = ca_file, .tls13_only = true });
	ck_assert(!tls_context_names(c, "peer.example"));
	ck_assert_ptr_null(tls_context_host(c));
	tls_context_free(&c);
	tls_context_free(&c);
	teardown();
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
	char *empty, *words;

	setup();
	empty = text_file("");
	words = text_file("this is no certificate\n");
	refused_pair("/nonexistent/x.pem", key_file, "/nonexistent/x.pem",
	             "cannot be read: No such file");
	refused_pair("/", key_file, "/", "cannot be read: Is a directory");
	refused_pair(empty, key_file, empty, "is empty");
	refused_pair(words, key_file, words, "is not PEM");
	refused_pair(cert_file, "/nonexistent/x.key", "/nonexistent/x.key",
	             "cannot be read: No such file");
	refused_pair(cert_file, words, words, "is not PEM");
	refused(&(struct tls_settings){ .trust = empty }, empty, "is empty");
	refused(&(struct tls_settings){ .trust = words }, words, "is not PEM");
	refused(&(struct tls_settings){ .trust = "/nonexistent/ca" }, "/nonexistent/ca",
	        "No such file");
	tc_unlink(&empty);
	tc_unlink(&words);
	teardown();
}
END_TEST

START_TEST(pem_that_holds_something_else)
{
	char *damaged, *cut, *locked;
	struct buf pem = { 0 };
	BIO *bio = BIO_new(BIO_s_mem());

	setup();
	refused_pair(key_file, key_file, key_file, "no certificate inside");
	refused_pair(cert_file, cert_file, cert_file, "no private key inside");
	refused(&(struct tls_settings){ .trust = key_file }, key_file, "no certificate inside");
	refused(&(struct tls_settings){ .trust = ca_file, .crl = ca_file }, ca_file,
	        "no revocation list inside");
	refused(&(struct tls_settings){ .trust = ca_file, .crl = "/nonexistent/crl.pem" },
	        "/nonexistent/crl.pem", "No such file");

	damaged = text_file("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
	refused_pair(damaged, key_file, damaged, "PEM block 1 (CERTIFICATE) cannot be parsed");
	tc_unlink(&damaged);

	tc_pem_cert(&leaf, &pem);
	buf_puts(&pem, "-----BEGIN CERTIFICATE-----\nMII\n");
	cut = tc_file(&pem);
	refused_pair(cut, key_file, cut, "PEM block 2 is damaged");
	tc_unlink(&cut);

	damaged = text_file("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
	refused_pair(cert_file, damaged, damaged, "the key cannot be parsed");
	tc_unlink(&damaged);

	PEM_write_bio_PrivateKey(bio, leaf.key, EVP_aes_128_cbc(), (unsigned char *)"x", 1,
	                         NULL, NULL);
	tc_pem_out(bio, &pem);
	locked = tc_file(&pem);
	refused_pair(cert_file, locked, locked, "protected by a passphrase");
	tc_unlink(&locked);
	teardown();
}
END_TEST

START_TEST(key_of_another_certificate)
{
	struct tc other;
	char *other_key;

	setup();
	other = tc_leaf(&ca, "dns:peer.example");
	other_key = tc_key_file(&other);
	refused_pair(cert_file, other_key, other_key, "does not belong to the certificate in");
	tc_unlink(&other_key);
	tc_free(&other);
	teardown();
}
END_TEST

/* The issuer in front: which of the two is wrong is not the key. */
START_TEST(certificates_in_the_wrong_order)
{
	struct buf pem = { 0 };
	char *chain;

	setup();
	tc_pem_cert(&ca, &pem);
	tc_pem_cert(&leaf, &pem);
	chain = tc_file(&pem);
	refused_pair(chain, key_file, key_file, "it has to be the first");
	tc_unlink(&chain);
	teardown();
}
END_TEST

/* Whoever is shown them refuses them all when one has expired. */
START_TEST(what_expires_first_of_all_that_is_shown)
{
	struct tc issuer;
	struct tls_settings s = { .certificate = NULL };
	struct tls_context *c;
	struct buf pem = { 0 };
	struct fault f = { 0 };
	bool is_issuer = true;
	char *chain;

	setup();
	s.certificate = cert_file;
	s.key = key_file;
	c = tls_context_new(&s, &f);
	ck_assert_int_ge(tls_context_days(c, &is_issuer), 29);
	ck_assert(!is_issuer);
	tls_context_free(&c);
	issuer = tc_new(&(struct tc_spec){ .cn = "ends soon", .issuer = &ca, .ca = true,
	                                   .from = -2 * TC_DAY, .to = 3 * TC_DAY + 60 });
	tc_pem_cert(&leaf, &pem);
	tc_pem_cert(&issuer, &pem);
	chain = tc_file(&pem);
	s.certificate = chain;
	c = tls_context_new(&s, &f);
	ck_assert_int_eq(tls_context_days(c, &is_issuer), 3);
	ck_assert(is_issuer);
	tls_context_free(&c);
	tc_unlink(&chain);
	tc_free(&issuer);
	teardown();
}
END_TEST

/* Well for whoever has the issuer in his trust; for whom the root alone is known it has to
 * be shown. */
START_TEST(an_issuer_that_is_not_shown)
{
	struct tc between, below;
	struct buf both = { 0 }, shown = { 0 }, name = { 0 };
	char *below_file, *below_key, *chain, *trust, *trust_between;
	struct tls_context *c;

	setup();
	between = tc_ca("between", &ca);
	below = tc_leaf(&between, "dns:peer.example");
	below_file = tc_cert_file(&below);
	below_key = tc_key_file(&below);
	trust_between = tc_cert_file(&between);
	tc_pem_cert(&ca, &both);
	tc_pem_cert(&between, &both);
	trust = tc_file(&both);
	tc_pem_cert(&below, &shown);
	tc_pem_cert(&between, &shown);
	chain = tc_file(&shown);

	c = accepted(&(struct tls_settings){ .certificate = below_file, .key = below_key,
	                                     .trust = trust });
	ck_assert_int_eq(tls_context_own(c, false), CAUSE_NONE);
	ck_assert(tls_context_lacks(c, &name));
	ck_assert_str_eq(buf_cstr(&name), "/CN=between");
	tls_context_free(&c);
	buf_clear(&name);
	c = accepted(&(struct tls_settings){ .certificate = chain, .key = below_key,
	                                     .trust = trust });
	ck_assert_int_eq(tls_context_own(c, false), CAUSE_NONE);
	ck_assert(!tls_context_lacks(c, &name));
	tls_context_free(&c);
	c = accepted(&(struct tls_settings){ .certificate = chain, .key = below_key,
	                                     .trust = ca_file });
	ck_assert_int_eq(tls_context_own(c, false), CAUSE_NONE);
	ck_assert(!tls_context_lacks(c, &name));
	tls_context_free(&c);
	c = accepted(&(struct tls_settings){ .certificate = below_file, .key = below_key,
	                                     .trust = ca_file });
	ck_assert_int_eq(tls_context_own(c, false), CAUSE_CERT_UNKNOWN_ISSUER);
	ck_assert(!tls_context_lacks(c, &name));
	tls_context_free(&c);
	/* An issuer that is the operator's anchor is as good as a root. */
	c = accepted(&(struct tls_settings){ .certificate = below_file, .key = below_key,
	                                     .trust = trust_between });
	ck_assert_int_eq(tls_context_own(c, false), CAUSE_NONE);
	ck_assert(!tls_context_lacks(c, &name));
	tls_context_free(&c);
	ck_assert_uint_eq(buf_len(&name), 0);

	buf_free(&name);
	tc_unlink(&below_file);
	tc_unlink(&below_key);
	tc_unlink(&chain);
	tc_unlink(&trust);
	tc_unlink(&trust_between);
	tc_free(&below);
	tc_free(&between);
	teardown();
}
END_TEST

START_TEST(what_others_find_of_ours)
{
	static const struct {
		const char *eku;
		bool ca;
		enum cause server, client;
	} row[] = {
		{ "serverAuth,clientAuth", false, CAUSE_NONE, CAUSE_NONE },
		{ "serverAuth", false, CAUSE_NONE, CAUSE_CERT_PURPOSE },
		/* As whoever verifies it here would say: nobody is proved by clientAuth. */
		{ "clientAuth", false, CAUSE_CERT_PURPOSE, CAUSE_CERT_PURPOSE },
		{ "serverAuth,clientAuth", true, CAUSE_CERT_IS_CA, CAUSE_CERT_IS_CA },
	};

	setup();
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct tc own = tc_new(&(struct tc_spec){ .cn = "own", .issuer = &ca,
		                                          .eku = row[i].eku, .ca = row[i].ca,
		                                          .san = tc_san("dns:peer.example") });
		char *file = tc_cert_file(&own), *key = tc_key_file(&own);
		struct tls_context *c = accepted(&(struct tls_settings){ .certificate = file,
		                                                         .key = key,
		                                                         .trust = ca_file });

		ck_assert_msg(tls_context_own(c, false) == row[i].server, "row %zu", i);
		ck_assert_msg(tls_context_own(c, true) == row[i].client, "row %zu", i);
		tls_context_free(&c);
		tc_unlink(&file);
		tc_unlink(&key);
		tc_free(&own);
	}
	teardown();
}
END_TEST

START_TEST(key_that_everybody_may_read)
{
	static const struct {
		mode_t mode;
		bool open;
	} row[] = { { 0600, false }, { 0640, false }, { 0604, true }, { 0644, true } };
	struct tls_context *c;

	setup();
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		ck_assert_int_eq(chmod(key_file, row[i].mode), 0);
		c = accepted(&(struct tls_settings){ .certificate = cert_file, .key = key_file });
		ck_assert(tls_context_key_is_open(c) == row[i].open);
		tls_context_free(&c);
	}
	teardown();
}
END_TEST

START_TEST(certificate_that_expired)
{
	struct tc old, issuer;
	struct buf pem = { 0 };
	char *old_file, *old_key, *chain;

	setup();
	old = tc_new(&(struct tc_spec){ .cn = "old", .issuer = &ca, .from = -2 * TC_DAY,
	                                .to = -TC_DAY });
	old_file = tc_cert_file(&old);
	old_key = tc_key_file(&old);
	refused_pair(old_file, old_key, old_file, "certificate 1 expired on ");

	issuer = tc_new(&(struct tc_spec){ .cn = "old ca", .issuer = &ca, .ca = true,
	                                   .from = -2 * TC_DAY, .to = -10 });
	tc_pem_cert(&leaf, &pem);
	tc_pem_cert(&issuer, &pem);
	chain = tc_file(&pem);
	refused_pair(chain, key_file, chain, "certificate 2 expired on ");
	tc_unlink(&chain);
	tc_unlink(&old_file);
	tc_unlink(&old_key);
	tc_free(&issuer);
	tc_free(&old);
	teardown();
}
END_TEST

START_TEST(certificate_too_weak_to_show)
{
	struct tc weak;
	char *weak_file, *weak_key;

	setup();
	weak = tc_new(&(struct tc_spec){ .cn = "weak", .issuer = &ca, .rsa_bits = 1024 });
	weak_file = tc_cert_file(&weak);
	weak_key = tc_key_file(&weak);
	refused_pair(weak_file, weak_key, weak_file, "certificate 1 cannot be used: ee key too small");
	tc_unlink(&weak_file);
	tc_unlink(&weak_key);
	tc_free(&weak);
	teardown();
}
END_TEST

START_TEST(key_log_is_for_its_owner_alone)
{
	struct tls_context *c;
	struct tls_session *client, *server;
	struct buf text = { 0 };
	char *log = text_file("");
	struct stat st;
	FILE *in;
	int sink[2];
	ssize_t n;

	setup();
	ck_assert_int_eq(unlink(log), 0);
	setenv("SSLKEYLOGFILE", log, 1);
	ck_assert_int_eq(pipe(sink), 0);
	log_to(sink[1]);
	c = accepted(&(struct tls_settings){ .certificate = cert_file, .key = key_file });
	log_flush();
	log_to(2);
	n = read(sink[0], buf_room(&text, 1000), 1000);
	ck_assert_int_gt(n, 0);
	buf_grew(&text, (size_t)n);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&text), "warn event=keylog-active"));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&text), log));
	close(sink[0]);
	close(sink[1]);

	client = tls_session_new(c, TLS_CLIENT, NULL);
	server = tls_session_new(c, TLS_SERVER, NULL);
	shake(client, server, 100000);
	ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
	ck_assert_int_eq(stat(log, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	in = fopen(log, "r");
	ck_assert_ptr_nonnull(in);
	buf_clear(&text);
	buf_grew(&text, fread(buf_room(&text, 8000), 1, 8000, in));
	fclose(in);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&text), "CLIENT_TRAFFIC_SECRET_0 "));
	ck_assert(view_ends(buf_view(&text), VIEW("\n")));

	tls_session_free(&client);
	tls_session_free(&server);
	tls_context_free(&c);
	buf_free(&text);
	tc_unlink(&log);
	teardown();
}
END_TEST

UNIT("context", good_settings, files_that_cannot_be_read, pem_that_holds_something_else,
     key_of_another_certificate, certificates_in_the_wrong_order,
     what_expires_first_of_all_that_is_shown, certificate_that_expired, certificate_too_weak_to_show,
     an_issuer_that_is_not_shown, what_others_find_of_ours, key_that_everybody_may_read, key_log_is_for_its_owner_alone)
