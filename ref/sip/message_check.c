/* The shapes of header.tbl: what is checked before anybody acts on a message. */
#include "sip/chars.h"
#include "sip/message_private.h"

static const char *check_via(struct sip_reader *r, struct view value)
{
	struct sip_message *m = r->out;
	const char *why = NULL;
	struct sip_via other;
	struct view item;
	size_t before = m->n_via;

	while (sip_list_next(&value, &item))
		if (!sip_via_read(item, m->n_via++ == 0 ? &m->via : &other, &why))
			return why;
	return m->n_via > before ? NULL : "an empty Via";
}

static const char *check_address(struct sip_reader *r, const struct sip_field *f)
{
	struct sip_address *out = f->kind == SIP_FROM ? &r->out->from : &r->out->to;
	const char *why = NULL;

	if (sip_address_read(f->value, out, &why))
		return NULL;
	*out = (struct sip_address){ .bracketed = false };
	return why;
}

static const char *check_addresses(struct view value, bool brackets, bool star)
{
	struct sip_address address;
	const char *why = NULL;
	struct view item;
	size_t n = 0;

	if (star && view_is(value, "*"))
		return NULL;
	for (; sip_list_next(&value, &item); n++) {
		if (!sip_address_read(item, &address, &why))
			return why;
		if (brackets && !address.bracketed)
			return "a route without < and >";
	}
	return n > 0 ? NULL : "an empty list of addresses";
}

static const char *check_tokens(struct view value)
{
	struct view item;

	while (sip_list_next(&value, &item))
		if (!sip_is_token(item))
			return "a list with something that is no token";
	return NULL;
}

static const char *check(struct sip_reader *r, const struct sip_field *f)
{
	struct sip_message *m = r->out;
	struct sip_media media;
	struct sip_token token;
	unsigned forwards;
	uint64_t n;

	switch (sip_header_shape(f->kind)) {
	case SIP_SHAPE_NONE:
		return NULL;
	case SIP_SHAPE_VIA:
		return check_via(r, f->value);
	case SIP_SHAPE_ADDRESS:
		return check_address(r, f);
	case SIP_SHAPE_NAME_ADDR:
		return check_addresses(f->value, true, false);
	case SIP_SHAPE_CONTACT:
		return check_addresses(f->value, false, true);
	case SIP_SHAPE_CALL_ID:
		if (!sip_is_call_id(f->value))
			return "a malformed Call-ID";
		m->call_id = f->value;
		return NULL;
	case SIP_SHAPE_CSEQ:
		if (sip_cseq_read(f->value, &m->cseq))
			return NULL;
		m->cseq = (struct sip_cseq){ 0, SIP_METHOD_OTHER, { NULL, 0 } };
		return "a malformed CSeq";
	case SIP_SHAPE_MAX_FORWARDS:
		if (!sip_max_forwards_read(f->value, &forwards))
			return "a malformed Max-Forwards";
		m->max_forwards = (int)forwards;
		return NULL;
	case SIP_SHAPE_LENGTH:
		if (!sip_digits(f->value, INT64_MAX, &n))
			return "a malformed Content-Length";
		m->content_length = (int64_t)n;
		return NULL;
	case SIP_SHAPE_MEDIA:
		return sip_media_read(f->value, &media) ? NULL : "a malformed Content-Type";
	case SIP_SHAPE_TOKEN:
		return check_tokens(f->value);
	case SIP_SHAPE_TOKEN_PARAMETERS:
		return sip_token_read(f->value, &token)
		               ? NULL
		               : "a malformed Event or Subscription-State";
	}
	return NULL;
}

void sip_field_check(struct sip_reader *r, const struct sip_field *f, const char *at)
{
	const char *why = check(r, f);

	if (why != NULL)
		sip_fault(r, at, 400, why);
}
