/* What fed-gateway answers. */
#include "admin/admin.h"

#include <stdlib.h>
#include <time.h>

#include "admin/explain.h"
#include "admin/gateway_later.h"
#include "admin/metrics.h"
#include "gateway/look.h"
#include "gateway/parties_rules.h"
#include "gateway/partner_type.h"
#include "lib/mem.h"

static const struct partners *partners(const void *self)
{
	return gateway_look_settings(self)->partners;
}

/* --- status ----------------------------------------------------------------------- */

static void count_edge(void *arg, const struct gateway_look_edge *e)
{
	(void)e;
	++*(size_t *)arg;
}

static void count_connection(void *arg, const struct transport_look *c)
{
	(void)c;
	++*(size_t *)arg;
}

static void status(const void *self, json_t *row)
{
	const struct gateway *g = self;
	const struct gateway_counters *c = gateway_counters(g);
	size_t edges = 0, connections = 0;

	gateway_look_edges(g, count_edge, &edges);
	gateway_look_sip(g, count_connection, &connections);
	row_string(row, "state", gateway_look_is_stopping(g) ? "stopping" : "running");
	row_string(row, "link", gateway_look_link_is_up(g) ? "up" : "down");
	row_number(row, "edges", edges);
	row_number(row, "sip-connections", connections);
	row_number(row, "sip-requests", gateway_look_requests(g));
	row_number(row, "messages-waiting", gateway_look_messages(g));
	row_number(row, "subscriptions-outward", gateway_look_watch_count(g, false));
	row_number(row, "subscriptions-inward", gateway_look_watch_count(g, true));
	row_number(row, "messages-outward", c->messages_outward);
	row_number(row, "messages-outward-failed", c->messages_outward_failed);
	row_number(row, "messages-inward", c->messages_inward);
	row_number(row, "messages-inward-failed", c->messages_inward_failed);
}

/* --- partners ------------------------------------------------------------------------ */

static void partner(const void *self, const struct partner *p, bool whole, json_t *row)
{
	const struct gateway_tally *t = gateway_tally(self, p);

	if (!whole)
		return;
	row_number(row, "outward-passed", t->outward_passed);
	row_number(row, "outward-refused", t->outward_refused);
	row_number(row, "inward-passed", t->inward_passed);
	row_number(row, "inward-refused", t->inward_refused);
}

/* --- policy explain ------------------------------------------------------------------ */

static bool served(const void *self, struct view domain)
{
	return gateway_serves(gateway_look_settings(self), domain);
}

/* Who has a policy of his own, whose site has one, or neither. */
static bool tell_access(const struct gateway *g, struct view user, struct reply *r)
{
	const struct access *a = &gateway_look_settings(g)->access;
	struct access_choice choice = access_applies(a, user);
	enum cause cause = access_refused(a, user);

	if (choice.policy != NULL)
		explain_tell(r, access_scope_word(choice.scope),
		             "applies to %.*s: federation %s, xmpp %s", VIEW_ARG(user),
		             choice.policy->federation ? "yes" : "no",
		             choice.policy->xmpp ? "yes" : "no");
	else
		explain_tell(r, access_scope_word(choice.scope), "no policy applies to %.*s",
		             VIEW_ARG(user));
	return explain_cause(r, "access", cause, "allow-federated-users, and the policy");
}

static void tell_type(const struct gateway *g, const struct partner *p,
                      const struct explain_ends *ends, struct reply *r)
{
	bool added;

	if (ends->outward) {
		explain_tell(r, "type", "%s: our users may always begin",
		             partner_type_word(p->type));
		return;
	}
	added = gateway_look_added(g, &ends->to, &ends->from);
	explain_tell(r, "type", "%s: %s", partner_type_word(p->type),
	             added ? "our user has added the contact"
	                   : "our user has not added the contact");
	explain_cause(r, "message", partner_may_message(p->type, added), "may be sent");
	explain_cause(r, "subscribe", partner_may_subscribe(p->type, added), "may be asked");
	explain_tell(r, "notes", "%s",
	             partner_sees_notes(p->type) ? "are shown" : "are not shown");
}

static void explain(const void *self, const struct command_call *call, struct reply *r)
{
	const struct gateway *g = self;
	struct region *m = region_new();
	struct explain_ends ends;
	const struct jid *ours, *theirs;
	const struct partner *p;

	if (!explain_ends(call, served, self, m, &ends, r))
		goto out;
	ours = ends.outward ? &ends.from : &ends.to;
	theirs = ends.outward ? &ends.to : &ends.from;
	explain_cause(r, "own domain", sender_refused(ours, true),
	              region_printf(m, "%.*s is served", VIEW_ARG(ours->domain)).p);
	p = partner_of(partners(g), theirs->domain);
	if (!explain_cause(r, "partner", p != NULL ? CAUSE_NONE : CAUSE_PARTNER_UNKNOWN,
	                   p != NULL ? p->domain : "") ||
	    !tell_access(g, jid_bare(ours, m), r))
		goto out;
	tell_type(g, p, &ends, r);
	explain_policy(r, p, ends.outward);
	if (ends.outward)
		explain_cause(r, "edge", gateway_look_edge_refuses(g), "a link takes stanzas");
	else
		explain_tell(r, "next hop", "%s", gateway_look_settings(g)->sip.next_hop);
out:
	region_free(&m);
}

