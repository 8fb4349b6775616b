/* Answers with the higher of two versions.  Breaks R6120-4.7.5-2. */
#include "xmpp/header.h"

__typeof__(version_lower) __real_version_lower, __wrap_version_lower;

struct version __wrap_version_lower(struct version a, struct version b)
{
	struct version lower = __real_version_lower(a, b);

	return lower.major == a.major && lower.minor == a.minor ? b : a;
}
