/* `NAME is KIND ...`: who takes part. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/suggest.h"
#include "lib/text.h"
#include "scenario/draft.h"

#define BIT(kind)	(1u << ACTOR_##kind)
#define SERVER		BIT(SCRIPTED_SERVER)
#define DIALLER		BIT(SCRIPTED_DIALLER)
#define WIRE		(SERVER | DIALLER)
#define SIP		(BIT(FRONT_END) | BIT(SIP_UA))

static const struct known_setting {
	const char *name;
	unsigned kinds;
	const char *values;
} settings[] = {
#define X(name, kinds, values, doc) { #name, (kinds), values },
#include "scenario/setting.tbl"
#undef X
};
#define N_SETTINGS (sizeof settings / sizeof settings[0])

static const struct known_setting policies[] = {
#define X(name, values, doc) { #name, ~0u, values },
#include "scenario/policy.tbl"
#undef X
};
#define N_POLICIES (sizeof policies / sizeof policies[0])

/* In the order of enum actor_kind. */
static const struct kind {
	const char *word;
	const char *domain;	/* the word before its domain; NULL: it has none */
	bool domain_needed;
} kinds[] = {
	{ "sut", "at", true },
	{ "inside-user", "at", true },
	{ "gateway", NULL, false },
	{ "scripted-server", "at", true },
	{ "scripted-dialler", "claiming", true },
	{ "xmpp-user", "at", true },
	{ "front-end", "at", true },
	{ "sip-ua", "at", true },
};
#define N_KINDS (sizeof kinds / sizeof kinds[0])

const char *actor_kind_word(enum actor_kind k)
{
	return kinds[k].word;
}

static bool (*form_is_known)(struct view form);
static const char *(*form_nearest)(struct view form);

void scenario_know_certificates(bool (*known)(struct view form),
                                const char *(*nearest)(struct view form))
{
	form_is_known = known;
	form_nearest = nearest;
}

const char *actor_setting(const struct actor *a, const char *name, const char *fallback)
{
	for (size_t i = 0; i < a->n_setting; i++)
		if (strcmp(a->setting[i].name.text, name) == 0)
			return a->setting[i].value.text;
	return fallback;
}

/* --- names of actors ------------------------------------------------------------------ */

size_t cast_find(const struct case_ *c, const char *name)
{
	size_t i = 0;

	while (i < c->n_cast && strcmp(c->cast[i].name.text, name) != 0)
		i++;
	return i;
}

bool cast_unknown(const struct building *b, unsigned line, const struct token *t)
{
	const char **names = mem_array(b->case_->n_cast + 1, sizeof *names);

	for (size_t i = 0; i < b->case_->n_cast; i++)
		names[i] = b->case_->cast[i].name.text;
	unknown_word(&b->d->source, line, t->column, "nobody in the cast is called",
	             view_of(t->text), names, b->case_->n_cast, b->f);
	free(names);
	return false;
}

/* --- values ----------------------------------------------------------------------------- */

bool domain_is_valid(struct view v)
{
	if (v.n == 0 || v.n > 1023 || v.p[0] == '.' || v.p[0] == '-')
		return false;
	for (size_t i = 0; i < v.n; i++)
		/* what the names of zones, files and TSV cells bear, and UTF-8 */
		if (strchr(" \t/@<>&'\"|,;=#{}[]()", v.p[i]) != NULL || v.p[i] == '\0')
			return false;
	return true;
}

static bool value_fits(const char *values, struct view value)
{
	struct view rest = view_of(values), one;
	uint64_t n;
	bool more;

	if (view_is(rest, "<port>"))
		return text_u64(value, 1, 65535, &n);
	if (view_is(rest, "<count>"))
		return text_u64(value, 1, 1000000, &n);
	if (view_is(rest, "<time>"))
		return text_duration(value, &n);
	if (view_is(rest, "<domain>"))
		return domain_is_valid(value);
	if (view_is(rest, "<domains>")) {
		do {
			more = view_cut(value, ',', &one, &value);
			if (!domain_is_valid(one))
				return false;
		} while (more);
		return true;
	}
	do {
		more = view_cut(rest, '|', &one, &rest);
		if (view_eq(one, value))
			return true;
	} while (more);
	return false;
}

