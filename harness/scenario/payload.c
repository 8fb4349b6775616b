#include "scenario/payload.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"
#include "scenario/payload_private.h"
#include "scenario/unit.h"

void payload_free(struct payload **pp)
{
	if (*pp == NULL)
		return;
	payload_sip_free(*pp);
	pattern_free(&(*pp)->pattern);
	pieces_free(&(*pp)->pieces);
	free((*pp)->text);
	free((*pp)->file);
	free(*pp);
	*pp = NULL;
}

/* libxml2 counts lines, and names the element, of what it was given: that is
 * not the author's file. */
static const char *without_place(char *why)
{
	char *line = strstr(why, " line ");

	if (strncmp(why, "Premature end of data", 21) == 0)
		return "an element is not closed";
	if (line != NULL && strspn(line + 6, "0123456789") > 0)
		*line = '\0';
	return why;
}

/* --- making ---------------------------------------------------------------------- */

/* `text` with each # in it made `number`. */
void payload_put_numbered(const char *text, size_t number, struct buf *out)
{
	for (; *text != '\0'; text++) {
		if (*text == '#')
			buf_printf(out, "%zu", number);
		else
			buf_putc(out, *text);
	}
}

/* A template with a letter for what is not known yet: is it XML? */
static bool check_xml(const struct payload *p, struct fault *f)
{
	static const struct view end = { "</stream:stream>", 16 };
	struct buf sample = { 0 };
	struct view xml;
	unsigned line = 0;
	char *why = NULL;
	bool header, ok;
	xmlDoc *doc;

	for (size_t i = 0; i < p->pieces.n; i++) {
		const struct piece *piece = &p->pieces.item[i];

		if (piece->kind == PIECE_TEXT || piece->kind == PIECE_REPEAT)
			buf_puts(&sample, piece->words);
		else if (piece->kind == PIECE_NUMBERED)
			payload_put_numbered(piece->words, 1, &sample);
		else
			buf_putc(&sample, 'x');
	}
	xml = view_trim(buf_view(&sample));
	/* The end of a stream may stand behind other elements, or alone. */
	if (view_ends(xml, end) && view_find(xml, VIEW("<stream:stream")) == xml.n)
		xml = view_trim((struct view){ xml.p, xml.n - end.n });
	doc = xml_read(xml, NS_SERVER, &header, &why, &line);
	ok = doc != NULL || fault_set(f, p->file, p->line + line, p->column,
	                              "not well-formed XML: %s (`sends raw` takes anything)",
	                              without_place(why));
	if (doc != NULL)
		xmlFreeDoc(doc);
	free(why);
	buf_free(&sample);
	return ok;
}

/* The bytes that a raw payload's text stands for; false: an unknown escape. */
static bool put_raw(const char *words, struct buf *out)
{
	for (const char *c = words; *c != '\0'; c++) {
		if (*c == '\n')
			continue;
		if (*c != '\\') {
			buf_putc(out, *c);
			continue;
		}
		c++;
		if (*c == 'x' && text_hex_byte(c + 1) >= 0) {
			buf_putc(out, (char)text_hex_byte(c + 1));
			c += 2;
		} else if (*c == 'r' || *c == 'n' || *c == 't' || *c == '\\') {
			buf_putc(out, *c == 'r' ? '\r' : *c == 'n' ? '\n' : *c == 't' ? '\t' : '\\');
		} else {
			return false;
		}
	}
	return true;
}

static bool check_template(const struct payload *p, struct fault *f)
{
	const struct piece *filler = NULL;
	struct buf out = { 0 };
	bool ok = true;

	for (size_t i = 0; i < p->pieces.n && ok; i++) {
		const struct piece *piece = &p->pieces.item[i];

		if (piece->kind == PIECE_FILLER && filler != NULL)
			ok = fault_set(f, p->file, piece->line, piece->column,
			               "a second {filler}: which of them is to grow?");
		if (piece->kind == PIECE_FILLER)
			filler = piece;
		if (p->use == USE_RAW &&
		    (piece->kind == PIECE_TEXT || piece->kind == PIECE_REPEAT ||
		     piece->kind == PIECE_NUMBERED) &&
		    !put_raw(piece->words, &out))
			ok = fault_set(f, p->file, piece->line, piece->column,
			               "an escape is none of \\xNN \\r \\n \\t \\\\");
	}
	buf_free(&out);
	return ok && (p->use == USE_RAW || check_xml(p, f));
}

