/* The end of a chat state that a SIP user's indication began, when none comes
 * that ends it (RFC 3994 3.3). */
#include "gateway/gateway_private.h"

#include <stdlib.h>

#include "gateway/address.h"
#include "gateway/message_map.h"
#include "gateway/typing_lapse.h"
#include "lib/log.h"
#include "lib/mem.h"

struct message_typing {
	struct gateway *gateway;
	struct typing_lapses *lapses;
	struct timer *timer;
};

/* Who to whom; a resource of either may change in between. */
static struct view key_of(const struct jid *ours, const struct jid *theirs, struct region *r)
{
	return region_printf(r, "%.*s %.*s", VIEW_ARG(jid_bare(ours, r)),
	                     VIEW_ARG(jid_bare(theirs, r)));
}

static void arm(struct message_typing *t)
{
	uint64_t next = typing_lapses_next(t->lapses);

	if (next == UINT64_MAX)
		timer_clear(t->timer);
	else
		timer_set(t->timer, next);
}

static void tell(struct gateway *g, const struct typed *typed, struct region *r)
{
	struct im_in im = { .from = typed->from,
		            .to = typed->to,
		            .thread = typed->thread,
		            .body = { .kind = BODY_TYPING },
		            .date = STAMP_NONE };
	struct jid ours = jid_prepared(&typed->from, r), theirs = jid_prepared(&typed->to, r);
	char id[STANZA_ID_SIZE];

	/* What both may do can have changed since. */
	if (!parties_may_talk(g, jid_bare(&ours, r), jid_bare(&theirs, r)))
		return;
	stanza_id(id);
	log_event(LOG_DEBUG, "typing-lapsed", LOG_V("from", jid_text(&typed->from, r)),
	          LOG_V("to", jid_text(&typed->to, r)), LOG_S("stanza", id));
	send_stanza(g, im_to_message(&im, false, false, view_of(id), r));
}

static void due(void *arg)
{
	struct message_typing *t = arg;
	struct region *r = region_new();
	struct typed typed;

	while (typing_lapses_take(t->lapses, loop_now(t->gateway->loop), r, &typed))
		tell(t->gateway, &typed, r);
	region_free(&r);
	arm(t);
}

void message_typing_saw(struct gateway *g, const struct parties *p, const struct im_in *im,
                        struct region *r)
{
	struct message_typing *t = g->message_typing;
	struct view key;

	if ((im->body.kind != BODY_TYPING || !im->body.typing) &&
	    typing_lapses_count(t->lapses) == 0)
		return; /* a text where nobody types: the usual case */
	key = key_of(&p->ours, &p->theirs, r);
	if (im->body.kind == BODY_TYPING && im->body.typing) {
		const struct typed typed = { p->from, p->to, im->thread };
		uint64_t lasts = typing_lasts(im->body.refresh, g->settings->sip.typing_lasts);

		typing_lapses_begin(t->lapses, key, &typed, loop_now(g->loop) + lasts);
	} else {
		typing_lapses_end(t->lapses, key);
	}
	arm(t);
}

struct message_typing *message_typing_new(struct gateway *g)
{
	struct message_typing *t = mem_zalloc(sizeof *t);

	t->gateway = g;
	t->lapses = typing_lapses_new();
	t->timer = timer_new(g->loop, due, t);
	return t;
}

void message_typing_free(struct message_typing **tp)
{
	struct message_typing *t = *tp;

	*tp = NULL;
	if (t == NULL)
		return;
	typing_lapses_free(&t->lapses);
	timer_free(&t->timer);
	free(t);
}
