/* profile_words.c - what each word of a profile means. */
#include <ctype.h>
#include <signal.h>
#include <stddef.h>

#include "lib/mem.h"
#include "lib/suggest.h"
#include "lib/text.h"
#include "world/profile_line.h"

bool profile_wrong(const struct profile_line *l, size_t word, const char *what)
{
	const char *start = l->word[0].p;
	const char *at = word < l->n ? l->word[word].p : start;

	return fault_set(l->f, l->file, l->number, (unsigned)(at - start) + 1, "%s", what);
}

char **profile_append(char **list, size_t *n, struct view word)
{
	list = mem_resize(list, (*n + 1) * sizeof *list);
	list[(*n)++] = view_dup(word);
	return list;
}

bool profile_take_text(const struct profile_line *l, char **to)
{
	if (l->rest.n == 0)
		return profile_wrong(l, 0, "needs a value");
	*to = view_dup(l->rest);
	return true;
}

static bool read_number(const struct profile_line *l, size_t word, uint64_t max, unsigned *out)
{
	uint64_t n;

	if (word >= l->n || !text_u64(l->word[word], 1, max, &n))
		return profile_wrong(l, word, "a number is needed here");
	*out = (unsigned)n;
	return true;
}

static bool read_inside(const struct profile_line *l, struct profile *p)
{
	if (l->n == 2 && view_is(l->word[1], "link"))
		p->inside = INSIDE_LINK;
	else if (l->n == 2 && view_is(l->word[1], "account"))
		p->inside = INSIDE_ACCOUNT;
	else if (l->n == 2 && view_is(l->word[1], "sip"))
		p->inside = INSIDE_SIP;
	else
		return profile_wrong(l, 1, "inside is `link`, `account` or `sip`");
	return true;
}

