#include "scenario/meaning.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/sip_text.h"
#include "scenario/unit.h"

static xmlNode *child(xmlNode *of, const char *local)
{
	xmlNode *n = of == NULL ? NULL : xml_element(of->children);

	while (n != NULL && strcmp((const char *)n->name, local) != 0)
		n = xml_element(n->next);
	return n;
}

static bool content_is(xmlNode *n, const char *text)
{
	xmlChar *content = n == NULL ? NULL : xmlNodeGetContent(n);
	bool same = content != NULL &&
	            view_eq(view_trim(view_of((const char *)content)), view_of(text));

	xmlFree(content);
	return same;
}

static const char *attribute(const struct unit *u, const char *name)
{
	const char *value = unit_attribute(u, name);

	return value == NULL ? "" : value;
}

/* --- kinds ------------------------------------------------------------------------- */

static unsigned of_presence(const char *type)
{
	static const struct {
		const char *type;
		unsigned means;
	} known[] = { { "", MEANS_SHOWS },
		      { "unavailable", MEANS_SHOWS },
		      { "subscribe", MEANS_ASKS },
		      { "subscribed", MEANS_APPROVES },
		      { "unsubscribe", MEANS_LEAVES },
		      { "unsubscribed", MEANS_DENIES } };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(type, known[i].type) == 0)
			return known[i].means;
	return 0;
}

static unsigned of_stanza(const struct unit *u)
{
	const char *type = attribute(u, "type");

	if (strcmp(unit_name(u), "presence") == 0)
		return of_presence(type);
	return strcmp(unit_name(u), "message") == 0 && strcmp(type, "error") != 0 &&
	                       child(u->element, "body") != NULL
	               ? MEANS_SAYS
	               : 0;
}

static struct view first_part(struct view value)
{
	struct view part = VIEW("");

	sip_next_part(&value, &part);
	return part;
}

/* RFC 6665 4.1.3 */
static unsigned of_notify(const struct sip_text *t)
{
	struct view value = sip_value(t, "Subscription-State"), state = first_part(value),
	            reason;
	unsigned document = view_trim(t->body).n > 0 ? MEANS_SHOWS : 0;

	if (view_ieq(state, VIEW("pending")))
		return MEANS_WAITS;
	if (view_ieq(state, VIEW("active")))
		return MEANS_APPROVES | document;
	if (view_ieq(state, VIEW("terminated")) && sip_parameter(value, "reason", &reason) &&
	    (view_ieq(reason, VIEW("rejected")) || view_ieq(reason, VIEW("noresource"))))
		return MEANS_DENIES;
	return document;
}

static unsigned of_request(const struct sip_text *t)
{
	struct view tag;

	if (view_is(t->method, "MESSAGE"))
		return MEANS_SAYS;
	if (view_is(t->method, "NOTIFY"))
		return of_notify(t);
	if (!view_is(t->method, "SUBSCRIBE"))
		return 0;
	if (view_is(sip_value(t, "Expires"), "0"))
		return MEANS_LEAVES;
	return sip_parameter(sip_value(t, "To"), "tag", &tag) ? MEANS_REFRESHES : MEANS_ASKS;
}

unsigned meaning_of(const struct unit *u)
{
	if (u->sip != NULL)
		return u->sip->request ? of_request(u->sip) : 0;
	return u->element != NULL ? of_stanza(u) : 0;
}

/* --- who and what --------------------------------------------------------------------- */

static struct view bare(struct view jid)
{
	struct view left, resource;

	view_cut(jid, '/', &left, &resource);
	return left;
}

void meaning_from(const struct unit *u, struct buf *out)
{
	if (u->sip != NULL)
		sip_jid_of(sip_uri_in(sip_value(u->sip, "From")), out);
	else
		buf_puts(out, attribute(u, "from"));
}

bool meaning_is_from(const struct unit *u, const char *jid)
{
	struct buf b = { 0 };
	struct view from, said = view_of(jid);
	bool same;

	meaning_from(u, &b);
	from = buf_view(&b);
	/* The resources of a document stand inside it. */
	if (u->sip != NULL && view_is(u->sip->method, "NOTIFY"))
		said = bare(said);
	same = view_ieq(from, said) || view_ieq(bare(from), said);
	buf_free(&b);
	return same;
}

