#include "partner/reading.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "jid/jid.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/text.h"

bool reading_refuse(const struct reading *r, const struct conf_text *at, const char *key,
                    const char *why)
{
	return fault_set(r->f, conf_path(r->conf), at->line, at->column, "%s: \"%s\" %s", key,
	                 at->text, why);
}

char *reading_keep(const struct reading *r, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return NULL;
	return region_cstr(r->memory, view_of(text));
}

/* --- addresses ------------------------------------------------------------- */

bool reading_address(const char *text, unsigned port, struct address *out)
{
	struct buf b = { 0 };
	bool ok;

	if (address_parse(view_of(text), out))
		return true;
	buf_printf(&b, "%s:%u", text, port);
	ok = address_parse(buf_view(&b), out);
	buf_free(&b);
	return ok;
}

bool reading_addresses(const struct reading *r, const struct conf_list *list, const char *key,
                       unsigned port, struct address **out, size_t *n)
{
	*out = region_alloc(r->memory, (list->n + 1) * sizeof **out);
	for (size_t i = 0; i < list->n; i++)
		if (!reading_address(list->item[i].text, port, &(*out)[i]))
			return reading_refuse(r, &list->item[i], key,
			                      "is not an address such as "
			                      "192.0.2.1:5269 or "
			                      "[2001:db8::1]:5269");
	*n = list->n;
	return true;
}

/* An address, or address@port, as libunbound takes it. */
static bool is_forward(struct view text)
{
	char host[INET6_ADDRSTRLEN];
	unsigned char ip[16];
	struct view left, right;
	unsigned port;

	if (view_cut(text, '@', &left, &right) && !text_port(right, 1, &port))
		return false;
	if (left.n >= sizeof host)
		return false;
	memcpy(host, left.p, left.n);
	host[left.n] = '\0';
	return inet_pton(AF_INET, host, ip) == 1 || inet_pton(AF_INET6, host, ip) == 1;
}

static bool read_forward(const struct reading *r, const struct conf_list *list,
                         struct resolver_settings *out)
{
	struct view *forward = region_alloc(r->memory, (list->n + 1) * sizeof *forward);

	for (size_t i = 0; i < list->n; i++) {
		if (!is_forward(view_of(list->item[i].text)))
			return reading_refuse(r, &list->item[i], "resolver.forward",
			                      "is not an address such as "
			                      "192.0.2.53 or 192.0.2.53@5353");
		forward[i] = region_copy(r->memory, view_of(list->item[i].text));
	}
	out->forward = forward;
	out->n_forward = list->n;
	return true;
}

bool reading_resolver(const struct reading *r, const struct conf_list *forward,
                      const char *trust_anchor, struct resolver_settings *out)
{
	struct fault inner = { 0 };
	bool possible;

	out->trust_anchor = reading_keep(r, trust_anchor);
	/* Whoever names servers wants their answers. */
	out->hosts = forward->n == 0 ? "/etc/hosts" : NULL;
	if (!read_forward(r, forward, out))
		return false;
	possible = out->trust_anchor == NULL || resolver_possible(out, &inner);
	if (!possible)
		conf_fault(r->conf, "resolver.trust-anchor", r->f, "%s", inner.text);
	fault_free(&inner);
	return possible;
}

/* --- certificates ---------------------------------------------------------- */

/* It stands beside "trust", "link.trust" ... */
static void crl_key(const char *trust_key, struct buf *out)
{
	buf_printf(out, "%.*scrl", (int)(strlen(trust_key) - strlen("trust")), trust_key);
}

/* The fault moves to the key in the configuration that names the file, which
 * goes into its words. */
static void move_fault(const struct reading *r, const char *above, const char *trust_key,
                       const struct tls_settings *t, struct fault *inner)
{
	const char *file = inner->file != NULL ? inner->file : t->certificate;
	bool is_trust = t->trust != NULL && strcmp(file, t->trust) == 0;
	bool is_crl = t->crl != NULL && strcmp(file, t->crl) == 0;
	const char *key = strcmp(file, t->key) == 0 ? "key" : "certificate";
	struct buf dotted = { 0 };

	if (is_crl) {
		key = "crl";
		crl_key(trust_key, &dotted);
	} else if (is_trust) {
		key = "trust";
		buf_puts(&dotted, trust_key);
	} else {
		buf_printf(&dotted, "%s.%s", above, key);
	}
	conf_fault(r->conf, buf_cstr(&dotted), r->f, "%s: %s: %s", key, file, inner->text);
	buf_free(&dotted);
}

struct tls_context *reading_tls(const struct reading *r, const char *above,
                                const char *trust_key, const struct tls_settings *t)
{
	struct fault inner = { 0 };
	struct tls_context *c = tls_context_new(t, &inner);

	if (c == NULL)
		move_fault(r, above, trust_key, t, &inner);
	fault_free(&inner);
	return c;
}

void reading_warn_of_lists(const struct reading *r, const char *trust_key,
                           const struct tls_context *c)
{
	struct buf dotted = { 0 };
	bool in_trust = false;
	const char *stale = c != NULL ? tls_context_stale(c, &in_trust) : NULL;

	if (stale != NULL) {
		if (in_trust)
			buf_puts(&dotted, trust_key);
		else
			crl_key(trust_key, &dotted);
		reading_warn_at(r, buf_cstr(&dotted), stale);
	}
	buf_free(&dotted);
}

