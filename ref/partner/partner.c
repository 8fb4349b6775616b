#include "partner/partner.h"

#include <assert.h>

#include "partner/manual.h"
#include "partner/name.h"
#include "partner/partner_set.h"
#include "lib/conf.h"
#include "lib/map.h"

static const char *const type_words[] = {
	[PARTNER_FEDERATED] = "federated",
	[PARTNER_PUBLIC_VERIFIED] = "public-verified",
	[PARTNER_PUBLIC_UNVERIFIED] = "public-unverified",
	NULL
};

static const char *const level_words[] = {
	[POLICY_REQUIRED] = "required",
	[POLICY_OPTIONAL] = "optional",
	[POLICY_NOT_SUPPORTED] = "not-supported",
	NULL
};

struct raw {			/* one partner, as it stands in the file */
	struct conf_list additional;
	int type, tls, sasl;
	bool dialback, keepalive;
	uint32_t connection_limit;
	char *proxy_fqdn;
	char *trust;
	char *description;
};

#define AT(field) offsetof(struct raw, field)

const char *partner_type_word(enum partner_type t)
{
	return type_words[t];
}

static const struct conf_key keys[] = {
	{ .name = "additional-domains", .kind = CONF_LIST, .offset = AT(additional),
	  .doc = "Further domains of the partner, under the same settings. "
	         "Subdomains are not implied." },
	{ .name = "type", .kind = CONF_WORD, .offset = AT(type),
	  .fallback = "public-unverified", .words = type_words,
	  .doc = "How far the gateway trusts the partner's users." },
	{ .name = "tls", .kind = CONF_WORD, .offset = AT(tls),
	  .fallback = "required", .words = level_words,
	  .doc = "Whether streams are encrypted; optional: whenever the partner "
	         "can." },
	{ .name = "sasl", .kind = CONF_WORD, .offset = AT(sasl),
	  .fallback = "required", .words = level_words,
	  .doc = "Whether both sides prove their domains by certificates (SASL "
	         "EXTERNAL); needs TLS." },
	{ .name = "dialback", .kind = CONF_BOOL, .offset = AT(dialback),
	  .fallback = "yes",
	  .doc = "Whether server dialback may prove a domain where SASL does "
	         "not." },
	{ .name = "keepalive", .kind = CONF_BOOL, .offset = AT(keepalive),
	  .fallback = "yes",
	  .doc = "Whether the partner has to give a sign of life within "
	         "keepalive-interval." },
	{ .name = "connection-limit", .kind = CONF_COUNT,
	  .offset = AT(connection_limit), .min = 1, .max = UINT32_MAX,
	  .doc = "Connections of all domains of the partner, both directions "
	         "together. Left out: partner-connection-limit." },
	{ .name = "proxy-fqdn", .kind = CONF_TEXT, .offset = AT(proxy_fqdn),
	  .doc = "The host to connect to, instead of what SRV records name." },
	{ .name = "trust", .kind = CONF_FILE, .offset = AT(trust),
	  .doc = "The authorities, and no others, that this partner's "
	         "certificates are checked against by the edge, PEM; revocation "
	         "lists may stand in it. None: trust of fed-edge.yml(5)." },
	{ .name = "description", .kind = CONF_TEXT, .offset = AT(description),
	  .doc = "A note for people; it has no effect." },
	{ .name = NULL }
};

void partners_manual(struct buf *out)
{
	manual_keys(keys, out);
}

struct loading {
	const char *path;
	const struct view *own;
	size_t n_own;
	void (*warn)(void *arg, const struct fault *f);
	void *arg;
	struct fault *f;
	struct partners *set;
	struct map *places;	/* domain -> the conf_text it stands in */
};

