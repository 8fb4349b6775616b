/* hire_start.c - what a program is told when it starts. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cast/front_end.h"
#include "cast/hire_private.h"
#include "cast/policy.h"
#include "cast/site.h"
#include "lib/mem.h"

bool hire_write_policy(struct stage *s, char *path, struct fault *f)
{
	int n = snprintf(path, PATH_MAX, "%s/policy-%u.tsv", world_dir(s->world),
	                 ++s->policies);

	if (n >= PATH_MAX)
		return fault_set(f, world_dir(s->world), 0, 0, "the path is too long");
	return policy_write(s->policy, path, f);
}

const struct role *hire_server(const struct role *user)
{
	const struct stage *s = user->stage;
	const char *host = user->actor->address_of.text;
	const struct role *first = host != NULL ? stage_role(user->stage, host) : user;

	for (size_t i = 0; i < s->n_role; i++)
		if (s->role[i].kind == user->kind &&
		    s->role[i].actor->address_of.text == NULL &&
		    strcmp(role_domain(&s->role[i]), role_domain(first)) == 0)
			return &s->role[i];
	return first;
}

struct settings {
	char **item;
	size_t n, cap;
};

static void add_setting(struct settings *l, const char *name, const char *value)
{
	struct buf b = { 0 };

	if (name == NULL)
		buf_puts(&b, value);
	else
		buf_printf(&b, "%s=%s", name, value);
	l->item = mem_grow(l->item, l->n, &l->cap, sizeof *l->item);
	l->item[l->n++] = buf_take(&b);
}

/* A further domain comes with its certificate: "also=DOMAIN,PEM,KEY". */
static bool add_domain(const struct role *r, const char *domain, struct settings *out,
                       struct fault *f)
{
	struct certificate c;
	struct buf b = { 0 };

	if (!world_certificate(r->stage->world, domain, "valid", &c, f))
		return false;
	buf_printf(&b, "%s,%s,%s", domain, c.pem, c.key);
	add_setting(out, "also", buf_cstr(&b));
	buf_free(&b);
	return true;
}

/* Those of the users who live here, each once. */
static bool add_users_domains(const struct role *server, struct settings *out, struct fault *f)
{
	const struct stage *s = server->stage;

	for (size_t i = 0; i < s->n_role; i++) {
		const char *domain = role_domain(&s->role[i]);
		bool is_new = s->role[i].kind == ACTOR_XMPP_USER &&
		              hire_server(&s->role[i]) == server &&
		              strcmp(domain, role_domain(server)) != 0;

		for (size_t k = 0; k < i && is_new; k++)
			is_new = s->role[k].kind != ACTOR_XMPP_USER ||
			         strcmp(role_domain(&s->role[k]), domain) != 0;
		if (is_new && !add_domain(server, domain, out, f))
			return false;
	}
	return true;
}

static bool collect_settings(const struct role *r, struct settings *out, struct fault *f)
{
	for (size_t i = 0; i < r->actor->n_setting; i++) {
		const struct setting *s = &r->actor->setting[i];

		if (strcmp(s->name.text, "with") == 0)
			add_setting(out, NULL, s->value.text);
		else if (strcmp(s->name.text, "also") == 0) {
			if (!add_domain(r, s->value.text, out, f))
				return false;
		} else if (strcmp(s->name.text, "certificate") != 0 &&
		           strcmp(s->name.text, "stranger") != 0 &&
		           strcmp(s->name.text, "over") != 0)
			add_setting(out, s->name.text, s->value.text);
	}
	return r->kind != ACTOR_XMPP_USER || add_users_domains(r, out, f);
}

static bool lives_there(const struct role *user, const struct role *server)
{
	if (server->kind == ACTOR_FRONT_END)
		return user != server && role_is_sip(user) && front_end_for(user) == server;
	if (server->kind == ACTOR_SUT)
		return user->kind == ACTOR_SIP_UA ||
		       (user->kind == ACTOR_INSIDE_USER &&
		        server->stage->settings->sut->inside != INSIDE_LINK);
	return user->kind == ACTOR_XMPP_USER && hire_server(user) == server;
}

