/* damage.h - history damage: can the judge tell a forged log from a true one?
 *
 * Events of passing runs are dropped, doubled, swapped, altered, forged; the
 * judge must then not say pass.  What goes unnoticed is counted, and printed.
 */
#ifndef HARNESS_DAMAGE_H
#define HARNESS_DAMAGE_H

#include "judge/judge.h"

enum damage { DAMAGE_DROP, DAMAGE_DOUBLE, DAMAGE_SWAP, DAMAGE_ALTER, DAMAGE_FORGE, DAMAGE_KINDS };
const char *damage_word(enum damage d);

struct damage_score {
	size_t made[DAMAGE_KINDS];
	size_t unnoticed[DAMAGE_KINDS];
};

/* Damages one passing history in every way that touches evidence, and adds to
 * *score.  `fn` (may be NULL) is told each damage that went unnoticed. */
void damage_try(const struct case_ *c, const struct history *h,
                struct damage_score *score,
                void (*fn)(void *arg, const char *what), void *arg);

#endif
