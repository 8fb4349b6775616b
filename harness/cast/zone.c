#include "cast/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cast/server.h"
#include "lib/mem.h"
#include "lib/text.h"

#define NAME_SIZE 600

#define XMPP  "_xmpp-server._tcp"
#define XMPPS "_xmpps-server._tcp"

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

	record(w, host, domain, a->ss.ss_family == AF_INET6 ? "AAAA" : "A",
	       address_print_host(a, text));
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

static void fault_at(struct world *w, const char *label, const char *domain,
                     struct dns_fault fault)
{
	char owner[NAME_SIZE];

	snprintf(owner, sizeof owner, "%s%s%s", label, *label == '\0' ? "" : ".", domain);
	world_dns_fault(w, owner, fault);
}

/* --- by the words of setting.tbl ------------------------------------------------------------ */

struct zone {
	struct world *world;
	struct role *role;
	const char *domain;
	const char *host; /* its label: the role's name */
	unsigned port;
	const char *below; /* the domain that the host is in */
	const char *plain; /* priority and weight of its one SRV record */
};

enum decoy {
	NO_DECOY,
	DECOY_LISTENS, /* a second target, with an address of its own */
	DECOY_DEAD,    /* where nobody listens */
	DECOY_SIX,     /* the address of IPv6 */
};

