/* certificate.c - one authority per run, leaves with named defects per case. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "lib/suggest.h"
#include "world/private.h"

enum issuer { AUTHORITY, OTHER, BETWEEN, SELF };
enum purpose { BOTH, SERVER, CLIENT };
enum { IS_CA = 1, WEAK_KEY = 2, RSA_KEY = 4, REVOKED = 8, CHAIN = 16, BRIEF = 32 };
enum { BRIEF_S = 8 };

static const struct form {
	const char *name, *names, *cn;
	enum issuer issuer;
	int from, until;
	enum purpose purpose;
	unsigned flags;
} forms[] = {
#define X(name, names, cn, issuer, from, until, purpose, flags, doc) \
	{ name, names, cn, issuer, from, until, purpose, flags },
#include "world/certificate.tbl"
#undef X
};

enum { N_FORMS = sizeof forms / sizeof forms[0] };

static const struct form *form_named(struct view name)
{
	for (size_t i = 0; i < N_FORMS; i++)
		if (view_is(name, forms[i].name))
			return &forms[i];
	return NULL;
}

bool certificate_form_is_known(struct view form)
{
	return form_named(form) != NULL;
}

const char *certificate_form_nearest(struct view form)
{
	const char *names[N_FORMS];

	for (size_t i = 0; i < N_FORMS; i++)
		names[i] = forms[i].name;
	return suggest(form, names, N_FORMS);
}

/* --- names --------------------------------------------------------------------------- */

/* `$` the domain, `^$` in upper case, `@` its parent, `?` its first letter,
 * `#500` a number, `%00` a NUL, `&` a @. */
static void expand(struct view spec, const char *domain, unsigned number, struct buf *out)
{
	const char *parent = strchr(domain, '.');

	for (size_t i = 0; i < spec.n; i++) {
		switch (spec.p[i]) {
		case '^':
			for (const char *p = domain; *p != '\0'; p++)
				buf_putc(out, (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p));
			i++; /* and the $ behind it */
			break;
		case '$':
			buf_puts(out, domain);
			break;
		case '@':
			buf_puts(out, parent != NULL ? parent + 1 : domain);
			break;
		case '&':
			buf_putc(out, '@');
			break;
		case '?':
			buf_putc(out, domain[0]);
			break;
		case '#':
			buf_printf(out, "n%u.filler.example", number);
			return;
		case '%':
			buf_putc(out, '\0');
			i += 2;
			break;
		default:
			buf_putc(out, spec.p[i]);
		}
	}
}

static void set_other_name(GENERAL_NAME *g, const char *oid, int type, struct view text)
{
	ASN1_TYPE *value = ASN1_TYPE_new();
	ASN1_STRING *s = ASN1_STRING_type_new(type);

	ASN1_STRING_set(s, text.p, (int)text.n);
	ASN1_TYPE_set(value, type, s);
	GENERAL_NAME_set0_othername(g, OBJ_txt2obj(oid, 1), value);
}

static void set_text(GENERAL_NAME *g, int kind, int type, struct view text)
{
	ASN1_STRING *s = ASN1_STRING_type_new(type);

	ASN1_STRING_set(s, text.p, (int)text.n);
	GENERAL_NAME_set0_value(g, kind, s);
}

static void add_name(GENERAL_NAMES *names, struct view kind, struct view text)
{
	GENERAL_NAME *g = GENERAL_NAME_new();
	unsigned char ip[4] = { 10, 0, 1, 1 };

	if (view_is(kind, "dns"))
		set_text(g, GEN_DNS, V_ASN1_IA5STRING, text);
	else if (view_is(kind, "uri"))
		set_text(g, GEN_URI, V_ASN1_IA5STRING, text);
	else if (view_is(kind, "ip"))
		set_text(g, GEN_IPADD, V_ASN1_OCTET_STRING,
		         (struct view){ (const char *)ip, sizeof ip });
	else if (view_is(kind, "srv"))
		set_other_name(g, "1.3.6.1.5.5.7.8.7", V_ASN1_IA5STRING, text);
	else
		set_other_name(g, "1.3.6.1.5.5.7.8.5", V_ASN1_UTF8STRING, text);
	sk_GENERAL_NAME_push(names, g);
}

