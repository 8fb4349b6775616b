/* uplink.h - the dialling end of the link: docs/link.md.
 *
 * The gateway dials every edge and keeps a session with each: direct TLS 1.3,
 * both certificates checked, domains named, stream management with resumption.
 * A stanza goes by the edge whose session is up longest; one in flight survives
 * a break of the connection for as long as the edge keeps the session.  One that
 * comes while no session is up waits unwritten for one to be resumed, and has no
 * number until it is written: so it can still be left out (docs/why/052).
 *
 * Not here: what a stanza means, and whose answer an error is (im_in.h,
 * watch_sip.h).  Calls back from the loop only, never from inside a call.
 */
#ifndef REF_GATEWAY_UPLINK_H
#define REF_GATEWAY_UPLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cause/cause.h"
#include "dns/locate.h"
#include "tls/context.h"
#include "xml/element.h"
#include "xml/reader.h"

struct uplink_edge_settings {
	const char *host; /* A-labels: looked up, and in its certificate */
	unsigned port;
	const struct address *at; /* NULL: looked up */
};

struct uplink_settings {
	const char *name; /* ours, as in our certificate; A-labels */
	const struct uplink_edge_settings *edge;
	size_t n_edge;
	const struct view *domain; /* that we speak for, prepared */
	size_t n_domain;
	struct tls_context *tls;
	struct xml_limits limits;
	uint64_t keepalive_ms;                 /* silence before an edge is asked */
	uint64_t establish_ms;                 /* from dialling to a session */
	uint64_t retry_min_ms, retry_max_ms;   /* between attempts; doubles */
	uint32_t window_stanzas, window_bytes; /* sent, not acknowledged */
};

/* What an event points to is lent for the call. */
struct uplink_ops {
	/* A stanza from a partner, or the answer to one of ours. */
	void (*stanza)(void *arg, struct element *e, struct region *r);
	/* It was written to an authenticated stream of the partner; may come
	 * twice (section 5). */
	void (*handed)(void *arg, struct view from, struct view to, struct view id);
	/* Never acknowledged, or never written, and its session is over: not
	 * delivered as far as anybody knows.  The element dies with the call. */
	void (*lost)(void *arg, const struct element *e);
	/* The first session came up; the last one went down.  A session that
	 * may be resumed is not up, but takes stanzas. */
	void (*changed)(void *arg, bool up);
	/* The edge has taken over what was sent with this tag (section 6). */
	void (*acknowledged)(void *arg, uint64_t tag);
	/* A session has begun: what partners said meanwhile by that edge is lost. */
	void (*began)(void *arg);
	/* A session is over: the edge gives back to their senders what of it was held and
	 * not settled, which uplink_gives_back() tells from inside this call. */
	void (*given_back)(void *arg);
	/* Of what was sent by uplink_send_awaited(), when it could be written late, or once
	 * more: does its sender still wait, or was he told that it failed?  Then it is
	 * not written, and nobody hears of it again.  Sends nothing itself. */
	bool (*awaited)(void *arg, const struct element *e);
};

struct uplink;

/* Dials at once.  The settings and the resolver are lent for its life. */
struct uplink *uplink_new(struct loop *l, struct resolver *dns, const struct uplink_settings *s,
                          const struct uplink_ops *ops, void *arg);
void uplink_free(struct uplink **up);
/* Shown, and trusted, from the next connection to an edge on, instead of what the
 * settings said; lent likewise.  Those that are up go on. */
void uplink_renew(struct uplink *u, struct tls_context *tls);

/* CAUSE_NONE; CAUSE_NO_EDGE: no session is up or waits to be resumed;
 * CAUSE_QUEUE_FULL: none of them acknowledges any more, or as much as that waits for one
 * to be resumed. */
enum cause uplink_refuses(struct uplink *u);
/* False: uplink_refuses(), and nothing was taken. */
bool uplink_send(struct uplink *u, const struct element *stanza);
/* The same; `tag`, not 0 and not UINT64_MAX, comes back by ops.acknowledged, unless the
 * stanza is lost. */
bool uplink_send_tagged(struct uplink *u, const struct element *stanza, uint64_t tag);
/* The same for one whose sender waits to hear what became of it: see ops.awaited. */
bool uplink_send_awaited(struct uplink *u, const struct element *stanza);

/* From inside ops.stanza: what has come is not settled yet.  Until uplink_settled() the
 * edge is not told that it arrived, nor is it of what comes behind it, over a break too;
 * and gives it back to its sender if this process dies.  0: there is no session. */
uint64_t uplink_hold(struct uplink *u);
void uplink_settled(struct uplink *u, uint64_t held);
/* From inside ops.given_back: is it one of these?  What is not on its way yet had better
 * not go: its sender is told that it has not arrived. */
bool uplink_gives_back(const struct uplink *u, uint64_t held);

bool uplink_is_up(const struct uplink *u);
/* Stanzas taken and not acknowledged, of all sessions. */
size_t uplink_unacknowledged(const struct uplink *u);

/* Says what has arrived, closes every stream and dials no more; `done` is
 * called when all are closed, or after 5 s.  Calls ops.lost from inside for
 * sessions that are not up. */
void uplink_drain(struct uplink *u, void (*done)(void *arg), void *arg);

#endif