struct payload *payload_new(const struct payload_source *s, struct fault *f)
{
	struct payload *p = mem_zalloc(sizeof *p);
	bool ok;

	p->text = view_dup(s->text);
	p->file = s->file != NULL ? mem_strdup(s->file) : NULL;
	p->line = s->line;
	p->column = s->column;
	p->use = s->use;
	p->form = s->use == USE_RAW ? FORM_XML : s->form;
	if (memchr(p->text, '\0', s->text.n) != NULL)
		ok = fault_set(f, s->file, s->line, s->column, "a byte 0 in the payload");
	else if (p->form != FORM_XML)
		ok = payload_sip_read(p, s, f);
	else
		ok = pieces_read(s, &p->pieces, f);
	if (ok && p->form != FORM_XML) {
		; /* checked */
	} else if (ok && s->use == USE_PATTERN) {
		p->pattern = pattern_new(s, &p->pieces, f);
		ok = p->pattern != NULL;
	} else if (ok) {
		ok = check_template(p, f);
	}
	if (!ok)
		payload_free(&p);
	return p;
}

void payload_names(const struct payload *p,
                   void (*fn)(void *arg, const struct payload_name *n), void *arg)
{
	for (size_t i = 0; i < p->pieces.n; i++) {
		const struct piece *piece = &p->pieces.item[i];
		struct payload_name n = { { NULL, 0 }, false, piece->line, piece->column };
		struct view words = view_of(piece->words), one;
		bool more = piece->kind == PIECE_NOT;

		if (piece->kind == PIECE_NAME) {
			n.name = words;
			fn(arg, &n);
		}
		while (more) {
			more = view_cut(words, '|', &one, &words);
			n.name = view_from(one, 1);
			if (view_starts(one, VIEW("$")))
				fn(arg, &n);
		}
		if (piece->as != NULL) {
			n.name = view_of(piece->as);
			n.binds = true;
			fn(arg, &n);
		}
	}
	if (p->xml != NULL)
		payload_names(p->xml, fn, arg);
}

struct view payload_text(const struct payload *p)
{
	return view_of(p->text);
}

/* --- filling ----------------------------------------------------------------------- */

/* XML goes out without the line ends and indentation of the file. */
struct squeeze {
	struct buf *out;
	struct buf space;	/* held back: white space behind a tag, or in one */
	bool line_end;		/* in it */
	bool in_tag;
	char quote;		/* of an attribute's value; 0: outside */
	char last;		/* character put before `space` */
};

static void settle_space(struct squeeze *s, char next)
{
	bool outside = !s->in_tag && (s->last == '>' || s->last == '\0') &&
	               (next == '<' || next == '\0');

	if (s->line_end && s->in_tag)
		buf_putc(s->out, ' ');
	else if (!s->line_end || !outside)
		buf_putv(s->out, buf_view(&s->space));
	buf_clear(&s->space);
	s->line_end = false;
}

static void put_xml(struct squeeze *s, const char *text)
{
	for (; *text != '\0'; text++) {
		char c = *text;
		bool space = c == ' ' || c == '\t' || c == '\n';

		if (space && s->quote == '\0') {
			buf_putc(&s->space, c);
			s->line_end = s->line_end || c == '\n';
			continue;
		}
		settle_space(s, c);
		buf_putc(s->out, c);
		s->last = c;
		if (s->quote != '\0')
			s->quote = c == s->quote ? '\0' : s->quote;
		else if (s->in_tag && (c == '\'' || c == '"'))
			s->quote = c;
		else if (c == '<' || c == '>')
			s->in_tag = c == '<';
	}
}