/* One "kind:value" of the table; `#N` stands for N of them. */
static void add_spec(GENERAL_NAMES *names, struct view spec, const char *domain)
{
	struct view kind, value;
	struct buf text = { 0 };
	unsigned n = 1;

	view_cut(spec, ':', &kind, &value);
	if (view_starts(value, VIEW("#")))
		n = (unsigned)strtoul(value.p + 1, NULL, 10);
	for (unsigned i = 0; i < n; i++) {
		buf_clear(&text);
		expand(value, domain, i, &text);
		add_name(names, kind, buf_view(&text));
	}
	buf_free(&text);
}

static bool add_names(X509 *x, const struct form *form, const char *domain)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	struct view rest = view_of(form->names), spec;
	bool ok = true;

	while (rest.n > 0) {
		view_cut(rest, ' ', &spec, &rest);
		add_spec(names, spec, domain);
	}
	if (sk_GENERAL_NAME_num(names) > 0)
		ok = X509_add1_ext_i2d(x, NID_subject_alt_name, names, 0, 0) == 1;
	GENERAL_NAMES_free(names);
	return ok;
}

/* --- certificates --------------------------------------------------------------------- */

static bool add_ext(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *e;
	bool ok;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ok = e != NULL && X509_add_ext(x, e, -1) == 1;
	X509_EXTENSION_free(e);
	return ok;
}

static EVP_PKEY *new_key(unsigned flags)
{
	if ((flags & RSA_KEY) != 0)
		return EVP_RSA_gen(2048);
	return (flags & WEAK_KEY) != 0 ? EVP_RSA_gen(1024) : EVP_EC_gen("P-256");
}

static X509 *new_certificate(EVP_PKEY *key, const char *cn, int from, int until)
{
	X509 *x = X509_new();
	uint64_t serial;

	rng_bytes(&serial, sizeof serial);
	X509_set_version(x, 2);
	ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1);
	X509_gmtime_adj(X509_getm_notBefore(x), 86400L * from);
	X509_gmtime_adj(X509_getm_notAfter(x), 86400L * until);
	if (cn[0] != '\0')
		X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
		                           (const unsigned char *)cn, -1, -1, 0);
	X509_set_pubkey(x, key);
	return x;
}

static bool write_pem(const char *path, X509 *const *chain, size_t n, EVP_PKEY *key,
                      struct fault *f)
{
	FILE *to = fopen(path, "we");
	bool ok = to != NULL;

	for (size_t i = 0; ok && i < n; i++)
		ok = PEM_write_X509(to, chain[i]) == 1;
	if (ok && key != NULL)
		ok = PEM_write_PrivateKey(to, key, NULL, NULL, 0, NULL, NULL) == 1;
	if (to != NULL)
		ok = fclose(to) == 0 && ok;
	return ok || fault_set(f, path, 0, 0, "cannot be written: %s", strerror(errno));
}

/* The authorities that were made or read last: to read a key costs as much as ten
 * signatures, and the process of each case is a fork of the one that made them. */
static struct root {
	char *pem; /* where it is kept; NULL: none */
	X509 *x;
	EVP_PKEY *key;
} roots[SELF];

static const char *const root_names[SELF] = { [AUTHORITY] = "authority",
	                                      [OTHER] = "other",
	                                      [BETWEEN] = "between" };

static struct root *root_named(const char *name)
{
	size_t i = 0;

	while (i + 1 < SELF && strcmp(name, root_names[i]) != 0)
		i++;
	return &roots[i];
}

/* Takes `x` and `key`. */
static void keep_root(const char *name, const char *pem, X509 *x, EVP_PKEY *key)
{
	struct root *r = root_named(name);

	free(r->pem);
	X509_free(r->x);
	EVP_PKEY_free(r->key);
	*r = (struct root){ mem_strdup(pem), x, key };
}

/* `issuer` NULL: itself. */
static bool make_root(const char *dir, const char *name, const struct root *issuer,
                      struct fault *f)
{
	char pem[PATH_MAX], key_path[PATH_MAX];
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = new_certificate(key, name, -60, 60), *by = issuer != NULL ? issuer->x : x;
	bool ok;

