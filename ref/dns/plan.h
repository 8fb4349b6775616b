/* plan.h - from answers of DNS to attempts: the rules, without a socket.
 *
 * RFC 2782, RFC 6120 3.2 (plan_xmpp.c), RFC 3263 4 (plan_sip.c).  Asks for questions to be put, takes their answers
 * in any order, and ends with a struct location.
 */
#ifndef REF_DNS_PLAN_H
#define REF_DNS_PLAN_H

#include "dns/locate_sip.h"
#include "dns/packet.h"
#include "dns/srv_order.h"

struct plan;

struct plan_question {
	char name[DNS_NAME_SIZE];
	enum dns_type type;
	unsigned slot;		/* goes back with the answer */
};

/* Arguments as of locate(); `chance` decides among SRV records. */
struct plan *plan_new(const char *domain, const char *proxy, dns_chance_fn *chance,
                      void *arg);
/* As of locate_sip(). */
struct plan *plan_new_sip(const struct sip_hop *hop, dns_chance_fn *chance, void *arg);
void plan_free(struct plan **pp);

/* The next question to be put.  False: none, for now or at all. */
bool plan_ask(struct plan *p, struct plan_question *q);
/* Each question is answered at most once; behind plan_hurry() an answer may be late,
 * and counts for nothing. */
void plan_answer(struct plan *p, unsigned slot, const struct dns_reply *r);
/* What has not been answered has failed, with these words. */
void plan_give_up(struct plan *p, const char *words);

/* Is there enough to go on, when the rest does not come? */
bool plan_may_hurry(const struct plan *p);
/* Goes on: what it waits for has failed.  Only when it may. */
void plan_hurry(struct plan *p, const char *words);

bool plan_done(const struct plan *p);
/* Once it is done; lent until plan_free(). */
const struct location *plan_location(const struct plan *p);

#endif
