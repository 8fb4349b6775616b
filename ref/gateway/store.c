#include "gateway/store.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "lib/buf.h"
#include "lib/map.h"
#include "lib/mem.h"

/* "fedl": what `file` and a careless operator tell such a database by. */
#define APPLICATION_ID 0x6665646c

/* Signs of life that wait to be written.  Attack: a partner whose users probe
 * one after another; then they are written sooner. */
#define ALIVE_MAX 4096

struct store {
	sqlite3 *db;
	sqlite3_stmt *put, *remove, *alive, *told, *forget, *each;
	struct map *pending; /* key() -> struct sign */
	bool gathers;
};

struct sign {
	enum store_side side;
	char *watcher, *presentity;
	uint64_t at;      /* 0: none */
	uint64_t changed; /* of what ended */
	bool ended;       /* no sign of life: the row is to go */
	bool owed;        /* it ended, and he is to be told */
	bool told;        /* he was told */
};

/* schema[n] makes version n + 1 of what version n was; 0: an empty file. */
static const char *const schema[] = {
	"CREATE TABLE watch ("
	" side INTEGER NOT NULL,"
	" watcher TEXT NOT NULL,"
	" presentity TEXT NOT NULL,"
	" state INTEGER NOT NULL,"
	" changed INTEGER NOT NULL,"
	" alive INTEGER NOT NULL,"
	" PRIMARY KEY (side, watcher, presentity)) STRICT, WITHOUT ROWID",
	"ALTER TABLE watch ADD COLUMN owed INTEGER NOT NULL DEFAULT 0",
};

#define SCHEMA_VERSION ((int)(sizeof schema / sizeof schema[0]))

const char *store_state_word(enum store_state s)
{
	static const char *const words[] = { "none", "asked", "granted" };

	return words[s];
}

/* --- opening --------------------------------------------------------------- */

static bool run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* The first column of the first row as a number. */
static bool ask_number(sqlite3 *db, const char *sql, sqlite3_int64 *out)
{
	sqlite3_stmt *q = NULL;
	bool ok = sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK &&
	          sqlite3_step(q) == SQLITE_ROW;

	if (ok)
		*out = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return ok;
}

/* "unable to open database file" is all that SQLite says of a folder that is not
 * there, and of one that may not be written. */
static const char *open_failed(sqlite3 *db)
{
	int error = sqlite3_system_errno(db);

	return error != 0 ? strerror(error) : sqlite3_errmsg(db);
}

static const char *use_failed(sqlite3 *db)
{
	return (sqlite3_errcode(db) & 0xff) == SQLITE_BUSY ? "in use by another process"
	                                                   : sqlite3_errmsg(db);
}

/* "PRAGMA quick_check" says "ok", or what is damaged. */
static bool is_sound(sqlite3 *db, const char *path, struct fault *f)
{
	sqlite3_stmt *q = NULL;
	const char *word;
	bool ok;

	if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &q, NULL) != SQLITE_OK ||
	    sqlite3_step(q) != SQLITE_ROW) {
		fault_set(f, path, 0, 0, "cannot be read: %s", sqlite3_errmsg(db));
		sqlite3_finalize(q);
		return false;
	}
	word = (const char *)sqlite3_column_text(q, 0);
	ok = word != NULL && strcmp(word, "ok") == 0;
	if (!ok)
		fault_set(f, path, 0, 0, "is damaged: %s", word != NULL ? word : "no answer");
	sqlite3_finalize(q);
	return ok;
}

/* Whose file is it, and of which version (0: empty)?  Before anything is written into
 * it. */
static bool is_ours(sqlite3 *db, const char *path, sqlite3_int64 *version, struct fault *f)
{
	sqlite3_int64 tables, application;

	if (!ask_number(db, "SELECT count(*) FROM sqlite_schema", &tables) ||
	    !ask_number(db, "PRAGMA application_id", &application) ||
	    !ask_number(db, "PRAGMA user_version", version))
		return fault_set(f, path, 0, 0, "cannot be read: %s", use_failed(db));
	if (tables == 0 && application == 0 && *version == 0)
		return true;
	if (application != APPLICATION_ID || *version < 1)
		return fault_set(f, path, 0, 0, "is a database of another program");
	if (*version > SCHEMA_VERSION)
		return fault_set(f, path, 0, 0,
		                 "was made by a newer version: its "
		                 "schema is %lld, the newest known here is %d",
		                 (long long)*version, SCHEMA_VERSION);
	return true;
}