static bool read_port(const struct profile_line *l, struct profile *p)
{
	struct profile_more *m = p->more;
	unsigned port = 0;

	if (!read_number(l, 2, 65535, &port))
		return false;
	if (l->n > 4 || (l->n == 4 && !view_is(l->word[3], "udp") && !view_is(l->word[3], "inside")))
		return profile_wrong(l, 3, "only `udp` or `inside` may stand here");
	m->port = mem_resize(m->port, (m->n_port + 1) * sizeof *m->port);
	m->port[m->n_port].name = view_dup(l->word[1]);
	m->port[m->n_port].udp = l->n == 4 && view_is(l->word[3], "udp");
	m->port[m->n_port].inside = l->n == 4 && view_is(l->word[3], "inside");
	m->port[m->n_port++].port = port;
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
static bool read_signal(const struct profile_line *l, int *number, char **until_log)
{
	if (l->n < 3 || !view_is(l->word[1], "signal"))
		return profile_wrong(l, 1, "`signal NAME` is needed here");
	*number = signal_named(l->word[2]);
	if (*number == 0)
		return profile_wrong(l, 2, "a signal is needed here: HUP TERM INT USR1 USR2 KILL");
	if (l->n == 3)
		return true;
	if (until_log == NULL || l->n < 5 || !view_is(l->word[3], "until-log"))
		return profile_wrong(l, 3, "only `until-log TEXT` may stand here");
	*until_log = view_dup(
		view_from(l->rest, (size_t)(l->word[4].p - l->rest.p)));
	return true;
}

static bool read_stop(const struct profile_line *l, struct profile *p)
{
	return read_signal(l, &((struct profile_more *)p->more)->stop_signal, NULL);
}

static bool read_reload(const struct profile_line *l, struct profile *p)
{
	struct profile_more *m = p->more;

	return read_signal(l, &m->reload_signal, &m->reload_done);
}

/* counter NAME SAMPLE... */
static bool read_counter(const struct profile_line *l, struct profile *p)
{
	struct profile_more *m = p->more;

	if (l->n < 3)
		return profile_wrong(l, 0, "a name and a sample are needed: counter NAME SAMPLE");
	m->counter = mem_resize(m->counter, (m->n_counter + 1) * sizeof *m->counter);
	m->counter[m->n_counter++] = (struct named_text){
		view_dup(l->word[1]),
		view_dup(view_from(l->rest, (size_t)(l->word[2].p - l->rest.p))), NULL
	};
	return true;
}

static bool read_preload(const struct profile_line *l, struct profile *p)
{
	if (l->n != 2 || !view_is(l->word[1], "keylog"))
		return profile_wrong(l, 1, "only `keylog` may be preloaded");
	((struct profile_more *)p->more)->preload_keylog = true;
	return true;
}

static bool read_file(const struct profile_line *l, struct profile *p)
{
	struct profile_more *m = p->more;

	if (l->n != 3)
		return profile_wrong(l, 0, "a name and a path are needed: file NAME PATH");
	m->file = mem_resize(m->file, (m->n_file + 1) * sizeof *m->file);
	m->file[m->n_file++] = (struct named_text){ view_dup(l->word[1]), view_dup(l->word[2]),
		                                    NULL };
	return true;
}

static bool read_certificate(const struct profile_line *l, struct profile *p)
{
	struct profile_more *m = p->more;

	if (l->n != 4 || !certificate_form_is_known(l->word[3]))
		return profile_wrong(l, 3, "a name, a domain and a form are needed: "
		                   "certificate NAME DOMAIN FORM");
	m->certificate = mem_resize(m->certificate, (m->n_certificate + 1) * sizeof *m->certificate);
	m->certificate[m->n_certificate++] = (struct named_text){
		view_dup(l->word[1]), view_dup(l->word[2]), view_dup(l->word[3])
	};
	return true;
}

static bool read_claims(const struct profile_line *l, struct profile *p)
{
	for (size_t i = 1; i < l->n; i++) {
		p->claim_line = mem_resize(p->claim_line,
		                           (p->n_claim + 1) * sizeof *p->claim_line);
		p->claim_line[p->n_claim] = l->number;
		p->claim = profile_append(p->claim, &p->n_claim, l->word[i]);
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
static bool read_known(const struct profile_line *l, struct profile *p)
{
	struct known_deviation *k;

	if (l->n < 6 || !view_is(l->word[3], "until") || !is_date(l->word[4]))
		return profile_wrong(l, l->n < 6 ? 0 : 3,
		             "known REQUIREMENT CLASS until YYYY-MM-DD REASON is needed");
	for (size_t i = 0; i < p->n_known; i++)
		if (view_is(l->word[1], p->known[i].requirement) &&
		    view_is(l->word[2], p->known[i].class_))
			return profile_wrong(l, 1, "is declared a second time");
	p->known = mem_resize(p->known, (p->n_known + 1) * sizeof *p->known);
	k = &p->known[p->n_known++];
	k->requirement = view_dup(l->word[1]);
	k->class_ = view_dup(l->word[2]);
	k->until = view_dup(l->word[4]);
	k->reason = view_dup(view_from(l->rest, (size_t)(l->word[5].p - l->rest.p)));
	k->line = l->number;
	return true;
}

#define TEXT(word, to) { word, NULL, false, offsetof(struct profile_more, to) }

static const struct {
	const char *word;
	bool (*read)(const struct profile_line *l, struct profile *p); /* NULL: a text */
	bool many;	/* may stand more than once */
	size_t text;	/* where in struct profile_more a text goes */
} words[] = {
	TEXT("version", version),
	{ "inside", read_inside, false, 0 },
	TEXT("policy", policy),
	{ "start", profile_take_start, false, 0 },
	{ "port", read_port, true, 0 },
	{ "ready", profile_take_ready, false, 0 },
	{ "reload", read_reload, false, 0 },
	{ "stop", read_stop, false, 0 },
	TEXT("check", check),
	TEXT("check-warns", check_warns),
	TEXT("probe", probe),
	TEXT("examine", examine),
	TEXT("settings", settings),
	TEXT("look", look),
	{ "counter", read_counter, true, 0 },
	{ "preload", read_preload, false, 0 },
	{ "file", read_file, true, 0 },
	{ "certificate", read_certificate, true, 0 },
	{ "claims", read_claims, true, 0 },
	{ "process", profile_take_process, true, 0 },
	{ "known", read_known, true, 0 },
};

enum { N_WORDS = sizeof words / sizeof words[0] };

bool profile_take_line(struct profile_line *l, struct profile *p)
{
	const char *known[N_WORDS], *near;

	for (size_t i = 0; i < N_WORDS; i++) {
		if (view_is(l->word[0], words[i].word)) {
			if ((l->seen & 1u << i) != 0 && !words[i].many)
				return profile_wrong(l, 0, "stands here a second time");
			l->seen |= 1u << i;
			if (words[i].read != NULL)
				return words[i].read(l, p);
			return profile_take_text(l, (char **)((char *)p->more + words[i].text));
		}
		known[i] = words[i].word;
	}
	near = suggest(l->word[0], known, N_WORDS);
	return fault_set(l->f, l->file, l->number, 1, "unknown word \"%.*s\"%s%s%s",
	                 VIEW_ARG(l->word[0]), near != NULL ? "; did you mean \"" : "",
	                 near != NULL ? near : "", near != NULL ? "\"?" : "");
}
