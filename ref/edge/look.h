/* look.h - what there is now, for whoever looks at a running edge.
 *
 * Read only; what is shown is lent for the call.  Not here: counters (edge.h).
 */
#ifndef REF_EDGE_LOOK_H
#define REF_EDGE_LOOK_H

#include "edge/edge.h"

struct edge_look_pair {		/* proved */
	struct view partner, domain;
	enum edge_method method;
};

struct edge_look_stream {
	uint64_t id;		/* stream= in the log */
	bool outbound;
	const char *state;	/* "setting up", "open" ... */
	struct view partner, domain;	/* of the header; empty: none yet */
	const struct edge_look_pair *pair;
	size_t n_pairs;
	struct address peer;	/* AF_UNSPEC: not connected */
	const char *tls;	/* "TLSv1.3"; "": in clear */
	uint64_t idle_ms;	/* since the peer's last byte */
	size_t waiting;		/* stanzas that wait for the stream */
	size_t unsent;		/* bytes */
};

void edge_look_streams(const struct edge *e, void (*fn)(void *arg, const struct edge_look_stream *s),
                  void *arg);

struct edge_look_link {		/* a gateway's session */
	uint64_t id;
	const char *gateway;
	char *const *domain;	/* that it speaks for */
	size_t n_domains;
	bool up;		/* else it waits to be resumed */
	const char *peer;	/* up: its address */
	uint64_t idle_ms;	/* up */
	size_t unacknowledged;	/* stanzas */
};

void edge_look_links(const struct edge *e, void (*fn)(void *arg, const struct edge_look_link *s),
                void *arg);

/* Why a partner's domain (prepared) is left alone.  False: it is not. */
struct edge_look_retry {
	unsigned failures;	/* in a row */
	enum cause cause;	/* of the last one */
	uint64_t left_ms;	/* 0: it may be tried */
};

bool edge_look_retry(const struct edge *e, struct view partner, struct edge_look_retry *out);

/* Seats that a partner has taken, and may take. */
void edge_look_seats(const struct edge *e, const struct partner *p, size_t *taken, size_t *max);

/* The scale of what is told in its ms. */
uint64_t edge_look_now(const struct edge *e);
const struct edge_settings *edge_look_settings(const struct edge *e);
bool edge_look_is_stopping(const struct edge *e);
/* Would a stanza for our domain find a gateway?  CAUSE_NONE, or why not. */
enum cause edge_look_gateway(const struct edge *e, struct view domain);

const char *edge_look_method_word(enum edge_method m); /* "external" ... */

#endif
