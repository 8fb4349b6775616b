/* Questions about what was received. */
#include <stdlib.h>
#include <string.h>

#include "judge/judging.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "scenario/sip_text.h"

#define GLIMPSE 240

/* What the header of its stream declares for a unit; NULL: nothing. */
static const char *declared_for(struct judging *g, size_t event)
{
	size_t header = g->unit[event].header;

	if (header == NOWHERE)
		return NULL;
	(void)unit_at(g, header);
	return g->unit[header].declares;
}

const struct unit *unit_at(struct judging *g, size_t event)
{
	const struct event *e = &g->h->event[event];
	struct seen_unit *u = &g->unit[event];

	if (!u->parsed) {
		u->parsed = true;
		if (e->unit == UNIT_HEADER || e->unit == UNIT_ELEMENT || e->unit == UNIT_STREAM_END)
			u->unit = unit_parse_within(e->text, declared_for(g, event));
		else if (e->unit == UNIT_SIP)
			u->unit = unit_parse_sip(e->text);
		if (e->unit == UNIT_HEADER && e->kind == EVENT_RECV)
			u->declares = unit_declares(u->unit);
	}
	return u->unit;
}

const char *name_at(struct judging *g, size_t event)
{
	const struct unit *u = unit_at(g, event);

	return u != NULL ? unit_name(u) : "";
}

const char *attribute_at(struct judging *g, size_t event, const char *name)
{
	const struct unit *u = unit_at(g, event);
	const char *value = u != NULL ? unit_attribute(u, name) : NULL;

	return value != NULL ? value : "";
}

unsigned status_at(struct judging *g, size_t event)
{
	const struct unit *u = unit_at(g, event);
	const struct sip_text *t = u != NULL ? unit_sip(u) : NULL;

	return t != NULL && !t->request ? t->status : 0;
}

bool is_by(const struct event *e, const char *actor)
{
	return e->actor != NULL && strcmp(e->actor, actor) == 0;
}

const char *actor_of(const struct judging *g, const struct step *s)
{
	return g->c->cast[s->actor].name.text;
}

char *glimpse(const struct event *e)
{
	struct view v = e->text;
	struct buf b = { 0 };

	if (e->unit == UNIT_STREAM_END)
		return mem_strdup("the end of the stream");
	v = text_utf8_cut(v, GLIMPSE);
	for (size_t i = 0; i < v.n; i++)
		buf_putc(&b, (unsigned char)v.p[i] < ' ' || v.p[i] == 127 ? ' ' : v.p[i]);
	if (v.n < e->text.n)
		buf_puts(&b, "...");
	return buf_take(&b);
}

/* --- fences ---------------------------------------------------------------------------- */

bool holds_fence(struct judging *g, size_t event)
{
	const struct event *e = &g->h->event[event];

	if (strcmp(name_at(g, event), "message") != 0 && strcmp(name_at(g, event), "MESSAGE") != 0)
		return false;
	for (size_t i = 0; i < event; i++) {
		const struct event *f = &g->h->event[i];

		if (f->kind == EVENT_FENCE && f->value != NULL && f->value[0] != '\0' &&
		    view_is(f->text, "sent") && view_find(e->text, view_of(f->value)) < e->text.n)
			return true;
	}
	return false;
}

/* --- automation --------------------------------------------------------------------------- */

static bool is_stanza(const char *name)
{
	return strcmp(name, "message") == 0 || strcmp(name, "presence") == 0 ||
	       strcmp(name, "iq") == 0 || strcmp(name, "MESSAGE") == 0;
}

static bool is_one_of(const char *name, const char *words)
{
	struct view rest = view_of(words), one;
	bool more;

	do {
		more = view_cut(rest, ' ', &one, &rest);
		if (view_is(one, name))
			return true;
	} while (more);
	return false;
}

/* Over UDP the same bytes may come again (RFC 3261 17). */
static bool came_before(struct judging *g, size_t event)
{
	const struct event *e = &g->h->event[event];

	for (size_t i = 0; i < event; i++)
		if (g->h->event[i].kind == EVENT_RECV && g->h->event[i].conn == e->conn &&
		    view_eq(g->h->event[i].text, e->text))
			return g->conn[e->conn].datagrams;
	return false;
}

/* What is taken by itself in SIP (cast/sip_manner.c). */
static bool sip_automation_fits(struct judging *g, size_t event)
{
	const struct event *e = &g->h->event[event];
	const char *name = name_at(g, event);
	unsigned status = status_at(g, event);

	if (strcmp(e->auto_, "trying") == 0)
		return status >= 100 && status < 200;
	if (strcmp(e->auto_, "answered") == 0)
		return status >= 200 && status < 300;
	if (strcmp(e->auto_, "ping") == 0)
		return status >= 200;
	if (strcmp(e->auto_, "fence") == 0)
		return status >= 200 || holds_fence(g, event);
	if (strcmp(e->auto_, "retransmission") == 0)
		return came_before(g, event);
	if (strcmp(e->auto_, "ack") == 0)
		return strcmp(name, "ACK") == 0;
	if (strcmp(e->auto_, "options") == 0)
		return strcmp(name, "OPTIONS") == 0;
	return strcmp(e->auto_, "refresh") == 0 && strcmp(name, "SUBSCRIBE") == 0;
}

