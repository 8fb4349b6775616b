#include "lib/conf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/conf_tree.h"
#include "lib/mem.h"
#include "lib/secret.h"
#include "lib/suggest.h"
#include "lib/text.h"

#define WORDS_MAX 128		/* keys in one table, words in one key */

struct filler {
	const struct conf *conf;
	const struct conf_key *top;	/* the whole table, for hints */
	struct fault *fault;
};

static bool fill(const struct filler *r, const struct conf_node *map,
                 const struct conf_key *keys, void *out);

static void *field_of(void *out, const struct conf_key *key)
{
	return (char *)out + key->offset;
}

/* --- one value from its text ----------------------------------------------- */

struct scale {
	const char *unit;
	uint64_t size;
};

static void put_scaled(struct buf *b, uint64_t x, const struct scale *scale)
{
	while (scale->size != 1 && (x == 0 || x % scale->size != 0))
		scale++;
	buf_printf(b, "%llu%s", (unsigned long long)(x / scale->size), scale->unit);
}

static void put_amount(struct buf *b, enum conf_kind kind, uint64_t x)
{
	static const struct scale times[] = {
		{ "h", 3600000 }, { "m", 60000 }, { "s", 1000 }, { "ms", 1 },
	};
	static const struct scale sizes[] = {
		{ "GiB", 1u << 30 }, { "MiB", 1u << 20 }, { "KiB", 1u << 10 }, { "", 1 },
	};
	static const struct scale counts[] = { { "", 1 } };

	put_scaled(b, x, kind == CONF_TIME ? times : kind == CONF_SIZE ? sizes : counts);
}

static bool in_range(const struct conf_key *key, uint64_t x, struct buf *why)
{
	uint64_t max = key->max;

	if (key->kind == CONF_COUNT && (max == 0 || max > UINT32_MAX))
		max = UINT32_MAX;
	if (x >= key->min && (max == 0 || x <= max))
		return true;
	buf_puts(why, "must be ");
	if (max == 0)
		buf_puts(why, "at least ");
	put_amount(why, key->kind, key->min);
	if (max != 0) {
		buf_puts(why, " to ");
		put_amount(why, key->kind, max);
	}
	return false;
}

static bool read_amount(const struct conf_key *key, struct view text, uint64_t *x,
                        struct buf *why)
{
	/* YAML 1.1 reads 010 as eight, everybody else as ten. */
	if (text.n > 1 && text.p[0] == '0' && text.p[1] >= '0' && text.p[1] <= '9')
		buf_puts(why, "begins with a zero");
	else if (key->kind == CONF_COUNT && !text_u64(text, 0, UINT64_MAX, x))
		buf_puts(why, "not a whole number");
	else if (key->kind == CONF_TIME && !text_duration(text, x))
		buf_puts(why, "not a time such as 500ms, 60s, 5m or 8h");
	else if (key->kind == CONF_SIZE && !text_size(text, x))
		buf_puts(why, "not a size such as 4096, 64KiB or 1MiB");
	else
		return in_range(key, *x, why);
	return false;
}

static bool read_word(const struct conf_key *key, struct view text, int *out, struct buf *why)
{
	const char *near;
	size_t n = 0;

	for (; key->words[n] != NULL; n++)
		if (view_is(text, key->words[n])) {
			*out = (int)n;
			return true;
		}
	buf_puts(why, "must be ");
	for (size_t i = 0; i < n; i++)
		buf_printf(why, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " or ", key->words[i]);
	near = suggest(text, key->words, n);
	if (near != NULL)
		buf_printf(why, "; did you mean \"%s\"?", near);
	return false;
}

/* A file is named relative to the file that names it, not to the directory
 * that the program happens to be started in. */
