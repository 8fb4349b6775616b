#include "cast/account.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cast/initiate.h"
#include "cast/inside.h"
#include "cast/scripted.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "scenario/unit.h"

/* docs/adapters.md: every account of the lab has this password. */
#define PASSWORD "pw"

struct account {
	struct line *line;
	bool logging_in;
};

/* --- who takes what --------------------------------------------------------------------- */

static bool is(const struct got *g, const char *local)
{
	return strcmp(g->local, local) == 0;
}

/* Its own presence comes back to it (RFC 6121 4.2.2). */
static bool is_own_presence(const struct role *r, const struct got *g)
{
	struct buf jid = { 0 };
	bool own = is(g, "presence") && view_ieq(jid_bare(view_of(got_attribute(g, "from"))),
	                                         view_of(inside_jid(r, &jid)));

	buf_free(&jid);
	return own;
}

static bool is_roster(const struct got *g)
{
	const char *type = got_attribute(g, "type");

	return is(g, "iq") && (strcmp(type, "set") == 0 || strcmp(type, "result") == 0) &&
	       view_find(g->text, VIEW("jabber:iq:roster")) != g->text.n;
}

static struct fate account_fate(struct line *l, const struct got *g)
{
	struct fate fate = { .to = l->role };

	switch (g->kind) {
	case UNIT_HEADER:
		fate.auto_ = "header";
		break;
	case UNIT_SPACE:
		fate.auto_ = "keepalive";
		break;
	case UNIT_ELEMENT:
		if (is(g, "features"))
			fate.auto_ = "features";
		else if (l->role->account->logging_in || is_own_presence(l->role, g) ||
		         is_roster(g))
			fate.auto_ = "login";
		else
			fate.auto_ = common_taker(&fate.to, g);
		fate.keep = l->role->account->logging_in && fate.auto_ != NULL;
		break;
	case UNIT_NONE:
	case UNIT_STREAM_END:
	case UNIT_RAW:
	case UNIT_SIP:
		break;
	}
	return fate;
}

static void account_react(struct line *l, const struct got *g, const struct fate *fate)
{
	(void)l;
	if (!fate->keep)
		common_react(fate->to, g, fate->auto_);
}

static const struct manner account_manner = { account_fate, account_react, NULL };

/* --- login ----------------------------------------------------------------------------------- */

static bool open_stream(struct act *a, struct line *l)
{
	struct buf b = { 0 };

	free(l->header);
	free(l->features);
	l->header = l->features = NULL;
	buf_puts(&b, "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
	             " xmlns:stream='http://etherx.jabber.org/streams' to='");
	xml_put(&b, role_domain(a->role));
	buf_puts(&b, "' version='1.0' xml:lang='en'>");
	line_send(l, "header", buf_view(&b));
	buf_free(&b);
	return line_wait_header(a, l) && line_wait_features(a, l);
}

static bool take(struct act *a, struct line *l, const char *local, const char *type)
{
	const char *const names[] = { local, NULL };
	struct got *g = line_take(a, l, names);
	bool ok = g != NULL && (type == NULL || strcmp(got_attribute(g, "type"), type) == 0 ||
	                        act_fail(a, "the server answered <%s type='%s'/> to the login",
	                                 local, got_attribute(g, "type")));

	got_free(&g);
	return ok;
}

static bool authenticate(struct act *a, struct line *l)
{
	struct buf plain = { 0 }, text = { 0 };

	buf_putc(&plain, '\0'); /* RFC 4616 2: no authzid */
	buf_puts(&plain, a->role->name);
	buf_put(&plain, "\0" PASSWORD, 1 + strlen(PASSWORD));
	text_base64_encode(buf_view(&plain), &text);
	line_printf(l, "login",
	            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"
	            " mechanism='PLAIN'>%s</auth>",
	            buf_cstr(&text));
	buf_free(&plain);
	buf_free(&text);
	return take(a, l, "success", NULL) && open_stream(a, l);
}

static bool bind_resource(struct act *a, struct line *l)
{
	line_printf(l, "login",
	            "<iq type='set' id='bind'><bind"
	            " xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
	return take(a, l, "iq", "result");
}

/* What it asks behind its presence is answered when that has been seen to. */
static bool become_available(struct act *a, struct line *l)
{
	line_printf(l, "login",
	            "<presence/><iq type='get' id='roster'>"
	            "<query xmlns='jabber:iq:roster'/></iq>");
	return take(a, l, "iq", "result");
}

static bool secure(struct act *a, struct line *l)
{
	if (line_is_secure(l) || !line_offers(l, "starttls"))
		return true;
	line_send(l, "login", VIEW("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"));
	return take(a, l, "proceed", NULL) && initiate_handshake(a, l, role_domain(a->role)) &&
	       open_stream(a, l);
}

/* The instance that it logs in at; NULL: it has none. */
static struct instance *server_of(const struct role *r)
{
	return r->kind == ACTOR_XMPP_USER ? r->instance : r->stage->sut->instance;
}

static bool login(struct act *a, struct account *c)
{
	struct instance *i = server_of(a->role);
	struct address to;
	unsigned port = instance_port(i, "client");

	if (port == 0) {
		stage_break(a->stage, "the profile names no port \"client\"");
		return act_fail(a, "no port to log in at");
	}
	instance_address(i, &to);
	address_set_port(&to, port);
	c->line = line_dial(a->role, &to, &account_manner);
	if (c->line == NULL)
		return act_fail(a, "no connection");
	a->role->line = c->line;
	return line_wait_connected(a, c->line) && open_stream(a, c->line) &&
	       secure(a, c->line) && authenticate(a, c->line) && bind_resource(a, c->line) &&
	       become_available(a, c->line);
}

bool account_login(struct act *a)
{
	struct account *c = a->role->account;
	bool ok;

	if (c == NULL)
		c = a->role->account = mem_zalloc(sizeof *c);
	c->logging_in = true;
	ok = login(a, c);
	c->logging_in = false;
	return ok;
}

struct line *account_line(const struct account *c)
{
	return c->line;
}

void account_free(struct account **cp)
{
	free(*cp);
	*cp = NULL;
}
