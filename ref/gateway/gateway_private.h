/* gateway_private.h - what the flows of the gateway share.
 *
 *   gateway.c           the whole: birth, reload, drain; who gets what
 *   reload.c            new settings while it runs
 *   originate.c         requests of our own, and whose answer is whose
 *   answer.c            answers to SIP requests
 *   parties.c           who is on both ends, and may they talk
 *   message_outward.c   a MESSAGE of our user becomes a stanza
 *   message_typing.c    an indication that nobody ends, ends
 *   message_inward.c    a message of a partner's user becomes a MESSAGE
 *   watch.c             what both directions of watching share
 *   watch_sip*.c        our user watches a partner's
 *   watch_xmpp*.c       a partner's user watches ours
 */
#ifndef REF_GATEWAY_GATEWAY_PRIVATE_H
#define REF_GATEWAY_GATEWAY_PRIVATE_H

#include "gateway/errors.h"
#include "gateway/gateway.h"
#include "gateway/store.h"
#include "jid/jid.h"
#include "lib/map.h"
#include "partner/tally.h"
#include "sip/endpoint.h"

struct message_outward;
struct im_in;
struct message_inward;
struct message_typing;
struct watch_sip;
struct watch_xmpp;

struct gateway {
	struct loop *loop;
	struct gateway_settings *settings;
	struct gateway_settings *made_with; /* what link and SIP side hold; may be the same */
	/* One for each: a lookup is cancelled by its id alone. */
	struct resolver *link_resolver, *sip_resolver;
	struct store *store;
	struct endpoint *endpoint;
	struct uplink *uplink;
	struct ids *probes;     /* struct gateway_probe */
	struct ids *checks;     /* of ref/check */
	struct ids *originated; /* endpoint's id -> struct originated */
	struct message_outward *message_outward;
	struct message_inward *message_inward;
	struct message_typing *message_typing;
	struct watch_sip *watch_sip;
	struct watch_xmpp *watch_xmpp;
	struct buf contact; /* host:port;transport=... of Contact URIs */
	uint32_t cseq;      /* of requests outside of dialogs */

	enum { GATEWAY_RUNNING, GATEWAY_DRAINING, GATEWAY_LEAVING } phase;
	struct timer *drain_timer;
	void (*drained)(void *arg);
	void *drained_arg;
	uint64_t give_up_at, drain_until;
	bool link_closed;

	struct gateway_counters counters;
	struct tally *tally; /* struct gateway_tally of each partner */
};

/* Counts a stanza from or to the link. */
void count_stanza(uint64_t by_kind[2], const struct element *stanza);

/* --- gateway.c ------------------------------------------------------------- */
extern const struct view gateway_methods[];
extern const size_t gateway_n_methods;
/* For a request outside of a dialog. */
uint32_t gateway_next_cseq(struct gateway *g);

/* --- originate.c: requests of our own --------------------------------------- */

/* Whose it is.  `ref` is what the owner knows it by: an id, never a pointer. */
struct originator {
	void (*response)(struct gateway *g, uint64_t ref, const struct sip_message *m);
	/* SIP_NO_ANSWER or SIP_NO_WAY; `words` is lent. */
	void (*failed)(struct gateway *g, uint64_t ref, int status, const char *words);
};

/* A whole request without Via, to the next hop.  False: there is no room for
 * it now; neither function will be called. */
bool originate(struct gateway *g, const struct originator *o, uint64_t ref,
               struct view request);
/* The same along a route that a dialog has learnt: `hop` is its first URI. */
bool originate_to(struct gateway *g, const struct originator *o, uint64_t ref, struct view hop,
                  struct view request);
void originate_free(struct gateway *g);
/* The endpoint's ops. */
void originate_response(struct gateway *g, uint64_t id, const struct sip_message *m);
void originate_failed(struct gateway *g, uint64_t id, enum cause cause, const char *words);

/* The text of a message as the log may have it: log-message-bodies. */
struct view loggable(const struct gateway *g, struct view text);

/* --- answer.c: answers to requests -------------------------------------------- */

/* `reason` NULL: the usual words; `fields` whole header lines, or empty. */
void answer(struct gateway *g, uint64_t id, unsigned status, const char *reason,
            struct view fields);
