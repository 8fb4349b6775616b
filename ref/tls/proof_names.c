/* The names in a certificate: RFC 9525, RFC 6120 13.7.1.2, RFC 4985, RFC 5922. */
#include "tls/proof.h"

#include <stdlib.h>
#include <string.h>

#include <idn2.h>
#include <openssl/x509v3.h>

#include "lib/mem.h"

#define DESCRIBE_MAX  200	/* bytes of a peer's names in one log line */
#define XMPP_ADDR_MAX 1023	/* RFC 7622 3.2; preparing a longer one costs us */

static struct view string_view(const ASN1_STRING *s)
{
	int n = ASN1_STRING_length(s);

	return (struct view){ (const char *)ASN1_STRING_get0_data(s),
	                      n > 0 ? (size_t)n : 0 };
}

/* The value of an otherName of `nid`, when its type is `tag`. */
static bool other_name(const GENERAL_NAME *gn, int nid, int tag, struct view *out)
{
	const OTHERNAME *on = gn->d.otherName;

	if (gn->type != GEN_OTHERNAME || OBJ_obj2nid(on->type_id) != nid ||
	    on->value == NULL || on->value->type != tag)
		return false;
	*out = string_view(on->value->value.asn1_string);
	return true;
}

/* A name of DNS, not an address: RFC 9525 6.2 and 6.5 keep the two apart, so
 * dNSName "192.0.2.1" must never stand for a server known by its address. */
static bool is_host_name(struct view ref)
{
	size_t start = ref.n;

	if (ref.n == 0 || view_find(ref, VIEW(":")) != ref.n)
		return false;
	while (start > 0 && ref.p[start - 1] != '.')
		start--;
	for (size_t i = start; i < ref.n; i++)
		if (ref.p[i] < '0' || ref.p[i] > '9')
			return true;
	return false;
}

/* RFC 9525 6.3: "*" stands for exactly one whole label, the left-most, and for
 * nothing else; two labels must be left, so that no top-level domain is
 * claimed at a stroke.  Lengths are compared, so a NUL inside never ends a
 * name early. */
static bool dns_name_matches(struct view pattern, struct view ref)
{
	struct view first, rest;

	if (!view_starts(pattern, VIEW("*.")))
		return view_ieq(pattern, ref);
	if (!view_cut(ref, '.', &first, &rest) || first.n == 0)
		return false;
	return view_find(rest, VIEW(".")) != rest.n &&
	       view_ieq(view_from(pattern, 2), rest);
}

/* RFC 4985 2: "_Service.Name", with neither a protocol label nor wildcards. */
static bool srv_name_matches(struct view srv, struct view ref)
{
	static const struct view service = { "_xmpp-server.", 13 };

	return srv.n > service.n &&
	       view_ieq((struct view){ srv.p, service.n }, service) &&
	       view_ieq(view_from(srv, service.n), ref);
}

/* RFC 6120 13.7.1.4: a domainpart alone, in UTF-8, compared after the
 * preparation that any domainpart gets; by way of its A-label form here. */
static bool xmpp_addr_matches(struct view value, struct view ascii,
                              struct view prepared)
{
	char *text, *alabels = NULL;
	bool match;

	if (value.n == 0 || value.n > XMPP_ADDR_MAX ||
	    view_find(value, VIEW("@")) != value.n ||
	    view_find(value, VIEW("/")) != value.n ||
	    view_find(value, VIEW("*")) != value.n ||
	    memchr(value.p, '\0', value.n) != NULL)
		return false;
	if (prepared.n != 0 && view_eq(value, prepared))
		return true;
	if (value.p[value.n - 1] == '.')
		value.n--;	/* RFC 7622 3.2: the final dot does not count */
	text = view_dup(value);
	match = idn2_to_ascii_8z(text, &alabels,
	                         IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK &&
	        view_ieq(view_of(alabels), ascii);
	idn2_free(alabels);
	free(text);
	return match;
}

/* NULL as well when the extension is broken or there twice: then it proves
 * nothing. */
static GENERAL_NAMES *alternative_names(const X509 *cert)
{
	return X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
}

bool cert_names_domain(const X509 *cert, struct view ascii, struct view prepared)
{
	GENERAL_NAMES *names = alternative_names(cert);
	bool match = false;
	struct view v;

	if (!is_host_name(ascii))
		goto out;
	for (int i = 0; i < sk_GENERAL_NAME_num(names) && !match; i++) {
		const GENERAL_NAME *gn = sk_GENERAL_NAME_value(names, i);

		if (gn->type == GEN_DNS)
			match = dns_name_matches(string_view(gn->d.dNSName), ascii);
		else if (other_name(gn, NID_SRVName, V_ASN1_IA5STRING, &v))
			match = srv_name_matches(v, ascii);
		else if (other_name(gn, NID_XmppAddr, V_ASN1_UTF8STRING, &v))
			match = xmpp_addr_matches(v, ascii, prepared);
	}
out:
	GENERAL_NAMES_free(names);
	return match;
}

/* One common name, and it is the host, letter by letter: no wildcard, and not one of
 * several, of which others may read another. */
static bool common_name_is(const X509 *cert, struct view host)
{
	const X509_NAME *subject = X509_get_subject_name(cert);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);

