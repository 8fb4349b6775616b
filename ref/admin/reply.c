#include "admin/reply.h"

#include <assert.h>
#include <stdlib.h>

#include "lib/text.h"

static int put(const char *bytes, size_t n, void *out)
{
	buf_put(out, bytes, n);
	return 0;
}

void reply_row(struct reply *r, json_t *row)
{
	/* Whatever is in a row came through the functions below. */
	int failed = json_dump_callback(row, put, &r->out, JSON_COMPACT);

	assert(failed == 0);
	(void)failed;
	buf_putc(&r->out, '\n');
	json_decref(row);
}

bool reply_fault(struct reply *r, const char *fmt, ...)
{
	struct buf words = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	if (r->fault == NULL)
		r->fault = buf_take(&words);
	buf_free(&words);
	return false;
}

void reply_slowly(struct reply *r, bool (*more)(void *state, struct reply *r),
                  void (*done)(void *state), void *state)
{
	r->more = more;
	r->done = done;
	r->state = state;
}

/* Nothing more to make now. */
static bool more_later(void *state, struct reply *r)
{
	(void)state, (void)r;
	return true;
}

void reply_later(struct reply *r, void (*done)(void *state), void *state)
{
	reply_slowly(r, more_later, done, state);
	r->waiting = true;
}

void reply_wake(struct reply *r)
{
	if (r->wake != NULL)
		r->wake(r->wake_arg);
}

void reply_ended(struct reply *r)
{
	r->more = NULL;
	r->waiting = false;
	reply_wake(r);
}

static void let_go(struct reply *r)
{
	if (r->more != NULL)
		r->done(r->state);
	r->more = NULL;
}

bool reply_more(struct reply *r)
{
	json_t *last;

	if (r->more != NULL && r->more(r->state, r))
		return true;
	let_go(r);
	last = json_object();
	row_flag(last, "ok", r->fault == NULL);
	if (r->fault != NULL)
		row_string(last, "error", r->fault);
	reply_row(r, last);
	return false;
}

void reply_free(struct reply *r)
{
	let_go(r);
	buf_free(&r->out);
	free(r->fault);
	*r = (struct reply){ .wake = r->wake, .wake_arg = r->wake_arg };
}

/* --- fields ------------------------------------------------------------------ */

/* Of a text that is UTF-8, and nothing else. */
static json_t *string_of(struct view text)
{
	struct buf safe = { 0 };
	json_t *s;

	if (text_utf8_valid(text))
		return json_stringn(text.n != 0 ? text.p : "", text.n);
	for (size_t i = 0; i < text.n; i++)
		buf_putc(&safe, (unsigned char)text.p[i] < 0x80 ? text.p[i] : '?');
	s = json_stringn(buf_cstr(&safe), buf_len(&safe));
	buf_free(&safe);
	return s;
}

static void set(json_t *row, const char *key, json_t *value)
{
	int failed = json_object_set_new(row, key, value);

	assert(failed == 0);
	(void)failed;
}

void row_text(json_t *row, const char *key, struct view text)
{
	set(row, key, string_of(text));
}

void row_string(json_t *row, const char *key, const char *text)
{
	set(row, key, text != NULL ? string_of(view_of(text)) : json_null());
}

void row_number(json_t *row, const char *key, uint64_t n)
{
	set(row, key, json_integer((json_int_t)n));
}

void row_flag(json_t *row, const char *key, bool yes)
{
	set(row, key, json_boolean(yes));
}

void row_seconds(json_t *row, const char *key, uint64_t ms)
{
	row_number(row, key, ms / 1000);
}

void row_listed(json_t *row, const char *key, struct view text)
{
	json_t *list = json_object_get(row, key);

	if (list == NULL) {
		set(row, key, json_array());
		list = json_object_get(row, key);
	}
	(void)json_array_append_new(list, string_of(text));
}