/* What the gateway is told of its next hop, and whom it may trust. */
struct next_hop {
	struct buf uri;
	char trusted[700];
};

static void find_next_hop(const struct stage *s, struct next_hop *out)
{
	const struct role *fe = front_end_trusted(s);
	char at[ADDRESS_MAX];

	*out = (struct next_hop){ .trusted = "" };
	if (fe == NULL)
		return;
	front_end_uri(fe, &out->uri);
	snprintf(out->trusted, sizeof out->trusted, "%s %s", front_end_name(fe),
	         address_print_host(&fe->address, at));
}

/* Where a front end's way out is: the system under test, which runs by now. */
static void find_gateway(const struct role *fe, char *out, size_t size)
{
	const struct role *sut = fe->stage->sut;
	enum sip_transport t = front_end_transport(fe);
	char port_name[16], at[ADDRESS_MAX];
	struct address address;
	unsigned port;

	out[0] = '\0';
	snprintf(port_name, sizeof port_name, "sip-%s", front_end_word(t));
	port = sut == NULL || sut->instance == NULL ? 0
	                                            : instance_port(sut->instance, port_name);
	if (port == 0)
		return;
	instance_address(sut->instance, &address);
	address_set_port(&address, port);
	address_print(&address, at);
	snprintf(out, size, "sip:%s;transport=%s", at, front_end_word(t));
}

/* By the user part; of a further domain whole. */
static void add_account(const struct role *user, const struct role *server,
                        struct settings *out)
{
	struct buf jid = { 0 };

	buf_puts(&jid, user->name);
	if (user->kind == ACTOR_XMPP_USER &&
	    strcmp(role_domain(user), role_domain(server)) != 0)
		buf_printf(&jid, "@%s", role_domain(user));
	add_setting(out, NULL, buf_cstr(&jid));
	buf_free(&jid);
}

static void free_settings(struct settings *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->item[i]);
	free(l->item);
}

const struct profile *hire_profile(const struct hired *h)
{
	return h->profile != NULL ? h->profile : h->stage->settings->sut;
}

bool hire_start(struct hired *h, const struct instance_ops *ops, struct fault *f)
{
	struct stage *s = h->stage;
	struct settings accounts = { 0 }, settings = { 0 };
	char policy[PATH_MAX], name[600];
	struct instance_settings set = {
		.actor = name,
		.domain = role_domain(h->role),
		.certificate_form = role_setting(h->role, "certificate", "valid"),
	};
	struct next_hop hop;
	char gateway[200] = "";
	bool ok = true;

	find_next_hop(s, &hop);
	set.next_hop = buf_cstr(&hop.uri);
	set.trusted = hop.trusted;
	snprintf(name, sizeof name, "%s", h->role->name);
	if (h->role->kind == ACTOR_XMPP_USER)
		site_instance_name(h->role->actor, name, sizeof name);
	if (h->role->kind == ACTOR_SUT) {
		ok = hire_write_policy(s, policy, f);
		set.policy_tsv = policy;
		set.certificate = h->role->has_certificate ? &h->role->certificate : NULL;
	}
	if (h->role->kind == ACTOR_FRONT_END) {
		set.certificate_name = front_end_name(h->role);
		find_gateway(h->role, gateway, sizeof gateway);
		set.gateway = gateway;
	}
	for (size_t i = 0; i < s->n_role; i++)
		if (lives_there(&s->role[i], h->role))
			add_account(&s->role[i], h->role, &accounts);
	set.accounts = (const char *const *)accounts.item;
	set.n_accounts = accounts.n;
	ok = ok && collect_settings(h->role, &settings, f);
	set.setting = (const char *const *)settings.item;
	set.n_setting = settings.n;
	if (ok)
		h->instance = instance_start(s->world, hire_profile(h), &set, ops, h, f);
	free_settings(&settings);
	free_settings(&accounts);
	buf_free(&hop.uri);
	return h->instance != NULL;
}