/* Contact: the gateway, for what is sent in a dialog with `theirs`. */
void write_contact(const struct gateway *g, const struct jid *theirs, struct buf *out);
/* The status that says a cause of ref/cause; never 503, which would have this
 * gateway left alone by everybody (errors.h). */
unsigned answer_status(enum cause cause);
/* By a cause of ref/cause; `row` says for the log where it was decided. */
void answer_cause(struct gateway *g, uint64_t id, const struct sip_message *m, enum cause cause,
                  const char *row);
/* What of a request stands in the log: From, To, Call-ID. */
void answer_log(const char *event, const struct sip_message *m, unsigned status,
                enum cause cause, const char *row);

/* --- parties.c: who talks to whom ------------------------------------------------ */

struct parties {
	struct jid ours, theirs; /* prepared: to be compared and stored */
	struct jid from, to;     /* as written: to be sent */
	const struct partner *partner;
};

/* Of a request of our user to a partner's: CAUSE_NONE, or why not.  *row says
 * which rule it was. */
enum cause parties_outward(const struct gateway *g, const struct sip_message *m,
                           struct region *r, struct parties *out, const char **row);
/* Of a stanza of a partner's user to ours.  Partner types are not asked. */
enum cause parties_inward(const struct gateway *g, const struct element *stanza,
                          struct region *r, struct parties *out, const char **row);

/* After a reload: may these two (bare, prepared) still talk? */
bool parties_may_talk(const struct gateway *g, struct view ours, struct view theirs);

/* Answers a stanza by an error of ours (never an error by one), and logs it. */
void bounce_cause(struct gateway *g, const struct element *stanza, enum cause cause,
                  const char *row);
void bounce_error(struct gateway *g, const struct element *stanza, const struct xmpp_error *e);
/* The same with a tag (uplink.h); true when it was taken. */
bool bounce_error_tagged(struct gateway *g, const struct element *stanza,
                         const struct xmpp_error *e, uint64_t tag);

/* What nobody is told of goes to the log: refused by a rule, or (CAUSE_NONE, with
 * --verbose) of no use to anybody on the SIP side. */
void ignore_stanza(const struct element *stanza, enum cause cause, const char *row);

/* To the edge; true when it was taken.  Else it is logged, with the cause. */
bool send_stanza(struct gateway *g, const struct element *stanza);

/* A token for a stanza's id, never used twice: 16 characters and NUL. */
#define STANZA_ID_SIZE 17
void stanza_id(char out[STANZA_ID_SIZE]);

/* --- message_outward.c ------------------------------------------------------------ */
struct message_outward *message_outward_new(struct gateway *g);
void message_outward_free(struct message_outward **mp);
void message_outward_request(struct gateway *g, uint64_t id, const struct sip_message *m);
/* What the edge says of a stanza of ours.  False: none of mine. */
bool message_outward_handed(struct gateway *g, struct view stanza);
bool message_outward_error(struct gateway *g, const struct element *stanza, struct region *r);
bool message_outward_lost(struct gateway *g, const struct element *stanza);
/* Does a SIP user still wait for the answer to the MESSAGE that became it? */
bool message_outward_awaits(const struct gateway *g, struct view stanza);
/* Nobody waits any longer: what was handed is accepted, the rest is a 504. */
void message_outward_give_up(struct gateway *g);
size_t message_outward_waiting(const struct gateway *g);

/* --- message_typing.c ------------------------------------------------------------- */
struct message_typing *message_typing_new(struct gateway *g);
void message_typing_free(struct message_typing **tp);
/* What our user has sent: an active state begins to last, anything else ends it. */
void message_typing_saw(struct gateway *g, const struct parties *p, const struct im_in *im,
                        struct region *r);

/* --- message_inward.c ---------------------------------------------------------------- */
struct message_inward *message_inward_new(struct gateway *g);
void message_inward_free(struct message_inward **mp);
void message_inward_stanza(struct gateway *g, const struct element *stanza, struct region *r);
/* ops.given_back of the link: what waits its turn and returns to its sender does not go. */
void message_inward_given_back(struct gateway *g);
size_t message_inward_waiting(const struct gateway *g);

#endif
