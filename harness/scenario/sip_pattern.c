#include "scenario/sip_pattern.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* Values compared in one match: see pattern_match.c. */
#define WORK_MOST 100000

struct wanted { /* one value of one header field */
	char *name;
	bool absent;
	bool parts; /* it has ;parameters */
	struct text_pattern whole;
	struct text_pattern *part; /* [0]: the value itself */
	size_t n_part;
};

struct sip_pattern {
	struct text_pattern start;
	char *element;
	bool refusal;
	struct wanted *item;
	size_t n, cap;
};

/* --- rows of segments ------------------------------------------------------------------ */

static void add(struct text_pattern *t, char *literal, const struct piece *p)
{
	t->item = mem_grow(t->item, t->n, &t->cap, sizeof *t->item);
	t->item[t->n++] = (struct segment){ literal, p };
}

static void add_text(struct text_pattern *t, struct view text)
{
	if (text.n > 0)
		add(t, view_dup(text), NULL);
}

void sip_text_pattern_free(struct text_pattern *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->item[i].literal);
	free(t->item);
	memset(t, 0, sizeof *t);
}

void sip_text_pattern(const struct piece *pieces, size_t n, struct text_pattern *out)
{
	for (size_t i = 0; i < n; i++) {
		struct view rest = view_of(pieces[i].words), line;
		struct buf b = { 0 };
		bool more = pieces[i].kind == PIECE_TEXT;

		if (!more)
			add(out, NULL, &pieces[i]);
		while (more) {
			more = view_cut(rest, '\n', &line, &rest);
			buf_putv(&b, line);
			if (more)
				buf_puts(&b, "\r\n");
		}
		add_text(out, buf_view(&b));
		buf_free(&b);
	}
}

/* White space at both ends of a row is none of the value. */
static void trim(struct text_pattern *t)
{
	for (int end = 0; end < 2; end++) {
		size_t at = end == 0 ? 0 : t->n - 1;
		struct view text;
		char *kept;

		if (t->n == 0 || t->item[at].literal == NULL)
			continue;
		text = view_of(t->item[at].literal);
		while (text.n > 0 && end == 0 && text.p[0] == ' ')
			text = view_from(text, 1);
		while (text.n > 0 && end == 1 && text.p[text.n - 1] == ' ')
			text.n--;
		kept = view_dup(text);
		free(t->item[at].literal);
		t->item[at].literal = kept;
		if (kept[0] != '\0')
			continue;
		free(kept);
		memmove(&t->item[at], &t->item[at + 1], (t->n - at - 1) * sizeof *t->item);
		t->n--;
	}
}

/* Cut where `stop` stands in a literal, outside of quotes and <>. */
static struct text_pattern *cut(const struct text_pattern *row, char stop, size_t *n)
{
	struct text_pattern *out = NULL;
	size_t cap = 0;
	bool quoted = false, angle = false;

	*n = 0;
	out = mem_grow(out, *n, &cap, sizeof *out);
	memset(&out[(*n)++], 0, sizeof *out);
	for (size_t i = 0; i < row->n; i++) {
		const char *c = row->item[i].literal, *from = c;

		if (c == NULL) {
			add(&out[*n - 1], NULL, row->item[i].piece);
			continue;
		}
		for (; *c != '\0'; c++) {
			if (*c == '"' && !angle)
				quoted = !quoted;
			else if (!quoted && (*c == '<' || *c == '>'))
				angle = *c == '<';
			if (*c != stop || quoted || angle)
				continue;
			add_text(&out[*n - 1], (struct view){ from, (size_t)(c - from) });
			out = mem_grow(out, *n, &cap, sizeof *out);
			memset(&out[(*n)++], 0, sizeof *out);
			from = c + 1;
		}
		add_text(&out[*n - 1], view_of(from));
	}
	for (size_t i = 0; i < *n; i++)
		trim(&out[i]);
	return out;
}

/* --- making ------------------------------------------------------------------------------ */

