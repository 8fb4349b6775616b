#include "gateway/message_map.h"

#include "gateway/language.h"
#include "sip/message.h"
#include "xml/writer.h"

static bool refuse(struct im_refusal *why, enum cause cause)
{
	*why = (struct im_refusal){ cause_sip_status(cause), cause, cause_words(cause), false };
	return false;
}

/* The first tag of Content-Language. */
static struct view language_of(const struct sip_message *m)
{
	struct sip_values v = sip_message_values(m, SIP_CONTENT_LANGUAGE);
	struct view tag;

	return sip_values_next(&v, &tag) ? language_tag(tag) : (struct view){ "", 0 };
}

static int64_t date_of(const struct sip_message *m)
{
	int64_t seconds;

	return sip_date_read(sip_message_value(m, SIP_DATE), &seconds) ? seconds * 1000
	                                                               : STAMP_NONE;
}

bool im_from_request(const struct sip_message *m, const struct im_style *style,
                     struct region *r, struct im_in *out, struct im_refusal *why)
{
	size_t max = style->stanza_max != 0 ? style->stanza_max : IM_STANZA_MAX;

	*out = (struct im_in){ .date = STAMP_NONE };
	/* RFC 7247 8 names To as well. */
	if (m->to.uri.scheme == SIP_SCHEME_SIPS)
		return refuse(why, CAUSE_SIP_SECURE);
	body_read(sip_message_value(m, SIP_CONTENT_TYPE), m->body, max, r, &out->body);
	if (out->body.kind == BODY_REFUSED) {
		*why = (struct im_refusal){ out->body.status, CAUSE_NONE, out->body.words,
			                    out->body.status == 415 };
		return false;
	}
	out->thread = text_one_line(m->call_id, m->call_id.n, r);
	out->subject = text_one_line(text_blanks(sip_message_value(m, SIP_SUBJECT), r),
	                             IM_SUBJECT_MAX, r);
	out->language = out->body.language.n != 0 ? out->body.language : language_of(m);
	out->date = date_of(m);
	return true;
}

static void add_text(struct region *r, struct element *e, const char *name, struct view text)
{
	element_add_text(r, element_add(r, e, NS_SERVER, name), text);
}

static void add_stamp(const struct im_in *im, struct element *e, struct region *r)
{
	struct element *delay = element_add(r, e, NS_DELAY, "delay");
	struct buf b = { 0 };

	stamp_write(im->date, &b);
	element_set(r, delay, "from", im->from.domain);
	element_set(r, delay, "stamp", buf_view(&b));
	buf_free(&b);
}

struct element *im_to_message(const struct im_in *im, bool chat, bool stamp, struct view id,
                              struct region *r)
{
	struct element *e = element_new(r, NS_SERVER, "message");
	bool typing = im->body.kind == BODY_TYPING;

	element_set(r, e, "from", jid_text(&im->from, r));
	element_set(r, e, "to", jid_text(&im->to, r));
	element_set(r, e, "id", id);
	/* XEP-0085 5.1: chat states go with type chat. */
	if (chat || typing)
		element_set(r, e, "type", VIEW("chat"));
	if (im->language.n != 0 && !typing)
		element_set_ns(r, e, NS_XML, "lang", im->language);
	if (im->subject.n != 0 && !typing)
		add_text(r, e, "subject", im->subject);
	if (im->thread.n != 0)
		add_text(r, e, "thread", im->thread);
	if (!typing)
		add_text(r, e, "body", im->body.text);
	else
		element_add(r, e, NS_CHAT_STATES,
		            chat_state_for_typing(im->body.typing) == CHAT_COMPOSING
		                    ? "composing"
		                    : "active");
	if (stamp && im->date != STAMP_NONE)
		add_stamp(im, e, r);
	return e;
}

size_t stanza_wire_size(const struct element *stanza)
{
	const struct xml_scope scope = { .default_ns = VIEW_INIT(NS_SERVER) };
	struct buf b = { 0 };
	size_t n;

	xml_write(&b, stanza, &scope);
	n = buf_len(&b);
	buf_free(&b);
	return n;
}

/* With the longest form (xml/writer.h) for each byte of values, texts and namespaces. */
size_t stanza_wire_size_at_most(const struct element *stanza)
{
	const size_t form = sizeof "&quot;" - 1;
	size_t n = 2 * stanza->name.n + form * stanza->ns.n + sizeof "< xmlns=''></>";

	for (const struct attribute *a = stanza->attributes; a != NULL; a = a->next)
		n += a->name.n + form * (a->value.n + a->ns.n) + 2 * sizeof " xmlns:n=''" +
		     2 * 20; /* digits of a prefix */
	for (const struct node *c = stanza->children; c != NULL; c = c->next)
		n += c->element != NULL ? stanza_wire_size_at_most(c->element)
		                        : form * c->text.n;
	return n;
}