static char *absolute(const struct conf *c, struct view name)
{
	const char *slash = strrchr(c->path, '/');
	struct buf b = { 0 };
	char *here;

	if (name.n != 0 && name.p[0] != '/') {
		if (c->path[0] != '/') {
			here = getcwd(NULL, 0);
			/* A directory that was removed has no name; then the
			 * relative one is as good as any. */
			if (here != NULL)
				buf_printf(&b, "%s/", here);
			free(here);
		}
		if (slash != NULL)
			buf_put(&b, c->path, (size_t)(slash - c->path) + 1);
	}
	buf_putv(&b, name);
	return buf_take(&b);
}

/* Any kind that is written as one text. */
static bool read_value(const struct conf *c, const struct conf_key *key, struct view text,
                       void *out, struct buf *why)
{
	void *field = field_of(out, key);
	uint64_t x = 0;

	switch (key->kind) {
	case CONF_TEXT:
		*(char **)field = view_dup(text);
		return true;
	case CONF_FILE:
		*(char **)field = absolute(c, text);
		return true;
	case CONF_BOOL:
		if (text_bool(text, field))
			return true;
		buf_puts(why, "must be yes or no");
		return false;
	case CONF_TIME:
	case CONF_SIZE:
		return read_amount(key, text, field, why);
	case CONF_COUNT:
		if (!read_amount(key, text, &x, why))
			return false;
		*(uint32_t *)field = (uint32_t)x;
		return true;
	case CONF_WORD:
		return read_word(key, text, field, why);
	case CONF_LIST:
	case CONF_MAP:
	case CONF_MAPS:
		break;
	}
	abort();	/* these are not written as one text */
}

/* --- values from nodes ----------------------------------------------------- */

static bool fault_at(const struct filler *r, const struct conf_node *node, const char *name,
                     const char *text)
{
	return fault_set(r->fault, r->conf->path, node->line, node->column, "\"%s\" %s", name,
	                 text);
}

static bool fill_text(const struct filler *r, const struct conf_node *node,
                      const struct conf_key *key, void *out)
{
	struct buf why = { 0 };

	if (node->kind != NODE_TEXT)
		return fault_at(r, node, key->name, node->kind == NODE_LIST ?
		                "must be one value, not a list" :
		                "must be one value, not a mapping");
	if (conf_node_is_null(node))
		return fault_at(r, node, key->name, "has no value");
	if (read_value(r->conf, key, node->text, out, &why))
		return true;
	fault_set(r->fault, r->conf->path, node->line, node->column, "\"%s\" is \"%.*s\": %s",
	          key->name, VIEW_ARG(node->text), buf_cstr(&why));
	buf_free(&why);
	return false;
}

static void list_add(struct conf_list *list, struct view text, unsigned line, unsigned column)
{
	list->item[list->n++] = (struct conf_text){ view_dup(text), line, column };
}

static bool fill_list(const struct filler *r, const struct conf_node *node,
                      const struct conf_key *key, void *out)
{
	struct conf_list *list = field_of(out, key);

	if (node->kind != NODE_LIST)
		return fault_at(r, node, key->name, "must be a list, such as [a, b]");
	if (node->n != 0)
		list->item = mem_array(node->n, sizeof *list->item);
	for (const struct conf_node *item = node->first; item != NULL; item = item->next) {
		if (item->kind != NODE_TEXT)
			return fault_at(r, item, key->name, "must be a list of texts only");
		if (conf_node_is_null(item))
			return fault_at(r, item, key->name, "has an item without a value");
		list_add(list, item->text, item->line, item->column);
	}
	return true;
}

static bool fill_entries(const struct filler *r, const struct conf_node *map,
                         const struct conf_key *keys, size_t each, struct conf_entries *out)
{
	if (map->n == 0)
		return true;
	out->name = mem_array(map->n, sizeof *out->name);
	out->value = mem_array(map->n, each);
	for (const struct conf_node *node = map->first; node != NULL; node = node->next) {
		void *value = (char *)out->value + out->n * each;

		out->name[out->n++] = (struct conf_text){
			view_dup(node->name), node->name_place.line, node->name_place.column };
		if (!fill(r, node, keys, value))
			return false;
	}
	return true;
}

