/* dns.c - the world's names: Knot serves the root zone, everything that is not
 * in it does not exist, behind dns_proxy.h.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "world/dns_proxy.h"
#include "world/lastwords.h"
#include "world/namespace.h"
#include "world/private.h"

/* The case's directory under a name that no /tmp hides. */
#define HERE "/run/case"

enum { START_MS = 20000, PROBE_MS = 2 };

struct zone {
	struct zone *next;
	char *name;         /* no final dot */
	struct buf records; /* in zone file syntax */
	unsigned number;    /* of its file */
};

struct dns {
	struct world *world;
	struct buf zone;	/* records in zone file syntax */
	struct zone *zones;     /* signed; the others' records are the root's */
	char *anchor;           /* file with their keys; NULL: none */
	struct map *faults;	/* owner -> struct dns_fault */
	struct child *knot;
	struct dns_proxy *proxy;
};

static struct dns *dns_of(struct world *w)
{
	if (w->dns == NULL) {
		w->dns = mem_zalloc(sizeof *w->dns);
		w->dns->world = w;
		w->dns->faults = map_new();
	}
	return w->dns;
}

void world_dns_sign(struct world *w, const char *domain)
{
	struct dns *d = dns_of(w);
	struct zone *z;

	for (z = d->zones; z != NULL; z = z->next)
		if (strcmp(z->name, domain) == 0)
			return;
	z = mem_zalloc(sizeof *z);
	z->number = d->zones != NULL ? d->zones->number + 1 : 1;
	z->name = mem_strdup(domain);
	z->next = d->zones;
	d->zones = z;
}

/* Whether `owner` is `zone`, or below it. */
static bool is_in(const char *owner, const char *zone)
{
	size_t n = strlen(owner), len = strlen(zone);

	return n >= len && strcmp(owner + n - len, zone) == 0 &&
	       (n == len || owner[n - len - 1] == '.');
}

static struct buf *records_for(struct dns *d, const char *owner)
{
	for (struct zone *z = d->zones; z != NULL; z = z->next)
		if (is_in(owner, z->name))
			return &z->records;
	return &d->zone;
}

void world_dns_record(struct world *w, const char *owner, const char *type, const char *data)
{
	struct dns *d = dns_of(w);
	size_t n = strlen(owner);

	buf_printf(records_for(d, owner), "%s%s 5 %s %s\n", owner,
	           n > 0 && owner[n - 1] == '.' ? "" : ".", type, data);
}

void world_dns_fault(struct world *w, const char *owner, struct dns_fault fault)
{
	struct dns_fault *f = mem_alloc(sizeof *f);

	*f = fault;
	free(map_put(dns_of(w)->faults, view_of(owner), f));
}

/* --- starting --------------------------------------------------------------------------------- */

static bool write_text(const char *path, const char *text, struct fault *f)
{
	FILE *to = fopen(path, "we");
	bool ok = to != NULL && fputs(text, to) >= 0;

	if (to != NULL)
		ok = fclose(to) == 0 && ok;
	return ok || fault_set(f, path, 0, 0, "cannot be written: %s", strerror(errno));
}

static bool write_records(const struct dns *d, const char *file, const char *apex,
                          const char *more, struct view records, struct fault *f)
{
	char path[PATH_MAX];
	struct buf text = { 0 };
	bool ok;

	buf_printf(&text,
	           "%s. 5 SOA ns.invalid. root.invalid. 1 5 5 5 0\n%s. 5 NS ns.invalid.\n%s",
	           apex, apex, more);
	buf_putv(&text, records);
	ok = world_path(d->world, file, path, f) && write_text(path, buf_cstr(&text), f);
	buf_free(&text);
	return ok;
}

static void zone_file(const struct zone *z, char *out, size_t size)
{
	snprintf(out, size, "signed-%u.zone", z->number);
}

static bool write_zones(struct dns *d, struct fault *f)
{
	char file[40];
	bool ok;

	ok = write_records(d, "root.zone", "", "ns.invalid. 5 A 127.0.0.53\n",
	                   buf_view(&d->zone), f);
	for (const struct zone *z = d->zones; ok && z != NULL; z = z->next) {
		zone_file(z, file, sizeof file);
		ok = write_records(d, file, z->name, "", buf_view(&z->records), f);
	}
	return ok;
}

/* Knot signs by itself (RFC 6605); each zone is an island with an anchor of its own. */
static void configure_signed(const struct dns *d, struct buf *conf)
{
	char file[40];

	if (d->zones != NULL)
		buf_puts(conf, "policy:\n  - id: lab\n    algorithm: ecdsap256sha256\n"
		               "    single-type-signing: on\n    ksk-lifetime: 0\n"
		               "    cds-cdnskey-publish: none\n");
	buf_printf(conf,
	           "zone:\n  - domain: .\n    file: " HERE "/root.zone\n    zonefile-sync: -1\n"
	           "    journal-content: none\n");
	for (const struct zone *z = d->zones; z != NULL; z = z->next) {
		zone_file(z, file, sizeof file);
		buf_printf(conf,
		           "  - domain: %s\n    file: " HERE "/%s\n    zonefile-sync: -1\n"
		           "    zonefile-load: whole\n    journal-content: none\n"
		           "    dnssec-signing: on\n    dnssec-policy: lab\n",
		           z->name, file);
	}
}

