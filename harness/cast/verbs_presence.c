/* Verbs of presence: alike for users of XMPP and of SIP (scenario/meaning.h). */
#include <stdlib.h>
#include <string.h>

#include "cast/inside.h"
#include "cast/sip_agent.h"
#include "cast/sip_register.h"
#include "cast/units.h"
#include "cast/verbs.h"
#include "lib/mem.h"
#include "scenario/meaning.h"

/* --- XMPP (RFC 6121 3, 4) ------------------------------------------------------------------ */

static void stanza(struct act *a, const char *type, const char *to)
{
	struct buf b = { 0 }, jid = { 0 };
	char id[32], *bare = view_dup(jid_bare(view_of(to)));

	stage_fresh(a->stage, "id", id, sizeof id);
	buf_puts(&b, "<presence from='");
	xml_put(&b, inside_jid(a->role, &jid));
	buf_puts(&b, "' to='");
	xml_put(&b, bare);
	buf_printf(&b, "' id='%s' type='%s'/>", id, type);
	verb_put(a, NULL, buf_view(&b));
	buf_free(&b);
	buf_free(&jid);
	free(bare);
}

/* To one, or (to NULL) for its server to hand on. */
static void show_stanza(struct act *a, const char *to)
{
	const struct agent *state = agent_of(a->role);
	bool offline = strcmp(state->show, "offline") == 0;
	struct buf b = { 0 }, jid = { 0 };

	buf_puts(&b, "<presence");
	if (to != NULL) {
		buf_puts(&b, " from='");
		xml_put(&b, inside_jid(a->role, &jid));
		buf_puts(&b, "/" AGENT_RESOURCE "' to='");
		xml_put(&b, to);
		buf_putc(&b, '\'');
	}
	buf_puts(&b, offline ? " type='unavailable'>" : ">");
	if (!offline && strcmp(state->show, "available") != 0)
		buf_printf(&b, "<show>%s</show>", state->show);
	if (state->saying != NULL) {
		buf_puts(&b, "<status>");
		xml_put(&b, state->saying);
		buf_puts(&b, "</status>");
	}
	buf_puts(&b, "</presence>");
	verb_put(a, NULL, buf_view(&b));
	buf_free(&b);
	buf_free(&jid);
}

/* Its server knows who may see it. */
static bool has_server(const struct role *r)
{
	return r->account != NULL;
}

static void show_in_xmpp(struct act *a)
{
	if (has_server(a->role)) {
		show_stanza(a, NULL);
		return;
	}
	for (const struct approved *one = agent_of(a->role)->approved;
	     one != NULL && a->outcome == OUTCOME_DONE; one = one->next)
		show_stanza(a, one->jid);
}

/* --- SIP (RFC 3856, 6665) -------------------------------------------------------------------- */

static void subscribe_in_sip(struct act *a, const char *to)
{
	struct buf b = { 0 }, uri = { 0 }, own = { 0 };
	char tag[24], call[40];

	stage_fresh(a->stage, "tag", tag, sizeof tag);
	stage_fresh(a->stage, "callid", call, sizeof call);
	sip_uri_of(jid_bare(view_of(to)), &uri);
	buf_printf(&own, "%s@%s", a->role->name, role_domain(a->role));
	buf_printf(&b, "SUBSCRIBE %s SIP/2.0\r\n", buf_cstr(&uri));
	agent_record_route(a->role, front_end_transport(a->role), &b);
	buf_puts(&b, "From: <");
	sip_uri_of(buf_view(&own), &b);
	buf_printf(&b, ">;tag=%s\r\nTo: <%s>\r\nCall-ID: %s\r\nContact: ", tag, buf_cstr(&uri),
	           call);
	agent_contact(a->role, &b);
	buf_puts(&b, "\r\nEvent: presence\r\nAccept: application/pidf+xml\r\n"
	             "Expires: 3600\r\n\r\n");
	agent_ask(a, buf_view(&b), NULL);
	buf_free(&b);
	buf_free(&uri);
	buf_free(&own);
}

