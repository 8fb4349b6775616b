/* edge_check_private.h - one check of an edge, shared by edge_check*.c.
 *
 *   edge_check.c          the walk; certificates, gateways
 *   edge_check_dns.c      a domain of ours: SRV records, addresses, ports
 *   edge_check_call.c     a stream to ourselves, up to the certificate that is shown
 *   edge_check_stream.c   a domain of ours: who answers behind its ports
 *   edge_check_tlsa.c     a domain of ours: what DNS says of its certificate
 *   edge_check_partner.c  the partners
 *
 * A check is a state, moved from the loop: each step asks for one thing, of DNS or of a
 * peer, and whatever comes, or the time of its row (check_wait()), leads to the next.
 * It is owned by edge->checks, and known to what is asked by its id alone: it may be
 * cancelled, and a reload may take away what it looks at, before an answer comes.
 */
#ifndef REF_CHECK_EDGE_CHECK_PRIVATE_H
#define REF_CHECK_EDGE_CHECK_PRIVATE_H

#include "check/edge_check.h"
#include "edge/edge_private.h"
#include "edge/probe.h"

struct check_target { /* of an SRV record of ours */
	char host[DNS_NAME_SIZE];
	unsigned port;
	bool direct; /* TLS from the first byte */
	bool secure; /* what leads to its addresses is signed */
};

struct check_address {
	struct address at;
	size_t target;
};

/* What comes of a stream to ourselves. */
struct check_caller {
	/* TLS is up on c->conn. */
	void (*shown)(struct edge_check *c);
	/* It never will be; `words` may be the connection's, and NULL. */
	void (*unseen)(struct edge_check *c, const char *words);
};

struct edge_check {
	struct check_walk walk;
	struct edge *edge;
	uint64_t id;
	/* Whom there was when the check began, our domains and those of partners: a reload in
	 * the middle takes away, and changes the places of, what is in the settings. */
	struct region *memory;
	struct view *own, *theirs;
	size_t n_own, n_theirs;
	size_t domain; /* of these that is walked; behind the last: partners */

	bool certificate_amiss; /* of this domain: what is shown is not looked at then */
	struct check_target target[CHECK_TARGETS_MAX];
	size_t n_targets, at_target;
	struct dns_reply *four; /* the answer for A, while AAAA is asked for */
	struct check_address address[CHECK_ADDRESSES_MAX];
	size_t n_addresses, at_address;
	bool more; /* than there is room for */
	struct conn *conn;
	const struct check_caller *caller; /* whom the connection is for */
	const struct tlsa_set *called_with;
	struct buf found, advice; /* of the row that is due */
	struct buf asked;         /* "SRV _xmpp-server._tcp.contoso.example", the last question */

	struct check_tlsa tlsa; /* of the target that is looked at */
	struct tlsa_set *records;
	enum check_result worst; /* of the targets so far */

	size_t partner;           /* the one behind the domain of a partner that is asked */
	bool direct;              /* the domain has _xmpps-server */
	bool no_service;          /* the probe found none that it was to try */
	bool broken;
	uint64_t probe;
};

/* Goes on from the loop. */
void edge_check_next(struct edge_check *c);
/* With the next domain of ours; behind the last, with partners. */
void edge_check_next_domain(struct edge_check *c);
/* The domain of ours that is walked; NULL: a reload has taken it away, or it is done. */
const struct own_domain *edge_check_domain(const struct edge_check *c);
/* The check of an answer; NULL: it is gone, or a reload has taken the domain away, and the
 * check goes on with the next. */
struct edge_check *edge_check_answered(struct edge *e, uint64_t id);
/* Asks DNS, for CHECK_ROW_MS at the most; `fn` gets the edge and the id. */
void edge_check_ask(struct edge_check *c, const char *name, enum dns_type type,
                    dns_ask_fn *fn);
/* DNS says neither that what was asked for last is there nor that it is not: the domain is
 * done. */
void edge_check_dns_failed(struct edge_check *c, const char *why);
/* "; there are more, which are not looked at", or nothing; static. */
const char *edge_check_more(const struct edge_check *c);

/* A stream to ourselves at c->address[c->at_address], as whoever finds `records` (NULL:
 * none) calls there: without from, and it ends behind TLS.  A reload that takes the domain
 * away meanwhile ends it, and the check goes on with the next. */
void edge_check_call(struct edge_check *c, const struct tlsa_set *records,
                     const struct check_caller *caller);
/* It has told what it was called for. */
void edge_check_called(struct edge_check *c);
/* The target of the address that is called. */
const struct check_target *edge_check_target(const struct edge_check *c);

/* Each does what its step asks for next, or tells the row and moves to another step;
 * _late: nothing came in time. */
void edge_check_srv(struct edge_check *c);
void edge_check_address(struct edge_check *c);
void edge_check_port(struct edge_check *c);
void edge_check_port_late(struct edge_check *c);
void edge_check_stream(struct edge_check *c);
void edge_check_stream_late(struct edge_check *c);
void edge_check_tlsa(struct edge_check *c);
void edge_check_tlsa_late(struct edge_check *c);
void edge_check_partner(struct edge_check *c);
void edge_check_direct(struct edge_check *c);
void edge_check_partner_late(struct edge_check *c);
/* Cancels the probe that is under way. */
void edge_check_partner_end(struct edge_check *c);

#endif
