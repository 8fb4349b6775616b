/* settings.h - fed-edge.yml: read, checked, complete.
 *
 * All or nothing: either every file it names has been read and every value is
 * possible, or there is one fault with its place and nothing else.
 */
#ifndef REF_EDGE_SETTINGS_H
#define REF_EDGE_SETTINGS_H

#include "dns/locate.h"
#include "lib/region.h"
#include "lib/wire.h"
#include "partner/partner.h"
#include "partner/reading.h"
#include "tls/context.h"
#include "xml/reader.h"

struct own_domain {
	struct view name;		/* prepared, U-labels */
	const char *ascii;		/* A-labels */
	struct tls_context *tls;	/* both roles; trust as configured */
};

/* Where something stood that only its use can prove wrong. */
struct setting_place {
	struct address at; /* len 0: it is no address */
	unsigned line, column;
};

struct edge_settings {
	struct region *memory;		/* all texts and arrays below */
	char *path;                     /* of the file; NULL: of none */
	struct setting_place *listens;  /* each address of listen, listen-tls, link.listen, call-from */
	size_t n_listens;
	struct partners *partners;
	struct tls_context **partner_trust; /* by partner->number; NULL: the general one */
	size_t n_partner_trust;
	struct address *listen;		/* 5269 */
	size_t n_listen;
	struct address *listen_tls;	/* 5270: TLS from the first byte (XEP-0368) */
	size_t n_listen_tls;		/* 0: not listening */
	struct address call_from[2];	/* partners are called from; one a family at most */
	size_t n_call_from;
	struct tls_context *direct_tls;	/* of listen_tls, certificates by SNI; NULL: not listening */
	struct own_domain *domain;	/* in the order of the file */
	size_t n_domain;
	struct {
		struct address *listen;	/* 23456 */
		size_t n_listen;
		struct tls_context *tls;
		char **gateway;		/* names allowed in their certificates; A-labels */
		size_t n_gateway;
		uint64_t keepalive_ms;	/* silence before a gateway is asked */
		uint64_t resume_ms;	/* a session waits so long for its gateway */
		uint32_t connections;	/* at once, sessions or not */
		uint32_t window_stanzas, window_bytes;	/* sent, not acknowledged */
		bool required;		/* without a gateway no partner gets a stream */
	} link;
	uint32_t connection_limit;		/* 1000 */
	uint32_t partner_connection_limit;	/* 20 */
	uint32_t connection_rate;		/* of one address, see limits_rate.h */
	uint64_t establishment_ms;		/* 60 s */
	uint64_t inactivity_ms;			/* 600 s */
	uint64_t keepalive_ms;			/* 300 s */
	char *dialback_passphrase;		/* NULL: random */
	bool log_message_bodies;
	bool bidi;				/* XEP-0288, in both roles */
	bool sm;				/* XEP-0198 on streams with partners, in both roles */
	uint64_t resume_ms;			/* 60 s; the session of a stream that was lost */
	uint64_t reconnect_ms;			/* 1 s; a session waits so long at most to be resumed */
	uint64_t retry_ms;			/* 1 s; the first pause of who could not be reached */
	uint64_t ack_ms;			/* 15 s; for an answer to <r/> */
	uint32_t unacked_stanzas, unacked_bytes; /* of one stream */
	struct resolver_settings resolver;
	struct admin_settings admin;
	/* Limits: default and maximum of each in settings_keys.c. */
	struct xml_limits before, after;
	uint32_t queue_stanzas, queue_bytes;	/* per partner stream being set up */
	uint32_t pairs_per_stream;
	uint64_t stream_rate;			/* bytes a second of a partner's stream; 0: any */
	uint32_t backlog_bytes;			/* unsent to a receiver that does not read */
	uint32_t lookup_ms, dial_ms, verify_ms; /* time for each step outwards */
};

/* Warnings (a policy that may not do what it seems to, a key that is not
 * served yet) go to the log, event=configuration. */
struct edge_settings *edge_settings_load(const char *path, struct fault *f);
void edge_settings_free(struct edge_settings **sp);

/* *f came of using the address `at` and has no place: it gets that in the file,
 * where there is one. */
void edge_settings_blame(const struct edge_settings *s, const struct address *at,
                         struct fault *f);

const struct own_domain *own_domain(const struct edge_settings *s,
                                    struct view prepared);

/* The decision: whom do we trust to speak of this partner (RFC 6120 13.6)?  Its own
 * authorities alone where it has some. */
const struct tls_context *trust_for(const struct edge_settings *s, const struct partner *p);

/* What the file comes to, as YAML (lib/conf_print.h); of what it names nothing is read. */
bool edge_settings_print(const char *path, struct buf *out, struct fault *f);

/* Prints every key with kind, default, range and sentence, for the man page. */
void edge_settings_manual(struct buf *out);

#endif