static void watch_again(struct act *a, struct dialog *d, unsigned expires)
{
	struct buf fields = { 0 };

	buf_printf(&fields,
	           "Event: presence\r\nAccept: application/pidf+xml\r\n"
	           "Expires: %u\r\n\r\n",
	           expires);
	agent_ask_in_dialog(a, d, "SUBSCRIBE", buf_view(&fields));
	buf_free(&fields);
}

static void watch_in_sip(struct act *a, const char *peer, unsigned expires)
{
	struct dialog *d = dialog_watch(agent_of(a->role)->dialogs, peer, false);

	if (d == NULL)
		act_fail(a, "%s has no watch on %s", a->role->name, peer);
	else
		watch_again(a, d, expires);
}

static bool is_watch_of_ours(const struct dialog *d)
{
	return !d->notifier && d->watch != WATCH_NONE && d->watch != WATCH_OVER;
}

static bool notify(struct act *a, struct dialog *d, enum watch_state state)
{
	struct buf fields = { 0 };
	bool ok;

	d->watch = state;
	agent_notify_fields(a->role,
	                    state == WATCH_ACTIVE ? "active;expires=3600"
	                                          : "terminated;reason=rejected",
	                    state == WATCH_ACTIVE, &fields);
	ok = agent_ask_in_dialog(a, d, "NOTIFY", buf_view(&fields));
	buf_free(&fields);
	return ok;
}

/* Every watch of `peer` (NULL: of all who were approved). */
static size_t notify_all(struct act *a, const char *peer, enum watch_state state)
{
	size_t n = 0;

	for (struct dialog *d = agent_of(a->role)->dialogs;
	     d != NULL && a->outcome == OUTCOME_DONE; d = d->next) {
		if (!d->notifier || d->watch == WATCH_OVER ||
		    (peer != NULL ? !view_ieq(view_of(d->peer), jid_bare(view_of(peer)))
		                  : d->watch != WATCH_ACTIVE))
			continue;
		n++;
		notify(a, d, state);
	}
	return n;
}

/* --- what it does ------------------------------------------------------------------------------ */

static void set_text(char **field, const char *text)
{
	char *old = *field;

	*field = text == NULL ? NULL : mem_strdup(text);
	free(old);
}

static void approve(struct role *r, const char *jid)
{
	struct agent *a = agent_of(r);
	struct approved *one;

	if (agent_has_approved(a, jid))
		return;
	one = mem_zalloc(sizeof *one);
	one->jid = view_dup(jid_bare(view_of(jid)));
	one->next = a->approved;
	a->approved = one;
}

static void disapprove(struct role *r, const char *jid)
{
	struct approved **at = &agent_of(r)->approved, *one;

	while ((one = *at) != NULL) {
		if (!view_ieq(view_of(one->jid), jid_bare(view_of(jid)))) {
			at = &one->next;
			continue;
		}
		*at = one->next;
		free(one->jid);
		free(one);
	}
}

void act_SUBSCRIBES(struct act *a)
{
	if (role_is_sip(a->role))
		subscribe_in_sip(a, act_arg(a, 0));
	else
		stanza(a, "subscribe", act_arg(a, 0));
}

void act_REFRESHES(struct act *a)
{
	watch_in_sip(a, act_arg(a, 0), 3600);
}

void act_UNSUBSCRIBES(struct act *a)
{
	if (role_is_sip(a->role))
		watch_in_sip(a, act_arg(a, 0), 0);
	else
		stanza(a, "unsubscribe", act_arg(a, 0));
}

void act_ENDS_WATCHES(struct act *a)
{
	size_t n = 0;

	for (struct dialog *d = agent_of(a->role)->dialogs;
	     d != NULL && a->outcome == OUTCOME_DONE; d = d->next)
		if (is_watch_of_ours(d)) {
			n++;
			watch_again(a, d, 0);
		}
	if (n == 0)
		act_fail(a, "%s watches nobody", a->role->name);
}

void act_APPROVES(struct act *a)
{
	approve(a->role, act_arg(a, 0));
	if (role_is_sip(a->role)) {
		if (notify_all(a, act_arg(a, 0), WATCH_ACTIVE) == 0)
			act_fail(a, "%s has no watch on %s", act_arg(a, 0), a->role->name);
		return;
	}
	stanza(a, "subscribed", act_arg(a, 0));
	if (!has_server(a->role) && a->outcome == OUTCOME_DONE) {
		char *bare = view_dup(jid_bare(view_of(act_arg(a, 0))));

		show_stanza(a, bare);
		free(bare);
	}
}

