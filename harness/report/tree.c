/* tree.c - verdicts by specification and section, for a terminal. */
#include <string.h>

#include "report/report.h"

static const char *color_of(enum verdict v)
{
	switch (v) {
	case VERDICT_PASS:
		return "\033[32m";
	case VERDICT_FAIL:
	case VERDICT_ERROR:
	case VERDICT_XPASS:
		return "\033[31m";
	case VERDICT_XFAIL:
	case VERDICT_INCONC:
		return "\033[33m";
	case VERDICT_NA:
		break;
	}
	return "\033[2m";
}

static void leaf(const struct requirement_result *q, FILE *to, bool color)
{
	fprintf(to, "    %s%-7s%s %-18s %-10s %.90s\n", color ? color_of(q->verdict) : "",
	        verdict_word(q->verdict), color ? "\033[0m" : "", q->requirement->id,
	        q->requirement->level, q->requirement->text);
}

struct numbers {
	size_t applicable, run, passed;
};

static void count(struct numbers *n, const struct requirement_result *q)
{
	n->applicable += q->applicable;
	n->run += q->n_by > 0;
	n->passed += q->n_by > 0 && q->verdict == VERDICT_PASS;
}

static void passed(const struct numbers *n, const char *indent, const char *what, FILE *to,
                   bool color)
{
	fprintf(to, "  %s%-*s %s%4zu of %zu passed%s\n", indent, 30 - (int)strlen(indent), what,
	        color ? color_of(n->passed == n->run ? VERDICT_PASS : VERDICT_FAIL) : "",
	        n->passed, n->run, color ? "\033[0m" : "");
}

/* Only what has something that did not pass. */
static void section(const struct run *r, size_t from, size_t to_, FILE *to, bool color)
{
	struct numbers n = { 0 };

	for (size_t i = from; i < to_; i++)
		count(&n, &r->requirement[i]);
	if (n.passed == n.run)
		return;
	passed(&n, "  ", r->requirement[from].requirement->section, to, color);
	for (size_t i = from; i < to_; i++)
		if (r->requirement[i].n_by > 0 && r->requirement[i].verdict != VERDICT_PASS)
			leaf(&r->requirement[i], to, color);
}

static bool same_spec(const struct requirement *a, const struct requirement *b)
{
	return strcmp(a->spec, b->spec) == 0;
}

static bool same_section(const struct requirement *a, const struct requirement *b)
{
	return same_spec(a, b) && strcmp(a->section, b->section) == 0;
}

/* Rows that belong together stand together. */
static size_t end_of(const struct run *r, size_t from,
                     bool (*same)(const struct requirement *a, const struct requirement *b))
{
	size_t i = from;

	while (i < r->n_requirement &&
	       same(r->requirement[from].requirement, r->requirement[i].requirement))
		i++;
	return i;
}

static void spec(const struct run *r, size_t from, size_t to_, FILE *to, bool color)
{
	struct numbers n = { 0 };

	for (size_t i = from; i < to_; i++)
		count(&n, &r->requirement[i]);
	if (n.run == 0)
		return;
	passed(&n, "", r->requirement[from].requirement->spec, to, color);
	for (size_t i = from, end; i < to_; i = end) {
		end = end_of(r, i, same_section);
		section(r, i, end, to, color);
	}
}

void report_tree(const struct run *r, FILE *to, bool color)
{
	static const char *const catalogues[] = { "xmpp", "sip", "lync", "fedlab" };

	fputc('\n', to);
	for (size_t i = 0, end; i < r->n_requirement; i = end) {
		end = end_of(r, i, same_spec);
		spec(r, i, end, to, color);
	}
	fputc('\n', to);
	for (size_t k = 0; k < sizeof catalogues / sizeof catalogues[0]; k++) {
		struct numbers n = { 0 };

		for (size_t i = 0; i < r->n_requirement; i++)
			if (strcmp(r->requirement[i].requirement->catalogue, catalogues[k]) == 0)
				count(&n, &r->requirement[i]);
		if (n.applicable > 0)
			fprintf(to,
			        "  requirements of %s.tsv: %zu applicable, %zu run, %zu "
			        "passed\n",
			        catalogues[k], n.applicable, n.run, n.passed);
	}
}