	snprintf(pem, sizeof pem, "%s/%s.pem", dir, name);
	snprintf(key_path, sizeof key_path, "%s/%s.key", dir, name);
	X509_set_issuer_name(x, X509_get_subject_name(by));
	ok = add_ext(x, by, NID_basic_constraints, "critical,CA:TRUE") &&
	     add_ext(x, by, NID_key_usage, "critical,keyCertSign,cRLSign") &&
	     add_ext(x, by, NID_subject_key_identifier, "hash") &&
	     X509_sign(x, issuer != NULL ? issuer->key : key, EVP_sha256()) > 0;
	if (!ok)
		fault_set(f, pem, 0, 0, "OpenSSL cannot make it");
	ok = ok && write_pem(pem, &x, 1, NULL, f) && write_pem(key_path, NULL, 0, key, f);
	if (ok) {
		keep_root(name, pem, x, key);
	} else {
		X509_free(x);
		EVP_PKEY_free(key);
	}
	return ok;
}

/* What everybody trusts is the authority, and one that it has issued: a server that does not
 * show that one is taken all the same. */
bool authority_make(const char *dir, struct fault *f)
{
	const struct root *authority = root_named("authority"), *between = root_named("between");
	X509 *trusted[2];

	if (!make_root(dir, "authority", NULL, f) || !make_root(dir, "other", NULL, f) ||
	    !make_root(dir, "between", authority, f))
		return false;
	trusted[0] = authority->x;
	trusted[1] = between->x;
	return write_pem(authority->pem, trusted, 2, NULL, f);
}

const char *world_trust(const struct world *w)
{
	static char path[PATH_MAX]; /* one world in a process */

	snprintf(path, sizeof path, "%s/authority.pem", w->authority);
	return path;
}

/* The root is lent, until another one of that name is made or read; NULL and *f. */
static const struct root *load_root(const struct world *w, const char *name, struct fault *f)
{
	const struct root *r = root_named(name);
	char path[PATH_MAX], key_path[PATH_MAX];
	X509 *x = NULL;
	EVP_PKEY *key = NULL;
	FILE *from;

	snprintf(path, sizeof path, "%s/%s.pem", w->authority, name);
	if (r->pem != NULL && strcmp(r->pem, path) == 0)
		return r;
	from = fopen(path, "re");
	if (from != NULL) {
		x = PEM_read_X509(from, NULL, NULL, NULL);
		fclose(from);
	}
	snprintf(key_path, sizeof key_path, "%s/%s.key", w->authority, name);
	from = fopen(key_path, "re");
	if (from != NULL) {
		key = PEM_read_PrivateKey(from, NULL, NULL, NULL);
		fclose(from);
	}
	if (x != NULL && key != NULL) {
		keep_root(name, path, x, key);
		return r;
	}
	X509_free(x);
	EVP_PKEY_free(key);
	fault_set(f, key_path, 0, 0, "the run's authority cannot be read");
	return NULL;
}

/* --- revocation ------------------------------------------------------------------------ */

static bool crl_path(const struct world *w, bool expired, char *out, size_t size,
                     struct fault *f)
{
	int n = snprintf(out, size, "%s/%s", w->dir, expired ? "expired.crl" : "good.crl");

	return (n >= 0 && (size_t)n < size) ||
	       fault_set(f, w->dir, 0, 0, "a path below it would be too long");
}

static void add_revoked(X509_CRL *list, uint64_t serial, ASN1_TIME *when)
{
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_INTEGER *number = ASN1_INTEGER_new();

	ASN1_INTEGER_set_uint64(number, serial);
	X509_REVOKED_set_serialNumber(entry, number);
	X509_REVOKED_set_revocationDate(entry, when);
	X509_CRL_add0_revoked(list, entry);
	ASN1_INTEGER_free(number);
}

static bool write_list(const struct world *w, bool expired, struct fault *f)
{
	X509_CRL *list = X509_CRL_new();
	ASN1_TIME *from = X509_gmtime_adj(NULL, expired ? -2 * 86400L : -3600);
	ASN1_TIME *until = X509_gmtime_adj(NULL, expired ? -86400L : 86400L);
	const struct root *root = load_root(w, "authority", f);
	char path[PATH_MAX];
	FILE *to = NULL;
	bool ok = root != NULL && crl_path(w, expired, path, sizeof path, f);

	if (ok) {
		X509_CRL_set_version(list, X509_CRL_VERSION_2);
		X509_CRL_set_issuer_name(list, X509_get_subject_name(root->x));
		X509_CRL_set1_lastUpdate(list, from);
		X509_CRL_set1_nextUpdate(list, until);
		for (size_t i = 0; i < w->n_revoked; i++)
			add_revoked(list, w->revoked[i], from);
		to = X509_CRL_sign(list, root->key, EVP_sha256()) > 0 ? fopen(path, "we") : NULL;
		ok = to != NULL && PEM_write_X509_CRL(to, list) == 1;
		ok = (to == NULL || fclose(to) == 0) && ok;
		if (!ok)
			fault_set(f, path, 0, 0, "cannot be written: %s", strerror(errno));
	}
	X509_CRL_free(list);
	ASN1_TIME_free(from);
	ASN1_TIME_free(until);
	return ok;
}

