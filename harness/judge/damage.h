/* damage.h - history damage: can the judge tell a forged log from a true one?
 *
 * Events of passing runs are dropped, doubled, swapped, altered, forged; the
 * judge must then not say pass.  What goes unnoticed is counted, and printed.
 *
 * Two units are not swapped when one is a SIP response and the other is not: they
 * come by ways of their own (payload_is_about()).
 *
 * Altered are the name, each value of the first tag, and the first text of a
 * unit on which a finding rests.  Left alone is what no requirement lets a
 * receiver depend on, whoever sends it:
 *   - the words of <text/> in an error: for people (RFC 6120 4.9.2, 8.3.2);
 *   - an application's own condition in an error, unless the step's pattern has
 *     it: who does not know it ignores it (RFC 6120 8.3.4);
 *   - an xml:lang that the step's pattern does not name: it may be said on the
 *     stanza or by the stream (RFC 6120 8.1.5), and is its sender's to choose;
 *   - an id that was not in what had been sent, and a thread, unless the step's
 *     pattern names them: whoever makes one up may choose it (RFC 6120 8.1.3,
 *     RFC 6121 5.2.5);
 *   - a dialback key that was not in what had been sent: who makes it may choose
 *     it (XEP-0220 2.6);
 *   - what a stream feature says that the step's pattern does not name, and the
 *     max of a session (XEP-0198 5): its sender's to choose (XEP-0478 2);
 *   - an attribute of a header that the step's pattern does not name: the
 *     header belongs to the stream, and is looked at attribute by attribute.
 */
#ifndef HARNESS_DAMAGE_H
#define HARNESS_DAMAGE_H

#include "judge/judge.h"

enum damage {
	DAMAGE_DROP,
	DAMAGE_DOUBLE,
	DAMAGE_SWAP,
	DAMAGE_ALTER,
	DAMAGE_FORGE,
	DAMAGE_KINDS
};
const char *damage_word(enum damage d);

struct damage_score {
	size_t made[DAMAGE_KINDS];
	size_t unnoticed[DAMAGE_KINDS];
};

/* Damages one passing history in every way that touches evidence, and adds to
 * *score.  `fn` (may be NULL) is told each damage that went unnoticed, and the
 * line of the step whose finding rests on the event; 0: none does. */
void damage_try(const struct case_ *c, const struct history *h, struct damage_score *score,
                void (*fn)(void *arg, unsigned line, const char *what), void *arg);

#endif
