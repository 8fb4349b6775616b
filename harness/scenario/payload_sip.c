/* payload_sip.c - payloads that are SIP: a head, and a body that is text or XML. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"
#include "scenario/payload_private.h"
#include "scenario/sip_text.h"
#include "scenario/unit.h"

/* --- making ------------------------------------------------------------------------- */

/* Where the head ends: text.n when no empty line follows it. */
static size_t end_of_head(const struct payload_source *s)
{
	if (s->form == FORM_SIP_FIELDS && view_starts(s->text, VIEW("\n")))
		return 0;
	return view_find(s->text, VIEW("\n\n"));
}

static unsigned lines_in(struct view v)
{
	unsigned n = 0;

	for (size_t i = 0; i < v.n; i++)
		n += v.p[i] == '\n';
	return n;
}

/* A template's head, with a letter for what is not known yet. */
static bool check_head(const struct payload *p, const struct payload_source *s, struct fault *f)
{
	struct buf sample = { 0 };
	struct view rest, line, name, value, third;
	unsigned number = s->line;
	bool first = s->form == FORM_SIP, more = true, ok = true;

	for (size_t i = 0; i < p->n_head; i++) {
		const struct piece *piece = &p->pieces.item[i];
		bool text = piece->kind == PIECE_TEXT || piece->kind == PIECE_REPEAT ||
		            piece->kind == PIECE_NUMBERED;

		buf_puts(&sample, text ? piece->words : "x");
	}
	rest = buf_view(&sample);
	more = rest.n > 0 || first;
	while (more && ok) {
		more = view_cut(rest, '\n', &line, &rest);
		if (first && (!view_cut(line, ' ', &name, &value) ||
		              !view_cut(value, ' ', &name, &third)))
			ok = fault_set(
			        f, s->file, number, s->column,
			        "a start line is `METHOD uri SIP/2.0`, or `SIP/2.0 status "
			        "reason` (`sends raw` takes anything)");
		else if (!first && (!view_cut(line, ':', &name, &value) ||
		                    !text_is_token(view_trim(name)) || name.n == 0))
			ok = fault_set(
			        f, s->file, number, s->column,
			        "a header field is written `Name: value` (`sends raw` takes "
			        "anything)");
		first = false;
		number++;
	}
	buf_free(&sample);
	return ok;
}

static bool read_body(struct payload *p, const struct payload_source *s, size_t head,
                      struct fault *f)
{
	struct payload_source body = *s;

	body.text = view_from(s->text, head + (head == 0 ? 1 : 2));
	body.line += lines_in((struct view){ s->text.p, s->text.n - body.text.n });
	if (view_starts(view_trim(body.text), VIEW("<"))) {
		body.form = FORM_XML;
		p->xml = payload_new(&body, f);
		return p->xml != NULL;
	}
	{
		struct pieces more;

		if (!pieces_read(&body, &more, f))
			return false;
		for (size_t i = 0; i < more.n; i++) {
			p->pieces.item = mem_grow(p->pieces.item, p->pieces.n, &p->pieces.cap,
			                          sizeof *p->pieces.item);
			p->pieces.item[p->pieces.n++] = more.item[i];
		}
		free(more.item);
	}
	return true;
}

bool payload_sip_read(struct payload *p, const struct payload_source *s, struct fault *f)
{
	struct payload_source head = *s;
	size_t end = end_of_head(s);

	p->has_body = end < s->text.n;
	head.text.n = end;
	if (!pieces_read(&head, &p->pieces, f))
		return false;
	p->n_head = p->pieces.n;
	if (p->has_body && !read_body(p, s, end, f))
		return false;
	if (s->use != USE_PATTERN)
		return check_head(p, s, f);
	/* the array does not grow any more: patterns point into it */
	p->head = sip_pattern_new(&head, p->pieces.item, p->n_head, f);
	sip_text_pattern(p->pieces.item + p->n_head, p->pieces.n - p->n_head, &p->body);
	return p->head != NULL;
}

void payload_sip_free(struct payload *p)
{
	sip_pattern_free(&p->head);
	sip_text_pattern_free(&p->body);
	payload_free(&p->xml);
}

/* --- matching ------------------------------------------------------------------------ */

static bool body_differs(struct mismatch *m, const char *where, char *expected, struct view got)
{
	if (m == NULL) {
		free(expected);
		return false;
	}
	mismatch_free(m);
	m->where = mem_strdup(where);
	m->expected = expected;
	m->got = view_dup(got);
	return false;
}

static bool text_body_fits(const struct payload *p, struct view body, struct trail *trail,
                           struct mismatch *m)
{
	return text_matches(&p->body, body, trail) ||
	       body_differs(m, "body", text_expected(&p->body, trail), body);
}

static bool xml_body_fits(const struct payload *p, struct view body, struct bindings *b,
                          struct mismatch *m)
{
	struct unit *u = unit_parse(body);
	struct mismatch inner = { NULL, NULL, NULL };
	bool ok;

