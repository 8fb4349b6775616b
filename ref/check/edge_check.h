/* edge_check.h - a running edge against the world around it, for its operator.
 *
 * LYNC-DNS-2, LYNC-CERT-1.  Each domain of ours is walked until a step is amiss, as the
 * next ones depend on it; then every domain of each partner.
 * Nothing is changed: a stream to a partner ends before anything is proved, and so do
 * those to ourselves, by which the certificate is seen that is shown to the world.
 * Attack: a list of partners that never answer: each costs its row's time, and no more of
 * them are asked than CHECK_PARTNERS_MAX.
 */
#ifndef REF_CHECK_EDGE_CHECK_H
#define REF_CHECK_EDGE_CHECK_H

#include "check/check.h"
#include "dns/packet.h"
#include "edge/edge.h"

#define CHECK_TARGETS_MAX   16
#define CHECK_ADDRESSES_MAX 32
#define CHECK_PARTNERS_MAX  500 /* domains of partners */

struct edge_check;

/* NULL: too many are under way.  Nothing is called back from inside. */
struct edge_check *edge_check_new(struct edge *e, const struct check_ops *ops, void *arg);
void edge_check_free(struct edge_check **cp);

/* --- the decisions -------------------------------------------------------------- */

/* `server`, `client`: tls_context_own(); `days`: tls_context_days().  Without the purpose
 * of clients it still serves: fewer and fewer authorities give both, and many partners do
 * not ask for it. */
enum check_result check_certificate(enum cause server, enum cause client, int days);
/* NULL: the reply holds SRV records, and all of them lead to a port of `s`; else words. */
const char *check_srv(const struct dns_reply *reply, const struct edge_settings *s);
/* The same of _xmpps-server (XEP-0368), which need not be there. */
const char *check_direct_srv(const struct dns_reply *reply, const struct edge_settings *s);
/* It says neither that there is something nor that there is not. */
bool check_dns_failed(const struct dns_reply *reply);
/* Does one of the two hold an address? */
bool check_host_is_there(const struct dns_reply *a, const struct dns_reply *aaaa);
/* Of one that is there: does something keep some of those who call from it? */
enum check_result check_host(const struct dns_reply *a, const struct dns_reply *aaaa);
/* `connected`: the address took the call. */
enum check_result check_port(bool connected);

/* `certificate`: what is shown there proves of the domain (conn_certificate()). */
enum check_result check_answerer(enum cause certificate);

/* What DNS says of the certificate at one target (RFC 7673), and what is shown there. */
struct check_tlsa {
	bool failed;  /* DNS says neither that there are records nor that there are none */
	bool there;   /* records, of whatever kind */
	bool secure;  /* they are signed (failed: it is not known), and all that leads to them is */
	bool usable;  /* one at least is of a kind that is known */
	bool matched; /* the certificate that is shown satisfies them */
};

/* What is not signed, or not behind what is, is looked at by nobody, so it breaks nothing
 * yet. */
enum check_result check_tlsa(const struct check_tlsa *t);

/* `refusal`: link_refuses(). */
enum check_result check_gateway(enum cause refusal);

/* `broken`: a probe of what the partner offers ended at a step that does not work. */
enum check_result check_partner(bool broken);
/* The decision: is TLS from the first byte (XEP-0368) to be asked of a partner, of which
 * DNS says this of _xmpps-server? */
bool check_asks_direct(const struct partner *p, const struct dns_reply *reply);

#endif