bool meaning_is_to(const struct unit *u, const char *user, const char *domain)
{
	struct view local, at;

	return u->sip != NULL ||
	       (view_cut(bare(view_of(attribute(u, "to"))), '@', &local, &at) &&
	        view_ieq(local, view_of(user)) && view_ieq(at, view_of(domain)));
}

bool meaning_is_same(const struct unit *u, const struct unit *sent)
{
	return u->sip != NULL || sent->sip != NULL ||
	       (strcmp(attribute(u, "id"), attribute(sent, "id")) == 0 &&
	        strcmp(attribute(u, "type"), attribute(sent, "type")) == 0);
}

/* CRLF of SIP is LF in XML. */
static bool lines_are(struct view body, const char *text)
{
	struct buf b = { 0 };
	bool same;

	for (size_t i = 0; i < body.n; i++)
		if (body.p[i] != '\r' || i + 1 == body.n || body.p[i + 1] != '\n')
			buf_putc(&b, body.p[i]);
	same = view_is(buf_view(&b), text);
	buf_free(&b);
	return same;
}

bool meaning_text_is(const struct unit *u, const char *text)
{
	xmlNode *body;
	xmlChar *content;
	bool same;

	if (u->sip != NULL)
		return lines_are(u->sip->body, text);
	body = child(u->element, "body");
	content = body == NULL ? NULL : xmlNodeGetContent(body);
	same = content != NULL && strcmp((const char *)content, text) == 0;
	xmlFree(content);
	return same;
}

/* --- presence ---------------------------------------------------------------------------- */

static bool stanza_shows(const struct unit *u, const char *show, const char *saying)
{
	bool gone = strcmp(attribute(u, "type"), "unavailable") == 0;
	xmlNode *its = child(u->element, "show");

	if (gone != (strcmp(show, "offline") == 0))
		return false;
	if (!gone && (its == NULL ? strcmp(show, "available") != 0 : !content_is(its, show)))
		return false;
	return saying == NULL || content_is(child(u->element, "status"), saying);
}

/* "phone" of "ID-phone", "a b" of "ID-a_20b". */
static bool is_tuple_of(xmlNode *tuple, struct view resource)
{
	xmlChar *id = xmlGetNoNsProp(tuple, (const xmlChar *)"id");
	struct view rest = id == NULL ? VIEW("") : view_of((const char *)id);
	struct buf percent = { 0 }, plain = { 0 };
	bool same;

	if (view_starts(rest, VIEW("ID-")))
		rest = view_from(rest, 3);
	for (size_t i = 0; i < rest.n; i++)
		buf_putc(&percent, rest.p[i] == '_' ? '%' : rest.p[i]);
	sip_unescape(buf_view(&percent), &plain);
	same = view_eq(buf_view(&plain), resource);
	xmlFree(id);
	buf_free(&percent);
	buf_free(&plain);
	return same;
}

/* RFC 4480 3.2 where the document has no <show/> (RFC 8048 6.2). */
static const char *activity(xmlNode *document)
{
	xmlNode *activities = child(child(document, "person"), "activities");

	return child(activities, "away") != NULL   ? "away"
	       : child(activities, "busy") != NULL ? "dnd"
	                                           : "available";
}

static bool tuple_shows(xmlNode *document, xmlNode *tuple, const char *show, const char *saying)
{
	xmlNode *status = child(tuple, "status"), *its = child(status, "show");

	if (!content_is(child(status, "basic"), "open"))
		return false;
	if (its != NULL ? !content_is(its, show) : strcmp(activity(document), show) != 0)
		return false;
	return saying == NULL || content_is(child(tuple, "note"), saying);
}

static bool document_shows(struct view body, const char *jid, const char *show,
                           const char *saying)
{
	struct unit *u = unit_parse(body);
	struct view left, resource;
	bool fits = false, open = false, full;

	if (u == NULL || u->element == NULL) {
		unit_free(&u);
		return false;
	}
	full = view_cut(view_of(jid), '/', &left, &resource);
	for (xmlNode *n = xml_element(u->element->children); n != NULL;
	     n = xml_element(n->next)) {
		if (strcmp((const char *)n->name, "tuple") != 0 ||
		    (full && !is_tuple_of(n, resource)))
			continue;
		open = open || content_is(child(child(n, "status"), "basic"), "open");
		fits = fits || tuple_shows(u->element, n, show, saying);
	}
	unit_free(&u);
	return strcmp(show, "offline") == 0 ? !open && saying == NULL : fits;
}

