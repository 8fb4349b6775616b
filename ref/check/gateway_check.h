/* gateway_check.h - a running gateway against the world around it, for its operator.
 *
 * Its certificates on the link and in SIP, where it listens, each edge, the next hop
 * (RFC 3263) and whether that answers OPTIONS, who may talk at all, the store.  All are
 * looked at, whatever is amiss: none depends on another.
 * Nothing is changed: connections end at once, what is stored stays as it is.
 * The next hop is looked up anew, by a resolver of the check's own: what DNS says now
 * counts, not what the gateway remembers.
 */
#ifndef REF_CHECK_GATEWAY_CHECK_H
#define REF_CHECK_GATEWAY_CHECK_H

#include "check/check.h"
#include "gateway/access.h"
#include "gateway/gateway.h"
#include "gateway/store.h"

#define CHECK_STORE_FREE (64u << 20) /* bytes: less is of concern */

struct gateway_check;

/* NULL: too many are under way.  Nothing is called back from inside. */
struct gateway_check *gateway_check_new(struct gateway *g, const struct check_ops *ops,
                                        void *arg);
void gateway_check_free(struct gateway_check **cp);

/* --- the decisions -------------------------------------------------------------- */

/* `server`, `client`, `days` as of check_certificate(); `named`: somebody is.  Who issued
 * it is for the other side to know, which need not trust whom we trust. */
enum check_result check_side(enum cause server, enum cause client, int days, bool named);
/* `connected`: a socket of ours took the call. */
enum check_result check_listens(bool connected);
/* `tried`: and it failed, or ended; else it is still being set up. */
enum check_result check_edge(bool up, bool tried);
/* Of `n` addresses that take connections `reached` did; `datagrams`: there are others. */
enum check_result check_next_hop(size_t n, size_t reached, size_t datagrams);
/* Of what it leads to: may one of the addresses of UDP and TCP, if there are any, send
 * requests (`trusted`, `n` of them: sip.trusted)?  What comes by TLS is trusted by the names
 * in a certificate, which is not seen here. */
enum check_result check_next_hop_trust(const struct location *where, const struct view *trusted,
                                       size_t n);
/* May anybody talk to XMPP partners? */
enum check_result check_access(const struct access *a);
/* `status` 0: no answer. */
enum check_result check_front_end(unsigned status);
enum check_result check_store(const struct store_health *h);

/* What to do about an edge with which there is no session for this reason. */
const char *check_edge_advice(enum cause failure);
/* About a SIP server that answers OPTIONS so. */
const char *check_front_end_advice(unsigned status);

#endif
