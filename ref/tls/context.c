#include "tls/context.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "lib/mem.h"
#include "tls/context_ssl.h"
#include "tls/hello.h"
#include "tls/keylog.h"
#include "tls/pemfile.h"
#include "tls/proof.h"
#include "tls/resumption.h"

/* RFC 9325 4.2: forward secrecy and authenticated encryption only. */
#define SUITES_12 \
	"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:" \
	"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:" \
	"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"

#define LEVEL       2
#define DEPTH_MAX   10		/* issuers; a longer chain only costs signatures */

struct tls_context {
	SSL_CTX *ssl;
	X509 *leaf;  /* NULL: none */
	char *stale; /* NULL: no list has expired */
	bool stale_trust; /* it stands in `trust` */
	bool key_open;    /* the key's file is readable for everybody */
};

SSL_CTX *tls_context_ssl(const struct tls_context *c)
{
	return c->ssl;
}

/* --- the peer's certificate ------------------------------------------------ */

/* There may be revocation lists of some of the authorities; those without a list
 * are taken at their word (docs/why/014). */
static int on_chain_fault(int ok, X509_STORE_CTX *v)
{
	if (ok || X509_STORE_CTX_get_error(v) != X509_V_ERR_UNABLE_TO_GET_CRL)
		return ok;
	X509_STORE_CTX_set_error(v, X509_V_OK);
	return 1;
}

/* An authority that may only sign mail must not speak for a server.  The anchor
 * is the operator's choice and the leaf is looked at in proof_chain.c. */
static bool issuers_may_name_servers(X509_STORE_CTX *v)
{
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(v);

	for (int i = 1; i < sk_X509_num(chain) - 1; i++) {
		X509 *issuer = sk_X509_value(chain, i);

		if ((X509_get_extension_flags(issuer) & EXFLAG_XKUSAGE) != 0 &&
		    (X509_get_extended_key_usage(issuer) & (XKU_SSL_SERVER | XKU_ANYEKU)) == 0)
			return false;
	}
	return true;
}

/* Says yes to every chain, so that the handshake goes on; what was wrong first
 * stays behind as the verify result of the session (RFC 6120 6.4.5). */
static int verify(X509_STORE_CTX *v, void *arg)
{
	X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(v);
	bool good;

	(void)arg;
	/* The purpose that goes with the role would refuse a certificate for
	 * servers when its owner dials. */
	X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_trust(param, X509_TRUST_SSL_SERVER);
	X509_STORE_CTX_set_verify_cb(v, on_chain_fault);
	good = X509_verify_cert(v) == 1;
	if (good && !issuers_may_name_servers(v))
		X509_STORE_CTX_set_error(v, X509_V_ERR_INVALID_PURPOSE);
	else if (!good && X509_STORE_CTX_get_error(v) == X509_V_OK)
		X509_STORE_CTX_set_error(v, X509_V_ERR_UNSPECIFIED);
	ERR_clear_error();
	return 1;
}

long tls_context_verify(SSL_CTX *ssl, X509 *leaf, STACK_OF(X509) * shown, SSL_DANE *dane,
                        STACK_OF(X509) * *built)
{
	X509_STORE_CTX *v = X509_STORE_CTX_new();
	long result = X509_V_ERR_UNSPECIFIED;

	if (v != NULL && X509_STORE_CTX_init(v, SSL_CTX_get_cert_store(ssl), leaf, shown) == 1 &&
	    X509_STORE_CTX_set_default(v, "ssl_server") == 1 &&
	    X509_VERIFY_PARAM_set1(X509_STORE_CTX_get0_param(v), SSL_CTX_get0_param(ssl)) == 1) {
		X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(v), LEVEL);
		if (dane != NULL)
			X509_STORE_CTX_set0_dane(v, dane);
		verify(v, NULL);
		result = X509_STORE_CTX_get_error(v);
		if (built != NULL)
			*built = X509_STORE_CTX_get1_chain(v);
	}
	X509_STORE_CTX_free(v);
	ERR_clear_error();
	return result;
}

