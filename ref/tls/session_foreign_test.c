/* Versions, suites, keys made anew and renegotiation, asked for by a bare OpenSSL client. */
#include "tls/session_foreign_rig.h"

#include "tls/talk.h"

START_TEST(old_versions_and_suites_are_refused)
{
	static const struct { int min, max; const char *suites; bool ok; } rows[] = {
		{ TLS1_VERSION, TLS1_1_VERSION, "ALL", false },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256", true },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES256-GCM-SHA384", true },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256", false },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA", false },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "AES128-GCM-SHA256", false },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "AECDH-AES128-SHA", false },
		{ TLS1_3_VERSION, TLS1_3_VERSION, "ALL", true },
	};
	struct tls_context *only13;
	struct foreign f;

	begin();
	only13 = context(&own, true);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		f = foreign_new(ours, NULL, NULL);
		SSL_CTX_set_min_proto_version(f.ctx, rows[i].min);
		SSL_CTX_set_max_proto_version(f.ctx, rows[i].max);
		ck_assert_int_eq(SSL_CTX_set_cipher_list(f.ctx, rows[i].suites), 1);
		foreign_shake(&f);
		ck_assert_msg(tls_session_state(f.server) == (rows[i].ok ? TLS_OPEN : TLS_BROKEN),
		              "row %zu: %s", i, tls_session_words(f.server));
		foreign_free(&f);
	}
	f = foreign_new(only13, NULL, NULL);
	SSL_CTX_set_max_proto_version(f.ctx, TLS1_2_VERSION);
	foreign_shake(&f);
	ck_assert_int_eq(tls_session_state(f.server), TLS_BROKEN);
	foreign_free(&f);
	tls_context_free(&only13);
	end();
}
END_TEST

START_TEST(nothing_can_be_resumed_or_renegotiated)	/* X R7590-3.3-1 */
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
	struct buf got = { 0 };
	struct foreign f;
	char byte;

	begin();
	for (size_t i = 0; i < 2; i++) {
		f = foreign_new(ours, &own, &ca);
		SSL_CTX_set_min_proto_version(f.ctx, versions[i]);
		SSL_CTX_set_max_proto_version(f.ctx, versions[i]);
		foreign_shake(&f);
		ck_assert_int_eq(tls_session_state(f.server), TLS_OPEN);
		ck_assert_int_le(SSL_read(f.ssl, &byte, 1), 0);
		ck_assert(!SSL_SESSION_has_ticket(SSL_get_session(f.ssl)));
		ck_assert(!SSL_SESSION_is_resumable(SSL_get_session(f.ssl)));
		if (versions[i] == TLS1_2_VERSION) {
			ck_assert_int_eq(SSL_renegotiate(f.ssl), 1);
			SSL_do_handshake(f.ssl);
			foreign_carry(&f, &got);
			ck_assert_int_le(SSL_read(f.ssl, &byte, 1), 0);
			ck_assert(SSL_in_init(f.ssl));	/* still not begun anew */
			ck_assert_uint_eq(buf_len(&got), 0);
		}
		foreign_free(&f);
	}
	ERR_clear_error();
	buf_free(&got);
	end();
}
END_TEST

/* `n` requests for new keys, each wanting an answer, then `data` bytes. */
static void ask_for_keys(struct foreign *f, int n, size_t data, struct buf *got)
{
	static const char text[2 * TLS_TALK_BYTES];

	for (int i = 0; i < n; i++) {
		ck_assert_int_eq(SSL_key_update(f->ssl, SSL_KEY_UPDATE_REQUESTED), 1);
		ck_assert_int_eq(SSL_do_handshake(f->ssl), 1);
	}
	if (data != 0)
		ck_assert_int_eq(SSL_write(f->ssl, text, (int)data), (int)data);
	foreign_carry(f, got);
}

/* Attack: new keys without end, which cost much and answer themselves (RFC 8446 4.6.3). */
START_TEST(new_keys_are_made_a_few_times)
{
	struct foreign f;
	struct buf got = { 0 };

	begin();
	f = foreign_new(ours, NULL, NULL);
	foreign_shake(&f);
	ck_assert_int_eq(tls_session_state(f.server), TLS_OPEN);
	ask_for_keys(&f, TLS_TALK_MAX - 1, 0, &got);
	ask_for_keys(&f, 1, 0, &got);
	ck_assert_int_eq(tls_session_state(f.server), TLS_OPEN);
	/* Data pay for some more. */
	ask_for_keys(&f, 0, 2 * TLS_TALK_BYTES, &got);
	ask_for_keys(&f, 2, 2 * TLS_TALK_BYTES, &got);
	ask_for_keys(&f, 2, 1, &got);
	ck_assert_int_eq(tls_session_state(f.server), TLS_OPEN);
	ck_assert_uint_eq(buf_len(&got), 4 * TLS_TALK_BYTES + 1);
	ask_for_keys(&f, 5000, 1, &got);
	ck_assert_int_eq(tls_session_state(f.server), TLS_BROKEN);
	ck_assert_ptr_nonnull(strstr(tls_session_words(f.server), "new keys"));
	ck_assert_uint_eq(buf_len(&got), 4 * TLS_TALK_BYTES + 1);

	buf_free(&got);
	foreign_free(&f);
	end();
}
END_TEST

/* RFC 6120 5.3.5: not supported, so an attempt ends the connection. */
START_TEST(renegotiation_ends_the_session)
{
	struct foreign f;
	struct buf got = { 0 };

	begin();
	f = foreign_new(ours, NULL, NULL);
	SSL_CTX_set_max_proto_version(f.ctx, TLS1_2_VERSION);
	foreign_shake(&f);
	ck_assert_int_eq(tls_session_state(f.server), TLS_OPEN);
	ck_assert_int_eq(SSL_renegotiate(f.ssl), 1);
	SSL_do_handshake(f.ssl);
	foreign_carry(&f, &got);
	ck_assert_int_eq(tls_session_state(f.server), TLS_BROKEN);
	ck_assert_ptr_nonnull(strstr(tls_session_words(f.server), "renegotiation"));
	ck_assert_uint_eq(buf_len(&got), 0);
	ERR_clear_error();

	buf_free(&got);
	foreign_free(&f);
	end();
}
END_TEST

UNIT("session_foreign", old_versions_and_suites_are_refused,
     nothing_can_be_resumed_or_renegotiated, new_keys_are_made_a_few_times,
     renegotiation_ends_the_session)
