/* testsign.h - lab.example as a signed zone (RFC 4034 3): ECDSA P-256, one record a set; for
 * the tests of this folder.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_DNS_TESTSIGN_H
#define REF_DNS_TESTSIGN_H

#include <time.h>

#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include "dns/testpacket.h"

#define TYPE_DNSKEY 48
#define TYPE_RRSIG  46

static EVP_PKEY *zone_key;	/* NULL: lab.example is not signed */

/* The data of the DNSKEY record. */
static inline void ts_dnskey(struct buf *b)
{
	unsigned char *point;
	size_t n = EVP_PKEY_get1_encoded_public_key(zone_key, &point);

	ck_assert_uint_eq(n, 65);
	buf_put(b, "\1\1\3\15", 4);	/* 257, DNSSEC, algorithm 13 */
	buf_put(b, point + 1, 64);
	OPENSSL_free(point);
}

static inline unsigned ts_key_tag(void)
{
	struct buf key = { 0 };
	unsigned long sum = 0;

	ts_dnskey(&key);
	for (size_t i = 0; i < buf_len(&key); i++)
		sum += (unsigned long)(unsigned char)key.mem[key.head + i] << (i % 2 ? 0 : 8);
	buf_free(&key);
	return (unsigned)(sum + (sum >> 16)) & 0xffff;
}

static inline void ts_u32(struct buf *b, uint32_t v)
{
	tp_u16(b, v >> 16);
	tp_u16(b, v & 0xffff);
}

/* The RRSIG for `record`, which tp_record() made and is canonical. */
static inline void ts_sign(struct buf *out, const char *owner, unsigned type, struct view record)
{
	unsigned char der[80], raw[64];
	const unsigned char *p = der;
	uint32_t now = (uint32_t)time(NULL);
	struct buf data = { 0 }, covered = { 0 };
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t n = sizeof der;
	unsigned labels = 1;
	ECDSA_SIG *sig;

	for (const char *dot = owner; (dot = strchr(dot, '.')) != NULL; dot++)
		labels++;
	tp_u16(&data, type);
	buf_putc(&data, 13);
	buf_putc(&data, (char)labels);
	ts_u32(&data, 300);
	ts_u32(&data, now + 3600);
	ts_u32(&data, now - 3600);
	tp_u16(&data, ts_key_tag());
	tp_name(&data, "lab.example");
	buf_putv(&covered, buf_view(&data));
	buf_putv(&covered, record);
	ck_assert_int_eq(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, zone_key), 1);
	ck_assert_int_eq(EVP_DigestSign(ctx, der, &n, (const unsigned char *)covered.mem +
	                                covered.head, buf_len(&covered)), 1);
	sig = d2i_ECDSA_SIG(NULL, &p, (long)n);
	ck_assert_ptr_nonnull(sig);
	BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + 32, 32);
	buf_put(&data, raw, sizeof raw);
	tp_record(out, owner, TYPE_RRSIG, buf_view(&data));
	ECDSA_SIG_free(sig);
	EVP_MD_CTX_free(ctx);
	buf_free(&data);
	buf_free(&covered);
}

#endif