/* --- our own --------------------------------------------------------------- */

static const char *reason(void)
{
	const char *words = ERR_reason_error_string(ERR_peek_error());

	return words != NULL ? words : "unknown reason";
}

static bool not_expired(const X509 *cert, int number, const char *file, struct fault *f)
{
	BIO *bio;
	char *p;
	long n;

	if (X509_cmp_current_time(X509_get0_notAfter(cert)) > 0)
		return true;
	bio = BIO_new(BIO_s_mem());
	ASN1_TIME_print(bio, X509_get0_notAfter(cert));
	n = BIO_get_mem_data(bio, &p);
	fault_set(f, file, 0, 0, "certificate %d expired on %.*s", number, (int)n, p);
	BIO_free(bio);
	return false;
}

static bool use_chain(struct tls_context *c, const char *file, struct fault *f)
{
	STACK_OF(X509) *certs = pemfile_certificates(file, f);
	X509 *cert;
	bool ok = certs != NULL;

	for (int i = 0; ok && (cert = sk_X509_shift(certs)) != NULL; i++) {
		ok = not_expired(cert, i + 1, file, f);
		if (ok && i == 0) {
			ok = SSL_CTX_use_certificate(c->ssl, cert) == 1;
			c->leaf = ok ? cert : NULL;
		} else if (ok) {
			ok = SSL_CTX_add0_chain_cert(c->ssl, cert) == 1;
		}
		if (!ok) {
			X509_free(cert);
			if (f->text == NULL)
				fault_set(f, file, 0, 0, "certificate %d cannot be used: %s",
				          i + 1, reason());
		}
	}
	sk_X509_pop_free(certs, X509_free);
	return ok;
}

/* The file is in the wrong order. */
static bool is_of_an_issuer(const struct tls_context *c, const EVP_PKEY *key)
{
	STACK_OF(X509) *chain = NULL;

	SSL_CTX_get0_chain_certs(c->ssl, &chain);
	for (int i = 0; i < sk_X509_num(chain); i++)
		if (X509_check_private_key(sk_X509_value(chain, i), key) == 1)
			return true;
	return false;
}

static bool use_key(struct tls_context *c, const struct tls_settings *s, struct fault *f)
{
	EVP_PKEY *key = pemfile_key(s->key, f);
	struct stat st;
	bool ok = key != NULL;

	c->key_open = ok && stat(s->key, &st) == 0 && (st.st_mode & S_IROTH) != 0;

	if (ok && X509_check_private_key(c->leaf, key) != 1)
		ok = fault_set(f, s->key, 0, 0,
		               is_of_an_issuer(c, key)
		                       ? "the certificate of this key stands behind another in "
		                         "%s: it has to be the first"
		                       : "this key does not belong to the certificate in %s",
		               s->certificate);
	if (ok && SSL_CTX_use_PrivateKey(c->ssl, key) != 1)
		ok = fault_set(f, s->key, 0, 0, "the key cannot be used: %s", reason());
	EVP_PKEY_free(key);
	return ok;
}

static bool use_trust(struct tls_context *c, const struct tls_settings *s, struct fault *f)
{
	X509_STORE *store = SSL_CTX_get_cert_store(c->ssl);
	bool lists;
	char *of_trust;

	if (!pemfile_trust(s->trust, store, &lists, f))
		return false;
	of_trust = pemfile_stale(store);
	if (s->crl != NULL && !pemfile_lists(s->crl, store, f)) {
		free(of_trust);
		return false;
	}
	if (lists || s->crl != NULL)
		X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
	c->stale = pemfile_stale(store); /* perhaps one in `crl` replaces it */
	c->stale_trust = c->stale != NULL && of_trust != NULL && strcmp(c->stale, of_trust) == 0;
	free(of_trust);
	return true;
}