	if (u == NULL)
		return body_differs(m, "body", mem_strdup("XML"), body);
	ok = payload_matches(p->xml, u, b, &inner);
	if (!ok && m != NULL) {
		struct buf where = { 0 };

		buf_printf(&where, "body/%s", inner.where != NULL ? inner.where : "");
		mismatch_free(m);
		*m = (struct mismatch){ buf_take(&where), inner.expected, inner.got };
		free(inner.where);
	} else {
		mismatch_free(&inner);
	}
	unit_free(&u);
	return ok;
}

static void put_trail(const struct trail *t, struct bindings *b)
{
	for (size_t i = 0; i < t->n; i++)
		bindings_set(b, view_of(t->item[i].name),
		             (struct view){ t->item[i].value, t->item[i].n });
}

bool payload_sip_matches(const struct payload *p, const struct unit *u, struct bindings *b,
                         struct mismatch *m)
{
	const struct sip_text *t = unit_sip(u);
	struct trail trail = { .before = b };
	struct bindings *tried = NULL;
	bool ok;

	if (t == NULL)
		return body_differs(m, "unit", mem_strdup("a SIP message"),
		                    VIEW("something else"));
	ok = sip_pattern_matches(p->head, t, &trail, m);
	if (ok && p->has_body && p->xml == NULL)
		ok = text_body_fits(p, t->body, &trail, m);
	if (ok && p->xml != NULL) {
		/* names of the head may stand in the body; all are bound or none */
		tried = bindings_copy(b);
		put_trail(&trail, tried);
		ok = xml_body_fits(p, t->body, tried, m);
		bindings_free(&tried);
	}
	if (ok)
		put_trail(&trail, b);
	if (ok && p->xml != NULL)
		ok = xml_body_fits(p, t->body, b, m);
	trail_cut(&trail, 0);
	free(trail.item);
	return ok;
}

/* --- filling ---------------------------------------------------------------------------- */

static bool put_piece(const struct payload *p, const struct piece *piece, struct bindings *b,
                      struct rng *r, struct buf *out, struct fault *f)
{
	struct buf made = { 0 };
	struct view value;

	switch ((int)piece->kind) {
	case PIECE_TEXT:
		sip_put_lines(out, piece->words);
		break;
	case PIECE_NAME:
		if (!bindings_get(b, view_of(piece->words), &value))
			return fault_set(f, p->file, piece->line, piece->column,
			                 "$%s has no value yet", piece->words);
		buf_putv(out, value);
		break;
	case PIECE_FRESH:
		fresh(r, view_of(piece->words), &made);
		buf_putv(out, buf_view(&made));
		if (piece->as != NULL)
			bindings_set(b, view_of(piece->as), buf_view(&made));
		break;
	case PIECE_BASE64:
		text_base64_encode(view_of(piece->words), out);
		break;
	case PIECE_REPEAT:
		for (size_t i = 0; i < piece->count; i++)
			sip_put_lines(out, piece->words);
		break;
	case PIECE_NUMBERED:
		for (size_t i = 1; i <= piece->count; i++)
			payload_put_numbered(piece->words, i, out);
		break;
	default: /* PIECE_FILLER: its place; brace.c makes no other */
		break;
	}
	buf_free(&made);
	return true;
}

bool payload_sip_fill(const struct payload *p, size_t filler_to, struct bindings *b,
                      struct rng *r, struct buf *out, struct fault *f)
{
	struct buf text = { 0 };
	size_t filler_at = SIZE_MAX;
	bool ok = true;

	for (size_t i = 0; i < p->pieces.n && ok; i++) {
		if (i == p->n_head)
			buf_puts(&text, p->n_head > 0 ? "\r\n\r\n" : "\r\n");
		if (p->pieces.item[i].kind == PIECE_FILLER)
			filler_at = buf_len(&text);
		ok = put_piece(p, &p->pieces.item[i], b, r, &text, f);
	}
	if (ok && p->pieces.n == p->n_head && p->n_head > 0)
		buf_puts(&text, "\r\n\r\n");
	else if (ok && p->pieces.n == p->n_head)
		buf_puts(&text, "\r\n");
	if (ok && p->xml != NULL)
		ok = payload_fill(p->xml, false, 0, b, r, &text, f);
	if (ok && (filler_at == SIZE_MAX) != (filler_to == 0))
		ok = fault_set(f, p->file, p->line, p->column,
		               filler_to == 0 ? "{filler} without `filled to N bytes`"
		                              : "nothing to fill: no {filler}");
	if (ok && filler_to > 0 && filler_to < buf_len(&text))
		ok = fault_set(f, p->file, p->line, p->column,
		               "without its filler this is larger already");
	if (ok) {
		struct view whole = buf_view(&text);
		size_t at = filler_at < whole.n ? filler_at : whole.n;
		size_t missing = filler_to > 0 ? filler_to - whole.n : 0;

		buf_put(out, whole.p, at);
		memset(buf_room(out, missing + 1), 'x', missing);
		buf_grew(out, missing);
		buf_putv(out, view_from(whole, at));
	}
	buf_free(&text);
	return ok;
}

bool payload_is_about(const struct payload *p, const struct unit *u)
{
	const struct sip_text *t = unit_sip(u);

	if (t == NULL || p->form != FORM_SIP)
		return true;
	return view_starts(payload_text(p), VIEW("SIP/")) == !t->request;
}