static void put_escaped(struct squeeze *s, struct view value)
{
	settle_space(s, 'x');
	for (size_t i = 0; i < value.n; i++) {
		switch (value.p[i]) {
		case '<':  buf_puts(s->out, "&lt;"); break;
		case '>':  buf_puts(s->out, "&gt;"); break;
		case '&':  buf_puts(s->out, "&amp;"); break;
		case '\'': buf_puts(s->out, "&apos;"); break;
		case '"':  buf_puts(s->out, "&quot;"); break;
		default:   buf_putc(s->out, value.p[i]); break;
		}
	}
	s->last = 'x';
}

/* {repeat N TEXT}, {numbered N TEXT}: what repeats is as the text around it. */
static void put_repeated(const struct payload *p, struct squeeze *s, const struct piece *piece)
{
	struct buf text = { 0 };

	if (p->use == USE_RAW)
		(void)put_raw(piece->words, &text);	/* checked when it was made */
	else
		buf_puts(&text, piece->words);
	if (p->use != USE_RAW)
		settle_space(s, '<');
	for (size_t i = 1; i <= piece->count; i++) {
		if (piece->kind == PIECE_NUMBERED)
			payload_put_numbered(buf_cstr(&text), i, s->out);
		else
			buf_putv(s->out, buf_view(&text));
	}
	s->last = '>';
	buf_free(&text);
}

static void put_value(const struct payload *p, struct squeeze *s, struct view value)
{
	if (p->use == USE_RAW)
		buf_putv(s->out, value);
	else
		put_escaped(s, value);
}

static bool put_piece(const struct payload *p, const struct piece *piece, struct squeeze *s,
                      struct bindings *b, struct rng *r, struct fault *f)
{
	struct buf made = { 0 };
	struct view value;

	switch (piece->kind) {
	case PIECE_TEXT:
		if (p->use == USE_RAW)
			(void)put_raw(piece->words, s->out);	/* checked when it was made */
		else
			put_xml(s, piece->words);
		return true;
	case PIECE_NAME:
		if (!bindings_get(b, view_of(piece->words), &value))
			return fault_set(f, p->file, piece->line, piece->column,
			                 "$%s has no value yet", piece->words);
		put_value(p, s, value);
		return true;
	case PIECE_FRESH:
		fresh(r, view_of(piece->words), &made);
		put_value(p, s, buf_view(&made));
		if (piece->as != NULL)
			bindings_set(b, view_of(piece->as), buf_view(&made));
		buf_free(&made);
		return true;
	case PIECE_BASE64:
		text_base64_encode(view_of(piece->words), &made);
		put_value(p, s, buf_view(&made));
		buf_free(&made);
		return true;
	case PIECE_REPEAT:
	case PIECE_NUMBERED:
		put_repeated(p, s, piece);
		return true;
	case PIECE_FILLER:
		if (p->use != USE_RAW)
			settle_space(s, 'x');
		s->last = 'x';
		return true;
	case PIECE_ABSENCE: case PIECE_ANY: case PIECE_ONE_OF: case PIECE_NOT: case PIECE_REGEX:
	case PIECE_ONLY: case PIECE_EMPTY:
		break;
	}
	abort();	/* read_template_form() makes no other: our bug */
}

bool payload_fill(const struct payload *p, bool raw, size_t filler_to,
                  struct bindings *b, struct rng *r, struct buf *out,
                  struct fault *f)
{
	struct buf text = { 0 };
	struct squeeze s = { .out = &text };
	const struct piece *filler = NULL;
	size_t filler_at = 0;
	bool ok = true;

