#include "lib/conf_tree.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "lib/file.h"
#include "lib/map.h"
#include "lib/mem.h"
#include "lib/secret.h"

#define FILE_MAX  (1u << 20)
#define DEPTH_MAX 16

struct reader {
	yaml_parser_t yaml;
	yaml_event_t event;	/* the newest, if has_event */
	bool has_event;
	struct conf *conf;
	struct view text;	/* the whole file */
	struct fault *fault;
};

/* --- events ---------------------------------------------------------------- */

static unsigned from_one(size_t n)
{
	return (unsigned)n + 1;
}

static bool fault_at_event(struct reader *r, const char *text)
{
	return fault_set(r->fault, r->conf->path, from_one(r->event.start_mark.line),
	                 from_one(r->event.start_mark.column), "%s", text);
}

static bool fault_of_yaml(struct reader *r)
{
	const yaml_parser_t *y = &r->yaml;
	unsigned line = from_one(y->problem_mark.line);
	unsigned column = from_one(y->problem_mark.column);

	if (y->error == YAML_READER_ERROR) {
		/* Bytes that are no characters: libyaml knows the offset only. */
		line = 1;
		column = 0;
		for (size_t i = 0; i < y->problem_offset && i < r->text.n; i++)
			line += r->text.p[i] == '\n';
	}
	return fault_set(r->fault, r->conf->path, line, column, "not YAML: %s%s%s",
	                 y->context != NULL ? y->context : "",
	                 y->context != NULL ? ", " : "",
	                 y->problem != NULL ? y->problem : "out of memory");
}

/* A value may be secret: none stays behind in memory that is free. */
static void forget_event(struct reader *r)
{
	if (!r->has_event)
		return;
	if (r->event.type == YAML_SCALAR_EVENT)
		secret_wipe(r->event.data.scalar.value, r->event.data.scalar.length);
	yaml_event_delete(&r->event);
	r->has_event = false;
}

static bool next_event(struct reader *r)
{
	forget_event(r);
	r->has_event = yaml_parser_parse(&r->yaml, &r->event) != 0;
	return r->has_event || fault_of_yaml(r);
}

static bool refuse_extras(struct reader *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor != NULL)
		return fault_at_event(r, "an anchor (\"&\") is not possible here; "
		                         "quote a text that begins with it");
	if (tag != NULL)
		return fault_at_event(r, "a tag (\"!\") is not possible here; "
		                         "quote a text that begins with it");
	return true;
}

/* --- nodes ----------------------------------------------------------------- */

static struct conf_node *node_new(struct reader *r, enum conf_node_kind kind)
{
	struct conf_node *node = region_alloc(r->conf->memory, sizeof *node);

	node->kind = kind;
	node->line = from_one(r->event.start_mark.line);
	node->column = from_one(r->event.start_mark.column);
	return node;
}

static bool read_node(struct reader *r, unsigned depth, struct conf_node **out);

static bool read_text(struct reader *r, struct conf_node **out)
{
	struct view text = { (const char *)r->event.data.scalar.value,
	                     r->event.data.scalar.length };
	struct conf_node *node = node_new(r, NODE_TEXT);

	if (!refuse_extras(r, r->event.data.scalar.anchor, r->event.data.scalar.tag))
		return false;
	if (text.n != 0 && memchr(text.p, '\0', text.n) != NULL)
		return fault_at_event(r, "a NUL stands in this text");
	node->own = region_cstr(r->conf->memory, text);
	node->text = (struct view){ node->own, text.n };
	node->before = r->conf->texts;
	r->conf->texts = node;
	node->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	*out = node;
	return true;
}

static bool read_list(struct reader *r, unsigned depth, struct conf_node **out)
{
	struct conf_node *node = node_new(r, NODE_LIST), **end = &node->first;

	if (!refuse_extras(r, r->event.data.sequence_start.anchor,
	                   r->event.data.sequence_start.tag))
		return false;
	for (;;) {
		if (!next_event(r))
			return false;
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			break;
		if (!read_node(r, depth + 1, end))
			return false;
		end = &(*end)->next;
		node->n++;
	}
	*out = node;
	return true;
}

static bool read_member(struct reader *r, unsigned depth, struct map *names,
                        struct conf_node **out)
{
	struct conf_node *key, *value, *first;

	if (r->event.type != YAML_SCALAR_EVENT && r->event.type != YAML_ALIAS_EVENT)
		return fault_at_event(r, "a key must be a word");
	if (!read_node(r, depth, &key))
		return false;
	first = map_get(names, key->text);
	if (first != NULL)
		return fault_set(r->fault, r->conf->path, key->line, key->column,
		                 "key \"%.*s\" stands here a second time (first on line %u)",
		                 VIEW_ARG(key->text), first->line);
	map_put(names, key->text, key);
	if (!next_event(r) || !read_node(r, depth, &value))
		return false;
	value->name = key->text;
	value->name_place = (struct conf_place){ key->line, key->column };
	*out = value;
	return true;
}

static bool read_members(struct reader *r, unsigned depth, struct map *names,
                         struct conf_node *node)
{
	struct conf_node **end = &node->first;

	for (;;) {
		if (!next_event(r))
			return false;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			return true;
		if (!read_member(r, depth + 1, names, end))
			return false;
		end = &(*end)->next;
		node->n++;
	}
}

static bool read_map(struct reader *r, unsigned depth, struct conf_node **out)
{
	struct conf_node *node = node_new(r, NODE_MAP);
	struct map *names;
	bool ok;

	if (!refuse_extras(r, r->event.data.mapping_start.anchor,
	                   r->event.data.mapping_start.tag))
		return false;
	names = map_new();	/* libyaml lets doubled keys pass */
	ok = read_members(r, depth, names, node);
	map_free(&names);
	if (ok)
		*out = node;
	return ok;
}