/* Looks "name=value" up in a table; false and *f when it is not there. */
static bool check_pair(const struct building *b, unsigned line, const struct token *t,
                       const struct known_setting *known, size_t n, unsigned kind,
                       const char *what)
{
	struct view word = view_of(t->text), name, value;
	const char *names[N_SETTINGS + N_POLICIES];
	size_t n_names = 0;

	if (!view_cut(word, '=', &name, &value))
		return unknown_word(&b->d->source, line, t->column, "unknown word", word, NULL, 0, b->f);
	for (size_t i = 0; i < n; i++) {
		if (!(known[i].kinds & kind))
			continue;
		names[n_names++] = known[i].name;
		if (!view_is(name, known[i].name))
			continue;
		if (value_fits(known[i].values, value))
			return true;
		return fault_set(b->f, b->d->source.file, line, t->column,
		                 "%s cannot be \"%.*s\"; it takes %s", known[i].name,
		                 VIEW_ARG(value), known[i].values);
	}
	return unknown_word(&b->d->source, line, t->column, what, name, names, n_names, b->f);
}

bool cast_check_policy(const struct building *b, unsigned line, const struct token *t)
{
	return check_pair(b, line, t, policies, N_POLICIES, ~0u, "unknown setting of a policy");
}

/* --- one line ------------------------------------------------------------------------------ */

struct at {			/* reading one line */
	const struct building *b;
	const struct tokens *t;
	size_t i;
	struct actor *a;
};

/* The token at hand; behind the last, the last. */
static const struct token *here(const struct at *at)
{
	return &at->t->item[at->i < at->t->n ? at->i : at->t->n - 1];
}

static bool wrong(const struct at *at, const char *why)
{
	const struct token *t = here(at);
	unsigned column = t->column + (at->i < at->t->n ? 0 : (unsigned)strlen(t->text));

	return fault_set(at->b->f, at->b->d->source.file, t->line, column, "%s", why);
}

static bool next_is(struct at *at, const char *word)
{
	if (at->i == at->t->n || at->t->item[at->i].kind != TOKEN_WORD ||
	    strcmp(at->t->item[at->i].text, word) != 0)
		return false;
	at->i++;
	return true;
}

static bool take(struct at *at, struct word *out, const char *what)
{
	const struct token *t = &at->t->item[at->i];

	if (at->i == at->t->n || t->kind != TOKEN_WORD) {
		struct buf why = { 0 };

		buf_printf(&why, "%s is missing", what);
		wrong(at, buf_cstr(&why));
		buf_free(&why);
		return false;
	}
	*out = (struct word){ region_cstr(at->b->d->memory, view_of(t->text)), t->line, t->column };
	at->i++;
	return true;
}

static bool take_domain(struct at *at, struct word *out)
{
	if (!take(at, out, "a domain"))
		return false;
	if (domain_is_valid(view_of(out->text)))
		return true;
	at->i--;
	return wrong(at, "this is no domain");
}

static void add_setting(struct at *at, struct word name, struct word value)
{
	struct setting *more = region_alloc(at->b->d->memory,
	                                    (at->a->n_setting + 1) * sizeof *more);

	for (size_t i = 0; i < at->a->n_setting; i++)
		more[i] = at->a->setting[i];
	more[at->a->n_setting++] = (struct setting){ name, value };
	at->a->setting = more;
}

static struct word literal(struct at *at, const char *text)
{
	const struct token *t = &at->t->item[at->i - 1];

	return (struct word){ region_cstr(at->b->d->memory, view_of(text)), t->line, t->column };
}

/* `policy DOMAIN NAME=VALUE...`, `policy none`: nobody is allowed. */
static bool take_policy(struct at *at)
{
	struct policy_line *more, *mine;
	size_t from;

	more = region_alloc(at->b->d->memory, (at->a->n_policy + 1) * sizeof *more);
	for (size_t i = 0; i < at->a->n_policy; i++)
		more[i] = at->a->policy[i];
	at->a->policy = more;
	mine = &more[at->a->n_policy++];
	if (!take_domain(at, &mine->domain))
		return false;
	for (size_t i = 0; i + 1 < at->a->n_policy; i++)
		if (strcmp(more[i].domain.text, mine->domain.text) == 0) {
			at->i--;
			return wrong(at, "a second policy for this domain");
		}
	from = at->i;
	while (at->i < at->t->n && strchr(at->t->item[at->i].text, '=') != NULL) {
		if (!cast_check_policy(at->b, here(at)->line, here(at)))
			return false;
		at->i++;
	}
	if (strcmp(mine->domain.text, "none") == 0 && at->i > from) {
		at->i = from;
		return wrong(at, "`policy none` has no settings");
	}
	mine->settings.n = at->i - from;
	mine->settings.item = region_alloc(at->b->d->memory,
	                                   (mine->settings.n + 1) * sizeof(struct word));
	for (size_t i = 0; i < mine->settings.n; i++) {
		const struct token *t = &at->t->item[from + i];

		mine->settings.item[i] = (struct word){
			region_cstr(at->b->d->memory, view_of(t->text)), t->line, t->column };
	}
	return true;
}

