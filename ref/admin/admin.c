#include "admin/admin.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "admin/control.h"
#include "admin/metrics.h"
#include "admin/scrape.h"
#include "lib/mem.h"
#include "partner/name.h"

struct admin {
	const struct admin_ops *ops;
	void *self;
	struct daemon *daemon;
	struct loop *loop;
	struct control *control;
	struct scrape *scrape;
	uint64_t born; /* loop_now() */
	time_t started_at;
	char started[sizeof "2026-01-01T00:00:00Z"];
};

/* --- commands that are the same everywhere --------------------------------------- */

static void status(const struct admin *a, struct reply *r)
{
	const struct partners *partners = a->ops->partners(a->self);
	json_t *row = json_object();

	row_string(row, "program", a->ops->name);
	row_string(row, "version", FEDLAB_VERSION);
	row_number(row, "pid", (uint64_t)getpid());
	row_string(row, "started", a->started);
	row_seconds(row, "uptime-seconds", loop_now(a->loop) - a->born);
	row_number(row, "partners", partners_count(partners));
	row_string(row, "digest", partners_digest(partners));
	a->ops->status(a->self, row);
	reply_row(r, row);
}

/* `pos`: of partners_next(), behind the partner's primary domain; its others stand
 * right there. */
static json_t *partner_row(const struct admin *a, const struct partner *p, size_t pos,
                           bool whole)
{
	const struct partners *partners = a->ops->partners(a->self);
	json_t *row = json_object();
	const struct partner *whose;
	struct view domain;

	row_string(row, "domain", p->domain);
	row_string(row, "type", partner_type_word(p->type));
	row_string(row, "tls", policy_level_word(p->policy.tls));
	row_string(row, "sasl", policy_level_word(p->policy.sasl));
	row_string(row, "dialback", p->policy.dialback ? "yes" : "no");
	json_object_set_new(row, "additional-domains", json_array());
	while (partners_next(partners, &pos, &domain, &whose) && whose == p)
		row_listed(row, "additional-domains", domain);
	if (whole) {
		struct buf line = { 0 };

		policy_explain(&p->policy, &line);
		row_text(row, "policy", buf_view(&line));
		buf_free(&line);
		row_flag(row, "keepalive", p->keepalive);
		row_string(row, "proxy-fqdn", p->proxy_fqdn);
	}
	a->ops->partner(a->self, p, whole, row);
	/* That of the whole list: the copies of two programs are compared by it. */
	if (whole)
		row_string(row, "digest", partners_digest(partners));
	return row;
}

/* `only` NULL: all. */
static void partner_rows(const struct admin *a, const struct partner *only, struct reply *r)
{
	const struct partner *p;
	struct view domain;
	size_t pos = 0;

	while (partners_next(a->ops->partners(a->self), &pos, &domain, &p))
		if ((only == NULL || p == only) && view_is(domain, p->domain))
			reply_row(r, partner_row(a, p, pos, only != NULL));
}

static void partner_show(const struct admin *a, struct view text, struct reply *r)
{
	struct region *m = region_new();
	const struct partner *p = NULL;
	struct domain_name name;
	const char *why;

	if (!name_read(text, m, &name, &why))
		reply_fault(r, "\"%.*s\" %s", VIEW_ARG(text), why);
	else if ((p = partner_of(a->ops->partners(a->self), name.prepared)) == NULL)
		reply_fault(r, "\"%.*s\" is no partner", VIEW_ARG(text));
	else
		partner_rows(a, p, r);
	region_free(&m);
}

static void reload(struct admin *a, struct reply *r)
{
	struct fault f = { 0 };
	struct buf place = { 0 };

	if (!daemon_reload(a->daemon, &f)) {
		fault_place(&f, &place);
		if (buf_len(&place) != 0)
			buf_puts(&place, ": ");
		reply_fault(r, "%s%s", buf_cstr(&place), f.text);
	}
	buf_free(&place);
	fault_free(&f);
}

/* --- metrics ------------------------------------------------------------------------ */

