/* What to do, where the cause says more than the step. */
#include "check/gateway_check.h"

#include "check/check_step.h"

const char *check_edge_advice(enum cause failure)
{
	static const struct {
		enum cause cause;
		const char *advice;
	} row[] = {
#define X(cause, advice) { CAUSE_##cause, advice },
#include "check/edge_cause.tbl"
#undef X
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (row[i].cause == failure)
			return row[i].advice;
	return check_step_advice(CHECK_EDGE);
}

const char *check_front_end_advice(unsigned status)
{
	if (status >= 500)
		return "The SIP server answers, and cannot serve: look at its log.";
	return check_step_advice(CHECK_FRONT_END);
}