bool meaning_shows(const struct unit *u, const char *jid, const char *show, const char *saying)
{
	if ((meaning_of(u) & MEANS_SHOWS) == 0)
		return false;
	return u->sip != NULL ? document_shows(u->sip->body, jid, show, saying)
	                      : stanza_shows(u, show, saying);
}

unsigned meaning_passed_over(const struct unit *u)
{
	return MEANS_SHOWS | (u != NULL && u->sip != NULL ? MEANS_WAITS | MEANS_APPROVES : 0u);
}

bool meaning_is_watched(const struct case_ *c, size_t actor, const struct unit *u,
                        bool (*begun)(void *arg, const struct step *s), void *arg)
{
	for (size_t i = 0; i < c->n_step; i++) {
		const struct step *s = &c->step[i];
		bool approves = s->verb == VERB_APPROVES;

		if (s->actor != actor || (s->verb != VERB_SUBSCRIBES && !approves) ||
		    !begun(arg, s) || !meaning_is_from(u, s->arg[0]))
			continue;
		if (approves ? meaning_shows(u, s->arg[0], "offline", NULL)
		             : (meaning_of(u) & meaning_passed_over(u)) != 0)
			return true;
	}
	return false;
}

/* --- failures -------------------------------------------------------------------------------- */

static const char *statuses_of(struct view condition)
{
	static const struct {
		const char *name, *statuses;
	} known[] = {
#define X(name, statuses) { #name, statuses },
#include "scenario/condition.tbl"
#undef X
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (view_is(condition, known[i].name))
			return known[i].statuses;
	return "";
}

static bool holds(const char *words, const char *word)
{
	struct view rest = view_of(words), one;
	bool more = true;

	while (more) {
		more = view_cut(rest, '|', &one, &rest);
		if (view_is(one, word))
			return true;
	}
	return false;
}

static bool has_condition(const struct unit *u, struct view condition)
{
	xmlNode *error = child(u->element, "error");

	for (xmlNode *n = error == NULL ? NULL : xml_element(error->children); n != NULL;
	     n = xml_element(n->next))
		if (view_is(condition, (const char *)n->name))
			return true;
	return false;
}

static bool is_about(const struct unit *u, const struct unit *sent)
{
	if (u->sip != NULL)
		return u->sip->status >= 300 && meaning_answers(u, sent);
	return sent->sip == NULL && strcmp(unit_name(u), unit_name(sent)) == 0 &&
	       strcmp(attribute(u, "type"), "error") == 0 &&
	       strcmp(attribute(u, "id"), attribute(sent, "id")) == 0 &&
	       view_ieq(view_of(attribute(u, "from")), view_of(attribute(sent, "to")));
}

bool meaning_is_failure(const struct unit *u, const struct unit *sent, const char *conditions)
{
	struct view rest = view_of(conditions), one;
	char status[8];
	bool more = is_about(u, sent);

	snprintf(status, sizeof status, "%u", u->sip != NULL ? u->sip->status % 1000 : 0);
	while (more) {
		more = view_cut(rest, '|', &one, &rest);
		if (u->sip != NULL ? holds(statuses_of(one), status) : has_condition(u, one))
			return true;
	}
	return false;
}

bool meaning_answers(const struct unit *response, const struct unit *request)
{
	struct buf a = { 0 }, b = { 0 };
	bool same;

	if (response->sip == NULL || request->sip == NULL || response->sip->request)
		return false;
	sip_normal(sip_value(response->sip, "CSeq"), false, &a);
	sip_normal(sip_value(request->sip, "CSeq"), false, &b);
	same = view_eq(buf_view(&a), buf_view(&b)) &&
	       view_eq(sip_value(response->sip, "Call-ID"), sip_value(request->sip, "Call-ID"));
	buf_free(&a);
	buf_free(&b);
	return same;
}
