#include "sip/uas_check.h"

#include "sip/writer.h"

/* --- what an answer carries ---------------------------------------------------- */

void uas_put_list(struct buf *out, enum sip_header h, const struct view *v, size_t n)
{
	if (n == 0)
		sip_write_value(out, h, VIEW(""));
	else
		sip_write_tokens(out, h, v, n);
}

static bool named_before(const struct uas_settings *s, size_t i, struct view method)
{
	for (size_t j = 0; j < i; j++)
		if (view_ieq(s->types[j].type, s->types[i].type) &&
		    (method.n == 0 || view_eq(s->types[j].method, method)))
			return true;
	return false;
}

static bool is_listed(const struct view *list, size_t n, struct view method)
{
	for (size_t i = 0; i < n; i++)
		if (view_eq(list[i], method))
			return true;
	return false;
}

/* All that is taken (`method` empty) leaves out what is only heard. */
void uas_put_accept(struct buf *out, const struct uas_settings *s, struct view method)
{
	size_t n = 0;

	sip_field_begin(out, SIP_ACCEPT);
	for (size_t i = 0; i < s->n_types; i++) {
		if ((method.n != 0 ? !view_eq(s->types[i].method, method)
		                   : is_listed(s->heard, s->n_heard, s->types[i].method)) ||
		    named_before(s, i, method))
			continue;
		if (n++ != 0)
			sip_put_literal(out, ", ");
		sip_put_value(out, s->types[i].type);
	}
	sip_field_end(out);
}

/* --- the request line ----------------------------------------------------------- */

bool uas_check_draining(const struct uas_settings *s, const struct uas_request *r,
                        struct buf *fields)
{
	if (!s->draining || r->in_dialog)
		return false;
	sip_write_number(fields, SIP_RETRY_AFTER, s->retry_after);
	return true;
}

bool uas_check_uri_too_long(const struct uas_settings *s, const struct uas_request *r,
                            struct buf *fields)
{
	(void)fields;
	return r->m->uri_text.n > (s->uri_max != 0 ? s->uri_max : UAS_URI_MAX);
}

bool uas_check_body_too_big(const struct uas_settings *s, const struct uas_request *r,
                            struct buf *fields)
{
	(void)fields;
	return r->m->body.n > (s->body_max != 0 ? s->body_max : UAS_BODY_MAX);
}

bool uas_check_method_unknown(const struct uas_settings *s, const struct uas_request *r,
                              struct buf *fields)
{
	if (r->m->method != SIP_METHOD_OTHER)
		return false;
	uas_put_list(fields, SIP_ALLOW, s->allow, s->n_allow);
	return true;
}

bool uas_check_method_not_allowed(const struct uas_settings *s, const struct uas_request *r,
                                  struct buf *fields)
{
	if (is_listed(s->allow, s->n_allow, r->m->method_name) ||
	    is_listed(s->heard, s->n_heard, r->m->method_name))
		return false;
	uas_put_list(fields, SIP_ALLOW, s->allow, s->n_allow);
	return true;
}

bool uas_check_scheme(const struct uas_settings *s, const struct uas_request *r,
                      struct buf *fields)
{
	(void)s, (void)fields;
	switch (r->m->uri.scheme) {
	case SIP_SCHEME_SIP:
	case SIP_SCHEME_SIPS:
	case SIP_SCHEME_IM:
	case SIP_SCHEME_PRES:
		return false;
	case SIP_SCHEME_TEL:
	case SIP_SCHEME_OTHER:
		return true;
	}
	return true;
}

static bool is_sips(const struct sip_uri *uri)
{
	return uri->scheme == SIP_SCHEME_SIPS;
}

static void warn_of_sips(const struct uas_settings *s, struct buf *fields)
{
	sip_write_warning(fields, 380, view_of(s->host != NULL ? s->host : "fed-gateway"),
	                  VIEW("SIPS Not Allowed"));
}

bool uas_check_sips(const struct uas_settings *s, const struct uas_request *r,
                    struct buf *fields)
{
	if (s->sips || (!is_sips(&r->m->uri) && !is_sips(&r->m->to.uri)))
		return false;
	warn_of_sips(s, fields);
	return true;
}