/* The node whose first event is the newest. */
static bool read_node(struct reader *r, unsigned depth, struct conf_node **out)
{
	if (depth > DEPTH_MAX)
		return fault_set(r->fault, r->conf->path, from_one(r->event.start_mark.line),
		                 from_one(r->event.start_mark.column),
		                 "nested deeper than %d", DEPTH_MAX);
	if (r->event.type == YAML_SCALAR_EVENT)
		return read_text(r, out);
	if (r->event.type == YAML_SEQUENCE_START_EVENT)
		return read_list(r, depth, out);
	if (r->event.type == YAML_MAPPING_START_EVENT)
		return read_map(r, depth, out);
	assert(r->event.type == YAML_ALIAS_EVENT);
	return fault_at_event(r, "an alias (\"*\") is not possible here; "
	                         "quote a text that begins with it");
}

static bool read_stream(struct reader *r)
{
	if (!next_event(r) || !next_event(r))	/* stream start, then document */
		return false;
	if (r->event.type == YAML_STREAM_END_EVENT) {
		r->conf->top = node_new(r, NODE_MAP);
		return true;
	}
	if (!next_event(r) || !read_node(r, 1, &r->conf->top) ||
	    !next_event(r) || !next_event(r))	/* document end, then stream end */
		return false;
	if (r->event.type != YAML_STREAM_END_EVENT)
		return fault_at_event(r, "a second document begins here; one is possible");
	return true;
}

/* --- the file -------------------------------------------------------------- */

/* Tokens that no event was made of, for the file is refused, and what libyaml has read. */
static void forget_yaml(yaml_parser_t *y)
{
	for (yaml_token_t *t = y->tokens.head; t != y->tokens.tail; t++)
		if (t->type == YAML_SCALAR_TOKEN)
			secret_wipe(t->data.scalar.value, t->data.scalar.length);
	secret_wipe(y->raw_buffer.start, (size_t)(y->raw_buffer.end - y->raw_buffer.start));
	secret_wipe(y->buffer.start, (size_t)(y->buffer.end - y->buffer.start));
	yaml_parser_delete(y);
}

struct conf *conf_open(const char *path, struct fault *f)
{
	struct conf *c = mem_zalloc(sizeof *c);
	struct reader r = { .conf = c, .fault = f };
	struct buf text = { 0 };
	bool ok = false;

	c->path = mem_strdup(path);
	c->memory = region_new();
	if (file_read(path, FILE_MAX, &text, f)) {
		r.text = buf_view(&text);
		if (yaml_parser_initialize(&r.yaml) == 0)
			abort();	/* no memory; docs/why/003-memory.md */
		yaml_parser_set_input_string(&r.yaml, (const unsigned char *)buf_cstr(&text),
		                             r.text.n);
		ok = read_stream(&r);
		forget_event(&r);
		forget_yaml(&r.yaml);
	}
	secret_wipe(text.mem, text.cap);
	buf_free(&text);
	if (!ok)
		conf_close(&c);
	return c;
}

void conf_close(struct conf **cp)
{
	struct conf *c = *cp;

	if (c == NULL)
		return;
	for (struct conf_node *text = c->texts; text != NULL; text = text->before)
		secret_wipe(text->own, text->text.n);
	region_free(&c->memory);
	free(c->path);
	free(c);
	*cp = NULL;
}

const char *conf_path(const struct conf *c)
{
	return c->path;
}

bool conf_node_is_null(const struct conf_node *node)
{
	return node->kind == NODE_TEXT && node->plain &&
	       (node->text.n == 0 || view_is(node->text, "~") || view_is(node->text, "null") ||
	        view_is(node->text, "Null") || view_is(node->text, "NULL"));
}

const struct conf_node *conf_node_child(const struct conf_node *map, struct view name)
{
	const struct conf_node *child = map->kind == NODE_MAP ? map->first : NULL;

	while (child != NULL && !view_eq(child->name, name))
		child = child->next;
	return child;
}

/* Takes the first step off `dotted` into *step, without its backslashes. */
static const char *take_step(const char *dotted, struct buf *step)
{
	buf_clear(step);
	for (; *dotted != '\0' && *dotted != '.'; dotted++) {
		if (*dotted == '\\' && dotted[1] != '\0')
			dotted++;
		buf_putc(step, *dotted);
	}
	return dotted;
}

/* What stands at `dotted`, or NULL; *nearest: the last that there is on the way to it. */
static const struct conf_node *walk(const struct conf *c, const char *dotted,
                                    const struct conf_node **nearest)
{
	const struct conf_node *node = c->top;
	struct buf step = { 0 };

	for (;;) {
		*nearest = node;
		dotted = take_step(dotted, &step);
		node = conf_node_child(node, buf_view(&step));
		if (node == NULL || *dotted == '\0')
			break;
		dotted++;
	}
	buf_free(&step);
	return node;
}

struct conf_place conf_where(const struct conf *c, const char *dotted)
{
	const struct conf_node *nearest, *node = walk(c, dotted, &nearest);

	return node != NULL ? node->name_place : (struct conf_place){ 0, 0 };
}

bool conf_fault(const struct conf *c, const char *dotted, struct fault *f, const char *fmt, ...)
{
	const struct conf_node *nearest, *node = walk(c, dotted, &nearest);
	struct conf_place at = (node != NULL ? node : nearest)->name_place;
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	fault_set(f, c->path, at.line, at.column, "%s", buf_cstr(&text));
	buf_free(&text);
	return false;
}
