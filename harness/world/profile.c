/* profile.c - reads peers/NAME/profile.  docs/adapters.md is its manual. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/suggest.h"
#include "lib/text.h"
#include "world/profile_private.h"

enum { WORDS_MAX = 64 };

struct line {			/* one line cut into words */
	const char *file;
	unsigned number;
	struct view word[WORDS_MAX];
	size_t n;
	struct view rest;	/* all behind the first word */
	unsigned seen;          /* which words came already: a bit each */
	struct fault *f;
};

static bool wrong(const struct line *l, size_t word, const char *what)
{
	const char *start = l->word[0].p;
	const char *at = word < l->n ? l->word[word].p : start;

	return fault_set(l->f, l->file, l->number, (unsigned)(at - start) + 1, "%s", what);
}

static char **append(char **list, size_t *n, struct view word)
{
	list = mem_resize(list, (*n + 1) * sizeof *list);
	list[(*n)++] = view_dup(word);
	return list;
}

static bool read_number(const struct line *l, size_t word, uint64_t max, unsigned *out)
{
	uint64_t n;

	if (word >= l->n || !text_u64(l->word[word], 1, max, &n))
		return wrong(l, word, "a number is needed here");
	*out = (unsigned)n;
	return true;
}

/* --- one function per word ----------------------------------------------------------- */

static bool set_text(const struct line *l, char **to)
{
	if (l->rest.n == 0)
		return wrong(l, 0, "needs a value");
	*to = view_dup(l->rest);
	return true;
}

static bool read_version(const struct line *l, struct profile *p)
{
	return set_text(l, &((struct profile_more *)p->more)->version);
}

static bool read_policy(const struct line *l, struct profile *p)
{
	return set_text(l, &((struct profile_more *)p->more)->policy);
}

/* The process of this name, made when it is new. */
static struct process_plan *process_named(struct profile *p, struct view name)
{
	struct profile_more *m = p->more;
	struct process_plan *plan;

	for (size_t i = 0; i < m->n_process; i++)
		if (view_eq(view_of(m->process[i].name), name))
			return &m->process[i];
	m->process = mem_resize(m->process, (m->n_process + 1) * sizeof *m->process);
	plan = &m->process[m->n_process++];
	*plan = (struct process_plan){ .name = name.n > 0 ? view_dup(name) : NULL,
		                       .ready_ms = 10000 };
	return plan;
}

static bool read_start(const struct line *l, struct profile *p)
{
	return set_text(l, &process_named(p, VIEW(""))->start);
}

static bool read_inside(const struct line *l, struct profile *p)
{
	if (l->n == 2 && view_is(l->word[1], "link"))
		p->inside = INSIDE_LINK;
	else if (l->n == 2 && view_is(l->word[1], "account"))
		p->inside = INSIDE_ACCOUNT;
	else if (l->n == 2 && view_is(l->word[1], "sip"))
		p->inside = INSIDE_SIP;
	else
		return wrong(l, 1, "inside is `link`, `account` or `sip`");
	return true;
}

static bool read_port(const struct line *l, struct profile *p)
{
	struct profile_more *m = p->more;
	unsigned port = 0;

	if (!read_number(l, 2, 65535, &port))
		return false;
	if (l->n > 4 || (l->n == 4 && !view_is(l->word[3], "udp") && !view_is(l->word[3], "inside")))
		return wrong(l, 3, "only `udp` or `inside` may stand here");
	m->port = mem_resize(m->port, (m->n_port + 1) * sizeof *m->port);
	m->port[m->n_port].name = view_dup(l->word[1]);
	m->port[m->n_port].udp = l->n == 4 && view_is(l->word[3], "udp");
	m->port[m->n_port].inside = l->n == 4 && view_is(l->word[3], "inside");
	m->port[m->n_port++].port = port;
	return true;
}

/* PORT... [within TIME] [until-log TEXT...], from the word at `i` on. */
static bool read_ready_from(const struct line *l, struct process_plan *plan, size_t i)
{
	if (i == l->n)
		return wrong(l, 0, "needs the names of ports");
	for (; i < l->n; i++) {
		if (view_is(l->word[i], "within") && i + 1 < l->n) {
			if (!text_duration(l->word[++i], &plan->ready_ms))
				return wrong(l, i, "a time is needed here: 500ms, 10s");
		} else if (view_is(l->word[i], "until-log") && i + 1 < l->n) {
			plan->ready_log = view_dup(
				view_from(l->rest, (size_t)(l->word[i + 1].p - l->rest.p)));
			return true;
		} else {
			plan->ready = append(plan->ready, &plan->n_ready, l->word[i]);
		}
	}
	return true;
}

static bool read_ready(const struct line *l, struct profile *p)
{
	return read_ready_from(l, process_named(p, VIEW("")), 1);
}

