/* What holds for every stream of the system under test, whatever a scenario is
 * about: each rule is a requirement that every case proves in which it was seen. */
#include <string.h>

#include "judge/judging.h"
#include "scenario/unit.h"

#define NS_DIALBACK "jabber:server:dialback"
#define NS_RECEIPTS "urn:xmpp:receipts"

static const char *const NOTIFIED = "notified";

/* --- what is looked at --------------------------------------------------------------- */

/* Streams that the harness itself ends: with partners, and the link.  What a user's
 * own server sends him is a client's stream. */
static bool is_ours(const struct judging *g, size_t event)
{
	const char *actor = g->conn[g->h->event[event].conn].actor;

	for (size_t i = 0; actor != NULL && i < g->c->n_cast; i++)
		if (strcmp(g->c->cast[i].name.text, actor) == 0)
			return g->c->cast[i].kind == ACTOR_SCRIPTED_SERVER ||
			       g->c->cast[i].kind == ACTOR_SCRIPTED_DIALLER ||
			       g->c->cast[i].kind == ACTOR_GATEWAY;
	return actor != NULL && strcmp(actor, "gateway") == 0;
}

static bool came(const struct judging *g, size_t event, enum event_unit unit)
{
	const struct event *e = &g->h->event[event];

	return e->kind == EVENT_RECV && e->unit == unit && is_ours(g, event);
}

/* False: the tag has no prefix. */
static bool split_tag(struct view tag, struct view *prefix, struct view *name)
{
	if (view_cut(tag, ':', prefix, name))
		return true;
	*prefix = VIEW("");
	*name = tag;
	return false;
}

static bool is_in(const xmlNode *x, const char *ns)
{
	return x->ns != NULL && strcmp((const char *)x->ns->href, ns) == 0;
}

static bool has_child(const struct unit *u, const char *ns, const char *name)
{
	for (xmlNode *x = xml_element(u->element->children); x != NULL;
	     x = xml_element(x->next))
		if (is_in(x, ns) && strcmp((const char *)x->name, name) == 0)
			return true;
	return false;
}

/* The last header of the system on that connection; NULL: none can be read. */
static const struct unit *header_before(struct judging *g, size_t event)
{
	for (size_t i = event; i-- > 0;)
		if (g->h->event[i].conn == g->h->event[event].conn && came(g, i, UNIT_HEADER))
			return unit_at(g, i);
	return NULL;
}

/* Did somebody send what the system may only have passed on? */
static bool was_sent(struct judging *g, size_t event, bool (*is)(struct judging *g, size_t i))
{
	for (size_t i = 0; i < event; i++)
		if (g->h->event[i].kind == EVENT_SENT && is(g, i))
			return true;
	return false;
}

/* --- verdicts -------------------------------------------------------------------------- */

enum outcome { SAYS_NOTHING, HOLDS, BROKEN };

/* RFC 6120 4.8.5 */
static enum outcome stanza_has_no_prefix(struct judging *g, size_t at)
{
	struct view prefix, name;
	bool prefixed;

	if (!came(g, at, UNIT_ELEMENT))
		return SAYS_NOTHING;
	prefixed = split_tag(xml_tag(g->h->event[at].text), &prefix, &name);
	if (!view_is(name, "message") && !view_is(name, "presence") && !view_is(name, "iq"))
		return SAYS_NOTHING;
	return prefixed ? BROKEN : HOLDS;
}

static bool is_prefixed_stanza(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];
	struct view prefix, name;

	return e->unit == UNIT_ELEMENT && split_tag(xml_tag(e->text), &prefix, &name) &&
	       (view_is(name, "message") || view_is(name, "presence") || view_is(name, "iq"));
}

/* What came with a prefix is passed on without it, or not at all. */
static enum outcome prefix_is_not_passed_on(struct judging *g, size_t at)
{
	enum outcome is = stanza_has_no_prefix(g, at);

	return is != SAYS_NOTHING && was_sent(g, at, is_prefixed_stanza) ? is : SAYS_NOTHING;
}

static enum outcome header_declares_no_more(struct judging *g, size_t at)
{
	static const char *const known[] = { NS_STREAMS, NS_SERVER, NS_CLIENT, NS_DIALBACK };
	const struct unit *u = came(g, at, UNIT_HEADER) ? unit_at(g, at) : NULL;