bool automation_fits(struct judging *g, size_t event)
{
	static const struct {
		const char *auto_, *names;
	} elements[] = {
		{ "features", "features" },
		{ "tls", "starttls proceed failure" },
		{ "sasl", "auth response success challenge failure abort" },
		{ "dialback", "result verify" },
		{ "own-dialback", "result" },
		{ "bidi", "bidi" },
		{ "sm", "enabled resumed failed r a enable resume" },
		{ "link", "accepted" },
		{ "handed", "handed" },
		{ "ping", "iq" },
	};
	const struct event *e = &g->h->event[event];
	const char *name = name_at(g, event);

	if (e->unit == UNIT_SIP)
		return sip_automation_fits(g, event);
	if (strcmp(e->auto_, "header") == 0)
		return e->unit == UNIT_HEADER;
	if (strcmp(e->auto_, "keepalive") == 0)
		return e->unit == UNIT_SPACE || e->unit == UNIT_RAW;
	if (strcmp(e->auto_, "fence") == 0)
		return !is_stanza(name) || holds_fence(g, event) || e->unit != UNIT_ELEMENT ||
		       is_for_steps(g, event);
	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
		if (strcmp(e->auto_, elements[i].auto_) == 0)
			return is_one_of(name, elements[i].names);
	/* `end` and `gateway`: nobody of the cast was to see it; `login` and
	 * `silence` take all */
	return is_one_of(e->auto_, "end gateway login silence");
}

bool is_for_steps(struct judging *g, size_t event)
{
	const struct event *e = &g->h->event[event];

	if (e->kind != EVENT_RECV || e->unit == UNIT_SPACE)
		return false;
	if (e->auto_ == NULL)
		return true;
	if (e->unit == UNIT_SIP)
		return false;
	/* A stream that was opened for a fence is no place where stanzas vanish. */
	return strcmp(e->auto_, "fence") == 0 && is_stanza(name_at(g, event)) &&
	       !holds_fence(g, event);
}

/* --- connections ---------------------------------------------------------------------------- */

unsigned conn_of(struct judging *g, const struct step *s, size_t end)
{
	const char *actor = actor_of(g, s);

	for (size_t i = end; i-- > 0; ) {
		const struct event *e = &g->h->event[i];
		bool fence = e->step > 0 && g->c->step[e->step - 1].verb == VERB_FENCE;

		if (e->conn == 0 || g->conn[e->conn].serves || !is_by(e, actor) || fence ||
		    (e->auto_ != NULL && strcmp(e->auto_, "fence") == 0))
			continue;
		if (e->kind == EVENT_OPEN || e->kind == EVENT_RECV || e->kind == EVENT_SENT ||
		    e->kind == EVENT_SECURE)
			return e->conn;
	}
	return 0;
}

/* --- matching ----------------------------------------------------------------------------------- */

/* A difference inside says more than "another element". */
static bool is_nearer(const struct mismatch *a, const struct mismatch *b)
{
	return b->where == NULL ||
	       (a->where != NULL && strchr(a->where, '/') != NULL && strchr(b->where, '/') == NULL);
}

bool is_of_account(const struct judging *g, size_t event)
{
	const struct event *e = &g->h->event[event];

	if (e->kind != EVENT_RECV || e->unit != UNIT_ELEMENT || e->conn == 0 ||
	    g->conn[e->conn].actor == NULL || !is_by(e, g->conn[e->conn].actor))
		return false;
	for (size_t i = 0; i < g->c->n_cast; i++)
		if (is_by(e, g->c->cast[i].name.text))
			return g->c->cast[i].kind == ACTOR_INSIDE_USER;
	return false;
}

/* RFC 6121 8.5.2.1.1: who a message is for stays as it was.  A server that gives it the
 * resource of whom it delivers it to fails that, and not all that a scene is about. */
static bool fits_readdressed(struct judging *g, const struct step *s, size_t event, size_t *which)
{
	const struct actor *a = &g->c->cast[s->actor];
	struct buf user = { 0 };
	struct unit *u = NULL;
	bool fits = false;

	if (is_of_account(g, event) && a->domain.text != NULL) {
		buf_printf(&user, "%s@%s", a->name.text, a->domain.text);
		u = unit_to_bare(unit_at(g, event), buf_cstr(&user));
	}
	for (*which = 0; *which < s->n_payload && u != NULL; ++*which) {
		fits = payload_matches(s->payload[*which], u, g->vars, NULL);
		if (fits)
			break;
	}
	unit_free(&u);
	buf_free(&user);
	g->unit[event].readdressed = g->unit[event].readdressed || fits;
	return fits;
}

bool matches_which(struct judging *g, const struct step *s, size_t event, struct mismatch *m,
                   size_t *which)
{
	const struct unit *u = unit_at(g, event);
	bool fits = false;

	for (*which = 0; *which < s->n_payload && u != NULL && !fits; *which += !fits) {
		struct mismatch one = { NULL, NULL, NULL };

		fits = payload_matches(s->payload[*which], u, g->vars, &one);
		if (!fits && !step_is_lesser(s, *which) && is_nearer(&one, m)) {
			mismatch_free(m);
			*m = one;
		} else {
			mismatch_free(&one);
		}
	}
	return fits || (u != NULL && fits_readdressed(g, s, event, which));
}

bool matches_any(struct judging *g, const struct step *s, size_t event, struct mismatch *m)
{
	struct mismatch nearest = { NULL, NULL, NULL };
	size_t which;
	bool fits = matches_which(g, s, event, &nearest, &which);

	if (m == NULL || fits)
		mismatch_free(&nearest);
	else if (is_nearer(&nearest, m)) {
		mismatch_free(m);
		*m = nearest;
		return false;
	} else {
		mismatch_free(&nearest);
	}
	if (m != NULL && fits)
		mismatch_free(m);
	return fits;
}