/* --- streams --------------------------------------------------------------------------- */

static void put_peer(json_t *row, const struct address *peer)
{
	char text[ADDRESS_MAX];

	row_string(row, "peer", peer->len != 0 ? address_print(peer, text) : "");
}

static void edge_row(void *arg, const struct gateway_look_edge *e)
{
	json_t *row = json_object();
	struct buf name = { 0 };

	buf_printf(&name, "%s:%u", e->host, e->port);
	row_string(row, "kind", "link");
	row_text(row, "name", buf_view(&name));
	row_string(row, "state", e->state);
	row_string(row, "transport", e->tls);
	put_peer(row, &e->peer);
	row_string(row, "direction", "out");
	row_flag(row, "trusted", true);
	row_seconds(row, "idle-seconds", e->idle_ms);
	row_number(row, "waiting", e->unacknowledged);
	row_number(row, "unsent", 0);
	reply_row(arg, row);
	buf_free(&name);
}

static void sip_row(void *arg, const struct transport_look *c)
{
	json_t *row = json_object();

	row_string(row, "kind", "sip");
	row_string(row, "name", c->name != NULL ? c->name : "");
	row_string(row, "state", c->open ? "open" : "setting up");
	row_string(row, "transport", sip_transport_name(c->transport));
	put_peer(row, &c->peer);
	row_string(row, "direction", c->dialled ? "out" : "in");
	row_flag(row, "trusted", c->trusted);
	row_seconds(row, "idle-seconds", c->idle_ms);
	row_number(row, "waiting", 0);
	row_number(row, "unsent", c->unsent);
	reply_row(arg, row);
}

static void streams(const void *self, const struct command_call *call, struct reply *r)
{
	(void)call;
	gateway_look_edges(self, edge_row, r);
	gateway_look_sip(self, sip_row, r);
}

/* --- subscriptions ------------------------------------------------------------------------ */

#define SUBSCRIPTIONS_SLICE 200

struct listing {
	const struct gateway *gateway;
	struct gateway_look_watch_walk walk;
	char *user; /* bare, prepared; NULL: all */
};

static void put_day(json_t *row, const char *key, uint64_t seconds)
{
	char text[sizeof "2026-01-01T00:00:00Z"];
	time_t t = (time_t)seconds;
	struct tm utc;

	if (seconds == 0 || gmtime_r(&t, &utc) == NULL ||
	    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
		text[0] = '\0';
	row_string(row, key, text);
}

static void watch_row(void *arg, const struct gateway_look_watch *w)
{
	json_t *row = json_object();

	row_string(row, "direction", w->inward ? "inward" : "outward");
	row_string(row, "watcher", w->watcher);
	row_string(row, "presentity", w->presentity);
	row_string(row, "stored", w->authorised);
	row_string(row, "live", w->live);
	row_seconds(row, "expires-seconds", w->expires_ms);
	row_number(row, "dialogs", w->dialogs);
	row_number(row, "resources", w->resources);
	put_day(row, "since", w->changed);
	put_day(row, "alive", w->alive);
	reply_row(arg, row);
}

static bool more(void *state, struct reply *r)
{
	struct listing *l = state;

	return gateway_look_watches(l->gateway, &l->walk, SUBSCRIPTIONS_SLICE, view_of(l->user),
	                            watch_row, r);
}

static void done(void *state)
{
	struct listing *l = state;

	free(l->user);
	free(l);
}

static void subscriptions(const void *self, const struct command_call *call, struct reply *r)
{
	struct region *m = region_new();
	struct listing *l;
	struct jid user;
	char *bare = NULL;
	const char *why;

	if (call->n != 0) {
		if (!jid_read_user(call->argument[0], m, &user, &why)) {
			reply_fault(r, "\"%.*s\" is no address of a user: %s",
			            VIEW_ARG(call->argument[0]), why);
			goto out;
		}
		bare = view_dup(jid_bare(&user, m));
	}
	l = mem_zalloc(sizeof *l);
	l->gateway = self;
	l->user = bare;
	reply_slowly(r, more, done, l);
out:
	region_free(&m);
}

const struct admin_ops admin_gateway = {
	.name = "fed-gateway",
	.program = COMMAND_GATEWAY,
	.partners = partners,
	.prefix = "fed_gateway_",
	.metrics = metrics_gateway,
	.status = status,
	.partner = partner,
	.run = {
		[COMMAND_POLICY_EXPLAIN] = explain,
		[COMMAND_STREAMS] = streams,
		[COMMAND_SUBSCRIPTIONS] = subscriptions,
	},
	.later = {
		[COMMAND_PROBE] = gateway_probe_asked,
		[COMMAND_CHECK] = gateway_check_asked,
	},
};
