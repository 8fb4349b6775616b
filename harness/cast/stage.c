#include "cast/stage.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* --- the end of it ---------------------------------------------------------------------- */

void stage_break(struct stage *s, const char *fmt, ...)
{
	struct buf words = { 0 };
	va_list ap;

	if (stage_is_broken(s))
		return; /* the first reason is the true one */
	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	fault_set(&s->fault, NULL, 0, 0, "%s", buf_cstr(&words));
	buf_free(&words);
	stage_wake(s);
}

void stage_fault(struct stage *s, struct fault *f)
{
	if (stage_is_broken(s))
		fault_free(f);
	else
		s->fault = *f;
	*f = (struct fault){ 0 };
	stage_wake(s);
}

bool stage_is_broken(const struct stage *s)
{
	return s->fault.text != NULL;
}

void stage_cannot(struct stage *s, const char *why)
{
	if (s->unsupported == NULL)
		s->unsupported = mem_strdup(why);
	stage_wake(s);
}

void stage_wake(struct stage *s)
{
	if (s->scripts != NULL)
		scripts_wake(s->scripts);
}

/* --- who and what ------------------------------------------------------------------------- */

struct role *stage_role(const struct stage *s, const char *name)
{
	for (size_t i = 0; i < s->n_role && name != NULL; i++)
		if (strcmp(s->role[i].name, name) == 0)
			return &s->role[i];
	return NULL;
}

const char *role_setting(const struct role *r, const char *name, const char *fallback)
{
	return r->actor == NULL ? fallback : actor_setting(r->actor, name, fallback);
}

const char *role_domain(const struct role *r)
{
	return r->actor == NULL || r->actor->domain.text == NULL ? "" : r->actor->domain.text;
}

/* --- names ------------------------------------------------------------------------------------ */

static void log_binding(struct stage *s, unsigned step, struct view name, struct view value)
{
	char *n = view_dup(name), *v = view_dup(value);

	evlog_add(s->log,
	          &(struct event){ .kind = EVENT_BIND, .step = step, .name = n, .value = v });
	free(n);
	free(v);
}

void stage_bind(struct stage *s, unsigned step, struct view name, struct view value)
{
	bindings_set(s->vars, name, value);
	log_binding(s, step, name, value);
}

struct bound {
	struct stage *stage;
	unsigned step;
};

static void on_name(void *arg, const struct payload_name *n)
{
	struct bound *b = arg;
	struct view value;

	if (n->binds && bindings_get(b->stage->vars, n->name, &value))
		log_binding(b->stage, b->step, n->name, value);
}

void stage_bound(struct stage *s, unsigned step, const struct payload *p)
{
	struct bound b = { s, step };

	payload_names(p, on_name, &b);
}

void stage_fresh(struct stage *s, const char *kind, char *out, size_t size)
{
	struct buf b = { 0 };

	fresh(&s->rng, view_of(kind), &b);
	snprintf(out, size, "%s", buf_cstr(&b));
	buf_free(&b);
}

void stage_save(struct stage *s, const char *name, struct view bytes)
{
	struct saved *one = mem_zalloc(sizeof *one);

	one->name = mem_strdup(name);
	one->bytes = (struct view){ view_dup(bytes), bytes.n };
	one->next = s->saved;
	s->saved = one;
}

void stage_said(struct stage *s, const char *by, const char *text, struct view stanza)
{
	struct spoken *one = mem_zalloc(sizeof *one);

	one->by = mem_strdup(by);
	one->text = text;
	one->unit = unit_parse(stanza);
	one->next = s->spoken;
	s->spoken = one;
}

bool stage_saved(const struct stage *s, const char *name, struct view *out)
{
	for (const struct saved *one = s->saved; one != NULL; one = one->next)
		if (strcmp(one->name, name) == 0) {
			*out = one->bytes;
			return true;
		}
	return false;
}

void stage_note(struct stage *s, const struct role *r, const char *fmt, ...)
{
	struct buf words = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	evlog_add(s->log, &(struct event){ .kind = EVENT_NOTE,
	                                   .actor = r == NULL ? NULL : r->name,
	                                   .text = buf_view(&words) });
	buf_free(&words);
}