static void write_page(void *arg, struct buf *out)
{
	const struct admin *a = arg;
	const char *prefix = a->ops->prefix;

	metrics_info(prefix, "build", "The version of the program.", "version", FEDLAB_VERSION,
	             out);
	metrics_info(prefix, "allow_list",
	             "The meaning of partners.yml, by which the copies of two programs are "
	             "compared.",
	             "digest", partners_digest(a->ops->partners(a->self)), out);
	buf_printf(out,
	           "# TYPE %sstart_time_seconds gauge\n"
	           "# UNIT %sstart_time_seconds seconds\n"
	           "# HELP %sstart_time_seconds When the program started, since 1970.\n"
	           "%sstart_time_seconds %lld\n",
	           prefix, prefix, prefix, prefix, (long long)a->started_at);
	a->ops->metrics(a->self, out);
	metrics_end(out);
}

/* --- the whole ---------------------------------------------------------------------- */

void admin_ask(void *admin, const struct view *word, size_t n, struct reply *r)
{
	struct admin *a = admin;
	struct command_call call;
	struct buf why = { 0 };

	if (!command_read(word, n, &call, &why))
		reply_fault(r, "%s", buf_cstr(&why));
	else if (!command_is_of(call.command, a->ops->program))
		reply_fault(r, "%s does not know \"%s\": ask the other program", a->ops->name,
		            command_words(call.command));
	else if (call.command == COMMAND_STATUS)
		status(a, r);
	else if (call.command == COMMAND_PARTNER_LIST)
		partner_rows(a, NULL, r);
	else if (call.command == COMMAND_PARTNER_SHOW)
		partner_show(a, call.argument[0], r);
	else if (a->ops->later[call.command] != NULL)
		a->ops->later[call.command](a->self, &call, r);
	else if (call.command == COMMAND_RELOAD)
		reload(a, r);
	else if (call.command == COMMAND_DRAIN)
		daemon_drain(a->daemon);
	else
		a->ops->run[call.command](a->self, &call, r);
	buf_free(&why);
}

static bool blame(struct conf_place at, struct fault *f)
{
	f->line = at.line;
	f->column = at.column;
	return false;
}

bool admin_prepare(struct admin *a, const struct admin_settings *s, struct fault *f)
{
	bool wanted = s->metrics != NULL;
	struct address at;

	/* It was read when the settings were. */
	wanted = wanted && address_parse(view_of(s->metrics), &at);
	if (!control_open(a->control, s->control, f))
		return blame(s->control_at, f);
	if (scrape_open(a->scrape, wanted ? &at : NULL, f))
		return true;
	control_undo(a->control);
	return blame(s->metrics_at, f);
}

void admin_settle(struct admin *a)
{
	control_settle(a->control);
	scrape_settle(a->scrape);
}

void admin_undo(struct admin *a)
{
	control_undo(a->control);
	scrape_undo(a->scrape);
}

struct admin *admin_new(struct loop *l, const struct admin_ops *ops, struct daemon *d,
                        const struct admin_settings *s, struct fault *f)
{
	struct admin *a = mem_zalloc(sizeof *a);
	struct tm utc;

	a->ops = ops;
	a->daemon = d;
	a->loop = l;
	a->born = loop_now(l);
	a->started_at = time(NULL);
	gmtime_r(&a->started_at, &utc);
	strftime(a->started, sizeof a->started, "%Y-%m-%dT%H:%M:%SZ", &utc);
	a->control = control_new(l, admin_ask, a);
	a->scrape = scrape_new(l, write_page, a);
	if (admin_prepare(a, s, f))
		admin_settle(a);
	else
		admin_free(&a);
	return a;
}

void admin_begin(struct admin *a, void *self)
{
	a->self = self;
}

void admin_free(struct admin **ap)
{
	struct admin *a = *ap;

	*ap = NULL;
	if (a == NULL)
		return;
	control_free(&a->control);
	scrape_free(&a->scrape);
	free(a);
}
