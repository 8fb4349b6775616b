/* The files that a configuration names: certificates, keys, lists, partners. */
#include "edge/settings_rig.h"

#include "tls/carry_for_tests.h"

/* As fedctl check does, but before anybody has called. */
START_TEST(a_certificate_for_clients_alone_is_warned_of)
{
	struct edge_settings *s;
	struct tc ca = tc_ca("ca", NULL);
	struct tc c = tc_new(&(struct tc_spec){ .cn = "contoso", .issuer = &ca,
	                                         .eku = "clientAuth",
	                                         .san = tc_san("dns:contoso.example") });
	struct buf pem = { 0 };

	begin();
	tc_pem_cert(&ca, &pem);
	dir_put_buf("ca.pem", &pem);
	dir_put_leaf(&ca, "edge.pem", "edge.key", "dns:edge1.contoso.example");
	tc_pem_cert(&c, &pem);
	dir_put_buf("contoso.pem", &pem);
	tc_pem_key(&c, &pem);
	dir_put_buf("contoso.key", &pem);
	s = load(LEAST);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_msg(strstr(log_text, "as that of a server; partners that call will refuse it") &&
	                      strstr(log_text, "fed-edge.yml:4:21"),
	              "%s", log_text);
	tc_free(&c);
	tc_free(&ca);
	end(&s);
}
END_TEST

/* P160: of one domain of two, and none of the configuration is taken. */
START_TEST(a_certificate_that_is_over_is_refused_at_its_key)
{
	struct edge_settings *none = NULL;
	struct tc ca = tc_ca("ca", NULL);
	struct tc c = tc_new(&(struct tc_spec){ .cn = "litware", .issuer = &ca, .from = -2 * TC_DAY,
	                                        .to = -TC_DAY,
	                                        .san = tc_san("dns:litware.example") });
	struct buf pem = { 0 };

	begin();
	tc_pem_cert(&c, &pem);
	dir_put_buf("litware.pem", &pem);
	tc_pem_key(&c, &pem);
	dir_put_buf("litware.key", &pem);
	refused("partners: partners.yml\ntrust: ca.pem\n" DOMAINS
	        "  litware.example: {certificate: litware.pem, key: litware.key}\n" LINK,
	        "fed-edge.yml", 5, 21, "litware.pem: certificate 1 expired on ");
	tc_free(&c);
	tc_free(&ca);
	end(&none);
}
END_TEST

#define NOTHING_TRUSTED "fabrikam.example:\n  trust: nothing.pem\n"
#define BROKEN_TRUSTED  "fabrikam.example: {trust: broken.pem}\n"

START_TEST(files_that_cannot_be_used_are_named_at_their_key)
{
	struct edge_settings *none = NULL;

	begin();
	refused("partners: nobody.yml\ntrust: ca.pem\n" DOMAINS LINK,
	        "fed-edge.yml", 1, 1, "nobody.yml: cannot be read: No such file");
	refused("partners: partners.yml\ntrust: nothing.pem\n" DOMAINS LINK,
	        "fed-edge.yml", 2, 1, "nothing.pem: ");
	refused("partners: partners.yml\ntrust: ca.pem\ndomains:\n"
	        "  contoso.example: {certificate: missing.pem, key: contoso.key}\n"
	        LINK, "fed-edge.yml", 4, 21, "missing.pem: ");
	refused("partners: partners.yml\ntrust: ca.pem\ndomains:\n"
	        "  contoso.example: {certificate: contoso.pem, key: broken.pem}\n"
	        LINK, "fed-edge.yml", 4, 47, "broken.pem: ");
	refused("partners: partners.yml\ntrust: ca.pem\ndomains:\n"
	        "  contoso.example: {certificate: contoso.pem, key: de.key}\n"
	        LINK, "fed-edge.yml", 4, 47,
	        "does not belong to the certificate");
	refused("partners: partners.yml\ntrust: ca.pem\ndomains:\n"
	        "  litware.example: {certificate: contoso.pem, key: contoso.key}\n"
	        LINK, "fed-edge.yml", 4, 21, "does not name litware.example");
	refused("partners: partners.yml\ntrust: ca.pem\n" DOMAINS
	        "link:\n  listen: [127.0.0.1]\n  certificate: edge.pem\n"
	        "  key: edge.key\n  trust: broken.pem\n  gateways: [gw1.example]\n",
	        "fed-edge.yml", 9, 3, "broken.pem: ");
	refused("partners: partners.yml\ntrust: ca.pem\ncrl: nothing.pem\n" DOMAINS LINK,
	        "fed-edge.yml", 3, 1, "nothing.pem: cannot be read: No such file");
	refused("partners: partners.yml\ntrust: ca.pem\ncrl: ca.pem\n" DOMAINS LINK,
	        "fed-edge.yml", 3, 1, "there is no revocation list inside");
	refused("partners: partners.yml\ntrust: ca.pem\n" DOMAINS LINK "  crl: broken.pem\n",
	        "fed-edge.yml", 11, 3, "broken.pem: ");
	dir_puts("partners.yml", NOTHING_TRUSTED);
	refused(LEAST, "partners.yml", 2, 3, "fabrikam.example: trust: ");
	dir_puts("partners.yml", BROKEN_TRUSTED);
	refused(LEAST, "partners.yml", 1, 20, "broken.pem: ");
	dir_puts("partners.yml", "");
	refused(LEAST "resolver:\n  trust-anchor: nothing.key\n", "fed-edge.yml",
	        LEAST_LINES + 1, 3, "nothing.key cannot be read: No such file");
	refused(LEAST "resolver:\n  trust-anchor: broken.pem\n", "fed-edge.yml",
	        LEAST_LINES + 1, 3, "broken.pem holds no DS or DNSKEY record");
	dir_puts("partners.yml", "contoso.example:\n");
	refused(LEAST, "partners.yml", 1, 1, "a domain of our own");
	end(&none);
}
END_TEST

