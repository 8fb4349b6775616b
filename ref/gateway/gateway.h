/* gateway.h - the whole gateway in one loop: SIP on one side, the link on the
 * other.
 */
#ifndef REF_GATEWAY_GATEWAY_H
#define REF_GATEWAY_GATEWAY_H

#include "gateway/settings.h"
#include "lib/loop.h"

struct gateway;

/* Opens the store, listens for SIP and dials the edges.  Takes the settings.
 * NULL and *f (the settings stay the caller's): the store cannot be used, or a
 * port cannot be had. */
struct gateway *gateway_new(struct loop *l, struct gateway_settings *s, struct fault *f);
void gateway_free(struct gateway **gp);

/* New settings: partners, access, and the times and limits that are asked for
 * at each use hold at once; certificates and trust from the next handshake on.
 * False and *f, nothing changed: what needs a restart (listening addresses, the
 * store, the edges) is different. */
bool gateway_reload(struct gateway *g, struct gateway_settings *s, struct fault *f);

/* Takes no more requests, answers what waits, ends the dialogs it notifies
 * (deactivated), closes the link; then `done`, after `grace_ms` at the
 * latest. */
void gateway_drain(struct gateway *g, uint64_t grace_ms, void (*done)(void *arg), void *arg);

/* What has happened since the start; all only grow. */
enum gateway_request { REQUEST_MESSAGE, REQUEST_SUBSCRIBE, REQUEST_NOTIFY, REQUEST_KINDS };

struct gateway_counters {
	uint64_t requests[REQUEST_KINDS]; /* that came over SIP, trusted */
	uint64_t untrusted;               /* and refused for that */
	uint64_t answers[7];              /* of ours, by the first digit of the status */
	uint64_t originated;              /* requests of ours */
	uint64_t responses[7];            /* to them, final, by the first digit */
	uint64_t unanswered;              /* no way, or no answer in time */
	uint64_t stanzas_received[2], stanzas_sent[2]; /* message; presence and the rest */
	/* A MESSAGE was answered by 2xx, or otherwise; or its stanza came back
	 * behind a 2xx, when nobody is left to be told. */
	uint64_t messages_outward, messages_outward_failed, messages_bounced_late;
	uint64_t messages_inward, messages_inward_failed; /* 2xx came, or not */
	uint64_t link_ups, link_downs;
	uint64_t refused[CAUSE_COUNT]; /* SIP requests */
	uint64_t bounced[CAUSE_COUNT]; /* stanzas of partners, by a rule of ours */
	uint64_t dropped[CAUSE_COUNT]; /* stanzas of ours that no edge took */
};

const struct gateway_counters *gateway_counters(const struct gateway *g);

/* Of one partner: requests of ours to it, and stanzas of it, that the rules about
 * who may talk let pass or refused. */
struct gateway_tally {
	uint64_t outward_passed, outward_refused;
	uint64_t inward_passed, inward_refused;
};

const struct gateway_tally *gateway_tally(const struct gateway *g, const struct partner *p);

/* Where the i-th SIP address really is (a port 0 was any). */
void gateway_sip_local(const struct gateway *g, size_t i, struct address *out);

#endif
