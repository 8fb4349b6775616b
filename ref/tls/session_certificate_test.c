/* What certificates prove to a server, and what they may cost it: a handshake goes on,
 * whatever is shown. */
#include "tls/session_foreign_rig.h"

/* What our server thinks of a client with this certificate. */
static enum cause cause_of(const struct tc *leaf, const struct tc *issuer)
{
	struct foreign f = foreign_new(ours, leaf, issuer);
	enum cause cause;

	foreign_shake(&f);
	ck_assert_msg(tls_session_state(f.server) == TLS_OPEN, "%s",
	              tls_session_words(f.server));
	cause = tls_session_chain(f.server);
	foreign_free(&f);
	return cause;
}

#define ISSUERS_MOST 10 /* of context.c: DEPTH_MAX */

/* Attack: a chain without end, each of which costs a signature. */
START_TEST(a_chain_has_so_many_issuers)
{
	struct tc chain[ISSUERS_MOST + 1], leaf;

	begin();
	for (size_t n = ISSUERS_MOST - 1; n <= ISSUERS_MOST + 1; n++) {
		struct foreign f;

		for (size_t i = 0; i < n; i++) {
			char name[] = "between-a";

			name[sizeof name - 2] = (char)('a' + i);
			chain[i] = tc_ca(name, i == 0 ? &root : &chain[i - 1]);
		}
		leaf = tc_leaf(&chain[n - 1], "dns:a.example");
		f = foreign_new(ours, &leaf, NULL);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(SSL_CTX_add1_chain_cert(f.ctx, chain[i].cert), 1);
		foreign_shake(&f);
		ck_assert_int_eq(tls_session_state(f.server), TLS_OPEN);
		ck_assert_int_eq(tls_session_chain(f.server) == CAUSE_NONE, n <= ISSUERS_MOST);
		foreign_free(&f);
		tc_free(&leaf);
		for (size_t i = 0; i < n; i++)
			tc_free(&chain[i]);
	}
	end();
}
END_TEST

START_TEST(handshake_goes_on_whatever_the_certificate)		/* C21 */
{
	struct tc leaf, issuer, stranger;

	begin();
	leaf = tc_leaf(&ca, "dns:a.example");
	ck_assert_int_eq(cause_of(&leaf, &ca), CAUSE_NONE);
	ck_assert_int_eq(cause_of(&leaf, NULL), CAUSE_CERT_UNKNOWN_ISSUER);
	tc_free(&leaf);

	leaf = tc_leaf(NULL, "dns:a.example");
	ck_assert_int_eq(cause_of(&leaf, NULL), CAUSE_CERT_SELF_SIGNED);
	tc_free(&leaf);

	stranger = tc_ca("stranger", NULL);
	leaf = tc_leaf(&stranger, "dns:a.example");
	ck_assert_int_eq(cause_of(&leaf, &stranger), CAUSE_CERT_UNKNOWN_ISSUER);
	tc_free(&leaf);
	tc_free(&stranger);

	/* The same name as the authority we trust, another key. */
	stranger = tc_ca("ca", NULL);
	leaf = tc_leaf(&stranger, "dns:a.example");
	ck_assert_int_eq(cause_of(&leaf, &ca), CAUSE_CERT_BAD);
	tc_free(&leaf);
	tc_free(&stranger);

	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .from = -2 * TC_DAY,
	                                 .to = -60 });
	ck_assert_int_eq(cause_of(&leaf, &ca), CAUSE_CERT_EXPIRED);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .from = TC_DAY,
	                                 .to = 2 * TC_DAY });
	ck_assert_int_eq(cause_of(&leaf, &ca), CAUSE_CERT_NOT_YET);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .ca = true });
	ck_assert_int_eq(cause_of(&leaf, &ca), CAUSE_CERT_IS_CA);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .eku = "clientAuth" });
	ck_assert_int_eq(cause_of(&leaf, &ca), CAUSE_CERT_PURPOSE);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .rsa_bits = 1024 });
	ck_assert_int_eq(cause_of(&leaf, &ca), CAUSE_CERT_WEAK);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .md = EVP_sha1() });
	ck_assert_int_eq(cause_of(&leaf, &ca), CAUSE_CERT_WEAK);
	tc_free(&leaf);

	issuer = tc_new(&(struct tc_spec){ .cn = "sha1 ca", .issuer = &root, .ca = true,
	                                   .md = EVP_sha1() });
	leaf = tc_leaf(&issuer, "dns:a.example");
	ck_assert_int_eq(cause_of(&leaf, &issuer), CAUSE_CERT_WEAK);
	tc_free(&leaf);
	tc_free(&issuer);
	issuer = tc_new(&(struct tc_spec){ .cn = "mail ca", .issuer = &root, .ca = true,
	                                   .eku = "emailProtection" });
	leaf = tc_leaf(&issuer, "dns:a.example");
	ck_assert_int_eq(cause_of(&leaf, &issuer), CAUSE_CERT_PURPOSE);
	tc_free(&leaf);
	tc_free(&issuer);
	/* No authority, yet it signs. */
	issuer = tc_new(&(struct tc_spec){ .cn = "server", .issuer = &root });
	leaf = tc_leaf(&issuer, "dns:victim.example");
	ck_assert_int_eq(cause_of(&leaf, &issuer), CAUSE_CERT_BAD);
	tc_free(&leaf);
	tc_free(&issuer);
	end();
}
END_TEST

/* A leaf with so many names. */
static struct tc named(int names)
{
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct buf name = { 0 };

	for (int i = 0; i < names; i++) {
		buf_clear(&name);
		buf_printf(&name, "name%d.example", i);
		tc_name(san, GEN_DNS, buf_view(&name));
	}
	buf_free(&name);
	return tc_new(&(struct tc_spec){ .cn = "many", .issuer = &ca, .san = san });
}

START_TEST(large_certificate_is_read_a_huge_one_refused)		/* C22 */
{
	struct tc many;
	struct foreign f;

	begin();
	many = named(2000);
	ck_assert_int_eq(cause_of(&many, &ca), CAUSE_NONE);
	tc_free(&many);

	many = named(50000);
	f = foreign_new(ours, &many, &ca);
	foreign_shake(&f);
	ck_assert_int_eq(tls_session_state(f.server), TLS_BROKEN);
	foreign_free(&f);
	tc_free(&many);
	end();
}
END_TEST

START_TEST(no_list_of_authorities_is_shown)
{
	struct foreign f;

	begin();
	f = foreign_new(ours, &own, &ca);
	foreign_shake(&f);
	ck_assert_int_eq(tls_session_chain(f.server), CAUSE_NONE);	/* it was asked */
	ck_assert_int_le(sk_X509_NAME_num(SSL_get0_peer_CA_list(f.ssl)), 0);
	foreign_free(&f);
	end();
}
END_TEST

UNIT("session_certificate", a_chain_has_so_many_issuers,
     handshake_goes_on_whatever_the_certificate, large_certificate_is_read_a_huge_one_refused,
     no_list_of_authorities_is_shown)