#define STALE_TRUSTED "fabrikam.example:\n  trust: both.pem\n  additional-domains: [b.example]\n"

START_TEST(a_list_that_has_expired_is_warned_of_once)
{
	static const char words[] =
	        "crl: the revocation list of CN = ca was to be replaced on ";
	struct edge_settings *s;
	const char *first;

	begin();
	s = load("partners: partners.yml\ntrust: ca.pem\ncrl: old.crl\n"
	         "listen-tls: [\"127.0.0.1:5270\"]\n" DOMAINS LINK);
	ck_assert_msg(s != NULL, "%s", fault.text);
	first = strstr(log_text, words);
	ck_assert_msg(first != NULL && strstr(log_text, "fed-edge.yml:3:1") != NULL, "%s",
	              log_text);
	ck_assert_ptr_null(strstr(first + 1, words));
	edge_settings_free(&s);
	s = load(LEAST "  crl: old.crl\n");
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_ptr_nonnull(strstr(log_text, "link.crl: the revocation list of CN = ca "));
	edge_settings_free(&s);
	/* Where it stands among those who are trusted, too: in general, and of one partner. */
	s = load("partners: partners.yml\ntrust: both.pem\n" DOMAINS LINK);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_msg(strstr(log_text, "fed-edge.yml:2:1") != NULL &&
	                      strstr(log_text, "trust: the revocation list of CN = ca ") != NULL,
	              "%s", log_text);
	edge_settings_free(&s);
	dir_puts("partners.yml", STALE_TRUSTED);
	s = load(LEAST);
	ck_assert_msg(s != NULL, "%s", fault.text);
	first = strstr(log_text, "fabrikam.example: trust: the revocation list of CN = ca ");
	ck_assert_msg(first != NULL && strstr(log_text, "partners.yml:2:3") != NULL, "%s",
	              log_text);
	ck_assert_ptr_null(strstr(first + 1, "fabrikam.example: trust"));
	end(&s);
}
END_TEST

/* What a client that asks for `sni` is shown on listen-tls. */
static bool shows(const struct edge_settings *s, const char *sni, const char *domain)
{
	struct tls_context *client_ctx = tls_context_new(&(struct tls_settings){ 0 }, &fault);
	struct tls_session *client = tls_session_new(client_ctx, TLS_CLIENT, sni);
	struct tls_session *server = tls_session_new(s->direct_tls, TLS_SERVER, NULL);
	bool named;

	shake(client, server, 100000);
	ck_assert_int_eq(tls_session_state(client), TLS_OPEN);
	named = cert_names_domain(tls_session_peer(client), view_of(domain),
	                          (struct view){ NULL, 0 });
	tls_session_free(&client);
	tls_session_free(&server);
	tls_context_free(&client_ctx);
	return named;
}

/* XEP-0368: no header has come yet when the certificate is shown. */
START_TEST(tls_from_the_first_byte_goes_by_sni)
{
	struct edge_settings *s;

	begin();
	s = load(LEAST "listen-tls: [\"127.0.0.1:5270\"]\n");
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert(shows(s, "contoso.example", "contoso.example"));
	edge_settings_free(&s);
	s = load("partners: partners.yml\ntrust: ca.pem\nlisten-tls: [\"127.0.0.1:5270\"]\n"
	         DOMAINS "  b\xc3\xbc" "cher.example: {certificate: de.pem, key: de.key}\n"
	         LINK);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert(shows(s, "xn--bcher-kva.example", "xn--bcher-kva.example"));
	ck_assert(shows(s, "contoso.example", "contoso.example"));
	ck_assert(shows(s, "other.example", "contoso.example"));
	ck_assert(shows(s, NULL, "contoso.example"));
	end(&s);
}
END_TEST

UNIT("settings files", a_certificate_for_clients_alone_is_warned_of,
     files_that_cannot_be_used_are_named_at_their_key,
     a_certificate_that_is_over_is_refused_at_its_key,
     a_list_that_has_expired_is_warned_of_once, tls_from_the_first_byte_goes_by_sni)