static bool fill_key(const struct filler *r, const struct conf_node *node,
                     const struct conf_key *key, void *out)
{
	switch (key->kind) {
	case CONF_LIST:
		return fill_list(r, node, key, out);
	case CONF_MAP:
		return fill(r, node, key->sub, field_of(out, key));
	case CONF_MAPS:
		if (node->kind != NODE_MAP && !conf_node_is_null(node))
			return fault_at(r, node, key->name, "must be a mapping");
		return fill_entries(r, node, key->sub, key->sub_size, field_of(out, key));
	case CONF_TEXT:
	case CONF_FILE:
	case CONF_BOOL:
	case CONF_TIME:
	case CONF_COUNT:
	case CONF_SIZE:
	case CONF_WORD:
		break;
	}
	return fill_text(r, node, key, out);
}

static void fill_default_list(const struct conf_key *key, struct conf_list *list)
{
	struct view rest = view_of(key->fallback), one;
	size_t n = 1;

	for (const char *p = key->fallback; *p != '\0'; p++)
		n += *p == ',';
	if (rest.n == 0)
		return;
	list->item = mem_array(n, sizeof *list->item);
	do {
		view_cut(rest, ',', &one, &rest);
		list_add(list, view_trim(one), 0, 0);
	} while (rest.n != 0);
}

static void fill_default(const struct conf *c, const struct conf_key *key, void *out)
{
	struct buf why = { 0 };
	bool ok;

	if (key->kind == CONF_MAP) {
		for (const struct conf_key *k = key->sub; k->name != NULL; k++)
			fill_default(c, k, field_of(out, key));
	} else if (key->fallback == NULL || key->kind == CONF_MAPS) {
		return;
	} else if (key->kind == CONF_LIST) {
		fill_default_list(key, field_of(out, key));
	} else {
		ok = read_value(c, key, view_of(key->fallback), out, &why);
		assert(ok);	/* a default that is none is our bug */
		(void)ok;
		buf_free(&why);
	}
}

/* --- mappings -------------------------------------------------------------- */

static const struct conf_key *find_key(const struct conf_key *keys, struct view name)
{
	for (; keys->name != NULL; keys++)
		if (view_is(name, keys->name))
			return keys;
	return NULL;
}

/* The key of a nested mapping in which `name` would be known. */
static const struct conf_key *find_home(const struct conf_key *keys, struct view name)
{
	const struct conf_key *home;

	for (; keys->name != NULL; keys++) {
		if (keys->sub == NULL)
			continue;
		if (find_key(keys->sub, name) != NULL)
			return keys;
		home = find_home(keys->sub, name);
		if (home != NULL)
			return home;
	}
	return NULL;
}

static bool refuse_key(const struct filler *r, const struct conf_node *node,
                       const struct conf_key *keys)
{
	const char *words[WORDS_MAX];
	const struct conf_key *home = find_home(r->top, node->name);
	struct buf hint = { 0 };
	const char *near;
	size_t n = 0;

	for (const struct conf_key *k = keys; k->name != NULL && n < WORDS_MAX; k++)
		words[n++] = k->name;
	near = suggest(node->name, words, n);
	if (find_key(r->top, node->name) != NULL)
		buf_puts(&hint, "; it belongs to the top of the file");
	else if (home != NULL)
		buf_printf(&hint, "; it belongs under \"%s\"", home->name);
	else if (near != NULL)
		buf_printf(&hint, "; did you mean \"%s\"?", near);
	fault_set(r->fault, r->conf->path, node->name_place.line, node->name_place.column,
	          "unknown key \"%.*s\"%s", VIEW_ARG(node->name), buf_cstr(&hint));
	buf_free(&hint);
	return false;
}

