#include "cast/inside.h"

#include <string.h>

#include "cast/account.h"
#include "cast/front_end.h"
#include "cast/link.h"
#include "cast/sip_register.h"

const char *inside_jid(const struct role *r, struct buf *out)
{
	buf_clear(out);
	buf_printf(out, "%s@%s", r->name, role_domain(r));
	return buf_cstr(out);
}

static bool is_on_link(const struct role *r)
{
	return r->kind == ACTOR_INSIDE_USER && r->stage->settings->sut->inside == INSIDE_LINK;
}

static bool online_in_sip(struct act *a)
{
	return front_end_line(a, a->role) != NULL &&
	       (!front_end_is_program(a->role) || agent_register(a));
}

bool inside_online(struct act *a)
{
	bool ok = role_is_sip(a->role)  ? online_in_sip(a)
	          : is_on_link(a->role) ? link_wait(a)
	                                : account_login(a);

	a->role->online = ok;
	return ok;
}

struct line *inside_line(const struct role *r)
{
	if (role_is_sip(r))
		return front_end_open_line(r);
	if (r->kind == ACTOR_GATEWAY)
		return r->link == NULL ? NULL : link_line(r->link);
	if (is_on_link(r))
		return link_of_stage(r->stage) == NULL ? NULL
		                                       : link_line(link_of_stage(r->stage));
	return r->account == NULL ? NULL : account_line(r->account);
}

/* Where the first tag's name ends; 0: no tag, or it has a from. */
static size_t place_for_from(struct view xml)
{
	size_t at = 1, end = 0;
	char quote = '\0';

	if (!view_starts(xml, VIEW("<")) || view_starts(xml, VIEW("</")))
		return 0;
	while (at < xml.n && strchr(" \t\r\n/>", xml.p[at]) == NULL)
		at++;
	for (end = at; end < xml.n && (quote != '\0' || xml.p[end] != '>'); end++) {
		if (quote != '\0')
			quote = xml.p[end] == quote ? '\0' : quote;
		else if (xml.p[end] == '\'' || xml.p[end] == '"')
			quote = xml.p[end];
		else if (view_starts(view_from(xml, end), VIEW("from=")) &&
		         strchr(" \t\r\n", xml.p[end - 1]) != NULL)
			return 0;
	}
	return at;
}

bool inside_send(struct role *r, const char *auto_, struct view xml)
{
	struct buf b = { 0 }, jid = { 0 };
	struct line *l = inside_line(r);
	size_t place = is_on_link(r) ? place_for_from(xml) : 0;
	bool ok;

	if (l == NULL || role_is_sip(r))
		return false;
	buf_put(&b, xml.p, place);
	if (place != 0) {
		buf_puts(&b, " from='");
		xml_put(&b, inside_jid(r, &jid));
		buf_putc(&b, '\'');
	}
	buf_putv(&b, view_from(xml, place));
	/* On the link many speak on one line: each for itself. */
	ok = is_on_link(r) ? link_send(link_of_stage(r->stage), r, auto_, buf_view(&b))
	     : r->kind == ACTOR_GATEWAY ? link_send(r->link, r, auto_, buf_view(&b))
	                                : line_send(l, auto_, buf_view(&b));
	buf_free(&b);
	buf_free(&jid);
	return ok;
}
