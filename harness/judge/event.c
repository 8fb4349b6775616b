#include "judge/event.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/mem.h"
#include "lib/region.h"
#include "lib/text.h"

#define LOG_MOST   (256u << 20)		/* bytes of one log that are read */
#define LINE_MOST  (24u << 20)		/* of one line: a unit of 4 MiB in base64, with room */

static const char *const kind_word[] = {
#define X(name, word) word,
	EVENT_KINDS(X)
#undef X
};
static const char *const unit_word[] = {
#define X(name, word) word,
	EVENT_UNITS(X)
#undef X
};
#define N_KINDS (sizeof kind_word / sizeof kind_word[0])
#define N_UNITS (sizeof unit_word / sizeof unit_word[0])

/* --- one line --------------------------------------------------------------------- */

static void put_text(json_t *o, const char *key, const char *value)
{
	if (value == NULL)
		return;
	/* A name or value of a hostile peer need not be UTF-8. */
	if (text_utf8_valid(view_of(value))) {
		json_object_set_new(o, key, json_string(value));
	} else {
		struct buf hex = { 0 };

		buf_puts(&hex, "hex:");
		text_hex(view_of(value), &hex);
		json_object_set_new(o, key, json_string(buf_cstr(&hex)));
		buf_free(&hex);
	}
}

static void put_bytes(json_t *o, struct view bytes)
{
	struct buf b = { 0 };

	if (bytes.p == NULL)
		return;
	if (text_utf8_valid(bytes) && memchr(bytes.p, '\0', bytes.n) == NULL) {
		json_object_set_new(o, "text", json_stringn(bytes.p, bytes.n));
		return;
	}
	text_base64_encode(bytes, &b);
	json_object_set_new(o, "base64", json_stringn(buf_cstr(&b), buf_len(&b)));
	buf_free(&b);
}

/* One line with its LF, to be freed. */
static char *line_of(const struct event *e, size_t *len)
{
	json_t *o = json_object();
	struct buf b = { 0 };
	char *text;

	json_object_set_new(o, "n", json_integer((json_int_t)e->n));
	json_object_set_new(o, "t", json_integer((json_int_t)e->t_us));
	json_object_set_new(o, "kind", json_string(kind_word[e->kind]));
	put_text(o, "actor", e->actor);
	if (e->conn != 0)
		json_object_set_new(o, "conn", json_integer(e->conn));
	if (e->step != 0)
		json_object_set_new(o, "step", json_integer(e->step));
	if (e->tls)
		json_object_set_new(o, "tls", json_true());
	if (e->unit != UNIT_NONE)
		json_object_set_new(o, "unit", json_string(unit_word[e->unit]));
	put_text(o, "auto", e->auto_);
	put_text(o, "name", e->name);
	put_text(o, "value", e->value);
	put_bytes(o, e->text);
	text = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER);
	if (text == NULL)
		abort();	/* as lib/mem.h: no memory */
	buf_puts(&b, text);
	buf_putc(&b, '\n');
	*len = buf_len(&b);
	free(text);
	json_decref(o);
	return buf_take(&b);
}

/* --- writing ------------------------------------------------------------------------ */

struct evlog {
	int fd;
	char *path;
	uint64_t n;
	uint64_t start_us;
	int error;		/* of the first write that failed */
};

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno != EINTR)
			return errno;
		if (put > 0) {
			p += put;
			n -= (size_t)put;
		}
	}
	return 0;
}

struct evlog *evlog_open(const char *path, struct fault *f)
{
	struct evlog *l;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0) {
		fault_set(f, path, 0, 0, "cannot write: %s", strerror(errno));
		return NULL;
	}
	l = mem_zalloc(sizeof *l);
	l->fd = fd;
	l->path = mem_strdup(path);
	return l;
}

uint64_t evlog_add(struct evlog *l, struct event *e)
{
	size_t len;
	char *line;

	if (l->n == 0)
		l->start_us = now_us();
	e->n = ++l->n;
	e->t_us = now_us() - l->start_us;
	line = line_of(e, &len);
	if (l->error == 0)
		l->error = write_all(l->fd, line, len);
	free(line);
	return e->n;
}

bool evlog_close(struct evlog **lp, struct fault *f)
{
	struct evlog *l = *lp;
	bool ok;

	if (l == NULL)
		return true;
	if (close(l->fd) != 0 && l->error == 0)
		l->error = errno;
	ok = l->error == 0 ||
	     fault_set(f, l->path, 0, 0, "cannot write: %s", strerror(l->error));
	free(l->path);
	free(l);
	*lp = NULL;
	return ok;
}

bool history_write(const struct history *h, const char *path, struct fault *f)
{
	struct evlog *l = evlog_open(path, f);

	if (l == NULL)
		return false;
	for (size_t i = 0; i < h->n && l->error == 0; i++) {
		size_t len;
		char *line = line_of(&h->event[i], &len);

		l->error = write_all(l->fd, line, len);
		free(line);
	}
	return evlog_close(&l, f);
}

/* --- reading ------------------------------------------------------------------------ */

struct reading {
	const char *path;
	unsigned line;
	struct region *memory;
	struct fault *f;
};

static bool bad(const struct reading *r, const char *key, const char *why)
{
	return fault_set(r->f, r->path, r->line, 0, "\"%s\": %s", key, why);
}

static bool get_number(const struct reading *r, const char *key, json_t *v, uint64_t most,
                       uint64_t *out)
{
	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
	    (uint64_t)json_integer_value(v) > most)
		return bad(r, key, "not a number that can stand here");
	*out = (uint64_t)json_integer_value(v);
	return true;
}

