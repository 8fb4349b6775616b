/* sofia.h - what sofia-sip says of a message.
 *
 * In a file of its own, and linked with --exclude-libs, because both libraries
 * have functions of the same names.
 */
#ifndef CI_FUZZ_SOFIA_H
#define CI_FUZZ_SOFIA_H

#include <stddef.h>

void sofia_begin(void);
void sofia_end(void);

/* "ok", or static words for what it missed.  `n` is not 0. */
const char *sofia_says(const char *bytes, size_t n);

#endif