static bool put_on_list(struct world *w, const X509 *x, struct fault *f)
{
	if (w->n_revoked == WORLD_REVOKED_MAX)
		return fault_set(f, w->dir, 0, 0, "more than %d revoked certificates",
		                 WORLD_REVOKED_MAX);
	ASN1_INTEGER_get_uint64(&w->revoked[w->n_revoked++], X509_get0_serialNumber(x));
	return write_list(w, false, f) && write_list(w, true, f);
}

bool world_crl(struct world *w, bool expired, char *out, size_t size, struct fault *f)
{
	return crl_path(w, expired, out, size, f) && write_list(w, expired, f);
}

static bool extend(X509 *x, X509 *issuer, const struct form *form, const char *domain)
{
	static const char *const purposes[] = {
		[BOTH] = "serverAuth,clientAuth",
		[SERVER] = "serverAuth",
		[CLIENT] = "clientAuth",
	};

	return add_ext(x, issuer, NID_basic_constraints,
	               (form->flags & IS_CA) != 0 ? "critical,CA:TRUE" : "CA:FALSE") &&
	       add_ext(x, issuer, NID_key_usage,
	               (form->flags & IS_CA) != 0 ? "critical,digitalSignature,keyCertSign"
	               : (form->flags & RSA_KEY) != 0
	                       ? "critical,digitalSignature,keyEncipherment"
	                       : "critical,digitalSignature") &&
	       add_ext(x, issuer, NID_ext_key_usage, purposes[form->purpose]) &&
	       add_names(x, form, domain);
}

bool world_certificate(struct world *w, const char *domain, const char *form_name,
                       struct certificate *out, struct fault *f)
{
	const struct form *form = form_named(view_of(form_name));
	const struct root *root = NULL;
	X509 *x = NULL, *issuer, *chain[2];
	EVP_PKEY *key = NULL;
	struct buf cn = { 0 };
	char file[80];
	bool ok = false;

	if (form == NULL)
		return fault_set(f, NULL, 0, 0, "no such form of certificate: \"%s\"", form_name);
	w->serial++;
	snprintf(file, sizeof file, "cert-%u.pem", w->serial);
	if (snprintf(out->pem, sizeof out->pem, "%s/%s", w->dir, file) >= (int)sizeof out->pem ||
	    snprintf(out->key, sizeof out->key, "%s/cert-%u.key", w->dir, w->serial) >=
	            (int)sizeof out->key)
		return fault_set(f, w->dir, 0, 0, "a path below it would be too long: %s", file);
	expand(view_of(form->cn), domain, 0, &cn);
	key = new_key(form->flags);
	x = new_certificate(key, buf_cstr(&cn), form->from, form->until);
	if ((form->flags & BRIEF) != 0)
		X509_gmtime_adj(X509_getm_notAfter(x), BRIEF_S);
	if (form->issuer != SELF) {
		root = load_root(w, root_names[form->issuer], f);
		if (root == NULL)
			goto out;
	}
	issuer = root != NULL ? root->x : x;
	X509_set_issuer_name(x, X509_get_subject_name(issuer));
	ok = extend(x, issuer, form, domain) &&
	     X509_sign(x, root != NULL ? root->key : key, EVP_sha256()) > 0;
	if (!ok) {
		fault_set(f, out->pem, 0, 0, "OpenSSL cannot make a certificate of form \"%s\"",
		          form_name);
		goto out;
	}
	chain[0] = x;
	chain[1] = issuer;
	ok = write_pem(out->pem, chain, (form->flags & CHAIN) != 0 ? 2 : 1, NULL, f) &&
	     write_pem(out->key, NULL, 0, key, f) &&
	     ((form->flags & REVOKED) == 0 || put_on_list(w, x, f));
out:
	X509_free(x);
	EVP_PKEY_free(key);
	buf_free(&cn);
	return ok;
}