static bool write_files(struct dns *d, struct fault *f)
{
	struct buf conf = { 0 };
	bool ok;

	buf_printf(&conf, "server:\n    rundir: /run/knot\n    listen: 127.0.0.54@53\n"
	                  "    udp-workers: 1\n    tcp-workers: 1\n    background-workers: 1\n"
	                  "log:\n  - target: stderr\n    any: warning\n"
	                  "database:\n    storage: /run/knot\n");
	configure_signed(d, &conf);
	mkdir("/run/knot", 0755); /* Knot says so if it is not there */
	ok = write_text("/run/knot.conf", buf_cstr(&conf), f) && write_zones(d, f) &&
	     write_text("/run/resolv.conf", "nameserver 127.0.0.53\noptions timeout:2\n", f) &&
	     write_text("/run/hosts", "127.0.0.1 localhost " NAMESPACE_HOST "\n::1 localhost\n",
	                f);
	buf_free(&conf);
	return ok;
}

/* Until Knot answers for the root: a few milliseconds. */
static bool knot_failed(const struct dns *d, struct fault *f)
{
	struct buf log = { 0 }, why = { 0 };

	buf_printf(&log, "%s/knot.log", d->world->dir);
	last_words(&why, buf_cstr(&log));
	fault_set(f, NULL, 0, 0, "Knot DNS does not answer%s", buf_cstr(&why));
	buf_free(&log);
	buf_free(&why);
	return false;
}

static bool wait_for_knot(struct dns *d, struct fault *f)
{
	struct loop *l = d->world->loop;
	uint64_t now = loop_now(l), until = now + START_MS, next = now;

	/* Each probe that comes too early wakes us by its ICMP error: one at a time. */
	while (!dns_proxy_has_heard(d->proxy)) {
		if (!child_is_alive(d->knot) || now > until)
			return knot_failed(d, f);
		if (now >= next) {
			dns_proxy_probe(d->proxy);
			next = now + PROBE_MS;
		}
		loop_once(l, (unsigned)(next - now));
		now = loop_now(l);
	}
	return true;
}

/* The file of this machine stays as it is; but there has to be one. */
static bool replace(const char *path, const char *with, struct fault *f)
{
	if (namespace_replace_file(path, with))
		return true;
	return fault_set(f, NULL, 0, 0, "%s: cannot be replaced in a world: %s%s", path,
	                 strerror(errno), errno == ENOENT ? "; create an empty one" : "");
}

static void tool_said(void *arg, struct child *c, int status)
{
	(void)c;
	*(int *)arg = status;
}

/* Knot unpacks its configuration in /tmp, whatever TMPDIR says, and who ends it just then
 * leaves it there. */
static struct child_settings of_knot(const char *log, char **argv)
{
	return (struct child_settings){ .name = log, .argv = argv, .private_tmp = true };
}

/* One of Knot's tools, to its end; what it prints is in dir/LOG.log. */
static bool run_tool(struct dns *d, const char *log, char **argv, struct fault *f)
{
	struct child_settings s = of_knot(log, argv);
	struct child *c;
	int status = -1;

	c = child_start(d->world, &s, tool_said, &status, f);
	if (c == NULL)
		return false;
	while (child_is_alive(c))
		loop_once(d->world->loop, 50);
	return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
	       fault_set(f, NULL, 0, 0, "%s %s failed; see %s/%s.log", argv[0], argv[3],
	                 d->world->dir, log);
}

/* A key for each signed zone, before Knot would make one; they make the anchor. */
static bool make_anchor(struct dns *d, struct fault *f)
{
	char path[PATH_MAX];

	if (d->zones == NULL)
		return true;
	if (!world_path(d->world, "anchor.log", path, f))
		return false;
	for (struct zone *z = d->zones; z != NULL; z = z->next) {
		char *make[] = { "keymgr",  "-c",       "/run/knot.conf",
			         z->name,   "generate", "algorithm=ecdsap256sha256",
			         "ksk=yes", "zsk=yes",  NULL };
		char *show[] = { "keymgr", "-c", "/run/knot.conf", z->name, "dnskey", NULL };

		if (!run_tool(d, "keymgr", make, f) || !run_tool(d, "anchor", show, f))
			return false;
	}
	d->anchor = mem_strdup(path);
	return true;
}

const char *world_dns_anchor(const struct world *w)
{
	return w->dns != NULL ? w->dns->anchor : NULL;
}

bool world_dns_start(struct world *w,
                     void (*asked)(void *arg, const char *type, const char *name), void *arg,
                     struct fault *f)
{
	static char *argv[] = { "knotd", "-c", "/run/knot.conf", NULL };
	struct child_settings s = of_knot("knot", argv);
	struct dns *d = dns_of(w);

	if ((mkdir(HERE, 0755) != 0 && errno != EEXIST) ||
	    mount(w->dir, HERE, NULL, MS_BIND, NULL) != 0)
		return fault_set(f, w->dir, 0, 0, "cannot be seen as " HERE ": %s", strerror(errno));
	if (!write_files(d, f))
		return false;
	if (!make_anchor(d, f))
		return false;
	if (!replace("/etc/resolv.conf", "/run/resolv.conf", f) ||
	    !replace("/etc/hosts", "/run/hosts", f))
		return false;
	d->knot = child_start(w, &s, NULL, NULL, f);
	if (d->knot == NULL)
		return false;
	d->proxy = dns_proxy_new(w->loop, d->faults, asked, arg, f);
	return d->proxy != NULL && wait_for_knot(d, f);
}

void dns_free(struct dns **dp)
{
	struct dns *d = *dp;
	struct view key;
	void *value;

	if (d == NULL)
		return;
	dns_proxy_free(&d->proxy);
	for (size_t pos = 0; map_next(d->faults, &pos, &key, &value);)
		free(value);
	map_free(&d->faults);
	while (d->zones != NULL) {
		struct zone *z = d->zones;

		d->zones = z->next;
		buf_free(&z->records);
		free(z->name);
		free(z);
	}
	free(d->anchor);
	buf_free(&d->zone);
	free(d);
	*dp = NULL;
}
