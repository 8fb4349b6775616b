/* Believes every dialback key and asks no authority.
 * Breaks X0220-2.1.2-1, X0220-2.1.2-2, X0220-2.2.1-1, X0220-2.2.1-6, X0220-2.5-1, X0220-2.5-2, X0220-2.1.2-5, X0220-2.1.2-3, R6120-4.3.5-4, LYNC-DIALBACK-5, X0344-2.6-1. */
#include "edge/inbound.h"
#include "edge/verify.h"

__typeof__(verify_ask) __wrap_verify_ask;

enum cause __wrap_verify_ask(struct edge *e, const struct key_question *asked)
{
	inbound_verified(e, &(struct key_answer){ .inbound = asked->inbound,
	                                          .round = asked->round,
	                                          .sent = asked->sent,
	                                          .pair = asked->pair,
	                                          .verdict = CAUSE_NONE });
	return CAUSE_NONE;
}
