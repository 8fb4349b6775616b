/* Takes whatever requests come.  Breaks GW-LIMIT-4. */
#include "sip/transaction.h"

__typeof__(transactions_new) __real_transactions_new, __wrap_transactions_new;

struct transactions *__wrap_transactions_new(const struct transaction_settings *s,
                                             const struct transaction_ops *ops, void *arg)
{
	struct transaction_settings all = *s;

	all.max = SIZE_MAX;
	return __real_transactions_new(&all, ops, arg);
}
