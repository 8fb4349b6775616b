/* policy.h - the one policy function: TLS x SASL x dialback.
 *
 * A partner's three settings (Lync's words) decide alone what a stream with it
 * may look like, in both directions; the 18 combinations are those of
 * scenarios/requirements/lync-matrix.tsv, which the test of this module reads.
 * Policy belongs to the asserted domain of each proof, not to a stream
 * (X0220-2.5-5).  Pure functions; nothing is looked up here.
 */
#ifndef REF_PARTNER_POLICY_H
#define REF_PARTNER_POLICY_H

#include <stdbool.h>

#include "cause/cause.h"
#include "lib/buf.h"
#include "xmpp/stream.h"

enum policy_level { POLICY_REQUIRED, POLICY_OPTIONAL, POLICY_NOT_SUPPORTED };

struct policy {
	enum policy_level tls, sasl;
	bool dialback;
};

enum policy_method {		/* how a stream may come to be trusted; best first */
	METHOD_SASL_TLS = 1,
	METHOD_TLS_DIALBACK = 2,
	METHOD_TCP_DIALBACK = 4,
};

enum policy_verdict { POLICY_VALID, POLICY_VALID_WITH_WARNING, POLICY_REFUSED };

struct policy_check {
	enum policy_verdict verdict;
	const char *key;	/* "dialback-never-used", ...; "-" when VALID */
	const char *words;	/* a sentence for the operator */
};

/* Can this policy work at all?  Said when a configuration is loaded. */
struct policy_check policy_check(const struct policy *p);

/* The set of methods that may result (a sum of METHOD_*). */
unsigned policy_methods(const struct policy *p);

/* The decision: may a stream of this kind stand for the partner? */
bool policy_allows(const struct policy *p, enum policy_method m);

/* Receiving: what the features say.  `secure`: TLS is on.  `proved`: the
 * certificate shown is good and names the domain of the header. */
struct stream_offer policy_offer(const struct policy *p, bool secure,
                                 bool proved);

/* Receiving: nothing that policy_offer() offers can work (6.4.5-3)?  The cause
 * to refuse the stream with, or CAUSE_NONE.  `why_not` says why the
 * certificate does not prove the domain. */
enum cause policy_dead_end(const struct policy *p, bool secure, bool proved,
                           enum cause why_not);

/* Receiving and authority: may a db:result or db:verify of this partner be
 * heard on such a stream?  CAUSE_NONE or the refusal. */
enum cause policy_dialback_cause(const struct policy *p, bool secure);

/* Initiating: what comes next, given what the partner offers. */
enum policy_step {
	STEP_STARTTLS,		/* also when not offered but required (RFC 7590 3.1) */
	STEP_EXTERNAL,
	STEP_DIALBACK,
	STEP_GIVE_UP,		/* see cause */
};

struct policy_facts {
	bool secure;			/* TLS is on */
	bool dane;			/* DNS says which certificate there has to be */
	enum cause certificate;		/* secure: CAUSE_NONE, or why it proves nothing */
	struct stream_features offered;
	bool tls_refused;		/* it answered <failure/> to <starttls/> */
	bool external_refused;		/* EXTERNAL was tried and failed */
};

/* The decision: does what DNS says of the certificate (RFC 7673 3.4, P58) forbid to go
 * on?  CAUSE_NONE, or the cause; it forbids only, and permits nothing. */
enum cause policy_dane_refusal(bool dane, bool secure, enum cause certificate);

enum policy_step policy_next(const struct policy *p,
                             const struct policy_facts *f, enum cause *why);

const char *policy_level_word(enum policy_level l);	/* as in the file */
const char *policy_method_words(enum policy_method m);	/* "SASL over TLS" ... */

/* One line: "tls=required sasl=optional dialback=yes: SASL over TLS, else
 * dialback over TLS". */
void policy_explain(const struct policy *p, struct buf *out);

#endif
