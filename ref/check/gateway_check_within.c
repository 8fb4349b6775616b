/* What a gateway knows of itself, and is told at once: its certificates, its edges, who may
 * talk, its store. */
#include "check/gateway_check_private.h"

#include <string.h>

#include "check/gateway_check.h"
#include "gateway/look.h"

/* --- certificates --------------------------------------------------------------------- */

static void look_at_side(struct check_walk *w, const char *side, const struct tls_context *tls)
{
	struct buf names = { 0 }, words = { 0 };
	struct check_own own;
	enum check_result r;

	tls_context_describe(tls, &names);
	check_own_look(&own, tls);
	check_own_words(&own, "", &words);
	r = check_side(own.server, own.client, own.days, buf_len(&names) != 0);
	r = check_worse(r, check_issuers(buf_len(&own.lacks) != 0, false));
	r = check_worse(r, check_key(own.open_key));
	check_about(w, view_of(side));
	if (buf_len(&names) == 0)
		check_tell(w, r, "it names nobody");
	else
		check_tell_advice(w, r, check_own_advice(&own, check_step_advice(CHECK_TLS)),
		                  "for %s%s %s", buf_cstr(&names),
		                  own.server != CAUSE_NONE ? ":" : ",", buf_cstr(&words));
	check_own_end(&own);
	buf_free(&names);
	buf_free(&words);
}

void gateway_check_certificates(struct check_walk *w, const struct gateway *g)
{
	const struct gateway_settings *s = g->settings;

	look_at_side(w, "link", s->link.tls);
	if (s->sip.server != NULL)
		look_at_side(w, "sip", s->sip.server);
}

/* --- edges -------------------------------------------------------------------------------- */

static void edge_row(void *arg, const struct gateway_look_edge *e)
{
	struct check_walk *w = arg;
	enum check_result r = check_edge(e->up, e->failure != CAUSE_NONE);
	char text[ADDRESS_MAX];
	struct buf about = { 0 };

	buf_printf(&about, "%s:%u", e->host, e->port);
	check_about(w, buf_view(&about));
	buf_free(&about);
	if (e->up)
		check_tell(w, r, "up, %s, %s", address_print(&e->peer, text), e->tls);
	else if (e->failure == CAUSE_NONE)
		check_tell_advice(w, r, "Ask again in a moment.", "%s; nothing has failed yet",
		                  e->state);
	else
		check_tell_advice(w, r, check_edge_advice(e->failure),
		                  "%s: %s; now it is: %s", cause_label(e->failure),
		                  e->words[0] != '\0' ? e->words : cause_words(e->failure),
		                  e->state);
}

void gateway_check_edges(struct check_walk *w, const struct gateway *g)
{
	gateway_look_edges(g, edge_row, w);
}

/* --- who may talk ----------------------------------------------------------------------------------- */

static size_t permitted_sites(const struct access *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n_site; i++)
		n += access_permits(&a->site[i].policy);
	return n;
}

static size_t permitted_users(const struct access *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n_user; i++)
		n += access_permits(&a->user[i].policy);
	return n;
}

void gateway_check_access(struct check_walk *w, const struct gateway *g)
{
	const struct access *a = &g->settings->access;

	check_about(w, VIEW("access"));
	if (!a->allow_federated_users)
		check_tell(w, check_access(a),
		           "allow-federated-users is no: nobody may talk to partners");
	else
		check_tell(w, check_access(a),
		           "policies that let users talk to partners: the global one: %s, of "
		           "sites: %zu of %zu, of users: %zu of %zu",
		           a->has_global && access_permits(&a->global) ? "yes" : "no",
		           permitted_sites(a), a->n_site, permitted_users(a), a->n_user);
}

/* --- the store -------------------------------------------------------------------------------------- */

static void put_size(uint64_t bytes, struct buf *out)
{
	static const char *const unit[] = { "KiB", "MiB", "GiB", "TiB" };
	size_t u = 0;

	for (bytes /= 1024; bytes >= 10240 && u + 1 < sizeof unit / sizeof unit[0]; u++)
		bytes /= 1024;
	buf_printf(out, "%llu %s", (unsigned long long)bytes, unit[u]);
}

void gateway_check_store(struct check_walk *w, const struct gateway *g)
{
	struct store_health h;
	struct buf space = { 0 };
	const char *name;

	store_look(g->store, &h);
	name = strrchr(h.path, '/');
	check_about(w, view_of(name != NULL ? name + 1 : h.path));
	put_size(h.free_bytes, &space);
	if (h.moved)
		check_tell(w, check_store(&h),
		           "%s: the file that is written is not there any more: what is stored "
		           "now is lost with the next restart", h.path);
	else if (h.why != NULL)
		check_tell(w, check_store(&h), "%s cannot be written: %s; %s are free", h.path,
		           h.why, buf_cstr(&space));
	else
		check_tell(w, check_store(&h),
		           "%s can be written, schema %d, subscriptions: %llu, %s are free", h.path,
		           h.schema, (unsigned long long)h.rows, buf_cstr(&space));
	buf_free(&space);
}