struct making {
	const struct payload_source *s;
	struct sip_pattern *p;
	unsigned line; /* of the file */
	struct fault *f;
};

static bool wrong(const struct making *m, const char *why)
{
	return fault_set(m->f, m->s->file, m->line, m->s->column, "%s", why);
}

static bool is_token(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] <= ' ' || v.p[i] == 127 ||
		    strchr("()<>@,;:\\\"/[]?={}", v.p[i]) != NULL)
			return false;
	return v.n > 0;
}

/* {absent} and {not} speak of a whole value; others have no place here. */
static bool check_pieces(const struct making *m, const struct text_pattern *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct piece *p = t->item[i].piece;

		if (p == NULL)
			continue;
		if (p->kind == PIECE_ONLY || p->kind == PIECE_EMPTY || p->kind == PIECE_ABSENCE)
			return wrong(m, "{only}, {empty} and !<x/> are for XML");
		if (t->n > 1 && (p->optional || p->kind == PIECE_NOT))
			return wrong(m, "{absent} and {not} must be the whole value");
	}
	return true;
}

static bool add_wanted(const struct making *m, struct view name, bool absent,
                       struct text_pattern *value)
{
	struct sip_pattern *p = m->p;
	struct wanted *w;
	enum sip_form form = sip_form_of(name);

	if (!check_pieces(m, value))
		return false;
	p->item = mem_grow(p->item, p->n, &p->cap, sizeof *p->item);
	w = &p->item[p->n++];
	memset(w, 0, sizeof *w);
	w->name = view_dup(name);
	w->absent = absent;
	w->parts = form == SIP_PARTS || form == SIP_LIST_PARTS;
	w->part = cut(value, w->parts ? ';' : '\0', &w->n_part);
	w->whole = *value;
	*value = (struct text_pattern){ NULL, 0, 0 };
	return true;
}

/* "Name: value", "!Name" */
static bool read_field(const struct making *m, struct text_pattern *row)
{
	struct view first = row->n > 0 ? view_of(row->item[0].literal) : VIEW(""), name, value;
	bool absent = view_starts(first, VIEW("!")), ok = true;
	enum sip_form form;
	struct text_pattern *each;
	size_t n;

	if (absent)
		first = view_from(first, 1);
	if (!view_cut(first, ':', &name, &value) && !absent)
		return wrong(m, "a header field is written `Name: value`, or `!Name`");
	name = view_trim(name);
	if (!is_token(name))
		return wrong(m, "this is no name of a header field");
	if (absent && (row->n > 1 || view_trim(value).n > 0))
		return wrong(m, "`!Name` has no value");
	form = sip_form_of(name);
	{
		char *kept = view_dup(name), *rest = view_dup(value);

		free(row->item[0].literal);
		row->item[0].literal = rest;
		trim(row);
		each = cut(row, form == SIP_LIST || form == SIP_LIST_PARTS ? ',' : '\0', &n);
		for (size_t i = 0; i < n; i++) {
			ok = ok && add_wanted(m, view_of(kept), absent, &each[i]);
			sip_text_pattern_free(&each[i]);
		}
		free(each);
		free(kept);
	}
	return ok;
}

static bool is_no(struct view status)
{
	return status.n == 3 && status.p[0] >= '3' && status.p[0] <= '6';
}

/* A start line: a method, or SIP/2.0 and a status. */
static bool read_start(const struct making *m, struct text_pattern *row)
{
	struct sip_pattern *p = m->p;
	struct view first = row->n > 0 ? view_of(row->item[0].literal) : VIEW(""), word, rest;
	const struct piece *after = row->n > 1 ? row->item[1].piece : NULL;

	view_cut(first, ' ', &word, &rest);
	if (first.n > 0 && !view_is(word, "SIP/2.0") && !is_token(word))
		return wrong(
		        m, "a start line is `METHOD uri SIP/2.0`, or `SIP/2.0 status reason`");
	p->element = view_dup(word);
	if (view_is(word, "SIP/2.0")) {
		struct view one,
		        more = after != NULL && rest.n == 0 && after->kind == PIECE_ONE_OF
		                       ? view_of(after->words)
		                       : (struct view){ rest.p, rest.n < 3 ? rest.n : 3 };
		bool again = true;

		p->refusal = true;
		while (again) {
			again = view_cut(more, '|', &one, &more);
			p->refusal = p->refusal && is_no(one);
		}
	}
	if (!check_pieces(m, row))
		return false;
	p->start = *row;
	*row = (struct text_pattern){ NULL, 0, 0 };
	return true;
}

