#include "cast/policy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* Columns, with the word for each in a scenario (scenario/policy.tbl).  What a
 * scenario does not say stays empty: it does not care (docs/adapters.md). */
static const struct column {
	const char *name, *word, *fallback;
} columns[] = {
	{ "additional-domains", "additional", "" },
	{ "tls", "tls", "" },
	{ "sasl", "sasl", "" },
	{ "dialback", "dialback", "" },
	{ "type", "type", "" },
	{ "keepalive", "keepalive", "" },
	{ "limit", "limit", "" },
	{ "proxy-fqdn", "proxy-fqdn", "" },
};
#define N_COLUMNS (sizeof columns / sizeof columns[0])

struct policy {
	struct row {
		struct row *next;
		char *domain;
		char *cell[N_COLUMNS];
	} *rows;
};

static struct row **find(struct policy *p, const char *domain)
{
	struct row **at = &p->rows;

	while (*at != NULL && strcmp((*at)->domain, domain) != 0)
		at = &(*at)->next;
	return at;
}

static struct row *row_for(struct policy *p, const char *domain)
{
	struct row **at = find(p, domain);

	if (*at == NULL) {
		*at = mem_zalloc(sizeof **at);
		(*at)->domain = mem_strdup(domain);
		for (size_t i = 0; i < N_COLUMNS; i++)
			(*at)->cell[i] = mem_strdup(columns[i].fallback);
	}
	return *at;
}

static void set_cell(struct row *r, struct view setting)
{
	struct view name, value;

	if (!view_cut(setting, '=', &name, &value))
		return;
	for (size_t i = 0; i < N_COLUMNS; i++)
		if (view_is(name, columns[i].word)) {
			free(r->cell[i]);
			r->cell[i] = view_dup(value);
		}
}

void policy_set(struct policy *p, const char *domain, const char *settings)
{
	struct row *r = row_for(p, domain);
	struct view rest = view_of(settings), one;
	bool more = true;

	while (more) {
		more = view_cut(rest, ' ', &one, &rest);
		set_cell(r, one);
	}
}

static void free_row(struct row *r)
{
	for (size_t i = 0; i < N_COLUMNS; i++)
		free(r->cell[i]);
	free(r->domain);
	free(r);
}

void policy_remove(struct policy *p, const char *domain)
{
	struct row **at = find(p, domain), *r = *at;

	if (r == NULL)
		return;
	*at = r->next;
	free_row(r);
}

static bool is_partner(const struct actor *a)
{
	return (a->kind == ACTOR_SCRIPTED_SERVER || a->kind == ACTOR_SCRIPTED_DIALLER ||
	        a->kind == ACTOR_XMPP_USER) &&
	       a->domain.text != NULL && actor_setting(a, "stranger", NULL) == NULL;
}

/* `policy none` */
static bool allows_nobody(const struct case_ *c)
{
	for (size_t i = 0; i < c->n_cast; i++)
		for (size_t k = 0; k < c->cast[i].n_policy; k++)
			if (strcmp(c->cast[i].policy[k].domain.text, "none") == 0)
				return true;
	return false;
}

struct policy *policy_new(const struct case_ *c)
{
	struct policy *p = mem_zalloc(sizeof *p);

	if (allows_nobody(c))
		return p;
	for (size_t i = 0; i < c->n_cast; i++)
		for (size_t k = 0; k < c->cast[i].n_policy; k++) {
			const struct policy_line *line = &c->cast[i].policy[k];
			struct row *r = row_for(p, line->domain.text);

			for (size_t s = 0; s < line->settings.n; s++)
				set_cell(r, view_of(line->settings.item[s].text));
		}
	for (size_t i = 0; i < c->n_cast; i++)
		if (is_partner(&c->cast[i]))
			row_for(p, c->cast[i].domain.text);
	return p;
}

void policy_free(struct policy **pp)
{
	if (*pp == NULL)
		return;
	while ((*pp)->rows != NULL)
		policy_remove(*pp, (*pp)->rows->domain);
	free(*pp);
	*pp = NULL;
}

bool policy_write(const struct policy *p, const char *path, struct fault *f)
{
	FILE *to = fopen(path, "we");
	bool ok;

	if (to == NULL)
		return fault_set(f, path, 0, 0, "cannot write: %s", strerror(errno));
	fputs("domain", to);
	for (size_t i = 0; i < N_COLUMNS; i++)
		fprintf(to, "\t%s", columns[i].name);
	fputc('\n', to);
	for (const struct row *r = p->rows; r != NULL; r = r->next) {
		fputs(r->domain, to);
		for (size_t i = 0; i < N_COLUMNS; i++)
			fprintf(to, "\t%s", r->cell[i]);
		fputc('\n', to);
	}
	ok = ferror(to) == 0;
	return (fclose(to) == 0 && ok) || fault_set(f, path, 0, 0, "cannot write");
}
