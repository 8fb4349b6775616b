/* Reads numbers that are too large as what is left of them. Breaks R4475-scalarlg,
 * R4475-scalar02. */
#include "sip/chars.h"

__typeof__(sip_digits) __wrap_sip_digits;

bool __wrap_sip_digits(struct view v, uint64_t max, uint64_t *out)
{
	uint64_t n = 0;

	for (size_t i = 0; i < v.n; i++) {
		if (!sip_char_is(v.p[i], SIP_C_DIGIT))
			return false;
		n = n * 10 + (uint64_t)(v.p[i] - '0');
	}
	*out = max == UINT64_MAX ? n : n % (max + 1);
	return v.n != 0;
}
