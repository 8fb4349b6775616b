/* Row C21 of certificate matching: why a chain is not good enough. */
#include "tls/proof.h"

#include <openssl/x509_vfy.h>

#include "lib/unit.h"
#include "tls/testcert.h"

static enum cause of_leaf(const struct tc_spec *s)
{
	struct tc ca = tc_ca("ca", NULL);
	struct tc_spec issued = *s;
	struct tc leaf;
	enum cause cause;

	issued.cn = "leaf";
	issued.issuer = &ca;
	leaf = tc_new(&issued);
	cause = cert_chain_cause(X509_V_OK, leaf.cert);
	tc_free(&leaf);
	tc_free(&ca);
	return cause;
}

START_TEST(verification_codes_have_causes)
{
	static const struct { long code; enum cause cause; } rows[] = {
		{ X509_V_OK, CAUSE_NONE },
		{ X509_V_ERR_CERT_HAS_EXPIRED, CAUSE_CERT_EXPIRED },
		{ X509_V_ERR_CERT_NOT_YET_VALID, CAUSE_CERT_NOT_YET },
		{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, CAUSE_CERT_SELF_SIGNED },
		{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, CAUSE_CERT_UNKNOWN_ISSUER },
		{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, CAUSE_CERT_UNKNOWN_ISSUER },
		{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, CAUSE_CERT_UNKNOWN_ISSUER },
		{ X509_V_ERR_CERT_REVOKED, CAUSE_CERT_REVOKED },
		{ X509_V_ERR_CRL_HAS_EXPIRED, CAUSE_CERT_LIST_STALE },
		{ X509_V_ERR_CRL_NOT_YET_VALID, CAUSE_CERT_LIST_STALE },
		{ X509_V_ERR_INVALID_PURPOSE, CAUSE_CERT_PURPOSE },
		{ X509_V_ERR_EE_KEY_TOO_SMALL, CAUSE_CERT_WEAK },
		{ X509_V_ERR_CA_KEY_TOO_SMALL, CAUSE_CERT_WEAK },
		{ X509_V_ERR_CA_MD_TOO_WEAK, CAUSE_CERT_WEAK },
		{ X509_V_ERR_CERT_SIGNATURE_FAILURE, CAUSE_CERT_BAD },
		{ X509_V_ERR_INVALID_CA, CAUSE_CERT_BAD },
		{ X509_V_ERR_PATH_LENGTH_EXCEEDED, CAUSE_CERT_BAD },
		{ X509_V_ERR_PERMITTED_VIOLATION, CAUSE_CERT_BAD },
		{ X509_V_ERR_UNSPECIFIED, CAUSE_CERT_BAD },
		{ 99999, CAUSE_CERT_BAD },
		{ -1, CAUSE_CERT_BAD },
	};
	struct tc ca = tc_ca("ca", NULL);
	struct tc leaf = tc_leaf(&ca, "dns:peer.example");

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_int_eq(cert_chain_cause(rows[i].code, leaf.cert), rows[i].cause);
	tc_free(&leaf);
	tc_free(&ca);
}
END_TEST

START_TEST(no_certificate_is_said_first)
{
	ck_assert_int_eq(cert_chain_cause(X509_V_OK, NULL), CAUSE_CERT_NONE);
	ck_assert_int_eq(cert_chain_cause(X509_V_ERR_UNSPECIFIED, NULL), CAUSE_CERT_NONE);
}
END_TEST

START_TEST(authority_is_no_server)
{
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .ca = true, .eku = "serverAuth" }),
	                 CAUSE_CERT_IS_CA);
}
END_TEST

START_TEST(purpose_is_server_in_both_directions)
{
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .eku = NULL }), CAUSE_NONE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .eku = "serverAuth" }), CAUSE_NONE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .eku = "serverAuth,clientAuth" }),
	                 CAUSE_NONE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .eku = "anyExtendedKeyUsage" }), CAUSE_NONE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .eku = "clientAuth" }), CAUSE_CERT_PURPOSE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .eku = "emailProtection" }),
	                 CAUSE_CERT_PURPOSE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .key_usage = "digitalSignature" }),
	                 CAUSE_NONE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .key_usage = "nonRepudiation" }),
	                 CAUSE_CERT_PURPOSE);
}
END_TEST

START_TEST(weak_key_or_signature)
{
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .rsa_bits = 2048 }), CAUSE_NONE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .rsa_bits = 1024 }), CAUSE_CERT_WEAK);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .rsa_bits = 2047 }), CAUSE_CERT_WEAK);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .md = EVP_sha384() }), CAUSE_NONE);
	ck_assert_int_eq(of_leaf(&(struct tc_spec){ .md = EVP_sha1() }), CAUSE_CERT_WEAK);
}
END_TEST

START_TEST(weak_signature_on_oneself_is_nobodys_proof)
{
	struct tc_spec s = { .cn = "peer.example", .md = EVP_sha1() };
	struct tc own = tc_new(&s);

	ck_assert_int_eq(cert_chain_cause(X509_V_OK, own.cert), CAUSE_NONE);
	tc_free(&own);
	s.rsa_bits = 1024;
	own = tc_new(&s);
	ck_assert_int_eq(cert_chain_cause(X509_V_OK, own.cert), CAUSE_CERT_WEAK);
	tc_free(&own);
}
END_TEST

UNIT("proof_chain", verification_codes_have_causes, no_certificate_is_said_first,
     authority_is_no_server, purpose_is_server_in_both_directions, weak_key_or_signature,
     weak_signature_on_oneself_is_nobodys_proof)
