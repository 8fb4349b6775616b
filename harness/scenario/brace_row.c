/* brace_row.c - what of a payload depends on the row of a matrix: decided, and filled in. */
#include "scenario/brace_private.h"

static bool no_column(struct view name, const struct columns *c, const char *file,
                      unsigned line, unsigned column, struct fault *f)
{
	const char *near = c->nearest(c->arg, name);

	return fault_set(f, file, line, column, "the matrix has no column \"%.*s\"%s%s%s",
	                 VIEW_ARG(name), near != NULL ? "; did you mean \"" : "",
	                 near != NULL ? near : "", near != NULL ? "\"?" : "");
}

bool condition_decide(struct view text, const struct columns *c, bool *out,
                      const char *file, unsigned line, unsigned column,
                      struct fault *f)
{
	struct view name, values, value, one;
	bool negated, more, found = false;

	if (!view_cut(text, '=', &name, &values) || name.n == 0)
		return fault_set(f, file, line, column,
		                 "\"%.*s\" is no condition: COLUMN=VALUE, or COLUMN!=VALUE",
		                 VIEW_ARG(text));
	negated = name.p[name.n - 1] == '!';
	if (negated)
		name.n--;
	if (!c->get(c->arg, name, &value))
		return no_column(name, c, file, line, column, f);
	do {
		more = view_cut(values, '|', &one, &values);
		found = found || view_eq(one, value);
	} while (more);
	*out = found != negated;
	return true;
}

/* "<name>" */
static bool is_column(struct view v)
{
	return v.n > 2 && v.p[0] == '<' && v.p[v.n - 1] == '>' &&
	       name_is_valid((struct view){ v.p + 1, v.n - 2 });
}

/* `inside` is what stands between the braces. */
static bool decide_one(const struct payload_source *s, size_t at, struct view inside,
                       const struct columns *c, struct buf *out, struct fault *f)
{
	unsigned line, column;
	struct view condition = { NULL, 0 }, part, value;
	bool yes;

	brace_place(s, at, &line, &column);
	if (is_column(inside)) {
		part = (struct view){ inside.p + 1, inside.n - 2 };
		if (c->get(c->arg, part, &value)) {
			buf_putv(out, value);
			return true;
		}
		return no_column(part, c, s->file, line, column, f);
	}
	for (size_t i = inside.n; i-- > 0 && condition.p == NULL; )
		if (view_starts(view_from(inside, i), VIEW("> if ")))
			condition = (struct view){ inside.p + i + 5, inside.n - i - 5 };
	if (condition.p == NULL)
		return fault_set(f, s->file, line, column,
		                 "{%.*s} needs a condition: {<x/> if COLUMN=VALUE}", VIEW_ARG(inside));
	part = (struct view){ inside.p, (size_t)(condition.p - inside.p) - 4 };
	if (!condition_decide(view_trim(condition), c, &yes, s->file, line, column, f))
		return false;
	if (yes)
		buf_putv(out, part);
	return true;
}

/* In the value of an attribute < can be nothing else, so <COLUMN> needs no
 * braces there. */
struct markup {
	bool in_tag;
	char quote;
};

static void step_over(struct markup *m, char c)
{
	if (m->quote != '\0')
		m->quote = c == m->quote ? '\0' : m->quote;
	else if (m->in_tag && (c == '\'' || c == '"'))
		m->quote = c;
	else if (c == '<' || c == '>')
		m->in_tag = c == '<';
}

/* The end of the <COLUMN> at `at`, or 0 when it is none. */
static size_t column_in_value(const struct payload_source *s, const struct markup *m,
                              const struct columns *c, size_t at)
{
	struct view rest = view_from(s->text, at), value;
	size_t n = view_find(rest, VIEW(">")) + 1;

	if (s->form != FORM_XML || m->quote == '\0' || n > rest.n || !is_column((struct view){ rest.p, n }))
		return 0;
	/* raw bytes may be wrong on purpose */
	if (s->use == USE_RAW && !c->get(c->arg, (struct view){ rest.p + 1, n - 2 }, &value))
		return 0;
	return at + n;
}

bool braces_decide(const struct payload_source *s, const struct columns *c,
                   struct buf *out, struct fault *f)
{
	unsigned fail_line, fail_column;
	struct markup markup = { false, '\0' };
	struct view t = s->text;
	size_t end;

	for (size_t i = 0; i < t.n; i++) {
		if (view_starts(view_from(t, i), VIEW("{{"))) {
			buf_puts(out, "{{");
			i++;
		} else if (brace_is_conditional(t, i)) {
			end = brace_end(t, i);
			if (end == t.n)
				return FAIL(s, i, f, "no } ends this { (a brace is written {{)");
			if (!decide_one(s, i, (struct view){ t.p + i + 1, end - i - 1 }, c, out, f))
				return false;
			i = end;
		} else if (t.p[i] == '{' && brace_end(t, i) < t.n) {
			/* what is no matter of rows goes on as it is */
			end = brace_end(t, i);
			buf_put(out, t.p + i, end - i + 1);
			i = end;
		} else if ((end = column_in_value(s, &markup, c, i)) != 0) {
			if (!decide_one(s, i, (struct view){ t.p + i, end - i }, c, out, f))
				return false;
			i = end - 1;
		} else {
			step_over(&markup, t.p[i]);
			buf_putc(out, t.p[i]);
		}
	}
	return true;
}