static bool end_line(struct making *m, struct text_pattern *row, bool first)
{
	bool ok;

	trim(row);
	ok = first ? read_start(m, row) : read_field(m, row);
	sip_text_pattern_free(row);
	return ok;
}

struct sip_pattern *sip_pattern_new(const struct payload_source *s, const struct piece *pieces,
                                    size_t n, struct fault *f)
{
	struct making m = { s, mem_zalloc(sizeof *m.p), s->line, f };
	struct text_pattern row = { 0 };
	bool first = true, ok = true;

	for (size_t i = 0; i < n && ok; i++) {
		struct view rest = view_of(pieces[i].words), line;
		bool more = pieces[i].kind == PIECE_TEXT;

		if (!more)
			add(&row, NULL, &pieces[i]);
		while (more && ok) {
			more = view_cut(rest, '\n', &line, &rest);
			add_text(&row, line);
			if (!more)
				break;
			ok = end_line(&m, &row, first);
			first = false;
			m.line++;
		}
	}
	ok = ok && end_line(&m, &row, first);
	sip_text_pattern_free(&row);
	if (!ok)
		sip_pattern_free(&m.p);
	return m.p;
}

void sip_pattern_free(struct sip_pattern **pp)
{
	struct sip_pattern *p = *pp;

	if (p == NULL)
		return;
	for (size_t i = 0; i < p->n; i++) {
		struct wanted *w = &p->item[i];

		for (size_t k = 0; k < w->n_part; k++)
			sip_text_pattern_free(&w->part[k]);
		free(w->part);
		sip_text_pattern_free(&w->whole);
		free(w->name);
	}
	free(p->item);
	sip_text_pattern_free(&p->start);
	free(p->element);
	free(p);
	*pp = NULL;
}

const char *sip_pattern_element(const struct sip_pattern *p)
{
	return p->element;
}

bool sip_pattern_is_refusal(const struct sip_pattern *p)
{
	return p->refusal;
}

/* --- matching ---------------------------------------------------------------------------------- */

struct value { /* of the message */
	const char *known;
	struct view name;
	struct buf text; /* normal */
	bool used;
};

struct matching {
	const struct sip_pattern *p;
	struct value *value;
	size_t n;
	struct trail *trail;
	struct mismatch *m;
	size_t reached; /* the wanted value whose difference *m is, + 1 */
	unsigned work;
};

static bool differs(struct matching *at, size_t depth, const char *where, char *expected,
                    struct view got)
{
	if (at->m == NULL || (at->m->where != NULL && depth <= at->reached)) {
		free(expected);
		return false;
	}
	mismatch_free(at->m);
	at->reached = depth;
	at->m->where = mem_strdup(where);
	at->m->expected = expected;
	at->m->got = view_dup(got);
	return false;
}

/* The value without its parameters, as the pattern writes it. */
static bool main_fits(struct matching *at, const struct wanted *w, struct view value)
{
	const struct text_pattern *t = &w->part[0];
	struct buf bare = { 0 };
	struct view rest = value, part;
	bool ok;

	if (!w->parts)
		return text_matches(t, value, at->trail);
	if (t->n > 0 && t->item[0].literal != NULL && t->item[0].literal[0] == '<') {
		buf_putc(&bare, '<');
		buf_putv(&bare, sip_uri_in(value));
		buf_putc(&bare, '>');
	} else if (sip_next_part(&rest, &part)) {
		buf_putv(&bare, part);
	}
	ok = text_matches(t, buf_view(&bare), at->trail);
	buf_free(&bare);
	return ok;
}

