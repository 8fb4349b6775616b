/* What fed-edge answers. */
#include "admin/admin.h"
#include "admin/edge_later.h"
#include "admin/explain.h"
#include "admin/metrics.h"
#include "edge/addressing.h"
#include "edge/look.h"

static const struct partners *partners(const void *self)
{
	return edge_look_settings(self)->partners;
}

/* --- status ----------------------------------------------------------------------- */

static void status(const void *self, json_t *row)
{
	const struct edge *e = self;
	const struct edge_counters *c = edge_counters(e);
	struct edge_gauges now = edge_gauges(e);

	row_string(row, "state", edge_look_is_stopping(e) ? "stopping" : "running");
	row_number(row, "connections", now.connections);
	row_number(row, "unproved-connections", now.waiting);
	row_number(row, "gateways", now.gateways);
	row_number(row, "inbound-opened", c->inbound_opened);
	row_number(row, "inbound-failed", c->inbound_failed);
	row_number(row, "outbound-opened", c->outbound_opened);
	row_number(row, "outbound-failed", c->outbound_failed);
	row_number(row, "stanzas-inward", c->stanzas_inward);
	row_number(row, "stanzas-outward", c->stanzas_outward);
}

/* --- partners ------------------------------------------------------------------------ */

static void add_retries(const struct edge *e, const struct partner *p, json_t *row)
{
	const struct partner *whose;
	struct edge_look_retry retry;
	struct view domain;
	struct buf line = { 0 };
	size_t pos = 0;

	while (partners_next(partners(e), &pos, &domain, &whose)) {
		if (whose != p || !edge_look_retry(e, domain, &retry))
			continue;
		buf_clear(&line);
		buf_printf(&line, "%.*s: %s, %u times in a row, ", VIEW_ARG(domain),
		           cause_label(retry.cause), retry.failures);
		if (retry.left_ms != 0)
			buf_printf(&line, "left alone for %llu s",
			           (unsigned long long)(retry.left_ms + 999) / 1000);
		else
			buf_puts(&line, "may be tried");
		row_listed(row, "back-off", buf_view(&line));
	}
	buf_free(&line);
}

static void partner(const void *self, const struct partner *p, bool whole, json_t *row)
{
	const struct edge *e = self;
	const struct edge_tally *t = edge_tally(e, p);
	size_t taken, max;

	edge_look_seats(e, p, &taken, &max);
	row_number(row, "connections", taken);
	if (!whole)
		return;
	row_number(row, "connection-limit", max);
	add_retries(e, p, row);
	row_number(row, "inbound-opened", t->inbound_opened);
	row_number(row, "inbound-failed", t->inbound_failed);
	row_number(row, "outbound-opened", t->outbound_opened);
	row_number(row, "outbound-failed", t->outbound_failed);
	row_number(row, "stanzas-inward", t->stanzas_inward);
	row_number(row, "stanzas-outward", t->stanzas_outward);
	if (t->failure == CAUSE_NONE)
		return;
	row_string(row, "last-failure", cause_label(t->failure));
	row_string(row, "last-failure-words", cause_words(t->failure));
	row_seconds(row, "last-failure-ago-seconds", edge_look_now(e) - t->failed_at);
}

/* --- policy explain ------------------------------------------------------------------ */

static bool served(const void *self, struct view domain)
{
	return own_domain(edge_look_settings(self), domain) != NULL;
}

static void tell_way(const struct edge *e, const struct partner *p, struct view domain,
                     struct reply *r)
{
	struct edge_look_retry retry;
	size_t taken, max;

	if (p->proxy_fqdn != NULL)
		explain_tell(r, "next hop", "%s (proxy-fqdn)", p->proxy_fqdn);
	else
		explain_tell(r, "next hop",
		             "what _xmpp-server._tcp.%.*s and _xmpps-server._tcp name (SRV), "
		             "else the domain itself, port 5269",
		             VIEW_ARG(domain));
	if (edge_look_retry(e, domain, &retry) && retry.left_ms != 0)
		explain_no(r, "back-off", retry.cause);
	edge_look_seats(e, p, &taken, &max);
	explain_tell(r, "connections", "%zu of %zu", taken, max);
}

