/* partner.h - the allow-list: partners.yml, read by both programs.
 *
 * A partner is its primary domain; additional domains share all its settings
 * (LYNC-PART-1..6).  A domain that stands nowhere is no partner: subdomains
 * are not implied (LYNC-PART-3).  Names are prepared U-labels (jid/jid.h).
 */
#ifndef REF_PARTNER_PARTNER_H
#define REF_PARTNER_PARTNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "partner/policy.h"
#include "lib/buf.h"
#include "lib/fault.h"

enum partner_type {
	PARTNER_FEDERATED,
	PARTNER_PUBLIC_VERIFIED,
	PARTNER_PUBLIC_UNVERIFIED,
};

struct partner {
	const char *domain;		/* primary, prepared */
	size_t number;			/* from 0, in the order of the file */
	enum partner_type type;
	struct policy policy;
	bool keepalive;
	uint32_t connection_limit;	/* 0: the global partner-connection-limit */
	const char *proxy_fqdn;		/* NULL: SRV */
	const char *trust;		/* file of its authorities; NULL: the general ones */
	const char *trust_word;		/* the same; from the list's folder on, if it is below */
	unsigned trust_line, trust_column;	/* where the key stands in the list */
};

struct partners;

/* Reads and checks `path`; a policy that cannot work, a domain that stands
 * twice or belongs to one of `own` (n_own prepared domains) is a fault with
 * its place.  Warnings (policy.h) are handed to `warn` (may be NULL): each once, with the
 * first partners it is about, their number, and the place of the first of them. */
struct partners *partners_load(const char *path, const struct view *own,
                               size_t n_own,
                               void (*warn)(void *arg, const struct fault *),
                               void *arg, struct fault *f);
void partners_free(struct partners **pp);

/* The decision: the partner that `domain` (prepared) belongs to; NULL: none. */
const struct partner *partner_of(const struct partners *p, struct view domain);

/* As in the file: "federated" ... */
const char *partner_type_word(enum partner_type t);

size_t partners_count(const struct partners *p);
/* All domains in the order of the file: each partner's primary one, then its
 * additional ones. */
bool partners_next(const struct partners *p, size_t *pos, struct view *domain,
                   const struct partner **partner);
/* SHA-256 over the meaning of the file, hex; both programs print theirs.
 * Order, spelling, defaults written out and descriptions make no difference. */
const char *partners_digest(const struct partners *p);

/* Prints every key with kind, default, range and sentence, for the man page. */
void partners_manual(struct buf *out);

#endif
