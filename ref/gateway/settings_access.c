/* settings_access.c - who may talk: what stands below `access` in fed-gateway.yml. */
#include "gateway/settings_private.h"

#include <string.h>

#include "jid/jid.h"
#include "partner/name.h"

static struct access_policy policy(bool federation, bool xmpp, bool public_cloud)
{
	return (struct access_policy){ federation, xmpp, public_cloud };
}

/* LYNC-GATE-3: xmpp without federation is loaded, and permits nothing. */
static void warn_useless(const struct loading *l, const char *dotted,
                         const struct access_policy *p)
{
	if (p->xmpp && !p->federation)
		reading_warn_at(&l->r, dotted,
		                "xmpp without federation permits "
		                "nothing");
}

static void dotted_name(const char *above, const char *name, struct buf *out)
{
	buf_puts(out, above);
	name_dotted(name, out);
}

/* "user@domain", prepared as addresses are compared. */
static bool read_user(const struct loading *l, const struct conf_text *at, const char *key,
                      struct view *out)
{
	struct jid j;
	const char *why;

	if (!jid_read(view_of(at->text), l->s->memory, &j, &why))
		return reading_refuse(&l->r, at, key, why);
	if (j.local.n == 0 || j.resource.n != 0)
		return reading_refuse(&l->r, at, key, "is not user@domain");
	if (!gateway_serves(l->s, j.domain))
		return reading_refuse(&l->r, at, key, "is not of a domain in `domains`");
	*out = jid_bare(&j, l->s->memory);
	return true;
}

static bool read_users(const struct loading *l)
{
	const struct conf_entries *e = &l->raw->access.users;
	struct access *a = &l->s->access;
	struct access_user *user = region_alloc(l->s->memory, (e->n + 1) * sizeof *user);

	for (size_t i = 0; i < e->n; i++) {
		const struct raw_policy *raw = (const struct raw_policy *)e->value + i;
		struct buf dotted = { 0 };

		if (!read_user(l, &e->name[i], "access.users", &user[i].user))
			return false;
		for (size_t k = 0; k < i; k++)
			if (view_eq(user[k].user, user[i].user))
				return reading_refuse(&l->r, &e->name[i], "access.users",
				                      "stands twice");
		user[i].policy = policy(raw->federation, raw->xmpp, raw->public_cloud);
		dotted_name("access.users.", e->name[i].text, &dotted);
		warn_useless(l, buf_cstr(&dotted), &user[i].policy);
		buf_free(&dotted);
	}
	a->user = user;
	a->n_user = e->n;
	return true;
}

/* One star at most; without one it is an address, and compared as such. */
static bool read_pattern(const struct loading *l, const struct conf_text *at, const char **out)
{
	const char *star = strchr(at->text, '*');
	struct view user;

	if (star == NULL) {
		if (!read_user(l, at, "access.sites", &user))
			return false;
		*out = region_cstr(l->s->memory, user);
		return true;
	}
	if (strchr(star + 1, '*') != NULL)
		return reading_refuse(&l->r, at, "access.sites", "has more than one star");
	*out = reading_keep(&l->r, at->text);
	return true;
}

static bool read_sites(const struct loading *l)
{
	const struct conf_entries *e = &l->raw->access.sites;
	struct access *a = &l->s->access;
	struct access_site *site = region_alloc(l->s->memory, (e->n + 1) * sizeof *site);

	for (size_t i = 0; i < e->n; i++) {
		const struct raw_site *raw = (const struct raw_site *)e->value + i;
		const char **pattern = region_alloc(l->s->memory,
		                                    (raw->users.n + 1) * sizeof *pattern);
		struct buf dotted = { 0 };

		for (size_t k = 0; k < raw->users.n; k++)
			if (!read_pattern(l, &raw->users.item[k], &pattern[k]))
				return false;
		site[i].name = reading_keep(&l->r, e->name[i].text);
		site[i].pattern = pattern;
		site[i].n_pattern = raw->users.n;
		site[i].policy = policy(raw->federation, raw->xmpp, raw->public_cloud);
		dotted_name("access.sites.", e->name[i].text, &dotted);
		warn_useless(l, buf_cstr(&dotted), &site[i].policy);
		buf_free(&dotted);
	}
	a->site = site;
	a->n_site = e->n;
	return true;
}

bool settings_read_access(const struct loading *l)
{
	const struct raw_policy *global = &l->raw->access.global;
	struct access *a = &l->s->access;

	a->allow_federated_users = l->raw->access.allow_federated_users;
	a->has_global = conf_where(l->r.conf, "access.global").line != 0;
	a->global = policy(global->federation, global->xmpp, global->public_cloud);
	warn_useless(l, "access.global", &a->global);
	if (!a->allow_federated_users)
		reading_warn_at(&l->r, "access.allow-federated-users",
		                "is no: nobody may talk to partners");
	return read_users(l) && read_sites(l);
}