static bool first_is_sips(const struct sip_message *m, enum sip_header h)
{
	struct sip_values v = sip_message_values(m, h);
	struct sip_address a;
	struct view item;

	return sip_values_next(&v, &item) && sip_address_read(item, &a, NULL) && is_sips(&a.uri);
}

/* Our own requests would go by it, and only with a sips Contact of ours (P120). */
bool uas_check_sips_way_back(const struct uas_settings *s, const struct uas_request *r,
                             struct buf *fields)
{
	enum sip_method method = r->m->method;

	if (s->sips || (method != SIP_METHOD_SUBSCRIBE && method != SIP_METHOD_NOTIFY) ||
	    (!first_is_sips(r->m, SIP_CONTACT) && !first_is_sips(r->m, SIP_RECORD_ROUTE)))
		return false;
	warn_of_sips(s, fields);
	return true;
}

bool uas_check_sips_contact(const struct uas_settings *s, const struct uas_request *r,
                            struct buf *fields)
{
	struct sip_values contacts = sip_message_values(r->m, SIP_CONTACT);
	struct sip_address contact;
	struct view v;

	(void)s, (void)fields;
	if (!is_sips(&r->m->uri))
		return false;
	while (sip_values_next(&contacts, &v))
		if (sip_address_read(v, &contact, NULL) && contact.uri.scheme == SIP_SCHEME_SIP)
			return true;
	return false;
}

/* --- its way here ---------------------------------------------------------------- */

/* Every Via, not only the top one: others may have been in between. */
bool uas_check_loop(const struct uas_settings *s, const struct uas_request *r,
                    struct buf *fields)
{
	struct sip_values vias = sip_message_values(r->m, SIP_VIA);
	struct sip_via via;
	struct view v;

	(void)s, (void)fields;
	if (r->branches == NULL)
		return false;
	if (r->m->n_via == 1)
		return branch_is_ours(r->branches, r->m, r->m->via.branch);
	while (sip_values_next(&vias, &v))
		if (sip_via_read(v, &via, NULL) && branch_is_ours(r->branches, r->m, via.branch))
			return true;
	return false;
}

bool uas_check_merged(const struct uas_settings *s, const struct uas_request *r,
                      struct buf *fields)
{
	(void)s, (void)fields;
	return r->merged;
}

/* --- what it wants from us ------------------------------------------------------- */

static bool is_supported(const struct uas_settings *s, struct view tag)
{
	for (size_t i = 0; i < s->n_supported; i++)
		if (view_ieq(s->supported[i], tag))
			return true;
	return false;
}

/* Proxy-Require is none of a UAS's business. */
bool uas_check_require(const struct uas_settings *s, const struct uas_request *r,
                       struct buf *fields)
{
	struct sip_values tags = sip_message_values(r->m, SIP_REQUIRE);
	struct view tag;
	size_t n = 0;

	while (sip_values_next(&tags, &tag)) {
		if (is_supported(s, tag))
			continue;
		if (n++ == 0)
			sip_field_begin(fields, SIP_UNSUPPORTED);
		else
			sip_put_literal(fields, ", ");
		sip_put_token(fields, tag);
	}
	if (n != 0)
		sip_field_end(fields);
	return n != 0;
}

static bool only_in_dialogs(enum sip_method m)
{
	return m == SIP_METHOD_BYE || m == SIP_METHOD_NOTIFY || m == SIP_METHOD_INFO ||
	       m == SIP_METHOD_PRACK || m == SIP_METHOD_UPDATE;
}

bool uas_check_no_dialog(const struct uas_settings *s, const struct uas_request *r,
                         struct buf *fields)
{
	(void)fields;
	/* Where no session is served, that is what an INVITE is told. */
	if (r->m->method == SIP_METHOD_INVITE && !s->sessions)
		return false;
	return !r->in_dialog && (r->m->to.tag.n != 0 || only_in_dialogs(r->m->method));
}

/* --- its body --------------------------------------------------------------------- */

/* 20.11: what is not required may be passed over. */
static bool must_be_understood(const struct sip_message *m)
{
	struct sip_token disposition;
	struct view handling;

	if (m->body.n == 0)
		return false;
	return !(sip_token_read(sip_message_value(m, SIP_CONTENT_DISPOSITION), &disposition) &&
	         sip_parameter(disposition.parameters, "handling", &handling) &&
	         view_ieq(handling, VIEW("optional")));
}