static bool take_certificate(struct at *at)
{
	struct word name = literal(at, "certificate"), form;
	const char *near;

	if (!take(at, &form, "the form of the certificate"))
		return false;
	add_setting(at, name, form);
	if (strcmp(form.text, "none") == 0 || form_is_known == NULL ||
	    form_is_known(view_of(form.text)))
		return true;
	near = form_nearest != NULL ? form_nearest(view_of(form.text)) : NULL;
	return fault_set(at->b->f, at->b->d->source.file, form.line, form.column,
	                 "no form of certificate is called \"%s\"%s%s%s", form.text,
	                 near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	                 near != NULL ? "\"?" : "");
}

static bool take_pair(struct at *at)
{
	const struct token *t = &at->t->item[at->i];
	struct view name, value;
	struct word n, v;

	if (!check_pair(at->b, t->line, t, settings, N_SETTINGS, 1u << at->a->kind,
	                "unknown setting"))
		return false;
	view_cut(view_of(t->text), '=', &name, &value);
	n = (struct word){ region_cstr(at->b->d->memory, name), t->line, t->column };
	if (actor_setting(at->a, n.text, NULL) != NULL)
		return wrong(at, "this setting is given twice");
	v = (struct word){ region_cstr(at->b->d->memory, value), t->line,
		           t->column + (unsigned)name.n + 1 };
	at->i++;
	add_setting(at, n, v);
	return true;
}

static bool take_sut_part(struct at *at)
{
	struct word value;
	const char *equals;

	if (next_is(at, "policy"))
		return take_policy(at);
	if (next_is(at, "also")) {
		struct word name = literal(at, "also");

		if (!take_domain(at, &value))
			return false;
		add_setting(at, name, value);
		return true;
	}
	if (next_is(at, "with")) {
		struct word name = literal(at, "with");

		if (!take(at, &value, "NAME=VALUE"))
			return false;
		equals = strchr(value.text, '=');
		if (equals == NULL || equals == value.text || equals[1] == '\0') {
			at->i--;
			return wrong(at, "`with` takes NAME=VALUE, a key of its configuration");
		}
		add_setting(at, name, value);
		return true;
	}
	return unknown_word(&at->b->d->source, here(at)->line, here(at)->column,
	                    "unknown word", view_of(at->t->item[at->i].text),
	                    (const char *const[]){ "at", "policy", "also", "with" }, 4, at->b->f);
}

/* `over TRANSPORT` */
static bool take_over(struct at *at)
{
	static const char *const known[] = { "udp", "tcp", "tls" };
	struct word name = literal(at, "over"), value;

	if (!take(at, &value, "a transport"))
		return false;
	if (actor_setting(at->a, "over", NULL) != NULL)
		return wrong(at, "a second `over`");
	add_setting(at, name, value);
	for (size_t i = 0; i < 3; i++)
		if (strcmp(value.text, known[i]) == 0)
			return true;
	return unknown_word(&at->b->d->source, value.line, value.column, "no transport is called",
	                    view_of(value.text), known, 3, at->b->f);
}

