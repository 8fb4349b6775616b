/* store_for_tests.h - a store in a folder of its own, rows for it, and what it holds as
 * text. */
#ifndef REF_GATEWAY_STORE_FOR_TESTS_H
#define REF_GATEWAY_STORE_FOR_TESTS_H

#include <stdio.h>
#include <string.h>

#include "gateway/store.h"
#include "lib/buf.h"
#include "lib/unit_dir.h"
#include "lib/unit_disk.h"

static char where[96];
static const char *path; /* behind "sqlite:" */
static struct fault fault;
static const char *why;

static inline void begin(void)
{
	dir_begin();
	snprintf(where, sizeof where, "sqlite:%s", in_dir("gateway.db"));
	path = where + 7;
}

static inline void end(void)
{
	static const char *const files[] = { "gateway.db", "gateway.db-wal", "gateway.db-shm",
		                             "gateway.db-journal" };

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		dir_unlink(files[i]);
	dir_end();
	fault_free(&fault);
}

static inline struct store *open_(void)
{
	struct store *s = store_open(where, &fault);

	ck_assert_msg(s != NULL, "%s", fault.text);
	return s;
}

static inline struct store_row row(const char *watcher, enum store_state state)
{
	return (struct store_row){ .side = STORE_XMPP_WATCHES,
		                   .watcher = view_of(watcher),
		                   .presentity = VIEW("sally@contoso.example"),
		                   .state = state,
		                   .changed = 100,
		                   .alive = 200 };
}

static inline bool put(struct store *s, const char *watcher, enum store_state state)
{
	struct store_row r = row(watcher, state);

	return store_put(s, &r, &why);
}

/* `owed`: and he is to be told. */
static inline bool end_(struct store *s, const char *watcher, bool owed)
{
	struct store_row r = row(watcher, STORE_NONE);

	r.owed = owed;
	return store_end(s, &r, &why);
}

static inline bool grant_owed(struct store *s, const char *watcher)
{
	struct store_row r = row(watcher, STORE_GRANTED);

	r.owed = true;
	return store_put(s, &r, &why);
}

static inline void told(struct store *s, const char *watcher)
{
	store_told(s, STORE_XMPP_WATCHES, view_of(watcher), VIEW("sally@contoso.example"));
}

static inline void print(void *arg, const struct store_row *r)
{
	buf_printf(arg, "%.*s>%.*s:%d:%llu:%llu%s ", VIEW_ARG(r->watcher),
	           VIEW_ARG(r->presentity), r->state, (unsigned long long)r->changed,
	           (unsigned long long)r->alive, r->owed ? ":owed" : "");
}

static inline const char *all(struct store *s, enum store_side side)
{
	static struct buf b;

	buf_clear(&b);
	ck_assert_msg(store_each(s, side, print, &b, &why), "%s", why);
	return buf_cstr(&b);
}

#endif
