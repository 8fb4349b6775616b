/* The cast as a whole: who may stand beside whom. */
#include <string.h>

#include "scenario/draft.h"

static bool is_inside_domain(const struct actor *sut, const char *domain)
{
	if (strcmp(sut->domain.text, domain) == 0)
		return true;
	for (size_t i = 0; i < sut->n_setting; i++)
		if (strcmp(sut->setting[i].name.text, "also") == 0 &&
		    strcmp(sut->setting[i].value.text, domain) == 0)
			return true;
	return false;
}

static bool is_front_end(const struct case_ *c, const char *name)
{
	size_t i = cast_find(c, name);

	return i < c->n_cast && c->cast[i].kind == ACTOR_FRONT_END;
}

/* Users behind a program are called where they called from: by a connection. */
static bool is_by_datagrams_to_a_program(const struct case_ *c, const struct actor *ua)
{
	const char *behind = ua->behind.text;

	if (ua->kind != ACTOR_SIP_UA || strcmp(actor_setting(ua, "over", "tcp"), "udp") != 0)
		return false;
	for (size_t i = 0; i < c->n_cast; i++)
		if (c->cast[i].kind == ACTOR_FRONT_END && c->cast[i].on.text != NULL &&
		    strcmp(behind != NULL ? behind : c->cast[i].name.text,
		           c->cast[i].name.text) == 0)
			return true;
	return false;
}

/* A user on the program of another one is on it, too. */
static bool share_program(const struct building *b, struct actor *a)
{
	const struct actor *host = &b->case_->cast[cast_find(b->case_, a->address_of.text)];

	if (a->kind != ACTOR_XMPP_USER)
		return true;
	if (host->kind != ACTOR_XMPP_USER || host->address_of.text != NULL ||
	    strcmp(host->domain.text, a->domain.text) == 0)
		return fault_set(b->f, b->d->source.file, a->address_of.line,
		                 a->address_of.column,
		                 "%s is no xmpp-user `on PROGRAM` at another domain",
		                 a->address_of.text);
	a->on = host->on;
	return true;
}

bool cast_check(const struct building *b)
{
	const struct case_ *c = b->case_;
	const struct actor *sut = NULL;

	for (size_t i = 0; i < c->n_cast; i++) {
		const struct actor *a = &c->cast[i];
		struct token t = { TOKEN_WORD, a->address_of.text,
			                 a->address_of.line, a->address_of.column };

		if (a->kind == ACTOR_SUT && sut != NULL)
			return fault_set(b->f, b->d->source.file, a->name.line, a->name.column,
			                 "a second system under test");
		if (a->kind == ACTOR_SUT)
			sut = a;
		if (a->address_of.text == NULL)
			continue;
		if (cast_find(c, a->address_of.text) == c->n_cast)
			return cast_unknown(b, a->address_of.line, &t);
		if (strcmp(a->address_of.text, a->name.text) == 0)
			return fault_set(b->f, b->d->source.file, t.line, t.column,
			                 "%s cannot have the address of itself", a->name.text);
		if (!share_program(b, &c->cast[i]))
			return false;
	}
	if (sut == NULL)
		return fault_set(b->f, b->d->source.file, b->d->cast[0].number, 1,
		                 "nobody in the cast is the system under test (`is sut`)");
	for (size_t i = 0; i < c->n_cast; i++) {
		const struct actor *a = &c->cast[i];
		bool inside = a->domain.text != NULL && is_inside_domain(sut, a->domain.text);

		if ((a->kind == ACTOR_INSIDE_USER || a->kind == ACTOR_SIP_UA) && !inside)
			return fault_set(b->f, b->d->source.file, a->domain.line, a->domain.column,
			                 "%s is no domain of %s", a->domain.text, sut->name.text);
		if (a->behind.text != NULL && !is_front_end(c, a->behind.text))
			return fault_set(b->f, b->d->source.file, a->behind.line, a->behind.column,
			                 "%s is no front-end of the cast", a->behind.text);
		if (is_by_datagrams_to_a_program(c, a))
			return fault_set(b->f, b->d->source.file, a->name.line, a->name.column,
			                 "%s reaches a front end that is a program over tcp or "
			                 "tls only",
			                 a->name.text);
		if (a->kind == ACTOR_XMPP_USER && inside)
			return fault_set(b->f, b->d->source.file, a->domain.line, a->domain.column,
			                 "%s is a domain of %s, not of a partner", a->domain.text,
			                 sut->name.text);
	}
	return true;
}