/* All steps or none: a kill in between leaves the version that was there. */
static bool prepare_file(sqlite3 *db, sqlite3_int64 version)
{
	char stamp[96];

	/* One process at a time; behind a commit the row is on the disk, be it
	 * the process that ends or the power (SQLite: "synchronous"). */
	if (!run(db, "PRAGMA locking_mode=EXCLUSIVE") || !run(db, "PRAGMA journal_mode=WAL") ||
	    !run(db, "PRAGMA synchronous=FULL") || !run(db, "BEGIN IMMEDIATE"))
		return false;
	snprintf(stamp, sizeof stamp, "PRAGMA application_id=%d; PRAGMA user_version=%d",
	         APPLICATION_ID, SCHEMA_VERSION);
	for (sqlite3_int64 v = version; v < SCHEMA_VERSION; v++)
		if (!run(db, schema[v]))
			return false;
	return (version == SCHEMA_VERSION || run(db, stamp)) && run(db, "COMMIT");
}

static bool prepare_statements(struct store *s)
{
	static const char put[] =
	        "INSERT INTO watch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
	        " ON CONFLICT DO UPDATE SET state = ?4, changed = ?5, alive = ?6, owed = ?7";
	static const char remove[] = "DELETE FROM watch WHERE side = ?1 AND watcher = ?2 AND"
	                             " presentity = ?3";
	static const char told[] = "UPDATE watch SET owed = 0 WHERE side = ?1 AND watcher = ?2"
	                           " AND presentity = ?3";
	static const char forget[] = "DELETE FROM watch WHERE side = ?1 AND watcher = ?2 AND"
	                             " presentity = ?3 AND state = 0";
	static const char alive[] =
	        "UPDATE watch SET alive = max(alive, ?4) WHERE side = ?1 AND"
	        " watcher = ?2 AND presentity = ?3";
	static const char each[] =
	        "SELECT watcher, presentity, state, changed, alive, owed FROM watch"
	        " WHERE side = ?1 ORDER BY watcher, presentity";
	const struct {
		const char *sql;
		sqlite3_stmt **out;
	} all[] = { { put, &s->put },   { remove, &s->remove }, { alive, &s->alive },
		    { told, &s->told }, { forget, &s->forget }, { each, &s->each } };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (sqlite3_prepare_v3(s->db, all[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
		                       all[i].out, NULL) != SQLITE_OK)
			return false;
	return true;
}

static bool open_path(struct store *s, const char *path, struct fault *f)
{
	sqlite3_int64 version;

	if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
	    SQLITE_OK)
		return fault_set(f, path, 0, 0, "cannot be opened: %s", open_failed(s->db));
	/* SQLite opens a file it may not write for reading, without a word. */
	if (sqlite3_db_readonly(s->db, "main") != 0)
		return fault_set(f, path, 0, 0, "cannot be written");
	if (!is_ours(s->db, path, &version, f) || (version != 0 && !is_sound(s->db, path, f)))
		return false;
	if (!prepare_file(s->db, version) || !prepare_statements(s))
		return fault_set(f, path, 0, 0, "cannot be used: %s", use_failed(s->db));
	return true;
}

struct store *store_open(const char *where, struct fault *f)
{
	struct view path, scheme;
	struct store *s;

	if (!view_cut(view_of(where), ':', &scheme, &path) || !view_is(scheme, "sqlite") ||
	    path.n == 0) {
		fault_set(f, NULL, 0, 0, "\"%s\" is not sqlite: and a path", where);
		return NULL;
	}
	s = mem_zalloc(sizeof *s);
	s->pending = map_new();
	if (!open_path(s, path.p, f))
		store_close(&s);
	return s;
}

/* --- signs of life --------------------------------------------------------- */

static void sign_free(struct sign *g)
{
	free(g->watcher);
	free(g->presentity);
	free(g);
}

