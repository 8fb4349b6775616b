/* srv_order.h - the order in which SRV records are tried (RFC 2782).
 *
 * Lower priorities first; records of one priority by weighted chance.
 */
#ifndef REF_DNS_SRV_ORDER_H
#define REF_DNS_SRV_ORDER_H

#include "dns/packet.h"

/* 0 <= x < n, by chance; n > 0. */
typedef uint32_t dns_chance_fn(void *arg, uint32_t n);

void srv_order(struct dns_srv *srv, size_t n, dns_chance_fn *chance, void *arg);

#endif
