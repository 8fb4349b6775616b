/* Answers: the lines they have in common, and the whole of one. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "sip/reply_route.h"
#include "sip/transaction_private.h"
#include "sip/writer.h"

static void put_rows(struct buf *out, const struct sip_message *m, enum sip_header h)
{
	const struct sip_field *f = NULL;

	while ((f = sip_message_find(m, h, f != NULL ? (size_t)(f - m->field) + 1 : 0)) != NULL)
		sip_write_value(out, h, f->value);
}

void answer_head_make(struct transactions *t, const struct sip_message *m,
                      const struct sip_flow *from, const char *tag, struct answer_head *head)
{
	char host[ADDRESS_MAX], text[32] = ";tag=";
	struct sip_response r = { .status = 200 };
	struct view v, mark;
	size_t n;

	if (m->to.tag.n == 0)
		r.to_tag = view_of(tag);
	if (reply_needs_received(&m->via, from)) {
		r.received = view_of(reply_host(&from->peer, host));
		r.rport = m->via.rport ? address_port(&from->peer) : 0;
	}
	buf_clear(&t->head_text);
	sip_write_copied(&t->head_text, m, &r);
	memset(head, 0, sizeof *head);
	if (r.to_tag.n != 0) {
		/* Nobody knows this tag before it is sent, so it stands in To
		 * and nowhere else. */
		memcpy(text + 5, tag, strlen(tag) + 1);
		mark = view_of(text);
		v = buf_view(&t->head_text);
		n = view_find(v, mark);
		if (n != v.n) {
			head->tag_at = (uint32_t)n;
			head->tag_n = (uint32_t)mark.n;
		}
	}
	n = buf_len(&t->head_text);
	put_rows(&t->head_text, m, SIP_RECORD_ROUTE);
	head->n_record_route = (uint32_t)(buf_len(&t->head_text) - n);
	n = buf_len(&t->head_text);
	put_rows(&t->head_text, m, SIP_TIMESTAMP);
	head->n_timestamp = (uint32_t)(buf_len(&t->head_text) - n);
	head->p = t->head_text.mem + t->head_text.head;
	head->n = (uint32_t)buf_len(&t->head_text);
}

struct answer_head *answer_head_dup(const struct answer_head *head)
{
	struct answer_head *copy = mem_alloc(sizeof *copy + head->n);

	*copy = *head;
	copy->p = (char *)(copy + 1);
	memcpy(copy->p, head->p, head->n);
	return copy;
}

static void put_head(struct buf *out, const struct answer_head *h, const struct sip_answer *a)
{
	size_t common = h->n - h->n_record_route - h->n_timestamp;
	size_t tag_end = h->tag_at + h->tag_n;

	if (h->tag_n == 0) {
		buf_put(out, h->p, common);
	} else {
		buf_put(out, h->p, h->tag_at);
		if (a->status == 100) {
			/* 8.2.6.2: a 100 has no tag. */
		} else if (a->to_tag.n != 0) {
			buf_puts(out, ";tag=");
			sip_put_token(out, a->to_tag);
		} else {
			buf_put(out, h->p + h->tag_at, h->tag_n);
		}
		buf_put(out, h->p + tag_end, common - tag_end);
	}
	if (a->record_route)
		buf_put(out, h->p + common, h->n_record_route);
	if (a->status == 100)	/* 8.2.6.1 */
		buf_put(out, h->p + common + h->n_record_route, h->n_timestamp);
}

void answer_write(struct buf *out, const struct answer_head *head, const struct sip_answer *a)
{
	buf_clear(out);
	sip_write_status(out, a->status, view_of(a->reason));
	put_head(out, head, a);
	buf_putv(out, a->fields);
	sip_write_number(out, SIP_CONTENT_LENGTH, a->body.n);
	buf_puts(out, "\r\n");
	buf_putv(out, a->body);
}