void act_REFUSES(struct act *a)
{
	disapprove(a->role, act_arg(a, 0));
	if (!role_is_sip(a->role))
		stanza(a, "unsubscribed", act_arg(a, 0));
	else if (notify_all(a, act_arg(a, 0), WATCH_OVER) == 0)
		act_fail(a, "%s has no watch on %s", act_arg(a, 0), a->role->name);
}

static void show(struct act *a, const char *word, const char *saying)
{
	struct agent *state = agent_of(a->role);

	set_text(&state->show, word);
	set_text(&state->saying, saying);
	if (agent_publishes(a->role))
		agent_publish(a);
	else if (role_is_sip(a->role))
		notify_all(a, NULL, WATCH_ACTIVE);
	else
		show_in_xmpp(a);
}

void act_SHOWS(struct act *a)
{
	show(a, act_arg(a, 0), act_arg(a, 1));
}

void act_GOES_OFFLINE(struct act *a)
{
	show(a, "offline", NULL);
}

/* --- what it gets ---------------------------------------------------------------------------------- */

static bool means(const struct act *a, const struct got *g, unsigned what)
{
	return g->parsed != NULL && (meaning_of(g->parsed) & what) != 0 &&
	       meaning_is_from(g->parsed, act_arg(a, 0)) &&
	       meaning_is_to(g->parsed, a->role->name, role_domain(a->role));
}

/* The next unit from who is named that means `wanted`; what goes before it in a watch is
 * passed over if it `passes`. */
static void expect(struct act *a, unsigned wanted, bool passes)
{
	struct got *g;

	while ((g = units_next(a)) != NULL) {
		if (means(a, g, wanted)) {
			units_take(a, g);
			return;
		}
		if (!passes || !means(a, g, meaning_passed_over(g->parsed))) {
			act_fail(a, "got %.*s", VIEW_ARG(units_glimpse(g)));
			return;
		}
		units_pass(a, g);
	}
}

void act_IS_ASKED(struct act *a)
{
	expect(a, MEANS_ASKS, false);
}

void act_IS_APPROVED(struct act *a)
{
	expect(a, MEANS_APPROVES, true);
}

void act_IS_DENIED(struct act *a)
{
	expect(a, MEANS_DENIES, true);
}

void act_IS_LEFT(struct act *a)
{
	expect(a, MEANS_LEAVES, false);
}

static bool fits(const struct act *a, const struct got *g)
{
	return means(a, g, MEANS_SHOWS) &&
	       meaning_shows(g->parsed, act_arg(a, 0), act_arg(a, 1), act_arg(a, 2));
}

/* What it said before that is old now. */
static void mark_seen(const struct act *a, uint64_t event)
{
	for (struct got *g = a->role->claimed.first; g != NULL; g = g->next)
		if (g->event <= event && means(a, g, MEANS_SHOWS))
			g->seen = true;
}

/* One NOTIFY can both approve and show.  Of stanzas one says the one, one the other, and in
 * this order (RFC 6121 3.1.5, RFC 6120 10.1): presence that `is approved` passed over was
 * shown to who had no right to it yet. */
static bool was_shown(const struct act *a)
{
	for (struct got *g = a->role->claimed.first; g != NULL; g = g->next)
		if (!g->seen && unit_sip(g->parsed) != NULL && fits(a, g)) {
			mark_seen(a, g->event);
			return true;
		}
	return false;
}

void act_SEES(struct act *a)
{
	struct got *g;

	if (was_shown(a))
		return;
	while ((g = units_next(a)) != NULL) {
		if (fits(a, g)) {
			units_take(a, g);
			mark_seen(a, g->event);
			return;
		}
		if (!means(a, g, meaning_passed_over(g->parsed))) {
			act_fail(a, "saw %.*s", VIEW_ARG(units_glimpse(g)));
			return;
		}
		units_pass(a, g);
	}
}
