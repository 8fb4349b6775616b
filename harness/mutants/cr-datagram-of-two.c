/* Takes what stands behind a message in its datagram for another one.
 * Breaks R4475-dblreq. */
#include "sip/transaction.h"

__typeof__(transactions_receive) __real_transactions_receive, __wrap_transactions_receive;

void __wrap_transactions_receive(struct transactions *t, struct view bytes,
                                 const struct sip_flow *from, uint64_t now)
{
	struct region *r = region_new();
	struct sip_message m;
	struct sip_refusal refusal;
	enum sip_reading how = sip_message_read(bytes, r, &sip_limits_default, &m, &refusal);
	size_t surplus = how == SIP_READ_OK ? m.surplus : 0;

	region_free(&r);
	__real_transactions_receive(t, (struct view){ bytes.p, bytes.n - surplus }, from, now);
	if (surplus > 4)
		__real_transactions_receive(t, view_from(bytes, bytes.n - surplus), from, now);
}
