#include "xmpp/dialback_key.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "lib/buf.h"
#include "lib/rng.h"
#include "lib/secret.h"
#include "lib/text.h"

void dialback_key_init(struct dialback_key *key, struct view passphrase)
{
	unsigned char random[32], digest[SHA256_DIGEST_LENGTH];
	int ok;

	_Static_assert(sizeof key->secret == 2 * SHA256_DIGEST_LENGTH + 1, "hex of SHA-256");
	if (passphrase.n == 0) {
		rng_bytes(random, sizeof random);
		passphrase = (struct view){ (const char *)random, sizeof random };
	}
	ok = EVP_Digest(passphrase.p, passphrase.n, digest, NULL, EVP_sha256(), NULL);
	assert(ok == 1);
	text_hex_to((struct view){ (const char *)digest, sizeof digest }, key->secret);
	secret_wipe(random, sizeof random);
	secret_wipe(digest, sizeof digest);
}

void dialback_key_make(const struct dialback_key *key, struct pair pair, struct view stream_id,
                       char *out)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	struct buf text = { 0 };
	const unsigned char *made;

	buf_putv(&text, pair.to);
	buf_putc(&text, ' ');
	buf_putv(&text, pair.from);
	buf_putc(&text, ' ');
	buf_putv(&text, stream_id);
	/* XEP-0185 2: the HMAC's key is the hex text, not the 32 bytes. */
	made = HMAC(EVP_sha256(), key->secret, (int)strlen(key->secret),
	            (const unsigned char *)buf_cstr(&text), buf_len(&text), digest, NULL);
	assert(made != NULL);
	buf_free(&text);
	text_hex_to((struct view){ (const char *)digest, sizeof digest }, out);
}

bool dialback_key_matches(const struct dialback_key *key, struct pair pair,
                          struct view stream_id, struct view presented)
{
	char made[DIALBACK_KEY_LEN + 1];

	/* The parts are joined by spaces: a part with a space in it could be
	 * cut elsewhere and pass for another pair or stream. */
	if (view_find(pair.from, VIEW(" ")) != pair.from.n ||
	    view_find(pair.to, VIEW(" ")) != pair.to.n ||
	    view_find(stream_id, VIEW(" ")) != stream_id.n)
		return false;
	dialback_key_make(key, pair, stream_id, made);
	return secret_equal((struct view){ made, DIALBACK_KEY_LEN }, presented);
}
