/* check.h - a running edge against the world around it, for its operator.
 *
 * LYNC-DNS-2, LYNC-CERT-1.  The steps are those of check_step.tbl.  Each domain is
 * walked until a step is amiss, as the next ones depend on it; then each partner.
 * Nothing is changed: a stream to a partner ends before anything is proved.
 * Attack: a partner or a name server that answers slowly, so that the rest stays unseen.
 * Not here: whether a configuration loads (fed-edge --check).
 */
#ifndef REF_CHECK_CHECK_H
#define REF_CHECK_CHECK_H

#include "check/check_step.h"
#include "dns/packet.h"
#include "edge/edge.h"

#define CHECKS_MAX          2 /* at once */
#define CHECK_TARGETS_MAX   16
#define CHECK_ADDRESSES_MAX 32
#define CHECK_EXPIRY_DAYS   30
#define CHECK_ROW_MS        25000 /* for each row; fedctl waits longer */

enum check_result { CHECK_OK, CHECK_CONCERN, CHECK_AMISS };

struct check_row { /* texts are lent for the call */
	enum check_step step;
	enum check_result result;
	const char *about;  /* a domain */
	const char *detail; /* what was seen */
	const char *advice; /* "": ok */
};

struct check_ops {
	void (*row)(void *arg, const struct check_row *row);
	/* The last call; the check is the callee's to free, now or later. */
	void (*done)(void *arg);
};

struct check;

/* NULL: too many are under way.  Nothing is called back from inside. */
struct check *check_new(struct edge *e, const struct check_ops *ops, void *arg);
void check_free(struct check **cp);

/* --- the decisions -------------------------------------------------------------- */

/* `server`, `client`: tls_context_own(); `days`: tls_context_days().  Without the purpose
 * of clients it still serves: fewer and fewer authorities give both, and many partners do
 * not ask for it. */
enum check_result check_certificate(enum cause server, enum cause client, int days);
/* NULL: the reply holds SRV records, and all of them lead to a port of `s`; else words. */
const char *check_srv(const struct dns_reply *reply, const struct edge_settings *s);
/* It says neither that there is something nor that there is not. */
bool check_dns_failed(const struct dns_reply *reply);
/* Does one of the two hold an address? */
bool check_host_is_there(const struct dns_reply *a, const struct dns_reply *aaaa);
/* `connected`: the address took the call. */
enum check_result check_port(bool connected);
/* `broken`: a probe of what the partner offers ended at a step that does not work. */
enum check_result check_partner(bool broken);

#endif