static void drop_pending(struct store *s)
{
	size_t pos = 0;
	struct view key;
	void *value;

	while (map_next(s->pending, &pos, &key, &value)) {
		map_remove(s->pending, key);
		sign_free(value);
	}
}

/* No JID holds a line feed (RFC 7622 3). */
static void make_key(enum store_side side, struct view watcher, struct view presentity,
                     struct buf *key)
{
	buf_printf(key, "%d\n%.*s\n%.*s", side, VIEW_ARG(watcher), VIEW_ARG(presentity));
}

static bool write_all(struct store *s, const struct store_row *row, const char **why);

static struct sign *sign_of(struct store *s, enum store_side side, struct view watcher,
                            struct view presentity)
{
	const char *why;
	struct buf key = { 0 };
	struct sign *g;

	make_key(side, watcher, presentity, &key);
	g = map_get(s->pending, buf_view(&key));
	if (g == NULL) {
		/* Losing them is allowed, growing is not. */
		if (map_count(s->pending) >= ALIVE_MAX && !write_all(s, NULL, &why))
			drop_pending(s);
		g = mem_zalloc(sizeof *g);
		g->side = side;
		g->watcher = view_dup(watcher);
		g->presentity = view_dup(presentity);
		map_put(s->pending, buf_view(&key), g);
	}
	buf_free(&key);
	return g;
}

void store_alive(struct store *s, enum store_side side, struct view watcher,
                 struct view presentity, uint64_t now)
{
	sign_of(s, side, watcher, presentity)->at = now;
}

void store_told(struct store *s, enum store_side side, struct view watcher,
                struct view presentity)
{
	struct sign *g = sign_of(s, side, watcher, presentity);

	g->told = true;
	g->owed = false;
}

/* --- writing --------------------------------------------------------------- */

static void bind_key(sqlite3_stmt *q, enum store_side side, struct view watcher,
                     struct view presentity)
{
	sqlite3_bind_int(q, 1, (int)side);
	sqlite3_bind_text64(q, 2, watcher.p, watcher.n, SQLITE_STATIC, SQLITE_UTF8);
	sqlite3_bind_text64(q, 3, presentity.p, presentity.n, SQLITE_STATIC, SQLITE_UTF8);
}

static bool finish(sqlite3_stmt *q)
{
	bool done = sqlite3_step(q) == SQLITE_DONE;

	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	return done;
}

static bool write_row(struct store *s, const struct store_row *row)
{
	bool stays = row->state != STORE_NONE || row->owed;
	sqlite3_stmt *q = stays ? s->put : s->remove;

	bind_key(q, row->side, row->watcher, row->presentity);
	if (stays) {
		sqlite3_bind_int(q, 4, (int)row->state);
		sqlite3_bind_int64(q, 5, (sqlite3_int64)row->changed);
		sqlite3_bind_int64(q, 6, (sqlite3_int64)row->alive);
		sqlite3_bind_int(q, 7, row->owed);
	}
	return finish(q);
}

static bool write_by_key(sqlite3_stmt *q, const struct sign *g)
{
	bind_key(q, g->side, view_of(g->watcher), view_of(g->presentity));
	return finish(q);
}

static bool write_sign(struct store *s, const struct sign *g)
{
	const struct store_row end = { .side = g->side,
		                       .watcher = view_of(g->watcher),
		                       .presentity = view_of(g->presentity),
		                       .changed = g->changed,
		                       .owed = g->owed };

	if (g->ended)
		return write_row(s, &end);
	if (g->told && (!write_by_key(s->forget, g) || !write_by_key(s->told, g)))
		return false;
	if (g->at == 0)
		return true;
	sqlite3_bind_int64(s->alive, 4, (sqlite3_int64)g->at);
	return write_by_key(s->alive, g);
}

static bool write_signs(struct store *s)
{
	size_t pos = 0;
	struct view key;
	void *value;

	while (map_next(s->pending, &pos, &key, &value))
		if (!write_sign(s, value))
			return false;
	return true;
}