static void harden(SSL_CTX *ssl, bool tls13_only)
{
	X509_VERIFY_PARAM *param = SSL_CTX_get0_param(ssl);

	SSL_CTX_set_min_proto_version(ssl, tls13_only ? TLS1_3_VERSION : TLS1_2_VERSION);
	SSL_CTX_set_security_level(ssl, LEVEL);
	SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
	                         SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_max_cert_list(ssl, TLS_CERTIFICATES_MAX);
	/* On a server this asks for a certificate without insisting. */
	SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ssl, verify, NULL);
	X509_VERIFY_PARAM_set_depth(param, DEPTH_MAX);
	/* What the operator's file holds is trusted, an intermediate too. */
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
}

struct tls_context *tls_context_new(const struct tls_settings *s, struct fault *f)
{
	struct tls_context *c = mem_zalloc(sizeof *c);
	bool ok;

	assert((s->certificate == NULL) == (s->key == NULL));
	assert(s->crl == NULL || s->trust != NULL);
	fault_free(f);
	ERR_clear_error();
	c->ssl = SSL_CTX_new(TLS_method());
	if (c->ssl == NULL || SSL_CTX_set_cipher_list(c->ssl, SUITES_12) != 1) {
		fault_set(f, NULL, 0, 0, "OpenSSL cannot be used: %s", reason());
		tls_context_free(&c);
		return NULL;
	}
	harden(c->ssl, s->tls13_only);
	resumption_allow(c->ssl, s->resumable);
	hello_heed_name(c->ssl);
	ok = (s->certificate == NULL ||
	      (use_chain(c, s->certificate, f) && use_key(c, s, f))) &&
	     (s->trust == NULL || use_trust(c, s, f)) &&
	     (s->alpn == NULL || hello_speak(c->ssl, s->alpn) ||
	      fault_set(f, NULL, 0, 0, "ALPN name \"%s\" is impossible", s->alpn));
	ERR_clear_error();
	if (!ok) {
		tls_context_free(&c);
		return NULL;
	}
	keylog_attach(c->ssl);
	return c;
}

void tls_context_free(struct tls_context **cp)
{
	struct tls_context *c = *cp;

	if (c == NULL)
		return;
	X509_free(c->leaf);
	SSL_CTX_free(c->ssl);
	free(c->stale);
	free(c);
	*cp = NULL;
}

const char *tls_context_stale(const struct tls_context *c, bool *in_trust)
{
	*in_trust = c->stale_trust;
	return c->stale;
}

bool tls_context_names(const struct tls_context *c, const char *domain)
{
	return c->leaf != NULL &&
	       cert_names_domain(c->leaf, view_of(domain), (struct view){ NULL, 0 });
}

/* A host as it may be compared byte for byte; NULL: not one. */
static char *host_of(const GENERAL_NAME *name)
{
	const unsigned char *text;
	char *host;
	size_t n;

	if (name->type != GEN_DNS)
		return NULL;
	text = ASN1_STRING_get0_data(name->d.dNSName);
	n = (size_t)ASN1_STRING_length(name->d.dNSName);
	if (n == 0 || memchr(text, '\0', n) != NULL || memchr(text, '*', n) != NULL)
		return NULL;
	host = mem_zalloc(n + 1);
	for (size_t i = 0; i < n; i++)
		host[i] = (char)tolower(text[i]);
	return host;
}

char *tls_context_host(const struct tls_context *c)
{
	GENERAL_NAMES *names = c->leaf == NULL ? NULL
	                     : X509_get_ext_d2i(c->leaf, NID_subject_alt_name,
	                                        NULL, NULL);
	char *host = NULL;

	for (int i = 0; host == NULL && i < sk_GENERAL_NAME_num(names); i++)
		host = host_of(sk_GENERAL_NAME_value(names, i));
	GENERAL_NAMES_free(names);
	return host;
}

void tls_context_serve(struct tls_context *c, const char *host,
                       const struct tls_context *other)
{
	hello_serve(c->ssl, host, other->ssl);
}

/* --- our own certificate, as others see it ------------------------------------- */