/* process NAME when SETTING=VALUE */
static bool read_when(const struct line *l, struct process_plan *plan)
{
	if (plan->when != NULL || l->n != 4 || memchr(l->word[3].p, '=', l->word[3].n) == NULL)
		return wrong(l, 3, "one setting is needed here, once: process NAME when SETTING=VALUE");
	plan->when = view_dup(l->word[3]);
	return true;
}

/* process NAME start COMMAND; process NAME ready PORT...; process NAME when SETTING=VALUE */
static bool read_process(const struct line *l, struct profile *p)
{
	struct process_plan *plan;

	if (l->n < 4 || !(view_is(l->word[2], "start") || view_is(l->word[2], "ready") ||
	                  view_is(l->word[2], "when")))
		return wrong(l, l->n < 3 ? 0 : 2,
		             "process NAME start COMMAND, process NAME ready PORT... or "
		             "process NAME when SETTING=VALUE is needed");
	plan = process_named(p, l->word[1]);
	if (view_is(l->word[2], "ready"))
		return read_ready_from(l, plan, 3);
	if (view_is(l->word[2], "when"))
		return read_when(l, plan);
	if (plan->start != NULL)
		return wrong(l, 2, "stands here a second time");
	plan->start = view_dup(view_from(l->rest, (size_t)(l->word[3].p - l->rest.p)));
	return true;
}

static int signal_named(struct view word)
{
	static const struct {
		const char *name;
		int number;
	} known[] = { { "HUP", SIGHUP },   { "TERM", SIGTERM }, { "INT", SIGINT },
		      { "USR1", SIGUSR1 }, { "USR2", SIGUSR2 }, { "KILL", SIGKILL } };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (view_is(word, known[i].name))
			return known[i].number;
	return 0;
}

/* `stop signal TERM`, `reload signal HUP until-log TEXT...` */
static bool read_signal(const struct line *l, int *number, char **until_log)
{
	if (l->n < 3 || !view_is(l->word[1], "signal"))
		return wrong(l, 1, "`signal NAME` is needed here");
	*number = signal_named(l->word[2]);
	if (*number == 0)
		return wrong(l, 2, "a signal is needed here: HUP TERM INT USR1 USR2 KILL");
	if (l->n == 3)
		return true;
	if (until_log == NULL || l->n < 5 || !view_is(l->word[3], "until-log"))
		return wrong(l, 3, "only `until-log TEXT` may stand here");
	*until_log = view_dup(
		view_from(l->rest, (size_t)(l->word[4].p - l->rest.p)));
	return true;
}

static bool read_stop(const struct line *l, struct profile *p)
{
	return read_signal(l, &((struct profile_more *)p->more)->stop_signal, NULL);
}

static bool read_reload(const struct line *l, struct profile *p)
{
	struct profile_more *m = p->more;

	return read_signal(l, &m->reload_signal, &m->reload_done);
}

/* `check COMMAND...`, `check-warns TEXT...` */
static bool read_check(const struct line *l, struct profile *p)
{
	return set_text(l, &((struct profile_more *)p->more)->check);
}

static bool read_check_warns(const struct line *l, struct profile *p)
{
	return set_text(l, &((struct profile_more *)p->more)->check_warns);
}

/* `probe COMMAND...`, `examine COMMAND...`, `settings COMMAND...` */
static bool read_probe(const struct line *l, struct profile *p)
{
	return set_text(l, &((struct profile_more *)p->more)->probe);
}

static bool read_examine(const struct line *l, struct profile *p)
{
	return set_text(l, &((struct profile_more *)p->more)->examine);
}

static bool read_settings(const struct line *l, struct profile *p)
{
	return set_text(l, &((struct profile_more *)p->more)->settings);
}

static bool read_look(const struct line *l, struct profile *p)
{
	return set_text(l, &((struct profile_more *)p->more)->look);
}

/* counter NAME SAMPLE... */
static bool read_counter(const struct line *l, struct profile *p)
{
	struct profile_more *m = p->more;

	if (l->n < 3)
		return wrong(l, 0, "a name and a sample are needed: counter NAME SAMPLE");
	m->counter = mem_resize(m->counter, (m->n_counter + 1) * sizeof *m->counter);
	m->counter[m->n_counter++] = (struct named_text){
		view_dup(l->word[1]),
		view_dup(view_from(l->rest, (size_t)(l->word[2].p - l->rest.p))), NULL
	};
	return true;
}

static bool read_preload(const struct line *l, struct profile *p)
{
	if (l->n != 2 || !view_is(l->word[1], "keylog"))
		return wrong(l, 1, "only `keylog` may be preloaded");
	((struct profile_more *)p->more)->preload_keylog = true;
	return true;
}

static bool read_file(const struct line *l, struct profile *p)
{
	struct profile_more *m = p->more;

	if (l->n != 3)
		return wrong(l, 0, "a name and a path are needed: file NAME PATH");
	m->file = mem_resize(m->file, (m->n_file + 1) * sizeof *m->file);
	m->file[m->n_file++] = (struct named_text){ view_dup(l->word[1]), view_dup(l->word[2]),
		                                    NULL };
	return true;
}

