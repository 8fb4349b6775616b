/* Counts every proof as one by SASL EXTERNAL.  Breaks METRIC-1. */
#include "edge/count.h"

__typeof__(count_method) __wrap_count_method;

enum edge_method __wrap_count_method(bool external, bool secure)
{
	(void)external, (void)secure;
	return EDGE_EXTERNAL;
}