/* Signs of life go with a row: one wait for the disk serves both. */
static bool write_all(struct store *s, const struct store_row *row, const char **why)
{
	bool ok = run(s->db, "BEGIN IMMEDIATE") && write_signs(s) &&
	          (row == NULL || write_row(s, row)) && run(s->db, "COMMIT");

	if (ok) {
		drop_pending(s);
		return true;
	}
	*why = sqlite3_errmsg(s->db);
	/* A full disk has rolled back already; any other failure has not. */
	if (sqlite3_get_autocommit(s->db) == 0) {
		static char words[160];

		snprintf(words, sizeof words, "%s", *why);
		*why = words;
		run(s->db, "ROLLBACK");
	}
	return false;
}

bool store_put(struct store *s, const struct store_row *row, const char **why)
{
	return write_all(s, row, why);
}

bool store_end(struct store *s, const struct store_row *row, const char **why)
{
	struct sign *g = sign_of(s, row->side, row->watcher, row->presentity);

	g->ended = true;
	g->owed = row->owed;
	g->changed = row->changed;
	return s->gathers || store_flush(s, why);
}

void store_gather(struct store *s)
{
	s->gathers = true;
}

bool store_flush(struct store *s, const char **why)
{
	s->gathers = false;
	return map_count(s->pending) == 0 || write_all(s, NULL, why);
}

/* --- reading --------------------------------------------------------------- */

static struct view column(sqlite3_stmt *q, int i)
{
	return (struct view){ (const char *)sqlite3_column_text(q, i),
		              (size_t)sqlite3_column_bytes(q, i) };
}

bool store_each(struct store *s, enum store_side side,
                void (*fn)(void *arg, const struct store_row *row), void *arg, const char **why)
{
	int rc;

	if (!store_flush(s, why))
		return false;
	sqlite3_bind_int(s->each, 1, (int)side);
	while ((rc = sqlite3_step(s->each)) == SQLITE_ROW) {
		struct store_row row = {
			.side = side,
			.watcher = column(s->each, 0),
			.presentity = column(s->each, 1),
			.state = (enum store_state)sqlite3_column_int(s->each, 2),
			.changed = (uint64_t)sqlite3_column_int64(s->each, 3),
			.alive = (uint64_t)sqlite3_column_int64(s->each, 4),
			.owed = sqlite3_column_int(s->each, 5) != 0,
		};

		fn(arg, &row);
	}
	if (rc != SQLITE_DONE)
		*why = sqlite3_errmsg(s->db);
	sqlite3_reset(s->each);
	return rc == SQLITE_DONE;
}

/* --- looking ---------------------------------------------------------------- */

/* The version again, as it is: a page goes to the disk, and nothing is another. */
static const char *why_not_written(struct store *s)
{
	static char words[160];
	char stamp[40];

	snprintf(stamp, sizeof stamp, "PRAGMA user_version=%d", SCHEMA_VERSION);
	if (run(s->db, "BEGIN IMMEDIATE") && run(s->db, stamp) && run(s->db, "COMMIT"))
		return NULL;
	snprintf(words, sizeof words, "%s", sqlite3_errmsg(s->db));
	if (sqlite3_get_autocommit(s->db) == 0)
		run(s->db, "ROLLBACK");
	return words;
}

void store_look(struct store *s, struct store_health *out)
{
	sqlite3_int64 n;
	struct statvfs fs;
	int moved = 0;

	*out = (struct store_health){ .path = sqlite3_db_filename(s->db, "main") };
	if (ask_number(s->db, "PRAGMA user_version", &n))
		out->schema = (int)n;
	if (ask_number(s->db, "SELECT count(*) FROM watch", &n))
		out->rows = (uint64_t)n;
	if (statvfs(out->path, &fs) == 0)
		out->free_bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
	out->moved = sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
	                     SQLITE_OK &&
	             moved != 0;
	out->why = why_not_written(s);
}

void store_close(struct store **sp)
{
	struct store *s = *sp;
	const char *why;

	*sp = NULL;
	if (s == NULL)
		return;
	/* Signs of life may be lost; everything else is on the disk already. */
	if (s->each != NULL)
		store_flush(s, &why);
	drop_pending(s);
	map_free(&s->pending);
	sqlite3_finalize(s->put);
	sqlite3_finalize(s->remove);
	sqlite3_finalize(s->alive);
	sqlite3_finalize(s->told);
	sqlite3_finalize(s->forget);
	sqlite3_finalize(s->each);
	sqlite3_close(s->db);
	free(s);
}
