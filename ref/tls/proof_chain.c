/* What verification said about a chain, and what its leaf may be used for. */
#include "tls/proof.h"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

/* Security level 2: curves of 224 bits, SHA-224; and RSA of exactly 2048 bits
 * or more, where the level rounds (RFC 9325 4.5). */
#define STRENGTH_MIN 112
#define RSA_MIN      2048

static enum cause verify_cause(long result)
{
	switch (result) {
	case X509_V_OK:
		return CAUSE_NONE;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return CAUSE_CERT_EXPIRED;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return CAUSE_CERT_NOT_YET;
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		return CAUSE_CERT_SELF_SIGNED;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_CERT_UNTRUSTED:
		return CAUSE_CERT_UNKNOWN_ISSUER;
	case X509_V_ERR_CERT_REVOKED:
		return CAUSE_CERT_REVOKED;
	case X509_V_ERR_CRL_HAS_EXPIRED:
	case X509_V_ERR_CRL_NOT_YET_VALID:
		return CAUSE_CERT_LIST_STALE;
	case X509_V_ERR_INVALID_PURPOSE:
	case X509_V_ERR_CERT_REJECTED:
		return CAUSE_CERT_PURPOSE;
	case X509_V_ERR_EE_KEY_TOO_SMALL:
	case X509_V_ERR_CA_KEY_TOO_SMALL:
	case X509_V_ERR_CA_MD_TOO_WEAK:
		return CAUSE_CERT_WEAK;
	case X509_V_ERR_DANE_NO_MATCH:
		return CAUSE_CERT_DANE;
	default:	/* a library's open list; every other code refuses too */
		return CAUSE_CERT_BAD;
	}
}

/* The same certificate is shown by a server that is dialled and by one that
 * dials, and public authorities no longer put clientAuth in: so serverAuth is
 * what is asked for in both directions, and clientAuth alone is not enough. */
static bool purpose_fits(X509 *leaf)
{
	uint32_t flags = X509_get_extension_flags(leaf);

	if ((flags & EXFLAG_XKUSAGE) != 0 &&
	    (X509_get_extended_key_usage(leaf) & (XKU_SSL_SERVER | XKU_ANYEKU)) == 0)
		return false;
	/* All bits are set when there is no keyUsage (RFC 5280 4.2.1.3). */
	return (X509_get_key_usage(leaf) &
	        (KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT | KU_KEY_AGREEMENT)) != 0;
}

static bool key_is_weak(const EVP_PKEY *key)
{
	return EVP_PKEY_get_security_bits(key) < STRENGTH_MIN ||
	       ((EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS")) &&
	        EVP_PKEY_get_bits(key) < RSA_MIN);
}

static bool is_weak(X509 *leaf)
{
	int bits;

	if (key_is_weak(X509_get0_pubkey(leaf)))
		return true;
	/* What a self-signed certificate says about itself proves nothing:
	 * whoever trusts it trusts the key. */
	if ((X509_get_extension_flags(leaf) & EXFLAG_SS) != 0)
		return false;
	return X509_get_signature_info(leaf, NULL, NULL, &bits, NULL) != 1 ||
	       bits < STRENGTH_MIN;
}

enum cause cert_key_cause(X509 *leaf)
{
	const EVP_PKEY *key;

	if (leaf == NULL)
		return CAUSE_CERT_NONE;
	key = X509_get0_pubkey(leaf);
	if (key == NULL)
		return CAUSE_CERT_BAD;
	return key_is_weak(key) ? CAUSE_CERT_WEAK : CAUSE_NONE;
}

enum cause cert_chain_cause(long verify_result, X509 *leaf)
{
	enum cause cause;

	if (leaf == NULL)
		return CAUSE_CERT_NONE;
	cause = verify_cause(verify_result);
	if (cause != CAUSE_NONE)
		return cause;
	if (X509_get0_pubkey(leaf) == NULL)
		return CAUSE_CERT_BAD;
	/* Fills the cache of extension flags; broken extensions set INVALID. */
	if ((X509_get_extension_flags(leaf) & EXFLAG_INVALID) != 0)
		return CAUSE_CERT_BAD;
	if ((X509_get_extension_flags(leaf) & EXFLAG_CA) != 0)
		return CAUSE_CERT_IS_CA;
	if (!purpose_fits(leaf))
		return CAUSE_CERT_PURPOSE;
	if (is_weak(leaf))
		return CAUSE_CERT_WEAK;
	return CAUSE_NONE;
}
