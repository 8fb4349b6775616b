/* rig_edge.h - the link as an edge does it: what it acknowledges, and how a session breaks,
 * is resumed, or is lost.
 */
#ifndef REF_GATEWAY_RIG_EDGE_H
#define REF_GATEWAY_RIG_EDGE_H

#include "gateway/gateway_private.h"
#include "gateway/rig_clock.h"
#include "gateway/rig_link.h"

static struct gateway *g;

/* What the edge takes reaches the partner at once. */
static bool rig_hands = true;

static inline void edge_acknowledges_one(void)
{
	struct rig_stanza *x = rig_take(g->uplink);
	struct view type = element_attr(x->element, "type");

	if (x->tag != 0)
		g->uplink->ops.acknowledged(g, x->tag);
	if (rig_hands && (view_is(type, "subscribed") || view_is(type, "unsubscribed")))
		g->uplink->ops.handed(g, element_attr(x->element, "from"),
		                      element_attr(x->element, "to"),
		                      element_attr(x->element, "id"));
	rig_stanza_free(x);
}

static inline void edge_acknowledges(void)
{
	while (g->uplink->first != NULL)
		edge_acknowledges_one();
}

/* The end of what the outside did. */
static inline void rig_settle(void)
{
	rig_turn();
	if (rig_acks && rig_link == RIG_UP)
		edge_acknowledges();
	rig_turn();
}

static inline void link_breaks(void)
{
	rig_link = RIG_BROKEN;
	g->uplink->ops.changed(g, false);
	rig_settle();
}

/* What was not acknowledged is written again. */
static inline void link_is_resumed(void)
{
	rig_link = RIG_UP;
	for (struct rig_stanza *x = g->uplink->first; x != NULL; x = x->next)
		rig_written(x->element);
	g->uplink->ops.changed(g, true);
	rig_settle();
	pass(50);
}

/* There is nothing to be resumed any more: what was not acknowledged is lost. */
static inline void session_is_over(void)
{
	struct uplink *u = g->uplink;
	struct rig_stanza *lost = u->first;

	rig_link = RIG_DOWN;
	u->first = NULL;
	u->last = &u->first;
	while (lost != NULL) {
		struct rig_stanza *x = lost;

		lost = x->next;
		u->ops.lost(g, x->element);
		rig_stanza_free(x);
	}
	rig_settle();
}

/* For good. */
static inline void link_goes_down(void)
{
	link_breaks();
	session_is_over();
}

/* A new session. */
static inline void link_comes_up(void)
{
	rig_link = RIG_UP;
	g->uplink->ops.changed(g, true);
	g->uplink->ops.began(g);
	rig_settle();
	pass(50);
	rig_settle();
}

#endif
