/* fed-edge.yml, the key call-from: where the edge calls its partners from. */
#include "edge/settings.h"
#include "edge/settings_keys.h"

static bool has_family(const struct edge_settings *s, const struct address *like)
{
	for (size_t i = 0; i < s->n_call_from; i++)
		if (s->call_from[i].ss.ss_family == like->ss.ss_family)
			return true;
	return false;
}

/* With a port: "192.0.2.1:5269". */
static bool has_port(const char *text)
{
	struct address with;

	return address_parse(view_of(text), &with);
}

static bool read_one(const struct reading *r, const struct conf_text *at, struct edge_settings *s)
{
	struct address *to = &s->call_from[s->n_call_from], a;

	if (has_port(at->text))
		return reading_refuse(r, at, "call-from",
		                      "has a port: each call is from a port of its own");
	if (!reading_address(at->text, 0, &a))
		return reading_refuse(r, at, "call-from",
		                      "is not an address such as 192.0.2.1 or [2001:db8::1]");
	if (address_is_any(&a))
		return reading_refuse(r, at, "call-from",
		                      "is any address: leave it out, and the kernel chooses");
	if (has_family(s, &a))
		return reading_refuse(r, at, "call-from", "is the second of its family");
	s->listens[s->n_listens++] = (struct setting_place){ a, at->line, at->column };
	*to = a;
	s->n_call_from++;
	return true;
}

/* What postfix does with inet_interfaces, and for its reason: who is reached at an address
 * is expected to come from there (docs/why/110). */
static void take_from_listen(struct edge_settings *s)
{
	for (size_t i = 0; i < s->n_listen; i++) {
		const struct address *a = &s->listen[i];

		if (address_is_any(a) || address_is_loopback(a) || has_family(s, a))
			continue;
		s->call_from[s->n_call_from] = *a;
		address_set_port(&s->call_from[s->n_call_from++], 0);
	}
}

bool settings_read_source(const struct reading *r, const struct conf_list *list,
                          struct edge_settings *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (!read_one(r, &list->item[i], s))
			return false;
	if (list->n == 0)
		take_from_listen(s);
	return true;
}
