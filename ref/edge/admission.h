/* admission.h - the decisions about who gets in, each by itself.
 *
 * RFC 6120 6.3 and 13.12, XEP-0178, XEP-0220 2.  Pure: what is needed to
 * decide is handed in.  Not here: TLS x SASL x dialback (policy.h), a stanza's
 * addresses (addressing.h), certificates (tls/proof.h).
 */
#ifndef REF_EDGE_ADMISSION_H
#define REF_EDGE_ADMISSION_H

#include "partner/partner.h"
#include "partner/policy.h"
#include "xml/element.h"
#include "xmpp/pairs.h"

/* How many there are, and how many there may be. */
struct room {
	uint32_t used, max;
};

/* May one more connection be accepted that has proved nothing yet?  Half-open
 * ones have a bound of their own, in all and per address, so that they cannot
 * take the room of the partners. */
enum cause arrival_refused(struct room unproved, struct room of_address);

/* May an address have one more connection, for how many it had lately (RFC 6120
 * 13.12)?  Asked first: who calls and goes, again and again, never waits. */
enum cause rate_refused(struct room lately);

/* May a partner's stream to one of our domains be set up, when the link says that of
 * the way inwards?  `required`: a gateway has to be there (link.required). */
enum cause stream_inward_refused(bool required, enum cause inward);

/* May a connection take a seat of the partner it has proved, or that we dial?
 * `partner`: all its domains, both directions. */
enum cause seat_refused(struct room all, struct room partner);

/* May one more key be put to its authority, beside those that are under way in all, and
 * about the same sender domain?  Attack: claims to be partners, each of which costs us a
 * look-up and a connection. */
enum cause question_refused(struct room all, struct room of_domain);

/* EXTERNAL (RFC 6120 6.3.8, XEP-0178 3): somebody is to be authenticated
 * (`identity`, of sasl_identity(); empty: nobody), and the certificate proves
 * that domain. */
enum cause external_refused(struct view identity, enum cause certificate);

/* A db:result: shall its key be verified at all?  `partner`: of the asserted
 * sender domain, NULL: none.  The pair is prepared. */
enum cause dialback_request_refused(const struct partner *partner, bool served,
                                    bool secure, const struct pairs *pairs,
                                    struct pair pair);

/* A db:verify: shall it be answered?  `partner`: of the asking domain. */
enum cause dialback_question_refused(const struct partner *partner,
                                     bool served, bool secure);

/* The n-th key or question that came to nothing on a stream: is it one too many?
 * `proved`: the stream has proved a pair.  Attack: each takes a look, an answer and a line
 * of the log, for who is nobody yet.  XEP-0220 2.2.1 keeps a stream for a partner's further
 * pairs, and one who serves thousands of domains errs with some. */
#define DIALBACK_VAIN_MAX	 32
#define DIALBACK_VAIN_PROVED_MAX 512
enum cause dialback_in_vain(bool proved, size_t n);
/* Does it get a line of the log?  Behind DIALBACK_VAIN_MAX each power of two does. */
bool dialback_vain_is_told(size_t n);

/* May a receiving stream carry stanzas at all by now (RFC 6120 4.3.5)? */
bool stream_may_carry(const struct pairs *proved);

/* May a stanza of ours go down a stream that a partner has opened (XEP-0288 2.2)?
 * Only when both have agreed, only to the other end of a pair that the stream has
 * proved, and only as the partner's policy has it for a stream of ours.  `pair`:
 * from the partner's domain to ours; `partner`: of that domain, NULL: none;
 * `method`: how the pair was proved. */
bool stanza_may_return(bool bidi, const struct pairs *proved, struct pair pair,
                       const struct partner *partner, enum policy_method method);

/* The key of a pair was denied: what is said on the stream (XEP-0220 2.2.1). */
enum denial {
	DENIAL_CLOSES,		/* type='invalid', and the stream ends */
	DENIAL_SPARES,		/* forbidden: other senders' pairs stand */
};
enum denial dialback_denial(const struct pairs *pairs, struct view from);

/* Is <handed/> due for this stanza once it is written (docs/link.md 5)? */
bool handed_due(const struct element *stanza);

/* How long a partner that could not be reached `failures` times in a row is
 * left alone, in ms: the first times not at all, then `first` at most, and longer
 * and longer, up to a minute (RFC 6120 3.3).  `chance`: any number. */
uint64_t retry_delay(unsigned failures, uint64_t first, uint32_t chance);

/* How long a session waits for the next call that is to resume it, in ms.  Behind
 * the break: any time up to `most`, so that not all who lost the same server call
 * it in the same moment (RFC 6120 3.3, P74); behind `failures` of these calls in a
 * row: longer and longer.  Never more than a quarter of the `session_ms` that it
 * lasts.  `chance`: any number. */
uint64_t redial_delay(unsigned failures, uint64_t most, uint64_t session_ms, uint32_t chance);

#endif
