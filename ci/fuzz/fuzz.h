/* fuzz.h - what the fuzz targets share.
 *
 * A target is one file with LLVMFuzzerTestOneInput(): it gives the bytes to one
 * part of the reference and holds what must be true of any bytes at all.  A
 * broken promise aborts, and libFuzzer keeps the input.
 */
#ifndef CI_FUZZ_H
#define CI_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define PROMISE(condition)                                                                     \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__,     \
			        #condition);                                                   \
			abort();                                                               \
		}                                                                              \
	} while (0)

static inline struct view fuzz_view(const uint8_t *data, size_t n)
{
	return (struct view){ (const char *)data, n };
}

#endif
