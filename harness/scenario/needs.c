#include "scenario/needs.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/suggest.h"

#define DEPTH_MOST 32

static const char *const claims[] = {
#define X(name, doc) #name,
#include "scenario/claims.tbl"
#undef X
};
#define N_CLAIMS (sizeof claims / sizeof claims[0])

bool claim_is_known(struct view name)
{
	for (size_t i = 0; i < N_CLAIMS; i++)
		if (view_is(name, claims[i]))
			return true;
	return false;
}

const char *claim_nearest(struct view name)
{
	return suggest(name, claims, N_CLAIMS);
}

struct needs {
	enum { NAME, NOT, AND, OR } kind;
	char *name;			/* NAME */
	struct needs *left, *right;	/* NOT has only left */
};

struct parsing {
	struct view text;
	size_t at;
	unsigned depth;
	const char *file;
	unsigned line, column;
	struct fault *f;
};

void needs_free(struct needs **np)
{
	if (*np == NULL)
		return;
	needs_free(&(*np)->left);
	needs_free(&(*np)->right);
	free((*np)->name);
	free(*np);
	*np = NULL;
}

static struct needs *wrong(struct parsing *p, size_t at, const char *why)
{
	fault_set(p->f, p->file, p->line, p->column + (unsigned)at, "%s", why);
	return NULL;
}

static char peek(struct parsing *p)
{
	while (p->at < p->text.n && p->text.p[p->at] == ' ')
		p->at++;
	return p->at < p->text.n ? p->text.p[p->at] : '\0';
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-' || c == '_';
}

static struct needs *node(int kind, struct needs *left, struct needs *right)
{
	struct needs *n = mem_zalloc(sizeof *n);

	n->kind = kind == '!' ? NOT : kind == '&' ? AND : OR;
	n->left = left;
	n->right = right;
	return n;
}

static struct needs *parse_or(struct parsing *p);

static struct needs *parse_name(struct parsing *p)
{
	size_t from = p->at;
	struct needs *n;
	struct view name;
	const char *near;

	while (p->at < p->text.n && is_name_char(p->text.p[p->at]))
		p->at++;
	if (p->at == from)
		return wrong(p, from, "a name is missing here");
	name = (struct view){ p->text.p + from, p->at - from };
	if (!claim_is_known(name)) {
		near = claim_nearest(name);
		fault_set(p->f, p->file, p->line, p->column + (unsigned)from,
		          "nothing that is called \"%.*s\" can be claimed%s%s%s", VIEW_ARG(name),
		          near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
		          near != NULL ? "\"?" : "");
		return NULL;
	}
	n = mem_zalloc(sizeof *n);
	n->kind = NAME;
	n->name = view_dup(name);
	return n;
}

static struct needs *parse_factor(struct parsing *p)
{
	struct needs *inner = NULL;
	size_t from;

	if (p->depth == DEPTH_MOST)
		return wrong(p, p->at, "too many parentheses");
	p->depth++;
	if (peek(p) == '!') {
		p->at++;
		inner = parse_factor(p);
		if (inner != NULL)
			inner = node('!', inner, NULL);
	} else if (peek(p) == '(') {
		from = p->at++;
		inner = parse_or(p);
		if (inner != NULL && peek(p) != ')') {
			needs_free(&inner);
			wrong(p, from, "no ) closes this (");
		} else {
			p->at++;
		}
	} else {
		inner = parse_name(p);
	}
	p->depth--;
	return inner;
}

static struct needs *parse_row(struct parsing *p, char sign,
                               struct needs *(*part)(struct parsing *p))
{
	struct needs *left = part(p), *right;

	while (left != NULL && peek(p) == sign) {
		p->at++;
		right = part(p);
		if (right == NULL)
			needs_free(&left);
		else
			left = node(sign, left, right);
	}
	return left;
}

static struct needs *parse_and(struct parsing *p)
{
	return parse_row(p, '&', parse_factor);
}

static struct needs *parse_or(struct parsing *p)
{
	return parse_row(p, '|', parse_and);
}

struct needs *needs_parse(struct view text, const char *file, unsigned line,
                          unsigned column, struct fault *f)
{
	struct parsing p = { text, 0, 0, file, line, column, f };
	struct needs *n = parse_or(&p);

	if (n != NULL && peek(&p) != '\0') {
		needs_free(&n);
		wrong(&p, p.at, "& or | is missing here");
	}
	return n;
}

/* *decided: the first name whose being claimed, or not, made the answer. */
static bool met(const struct needs *n, bool (*claimed)(void *arg, struct view name), void *arg,
                const char **decided)
{
	const char *left = NULL, *right = NULL;
	bool ok;

	switch (n->kind) {
	case NAME:
		*decided = n->name;
		return claimed(arg, view_of(n->name));
	case NOT:
		return !met(n->left, claimed, arg, decided);
	case AND:
		ok = met(n->left, claimed, arg, decided);
		return ok && met(n->right, claimed, arg, decided);
	case OR:
		ok = met(n->left, claimed, arg, &left);
		if (!ok)
			ok = met(n->right, claimed, arg, &right);
		*decided = left;
		return ok;
	}
	return false;
}

bool needs_met(const struct needs *n, bool (*claimed)(void *arg, struct view name),
               void *arg, const char **missing)
{
	const char *decided = NULL;
	bool ok = n == NULL || met(n, claimed, arg, &decided);

	if (!ok && missing != NULL)
		*missing = decided;
	return ok;
}
