/* Verbs of users, and of the gateway on the link. */
#include <string.h>

#include "cast/inside.h"
#include "cast/link.h"
#include "cast/server.h"
#include "cast/units.h"
#include "cast/verbs.h"
#include "lib/mem.h"
#include "scenario/unit.h"

static bool is_user(const struct role *r)
{
	return r->kind == ACTOR_INSIDE_USER || r->kind == ACTOR_XMPP_USER;
}

void act_IS_ONLINE(struct act *a)
{
	inside_online(a);
}

void act_SAYS(struct act *a)
{
	struct buf b = { 0 }, jid = { 0 };
	char id[32];

	stage_fresh(a->stage, "id", id, sizeof id);
	buf_puts(&b, "<message from='");
	xml_put(&b, inside_jid(a->role, &jid));
	buf_puts(&b, "' to='");
	xml_put(&b, act_arg(a, 1));
	buf_printf(&b, "' id='%s' type='chat'><body>", id);
	xml_put(&b, act_arg(a, 0));
	buf_puts(&b, "</body></message>");
	if (act_arg(a, 2) != NULL)
		stage_save(a->stage, act_arg(a, 2), buf_view(&b));
	if (!inside_send(a->role, NULL, buf_view(&b)))
		act_fail(a, "%s is not online", a->role->name);
	buf_free(&b);
	buf_free(&jid);
}

static xmlNode *child(const struct got *g, const char *local)
{
	xmlNode *n = g->parsed == NULL || g->parsed->element == NULL
	                     ? NULL
	                     : xml_element(g->parsed->element->children);

	while (n != NULL && strcmp((const char *)n->name, local) != 0)
		n = xml_element(n->next);
	return n;
}

static bool body_is(const struct got *g, const char *text)
{
	xmlNode *body = child(g, "body");
	xmlChar *content = body == NULL ? NULL : xmlNodeGetContent(body);
	bool same = content != NULL && strcmp((const char *)content, text) == 0;

	xmlFree(content);
	return same;
}

/* The bare address, or the full one if that was said. */
static bool is_from(const struct got *g, const char *jid)
{
	struct view from = view_of(got_attribute(g, "from"));

	return view_ieq(from, view_of(jid)) || view_ieq(jid_bare(from), view_of(jid));
}

void act_HEARS(struct act *a)
{
	struct got *g = units_next(a);

	if (g == NULL)
		return;
	if (strcmp(g->local, "message") == 0 && body_is(g, act_arg(a, 0)) &&
	    is_from(g, act_arg(a, 1)) && strcmp(got_attribute(g, "type"), "error") != 0)
		units_take(a, g);
	else
		act_fail(a, "heard %.*s", VIEW_ARG(units_glimpse(g)));
}

static bool id_of_saved(const struct act *a, const char *name, struct buf *id)
{
	struct view bytes;
	struct unit *u = stage_saved(a->stage, name, &bytes) ? unit_parse(bytes) : NULL;
	const char *value = u == NULL ? NULL : unit_attribute(u, "id");

	buf_puts(id, value == NULL ? "" : value);
	unit_free(&u);
	return buf_len(id) != 0;
}

static bool has_condition(const struct got *g, const char *conditions)
{
	xmlNode *error = child(g, "error");
	struct view rest = view_of(conditions), one;
	bool more = true, found = false;

	while (more && !found) {
		more = view_cut(rest, '|', &one, &rest);
		for (xmlNode *n = error == NULL ? NULL : xml_element(error->children);
		     n != NULL && !found; n = xml_element(n->next))
			found = view_is(one, (const char *)n->name);
	}
	return found;
}

void act_HEARS_FAILURE(struct act *a)
{
	struct buf id = { 0 };
	struct got *g;

	if (!id_of_saved(a, act_arg(a, 1), &id))
		act_fail(a, "$%s has no id", act_arg(a, 1));
	else if ((g = units_next(a)) == NULL)
		;
	else if (strcmp(got_attribute(g, "type"), "error") == 0 &&
	         view_is(buf_view(&id), got_attribute(g, "id")) &&
	         has_condition(g, act_arg(a, 0)))
		units_take(a, g);
	else
		act_fail(a, "was told %.*s", VIEW_ARG(units_glimpse(g)));
	buf_free(&id);
}

/* --- ping -------------------------------------------------------------------------------------- */

static bool is_answered(void *arg)
{
	return ((const struct ping *)arg)->answered;
}

static void put_from(struct buf *b, const struct role *r)
{
	struct buf jid = { 0 };

	xml_put(b, is_user(r) ? inside_jid(r, &jid) : role_domain(r));
	buf_free(&jid);
}

/* XEP-0199.  The answer to a server may come on a connection of its own. */
void act_PINGS(struct act *a)
{
	struct ping *p = mem_zalloc(sizeof *p);
	struct buf b = { 0 };
	struct line *l;

	stage_fresh(a->stage, "id", p->id, sizeof p->id);
	p->by = a->role;
	p->next = a->stage->pings;
	a->stage->pings = p;
	buf_puts(&b, "<iq type='get' from='");
	put_from(&b, a->role);
	buf_puts(&b, "' to='");
	xml_put(&b, act_arg(a, 0));
	buf_printf(&b, "' id='%s'><ping xmlns='urn:xmpp:ping'/></iq>", p->id);
	server_serve_domain(a->stage, role_domain(a->role), 1);
	if (is_user(a->role)) {
		if (!inside_send(a->role, "ping", buf_view(&b)))
			act_fail(a, "%s is not online", a->role->name);
	} else if ((l = verb_line(a)) != NULL && !line_send(l, "ping", buf_view(&b))) {
		act_fail(a, "%s's connection is closed", a->role->name);
	}
	if (a->outcome == OUTCOME_DONE && !act_wait(a, is_answered, p) &&
	    a->outcome == OUTCOME_TIMEOUT)
		buf_puts(&a->reason, "the ping was not answered");
	server_serve_domain(a->stage, role_domain(a->role), -1);
	buf_free(&b);
}

/* --- the link ------------------------------------------------------------------------------------ */

void act_DIALS_LINK(struct act *a)
{
	link_dial(a, a->role,
	          act_arg(a, 0) != NULL ? act_arg(a, 0) : role_setting(a->role, "name", NULL));
}

void act_BREAKS_LINK(struct act *a)
{
	if (a->role->link == NULL)
		act_fail(a, "there is no link");
	else
		link_break(a->role->link);
}

void act_RESUMES_LINK(struct act *a)
{
	link_resume(a, a->role);
}

struct handing {
	const struct link *link;
	const char *id;
};

static bool was_handed(void *arg)
{
	const struct handing *h = arg;

	return link_was_handed(h->link, h->id);
}

void act_IS_TOLD_HANDED(struct act *a)
{
	struct buf id = { 0 };
	struct handing h = { .link = a->role->link };

	if (a->role->link == NULL) {
		act_fail(a, "there is no link");
	} else if (!id_of_saved(a, act_arg(a, 0), &id)) {
		act_fail(a, "$%s has no id", act_arg(a, 0));
	} else {
		h.id = buf_cstr(&id);
		if (!act_wait(a, was_handed, &h) && a->outcome == OUTCOME_TIMEOUT)
			buf_puts(&a->reason, "no <handed/> came");
	}
	buf_free(&id);
}
