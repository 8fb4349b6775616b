#include "gateway/errors.h"

#include "gateway/address.h"
#include "gateway/text.h"
#include "lib/buf.h"
#include "sip/uri.h"

#define NS_LINK     "urn:fedlab:link:1" /* docs/link.md 5 */
#define TEXT_MAX    512                 /* of a reason phrase that goes on */
#define ADDRESS_MAX 2048 /* of a Contact, and of gone's text: what a Request-URI may have */

static const struct view nothing = VIEW_INIT("");

/* --- XMPP to SIP ------------------------------------------------------------ */

static void read_condition(const struct element *e, struct region *r, struct stanza_error *out)
{
	if (view_is(e->name, "text")) {
		out->text = element_text(e, r);
		return;
	}
	if (out->condition.n != 0)
		return; /* one is all there may be (RFC 6120 8.3.2) */
	out->condition = e->name;
	if (view_is(e->name, "gone") || view_is(e->name, "redirect"))
		out->address = view_trim(element_text(e, r));
}

bool stanza_error_read(const struct element *stanza, struct region *r, struct stanza_error *out)
{
	const struct element *error, *e = NULL;

	*out = (struct stanza_error){ nothing, nothing, nothing, nothing, nothing };
	if (!view_is(element_attr(stanza, "type"), "error"))
		return false;
	error = element_child(stanza, NULL, "error");
	if (error == NULL)
		return true;
	if (element_attr(error, "type").p != NULL)
		out->type = element_attr(error, "type");
	while ((e = element_next(error, e)) != NULL) {
		if (view_is(e->ns, NS_STANZA_ERROR))
			read_condition(e, r, out);
		else if (element_is(e, NS_LINK, "cause"))
			out->label = view_trim(element_text(e, r));
	}
	return true;
}

/* The address of gone and redirect as a URI for Contact; empty: none that can
 * be called (R7247-7.1-15: none is invented). */
static struct view contact_for(struct view address, struct region *r)
{
	struct buf uri = { 0 };
	struct view out = nothing;
	struct sip_uri sip;
	struct jid j;

	if (address.n > ADDRESS_MAX)
		return out;
	if (xmpp_uri_to_jid(address, r, &j)) {
		if (jid_to_sip(&j, &uri) == CAUSE_NONE)
			out = region_copy(r, buf_view(&uri));
	} else if (sip_uri_read(address, &sip, NULL) &&
	           (sip.scheme == SIP_SCHEME_SIP || sip.scheme == SIP_SCHEME_SIPS)) {
		out = region_copy(r, address);
	}
	buf_free(&uri);
	return out;
}

void error_to_sip(const struct stanza_error *e, bool full, bool invite,
                  const struct error_style *style, struct region *r, struct sip_error *out)
{
	const struct to_sip_row *row = error_row_for_condition(e->condition);
	int of_cause = error_status_for_cause(e->label, invite);

	*out = (struct sip_error){ .row = row->row, .contact = nothing };
	if (of_cause != 0) {
		out->row = "x2s-cause";
		out->status = of_cause;
	} else {
		out->status = error_status_for_condition(row, full, invite, style);
	}
	if (out->status == 301 || out->status == 302)
		out->contact = contact_for(e->address, r);
	/* RFC 7247 7.1: gone without an address. */
	if (out->status == 301 && out->contact.n == 0) {
		out->row = "x2s-gone-for-good";
		out->status = 410;
	}
	out->allow = out->status == 405;
}

/* --- SIP to XMPP ------------------------------------------------------------ */

/* The Contact of a 3xx as the text of gone and redirect (RFC 6120 8.3.3.5). */
static struct view address_for(struct view contact, struct region *r)
{
	struct buf uri = { 0 };
	struct view out = nothing;
	struct sip_uri sip;
	struct jid j;

	if (contact.n > ADDRESS_MAX || !sip_uri_read(contact, &sip, NULL) ||
	    !error_contact_is_told(&sip))
		return out;
	if (sip_to_jid(&sip, r, &j) == CAUSE_NONE)
		jid_to_xmpp_uri(&j, &uri);
	else
		buf_putv(&uri, contact);
	out = region_copy(r, buf_view(&uri));
	buf_free(&uri);
	return out;
}

static struct view words_for(const struct sip_failure *f, struct region *r)
{
	struct view words = text_one_line(f->reason, TEXT_MAX, r);

	if (f->retry_after == 0)
		return words;
	return region_printf(r, "%.*s%s(retry after %lu s)", VIEW_ARG(words),
	                     words.n != 0 ? " " : "", f->retry_after);
}

void error_from_sip(const struct sip_failure *f, struct region *r, struct xmpp_error *out)
{
	const struct from_sip_row *row = error_condition_for_status(f->status);

	*out = (struct xmpp_error){ row->condition, row->type, row->row, words_for(f, r),
		                    nothing };
	if (f->status >= 300 && f->status <= 399)
		out->address = address_for(f->contact, r);
}

struct xmpp_error error_local(enum local_error e)
{
	static const struct xmpp_error rows[LOCAL_COUNT] = {
#define X(name, row, condition, type, words)                                                   \
	[LOCAL_##name] = { condition, type, row, VIEW_INIT(words), VIEW_INIT("") },
#include "gateway/errors_local.tbl"
#undef X
	};

	return rows[e];
}

/* --- the answer ------------------------------------------------------------- */

static void give(struct region *r, struct element *to, const char *name, struct view value)
{
	if (value.n > 0)
		element_set(r, to, name, value);
}

static bool takes_address(const struct xmpp_error *e)
{
	struct view condition = view_of(e->condition);

	return view_is(condition, "gone") || view_is(condition, "redirect");
}

struct element *error_stanza(struct region *r, const struct element *stanza,
                             const struct xmpp_error *e, struct view by)
{
	struct element *answer, *error, *condition, *text;

	if (!error_may_answer(stanza))
		return NULL;
	answer = element_new_view(r, region_copy(r, stanza->ns), region_copy(r, stanza->name));
	give(r, answer, "from", element_attr(stanza, "to"));
	give(r, answer, "to", element_attr(stanza, "from"));
	give(r, answer, "id", element_attr(stanza, "id"));
	element_set(r, answer, "type", VIEW("error"));
	error = element_add(r, answer, NS_SERVER, "error");
	element_set(r, error, "type", view_of(e->type));
	give(r, error, "by", by);
	condition = element_add(r, error, NS_STANZA_ERROR, e->condition);
	if (takes_address(e) && e->address.n != 0)
		element_add_text(r, condition, e->address);
	if (e->text.n != 0) {
		text = element_add(r, error, NS_STANZA_ERROR, "text");
		element_set_ns(r, text, NS_XML, "lang", VIEW("en"));
		element_add_text(r, text, e->text);
	}
	return answer;
}
