/* The partners: each domain by each way that it offers (RFC 6120 3.2, XEP-0368). */
#include "check/edge_check_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jid/jid.h"

static void on_probe_row(void *arg, const struct probe_row *row)
{
	struct edge_check *c = arg;
	/* What came before is in what these tell. */
	bool tells = row->step >= PROBE_TCP && row->detail[0] != '\0';

	if (!row->ok) {
		/* Where it is that does not work: what SRV says may lead anywhere. */
		char *before = buf_len(&c->found) != 0 ? buf_take(&c->found) : NULL;

		buf_clear(&c->found);
		buf_printf(&c->found, "%s: %s: %s", probe_step_word(row->step), row->error,
		           row->detail);
		if (before != NULL)
			buf_printf(&c->found, " (%s)", before);
		free(before);
	} else if (tells) {
		buf_printf(&c->found, "%s%s", buf_len(&c->found) != 0 ? "; " : "", row->detail);
	}
	buf_clear(&c->advice);
	buf_puts(&c->advice, row->advice);
	c->broken = !row->ok;
	c->no_service = !row->ok && strcmp(row->error, cause_label(CAUSE_DNS_NO_SERVICE)) == 0;
}

static void over(struct edge_check *c)
{
	c->walk.step = c->walk.step == CHECK_PARTNER && c->direct ? CHECK_DIRECT
	                                                          : CHECK_PARTNER;
	edge_check_next(c);
}

static void on_probe_done(void *arg)
{
	struct edge_check *c = arg;

	c->probe = 0;
	check_came(&c->walk);
	/* It need not offer both ways. */
	if (c->walk.step == CHECK_PARTNER && c->direct && c->no_service)
		check_tell(&c->walk, CHECK_OK, "it offers TLS from the first byte alone");
	else
		check_tell_advice(&c->walk, check_partner(c->broken), buf_cstr(&c->advice), "%s",
		                  buf_cstr(&c->found));
	over(c);
}

static void probe(struct edge_check *c, enum probe_by way)
{
	static const struct probe_ops ops = { on_probe_row, on_probe_done };
	const struct edge_settings *s = c->edge->settings;
	struct probe_wanted w = { .whole = false, .way = way };

	w.from.domain = s->domain[0].name;
	w.to.domain = view_of(c->walk.about);
	buf_clear(&c->found);
	buf_clear(&c->advice);
	c->broken = c->no_service = false;
	c->probe = probe_begin(c->edge, &w, &ops, c);
	if (c->probe != 0) {
		check_wait(&c->walk, CHECK_ROW_MS);
		return;
	}
	check_tell_advice(&c->walk, CHECK_CONCERN, "Ask again when they are over.",
	                  "not asked: too many probes are under way");
	over(c);
}

static void on_direct_srv(void *arg, uint64_t id, const struct dns_reply *reply)
{
	struct edge_check *c = edge_check_answered(arg, id);
	const struct partner *p;

	if (c == NULL)
		return;
	p = partner_of(c->edge->settings->partners, view_of(c->walk.about));
	/* When DNS fails for it, the probe says so: it asks, too. */
	c->direct = p != NULL && check_asks_direct(p, reply);
	probe(c, PROBE_BY_STARTTLS);
}

void edge_check_direct(struct edge_check *c)
{
	probe(c, PROBE_BY_DIRECT_TLS);
}

static void finish(struct edge_check *c)
{
	c->walk.ops->done(c->walk.arg);
}

void edge_check_partner(struct edge_check *c)
{
	const struct edge_settings *s = c->edge->settings;
	char name[DNS_NAME_SIZE + 20];
	const struct partner *p = NULL;
	struct view domain = { NULL, 0 }, ascii;
	struct region *r;

	/* Not those that a reload has taken away meanwhile. */
	while (p == NULL && c->partner < c->n_theirs) {
		domain = c->theirs[c->partner++];
		p = partner_of(s->partners, domain);
	}
	if (p == NULL) {
		finish(c);
		return;
	}
	check_about(&c->walk, domain);
	if (c->partner > CHECK_PARTNERS_MAX) {
		check_tell_advice(&c->walk, CHECK_CONCERN, "Probe those that matter: fedctl probe.",
		                  "neither this domain nor what stands behind it in partners.yml "
		                  "is asked: %d domains were",
		                  CHECK_PARTNERS_MAX);
		finish(c);
		return;
	}
	c->direct = false;
	/* Where proxy-fqdn says where it is, no SRV record is asked for. */
	r = region_new();
	if (p->proxy_fqdn == NULL && domain_ascii(domain, r, &ascii)) {
		snprintf(name, sizeof name, "_xmpps-server._tcp.%.*s", VIEW_ARG(ascii));
		edge_check_ask(c, name, DNS_SRV, on_direct_srv);
	} else {
		probe(c, PROBE_BY_STARTTLS);
	}
	region_free(&r);
}

void edge_check_partner_end(struct edge_check *c)
{
	probe_cancel(c->edge, c->probe);
	c->probe = 0;
}

void edge_check_partner_late(struct edge_check *c)
{
	locate_cancel(c->edge->resolver, c->id);
	edge_check_partner_end(c);
	check_tell(&c->walk, check_partner(true), "not done in %d seconds", CHECK_ROW_MS / 1000);
	over(c);
}
