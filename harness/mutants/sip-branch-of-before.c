/* Begins every branch alike. Breaks R3261-8.1.1.7-1. */
#include "sip/branch.h"

#include <string.h>

__typeof__(branch_begin) __wrap_branch_begin;
__typeof__(branch_complete) __wrap_branch_complete;

void __wrap_branch_begin(struct branches *b, char out[BRANCH_SIZE])
{
	(void)b;
	memset(out, 'x', BRANCH_SIZE - 1);
	out[BRANCH_SIZE - 1] = '\0';
	memcpy(out, BRANCH_COOKIE, sizeof BRANCH_COOKIE - 1);
}

void __wrap_branch_complete(const struct branches *b, const struct sip_message *m, char *branch)
{
	(void)b, (void)m, (void)branch;
}
