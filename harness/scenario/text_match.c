/* One value against literals, alternatives, regular expressions and names. */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "scenario/pattern.h"

#define GROUPS_MOST 64

static bool lookup(const struct trail *trail, struct view name, struct view *out)
{
	for (size_t i = trail->n; i-- > 0; )
		if (view_is(name, trail->item[i].name)) {
			*out = (struct view){ trail->item[i].value, trail->item[i].n };
			return true;
		}
	return bindings_get(trail->before, name, out);
}

static void bind(struct trail *trail, const char *name, struct view value)
{
	struct bound *b;

	trail->item = mem_grow(trail->item, trail->n, &trail->cap, sizeof *trail->item);
	b = &trail->item[trail->n++];
	b->name = name;
	b->value = view_dup(value);
	b->n = value.n;
}

void trail_cut(struct trail *t, size_t n)
{
	while (t->n > n)
		free(t->item[--t->n].value);
}

static void put_literal(struct buf *re, struct view text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (strchr("\\^$.[]|()*+?{}", text.p[i]) != NULL)
			buf_putc(re, '\\');
		buf_putc(re, text.p[i]);
	}
}

/* "a|b", each letter for itself; an empty alternative is the empty text, as
 * in the regular expressions of glibc. */
static void put_alternatives(struct buf *re, struct view words)
{
	struct view one;
	bool more, first = true;

	do {
		more = view_cut(words, '|', &one, &words);
		if (!first)
			buf_putc(re, '|');
		put_literal(re, one);
		first = false;
	} while (more);
}

struct plan {			/* the whole as one regular expression */
	struct buf re;
	struct {
		const struct piece *piece;
		size_t group;
	} binds[GROUPS_MOST];
	size_t n_binds, groups;
};

static bool put_segment(struct plan *plan, const struct segment *s, const struct trail *trail)
{
	const struct piece *p = s->piece;
	struct view value;

	if (s->literal != NULL) {
		put_literal(&plan->re, view_of(s->literal));
		return true;
	}
	buf_putc(&plan->re, '(');
	plan->groups++;
	if (p->as != NULL) {
		if (plan->n_binds == GROUPS_MOST)
			return false;
		plan->binds[plan->n_binds].piece = p;
		plan->binds[plan->n_binds++].group = plan->groups;
	}
	switch (p->kind) {
	case PIECE_ANY:
		buf_puts(&plan->re, ".*");
		break;
	case PIECE_REGEX:
		for (const char *c = p->words; *c != '\0'; c++)
			/* \/ is only for those who fear for the delimiter */
			if (c[0] != '\\' || c[1] != '/')
				buf_putc(&plan->re, *c);
		plan->groups += p->count;
		break;
	case PIECE_ONE_OF:
		if (p->words == NULL)
			return false;
		put_alternatives(&plan->re, view_of(p->words));
		break;
	case PIECE_NAME:
		if (!lookup(trail, view_of(p->words), &value))
			return false;
		put_literal(&plan->re, value);
		break;
	case PIECE_TEXT: case PIECE_ABSENCE: case PIECE_NOT: case PIECE_ONLY: case PIECE_EMPTY:
	case PIECE_FRESH: case PIECE_FILLER: case PIECE_BASE64: case PIECE_REPEAT:
	case PIECE_NUMBERED:
		return false;	/* pattern_new() lets none of them come here */
	}
	buf_putc(&plan->re, ')');
	return true;
}

static bool run(const struct plan *plan, struct view got, struct trail *trail)
{
	regmatch_t *group;
	regex_t re;
	char *text;
	bool ok = false;

	if (memchr(got.p != NULL ? got.p : "", '\0', got.n) != NULL ||
	    regcomp(&re, buf_cstr(&plan->re), REG_EXTENDED) != 0)
		return false;
	group = mem_array(re.re_nsub + 1, sizeof *group);
	text = view_dup(got);
	if (regexec(&re, text, re.re_nsub + 1, group, 0) == 0) {
		ok = true;
		for (size_t i = 0; i < plan->n_binds && ok; i++) {
			size_t g = plan->binds[i].group;

			ok = g <= re.re_nsub && group[g].rm_so >= 0;
			if (ok)
				bind(trail, plan->binds[i].piece->as,
				     (struct view){ text + group[g].rm_so,
				                    (size_t)(group[g].rm_eo - group[g].rm_so) });
		}
	}
	free(text);
	free(group);
	regfree(&re);
	return ok;
}

static bool is_not(const struct piece *p, struct view got, const struct trail *trail)
{
	struct view words = view_of(p->words), one, value;
	bool more;

	do {
		more = view_cut(words, '|', &one, &words);
		if (one.n > 1 && one.p[0] == '$') {
			if (!lookup(trail, view_from(one, 1), &value) || view_eq(value, got))
				return false;
		} else if (view_eq(one, got)) {
			return false;
		}
	} while (more);
	return true;
}

bool text_matches(const struct text_pattern *t, struct view got, struct trail *trail)
{
	size_t before = trail->n;
	struct plan plan = { .groups = 1 };
	bool ok = true;

	/* The two that most values are need no regular expression. */
	if (t->n == 0)
		return got.n == 0;
	if (t->n == 1 && t->item[0].literal != NULL)
		return view_is(got, t->item[0].literal);
	if (t->n == 1 && t->item[0].piece->kind == PIECE_NOT)
		return is_not(t->item[0].piece, got, trail);

	buf_puts(&plan.re, "^(");
	for (size_t i = 0; i < t->n && ok; i++)
		ok = put_segment(&plan, &t->item[i], trail);
	buf_puts(&plan.re, ")$");
	ok = ok && run(&plan, got, trail);
	if (!ok)
		trail_cut(trail, before);
	buf_free(&plan.re);
	return ok;
}

char *text_expected(const struct text_pattern *t, const struct trail *trail)
{
	struct buf out = { 0 };
	struct view value;

	for (size_t i = 0; i < t->n; i++) {
		const struct piece *p = t->item[i].piece;

		if (t->item[i].literal != NULL)
			buf_puts(&out, t->item[i].literal);
		else if (p->kind == PIECE_NAME && lookup(trail, view_of(p->words), &value))
			buf_putv(&out, value);
		else if (p->kind == PIECE_NAME)
			buf_printf(&out, "{$%s}, which has no value", p->words);
		else if (p->kind == PIECE_REGEX)
			buf_printf(&out, "{/%s/}", p->words);
		else if (p->kind == PIECE_NOT)
			buf_printf(&out, "{not %s}", p->words);
		else if (p->kind == PIECE_ONE_OF)
			buf_printf(&out, "{%s%s%s}", p->optional ? "absent" : "",
			           p->optional && p->words != NULL ? "|" : "",
			           p->words != NULL ? p->words : "");
		else
			buf_puts(&out, "{any}");
	}
	if (buf_len(&out) == 0)
		buf_puts(&out, "(empty)");
	return buf_take(&out);
}
