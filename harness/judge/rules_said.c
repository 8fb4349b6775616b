/* Nobody is invented: whoever the system under test names as sender or as
 * recipient was named before, by the scenario or in what was sent to it.  What a
 * user is called is mapped (RFC 7247 4, XEP-0106), never made up. */
#include <string.h>

#include "judge/judging.h"
#include "lib/text.h"
#include "scenario/sip_text.h"

/* One spelling for all: %27, \27 and &apos; are ', capitals small. */
static void put_plain(struct buf *out, struct view text)
{
	static const struct {
		struct view spelt;
		char is;
	} entity[] = { { VIEW_INIT("&apos;"), '\'' },
		       { VIEW_INIT("&quot;"), '"' },
		       { VIEW_INIT("&lt;"), '<' },
		       { VIEW_INIT("&gt;"), '>' },
		       { VIEW_INIT("&amp;"), '&' } };

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		int coded = (c == '%' || c == '\\') && i + 2 < text.n
		                    ? text_hex_byte(text.p + i + 1)
		                    : -1;

		if (coded >= 0) {
			c = (char)coded;
			i += 2;
		}
		for (size_t k = 0; c == '&' && k < sizeof entity / sizeof entity[0]; k++)
			if (view_starts(view_from(text, i), entity[k].spelt)) {
				c = entity[k].is;
				i += entity[k].spelt.n - 1;
				break;
			}
		buf_putc(out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
	}
	buf_putc(out, '\n');
}

static void put_scenario(struct buf *said, const struct case_ *c)
{
	for (size_t i = 0; i < c->n_cast; i++)
		put_plain(said, view_of(c->cast[i].name.text));
	for (size_t i = 0; i < c->n_step; i++) {
		const struct step *s = &c->step[i];

		put_plain(said, view_of(s->text));
		for (size_t k = 0; k < s->n_payload; k++)
			put_plain(said, payload_text(s->payload[k]));
	}
}

/* Letters beyond ASCII have capitals that only Unicode knows: patterns look at them. */
static bool was_said(struct view said, struct view user)
{
	struct buf plain = { 0 };
	struct view name;
	bool unsaid = true;

	put_plain(&plain, user);
	name = view_trim(buf_view(&plain));
	for (size_t i = 0; i < name.n; i++)
		unsaid = unsaid && (unsigned char)name.p[i] < 0x80;
	unsaid = unsaid && view_find(said, name) == said.n;
	buf_free(&plain);
	return !unsaid;
}

static struct view local_of(const char *jid)
{
	struct view bare, rest, local, domain;

	(void)view_cut(view_of(jid), '/', &bare, &rest);
	return view_cut(bare, '@', &local, &domain) ? local : VIEW("");
}

static void check(struct judging *g, size_t event, struct view said, struct view user)
{
	const struct event *e = &g->h->event[event];

	if (user.n == 0 || g->unit[event].blamed || was_said(said, user))
		return;
	found(g, 0, VERDICT_FAIL, CLASS_WRONG_ANSWER, event,
	      "to %s: a user \"%.*s\", whom nobody had named", e->actor, VIEW_ARG(user))
	        ->got = glimpse(e);
	g->unit[event].blamed = true;
}

void users_are_checked(struct judging *g)
{
	static const char *const field[] = { "From", "To" };
	struct buf said = { 0 };

	put_scenario(&said, g->c);
	for (size_t i = 0; i < g->h->n; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_SENT)
			put_plain(&said, e->text);
		if (e->kind != EVENT_RECV)
			continue;
		if (e->unit == UNIT_SIP && status_at(g, i) == 0)
			for (size_t k = 0; k < 2; k++)
				check(g, i, buf_view(&said),
				      sip_user_in(sip_uri_in(
				              sip_value(unit_sip(unit_at(g, i)), field[k]))));
		if (e->unit == UNIT_ELEMENT) {
			check(g, i, buf_view(&said), local_of(attribute_at(g, i, "from")));
			check(g, i, buf_view(&said), local_of(attribute_at(g, i, "to")));
		}
	}
	buf_free(&said);
}
