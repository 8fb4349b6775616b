/* Answers, and messages written again; see writer.h. */
#include "sip/lexer.h"
#include "sip/writer.h"

/* The top Via with what the transport saw of the sender put into it (RFC 3261
 * 18.2.1, RFC 3581 4); everything else byte for byte. */
static void put_top_via(struct buf *out, const struct sip_via *via,
                        const struct sip_response *r)
{
	struct view rest = via->parameters, name, value;
	const char *written = via->text.p, *end;
	bool told = r->received.n == 0;

	while (sip_parameter_next(&rest, &name, &value)) {
		bool received = r->received.n > 0 && view_ieq(name, VIEW("received"));
		bool rport = r->rport != 0 && view_ieq(name, VIEW("rport"));

		if (!received && !rport)
			continue;
		end = name.p + name.n;
		sip_put_value(out, (struct view){ written, (size_t)((received ? name.p : end) -
		                                                    written) });
		written = value.p != NULL ? value.p + value.n : end;
		if (rport) {
			buf_putc(out, '=');
			sip_put_number(out, r->rport);
		} else {
			buf_puts(out, "received=");
			sip_put_host(out, r->received);
			told = true;
		}
	}
	sip_put_value(out,
	              (struct view){ written, (size_t)(via->text.p + via->text.n - written) });
	if (!told) {
		buf_puts(out, ";received=");
		sip_put_host(out, r->received);
	}
}

static void write_vias(struct buf *out, const struct sip_message *m,
                       const struct sip_response *r)
{
	const struct sip_field *f = sip_message_find(m, SIP_VIA, 0);
	struct view top = m->via.text, row;
	const char *behind;

	for (; f != NULL; f = sip_message_find(m, SIP_VIA, (size_t)(f - m->field) + 1)) {
		row = f->value;
		sip_field_begin(out, SIP_VIA);
		if (top.n > 0 && top.p >= row.p && top.p < row.p + row.n) {
			put_top_via(out, &m->via, r);
			behind = top.p + top.n;
			row = (struct view){ behind, (size_t)(row.p + row.n - behind) };
		}
		sip_put_value(out, row);
		sip_field_end(out);
	}
}

static void write_all(struct buf *out, const struct sip_message *m, enum sip_header kind)
{
	const struct sip_field *f = sip_message_find(m, kind, 0);

	for (; f != NULL; f = sip_message_find(m, kind, (size_t)(f - m->field) + 1))
		sip_write_value(out, kind, f->value);
}

static void write_first(struct buf *out, const struct sip_message *m, enum sip_header kind)
{
	const struct sip_field *f = sip_message_find(m, kind, 0);

	if (f != NULL)
		sip_write_value(out, kind, f->value);
}

static void write_to(struct buf *out, const struct sip_message *m, struct view tag)
{
	const struct sip_field *f = sip_message_find(m, SIP_TO, 0);

	if (f == NULL)
		return;
	sip_field_begin(out, SIP_TO);
	sip_put_value(out, f->value);
	if (tag.n > 0 && m->to.tag.n == 0 && m->to.uri.text.n > 0) {
		buf_puts(out, ";tag=");
		sip_put_token(out, tag);
	}
	sip_field_end(out);
}

void sip_write_response_to(struct buf *out, const struct sip_message *request,
                           const struct sip_response *response)
{
	sip_write_status(out, response->status, response->reason);
	sip_write_copied(out, request, response);
}

void sip_write_copied(struct buf *out, const struct sip_message *request,
                      const struct sip_response *response)
{
	write_vias(out, request, response);
	if (response->record_route)
		write_all(out, request, SIP_RECORD_ROUTE);
	write_first(out, request, SIP_FROM);
	write_to(out, request, response->to_tag);
	write_first(out, request, SIP_CALL_ID);
	write_first(out, request, SIP_CSEQ);
	if (response->status == 100)
		write_first(out, request, SIP_TIMESTAMP);
}

void sip_write_message(struct buf *out, const struct sip_message *m)
{
	if (m->request) {
		sip_write_request(out, m->method_name, m->uri_text);
	} else {
		buf_puts(out, "SIP/2.0 ");
		sip_put_number(out, m->status);
		buf_putc(out, ' ');
		sip_put_value(out, m->reason);
		sip_field_end(out);
	}
	for (size_t i = 0; i < m->n_field; i++) {
		const struct sip_field *f = &m->field[i];

		if (f->kind == SIP_CONTENT_LENGTH)
			continue;
		if (f->kind != SIP_UNKNOWN) {
			sip_write_value(out, f->kind, f->value);
			continue;
		}
		sip_put_token(out, f->name);
		buf_puts(out, ": ");
		sip_put_value(out, f->value);
		sip_field_end(out);
	}
	sip_write_number(out, SIP_CONTENT_LENGTH, m->body.n);
	sip_field_end(out);
	buf_putv(out, m->body);
}