	if (u == NULL || u->element == NULL)
		return SAYS_NOTHING;
	for (const xmlNs *ns = u->element->nsDef; ns != NULL; ns = ns->next) {
		bool is_known = false;

		for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
			is_known = is_known || strcmp((const char *)ns->href, known[i]) == 0;
		if (!is_known)
			return BROKEN;
	}
	return HOLDS;
}

/* XEP-0220 2: xmlns:db in the header, and that prefix on what is dialback's. */
static enum outcome dialback_has_its_prefix(struct judging *g, size_t at)
{
	const struct unit *u = came(g, at, UNIT_ELEMENT) ? unit_at(g, at) : NULL, *header;
	struct view prefix, name;
	bool declared = false;

	if (u == NULL || u->element == NULL || !is_in(u->element, NS_DIALBACK))
		return SAYS_NOTHING;
	header = header_before(g, at);
	split_tag(xml_tag(g->h->event[at].text), &prefix, &name);
	if (header == NULL || header->element == NULL)
		return SAYS_NOTHING;
	for (const xmlNs *ns = header->element->nsDef; ns != NULL; ns = ns->next) {
		if (strcmp((const char *)ns->href, NS_DIALBACK) != 0)
			continue;
		if (ns->prefix != NULL && view_is(prefix, (const char *)ns->prefix))
			return HOLDS;
		declared = true;
	}
	/* Who does not speak dialback declares none, and may still say so. */
	if (!declared && strcmp(attribute_at(g, at, "type"), "error") == 0)
		return SAYS_NOTHING;
	return BROKEN;
}

static bool is_nameless_iq(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];

	/* Raw bytes may hold anything. */
	if (e->unit == UNIT_RAW)
		return view_find(e->text, VIEW("<iq")) < e->text.n;
	return strcmp(name_at(g, at), "iq") == 0 && attribute_at(g, at, "id")[0] == '\0';
}

static enum outcome iq_has_an_id(struct judging *g, size_t at)
{
	if (!came(g, at, UNIT_ELEMENT) || strcmp(name_at(g, at), "iq") != 0)
		return SAYS_NOTHING;
	if (attribute_at(g, at, "id")[0] != '\0')
		return HOLDS;
	return was_sent(g, at, is_nameless_iq) ? SAYS_NOTHING : BROKEN;
}

/* RFC 6120 5.3.3, 5.4.3.3: the next byte is TLS. */
static enum outcome proceed_is_the_last(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];

	if (!came(g, at, UNIT_ELEMENT) || e->tls || strcmp(name_at(g, at), "proceed") != 0)
		return SAYS_NOTHING;
	for (size_t i = at + 1; i < g->h->n; i++) {
		const struct event *next = &g->h->event[i];

		if (next->conn != e->conn)
			continue;
		if (next->kind == EVENT_SECURE)
			return HOLDS;
		if (next->kind == EVENT_RECV)
			return next->unit == UNIT_SPACE && !next->tls ? BROKEN : SAYS_NOTHING;
	}
	return SAYS_NOTHING;
}

/* Is it no chance that TCP ends before the case does?  A step has waited for that, or for
 * the end of the stream, on that connection, and the scene went on. */
static bool is_waited_for(struct judging *g, unsigned conn, size_t end)
{
	const char *actor = g->conn[conn].actor;
	unsigned last = 0;

	for (size_t i = 0; i < g->c->n_step; i++)
		last = g->c->step[i].group > last ? g->c->step[i].group : last;
	for (size_t i = 0; i < g->c->n_step; i++) {
		const struct step *s = &g->c->step[i];
		const struct seen_step *seen = &g->step[s->number];
		bool closing = s->verb == VERB_IS_CLOSED || s->verb == VERB_SEES_TCP_END;

		if (strcmp(actor_of(g, s), actor) != 0 || s->strength == STEP_TOLERATED ||
		    seen->end == NOWHERE)
			continue;
		/* of this connection, not of another that the actor has as well */
		closing = closing && conn_of(g, s, seen->end) == conn;
		if ((closing && s->verb == VERB_SEES_TCP_END) ||
		    ((closing || seen->claimed == end) && s->group < last))
			return true;
	}
	return false;
}

