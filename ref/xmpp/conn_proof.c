/* conn_proof.c - what the peer's certificate proves, and what DNS says of it. */
#include <stdlib.h>
#include <time.h>

#include "jid/jid.h"
#include "lib/mem.h"
#include "xmpp/conn_private.h"

void conn_expect(struct conn *c, const struct attempt *at, const struct tlsa_set *tlsa)
{
	free(c->target);
	free(c->tlsa);
	c->target = at->target_secure ? mem_strdup(at->target) : NULL;
	c->tlsa = NULL;
	if (tlsa != NULL && tlsa->n != 0) {
		c->tlsa = mem_alloc(sizeof *c->tlsa);
		*c->tlsa = *tlsa;
	}
}

bool conn_has_dane(const struct conn *c)
{
	return c->tlsa != NULL;
}

const struct tlsa_set *conn_tlsa(const struct conn *c)
{
	return c->tlsa;
}

static enum cause leaf_of(const struct conn *c, const struct tls_context *by, X509 **leaf)
{
	struct tls_session *tls = channel_tls(c->channel);

	*leaf = tls != NULL ? tls_session_peer(tls) : NULL;
	if (*leaf == NULL)
		return CAUSE_CERT_NONE;
	return by != NULL ? tls_session_chain_by(tls, by) : tls_session_chain(tls);
}

uint64_t conn_certificate_left(const struct conn *c)
{
	struct tls_session *tls = channel_tls(c->channel);
	int64_t at = tls != NULL ? tls_session_expires(tls) : INT64_MAX,
	        now = (int64_t)time(NULL);

	if (at == INT64_MAX)
		return UINT64_MAX;
	return at > now ? (uint64_t)(at - now) * 1000 : 0;
}

enum cause conn_certificate(const struct conn *c, struct view domain,
                            const struct tls_context *by)
{
	struct region *r;
	struct view ascii;
	enum cause cause;
	X509 *leaf;

	cause = leaf_of(c, by, &leaf);
	if (cause != CAUSE_NONE)
		return cause;
	r = region_new();
	if (!domain_ascii(domain, r, &ascii) ||
	    !cert_names_reference(leaf, tls_session_dane(channel_tls(c->channel)), ascii,
	                          domain, view_of(c->target)))
		cause = CAUSE_CERT_NAME;
	region_free(&r);
	return cause;
}

enum cause conn_certificate_host(const struct conn *c, struct view host)
{
	X509 *leaf;
	enum cause cause = leaf_of(c, NULL, &leaf);

	if (cause == CAUSE_NONE && !cert_names_host(leaf, host))
		cause = CAUSE_CERT_NAME;
	return cause;
}

const char *conn_tls_version(const struct conn *c)
{
	struct tls_session *tls = channel_tls(c->channel);

	return tls != NULL ? tls_session_version(tls) : "none";
}

const char *conn_tls_session(const struct conn *c)
{
	struct tls_session *tls = channel_tls(c->channel);

	return tls == NULL ? "none" : tls_session_resumed(tls) ? "resumed" : "new";
}

enum dane_match conn_dane(const struct conn *c)
{
	struct tls_session *tls = channel_tls(c->channel);

	return tls != NULL ? tls_session_dane(tls) : DANE_UNUSED;
}

void conn_describe_dane(const struct conn *c, struct buf *out)
{
	if (c->tlsa != NULL)
		tlsa_describe(c->tlsa, out);
}

void conn_describe_key(const struct conn *c, struct buf *out)
{
	struct tls_session *tls = channel_tls(c->channel);
	X509 *leaf = tls != NULL ? tls_session_peer(tls) : NULL;

	if (leaf != NULL)
		dane_describe(leaf, out);
}

const char *conn_dane_words(const struct conn *c)
{
	static const char *const words[] = {
		[DANE_UNUSED] = "none",   [DANE_PKIX] = "pkix", [DANE_ISSUER] = "issuer",
		[DANE_KEY] = "key",       [DANE_NONE] = "no-match",
	};

	return words[conn_dane(c)];
}

void conn_describe_peer(const struct conn *c, struct buf *out)
{
	struct tls_session *tls = channel_tls(c->channel);
	X509 *leaf = tls != NULL ? tls_session_peer(tls) : NULL;

	if (leaf != NULL)
		cert_describe(leaf, out);
}
