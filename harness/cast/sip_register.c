#include "cast/sip_register.h"

#include <stdlib.h>
#include <string.h>

#include "cast/sip_agent.h"
#include "cast/sip_write.h"
#include "scenario/meaning.h"
#include "scenario/unit.h"

/* To its own address of record; `rest`: more fields, and a body. */
static struct sent *accepted(struct act *a, const char *method, const char *uri,
                             struct view rest)
{
	struct buf b = { 0 }, own = { 0 }, whole = { 0 };
	char tag[24], call[40];
	struct sent *s = NULL;

	stage_fresh(a->stage, "tag", tag, sizeof tag);
	stage_fresh(a->stage, "callid", call, sizeof call);
	buf_printf(&own, "%s@%s", a->role->name, role_domain(a->role));
	buf_printf(&b, "%s %s SIP/2.0\r\nFrom: <", method, uri);
	sip_uri_of(buf_view(&own), &b);
	buf_printf(&b, ">;tag=%s\r\nTo: <", tag);
	sip_uri_of(buf_view(&own), &b);
	buf_printf(&b, ">\r\nCall-ID: %s\r\nCSeq: 1 %s\r\n", call, method);
	buf_putv(&b, rest);
	if (agent_ask(a, buf_view(&b), &whole)) {
		s = agent_sent(agent_of(a->role), buf_view(&whole));
		if (s->final >= 300) {
			act_fail(a, "%s is answered by %u", method, s->final);
			s = NULL;
		}
	}
	buf_free(&b);
	buf_free(&own);
	buf_free(&whole);
	return s;
}

bool agent_register(struct act *a)
{
	struct buf rest = { 0 }, uri = { 0 };
	bool ok;

	buf_printf(&uri, "sip:%s", role_domain(a->role));
	buf_puts(&rest, "Contact: ");
	agent_contact(a->role, &rest);
	buf_puts(&rest, "\r\nExpires: 3600\r\n\r\n");
	ok = accepted(a, "REGISTER", buf_cstr(&uri), buf_view(&rest)) != NULL;
	buf_free(&rest);
	buf_free(&uri);
	return ok;
}

bool agent_publishes(const struct role *r)
{
	return front_end_is_program(r) &&
	       strcmp(role_setting(front_end_for(r), "presence", "agents"), "server") == 0;
}

bool agent_publish(struct act *a)
{
	struct agent *me = agent_of(a->role);
	struct buf rest = { 0 }, uri = { 0 }, jid = { 0 };
	struct unit *u;
	struct sent *s;

	buf_printf(&jid, "%s@%s", a->role->name, role_domain(a->role));
	sip_uri_of(buf_view(&jid), &uri);
	buf_puts(&rest, "Event: presence\r\nExpires: 3600\r\n");
	if (me->published != NULL)
		buf_printf(&rest, "SIP-If-Match: %s\r\n", me->published);
	buf_puts(&rest, "Content-Type: application/pidf+xml\r\n\r\n");
	sip_document(buf_cstr(&jid), AGENT_RESOURCE, me->show, me->saying, &rest);
	s = accepted(a, "PUBLISH", buf_cstr(&uri), buf_view(&rest));
	if (s != NULL) {
		u = unit_parse_sip((struct view){ s->last, s->last_n });
		free(me->published);
		me->published = view_dup(sip_value(unit_sip(u), "SIP-ETag"));
		unit_free(&u);
	}
	buf_free(&rest);
	buf_free(&uri);
	buf_free(&jid);
	return s != NULL;
}