/* --- partners, warnings ---------------------------------------------------- */

void reading_warn(const struct fault *f)
{
	struct buf place = { 0 };

	buf_puts(&place, f->file);
	if (f->line != 0) /* else it is of a key that stands nowhere */
		buf_printf(&place, ":%u:%u", f->line, f->column);
	log_event(LOG_WARN, "configuration", LOG_V("at", buf_view(&place)),
	          LOG_S("warning", f->text));
	buf_free(&place);
}

void reading_warn_at(const struct reading *r, const char *dotted, const char *words)
{
	struct fault f = { 0 };

	conf_fault(r->conf, dotted, &f, "%s: %s", dotted, words);
	reading_warn(&f);
	fault_free(&f);
}

static void warn(void *arg, const struct fault *f)
{
	(void)arg;
	reading_warn(f);
}

/* --- control and metrics ---------------------------------------------------- */

/* NULL: it is the address of a user; else why not. */
static const char *no_user(const char *text)
{
	struct region *m = region_new();
	struct jid who;
	const char *why = NULL;

	(void)jid_read_user(view_of(text), m, &who, &why);
	region_free(&m);
	return why;
}

bool reading_place(const struct reading *r, const char *key, const char *path, bool socket)
{
	struct stat st;
	struct buf words = { 0 };
	char *copy, *above;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return conf_fault(r->conf, key, r->f, "%s: \"%s\" is a directory", key, path);
	if (socket && lstat(path, &st) == 0 && !S_ISSOCK(st.st_mode))
		return conf_fault(r->conf, key, r->f, "%s: \"%s\" is there, and is no socket", key,
		                  path);
	copy = mem_strdup(path);
	above = dirname(copy);
	if (stat(above, &st) == 0 ? !S_ISDIR(st.st_mode) : errno == ENOENT)
		buf_printf(&words, "there is no directory %s; it has to be there at the start",
		           above);
	else if (stat(above, &st) != 0)
		buf_printf(&words, "directory %s cannot be looked at: %s", above, strerror(errno));
	if (buf_len(&words) != 0)
		reading_warn_at(r, key, buf_cstr(&words));
	buf_free(&words);
	free(copy);
	return true;
}

bool reading_metrics_apart(const struct reading *r, const char *metrics, const char *other,
                           const struct address *at, struct conf_place place)
{
	struct address mine;

	if (metrics == NULL || !address_parse(view_of(metrics), &mine) ||
	    !address_overlaps(&mine, at))
		return true;
	if (place.line == 0)
		return conf_fault(r->conf, "metrics", r->f,
		                  "metrics: \"%s\" is where %s listens by default", metrics,
		                  other);
	return conf_fault(r->conf, "metrics", r->f,
	                  "metrics: \"%s\" is where %s listens, at line %u, column %u", metrics,
	                  other, place.line, place.column);
}

bool reading_admin(const struct reading *r, const char *control, const char *metrics,
                   const char *probe_from, const char *example, struct admin_settings *out)
{
	struct sockaddr_un un;
	const char *why;
	struct address at;

	out->control = reading_keep(r, control);
	out->metrics = reading_keep(r, metrics);
	out->control_at = conf_where(r->conf, "control");
	out->metrics_at = conf_where(r->conf, "metrics");
	if (out->control != NULL && strlen(out->control) >= sizeof un.sun_path)
		return conf_fault(r->conf, "control", r->f,
		                  "control: \"%s\" is longer than the %zu bytes that a "
		                  "socket's path may have",
		                  out->control, sizeof un.sun_path - 1);
	if (out->control != NULL && !reading_place(r, "control", out->control, true))
		return false;
	if (out->metrics != NULL && !address_parse(view_of(out->metrics), &at))
		return conf_fault(r->conf, "metrics", r->f,
		                  "metrics: \"%s\" is not an address such as %s",
		                  out->metrics, example);
	out->probe_from = reading_keep(r, probe_from);
	why = out->probe_from != NULL ? no_user(out->probe_from) : NULL;
	if (why != NULL)
		return conf_fault(r->conf, "probe-from", r->f,
		                  "probe-from: \"%s\" is no address of a user: %s",
		                  out->probe_from, why);
	return true;
}

bool reading_probe_sender(const struct reading *r, const char *probe_from, const struct view *own,
                          size_t n_own)
{
	struct region *m;
	struct jid who;
	bool ours = false;

	if (probe_from == NULL)
		return true;
	m = region_new();
	if (jid_read_user(view_of(probe_from), m, &who, NULL))
		for (size_t i = 0; i < n_own; i++)
			ours = ours || view_eq(who.domain, own[i]);
	region_free(&m);
	return ours || conf_fault(r->conf, "probe-from", r->f,
	                          "probe-from: \"%s\" is not of a domain in `domains`", probe_from);
}

struct partners *reading_partners(const struct reading *r, const char *path,
                                  const struct view *own, size_t n_own)
{
	struct fault inner = { 0 };
	struct partners *p = partners_load(path, own, n_own, warn, NULL, &inner);

	/* A place inside the file says more than the key that names it. */
	if (p == NULL && inner.line == 0)
		conf_fault(r->conf, "partners", r->f, "partners: %s: %s", path, inner.text);
	else if (p == NULL)
		fault_set(r->f, inner.file, inner.line, inner.column, "%s", inner.text);
	fault_free(&inner);
	return p;
}
