/* look.h - what there is now, for whoever looks at a running gateway (ref/admin).
 *
 * Read only; what is shown is lent for the call.  Nothing may be changed, nor the
 * gateway freed, from within one.
 * Not here: counters (gateway.h).
 */
#ifndef REF_GATEWAY_LOOK_H
#define REF_GATEWAY_LOOK_H

#include "gateway/gateway.h"
#include "jid/jid.h"
#include "sip/transport.h"

struct gateway_look_edge { /* one of `link.edges` */
	const char *host;
	unsigned port;
	bool up;
	const char *state;     /* "up", "dialling" ... */
	enum cause failure;    /* not up: why not; CAUSE_NONE: it was not tried to its end yet */
	const char *words;     /* about that; "": none */
	struct address peer;   /* AF_UNSPEC: not connected */
	const char *tls;       /* "": not connected, or not up */
	uint64_t idle_ms;      /* since its last byte */
	size_t unacknowledged; /* stanzas */
};

/* Each edge of the settings, in their order. */
void gateway_look_edges(const struct gateway *g,
                        void (*fn)(void *arg, const struct gateway_look_edge *e), void *arg);
/* Is there a session with any of them? */
bool gateway_look_link_is_up(const struct gateway *g);
/* Would a stanza find an edge?  CAUSE_NONE, or why not. */
enum cause gateway_look_edge_refuses(const struct gateway *g);

/* Each connection of SIP; UDP has none. */
void gateway_look_sip(const struct gateway *g,
                      void (*fn)(void *arg, const struct transport_look *c), void *arg);

struct gateway_look_watch {
	bool inward;                      /* a partner's user watches ours */
	const char *watcher, *presentity; /* bare, prepared */
	const char *authorised;           /* in the store: "none", "asked", "granted" */
	uint64_t changed, alive;          /* seconds since 1970; 0: never */
	const char *live;                 /* state of the SIP subscription; "": there is none */
	size_t dialogs;
	uint64_t expires_ms; /* left, of the longest; 0: none */
	size_t resources;    /* of the presentity, that are known */
};

/* Where a walk over all watches is; zeroed: at the beginning. */
struct gateway_look_watch_walk {
	bool inward;
	size_t pos;
	bool over;
};

/* Some of them, about `n`; of `user` (bare, prepared) alone, on either end, unless
 * it is empty.  False: that was all.  Watches that begin meanwhile may be told
 * twice; none that stays is left out. */
bool gateway_look_watches(const struct gateway *g, struct gateway_look_watch_walk *walk,
                          size_t n, struct view user,
                          void (*fn)(void *arg, const struct gateway_look_watch *w), void *arg);
/* `inward`: a partner's user watches ours. */
size_t gateway_look_watch_count(const struct gateway *g, bool inward);

/* Requests of SIP without a final answer, ours and theirs; messages on their way, both
 * ways. */
size_t gateway_look_requests(const struct gateway *g);
size_t gateway_look_messages(const struct gateway *g);

/* Has our user (both bare and prepared) added the contact? */
bool gateway_look_added(const struct gateway *g, const struct jid *ours,
                        const struct jid *theirs);

/* Those in force; gone with the next reload. */
const struct gateway_settings *gateway_look_settings(const struct gateway *g);
/* Has a drain begun? */
bool gateway_look_is_stopping(const struct gateway *g);

#endif
