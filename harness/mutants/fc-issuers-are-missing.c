/* A check misses an issuer behind each certificate.  Breaks PLAN-1. */
#include "check/check.h"

__typeof__(check_issuers) __wrap_check_issuers;

enum check_result __wrap_check_issuers(bool lacks, bool of_partners)
{
	(void)lacks;
	(void)of_partners;
	return CHECK_AMISS;
}
