/* profile.c - reads peers/NAME/profile, line by line; is it complete? */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "world/profile_line.h"

/* A comment begins at the line's start or behind a blank. */
static struct view without_comment(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] == '#' && (i == 0 || isspace((unsigned char)v.p[i - 1]))) {
			v.n = i;
			break;
		}
	return v;
}

static bool cut_words(struct profile_line *l, struct view v)
{
	l->n = 0;
	v = without_comment(v);
	for (size_t i = 0; i < v.n;) {
		size_t from;

		while (i < v.n && isspace((unsigned char)v.p[i]))
			i++;
		from = i;
		while (i < v.n && !isspace((unsigned char)v.p[i]))
			i++;
		if (i == from)
			break;
		if (l->n == WORDS_MAX)
			return fault_set(l->f, l->file, l->number, 1, "more than %d words",
			                 WORDS_MAX);
		l->word[l->n++] = (struct view){ v.p + from, i - from };
	}
	if (l->n > 0)
		l->rest = view_trim(view_from(v, (size_t)(l->word[0].p - v.p) + l->word[0].n));
	return true;
}

static bool port_is_there(const struct profile_more *m, const char *name)
{
	for (size_t k = 0; k < m->n_port; k++)
		if (strcmp(name, m->port[k].name) == 0)
			return true;
	return false;
}

static bool process_is_complete(const struct profile_more *m, const struct process_plan *plan,
                                const char *file, struct fault *f)
{
	const char *of = plan->name != NULL ? plan->name : "start";

	if (plan->name == NULL && m->n_process > 1)
		return fault_set(f, file, 0, 0, "has `process` lines beside `start` or `ready`");
	if (plan->start == NULL)
		return fault_set(f, file, 0, 0, "has no `%s%s` line",
		                 plan->name != NULL ? "start of process " : "", of);
	if (plan->n_ready == 0 && plan->ready_log == NULL)
		return fault_set(f, file, 0, 0, "has no `ready%s%s` line",
		                 plan->name != NULL ? " of process " : "",
		                 plan->name != NULL ? of : "");
	for (size_t i = 0; i < plan->n_ready; i++)
		if (!port_is_there(m, plan->ready[i]))
			return fault_set(f, file, 0, 0, "`ready %s`: there is no such port",
			                 plan->ready[i]);
	return true;
}

/* One process at least is always there. */
static bool begins_always(const struct profile_more *m)
{
	return m->n_process > 0 && m->process[0].when == NULL;
}

static bool complete(const struct profile *p, const char *file, struct fault *f)
{
	const struct profile_more *m = p->more;
	const struct {
		const char *word;
		bool there;
	} needed[] = { { "version", m->version != NULL },
		       { "policy", m->policy != NULL },
		       { "start", begins_always(m) },
		       { "stop", m->stop_signal != 0 } };

	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (!needed[i].there)
			return fault_set(f, file, 0, 0, "has no `%s` line", needed[i].word);
	for (size_t i = 0; i < m->n_process; i++)
		if (!process_is_complete(m, &m->process[i], file, f))
			return false;
	return true;
}

struct profile *profile_load(const char *peers_dir, const char *name, struct fault *f)
{
	char path[PATH_MAX], dir[PATH_MAX], text[2000];
	struct profile_more *m = mem_zalloc(sizeof *m);
	struct profile *p = mem_zalloc(sizeof *p);
	struct profile_line l = { .file = path, .f = f };
	FILE *from;
	bool ok = true;

	snprintf(path, sizeof path, "%s/%s/profile", peers_dir, name);
	p->more = m;
	p->name = mem_strdup(name);
	from = strchr(name, '/') != NULL ? NULL : fopen(path, "re");
	if (from == NULL) {
		ok = fault_set(f, path, 0, 0, "no such profile: %s", strerror(errno));
	} else {
		while (ok && fgets(text, sizeof text, from) != NULL) {
			l.number++;
			if (strlen(text) == sizeof text - 1 && text[sizeof text - 2] != '\n')
				ok = fault_set(f, path, l.number, 0, "longer than %zu bytes",
				               sizeof text - 2);
			ok = ok && cut_words(&l, view_of(text)) &&
			     (l.n == 0 || profile_take_line(&l, p));
		}
		fclose(from);
		ok = ok && complete(p, path, f);
	}
	snprintf(path, sizeof path, "%s/%s", peers_dir, name);
	if (ok && realpath(path, dir) == NULL)
		ok = fault_set(f, path, 0, 0, "%s", strerror(errno));
	if (!ok)
		profile_free(&p);
	else
		p->dir = mem_strdup(dir);
	return p;
}

static void free_list(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

static void free_named(struct named_text *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].name);
		free(list[i].text);
		free(list[i].form);
	}
	free(list);
}

void profile_free(struct profile **pp)
{
	struct profile *p = *pp;
	struct profile_more *m;

	if (p == NULL)
		return;
	m = p->more;
	free(m->version);
	free(m->policy);
	free(m->reload_done);
	free(m->check);
	free(m->check_warns);
	free(m->probe);
	free(m->examine);
	free(m->settings);
	free(m->look);
	free_named(m->counter, m->n_counter);
	for (size_t i = 0; i < m->n_process; i++) {
		free(m->process[i].name);
		free(m->process[i].start);
		free(m->process[i].when);
		free(m->process[i].ready_log);
		free_list(m->process[i].ready, m->process[i].n_ready);
	}
	free(m->process);
	free_named(m->file, m->n_file);
	free_named(m->certificate, m->n_certificate);
	for (size_t i = 0; i < m->n_port; i++)
		free(m->port[i].name);
	free(m->port);
	free(m);
	free_list(p->claim, p->n_claim);
	free(p->claim_line);
	for (size_t i = 0; i < p->n_known; i++) {
		free(p->known[i].requirement);
		free(p->known[i].class_);
		free(p->known[i].until);
		free(p->known[i].reason);
	}
	free(p->known);
	free(p->name);
	free(p->dir);
	free(p);
	*pp = NULL;
}

bool profile_claims(const struct profile *p, struct view claim)
{
	for (size_t i = 0; i < p->n_claim; i++)
		if (view_is(claim, p->claim[i]))
			return true;
	return false;
}

/* Its ports, then its log, have the time that the line says each, one of them at least;
 * one process is started when the one before is ready. */
uint64_t profile_start_ms(const struct profile *p)
{
	const struct profile_more *m = p->more;
	uint64_t ms = 0;

	for (size_t i = 0; i < m->n_process; i++)
		ms += (m->process[i].n_ready > 0 ? m->process[i].ready_ms : 0) +
		      (m->process[i].ready_log != NULL ? m->process[i].ready_ms : 0);
	return ms;
}