/* RFC 6120 4.4, RFC 8446 6.1: who closed the stream says so in TLS, too. */
static enum outcome tls_is_closed_before_tcp(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];

	if (e->kind != EVENT_CLOSE || e->text.n == 0 || !is_ours(g, at) || e->value == NULL ||
	    strcmp(e->value, "fin") != 0)
		return SAYS_NOTHING;
	for (size_t i = 0; i < at; i++)
		if (g->h->event[i].conn == e->conn && came(g, i, UNIT_STREAM_END) &&
		    g->h->event[i].tls && g->unit[i].claimed &&
		    is_waited_for(g, e->conn, i))
			return view_is(e->text, NOTIFIED) ? HOLDS : BROKEN;
	return SAYS_NOTHING;
}

static bool asks_and_tells(struct judging *g, size_t at)
{
	const struct unit *u = unit_at(g, at);

	return u != NULL && u->element != NULL && has_child(u, NS_RECEIPTS, "received") &&
	       has_child(u, NS_RECEIPTS, "request");
}

/* XEP-0184 5.4 */
static enum outcome receipt_asks_for_none(struct judging *g, size_t at)
{
	const struct unit *u = came(g, at, UNIT_ELEMENT) ? unit_at(g, at) : NULL;

	if (u == NULL || u->element == NULL || !has_child(u, NS_RECEIPTS, "received"))
		return SAYS_NOTHING;
	if (!has_child(u, NS_RECEIPTS, "request"))
		return HOLDS;
	return was_sent(g, at, asks_and_tells) ? SAYS_NOTHING : BROKEN;
}

/* RFC 6121 8.5.2.1.1.  Of accounts alone: who plays the inside by a link sees it at every
 * step that names whom a message is for. */
static enum outcome address_stays_bare(struct judging *g, size_t at)
{
	if (g->unit[at].readdressed)
		return BROKEN;
	return is_of_account(g, at) && g->unit[at].claimed && strcmp(name_at(g, at), "message") == 0 &&
	                       strchr(attribute_at(g, at, "to"), '/') == NULL
	               ? HOLDS
	               : SAYS_NOTHING;
}

/* --- all of them ---------------------------------------------------------------------------- */

static const struct {
	const char *id;
	enum outcome (*of)(struct judging *g, size_t event);
	const char *words; /* when it is broken */
} rule[] = {
	{ "R6120-4.8.5-2", stanza_has_no_prefix, "a stanza with a prefix" },
	{ "R6120-4.8.5-3", prefix_is_not_passed_on,
	  "a stanza with a prefix, as somebody had sent it" },
	{ "R6120-4.8.5-4", header_declares_no_more,
	  "a header that declares more than streams, content and dialback" },
	{ "X0220-2-1", dialback_has_its_prefix,
	  "dialback without the prefix that the header declares for it" },
	{ "R6120-8.2.3-1", iq_has_an_id, "an iq without an id" },
	{ "R6120-5.3.3-1", proceed_is_the_last, "something between <proceed/> and TLS" },
	{ "R6120-4.4-4", tls_is_closed_before_tcp, "TCP ends without close_notify" },
	{ "X0184-5.4-1", receipt_asks_for_none, "a receipt that asks for a receipt" },
	{ "R6121-8.5.2.1.1-2", address_stays_bare,
	  "a message to a user, with a resource in its `to` that nobody had sent" },
};

enum { RULES = sizeof rule / sizeof rule[0] };
_Static_assert((int)RULES == (int)JUDGE_CLAIMS, "judge.h counts them");

const char *judge_claim(size_t i)
{
	return rule[i].id;
}

bool judge_claims(const char *id)
{
	for (size_t i = 0; i < RULES; i++)
		if (strcmp(rule[i].id, id) == 0)
			return true;
	return false;
}

void streams_are_checked(struct judging *g)
{
	for (size_t i = 0; i < g->h->n; i++)
		for (size_t k = 0; k < RULES; k++) {
			enum outcome is = rule[k].of(g, i);
			struct finding *f;

			if (is == HOLDS)
				g->held[k] = true;
			if (is != BROKEN)
				continue;
			f = found(g, 0, VERDICT_FAIL, CLASS_WRONG_ANSWER, i, "to %s: %s",
			          g->h->event[i].actor, rule[k].words);
			f->requirement = rule[k].id;
			f->got = glimpse(&g->h->event[i]);
			g->unit[i].blamed = true;
		}
}