bool uas_check_content_encoding(const struct uas_settings *s, const struct uas_request *r,
                                struct buf *fields)
{
	struct sip_values codings = sip_message_values(r->m, SIP_CONTENT_ENCODING);
	struct view v;

	(void)s;
	while (must_be_understood(r->m) && sip_values_next(&codings, &v))
		if (!view_ieq(v, VIEW("identity"))) {
			sip_write_value(fields, SIP_ACCEPT_ENCODING, VIEW("identity"));
			return true;
		}
	return false;
}

static bool is_type(const struct sip_media *m, const char *type, const char *subtype)
{
	return view_ieq(m->type, view_of(type)) &&
	       (subtype[0] == '*' || view_ieq(m->subtype, view_of(subtype)));
}

static bool media(const struct uas_request *r, struct sip_media *out)
{
	return sip_media_read(sip_message_value(r->m, SIP_CONTENT_TYPE), out);
}

bool uas_check_undecipherable(const struct uas_settings *s, const struct uas_request *r,
                              struct buf *fields)
{
	struct sip_media m;

	(void)s, (void)fields;
	return must_be_understood(r->m) && media(r, &m) &&
	       (is_type(&m, "multipart", "encrypted") ||
	        is_type(&m, "application", "pkcs7-mime") ||
	        is_type(&m, "application", "pgp-encrypted"));
}

bool uas_check_content_type_missing(const struct uas_settings *s, const struct uas_request *r,
                                    struct buf *fields)
{
	(void)s, (void)fields;
	return r->m->body.n != 0 && sip_message_value(r->m, SIP_CONTENT_TYPE).p == NULL;
}

/* `known`: "text/plain", or "multipart/" and a star. */
static bool type_is(const struct sip_media *m, struct view known)
{
	struct view type, subtype;

	return view_cut(known, '/', &type, &subtype) && view_ieq(m->type, type) &&
	       (view_is(subtype, "*") || view_ieq(m->subtype, subtype));
}

bool uas_check_content_type(const struct uas_settings *s, const struct uas_request *r,
                            struct buf *fields)
{
	struct sip_media m;
	bool known;

	if (!must_be_understood(r->m))
		return false;
	known = media(r, &m);
	for (size_t i = 0; known && i < s->n_types; i++)
		if (view_eq(s->types[i].method, r->m->method_name) && type_is(&m, s->types[i].type))
			return false;
	uas_put_accept(fields, s, r->m->method_name);
	return true;
}

static bool language_known(const struct uas_settings *s, struct view v)
{
	struct view primary, rest;

	view_cut(v, '-', &primary, &rest);
	for (size_t i = 0; i < s->n_languages; i++)
		if (view_ieq(s->languages[i], v) || view_ieq(s->languages[i], primary))
			return true;
	return false;
}

bool uas_check_content_language(const struct uas_settings *s, const struct uas_request *r,
                                struct buf *fields)
{
	struct sip_values languages = sip_message_values(r->m, SIP_CONTENT_LANGUAGE);
	bool any = false;
	struct view v;

	if (s->n_languages == 0 || !must_be_understood(r->m))
		return false;
	while (sip_values_next(&languages, &v)) {
		any = true;
		if (language_known(s, v))
			return false;
	}
	if (any)
		uas_put_list(fields, SIP_ACCEPT_LANGUAGE, s->languages, s->n_languages);
	return any;
}

/* --- sessions ----------------------------------------------------------------------- */

bool uas_check_accept_no_sdp(const struct uas_settings *s, const struct uas_request *r,
                             struct buf *fields)
{
	if (r->m->method != SIP_METHOD_INVITE ||
	    sip_message_accepts(r->m, "application", "sdp", 1000) != 0)
		return false;
	uas_put_accept(fields, s, r->m->method_name);
	return true;
}

bool uas_check_no_sessions(const struct uas_settings *s, const struct uas_request *r,
                           struct buf *fields)
{
	if (s->sessions || r->m->method != SIP_METHOD_INVITE)
		return false;
	sip_write_warning(fields, 304, view_of(s->host != NULL ? s->host : "fed-gateway"),
	                  VIEW("Media type not available"));
	return true;
}