	return at >= 0 && X509_NAME_get_index_by_NID(subject, NID_commonName, at) < 0 &&
	       view_ieq(string_view(X509_NAME_ENTRY_get_data(
	                        X509_NAME_get_entry(subject, at))),
	                host);
}

bool cert_names_host(const X509 *cert, struct view host)
{
	GENERAL_NAMES *names = alternative_names(cert);
	bool match = false;

	if (!is_host_name(host))
		goto out;
	/* Windows' authorities put the pool's name there alone (P64). */
	if (X509_get_ext_by_NID(cert, NID_subject_alt_name, -1) < 0)
		match = common_name_is(cert, host);
	for (int i = 0; i < sk_GENERAL_NAME_num(names) && !match; i++) {
		const GENERAL_NAME *gn = sk_GENERAL_NAME_value(names, i);

		match = gn->type == GEN_DNS &&
		        dns_name_matches(string_view(gn->d.dNSName), host);
	}
out:
	GENERAL_NAMES_free(names);
	return match;
}

/* RFC 5922 7.1: "sip:" and a host, nothing else.  "sips:" is not an identity,
 * and one with a user part names a user, not a server. */
static bool sip_identity(struct view uri, struct view *domain)
{
	if (uri.n <= 4 || !view_ieq((struct view){ uri.p, 4 }, VIEW("sip:")))
		return false;
	*domain = view_from(uri, 4);
	for (size_t i = 0; i < domain->n; i++)
		if (strchr("@;?:/%", domain->p[i]) != NULL)	/* NUL as well */
			return false;
	return true;
}

bool cert_names_sip_domain(const X509 *cert, struct view domain)
{
	GENERAL_NAMES *names = alternative_names(cert);
	bool by_uri = false, by_dns = false, any_uri = false;
	struct view v;

	for (int i = 0; is_host_name(domain) && i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *gn = sk_GENERAL_NAME_value(names, i);

		if (gn->type == GEN_URI &&
		    sip_identity(string_view(gn->d.uniformResourceIdentifier), &v)) {
			any_uri = true;
			by_uri = by_uri || view_ieq(v, domain);
		} else if (gn->type == GEN_DNS) {
			by_dns = by_dns || view_ieq(string_view(gn->d.dNSName), domain);
		}
	}
	GENERAL_NAMES_free(names);
	return any_uri ? by_uri : by_dns;
}

/* Puts one name, made harmless; false when there is no room for it. */
static bool describe(struct buf *out, size_t limit, const char *what, struct view name)
{
	const char *separator = buf_len(out) + DESCRIBE_MAX == limit ? "" : ", ";

	if (buf_len(out) + strlen(separator) + strlen(what) + name.n + strlen(", ...") > limit) {
		buf_printf(out, "%s...", separator);
		return false;
	}
	buf_printf(out, "%s%s", separator, what);
	for (size_t i = 0; i < name.n; i++)
		buf_putc(out, name.p[i] > ' ' && name.p[i] < 0x7f ? name.p[i] : '?');
	return true;
}

void cert_describe(const X509 *cert, struct buf *out)
{
	GENERAL_NAMES *names = alternative_names(cert);
	size_t start = buf_len(out), limit = start + DESCRIBE_MAX;
	bool room = true;
	struct view v;

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && room; i++) {
		const GENERAL_NAME *gn = sk_GENERAL_NAME_value(names, i);

		if (gn->type == GEN_DNS)
			room = describe(out, limit, "", string_view(gn->d.dNSName));
		else if (gn->type == GEN_URI)
			room = describe(out, limit, "uri:",
			                string_view(gn->d.uniformResourceIdentifier));
		else if (other_name(gn, NID_SRVName, V_ASN1_IA5STRING, &v))
			room = describe(out, limit, "srv:", v);
		else if (other_name(gn, NID_XmppAddr, V_ASN1_UTF8STRING, &v))
			room = describe(out, limit, "xmpp:", v);
	}
	if (buf_len(out) == start)
		buf_puts(out, "(no names)");
	GENERAL_NAMES_free(names);
}
