#include "cast/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cast/front_end.h"
#include "cast/server.h"
#include "lib/mem.h"
#include "lib/text.h"

void site_instance_name(const struct actor *a, char *out, size_t size)
{
	snprintf(out, size, "%s-%s", a->on.text, a->domain.text);
}

/* --- zones ---------------------------------------------------------------------------------- */

#define NAME_SIZE 600

static void record(struct world *w, const char *label, const char *domain, const char *type,
                   const char *data)
{
	char owner[NAME_SIZE];

	snprintf(owner, sizeof owner, "%s%s%s", label, *label == '\0' ? "" : ".", domain);
	world_dns_record(w, owner, type, data);
}

static void address_record(struct world *w, const char *host, const char *domain,
                           const struct address *a)
{
	char text[ADDRESS_MAX];

	address_print(a, text);
	*strrchr(text, ':') = '\0';
	if (text[0] == '[') {
		text[strlen(text) - 1] = '\0';
		record(w, host, domain, "AAAA", text + 1);
	} else {
		record(w, host, domain, "A", text);
	}
}

/* RFC 2782: priority, weight, port, target. */
static void srv_record(struct world *w, const char *service, const char *domain,
                       const char *numbers, unsigned port, const char *host, const char *below)
{
	char data[NAME_SIZE];

	snprintf(data, sizeof data, "%s %u %s%s%s.", numbers, port, host,
	         *host == '\0' ? "" : ".", *host == '\0' ? "" : below);
	record(w, service, domain, "SRV", data);
}

#define XMPP  "_xmpp-server._tcp"
#define XMPPS "_xmpps-server._tcp"

static void fault_at(struct world *w, const char *label, const char *domain, int kind)
{
	char owner[NAME_SIZE];
	struct dns_fault fault = { 0 };

	snprintf(owner, sizeof owner, "%s%s%s", label, *label == '\0' ? "" : ".", domain);
	fault.kind = kind == 's'   ? DNS_FAULT_SERVFAIL
	             : kind == 'q' ? DNS_FAULT_SILENT
	                           : DNS_FAULT_TRUNCATE;
	world_dns_fault(w, owner, fault);
}

struct zone {
	struct world *world;
	struct role *role;
	const char *domain;
	const char *host; /* its label: the role's name */
	unsigned port;
	const char *below; /* the domain that the host is in */
	const char *plain; /* priority and weight of its one SRV record */
};

static void zone_srv(const struct zone *z, const char *service, const char *numbers,
                     const char *host)
{
	srv_record(z->world, service, z->domain, numbers, z->port, host, z->below);
}

static void zone_host(const struct zone *z, const char *host)
{
	address_record(z->world, host, z->below, &z->role->address);
}

static void zone_faulty(const struct zone *z, int kind)
{
	zone_srv(z, XMPP, "0 0", z->host);
	zone_host(z, z->host);
	fault_at(z->world, XMPP, z->domain, kind);
	fault_at(z->world, XMPPS, z->domain, kind);
	if (kind != 't')
		fault_at(z->world, "", z->domain, kind);
}

/* A second target, with an address of its own. */
static void zone_two(const struct zone *z, const char *first, const char *second)
{
	zone_srv(z, XMPP, second, "second");
	zone_srv(z, XMPP, first, z->host);
	zone_host(z, z->host);
	address_record(z->world, "second", z->below, &z->role->decoy);
}

static void zone_plain(const struct zone *z, const char *service)
{
	zone_srv(z, service, z->plain, z->host);
	zone_host(z, z->host);
}

static void zone_half_silent(const struct zone *z)
{
	zone_plain(z, XMPP);
	fault_at(z->world, XMPPS, z->domain, 'q');
}

/* A target with an address of IPv6, and perhaps one of IPv4. */
static void zone_six(const struct zone *z, bool both)
{
	zone_srv(z, XMPP, "0 0", z->host);
	address_record(z->world, z->host, z->below, &z->role->decoy);
	if (both)
		zone_host(z, z->host);
}

/* The name exists, and has nothing that helps. */
static void zone_none(const struct zone *z)
{
	record(z->world, "", z->domain, "TXT", "\"no server\"");
}

static void zone_root(const struct zone *z, const char *service)
{
	zone_srv(z, service, "0 0", "");
	zone_host(z, "");
}

/* The server's host has a name in a domain of somebody else: the one that a
 * certificate of form wrong-name names. */
