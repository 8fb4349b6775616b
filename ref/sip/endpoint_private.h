/* endpoint_private.h - what endpoint.c and endpoint_request.c share.
 */
#ifndef REF_SIP_ENDPOINT_PRIVATE_H
#define REF_SIP_ENDPOINT_PRIVATE_H

#include "lib/map.h"
#include "sip/endpoint.h"
#include "sip/hops.h"
#include "sip/next_hop.h"
#include "sip/servers.h"

struct endpoint {
	struct loop *loop;
	struct transport *transport;
	struct transactions *transactions;
	struct uas_settings uas;
	const struct endpoint_ops *ops;
	void *arg;
	struct resolver *resolver;
	unsigned supported;
	size_t via_room[SIP_TRANSPORTS];	/* bytes that Via adds to a request */
	struct timer *timer;
	uint64_t no_room;		/* of transactions_counts, as far as it was logged */
	uint64_t armed;			/* when the timer will come; UINT64_MAX: not at all */
	struct servers servers;
	struct hops hops;
	struct ids *requests;		/* of ours */
	struct ids *by_transaction;	/* transaction id to request */
	struct outgoing *failed;	/* to be told at the end of the turn */
	struct outgoing *accepted, **accepted_end;	/* INVITEs with a 2xx, oldest first */
	uint64_t accepted_for;		/* ms: 64*T1 */
};

void endpoint_arm(struct endpoint *e);

/* --- endpoint_request.c -------------------------------------------------------- */

void request_on_response(void *arg, uint64_t transaction, const struct sip_message *m);
void request_on_failed(struct endpoint *e, uint64_t transaction, enum cause cause);
void requests_purge(struct endpoint *e, uint64_t now);
void requests_free(struct endpoint *e);

#endif
