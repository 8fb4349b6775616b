/* locate.h - a partner's domain to an ordered list of attempts.
 *
 * RFC 6120 3.2, RFC 2782, XEP-0368: SRV _xmpp-server._tcp and
 * _xmpps-server._tcp (TLS from the first byte) as one list, target "." means no
 * service, priority and weight order, A and AAAA of every target, fall-back to
 * the domain's own addresses on port 5269 only when there is no SRV record at
 * all (R6120-3.2.1-5).  SERVFAIL, timeouts and bogus answers are failures,
 * never "no record".  What has come is used LOCATE_GRACE after it could be: a
 * server that drops one kind of question costs no more than that.  TLSA of each
 * target that a secure way leads to (RFC 7673 3).  Not here: connecting (xmpp/, sip/).
 */
#ifndef REF_DNS_LOCATE_H
#define REF_DNS_LOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cause/cause.h"
#include "dns/tlsa.h"
#include "lib/fault.h"
#include "lib/loop.h"
#include "lib/wire.h"

#define LOCATE_MAX_TARGETS	16	/* SRV records followed; an attacker may list 1000 */
#define LOCATE_MAX_ATTEMPTS	32	/* addresses tried in all */
#define LOCATE_MAX_PENDING	1000	/* lookups at once; a flood of names that never answer */
#define LOCATE_TIMEOUT		20000	/* ms for all questions of one lookup */
#define LOCATE_GRACE		1000	/* ms for the rest, when there is enough to go on */

enum sip_transport { SIP_UDP, SIP_TCP, SIP_TLS };
#define SIP_TRANSPORTS 3

struct attempt {
	struct address at;
	enum sip_transport transport;	/* locate_sip() only */
	bool direct_tls;		/* _xmpps-server (XEP-0368) */
	bool secure;			/* all answers on the way were DNSSEC-secure */
	bool target_secure;		/* DNSSEC says that `target` serves the domain */
	int tlsa;			/* of location.tlsa; -1: no usable record */
	char target[256];		/* SRV target or the domain, A-labels */
};

struct location {
	enum cause cause;		/* CAUSE_NONE: there are attempts */
	char words[160];		/* detail for the log: who said what */
	struct attempt attempt[LOCATE_MAX_ATTEMPTS];
	size_t n;
	struct tlsa_set *tlsa[LOCATE_MAX_TARGETS]; /* its own; NULL: none */
};

/* A copy with records of its own; location_clear() it. */
void location_copy(struct location *to, const struct location *from);
void location_clear(struct location *w);
/* What DNS says of the certificate behind an attempt; NULL: nothing. */
const struct tlsa_set *location_tlsa(const struct location *w, const struct attempt *a);

/* The decision: may the two be under way at the same time (RFC 8305 5)? */
bool attempt_may_overlap(const struct attempt *a, const struct attempt *b);

struct resolver;

struct resolver_settings {
	const struct view *forward;	/* "127.10.0.53@53"; n_forward 0: resolv.conf */
	size_t n_forward;
	const char *trust_anchor;	/* file with DS or DNSKEY; NULL: none */
	uint64_t timeout;		/* ms; 0: LOCATE_TIMEOUT */
	const char *hosts;		/* as hosts(5): addresses that go before DNS; NULL: none */
};

/* NULL and *f (without a place) when a setting is impossible. */
struct resolver *resolver_new(struct loop *l, const struct resolver_settings *s,
                              struct fault *f);
/* Would it?  False: *f. */
bool resolver_possible(const struct resolver_settings *s, struct fault *f);
bool resolver_settings_same(const struct resolver_settings *a,
                            const struct resolver_settings *b);
void resolver_free(struct resolver **rp);

typedef void locate_fn(void *arg, uint64_t id, const struct location *where);

/* Looks up `domain` (A-labels).  fn gets `id` back, never inside this call.
 * `proxy` (may be NULL) is looked up by A and AAAA instead of SRV, port 5269
 * or "host:port" (the partner's proxy-fqdn). */
void locate(struct resolver *r, const char *domain, const char *proxy,
            uint64_t id, locate_fn *fn, void *arg);

/* One question, for who wants to see the records themselves.  The reply and its words
 * are lent for the call; cancelled as locate() is. */
struct dns_reply;
typedef void dns_ask_fn(void *arg, uint64_t id, const struct dns_reply *reply);
void dns_ask(struct resolver *r, const char *name, int type, uint64_t id, dns_ask_fn *fn,
             void *arg);

/* Answers for `id` will not come any more. */
void locate_cancel(struct resolver *r, uint64_t id);

#endif