struct form {
	const char *dns;
	void (*put)(const struct zone *z, const struct form *form);
	const char *service;        /* of its one SRV record */
	const char *first, *second; /* priority and weight of two */
	enum decoy decoy;
	struct dns_fault fault;
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

static void zone_faulty(const struct zone *z, const struct form *form)
{
	zone_srv(z, XMPP, "0 0", z->host);
	zone_host(z, z->host);
	fault_at(z->world, XMPP, z->domain, form->fault);
	fault_at(z->world, XMPPS, z->domain, form->fault);
	if (form->fault.kind != DNS_FAULT_TRUNCATE)
		fault_at(z->world, "", z->domain, form->fault);
}

static void zone_two(const struct zone *z, const struct form *form)
{
	zone_srv(z, XMPP, form->second, "second");
	zone_srv(z, XMPP, form->first, z->host);
	zone_host(z, z->host);
	address_record(z->world, "second", z->below, &z->role->decoy);
}

static void zone_plain(const struct zone *z, const struct form *form)
{
	zone_srv(z, form->service, z->plain, z->host);
	zone_host(z, z->host);
}

static void zone_half_silent(const struct zone *z, const struct form *form)
{
	zone_plain(z, form);
	fault_at(z->world, XMPPS, z->domain, form->fault);
}

/* A target with an address of IPv6. */
static void zone_six(const struct zone *z, const struct form *form)
{
	(void)form;
	zone_srv(z, XMPP, "0 0", z->host);
	address_record(z->world, z->host, z->below, &z->role->decoy);
}

static void zone_six_and_four(const struct zone *z, const struct form *form)
{
	zone_six(z, form);
	zone_host(z, z->host);
}

static void zone_six_alone(const struct zone *z, const struct form *form)
{
	(void)form;
	address_record(z->world, "", z->domain, &z->role->decoy);
}

static void zone_address(const struct zone *z, const struct form *form)
{
	(void)form;
	zone_host(z, "");
}

/* The name exists, and has nothing that helps. */
static void zone_none(const struct zone *z, const struct form *form)
{
	(void)form;
	record(z->world, "", z->domain, "TXT", "\"no server\"");
}

static void zone_root(const struct zone *z, const struct form *form)
{
	zone_srv(z, form->service, "0 0", "");
	zone_host(z, "");
}

/* The server's host has a name in a domain of somebody else: the one that a
 * certificate of form wrong-name names. */
static void zone_elsewhere(const struct zone *z, const struct form *form)
{
	static const char host[] = "other.example";
	char data[NAME_SIZE];

	snprintf(data, sizeof data, "%s %u %s.", z->plain, z->port, host);
	record(z->world, form->service, z->domain, "SRV", data);
	address_record(z->world, "", host, &z->role->address);
}

static void zone_alias(const struct zone *z, const struct form *form)
{
	char target[NAME_SIZE];

	snprintf(target, sizeof target, "real.%s.", z->domain);
	zone_srv(z, form->service, "0 0", z->host);
	record(z->world, z->host, z->domain, "CNAME", target);
	zone_host(z, "real");
}

static void zone_nowhere(const struct zone *z, const struct form *form)
{
	zone_srv(z, form->service, "0 0", "nowhere");
}

static void zone_nothing(const struct zone *z, const struct form *form)
{
	(void)z, (void)form;
}

static const struct form forms[] = {
	{ "srv", zone_plain, .service = XMPP },
	{ "srv-mute", zone_plain, .service = XMPP },
	{ "srvs", zone_plain, .service = XMPPS },
	{ "srvs-silent", zone_half_silent, .service = XMPP, .fault = { DNS_FAULT_SILENT } },
	{ "srv-root", zone_root, .service = XMPP },
	{ "srvs-root", zone_root, .service = XMPPS },
	{ "srv-order", zone_two, .first = "5 0", .second = "10 0", .decoy = DECOY_LISTENS },
	{ "srv-weight", zone_two, .first = "5 20", .second = "5 80", .decoy = DECOY_LISTENS },
	{ "dead-first", zone_two, .first = "10 0", .second = "5 0", .decoy = DECOY_DEAD },
	{ "srv-elsewhere", zone_elsewhere, .service = XMPP },
	{ "srv-target-nxdomain", zone_nowhere, .service = XMPP },
	{ "cname", zone_alias, .service = XMPP },
	{ .dns = "a-only", .put = zone_address },
	{ "aaaa-only", zone_six_alone, .decoy = DECOY_SIX },
	{ "srv-aaaa", zone_six, .decoy = DECOY_SIX },
	{ "aaaa-silent", zone_six_and_four, .decoy = DECOY_SIX },
	{ "servfail", zone_faulty, .fault = { DNS_FAULT_SERVFAIL } },
	{ "silent", zone_faulty, .fault = { DNS_FAULT_SILENT } },
	{ "truncate", zone_faulty, .fault = { DNS_FAULT_TRUNCATE } },
	{ .dns = "none", .put = zone_none },
	{ .dns = "nxdomain", .put = zone_nothing },
};

static const struct form *form_of(const char *dns, struct fault *f)
{
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (strcmp(forms[i].dns, dns) == 0)
			return &forms[i];
	fault_set(f, NULL, 0, 0,
	          "DNS cannot be \"%s\"; `fedlab words`, setting `dns`, has the words", dns);
	return NULL;
}

static bool give_decoy(struct role *r, enum decoy kind, struct fault *f)
{
	char name[NAME_SIZE];

	switch (kind) {
	case NO_DECOY:
		return true;
	case DECOY_SIX:
		return address_parse(VIEW("[::1]:0"), &r->decoy);
	case DECOY_LISTENS:
	case DECOY_DEAD:
		snprintf(name, sizeof name, "%s second", r->name);
		return world_address(r->stage->world, name, &r->decoy, f);
	}
	return true;
}

/* --- DNSSEC and DANE ------------------------------------------------------------------------ */

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

/* A server's own setting; `with own-NAME=` of the system under test. */
static const char *zone_setting(const struct role *r, const char *name, const char *usual)
{
	char own[40];
	const char *value;

	if (r->kind != ACTOR_SUT)
		return role_setting(r, name, usual);
	snprintf(own, sizeof own, "own-%s", name);
	value = role_with(r, own);
	return value[0] != '\0' ? value : usual;
}

static bool is_dnssec(const struct role *r, const char *word)
{
	return strcmp(zone_setting(r, "dnssec", "no"), word) == 0;
}

/* The names whose answers are tampered with, and what DNS says of the certificate. */
static bool put_tlsa(const struct zone *z, struct fault *f)
{
	struct role *r = z->role;
	const char *kind = zone_setting(r, "tlsa", "none");
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

/* --- of whom -------------------------------------------------------------------------------- */

bool zone_of_server(struct role *r, struct fault *f)
{
	const struct form *form = form_of(role_setting(r, "dns", "srv"), f);
	struct zone z = { r->stage->world, r, role_domain(r), r->name, server_port(r), NULL, NULL };
	char plain[24];
	uint64_t port = z.port;

	if (form == NULL || !give_decoy(r, form->decoy, f))
		return false;
	snprintf(plain, sizeof plain, "%s 0", role_setting(r, "srv-priority", "0"));
	z.plain = plain;
	text_u64(view_of(role_setting(r, "srv-port", "")), 1, 65535, &port);
	z.port = (unsigned)port;
	z.below = is_dnssec(r, "unsigned-host") ? "hosting.example" : z.domain;
	if (!is_dnssec(r, "no"))
		world_dns_sign(z.world, z.domain);
	form->put(&z, form);
	if (!put_tlsa(&z, f))
		return false;
	if (form->decoy == DECOY_DEAD)
		r->decoy.len = 0;
	return true;
}

/* What DNS says of the certificate of the system under test, which is made before the
 * system is started with it. */
static bool put_own_tlsa(struct zone *z, struct fault *f)
{
	struct role *r = z->role;

	if (r->kind != ACTOR_SUT)
		return true;
	z->below = is_dnssec(r, "unsigned-host") ? "hosting.example" : z->domain;
	if (!is_dnssec(r, "no"))
		world_dns_sign(z->world, z->domain);
	if (strcmp(zone_setting(r, "tlsa", "none"), "none") != 0) {
		r->has_certificate = true;
		if (!world_certificate(z->world, z->domain, "valid", &r->certificate, f))
			return false;
	}
	return put_tlsa(z, f);
}

/* `with own-NAME=PORT`; no word: *port stays what it is. */
static bool read_own_port(const struct role *r, const char *name, uint64_t *port, struct fault *f)
{
	const char *word = role_with(r, name);

	if (word[0] == '\0' || text_u64(view_of(word), 1, 65535, port))
		return true;
	return fault_set(f, NULL, 0, 0, "%s=%s: a port, 1 to 65535, is needed", name, word);
}

/* All that is served by programs stands at the port of the standard. */
static struct zone instance_zone(struct role *r, const char *domain)
{
	return (struct zone){ r->stage->world, r, domain, r->name, 5269, domain, "0 0" };
}

/* A system of several processes may have more than one host that partners reach: a
 * target each, as good as the first. */
static bool put_further_hosts(const struct zone *z, struct fault *f)
{
	const struct actor *a = z->role->actor;
	const char **setting = mem_array(a->n_setting + 1, sizeof *setting), *process;
	char host[300];
	struct address at;
	size_t n = 0, next = 0;
	bool ok = true;

	for (size_t i = 0; i < a->n_setting; i++)
		if (strcmp(a->setting[i].name.text, "with") == 0)
			setting[n++] = a->setting[i].value.text;
	while (ok && (process = profile_further_host(z->role->stage->settings->sut, setting, n,
	                                             &next)) != NULL) {
		profile_host_name(z->role->name, process, host, sizeof host);
		ok = world_address(z->world, host, &at, f);
		if (ok) {
			zone_srv(z, XMPP, z->plain, host);
			address_record(z->world, host, z->below, &at);
		}
	}
	free(setting);
	return ok;
}

bool zone_of_instance(struct role *r, struct fault *f)
{
	struct zone z = instance_zone(r, role_domain(r));
	const char *dns = role_with(r, "own-dns");
	const struct form *form;
	uint64_t port = z.port, direct = 0;

	/* What the system's operator did wrong. */
	if (!read_own_port(r, "own-srv-port", &port, f) ||
	    !read_own_port(r, "own-srvs-port", &direct, f))
		return false;
	z.port = (unsigned)port;
	form = form_of(dns[0] != '\0' ? dns : "srv", f);
	if (form == NULL || !give_decoy(r, form->decoy, f) || !put_own_tlsa(&z, f))
		return false;
	form->put(&z, form);
	if (direct != 0)
		srv_record(z.world, XMPPS, z.domain, "0 0", (unsigned)direct, z.host, z.below);
	r->decoy.len = 0;
	if (r->kind == ACTOR_SUT && !put_further_hosts(&z, f))
		return false;
	if (r->kind == ACTOR_XMPP_USER) /* for a person's own client */
		srv_record(z.world, "_xmpp-client._tcp", z.domain, "0 0", 5222, z.host, z.domain);
	return true;
}

bool zone_of_link(struct role *sut, struct fault *f)
{
	const char *word = role_with(sut, "own-link-dns");
	struct address four, six;
	char inner[300];

	if (word[0] == '\0')
		return true;
	if (strcmp(word, "aaaa") != 0)
		return fault_set(f, NULL, 0, 0, "own-link-dns=%s: aaaa is all there is", word);
	/* As world/instance.c names it. */
	snprintf(inner, sizeof inner, "%.200s inside", sut->name);
	if (!world_address(sut->stage->world, inner, &four, f) ||
	    !address_parse(VIEW("[::1]:0"), &six))
		return false;
	address_record(sut->stage->world, "edge1", "inside.example", &four);
	address_record(sut->stage->world, "edge1", "inside.example", &six);
	return true;
}

void zones_further(struct role *sut)
{
	for (size_t i = 0; i < sut->actor->n_setting; i++)
		if (strcmp(sut->actor->setting[i].name.text, "also") == 0) {
			struct zone z = instance_zone(sut, sut->actor->setting[i].value.text);

			zone_plain(&z, &forms[0]);
		}
}