static void zone_elsewhere(const struct zone *z)
{
	static const char host[] = "other.example";
	char data[NAME_SIZE];

	snprintf(data, sizeof data, "%s %u %s.", z->plain, z->port, host);
	record(z->world, XMPP, z->domain, "SRV", data);
	address_record(z->world, "", host, &z->role->address);
}

static void zone_alias(const struct zone *z)
{
	char target[NAME_SIZE];

	snprintf(target, sizeof target, "real.%s.", z->domain);
	zone_srv(z, XMPP, "0 0", z->host);
	record(z->world, z->host, z->domain, "CNAME", target);
	zone_host(z, "real");
}

/* By the words of setting.tbl.  False and *f: it is none of them. */
static bool build_zone(const struct zone *z, const char *dns, struct fault *f)
{
	if (strcmp(dns, "srv") == 0 || strcmp(dns, "srv-mute") == 0)
		zone_plain(z, XMPP);
	else if (strcmp(dns, "srvs-silent") == 0)
		zone_half_silent(z);
	else if (strcmp(dns, "srvs") == 0)
		zone_plain(z, XMPPS);
	else if (strcmp(dns, "srv-root") == 0)
		zone_root(z, XMPP);
	else if (strcmp(dns, "srvs-root") == 0)
		zone_root(z, XMPPS);
	else if (strcmp(dns, "srv-order") == 0)
		zone_two(z, "5 0", "10 0");
	else if (strcmp(dns, "srv-weight") == 0)
		zone_two(z, "5 20", "5 80");
	else if (strcmp(dns, "dead-first") == 0)
		zone_two(z, "10 0", "5 0");
	else if (strcmp(dns, "a-only") == 0)
		zone_host(z, "");
	else if (strcmp(dns, "srv-aaaa") == 0)
		zone_six(z, false);
	else if (strcmp(dns, "aaaa-silent") == 0)
		zone_six(z, true);
	else if (strcmp(dns, "aaaa-only") == 0)
		address_record(z->world, "", z->domain, &z->role->decoy);
	else if (strcmp(dns, "none") == 0)
		zone_none(z);
	else if (strcmp(dns, "servfail") == 0)
		zone_faulty(z, 's');
	else if (strcmp(dns, "silent") == 0)
		zone_faulty(z, 'q');
	else if (strcmp(dns, "truncate") == 0)
		zone_faulty(z, 't');
	else if (strcmp(dns, "cname") == 0)
		zone_alias(z);
	else if (strcmp(dns, "srv-elsewhere") == 0)
		zone_elsewhere(z);
	else if (strcmp(dns, "srv-target-nxdomain") == 0)
		zone_srv(z, XMPP, "0 0", "nowhere");
	else if (strcmp(dns, "nxdomain") != 0) /* of which there is nothing at all */
		return fault_set(f, NULL, 0, 0,
		                 "DNS cannot be \"%s\"; `fedlab words`, setting `dns`, has the words",
		                 dns);
	return true;
}

/* dead-first has a second target where nobody listens. */
static bool second_address(struct role *r, const char *dns, bool *listens, struct fault *f)
{
	char name[NAME_SIZE];

	*listens = true;
	if (strcmp(dns, "aaaa-only") == 0 || strcmp(dns, "srv-aaaa") == 0 ||
	    strcmp(dns, "aaaa-silent") == 0)
		return address_parse(VIEW("[::1]:0"), &r->decoy);
	if (strcmp(dns, "srv-order") != 0 && strcmp(dns, "srv-weight") != 0 &&
	    strcmp(dns, "dead-first") != 0)
		return true;
	*listens = strcmp(dns, "dead-first") != 0;
	snprintf(name, sizeof name, "%s second", r->name);
	return world_address(r->stage->world, name, &r->decoy, f);
}

/* --- DNSSEC and DANE ------------------------------------------------------------------------ */

static bool is_dnssec(const struct role *r, const char *word)
{
	return strcmp(role_setting(r, "dnssec", "no"), word) == 0;
}

