/* Verbs of users, and of the gateway on the link. */
#include <string.h>

#include "cast/inside.h"
#include "cast/link.h"
#include "cast/server.h"
#include "cast/sip_agent.h"
#include "cast/units.h"
#include "cast/verbs.h"
#include "lib/mem.h"
#include "scenario/meaning.h"
#include "scenario/unit.h"

void act_IS_ONLINE(struct act *a)
{
	inside_online(a);
}

static void say_in_xmpp(struct act *a, struct buf *out)
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
	stage_said(a->stage, inside_jid(a->role, &jid), act_arg(a, 0), buf_view(&b));
	verb_put(a, NULL, buf_view(&b));
	buf_putv(out, buf_view(&b));
	buf_free(&b);
	buf_free(&jid);
}

void act_SAYS(struct act *a)
{
	struct buf b = { 0 };

	if (role_is_sip(a->role))
		agent_say(a, NULL, FOR_USER, act_arg(a, 0), act_arg(a, 1), &b);
	else
		say_in_xmpp(a, &b);
	if (act_arg(a, 2) != NULL)
		stage_save(a->stage, act_arg(a, 2), buf_view(&b));
	buf_free(&b);
}

/* Comes as it was said, if a step has said it. */
static bool is_as_said(const struct act *a, const struct got *g)
{
	bool said = false;

	for (const struct spoken *one = a->stage->spoken; one != NULL; one = one->next) {
		if (strcmp(one->text, act_arg(a, 0)) != 0 ||
		    !view_ieq(view_of(one->by), view_of(act_arg(a, 1))))
			continue;
		if (meaning_is_same(g->parsed, one->unit))
			return true;
		said = true;
	}
	return !said;
}

static bool is_to_role(const struct act *a, const struct got *g)
{
	return meaning_is_to(g->parsed, a->role->name, role_domain(a->role));
}

void act_HEARS(struct act *a)
{
	struct got *g = units_next(a);

	if (g == NULL)
		return;
	if (g->parsed != NULL && (meaning_of(g->parsed) & MEANS_SAYS) != 0 &&
	    meaning_text_is(g->parsed, act_arg(a, 0)) &&
	    meaning_is_from(g->parsed, act_arg(a, 1)) && is_to_role(a, g) && is_as_said(a, g))
		units_take(a, g);
	else
		act_fail(a, "heard %.*s", VIEW_ARG(units_glimpse(g)));
}

void act_HEARS_FAILURE(struct act *a)
{
	struct unit *sent = verb_saved(a, act_arg(a, 1));
	struct got *g;

	if (sent == NULL)
		act_fail(a, "$%s was not sent", act_arg(a, 1));
	else if ((g = units_next(a)) == NULL)
		;
	else if (g->parsed != NULL && meaning_is_failure(g->parsed, sent, act_arg(a, 0)) &&
	         is_to_role(a, g))
		units_take(a, g);
	else
		act_fail(a, "was told %.*s", VIEW_ARG(units_glimpse(g)));
	unit_free(&sent);
}

/* --- ping -------------------------------------------------------------------------------------- */

static bool is_answered(void *arg)
{
	return ((const struct ping *)arg)->answered;
}

static void put_from(struct buf *b, const struct role *r)
{
	bool user = r->kind == ACTOR_INSIDE_USER || r->kind == ACTOR_XMPP_USER;
	struct buf jid = { 0 };

	xml_put(b, user ? inside_jid(r, &jid) : role_domain(r));
	buf_free(&jid);
}

static void ping_in_xmpp(struct act *a, const struct ping *p)
{
	struct buf b = { 0 };

	buf_puts(&b, "<iq type='get' from='");
	put_from(&b, a->role);
	buf_puts(&b, "' to='");
	xml_put(&b, act_arg(a, 0));
	buf_printf(&b, "' id='%s'><ping xmlns='urn:xmpp:ping'/></iq>", p->id);
	verb_put(a, "ping", buf_view(&b));
	buf_free(&b);
}

/* RFC 3261 11 */
static void ping_in_sip(struct act *a, struct ping *p)
{
	struct buf b = { 0 }, uri = { 0 };
	struct sent *s;

	sip_uri_of(view_of(act_arg(a, 0)), &uri);
	buf_printf(&b,
	           "OPTIONS %s SIP/2.0\r\nFrom: <sip:%s@%s>;tag=%s\r\nTo: <%s>\r\n"
	           "Call-ID: %s\r\n\r\n",
	           buf_cstr(&uri), a->role->name, role_domain(a->role), p->id, buf_cstr(&uri),
	           p->id);
	s = agent_request(a, "ping", FOR_PING, buf_view(&b), NULL);
	if (s != NULL)
		s->ping = p;
	buf_free(&b);
	buf_free(&uri);
}

/* XEP-0199.  The answer to a server may come on a connection of its own. */
void act_PINGS(struct act *a)
{
	struct ping *p = mem_zalloc(sizeof *p);

	stage_fresh(a->stage, "id", p->id, sizeof p->id);
	p->by = a->role;
	p->next = a->stage->pings;
	a->stage->pings = p;
	server_serve_domain(a->stage, role_domain(a->role), 1);
	if (role_is_sip(a->role))
		ping_in_sip(a, p);
	else
		ping_in_xmpp(a, p);
	if (a->outcome == OUTCOME_DONE && !act_wait(a, is_answered, p) &&
	    a->outcome == OUTCOME_TIMEOUT)
		buf_puts(&a->reason, "the ping was not answered");
	server_serve_domain(a->stage, role_domain(a->role), -1);
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

static bool id_of_saved(const struct act *a, const char *name, struct buf *id)
{
	struct unit *u = verb_saved(a, name);
	const char *value = u == NULL ? NULL : unit_attribute(u, "id");

	buf_puts(id, value == NULL ? "" : value);
	unit_free(&u);
	return buf_len(id) != 0;
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
