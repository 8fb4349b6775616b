/* settings_keys.h - fed-edge.yml as it stands in the file; for settings*.c. */
#ifndef REF_EDGE_SETTINGS_KEYS_H
#define REF_EDGE_SETTINGS_KEYS_H

#include "edge/settings.h"
#include "lib/conf.h"
#include "partner/reading.h"

struct raw_domain {
	char *certificate, *key;
};

struct raw_settings {
	char *partners;
	struct conf_list listen, listen_tls, call_from;
	struct conf_entries domains; /* of struct raw_domain */
	char *trust, *crl;
	struct {
		struct conf_list listen;
		char *certificate, *key, *trust, *crl;
		struct conf_list gateways;
		uint64_t keepalive, resume;
		uint32_t connections, window_stanzas;
		uint64_t window_bytes;
		bool required;
	} link;
	uint32_t connection_limit, partner_connection_limit, connection_rate;
	uint64_t establishment, inactivity, keepalive;
	char *dialback_passphrase;
	bool log_message_bodies, bidi, stream_management;
	uint64_t resume, reconnect, retry, ack;
	uint32_t unacked_stanzas;
	uint64_t unacked_bytes;
	struct {
		struct conf_list forward;
		char *trust_anchor;
	} resolver;
	char *control, *metrics, *probe_from;
	uint64_t stanza_limit, stanza_limit_before;
	uint32_t queue_stanzas;
	uint64_t queue_bytes;
	uint32_t pairs_per_stream, tls_session_limit;
	uint64_t stream_rate, send_backlog;
	uint64_t lookup, dial, verify;
};

extern const struct conf_key settings_keys[];

/* The key call-from, behind listen; in s->listens there is room for it. */
bool settings_read_source(const struct reading *r, const struct conf_list *list,
                          struct edge_settings *s);

/* What is possible, and says less than it seems to: warned of.  Behind all the rest. */
void settings_doubt(const struct reading *r, const struct raw_settings *raw,
                    const struct edge_settings *s);

#endif
