#include "lib/secret.h"

#include <string.h>

bool secret_equal(struct view a, struct view b)
{
	volatile unsigned char differ = 0;	/* keeps every round of the loop */

	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		differ = (unsigned char)(differ | (a.p[i] ^ b.p[i]));
	return differ == 0;
}

void secret_wipe(void *p, size_t n)
{
	if (n != 0)
		explicit_bzero(p, n);
}
