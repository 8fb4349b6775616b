/* rfc4320.h - what may be said to a request that is not INVITE.
 */
#ifndef REF_SIP_RFC4320_H
#define REF_SIP_RFC4320_H

/* The status to be sent where `status` was asked for; 0: none.  408 helps
 * nobody, as its receiver has timed out as well (4.2), so 504 is said; a 1xx
 * makes the client repeat more slowly and is left to the layer (4.1). */
unsigned rfc4320_status(unsigned status);

#endif