static bool read_certificate(const struct line *l, struct profile *p)
{
	struct profile_more *m = p->more;

	if (l->n != 4 || !certificate_form_is_known(l->word[3]))
		return wrong(l, 3, "a name, a domain and a form are needed: "
		                   "certificate NAME DOMAIN FORM");
	m->certificate = mem_resize(m->certificate, (m->n_certificate + 1) * sizeof *m->certificate);
	m->certificate[m->n_certificate++] = (struct named_text){
		view_dup(l->word[1]), view_dup(l->word[2]), view_dup(l->word[3])
	};
	return true;
}

static bool read_claims(const struct line *l, struct profile *p)
{
	for (size_t i = 1; i < l->n; i++) {
		p->claim_line = mem_resize(p->claim_line,
		                           (p->n_claim + 1) * sizeof *p->claim_line);
		p->claim_line[p->n_claim] = l->number;
		p->claim = append(p->claim, &p->n_claim, l->word[i]);
	}
	return true;
}

static bool is_date(struct view v)
{
	if (v.n != 10 || v.p[4] != '-' || v.p[7] != '-')
		return false;
	for (size_t i = 0; i < 10; i++)
		if (i != 4 && i != 7 && !isdigit((unsigned char)v.p[i]))
			return false;
	return true;
}

/* known REQUIREMENT CLASS until DATE REASON... */
static bool read_known(const struct line *l, struct profile *p)
{
	struct known_deviation *k;

	if (l->n < 6 || !view_is(l->word[3], "until") || !is_date(l->word[4]))
		return wrong(l, l->n < 6 ? 0 : 3,
		             "known REQUIREMENT CLASS until YYYY-MM-DD REASON is needed");
	for (size_t i = 0; i < p->n_known; i++)
		if (view_is(l->word[1], p->known[i].requirement) &&
		    view_is(l->word[2], p->known[i].class_))
			return wrong(l, 1, "is declared a second time");
	p->known = mem_resize(p->known, (p->n_known + 1) * sizeof *p->known);
	k = &p->known[p->n_known++];
	k->requirement = view_dup(l->word[1]);
	k->class_ = view_dup(l->word[2]);
	k->until = view_dup(l->word[4]);
	k->reason = view_dup(view_from(l->rest, (size_t)(l->word[5].p - l->rest.p)));
	k->line = l->number;
	return true;
}

static const struct {
	const char *word;
	bool (*read)(const struct line *l, struct profile *p);
	bool many; /* may stand more than once */
} words[] = {
	{ "version", read_version, false },
	{ "inside", read_inside, false },
	{ "policy", read_policy, false },
	{ "start", read_start, false },
	{ "port", read_port, true },
	{ "ready", read_ready, false },
	{ "reload", read_reload, false },
	{ "stop", read_stop, false },
	{ "check", read_check, false },
	{ "check-warns", read_check_warns, false },
	{ "probe", read_probe, false },
	{ "examine", read_examine, false },
	{ "settings", read_settings, false },
	{ "look", read_look, false },
	{ "counter", read_counter, true },
	{ "preload", read_preload, false },
	{ "file", read_file, true },
	{ "certificate", read_certificate, true },
	{ "claims", read_claims, true },
	{ "process", read_process, true },
	{ "known", read_known, true },
};

enum { N_WORDS = sizeof words / sizeof words[0] };

/* --- lines --------------------------------------------------------------------------------- */

static bool read_line(struct line *l, struct profile *p)
{
	const char *known[N_WORDS], *near;

	for (size_t i = 0; i < N_WORDS; i++) {
		if (view_is(l->word[0], words[i].word)) {
			if ((l->seen & 1u << i) != 0 && !words[i].many)
				return wrong(l, 0, "stands here a second time");
			l->seen |= 1u << i;
			return words[i].read(l, p);
		}
		known[i] = words[i].word;
	}
	near = suggest(l->word[0], known, N_WORDS);
	return fault_set(l->f, l->file, l->number, 1, "unknown word \"%.*s\"%s%s%s",
	                 VIEW_ARG(l->word[0]), near != NULL ? "; did you mean \"" : "",
	                 near != NULL ? near : "", near != NULL ? "\"?" : "");
}

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

static bool cut_words(struct line *l, struct view v)
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
	if (plan->n_ready == 0)
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
	struct line l = { .file = path, .f = f };
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
			     (l.n == 0 || read_line(&l, p));
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

/* Its ports, then its log, have the time that the line says each; one process is
 * started when the one before is ready. */
uint64_t profile_start_ms(const struct profile *p)
{
	const struct profile_more *m = p->more;
	uint64_t ms = 0;

	for (size_t i = 0; i < m->n_process; i++)
		ms += m->process[i].ready_ms * (m->process[i].ready_log != NULL ? 2 : 1);
	return ms;
}