	assert(p->use != USE_PATTERN && raw == (p->use == USE_RAW));
	if (p->form != FORM_XML)
		return payload_sip_fill(p, filler_to, b, r, out, f);
	for (size_t i = 0; i < p->pieces.n && ok; i++) {
		ok = put_piece(p, &p->pieces.item[i], &s, b, r, f);
		if (p->pieces.item[i].kind == PIECE_FILLER) {
			filler = &p->pieces.item[i];
			filler_at = buf_len(&text);
		}
	}
	if (ok && !raw)
		settle_space(&s, '\0');
	if (ok && filler != NULL && (filler_to == 0 || filler_to < buf_len(&text)))
		ok = fault_set(f, p->file, filler->line, filler->column,
		               filler_to == 0 ? "{filler} without `filled to N bytes`" :
		               "without its filler this is larger already");
	if (ok && filler == NULL && filler_to > 0)
		ok = fault_set(f, p->file, p->line, p->column, "nothing to fill: no {filler}");
	if (ok) {
		size_t missing = filler != NULL ? filler_to - buf_len(&text) : 0;
		struct view whole = buf_view(&text);

		buf_put(out, whole.p, filler_at);
		memset(buf_room(out, missing + 1), 'x', missing);
		buf_grew(out, missing);
		buf_putv(out, view_from(whole, filler_at));
	}
	buf_free(&s.space);
	buf_free(&text);
	return ok;
}

/* --- matching ---------------------------------------------------------------------- */

void mismatch_free(struct mismatch *m)
{
	free(m->where);
	free(m->expected);
	free(m->got);
	*m = (struct mismatch){ NULL, NULL, NULL };
}

bool payload_example(const struct payload *p, const struct bindings *b, struct buf *out)
{
	struct squeeze s = { .out = out };
	struct view value, first, rest;
	bool ok = true;

	assert(p->use == USE_PATTERN);
	if (p->form != FORM_XML)
		return false;
	for (size_t i = 0; i < p->pieces.n && ok; i++) {
		const struct piece *piece = &p->pieces.item[i];

		switch (piece->kind) {
		case PIECE_TEXT:
			put_xml(&s, piece->words);
			break;
		case PIECE_NAME:
			ok = bindings_get(b, view_of(piece->words), &value);
			if (ok)
				put_escaped(&s, value);
			break;
		case PIECE_ANY:
			put_escaped(&s, VIEW("x"));
			break;
		case PIECE_ONE_OF:
			view_cut(view_of(piece->words), '|', &first, &rest);
			put_escaped(&s, first);
			ok = piece->words != NULL;
			break;
		case PIECE_ONLY: case PIECE_EMPTY:
			break;
		case PIECE_NOT: case PIECE_REGEX: case PIECE_ABSENCE:
		case PIECE_FRESH: case PIECE_FILLER: case PIECE_BASE64: case PIECE_REPEAT:
		case PIECE_NUMBERED:
			ok = false;
			break;
		}
	}
	settle_space(&s, '\0');
	buf_free(&s.space);
	return ok;
}

const char *payload_element(const struct payload *p)
{
	assert(p->use == USE_PATTERN);
	return p->head != NULL ? sip_pattern_element(p->head) : pattern_element(p->pattern);
}

/* The literal value of the attribute `type`, or NULL. */
static const char *type_of(const struct payload *p)
{
	assert(p->use == USE_PATTERN);
	return p->head != NULL ? NULL : pattern_type(p->pattern);
}

bool payload_is_refusal(const struct payload *p)
{
	const char *element = payload_element(p), *type = type_of(p);

	if (p->head != NULL)
		return sip_pattern_is_refusal(p->head);
	return strcmp(element, "error") == 0 || strcmp(element, "failure") == 0 ||
	       element[0] == '\0' ||
	       (type != NULL && (strcmp(type, "error") == 0 || strcmp(type, "invalid") == 0));
}

bool payload_matches(const struct payload *p, const struct unit *u,
                     struct bindings *b, struct mismatch *m)
{
	assert(p->use == USE_PATTERN);
	return p->head != NULL ? payload_sip_matches(p, u, b, m) : pattern_matches(p->pattern, u, b, m);
}
