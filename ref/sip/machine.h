/* machine.h - figures 5 to 8 of RFC 3261 as tables.
 *
 * With RFC 6026 (state Accepted, timers L and M) and RFC 4320 (Trying of a
 * server ends in silence).  What a state does with an event; doing it is
 * transaction.c.
 */
#ifndef REF_SIP_MACHINE_H
#define REF_SIP_MACHINE_H

#include <stddef.h>

enum sip_machine {
	SIP_CLIENT_INVITE,	/* figure 5 */
	SIP_CLIENT_OTHER,	/* figure 6 */
	SIP_SERVER_INVITE,	/* figure 7 */
	SIP_SERVER_OTHER,	/* figure 8 */
};
#define SIP_MACHINES 4

enum sip_state {
	SIP_TRYING,		/* "Calling" in figure 5 */
	SIP_PROCEEDING,
	SIP_COMPLETED,
	SIP_CONFIRMED,
	SIP_ACCEPTED,
	SIP_TERMINATED,
};
#define SIP_STATES 6

enum sip_happening {
	SIP_ON_1XX,		/* received, or given by the core */
	SIP_ON_2XX,
	SIP_ON_FINAL,		/* 3xx to 6xx */
	SIP_ON_REQUEST,		/* a repeat of the one that began it */
	SIP_ON_ACK,
	SIP_ON_AGAIN,		/* timers A, E, G; and the time for a 100 */
	SIP_ON_TIMEOUT,		/* timers B, F, H; RFC 4320: of the server */
	SIP_ON_END,		/* timers D, K, J, I, L, M */
	SIP_ON_BROKEN,		/* the transport failed */
};
#define SIP_HAPPENINGS 9

enum sip_again {		/* what becomes of the first timer */
	SIP_AGAIN_KEEP,
	SIP_AGAIN_STOP,
	SIP_AGAIN_T1,		/* G: first of T1, then doubled */
	SIP_AGAIN_DOUBLE,	/* A */
	SIP_AGAIN_DOUBLE_T2,	/* E, G: doubled, at most T2 */
	SIP_AGAIN_T2,		/* E in Proceeding */
};

enum sip_last {			/* what becomes of the second */
	SIP_LAST_KEEP,
	SIP_LAST_STOP,
	SIP_LAST_TIMEOUT,	/* 64*T1, then SIP_ON_TIMEOUT */
	SIP_LAST_END,		/* 64*T1 on UDP, at once on a stream: D, J */
	SIP_LAST_END_T4,	/* T4 on UDP, at once on a stream: I, K */
	SIP_LAST_END_64,	/* 64*T1 on any: L, M */
};

enum {				/* what is done, in this order */
	SIP_DO_SEND = 1,	/* the request, or the last response, again */
	SIP_DO_ACK = 2,		/* 17.1.1.3 */
	SIP_DO_100 = 4,
	SIP_DO_PASS = 8,	/* to the core */
	SIP_DO_TIMED_OUT = 16,	/* tell the core */
	SIP_DO_BROKEN = 32,	/* tell the core */
};

struct sip_rule {
	enum sip_state next;
	unsigned what;		/* set of SIP_DO_ */
	enum sip_again again;	/* on a stream nothing is sent again: as STOP */
	enum sip_last last;
};

/* NULL: nothing at all happens. */
const struct sip_rule *sip_machine_rule(enum sip_machine m, enum sip_state s,
                                        enum sip_happening h);

#endif