static bool get_word(const struct reading *r, const char *key, json_t *v,
                     const char *const *words, size_t n, unsigned *out)
{
	for (size_t i = 0; i < n && json_is_string(v); i++)
		if (strcmp(json_string_value(v), words[i]) == 0) {
			*out = (unsigned)i;
			return true;
		}
	return bad(r, key, "an unknown word");
}

static bool get_text(const struct reading *r, const char *key, json_t *v, const char **out)
{
	if (!json_is_string(v))
		return bad(r, key, "not a text");
	*out = region_cstr(r->memory, (struct view){ json_string_value(v), json_string_length(v) });
	return true;
}

static bool get_bytes(const struct reading *r, const char *key, json_t *v, bool base64,
                      struct view *out)
{
	struct view text = { json_string_value(v), json_string_length(v) };
	struct buf bytes = { 0 };
	bool ok = true;

	if (!json_is_string(v))
		return bad(r, key, "not a text");
	if (out->p != NULL)
		return bad(r, key, "both \"text\" and \"base64\"");
	if (!base64) {
		*out = region_copy(r->memory, text);
	} else {
		ok = text_base64_decode(text, &bytes) || bad(r, key, "not base64");
		if (ok)
			*out = region_copy(r->memory, buf_view(&bytes));
		buf_free(&bytes);
	}
	if (ok && out->p == NULL)
		out->p = "";	/* empty, but there */
	return ok;
}

static bool get_member(const struct reading *r, const char *key, json_t *v, struct event *e)
{
	uint64_t number;
	unsigned word;
	bool ok;

	if (strcmp(key, "n") == 0)
		return get_number(r, key, v, UINT64_MAX, &e->n);
	if (strcmp(key, "t") == 0)
		return get_number(r, key, v, UINT64_MAX, &e->t_us);
	if (strcmp(key, "kind") == 0) {
		ok = get_word(r, key, v, kind_word, N_KINDS, &word);
		if (ok)
			e->kind = (enum event_kind)word;
		return ok;
	}
	if (strcmp(key, "unit") == 0) {
		ok = get_word(r, key, v, unit_word, N_UNITS, &word);
		if (ok)
			e->unit = (enum event_unit)word;
		return ok;
	}
	if (strcmp(key, "conn") == 0 || strcmp(key, "step") == 0) {
		ok = get_number(r, key, v, UINT32_MAX, &number);
		if (ok)
			*(key[0] == 'c' ? &e->conn : &e->step) = (unsigned)number;
		return ok;
	}
	if (strcmp(key, "tls") == 0) {
		e->tls = json_is_true(v);
		return json_is_boolean(v) || bad(r, key, "not true or false");
	}
	if (strcmp(key, "actor") == 0)
		return get_text(r, key, v, &e->actor);
	if (strcmp(key, "auto") == 0)
		return get_text(r, key, v, &e->auto_);
	if (strcmp(key, "name") == 0)
		return get_text(r, key, v, &e->name);
	if (strcmp(key, "value") == 0)
		return get_text(r, key, v, &e->value);
	if (strcmp(key, "text") == 0 || strcmp(key, "base64") == 0)
		return get_bytes(r, key, v, key[0] == 'b', &e->text);
	return bad(r, key, "an unknown key");
}

static bool read_event(const struct reading *r, struct view line, struct event *e)
{
	static const char *const needed[] = { "n", "t", "kind" };
	json_error_t why;
	json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &why), *v;
	const char *key;
	bool ok = true;

	memset(e, 0, sizeof *e);
	if (o == NULL)
		return fault_set(r->f, r->path, r->line, (unsigned)(why.column > 0 ? why.column : 0),
		                 "not JSON: %s", why.text);
	if (!json_is_object(o))
		ok = fault_set(r->f, r->path, r->line, 0, "not a JSON object");
	for (size_t i = 0; i < 3 && ok; i++)
		if (json_object_get(o, needed[i]) == NULL)
			ok = bad(r, needed[i], "missing");
	if (ok)
		json_object_foreach(o, key, v)
			if (ok)
				ok = get_member(r, key, v, e);
	json_decref(o);
	return ok;
}

bool history_read(const char *path, struct history *out, struct fault *f)
{
	struct reading r = { path, 0, NULL, f };
	struct buf text = { 0 };
	struct view rest, line;
	size_t cap = 0;
	bool ok, more;

	memset(out, 0, sizeof *out);
	ok = file_read(path, LOG_MOST, &text, f);
	r.memory = region_new();
	out->memory = r.memory;
	rest = buf_view(&text);
	while (ok && rest.n > 0) {
		more = view_cut(rest, '\n', &line, &rest);
		r.line++;
		if (!more)
			ok = fault_set(f, path, r.line, 0, "the last line has no end: the log was cut off");
		else if (line.n > LINE_MOST)
			ok = fault_set(f, path, r.line, 0, "a line of more than %u MiB", LINE_MOST >> 20);
		if (!ok)
			break;
		out->event = mem_grow(out->event, out->n, &cap, sizeof *out->event);
		ok = read_event(&r, line, &out->event[out->n++]);
	}
	buf_free(&text);
	if (!ok)
		history_free(out);
	return ok;
}

void history_free(struct history *h)
{
	struct region *memory = h->memory;

	free(h->event);
	region_free(&memory);
	memset(h, 0, sizeof *h);
}

bool event_detail_is(struct view details, const char *key, const char *value)
{
	struct view rest = details, word;
	bool more = true;

	while (more) {
		more = view_cut(rest, ' ', &word, &rest);
		if (view_starts(word, view_of(key)))
			return view_is(view_from(word, strlen(key)), value);
	}
	return strcmp(value, "none") == 0;
}
