#include "check/check.h"

#include <stdlib.h>

#include "lib/mem.h"

void check_begin(struct check_walk *w, struct loop *l, const struct check_ops *ops, void *arg,
                 void (*late)(void *whose), void *whose)
{
	*w = (struct check_walk){ .loop = l,
		                  .ops = ops,
		                  .arg = arg,
		                  .about = mem_strdup(""),
		                  .until = loop_now(l) + CHECK_ROW_MS };
	w->timer = timer_new(l, late, whose);
}

void check_end(struct check_walk *w)
{
	timer_free(&w->timer);
	free(w->about);
	w->about = NULL;
}

void check_about(struct check_walk *w, struct view who)
{
	free(w->about);
	w->about = view_dup(who);
}

void check_wait(struct check_walk *w, uint64_t ms)
{
	uint64_t late = loop_now(w->loop) + ms;

	timer_set(w->timer, late < w->until ? late : w->until);
}

void check_came(struct check_walk *w)
{
	timer_clear(w->timer);
}

static void tell(struct check_walk *w, enum check_result result, const char *advice,
                 const char *fmt, va_list ap)
{
	struct buf detail = { 0 };
	struct check_row row = { w->step, result, w->about, NULL,
		                 result == CHECK_OK ? "" : advice };

	buf_vprintf(&detail, fmt, ap);
	row.detail = buf_cstr(&detail);
	timer_clear(w->timer);
	w->until = loop_now(w->loop) + CHECK_ROW_MS;
	w->ops->row(w->arg, &row);
	buf_free(&detail);
}

void check_tell(struct check_walk *w, enum check_result result, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(w, result, check_step_advice(w->step), fmt, ap);
	va_end(ap);
}

void check_tell_advice(struct check_walk *w, enum check_result result, const char *advice,
                       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(w, result, advice, fmt, ap);
	va_end(ap);
}

const char *check_result_word(enum check_result r)
{
	static const char *const words[] = { [CHECK_OK] = "ok",
		                             [CHECK_CONCERN] = "concern",
		                             [CHECK_AMISS] = "amiss" };

	return words[r];
}

enum check_result check_worse(enum check_result a, enum check_result b)
{
	return a > b ? a : b;
}
