/* rig_link.h - the link of a test: takes stanzas, writes them into the story, and is up,
 * broken or down as the test says.  The functions are those of gateway/uplink.h.
 */
#ifndef REF_GATEWAY_RIG_LINK_H
#define REF_GATEWAY_RIG_LINK_H

#include <stdio.h>

#include "gateway/rig_clock.h"
#include "gateway/uplink.h"

enum rig_link {
	RIG_DOWN,   /* no session: nothing is taken */
	RIG_BROKEN, /* it may be resumed: taken, and written later */
	RIG_UP,
};

struct rig_stanza { /* sent, not acknowledged */
	struct rig_stanza *next;
	struct region *region;
	struct element *element;
	uint64_t tag;
};

struct uplink {
	struct uplink_ops ops;
	void *arg;
	struct rig_stanza *first, **last;
};

static enum rig_link rig_link = RIG_UP; /* what a gateway finds that starts */
static bool rig_link_full;
static bool rig_acks = true; /* the edge acknowledges at the end of a turn */

struct uplink *uplink_new(struct loop *l, struct resolver *dns, const struct uplink_settings *s,
                          const struct uplink_ops *ops, void *arg)
{
	struct uplink *u = mem_zalloc(sizeof *u);

	(void)l, (void)dns, (void)s;
	u->ops = *ops;
	u->arg = arg;
	u->last = &u->first;
	return u;
}

static inline struct rig_stanza *rig_take(struct uplink *u)
{
	struct rig_stanza *x = u->first;

	u->first = x->next;
	if (u->first == NULL)
		u->last = &u->first;
	return x;
}

static inline void rig_stanza_free(struct rig_stanza *x)
{
	region_free(&x->region);
	free(x);
}

void uplink_free(struct uplink **up)
{
	struct uplink *u = *up;

	*up = NULL;
	if (u == NULL)
		return;
	while (u->first != NULL)
		rig_stanza_free(rig_take(u));
	free(u);
}

void uplink_renew(struct uplink *u, struct tls_context *tls)
{
	(void)u, (void)tls;
}

enum cause uplink_refuses(struct uplink *u)
{
	(void)u;
	if (rig_link == RIG_DOWN)
		return CAUSE_NO_EDGE;
	return rig_link_full ? CAUSE_QUEUE_FULL : CAUSE_NONE;
}

/* The id of the last `subscribed` or `unsubscribed`. */
static char rig_said_id[32];

static inline const char *rig_said(void)
{
	return rig_said_id;
}

static inline void rig_written(const struct element *e)
{
	struct view type = element_attr(e, "type"), from = element_attr(e, "from"), bare, who;
	const struct element *error = element_child(e, NULL, "error");

	if (!view_cut(from, '/', &bare, &who))
		who = (struct view){ NULL, 0 };
	if (view_is(type, "subscribed") || view_is(type, "unsubscribed"))
		snprintf(rig_said_id, sizeof rig_said_id, "%.*s",
		         VIEW_ARG(element_attr(e, "id")));
	if (!view_is(e->name, "presence"))
		rig_note("!%.*s", VIEW_ARG(e->name));
	else if (error != NULL)
		rig_note("!error:%.*s", VIEW_ARG(error->children->element->name));
	else
		rig_note("!%.*s%s%.*s", VIEW_ARG(type.n != 0 ? type : VIEW("available")),
		         who.n != 0 ? "/" : "", VIEW_ARG(who));
}

bool uplink_send_tagged(struct uplink *u, const struct element *stanza, uint64_t tag)
{
	struct rig_stanza *x;

	if (uplink_refuses(u) != CAUSE_NONE)
		return false;
	x = mem_zalloc(sizeof *x);
	x->region = region_new();
	x->element = element_copy(x->region, stanza);
	x->tag = tag;
	*u->last = x;
	u->last = &x->next;
	if (rig_link == RIG_UP)
		rig_written(stanza);
	return true;
}

bool uplink_send(struct uplink *u, const struct element *stanza)
{
	return uplink_send_tagged(u, stanza, 0);
}

bool uplink_send_awaited(struct uplink *u, const struct element *stanza)
{
	return uplink_send_tagged(u, stanza, 0);
}

uint64_t uplink_hold(struct uplink *u)
{
	(void)u;
	return 0;
}

void uplink_settled(struct uplink *u, uint64_t held)
{
	(void)u, (void)held;
}

bool uplink_gives_back(const struct uplink *u, uint64_t held)
{
	(void)u, (void)held;
	return false;
}

size_t uplink_unacknowledged(const struct uplink *u)
{
	size_t n = 0;

	for (const struct rig_stanza *x = u->first; x != NULL; x = x->next)
		n++;
	return n;
}

void uplink_drain(struct uplink *u, void (*done)(void *arg), void *arg)
{
	(void)u;
	done(arg);
}

#endif
