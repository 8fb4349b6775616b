/* A session with an edge has begun: what partners said before it may be lost.  Who is
 * watched is probed for, who was asked is asked again (either is ignored where nothing was
 * lost: RFC 6121 3.1.3, 4.3.2; P43). */
#include "gateway/watch_sip_private.h"

/* So many pairs in a turn, so that a hundred thousand do not fill the window of the
 * link at once. */
#define GREET_SLICE 100
#define GREET_MS    10

static void greet_one(struct sip_pair *p)
{
	bool again = p->greeted == p->watch->sessions;

	p->greeted = p->watch->sessions;
	if (again)
		return;
	if (p->dialogs == NULL) { /* nobody looks: who looks next, probes */
		shown_clear(&p->shown);
		p->known = false;
		return;
	}
	if (p->auth == STORE_ASKED) {
		p->asked_at = 0;
		sip_pair_ask(p);
	} else if (p->auth == STORE_GRANTED) {
		for (struct shown *s = p->shown; s != NULL; s = s->next)
			s->marked = false;
		due_clear(p->watch->pair_dues, &p->due);
		p->recounting = p->shown != NULL;
		sip_pair_say(p, "probe");
	}
}

void sip_pairs_greet(void *arg)
{
	struct watch_sip *w = arg;
	struct sip_entry *e;

	for (int i = 0; i < GREET_SLICE;) {
		enum cause c = uplink_refuses(w->gateway->uplink);

		if (c == CAUSE_QUEUE_FULL)
			break;
		if (c != CAUSE_NONE)
			return; /* the next session begins this again */
		e = sip_table_bucket(&w->pairs, &w->greet_pos);
		if (e == NULL)
			return;
		for (; e != NULL; e = e->next, i++)
			greet_one(sip_pair_of(e));
	}
	timer_set(w->greet_timer, loop_now(w->gateway->loop) + GREET_MS);
}

void watch_sip_session(struct gateway *g)
{
	struct watch_sip *w = g->watch_sip;

	w->greet_pos = 0;
	w->sessions++;
	timer_set(w->greet_timer, loop_now(g->loop));
}

void watch_sip_lost(struct gateway *g, const struct element *stanza)
{
	struct sip_pair *p = sip_pair_find(g->watch_sip, element_attr(stanza, "from"),
	                                   element_attr(stanza, "to"));

	/* Asked again in the next session, or by the next SUBSCRIBE. */
	if (p != NULL && view_is(element_attr(stanza, "type"), "subscribe"))
		p->asked_at = 0;
}

/* --- the answer to a probe ------------------------------------------------------------- */

void sip_pair_counted(struct sip_pair *p, struct view resource)
{
	const struct gateway *g = p->watch->gateway;
	struct shown *s = shown_find(p->shown, resource);

	if (!p->recounting)
		return;
	if (resource.n == 0) {
		p->recounting = false;
		due_clear(p->watch->pair_dues, &p->due);
		return;
	}
	if (s != NULL)
		s->marked = true;
	/* A probe is answered by a stanza for each resource, and nothing says which is the
	 * last.  One that has not come yet must not be seen to flap: the wait is long (P44). */
	if (!due_is_set(&p->due))
		due_set(p->watch->pair_dues, &p->due,
		        loop_now(g->loop) + g->settings->sip.probe_wait);
}

void sip_pair_recounted(struct sip_pair *p)
{
	bool changed = false;

	p->recounting = false;
	for (struct shown *s = p->shown; s != NULL; s = s->next)
		if (!s->marked && !s->gone) {
			s->gone = changed = true;
			s->presence.available = false;
		}
	if (changed)
		sip_pair_changed(p);
}
