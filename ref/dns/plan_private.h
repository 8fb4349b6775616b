/* plan_private.h - what the files of the plan share.
 */
#ifndef REF_DNS_PLAN_PRIVATE_H
#define REF_DNS_PLAN_PRIVATE_H

#include "dns/plan.h"

#define PLAN_SERVICES 4		/* SRV names asked for at once; NAPTR may list many */
#define FAMILIES      2		/* AAAA, then A */

enum plan_stage {
	ASK_NAPTR,
	ASK_SRV,
	ASK_ADDRESSES,	/* of every target, or of the domain, or of the proxy */
	ASK_TLSA,	/* of every target that a secure way leads to */
	DONE,
};

enum {
	SLOT_SRV,
	SLOT_NAPTR = SLOT_SRV + PLAN_SERVICES,
	SLOT_TARGET,
	SLOT_TLSA = SLOT_TARGET + LOCATE_MAX_TARGETS * FAMILIES,
};

struct plan_lookup {
	bool asked, answered;
	enum dns_outcome outcome;
	bool secure;
	struct address address[DNS_ADDRESS_MAX];
	size_t n;
};

struct plan_service {
	char name[DNS_NAME_SIZE];	/* of the SRV record */
	enum sip_transport transport;
	bool direct_tls; /* XEP-0368 */
	struct plan_lookup of;
	struct dns_srv srv[LOCATE_MAX_TARGETS];	/* in the order to be tried */
	size_t n;
};

struct plan_target {
	char name[DNS_NAME_SIZE];
	unsigned port;
	enum sip_transport transport;
	bool direct_tls;
	bool way_secure;		/* what led to this name was */
	struct plan_lookup of[FAMILIES];
	struct plan_lookup tlsa;
};

struct plan {
	enum plan_stage stage;
	char domain[DNS_NAME_SIZE];
	unsigned port;			/* of the domain itself, without SRV */
	enum sip_transport transport;	/* the same */
	unsigned supported;		/* SIP */
	bool sips;			/* SIP */
	bool way_secure;
	bool dane;			/* TLSA is wanted (RFC 7673) */
	dns_chance_fn *chance;
	void *arg;
	void (*naptr_answered)(struct plan *p, const struct dns_reply *r);
	struct plan_lookup naptr;
	struct plan_service service[PLAN_SERVICES];
	size_t n_services;
	bool merged;                    /* the services are one list, by priority and weight */
	bool by_srv;			/* the targets come from SRV records */
	struct plan_target target[LOCATE_MAX_TARGETS];
	size_t n_targets;
	struct location where;
};

/* plan_tlsa.c.  The decision: is TLSA of this target asked for (RFC 7673 3.2)? */
bool plan_tlsa_wanted(bool dane, const struct plan_target *t);
/* plan_rules.c.  The decision: may such a target be dialled (RFC 7673 3.2, 3.4)? */
bool plan_target_usable(const struct plan_target *t);
/* The decision: is there enough to go on without what has not been answered? */
bool plan_could_go_on(const struct plan *p);
/* The decision: a forged answer about the service ends the plan (RFC 7673 3.1)? */
bool plan_forged(const struct plan *p);
/* Keeps what came for target `i`. */
void plan_keep_tlsa(struct plan *p, size_t i, const struct dns_reply *r);
/* Moves to the stage.  False: there is no target to ask about. */
bool plan_ask_tlsa(struct plan *p);

struct plan *plan_make(dns_chance_fn *chance, void *arg);
/* Moves to the stage.  False: no such question can be. */
bool plan_ask_srv(struct plan *p, const char *prefix, const char *name,
                  enum sip_transport transport);
/* Moves to the stage; more than LOCATE_MAX_TARGETS are not asked for. */
void plan_ask_addresses(struct plan *p, const char *name, unsigned port,
                        enum sip_transport transport, bool way_secure);
void plan_note(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void plan_end(struct plan *p, enum cause cause);
/* An address without a port; brackets are allowed. */
bool plan_literal(const char *text, unsigned port, struct address *out);
/* The one attempt that needs no DNS; the end. */
void plan_only_address(struct plan *p, const char *text, const struct address *at,
                       enum sip_transport transport);

#endif