void stage_free_parts(struct stage *s)
{
	while (s->keys != NULL) {
		struct key *one = s->keys;

		s->keys = one->next;
		free(one->domain);
		free(one->key);
		free(one);
	}
	while (s->queries != NULL) {
		struct query *one = s->queries;

		s->queries = one->next;
		free(one->type);
		free(one->name);
		free(one);
	}
	while (s->saved != NULL) {
		struct saved *one = s->saved;

		s->saved = one->next;
		free(one->name);
		free((char *)(uintptr_t)one->bytes.p);
		free(one);
	}
	while (s->spoken != NULL) {
		struct spoken *one = s->spoken;

		s->spoken = one->next;
		free(one->by);
		unit_free(&one->unit);
		free(one);
	}
	while (s->pings != NULL) {
		struct ping *one = s->pings;

		s->pings = one->next;
		free(one);
	}
	while (s->fences != NULL) {
		struct fence *one = s->fences;

		s->fences = one->next;
		free(one);
	}
	for (size_t i = 0; i < s->n_role; i++) {
		struct gots *all[] = { &s->role[i].units, &s->role[i].claimed,
			               &s->role[i].inbox };

		for (size_t k = 0; k < 3; k++)
			while (all[k]->first != NULL) {
				struct got *one = all[k]->first;

				gots_remove(all[k], one);
				got_free(&one);
			}
	}
	free(s->keylog);
	free(s->unsupported);
}

/* --- units -------------------------------------------------------------------------------------- */

void got_free(struct got **gp)
{
	if (*gp == NULL)
		return;
	unit_free(&(*gp)->parsed);
	free((char *)(uintptr_t)(*gp)->text.p);
	free(*gp);
	*gp = NULL;
}

void gots_init(struct gots *g)
{
	g->first = NULL;
	g->last = &g->first;
}

void gots_add(struct gots *g, struct got *one)
{
	one->next = NULL;
	*g->last = one;
	g->last = &one->next;
}

void gots_remove(struct gots *g, struct got *one)
{
	struct got **p = &g->first;

	while (*p != one)
		p = &(*p)->next;
	*p = one->next;
	if (*p == NULL)
		g->last = p;
}

/* --- texts ---------------------------------------------------------------------------------------- */

void xml_put(struct buf *b, const char *text)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '<':
			buf_puts(b, "&lt;");
			break;
		case '>':
			buf_puts(b, "&gt;");
			break;
		case '&':
			buf_puts(b, "&amp;");
			break;
		case '\'':
			buf_puts(b, "&apos;");
			break;
		case '"':
			buf_puts(b, "&quot;");
			break;
		default:
			buf_putc(b, *text);
			break;
		}
}

struct view jid_bare(struct view jid)
{
	struct view bare, resource;

	view_cut(jid, '/', &bare, &resource);
	return bare;
}

/* --- acts ------------------------------------------------------------------------------------------- */

bool act_wait(struct act *a, bool (*ready)(void *arg), void *arg)
{
	switch (script_wait(a->stage->scripts, ready, arg, a->due)) {
	case WAKE_READY:
		return true;
	case WAKE_DUE:
		a->outcome = OUTCOME_TIMEOUT;
		return false;
	case WAKE_CANCELLED:
		a->outcome = OUTCOME_SKIPPED;
		buf_clear(&a->reason);
		buf_puts(&a->reason, "the scene was stopped");
		return false;
	}
	return false;
}

bool act_wait_self(struct act *a, bool (*ready)(void *act))
{
	return act_wait(a, ready, a);
}

bool act_fail(struct act *a, const char *fmt, ...)
{
	va_list ap;

	a->outcome = OUTCOME_FAILED;
	buf_clear(&a->reason);
	va_start(ap, fmt);
	buf_vprintf(&a->reason, fmt, ap);
	va_end(ap);
	return false;
}

const char *act_arg(const struct act *a, unsigned i)
{
	return a->step->arg[i];
}