/* As who trusts the same authorities verifies it; *built, if wanted: the chain up to its
 * root, the caller's to free.  Else whatever trust holds is trusted, as in harden(). */
static enum cause own_for(const struct tls_context *c, int purpose, STACK_OF(X509) * *built)
{
	X509_STORE_CTX *v = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = NULL;
	enum cause cause = CAUSE_CERT_BAD;

	SSL_CTX_get0_chain_certs(c->ssl, &chain);
	if (v != NULL &&
	    X509_STORE_CTX_init(v, SSL_CTX_get_cert_store(c->ssl), c->leaf, chain) == 1) {
		X509_STORE_CTX_set_verify_cb(v, on_chain_fault);
		X509_STORE_CTX_set_purpose(v, purpose);
		if (built == NULL)
			X509_STORE_CTX_set_flags(v, X509_V_FLAG_PARTIAL_CHAIN);
		/* A good chain is not all: the leaf may be an authority's. */
		if (X509_verify_cert(v) == 1)
			cause = cert_chain_cause(X509_V_OK, c->leaf);
		else
			cause = cert_chain_cause(X509_STORE_CTX_get_error(v), c->leaf);
		if (cause == CAUSE_NONE && X509_STORE_CTX_get_error(v) != X509_V_OK)
			cause = CAUSE_CERT_BAD;
		if (built != NULL)
			*built = X509_STORE_CTX_get1_chain(v);
	}
	X509_STORE_CTX_free(v);
	ERR_clear_error();
	return cause;
}

enum cause tls_context_own(const struct tls_context *c, bool client)
{
	if (c->leaf == NULL)
		return CAUSE_CERT_NONE;
	return own_for(c, client ? X509_PURPOSE_SSL_CLIENT : X509_PURPOSE_SSL_SERVER, NULL);
}

static bool is_shown(const struct tls_context *c, const X509 *cert)
{
	STACK_OF(X509) *shown = NULL;

	SSL_CTX_get0_chain_certs(c->ssl, &shown);
	for (int i = 0; i < sk_X509_num(shown); i++)
		if (X509_cmp(sk_X509_value(shown, i), cert) == 0)
			return true;
	return false;
}

bool tls_context_lacks(const struct tls_context *c, struct buf *name)
{
	STACK_OF(X509) *built = NULL;
	bool lacks = false;

	if (c->leaf == NULL || own_for(c, X509_PURPOSE_SSL_SERVER, &built) != CAUSE_NONE) {
		sk_X509_pop_free(built, X509_free);
		return false;
	}
	/* The last one is the root. */
	for (int i = 1; !lacks && i < sk_X509_num(built) - 1; i++) {
		X509 *issuer = sk_X509_value(built, i);
		char *words;

		lacks = !is_shown(c, issuer);
		if (!lacks)
			continue;
		words = X509_NAME_oneline(X509_get_subject_name(issuer), NULL, 0);
		buf_puts(name, words != NULL ? words : "an issuer");
		OPENSSL_free(words);
	}
	sk_X509_pop_free(built, X509_free);
	return lacks;
}

bool tls_context_key_is_open(const struct tls_context *c)
{
	return c->key_open;
}

static int days_of(const X509 *cert)
{
	int days = 0, seconds = 0;

	if (ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(cert)) != 1)
		return 0;
	return days - (seconds < 0 && days <= 0);
}

int tls_context_days(const struct tls_context *c, bool *issuer)
{
	STACK_OF(X509) *chain = NULL;
	int days = c->leaf != NULL ? days_of(c->leaf) : 0;

	*issuer = false;
	SSL_CTX_get0_chain_certs(c->ssl, &chain);
	for (int i = 0; i < sk_X509_num(chain); i++) {
		int other = days_of(sk_X509_value(chain, i));

		if (other < days) {
			days = other;
			*issuer = true;
		}
	}
	return days;
}

void tls_context_describe(const struct tls_context *c, struct buf *out)
{
	if (c->leaf != NULL)
		cert_describe(c->leaf, out);
}