/* The names whose answers are tampered with, and what DNS says of the certificate. */
static bool build_tlsa(const struct zone *z, struct fault *f)
{
	struct role *r = z->role;
	const char *kind = role_setting(r, "tlsa", "none");
	char label[160], owner[NAME_SIZE], data[8192];

	snprintf(label, sizeof label, "_%u._tcp.%.120s", z->port, z->host);
	if (strcmp(kind, "none") != 0) {
		if (!world_tlsa(z->world, &r->certificate, kind, data, sizeof data, f))
			return false;
		record(z->world, label, z->below, "TLSA", data);
	}
	snprintf(owner, sizeof owner, "%.160s.%.255s",
	         is_dnssec(r, "forged-srv")       ? XMPP
	         : is_dnssec(r, "forged-address") ? z->host
	                                          : label,
	         z->below);
	if (is_dnssec(r, "silent-tlsa"))
		world_dns_fault(z->world, owner, (struct dns_fault){ DNS_FAULT_SILENT });
	else if (!is_dnssec(r, "no") && !is_dnssec(r, "signed") &&
	         !is_dnssec(r, "unsigned-host"))
		world_dns_fault(z->world, owner, (struct dns_fault){ DNS_FAULT_FORGED });
	return true;
}

static bool build_server(struct role *r, struct fault *f)
{
	const char *dns = role_setting(r, "dns", "srv");
	struct zone z = {
		r->stage->world, r, role_domain(r), r->name, server_port(r), NULL, NULL
	};
	char plain[24];
	uint64_t port = z.port;
	bool listens;

	snprintf(plain, sizeof plain, "%s 0", role_setting(r, "srv-priority", "0"));
	z.plain = plain;

	if (!second_address(r, dns, &listens, f))
		return false;
	text_u64(view_of(role_setting(r, "srv-port", "")), 1, 65535, &port);
	z.port = (unsigned)port;
	z.below = is_dnssec(r, "unsigned-host") ? "hosting.example" : z.domain;
	if (!is_dnssec(r, "no"))
		world_dns_sign(z.world, z.domain);
	if (!build_zone(&z, dns, f) || !build_tlsa(&z, f))
		return false;
	if (!listens)
		r->decoy.len = 0;
	return true;
}

/* The value behind `with NAME=`; "": none. */
static const char *role_with(const struct role *r, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < r->actor->n_setting; i++) {
		const char *value = r->actor->setting[i].value.text;

		if (strcmp(r->actor->setting[i].name.text, "with") == 0 &&
		    strncmp(value, name, n) == 0 && value[n] == '=')
			return value + n + 1;
	}
	return "";
}

/* The system under test, and real partners. */
static bool build_instance_zone(struct role *r, struct fault *f)
{
	struct zone z = {
		r->stage->world, r, role_domain(r), r->name, 5269, role_domain(r), "0 0"
	};
	const char *dns, *wrong_port = role_with(r, "own-srv-port");
	uint64_t port = z.port;
	bool listens;

	/* `with own-dns=`, `with own-srv-port=`: what the system's operator did wrong. */
	if (wrong_port[0] != '\0' && !text_u64(view_of(wrong_port), 1, 65535, &port))
		return fault_set(f, NULL, 0, 0, "own-srv-port=%s: a port, 1 to 65535, is needed",
		                 wrong_port);
	z.port = (unsigned)port;
	dns = role_with(r, "own-dns");
	dns = dns[0] != '\0' ? dns : "srv";
	if (!second_address(r, dns, &listens, f) || !build_zone(&z, dns, f))
		return false;
	r->decoy.len = 0;
	if (r->kind == ACTOR_XMPP_USER) /* for a person's own client */
		srv_record(z.world, "_xmpp-client._tcp", z.domain, "0 0", 5222, z.host,
		           z.domain);
	return true;
}

static void build_further_domains(struct role *sut)
{
	for (size_t i = 0; i < sut->actor->n_setting; i++)
		if (strcmp(sut->actor->setting[i].name.text, "also") == 0) {
			struct zone z = { sut->stage->world,
				          sut,
				          sut->actor->setting[i].value.text,
				          sut->name,
				          5269,
				          sut->actor->setting[i].value.text,
				          "0 0" };

			zone_plain(&z, XMPP);
		}
}

/* --- roles ------------------------------------------------------------------------------------- */

static bool give_address(struct role *r, struct fault *f)
{
	const struct actor *a = r->actor;
	struct role *other = stage_role(r->stage, a->address_of.text);
	const char *name = a->address.text;
	char instance[NAME_SIZE];

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
		return build_server(r, f);
	case ACTOR_SUT:
		build_further_domains(r);
		return build_instance_zone(r, f);
	case ACTOR_XMPP_USER:
		return !first_of_domain(r) || build_instance_zone(r, f);
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
		    !server_listen(r, f))
			return false;
		if (r->kind == ACTOR_FRONT_END && !front_end_is_program(r) &&
		    !front_end_listen(r, f))
			return false;
	}
	return true;
}