static bool take_part(struct at *at)
{
	static const char *const words[] = { "at", "claiming", "on", "certificate", "address",
		"stranger", "name", "policy", "also", "with", "over", "behind" };
	const struct kind *kind = &kinds[at->a->kind];
	unsigned bit = 1u << at->a->kind;

	if (kind->domain != NULL && at->a->domain.text == NULL && next_is(at, kind->domain))
		return take_domain(at, &at->a->domain);
	if (bit & BIT(SUT))
		return take_sut_part(at);
	if ((bit & (BIT(XMPP_USER) | BIT(FRONT_END))) && at->a->on.text == NULL &&
	    next_is(at, "on"))
		return take(at, &at->a->on, "the program behind `on`");
	if ((bit & (WIRE | BIT(GATEWAY) | BIT(XMPP_USER) | BIT(FRONT_END))) &&
	    next_is(at, "certificate"))
		return take_certificate(at);
	if ((bit & WIRE) && at->a->address.text == NULL && at->a->address_of.text == NULL &&
	    next_is(at, "address")) {
		if (next_is(at, "of"))
			return take(at, &at->a->address_of, "an actor");
		return take(at, &at->a->address, "the name of an address");
	}
	if ((bit & BIT(XMPP_USER)) && at->a->address_of.text == NULL && next_is(at, "address"))
		return next_is(at, "of") ? take(at, &at->a->address_of, "an actor")
		                         : wrong(at, "`address of NAME` is needed here");
	if ((bit & SIP) && next_is(at, "over"))
		return take_over(at);
	if ((bit & BIT(SIP_UA)) && at->a->behind.text == NULL && next_is(at, "behind"))
		return take(at, &at->a->behind, "a front end");
	if ((bit & (WIRE | BIT(XMPP_USER) | BIT(FRONT_END))) && next_is(at, "stranger")) {
		add_setting(at, literal(at, "stranger"), literal(at, "yes"));
		return true;
	}
	if ((bit & BIT(GATEWAY)) && next_is(at, "name")) {
		struct word name = literal(at, "name"), value;

		if (!take_domain(at, &value))
			return false;
		add_setting(at, name, value);
		return true;
	}
	if (strchr(at->t->item[at->i].text, '=') != NULL)
		return take_pair(at);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(at->t->item[at->i].text, words[i]) == 0)
			return fault_set(at->b->f, at->b->d->source.file, here(at)->line, here(at)->column,
			                 "\"%s\" cannot stand here for a %s", words[i], kind->word);
	return unknown_word(&at->b->d->source, here(at)->line, here(at)->column,
	                    "unknown word", view_of(at->t->item[at->i].text), words,
	                    sizeof words / sizeof words[0], at->b->f);
}

static bool take_kind(struct at *at)
{
	const char *names[N_KINDS];
	struct word word;

	if (!take(at, &word, "what it is"))
		return false;
	for (size_t i = 0; i < N_KINDS; i++) {
		names[i] = kinds[i].word;
		if (strcmp(word.text, kinds[i].word) == 0) {
			at->a->kind = (enum actor_kind)i;
			return true;
		}
	}
	return unknown_word(&at->b->d->source, word.line, word.column, "no actor is a",
	                    view_of(word.text), names, N_KINDS, at->b->f);
}

static bool read_actor(struct at *at)
{
	struct actor *a = at->a;

	if (!take(at, &a->name, "a name"))
		return false;
	if (!name_is_valid(view_of(a->name.text)) || strchr(a->name.text, '.') != NULL ||
	    strcmp(a->name.text, "fence") == 0 || strcmp(a->name.text, "also") == 0 ||
	    strcmp(a->name.text, "tolerate") == 0) {
		at->i--;
		return wrong(at, "this is no name for an actor");
	}
	if (cast_find(at->b->case_, a->name.text) < at->b->case_->n_cast) {
		at->i--;
		return wrong(at, "this actor is in the cast already");
	}
	if (!next_is(at, "is"))
		return wrong(at, "`is` is missing: NAME is KIND ...");
	if (!take_kind(at))
		return false;
	while (at->i < at->t->n)
		if (!take_part(at))
			return false;
	if (kinds[a->kind].domain_needed && a->domain.text == NULL) {
		struct buf why = { 0 };

		buf_printf(&why, "a %s needs `%s DOMAIN`", kinds[a->kind].word, kinds[a->kind].domain);
		wrong(at, buf_cstr(&why));
		buf_free(&why);
		return false;
	}
	if (a->kind == ACTOR_XMPP_USER && (a->on.text == NULL) == (a->address_of.text == NULL))
		return wrong(at, "an xmpp-user needs `on PROGRAM`, or `address of NAME`: the "
		                 "same program for a further domain");
	return true;
}

/* --- the whole --------------------------------------------------------------------------- */

/* A line that is indented deeper than the first goes on with the actor before. */
static bool read_line(const struct building *b, size_t *i, struct tokens *t)
{
	const struct draft *d = b->d;
	unsigned margin = d->cast[0].column;

	t->n = 0;
	do
		if (!tokens_add(&d->source, &d->cast[*i], b->columns, d->memory, t, b->f))
			return false;
	while (++*i < d->n_cast && d->cast[*i].column > margin);
	return true;
}

bool cast_make(struct building *b)
{
	struct draft *d = b->d;
	size_t i = 0;

	b->case_->cast = region_alloc(d->memory, d->n_cast * sizeof *b->case_->cast);
	while (i < d->n_cast) {
		struct tokens t;
		struct at at = { b, &t, 0, &b->case_->cast[b->case_->n_cast] };

		if (!read_line(b, &i, &t) || !read_actor(&at))
			return false;
		b->case_->n_cast++;
	}
	return cast_check(b);
}
