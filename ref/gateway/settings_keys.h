/* settings_keys.h - fed-gateway.yml as it stands in the file; for settings*.c. */
#ifndef REF_GATEWAY_SETTINGS_KEYS_H
#define REF_GATEWAY_SETTINGS_KEYS_H

#include "gateway/settings.h"
#include "lib/conf.h"
#include "partner/reading.h"
#include "sip/flow.h"

struct raw_policy {
	bool federation, xmpp, public_cloud;
};

struct raw_site {
	struct conf_list users;
	bool federation, xmpp, public_cloud;
};

struct raw_gateway {
	char *partners;
	struct conf_list domains;
	struct {
		struct conf_list edges, route;
		char *name, *certificate, *key, *trust, *crl;
		uint64_t keepalive, establishment, retry_min, retry_max;
		uint32_t window_stanzas;
		uint64_t window_bytes;
	} link;
	struct {
		struct conf_list listen;
		char *certificate, *key, *trust, *crl, *next_hop, *user_agent;
		struct conf_list trusted;
		int profile;
		uint64_t t1, t2, t4, ack_wait, answer_wait, typing_lasts, poll_wait;
		uint64_t notify_interval, retry_min, retry_max, spread, pending, probe_wait;
		uint64_t ping_interval, pong_wait, connect_timeout, idle_timeout;
		uint64_t expires, expires_min, expires_max;
		uint64_t message_limit, document_limit, stanza_limit;
		uint32_t queue_limit, queue_total, transactions, connections, watch_limit;
		uint32_t user_watch_limit, partner_watch_limit, partner_queue_limit;
		bool global_failures, timestamps;
	} sip;
	struct {
		bool allow_federated_users;
		struct raw_policy global;
		struct conf_entries sites; /* of struct raw_site */
		struct conf_entries users; /* of struct raw_policy */
	} access;
	uint64_t watch;
	char *store;
	bool log_message_bodies;
	struct {
		struct conf_list forward;
		char *trust_anchor;
	} resolver;
	char *control, *metrics, *probe_from;
};

extern const struct conf_key gateway_keys[];

/* The port of an entry of sip.listen that has none. */
unsigned gateway_port(enum sip_transport t);

/* An entry of sip.trusted: an address, or else a name. */
bool gateway_is_address(const char *text);

bool gateway_read_store(const struct reading *r, const char *text, struct gateway_settings *s);

/* Behind all the rest: false and a fault where two keys cannot be together; warns of what
 * says less than it seems to. */
bool gateway_doubt(const struct reading *r, const struct gateway_settings *s);

#endif
