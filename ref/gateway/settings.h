/* settings.h - fed-gateway.yml: read, checked, complete.
 *
 * All or nothing: either every file it names has been read and every value is
 * possible, or there is one fault with its place and nothing else.
 */
#ifndef REF_GATEWAY_SETTINGS_H
#define REF_GATEWAY_SETTINGS_H

#include "dns/locate.h"
#include "gateway/access.h"
#include "gateway/uplink.h"
#include "lib/fault.h"
#include "partner/partner.h"
#include "partner/reading.h"
#include "sip/transport.h"

/* Which dialect the SIP side speaks (design: sip.profile). */
enum sip_profile { PROFILE_RFC, PROFILE_LYNC };

struct gateway_settings {
	struct region *memory; /* all texts and arrays below */
	struct partners *partners;
	struct view *domain;       /* that we speak for; prepared, in the order of the file */
	const char **domain_ascii; /* the same as A-labels */
	size_t n_domain;
	struct uplink_settings link; /* .tls is owned here */

	struct {
		struct transport_listen *listen;
		size_t n_listen;
		struct tls_context *server, *client; /* one identity; NULL: no TLS */
		const char *user_agent;              /* NULL: none is said */
		const char *next_hop;                /* a SIP URI that has been read */
		bool next_hop_tls;                   /* it says so itself */
		struct view *trusted; /* certificate names, or addresses; each ends in NUL */
		size_t n_trusted;
		enum sip_profile profile;
		/* Times in ms. */
		uint64_t t1, t2, t4;
		uint64_t ack_wait;    /* for a late bounce, behind `handed` (P2) */
		uint64_t answer_wait; /* for `handed` or an error: then 504 */
		uint64_t typing_lasts; /* an indication that does not say how long */
		uint64_t poll_wait;   /* NOTIFY of a poll waits for the probe's answer (P19) */
		uint64_t notify_interval; /* at least so long between NOTIFYs of a dialog */
		uint64_t retry_min, retry_max; /* of a SUBSCRIBE that failed: doubles */
		uint64_t spread;               /* of subscriptions made anew at the start */
		uint64_t probe_wait;           /* for all resources, behind the first */
		uint64_t pending;              /* a request that nobody answers is kept so long */
		uint64_t ping_interval, pong_wait, connect_timeout, idle_timeout;
		/* Times in seconds: what Expires says. */
		uint32_t expires, expires_min, expires_max;
		uint32_t message_limit; /* bytes of a MESSAGE request (RFC 3428 8) */
		uint32_t document_limit; /* bytes of a presence document that a SIP server takes */
		uint32_t stanza_limit;  /* bytes of a stanza that a partner takes: 413 */
		uint32_t queue_limit;   /* MESSAGEs that wait for one target */
		uint32_t queue_total;   /* and for all */
		uint32_t partner_queue_limit; /* of one partner */
		uint32_t transactions, connections;
		uint32_t watch_limit; /* subscriptions in both directions */
		uint32_t user_watch_limit; /* of one watcher */
		uint32_t partner_watch_limit; /* of the users of one partner */
		bool global_failures; /* 6xx where RFC 7247 asks for it (P7) */
		bool timestamps;      /* <timestamp/> in PIDF */
	} sip;

	struct access access;
	uint64_t watch_ms; /* subscription-refresh-interval */
	const char *store; /* "sqlite:PATH", the path absolute */
	bool log_message_bodies;
	struct resolver_settings resolver;
	struct admin_settings admin;
};

/* Warnings (a policy that can permit nothing, a key that is not served yet) go
 * to the log, event=configuration. */
struct gateway_settings *gateway_settings_load(const char *path, struct fault *f);
void gateway_settings_free(struct gateway_settings **sp);

/* Is it one of our domains? */
bool gateway_serves(const struct gateway_settings *s, struct view prepared);

/* What the file comes to, as YAML (lib/conf_print.h); of what it names nothing is read. */
bool gateway_settings_print(const char *path, struct buf *out, struct fault *f);

/* Prints every key with kind, default, range and sentence, for the man page. */
void gateway_settings_manual(struct buf *out);

#endif
