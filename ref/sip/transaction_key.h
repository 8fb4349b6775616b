/* transaction_key.h - which transaction a message belongs to.
 *
 * RFC 3261 17.1.3 and 17.2.3.  A keyed hash of 128 bits stands for what is
 * compared: nobody can make two that are the same.
 */
#ifndef REF_SIP_TRANSACTION_KEY_H
#define REF_SIP_TRANSACTION_KEY_H

#include "sip/hash.h"
#include "sip/message.h"

/* The decision: may this response be for us?  One with more than our Via was
 * not (8.1.3.3). */
bool transaction_may_be_ours(const struct sip_message *response);
/* Of a client: branch and method (17.1.3). */
struct sip_hash transaction_client_key(const struct sip_hash_key *k, struct view branch,
                                       struct view method);
/* Of a server: branch, sent-by and method, ACK as INVITE; `method` is that of
 * `m`, or INVITE when a CANCEL looks for what it cancels.  Without the cookie:
 * the rules of RFC 2543 (17.2.3). */
struct sip_hash transaction_server_key(const struct sip_hash_key *k,
                                       const struct sip_message *m, struct view method);
/* Of a request, by whatever way it came (8.2.2.2). */
uint64_t transaction_request_key(const struct sip_hash_key *k, const struct sip_message *m);

#endif
