/* Presence between users, XMPP or SIP (scenario/meaning.h). */
#include <string.h>

#include "judge/judging.h"
#include "scenario/meaning.h"

static bool means(struct judging *g, const struct step *s, size_t event, unsigned what)
{
	const struct unit *u = unit_at(g, event);

	return u != NULL && (meaning_of(u) & what) != 0 && meaning_is_from(u, s->arg[0]) &&
	       is_to_actor(g, s, u);
}

/* The next unit that means `wanted`; what goes before it in a watch is passed over
 * if it `passes`. */
static void expect(struct judging *g, const struct step *s, size_t end, unsigned wanted,
                   bool passes)
{
	size_t event;

	while ((event = next_unit(g, s, end)) != NOWHERE) {
		if (means(g, s, event, wanted)) {
			claim_unit(g, s, end, event);
			return;
		}
		if (!passes ||
		    !means(g, s, event, meaning_passed_over(unit_at(g, event)))) {
			wrong_unit(g, s, end, event);
			return;
		}
		g->unit[event].claimed = true;
	}
	no_answer(g, s, end, "nothing came");
}

static bool fits(struct judging *g, const struct step *s, size_t event)
{
	return means(g, s, event, MEANS_SHOWS) &&
	       meaning_shows(unit_at(g, event), s->arg[0], s->arg[1], s->arg[2]);
}

static void mark_seen(struct judging *g, const struct step *s, size_t event)
{
	for (size_t i = 0; i <= event; i++)
		if (is_by(&g->h->event[i], actor_of(g, s)) && g->unit[i].claimed &&
		    means(g, s, i, MEANS_SHOWS))
			g->unit[i].seen = true;
}

/* One NOTIFY can both approve and show.  Of stanzas one says the one, one the other, and in
 * this order (RFC 6121 3.1.5, RFC 6120 10.1): presence that `is approved` passed over was
 * shown to who had no right to it yet. */
static size_t was_shown(struct judging *g, const struct step *s, size_t end)
{
	for (size_t i = 0; i < end; i++)
		if (g->h->event[i].kind == EVENT_RECV && g->unit[i].claimed &&
		    !g->unit[i].seen && is_by(&g->h->event[i], actor_of(g, s)) &&
		    fits(g, s, i) && unit_sip(unit_at(g, i)) != NULL)
			return i;
	return NOWHERE;
}

static void rule_sees(struct judging *g, const struct step *s, size_t end)
{
	size_t event = was_shown(g, s, end);

	if (event != NOWHERE) {
		mark_seen(g, s, event);
		fulfilled(g, s, end, event);
		return;
	}
	while ((event = next_unit(g, s, end)) != NOWHERE) {
		if (fits(g, s, event)) {
			claim_unit(g, s, end, event);
			mark_seen(g, s, event);
			return;
		}
		if (!means(g, s, event, meaning_passed_over(unit_at(g, event)))) {
			wrong_unit(g, s, end, event);
			return;
		}
		g->unit[event].claimed = true;
	}
	no_answer(g, s, end, "nothing came that says so");
}

bool rule_presence(struct judging *g, const struct step *s, size_t end)
{
	switch ((int)s->verb) {
	case VERB_IS_ASKED:
		expect(g, s, end, MEANS_ASKS, false);
		return true;
	case VERB_IS_APPROVED:
		expect(g, s, end, MEANS_APPROVES, true);
		return true;
	case VERB_IS_DENIED:
		expect(g, s, end, MEANS_DENIES, true);
		return true;
	case VERB_IS_LEFT:
		expect(g, s, end, MEANS_LEAVES, false);
		return true;
	case VERB_SEES:
		rule_sees(g, s, end);
		return true;
	default:
		return false;
	}
}
