#include "cast/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cast/front_end.h"
#include "cast/server.h"
#include "cast/zone.h"
#include "lib/mem.h"

void site_instance_name(const struct actor *a, char *out, size_t size)
{
	snprintf(out, size, "%s-%s", a->on.text, a->domain.text);
}

/* --- roles ------------------------------------------------------------------------------------- */

static bool give_address(struct role *r, struct fault *f)
{
	const struct actor *a = r->actor;
	struct role *other = stage_role(r->stage, a->address_of.text);
	const char *name = a->address.text;
	char instance[600];

	if (other != NULL && r->kind == ACTOR_XMPP_USER)
		a = other->actor;
	else if (other != NULL)
		name = other->actor->address.text != NULL ? other->actor->address.text
		                                          : other->name;
	if (name == NULL && r->kind == ACTOR_XMPP_USER) {
		site_instance_name(a, instance, sizeof instance);
		name = instance;
	}
	return world_address(r->stage->world, name != NULL ? name : r->name, &r->address, f);
}

static bool give_certificate(struct role *r, struct fault *f)
{
	bool wire = r->kind == ACTOR_SCRIPTED_SERVER || r->kind == ACTOR_SCRIPTED_DIALLER;
	const char *form = role_setting(r, "certificate", wire ? "valid" : "none");
	const char *domain = role_domain(r);

	if (strcmp(form, "none") == 0 || (!wire && r->kind != ACTOR_GATEWAY))
		return true;
	if (r->kind == ACTOR_GATEWAY)
		domain = role_setting(r, "name", "gw1.inside.example");
	r->has_certificate = true;
	return world_certificate(r->stage->world, domain, form, &r->certificate, f);
}

/* One server may stand in for several domains at one address. */
static bool shares_a_listener(const struct role *r)
{
	for (const struct role *o = r->stage->role; o < r; o++)
		if (o->kind == ACTOR_SCRIPTED_SERVER &&
		    address_same_host(&o->address, &r->address) &&
		    server_port(o) == server_port(r))
			return true;
	return false;
}

static bool first_of_domain(const struct role *r)
{
	for (const struct role *o = r->stage->role; o < r; o++)
		if (o->kind == ACTOR_XMPP_USER && strcmp(role_domain(o), role_domain(r)) == 0)
			return false;
	return true;
}

static bool build_role(struct role *r, struct fault *f)
{
	if (!give_address(r, f) || !give_certificate(r, f))
		return false;
	switch (r->kind) {
	case ACTOR_SCRIPTED_SERVER:
		return zone_of_server(r, f);
	case ACTOR_SUT:
		zones_further(r);
		return zone_of_instance(r, f) && zone_of_link(r, f);
	case ACTOR_XMPP_USER:
		return !first_of_domain(r) || zone_of_instance(r, f);
	case ACTOR_FRONT_END:
		return front_end_prepare(r, f);
	case ACTOR_INSIDE_USER:
	case ACTOR_SIP_UA:
	case ACTOR_GATEWAY:
	case ACTOR_SCRIPTED_DIALLER:
		return true;
	}
	return true;
}

static void on_asked(void *arg, const char *type, const char *name)
{
	struct stage *s = arg;
	struct query *q = mem_zalloc(sizeof *q);

	evlog_add(s->log, &(struct event){ .kind = EVENT_DNS,
	                                   .name = type,
	                                   .value = name,
	                                   .actor = s->sut == NULL ? NULL : s->sut->name });
	q->type = mem_strdup(type);
	q->name = mem_strdup(name);
	q->next = s->queries;
	s->queries = q;
	stage_wake(s);
}

bool site_build(struct stage *s, struct fault *f)
{
	for (size_t i = 0; i < s->n_role; i++) {
		struct role *r = &s->role[i];

		if (r->actor != NULL ? !build_role(r, f)
		                     : r->kind == ACTOR_FRONT_END && !front_end_prepare(r, f))
			return false;
	}
	if (!world_dns_start(s->world, on_asked, s, f))
		return false;
	for (size_t i = 0; i < s->n_role; i++) {
		struct role *r = &s->role[i];

		if (r->kind == ACTOR_SCRIPTED_SERVER && !shares_a_listener(r) &&
		    strcmp(role_setting(r, "listens", "yes"), "yes") == 0 &&
		    !server_listen(r, f))
			return false;
		if (r->kind == ACTOR_FRONT_END && !front_end_is_program(r) &&
		    !front_end_listen(r, f))
			return false;
	}
	return true;
}
