/* A check takes whoever answers at our address for an edge of ours.  Breaks PLAN-12. */
#include "check/edge_check.h"

__typeof__(check_answerer) __wrap_check_answerer;

enum check_result __wrap_check_answerer(enum cause certificate)
{
	(void)certificate;
	return CHECK_OK;
}