/* `map` is a mapping, or null, which is one without keys. */
static bool fill(const struct filler *r, const struct conf_node *map,
                 const struct conf_key *keys, void *out)
{
	bool top = map == r->conf->top;
	const struct conf_node *node;

	if (map->kind != NODE_MAP && !conf_node_is_null(map))
		return fault_set(r->fault, r->conf->path, map->line, map->column,
		                 "%s%.*s%s must be a mapping", top ? "the file" : "\"",
		                 VIEW_ARG(map->name), top ? "" : "\"");
	for (node = map->first; node != NULL; node = node->next)
		if (find_key(keys, node->name) == NULL)
			return refuse_key(r, node, keys);
	for (; keys->name != NULL; keys++) {
		node = conf_node_child(map, view_of(keys->name));
		if (node != NULL) {
			if (!fill_key(r, node, keys, out))
				return false;
		} else if (keys->required && top) {
			return fault_set(r->fault, r->conf->path, 1, 1,
			                 "key \"%s\" is missing", keys->name);
		} else if (keys->required) {
			return fault_set(r->fault, r->conf->path, map->name_place.line,
			                 map->name_place.column,
			                 "key \"%s\" is missing in \"%.*s\"", keys->name,
			                 VIEW_ARG(map->name));
		} else {
			fill_default(r->conf, keys, out);
		}
	}
	return true;
}

bool conf_read(const struct conf *c, const struct conf_key *keys, void *out, size_t out_size,
               struct fault *f)
{
	struct filler r = { c, keys, f };

	memset(out, 0, out_size);
	if (fill(&r, c->top, keys, out))
		return true;
	conf_clear(keys, out);
	memset(out, 0, out_size);
	return false;
}

bool conf_read_entries(const struct conf *c, const struct conf_key *keys, size_t each,
                       struct conf_entries *out, struct fault *f)
{
	static const struct conf_key none[] = { { .name = NULL } };
	struct filler r = { c, none, f };

	*out = (struct conf_entries){ NULL, NULL, 0 };
	if (c->top->kind != NODE_MAP && !conf_node_is_null(c->top))
		return fault_set(f, c->path, c->top->line, c->top->column,
		                 "the file must be a mapping");
	if (fill_entries(&r, c->top, keys, each, out))
		return true;
	conf_clear_entries(keys, each, out);
	return false;
}

/* --- freeing --------------------------------------------------------------- */

static void clear_list(struct conf_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->item[i].text);
	free(list->item);
	*list = (struct conf_list){ NULL, 0 };
}

void conf_clear_entries(const struct conf_key *keys, size_t each, struct conf_entries *e)
{
	for (size_t i = 0; i < e->n; i++) {
		free(e->name[i].text);
		conf_clear(keys, (char *)e->value + i * each);
	}
	free(e->name);
	free(e->value);
	*e = (struct conf_entries){ NULL, NULL, 0 };
}

void conf_clear(const struct conf_key *keys, void *out)
{
	for (; keys->name != NULL; keys++) {
		void *field = field_of(out, keys);

		switch (keys->kind) {
		case CONF_TEXT:
		case CONF_FILE:
			if (keys->secret && *(char **)field != NULL)
				secret_wipe(*(char **)field, strlen(*(char **)field));
			free(*(char **)field);
			*(char **)field = NULL;
			break;
		case CONF_LIST:
			clear_list(field);
			break;
		case CONF_MAP:
			conf_clear(keys->sub, field);
			break;
		case CONF_MAPS:
			conf_clear_entries(keys->sub, keys->sub_size, field);
			break;
		case CONF_BOOL:
		case CONF_TIME:
		case CONF_COUNT:
		case CONF_SIZE:
		case CONF_WORD:
			break;
		}
	}
}

char *conf_file(const struct conf *c, const char *key)
{
	const struct conf_node *node = conf_node_child(c->top, view_of(key));

	if (node == NULL || node->kind != NODE_TEXT || node->text.n == 0 ||
	    conf_node_is_null(node))
		return NULL;
	return absolute(c, node->text);
}