static bool refuse(const struct loading *l, const struct conf_text *at,
                   const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static bool refuse(const struct loading *l, const struct conf_text *at,
                   const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	fault_set(l->f, l->path, at->line, at->column, "%s", buf_cstr(&b));
	buf_free(&b);
	return false;
}

/* One domain of a partner: a name, not ours, and nobody's yet. */
static bool add_domain(struct loading *l, struct conf_text *at,
                       struct partner *p, struct view *prepared)
{
	struct domain_name name;
	const struct conf_text *first;
	const char *why;

	if (!name_read(view_of(at->text), l->set->memory, &name, &why))
		return refuse(l, at, "\"%s\" %s", at->text, why);
	for (size_t i = 0; i < l->n_own; i++)
		if (view_eq(l->own[i], name.prepared))
			return refuse(l, at, "\"%s\" is a domain of our own and "
			              "cannot be a partner", at->text);
	first = map_put(l->places, name.prepared, at);
	if (first != NULL)
		return refuse(l, at, "\"%s\" stands twice; it is also at line "
		              "%u, column %u", at->text, first->line,
		              first->column);
	partners_add(l->set, name.prepared, p);
	*prepared = name.prepared;
	return true;
}

static bool check_policy(const struct loading *l, const struct conf_text *at,
                         const struct policy *p)
{
	struct policy_check c = policy_check(p);

	if (c.verdict != POLICY_REFUSED)
		return true;
	return refuse(l, at, "%s: tls=%s sasl=%s dialback=%s: %s (%s)", at->text,
	              level_words[p->tls], level_words[p->sasl], p->dialback ? "yes" : "no",
	              c.words, c.key);
}

/* Partners of whom the same is to be said: one line for all, as with the defaults there may
 * be thousands. */
struct warning {
	struct policy_check what;	/* key NULL: of nobody */
	const struct conf_text *first;	/* whose place it has */
	struct buf names;
	size_t n;
};
#define WARNINGS	2	/* of policy_check() */
#define NAMES_TOLD	3

static struct warning *warning_of(struct warning all[WARNINGS], const struct policy_check *c)
{
	struct warning *w = all;

	while (w->what.key != NULL && strcmp(w->what.key, c->key) != 0) {
		w++;
		assert(w < all + WARNINGS);
	}
	w->what = *c;
	return w;
}

static void warn_of_policy(struct warning all[WARNINGS], const struct conf_text *at,
                           const struct policy *p)
{
	struct policy_check c = policy_check(p);
	struct warning *w;

	if (c.verdict != POLICY_VALID_WITH_WARNING)
		return;
	w = warning_of(all, &c);
	if (w->n == 0)
		w->first = at;
	if (w->n++ < NAMES_TOLD)
		buf_printf(&w->names, "%s%s", w->n == 1 ? "" : ", ", at->text);
}

static void say_warnings(const struct loading *l, struct warning all[WARNINGS])
{
	for (struct warning *w = all; w < all + WARNINGS && w->n != 0; w++) {
		struct fault f = { 0 };

		if (w->n > NAMES_TOLD)
			buf_printf(&w->names, " and %zu more", w->n - NAMES_TOLD);
		fault_set(&f, l->path, w->first->line, w->first->column, "%s: %s (%s)",
		          buf_cstr(&w->names), w->what.words, w->what.key);
		if (l->warn != NULL)
			l->warn(l->arg, &f);
		fault_free(&f);
		buf_free(&w->names);
	}
}

static struct policy policy_of(const struct raw *raw)
{
	return (struct policy){ (enum policy_level)raw->tls, (enum policy_level)raw->sasl,
		                raw->dialback };
}

static void dotted_key(const struct conf_text *at, const char *key, struct buf *out)
{
	name_dotted(at->text, out);
	buf_printf(out, ".%s", key);
}

/* As it may have been written: the two programs keep their lists in different places. */
static const char *beside(const char *list, const char *file)
{
	const char *slash = strrchr(list, '/');
	size_t n = slash != NULL ? (size_t)(slash - list) + 1 : 0;

	return strncmp(file, list, n) == 0 ? file + n : file;
}

static void read_trust(const struct loading *l, const struct conf *c,
                       const struct conf_text *at, const char *file, struct partner *p)
{
	struct buf dotted = { 0 };
	struct conf_place place;

	if (file == NULL)
		return;
	dotted_key(at, "trust", &dotted);
	place = conf_where(c, buf_cstr(&dotted));
	buf_free(&dotted);
	p->trust = region_cstr(l->set->memory, view_of(file));
	p->trust_word = beside(l->path, p->trust);
	p->trust_line = place.line;
	p->trust_column = place.column;
}

static bool read_partner(struct loading *l, const struct conf *c, size_t number,
                         struct conf_text *at, const struct raw *raw)
{
	struct region *m = l->set->memory;
	struct partner *p = region_alloc(m, sizeof *p);
	struct domain_name proxy;
	struct view name;
	struct buf dotted = { 0 };
	const char *why;

	p->number = number;
	p->type = (enum partner_type)raw->type;
	p->policy = policy_of(raw);
	p->keepalive = raw->keepalive;
	p->connection_limit = raw->connection_limit;
	if (!add_domain(l, at, p, &name))
		return false;
	p->domain = region_cstr(m, name);
	if (!check_policy(l, at, &p->policy))
		return false;
	if (raw->proxy_fqdn != NULL) {
		if (!name_read(view_of(raw->proxy_fqdn), m, &proxy, &why)) {
			dotted_key(at, "proxy-fqdn", &dotted);
			conf_fault(c, buf_cstr(&dotted), l->f,
			           "%s: proxy-fqdn: \"%s\" %s", at->text,
			           raw->proxy_fqdn, why);
			buf_free(&dotted);
			return false;
		}
		p->proxy_fqdn = region_cstr(m, proxy.ascii);
	}
	read_trust(l, c, at, raw->trust, p);
	for (size_t i = 0; i < raw->additional.n; i++)
		if (!add_domain(l, &raw->additional.item[i], p, &name))
			return false;
	return true;
}

struct partners *partners_load(const char *path, const struct view *own,
                               size_t n_own,
                               void (*warn)(void *arg, const struct fault *),
                               void *arg, struct fault *f)
{
	struct loading l = { path, own, n_own, warn, arg, f, NULL, NULL };
	struct conf *c = conf_open(path, f);
	struct warning warnings[WARNINGS] = { 0 };
	struct conf_entries e;
	bool ok = true;

	if (c == NULL)
		return NULL;
	if (!conf_read_entries(c, keys, sizeof(struct raw), &e, f)) {
		conf_close(&c);
		return NULL;
	}
	l.set = partners_new();
	l.places = map_new();
	for (size_t i = 0; ok && i < e.n; i++)
		ok = read_partner(&l, c, i, &e.name[i],
		                  (const struct raw *)e.value + i);
	/* A list that is refused is refused by one line. */
	for (size_t i = 0; ok && i < e.n; i++) {
		struct policy p = policy_of((const struct raw *)e.value + i);

		warn_of_policy(warnings, &e.name[i], &p);
	}
	say_warnings(&l, warnings);
	map_free(&l.places);
	conf_clear_entries(keys, sizeof(struct raw), &e);
	conf_close(&c);
	if (ok)
		partners_seal(l.set);
	else
		partners_free(&l.set);
	return l.set;
}
