/* endpoint.h - transactions, transport and DNS put together: what a SIP core
 * holds.
 *
 * Requests go to a next hop by RFC 3263: its attempts in order, the next one
 * with a new branch when a transport fails, a transaction times out or 503
 * comes (4.3); a server that said 503 is left alone for its Retry-After
 * (21.5.4).  A connection that was there already and dies under a request is
 * replaced once before its server is given up; so a request may arrive twice,
 * never not at all without a word.  More than 1300 bytes never go over UDP
 * while a stream can be had (18.1.1).  Requests that come are put through
 * uas.h; OPTIONS of who is trusted is answered here.
 */
#ifndef REF_SIP_ENDPOINT_H
#define REF_SIP_ENDPOINT_H

#include "dns/locate_sip.h"
#include "sip/transaction.h"
#include "sip/transport.h"
#include "sip/uas.h"

#define ENDPOINT_REQUESTS_MAX	50000	/* of ours at once; senders that never stop */
#define ENDPOINT_TRIES_MAX	8	/* servers one request is sent to */

struct endpoint;

struct endpoint_settings {
	struct transport_settings transport;
	struct transaction_settings transaction;	/* sent_by: empty: of `listen` */
	struct uas_settings uas;	/* lists are lent for the endpoint's life */
	/* One that nobody else asks; NULL: numeric hosts only; to outlive it. */
	struct resolver *resolver;
};

struct endpoint_ops {
	/* A request that uas.h let pass.  `trusted`: transport_is_trusted(). */
	void (*request)(void *arg, uint64_t id, const struct sip_message *m,
	                const struct sip_flow *from, bool trusted);
	void (*ack)(void *arg, const struct sip_message *m);
	void (*cancelled)(void *arg, uint64_t id);
	/* As of transaction_ops, with the ids of endpoint_request(): the last
	 * attempt's, when there were several. */
	void (*response)(void *arg, uint64_t id, const struct sip_message *m);
	void (*failed)(void *arg, uint64_t id, enum cause cause, const char *words);
	/* Is this the dialog of a request with a To tag?  NULL: none is. */
	bool (*knows_dialog)(void *arg, const struct sip_message *m);
};

struct endpoint *endpoint_new(struct loop *l, const struct endpoint_settings *s,
                              const struct endpoint_ops *ops, void *arg, struct fault *f);
void endpoint_free(struct endpoint **ep);
/* transport_renew() */
void endpoint_renew(struct endpoint *e, struct tls_context *server, struct tls_context *client);

/* Sends `request`, a whole one without Via, to the server that `hop` (a SIP or
 * SIPS URI: the next hop, or the first Route, or the Request-URI) names.  Its
 * id, or 0: no room, or not a URI.  Nothing is called back from inside. */
uint64_t endpoint_request(struct endpoint *e, struct view hop, struct view request);
/* ACK to a 2xx (13.2.2.4): to the first attempt for `hop`, no state and no word
 * of what becomes of it.  False: not a URI. */
bool endpoint_ack(struct endpoint *e, struct view hop, struct view request);
bool endpoint_respond(struct endpoint *e, uint64_t id, const struct sip_answer *a);
bool endpoint_tag(const struct endpoint *e, uint64_t id, char out[TRANSACTION_TAG_SIZE]);

/* 503 to what is new (uas.h); then free it when endpoint_pending() is 0. */
void endpoint_drain(struct endpoint *e);
size_t endpoint_pending(const struct endpoint *e);
/* For whoever looks. */
const struct transport *endpoint_transport(const struct endpoint *e);
void endpoint_local(const struct endpoint *e, size_t n, struct address *out);

#endif