static bool parameter_fits(struct matching *at, const struct text_pattern *t, struct view value)
{
	struct view rest = value, part;

	sip_next_part(&rest, &part);
	while (sip_next_part(&rest, &part))
		if (text_matches(t, part, at->trail))
			return true;
	return false;
}

static bool value_fits(struct matching *at, const struct wanted *w, struct view value)
{
	size_t before = at->trail->n;
	const struct piece *alone = w->whole.n == 1 ? w->whole.item[0].piece : NULL;
	bool ok;

	/* These two are for a value as a whole, parameters and all. */
	if (alone != NULL && (alone->kind == PIECE_REGEX || alone->kind == PIECE_NOT))
		return text_matches(&w->whole, value, at->trail);
	ok = main_fits(at, w, value);
	for (size_t i = 1; i < w->n_part && ok; i++)
		ok = parameter_fits(at, &w->part[i], value);
	if (!ok)
		trail_cut(at->trail, before);
	return ok;
}

static bool is_named(const struct value *v, const char *name)
{
	return view_ieq(v->name, view_of(name)) ||
	       (v->known != NULL && v->known == sip_known_name(view_of(name)));
}

static bool fields_fit(struct matching *at, size_t i)
{
	const struct wanted *w = i < at->p->n ? &at->p->item[i] : NULL;
	struct view seen = VIEW("(absent)");
	size_t before = at->trail->n;
	bool there = false, optional;

	if (w == NULL)
		return true;
	optional = w->whole.n == 1 && w->whole.item[0].piece != NULL &&
	           w->whole.item[0].piece->optional;
	for (size_t k = 0; k < at->n; k++) {
		struct value *v = &at->value[k];

		if (!is_named(v, w->name))
			continue;
		if (w->absent)
			return differs(at, i + 1, w->name, mem_strdup("(absent)"),
			               buf_view(&v->text));
		if (!there || v->used)
			seen = buf_view(&v->text);
		there = true;
		if (v->used || ++at->work > WORK_MOST || !value_fits(at, w, buf_view(&v->text)))
			continue;
		v->used = true;
		if (fields_fit(at, i + 1))
			return true;
		v->used = false;
		trail_cut(at->trail, before);
	}
	if (w->absent || (optional && !there))
		return fields_fit(at, i + 1);
	return differs(at, i + 1, w->name, text_expected(&w->whole, at->trail), seen);
}

static void collect(struct matching *at, const struct sip_text *t)
{
	size_t cap = 0;

	for (size_t i = 0; i < t->n_field; i++) {
		const struct sip_field *f = &t->field[i];
		enum sip_form form = sip_form_of(f->name);
		bool list = form == SIP_LIST || form == SIP_LIST_PARTS;
		struct view rest = f->value, one = f->value;

		while (list ? sip_next_value(&rest, &one) : rest.p != NULL) {
			struct value *v;

			at->value = mem_grow(at->value, at->n, &cap, sizeof *at->value);
			v = &at->value[at->n++];
			*v = (struct value){ .known = f->known, .name = f->name };
			sip_normal(one, form == SIP_PARTS || form == SIP_LIST_PARTS, &v->text);
			if (!list)
				break;
		}
	}
}

bool sip_pattern_matches(const struct sip_pattern *p, const struct sip_text *t,
                         struct trail *trail, struct mismatch *m)
{
	struct matching at = { .p = p, .trail = trail, .m = m };
	size_t before = trail->n;
	bool ok;

	collect(&at, t);
	ok = text_matches(&p->start, t->start, trail);
	if (!ok)
		differs(&at, 0, "start line", text_expected(&p->start, trail), t->start);
	ok = ok && fields_fit(&at, 0);
	if (!ok)
		trail_cut(trail, before);
	else if (m != NULL)
		mismatch_free(m);
	for (size_t i = 0; i < at.n; i++)
		buf_free(&at.value[i].text);
	free(at.value);
	return ok;
}