static void explain(const void *self, const struct command_call *call, struct reply *r)
{
	const struct edge *e = self;
	struct region *m = region_new();
	struct explain_ends ends;
	const struct partner *p;
	struct view theirs, ours;
	enum cause cause;
	struct buf who = { 0 };

	if (!explain_ends(call, served, self, m, &ends, r))
		goto out;
	ours = ends.outward ? ends.from.domain : ends.to.domain;
	theirs = ends.outward ? ends.to.domain : ends.from.domain;
	explain_yes(r, "own domain", "%.*s is served", VIEW_ARG(ours));
	p = partner_of(partners(e), theirs);
	cause = p == NULL ? CAUSE_PARTNER_UNKNOWN : CAUSE_NONE;
	if (ends.outward)
		cause = address_refused_outward(
		        &(struct stanza_addresses){ ends.from, ends.to }, true, false,
		        p != NULL);
	if (p != NULL)
		buf_printf(&who, "%s, %s", p->domain, partner_type_word(p->type));
	if (!explain_cause(r, "partner", cause, buf_cstr(&who)))
		goto out;
	explain_policy(r, p, ends.outward);
	if (ends.outward)
		tell_way(e, p, theirs, r);
	else
		explain_cause(r, "gateway", edge_look_gateway(e, ours),
		              "one speaks for the domain");
out:
	buf_free(&who);
	region_free(&m);
}

/* --- streams --------------------------------------------------------------------------- */

static void add_pairs(const struct edge_look_stream *s, json_t *row)
{
	struct buf line = { 0 };

	for (size_t i = 0; i < s->n_pairs; i++) {
		const struct edge_look_pair *p = &s->pair[i];
		struct view from = s->outbound ? p->domain : p->partner;
		struct view to = s->outbound ? p->partner : p->domain;

		buf_clear(&line);
		buf_printf(&line, "%.*s>%.*s %s", VIEW_ARG(from), VIEW_ARG(to),
		           edge_look_method_word(p->method));
		row_listed(row, "pairs", buf_view(&line));
	}
	if (s->n_pairs == 0)
		json_object_set_new(row, "pairs", json_array());
	buf_free(&line);
}

static void stream_row(void *arg, const struct edge_look_stream *s)
{
	json_t *row = json_object();
	char peer[ADDRESS_MAX];

	row_string(row, "kind", s->outbound ? "out" : "in");
	row_number(row, "stream", s->id);
	row_text(row, "partner", s->partner);
	row_text(row, "domain", s->domain);
	row_string(row, "state", s->state);
	row_string(row, "tls", s->tls);
	row_string(row, "peer", s->peer.len != 0 ? address_print(&s->peer, peer) : "");
	row_seconds(row, "idle-seconds", s->idle_ms);
	row_number(row, "waiting", s->waiting);
	row_number(row, "unsent", s->unsent);
	add_pairs(s, row);
	reply_row(arg, row);
}

static void link_row(void *arg, const struct edge_look_link *s)
{
	json_t *row = json_object();

	row_string(row, "kind", "link");
	row_number(row, "stream", s->id);
	row_string(row, "partner", s->gateway);
	row_string(row, "domain", s->n_domains != 0 ? s->domain[0] : "");
	row_string(row, "state", s->up ? "open" : "waits to be resumed");
	row_string(row, "tls", s->up ? "TLSv1.3" : "");
	row_string(row, "peer", s->peer);
	row_seconds(row, "idle-seconds", s->idle_ms);
	row_number(row, "waiting", s->unacknowledged);
	row_number(row, "unsent", 0);
	json_object_set_new(row, "pairs", json_array());
	for (size_t i = 0; i < s->n_domains; i++)
		row_listed(row, "pairs", view_of(s->domain[i]));
	reply_row(arg, row);
}

static void streams(const void *self, const struct command_call *call, struct reply *r)
{
	(void)call;
	edge_look_streams(self, stream_row, r);
	edge_look_links(self, link_row, r);
}

const struct admin_ops admin_edge = {
	.name = "fed-edge",
	.program = COMMAND_EDGE,
	.partners = partners,
	.prefix = "fed_edge_",
	.metrics = metrics_edge,
	.status = status,
	.partner = partner,
	.run = {
		[COMMAND_POLICY_EXPLAIN] = explain,
		[COMMAND_STREAMS] = streams,
	},
	.later = {
		[COMMAND_PROBE] = edge_probe_asked,
		[COMMAND_CHECK] = edge_check_asked,
	},
};
