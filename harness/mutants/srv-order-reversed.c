/* Tries SRV records in the opposite order.  Breaks R2782-SRV-RR-1, LYNC-HA-4. */
#include "dns/srv_order.h"

__typeof__(srv_order) __real_srv_order, __wrap_srv_order;

void __wrap_srv_order(struct dns_srv *srv, size_t n, dns_chance_fn *chance, void *arg)
{
	__real_srv_order(srv, n, chance, arg);
	for (size_t i = 0; i < n / 2; i++) {
		struct dns_srv one = srv[i];

		srv[i] = srv[n - 1 - i];
		srv[n - 1 - i] = one;
	}
}
