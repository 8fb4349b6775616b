/* The same datagram again is another request.  Breaks R7572-5-7. */
#include "sip/transaction.h"
#include "sip/transaction_key.h"

__typeof__(transaction_server_key) __real_transaction_server_key,
        __wrap_transaction_server_key;
__typeof__(transaction_is_merged) __wrap_transaction_is_merged;

struct sip_hash __wrap_transaction_server_key(const struct sip_hash_key *k,
                                              const struct sip_message *m, struct view method)
{
	struct sip_hash h = __real_transaction_server_key(k, m, method);
	static unsigned char n;

	((unsigned char *)&h)[0] = (unsigned char)(((unsigned char *)&h)[0] + ++n);
	return h;
}

bool __wrap_transaction_is_merged(const struct transactions *t, uint64_t id,
                                  const struct sip_message *m)
{
	(void)t;
	(void)id;
	(void)m;
	return false;
}
