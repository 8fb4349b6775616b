/* secret.h - comparing and wiping what nobody else may learn. */
#ifndef LIB_SECRET_H
#define LIB_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/view.h"

/* Time depends on the lengths only (XEP-0185 2; X0185-2-4). */
bool secret_equal(struct view a, struct view b);
void secret_wipe(void *p, size_t n);	/* not optimised away */

#endif
