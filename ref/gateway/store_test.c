#include "gateway/store.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/unit.h"

static char dir[64], where[96];
static const char *path; /* behind "sqlite:" */
static struct fault fault;
static const char *why;

static void begin(void)
{
	snprintf(dir, sizeof dir, "/tmp/store-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(where, sizeof where, "sqlite:%s/gateway.db", dir);
	path = where + 7;
}

static void end(void)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-journal" };
	char name[128];

	for (size_t i = 0; i < 4; i++) {
		snprintf(name, sizeof name, "%s%s", path, suffix[i]);
		unlink(name);
	}
	ck_assert_int_eq(rmdir(dir), 0);
	fault_free(&fault);
}

static struct store *open_(void)
{
	struct store *s = store_open(where, &fault);

	ck_assert_msg(s != NULL, "%s", fault.text);
	return s;
}

static struct store_row row(const char *watcher, enum store_state state)
{
	return (struct store_row){ .side = STORE_XMPP_WATCHES,
		                   .watcher = view_of(watcher),
		                   .presentity = VIEW("sally@contoso.example"),
		                   .state = state,
		                   .changed = 100,
		                   .alive = 200 };
}

static bool put(struct store *s, const char *watcher, enum store_state state)
{
	struct store_row r = row(watcher, state);

	return store_put(s, &r, &why);
}

/* `owed`: and he is to be told. */
static bool end_(struct store *s, const char *watcher, bool owed)
{
	struct store_row r = row(watcher, STORE_NONE);

	r.owed = owed;
	return store_end(s, &r, &why);
}

static bool grant_owed(struct store *s, const char *watcher)
{
	struct store_row r = row(watcher, STORE_GRANTED);

	r.owed = true;
	return store_put(s, &r, &why);
}

static void told(struct store *s, const char *watcher)
{
	store_told(s, STORE_XMPP_WATCHES, view_of(watcher), VIEW("sally@contoso.example"));
}

static void print(void *arg, const struct store_row *r)
{
	buf_printf(arg, "%.*s>%.*s:%d:%llu:%llu%s ", VIEW_ARG(r->watcher),
	           VIEW_ARG(r->presentity), r->state, (unsigned long long)r->changed,
	           (unsigned long long)r->alive, r->owed ? ":owed" : "");
}

static const char *all(struct store *s, enum store_side side)
{
	static struct buf b;

	buf_clear(&b);
	ck_assert_msg(store_each(s, side, print, &b, &why), "%s", why);
	return buf_cstr(&b);
}

START_TEST(rows_come_back_after_a_restart)
{
	struct store *s;

	begin();
	s = open_();
	ck_assert(put(s, "b@x.example", STORE_ASKED));
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	store_close(&s);
	s = open_();
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:2:100:200 "
	                 "b@x.example>sally@contoso.example:1:100:200 ");
	ck_assert_str_eq(all(s, STORE_SIP_WATCHES), "");
	store_close(&s);
	end();
}
END_TEST

START_TEST(a_row_is_replaced_and_removed)
{
	struct store *s;

	begin();
	s = open_();
	ck_assert(put(s, "a@x.example", STORE_ASKED));
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:2:100:200 ");
	ck_assert(put(s, "a@x.example", STORE_NONE));
	ck_assert(put(s, "a@x.example", STORE_NONE)); /* once more: no error */
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES), "");
	store_close(&s);
	end();
}
END_TEST

START_TEST(a_sign_of_life_is_kept_for_rows_that_are_there)
{
	struct store *s;

	begin();
	s = open_();
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	store_alive(s, STORE_XMPP_WATCHES, VIEW("a@x.example"), VIEW("sally@contoso.example"),
	            300);
	store_alive(s, STORE_XMPP_WATCHES, VIEW("stranger@x.example"),
	            VIEW("sally@contoso.example"), 300);
	/* An older one changes nothing. */
	ck_assert(store_flush(s, &why));
	store_alive(s, STORE_XMPP_WATCHES, VIEW("a@x.example"), VIEW("sally@contoso.example"),
	            250);
	store_close(&s);
	s = open_();
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:2:100:300 ");
	store_close(&s);
	end();
}
END_TEST

START_TEST(signs_of_life_do_not_grow_without_bound)
{
	char name[32];
	struct store *s;

	begin();
	s = open_();
	ck_assert(put(s, "u7@x.example", STORE_GRANTED));
	for (int i = 0; i < 10000; i++) {
		snprintf(name, sizeof name, "u%d@x.example", i);
		store_alive(s, STORE_XMPP_WATCHES, view_of(name), VIEW("sally@contoso.example"),
		            500);
	}
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "u7@x.example>sally@contoso.example:2:100:500 ");
	store_close(&s);
	end();
}
END_TEST

/* What store_put() has promised is there whenever the process is killed. */
START_TEST(what_was_put_survives_a_kill)
{
	begin();
	for (int round = 0; round < 10; round++) {
		int promised[2], last = -1, n;
		char name[32];
		struct store *s;
		pid_t child;

		ck_assert_int_eq(pipe(promised), 0);
		child = fork();
		ck_assert_int_ge(child, 0);
		if (child == 0) {
			s = store_open(where, &fault);
			if (s == NULL)
				_exit(3);
			for (int i = 0;; i++) {
				snprintf(name, sizeof name, "u%03d@x.example", i);
				if (!put(s, name, STORE_GRANTED) ||
				    write(promised[1], &i, sizeof i) != sizeof i)
					_exit(1);
			}
		}
		close(promised[1]);
		/* Killed in the middle of what comes behind the n-th. */
		for (n = 0; n < 3 + round; n++)
			ck_assert_int_eq(read(promised[0], &last, sizeof last), sizeof last);
		kill(child, SIGKILL);
		ck_assert_int_eq(waitpid(child, NULL, 0), child);
		while (read(promised[0], &last, sizeof last) == sizeof last)
			;
		close(promised[0]);
		s = open_();
		for (int i = 0; i <= last; i++) {
			snprintf(name, sizeof name, "u%03d@x.example>", i);
			ck_assert_ptr_nonnull(strstr(all(s, STORE_XMPP_WATCHES), name));
		}
		store_close(&s);
	}
	end();
}
END_TEST

/* RLIMIT_FSIZE stands for a full disk: writes fail with EFBIG. */
START_TEST(a_full_disk_is_an_error_and_changes_nothing)
{
	struct rlimit old, small;
	char name[600];
	struct store *s;
	int i;

	begin();
	signal(SIGXFSZ, SIG_IGN);
	s = open_();
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 64 * 1024;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	memset(name, 'n', sizeof name);
	for (i = 0; i < 1000; i++) {
		snprintf(name + 560, 40, "%d@x.example", i);
		if (!put(s, name, STORE_ASKED))
			break;
	}
	ck_assert_int_lt(i, 1000);
	ck_assert_int_gt((int)strlen(why), 0);
	ck_assert(!put(s, "a@x.example", STORE_NONE));
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
	/* And when there is room again, it goes on. */
	ck_assert_msg(put(s, "b@x.example", STORE_GRANTED), "%s", why);
	ck_assert_ptr_nonnull(
	        strstr(all(s, STORE_XMPP_WATCHES), "a@x.example>sally@contoso.example:2"));
	ck_assert_ptr_null(strstr(all(s, STORE_XMPP_WATCHES), name));
	store_close(&s);
	end();
}
END_TEST

/* What is ended is obeyed at once, and leaves the disk as soon as that can be. */
START_TEST(an_end_that_cannot_be_written_waits_for_the_next_write)
{
	struct rlimit old, small;
	struct store *s;

	begin();
	signal(SIGXFSZ, SIG_IGN);
	s = open_();
	ck_assert(put(s, "gone@x.example", STORE_GRANTED));
	ck_assert(put(s, "again@x.example", STORE_GRANTED));
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 1024;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ck_assert(!end_(s, "gone@x.example", false));
	ck_assert_int_gt((int)strlen(why), 0);
	ck_assert(!end_(s, "again@x.example", false));
	/* Neither a sign of life nor a wish that fails brings it back. */
	store_alive(s, STORE_XMPP_WATCHES, VIEW("gone@x.example"),
	            VIEW("sally@contoso.example"), 77);
	ck_assert(!put(s, "gone@x.example", STORE_ASKED));
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
	ck_assert_msg(put(s, "again@x.example", STORE_ASKED), "%s", why);
	ck_assert_ptr_null(strstr(all(s, STORE_XMPP_WATCHES), "gone@"));
	ck_assert_ptr_nonnull(
	        strstr(all(s, STORE_XMPP_WATCHES), "again@x.example>sally@contoso.example:1"));
	ck_assert(end_(s, "again@x.example", false));
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES), "");
	store_close(&s);
	end();
}
END_TEST

/* --- what the watcher is to be told --------------------------------------------- */

START_TEST(what_is_owed_stays_until_he_was_told)
{
	struct store *s;

	begin();
	s = open_();
	ck_assert(grant_owed(s, "a@x.example"));
	ck_assert(put(s, "b@x.example", STORE_GRANTED));
	ck_assert(end_(s, "b@x.example", true));
	store_close(&s);
	s = open_();
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:2:100:200:owed "
	                 "b@x.example>sally@contoso.example:0:100:0:owed ");
	told(s, "a@x.example");
	told(s, "b@x.example");
	told(s, "stranger@x.example");
	store_close(&s);
	s = open_();
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:2:100:200 ");
	store_close(&s);
	end();
}
END_TEST

/* What was told is of the row that was there then. */
START_TEST(told_is_not_of_what_comes_behind_it)
{
	struct store *s;

	begin();
	s = open_();
	ck_assert(grant_owed(s, "a@x.example"));
	told(s, "a@x.example");
	ck_assert(end_(s, "a@x.example", true));
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:0:100:0:owed ");
	told(s, "a@x.example");
	ck_assert(put(s, "a@x.example", STORE_ASKED));
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:1:100:200 ");
	told(s, "a@x.example");
	ck_assert(grant_owed(s, "a@x.example"));
	store_alive(s, STORE_XMPP_WATCHES, VIEW("a@x.example"), VIEW("sally@contoso.example"),
	            300);
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:2:100:300:owed ");
	store_close(&s);
	end();
}
END_TEST

START_TEST(ends_are_gathered_and_written_together)
{
	struct rlimit old, small;
	char name[32];
	struct store *s;

	begin();
	signal(SIGXFSZ, SIG_IGN);
	s = open_();
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 1024;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	store_gather(s);
	ck_assert(end_(s, "a@x.example", false)); /* nothing is written: nothing fails */
	ck_assert(!store_flush(s, &why));
	ck_assert(!end_(s, "a@x.example", false)); /* over */
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES), "");
	/* More than are kept in memory. */
	for (int i = 0; i < 10; i++) {
		snprintf(name, sizeof name, "u%d@x.example", i * 1000);
		ck_assert(put(s, name, STORE_GRANTED));
	}
	store_gather(s);
	for (int i = 0; i < 10000; i++) {
		snprintf(name, sizeof name, "u%d@x.example", i);
		ck_assert(end_(s, name, false));
	}
	ck_assert(store_flush(s, &why));
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES), "");
	store_close(&s);
	end();
}
END_TEST

START_TEST(an_end_that_waits_for_the_disk_is_owed_with_it)
{
	struct rlimit old, small;
	struct store *s;

	begin();
	signal(SIGXFSZ, SIG_IGN);
	s = open_();
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	ck_assert(put(s, "b@x.example", STORE_GRANTED));
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 1024;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ck_assert(!end_(s, "a@x.example", true));
	ck_assert(!end_(s, "b@x.example", true));
	told(s, "b@x.example"); /* before it could be written */
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:0:100:0:owed ");
	store_close(&s);
	end();
}
END_TEST

static void expect_fault(const char *words)
{
	struct store *s;

	fault_free(&fault);
	s = store_open(where, &fault);
	ck_assert_ptr_null(s);
	ck_assert_ptr_nonnull(fault.text);
	ck_assert_msg(strstr(fault.text, words) != NULL, "%s", fault.text);
	ck_assert_str_eq(fault.file, path);
}

static void write_file(const char *bytes, size_t n)
{
	FILE *out = fopen(path, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(bytes, 1, n, out), n);
	ck_assert_int_eq(fclose(out), 0);
}

static void sql(const char *text)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

START_TEST(a_file_that_is_no_database_is_refused_untouched)
{
	static const char text[] = "this is not a database, whatever its name says, "
	                           "and it is longer than a header of one is.......";
	char back[sizeof text];
	FILE *in;

	begin();
	write_file(text, sizeof text);
	expect_fault("not a database");
	in = fopen(path, "r");
	ck_assert_ptr_nonnull(in);
	ck_assert_uint_eq(fread(back, 1, sizeof back, in), sizeof back);
	ck_assert_int_eq(memcmp(text, back, sizeof text), 0);
	fclose(in);
	end();
}
END_TEST

START_TEST(a_damaged_database_is_refused)
{
	struct store *s;
	char name[40];
	FILE *io;

	begin();
	s = open_();
	for (int i = 0; i < 400; i++) {
		snprintf(name, sizeof name, "u%d@x.example", i);
		ck_assert(put(s, name, STORE_GRANTED));
	}
	store_close(&s);
	io = fopen(path, "r+");
	ck_assert_ptr_nonnull(io);
	ck_assert_int_eq(fseek(io, 2 * 4096, SEEK_SET), 0);
	for (int i = 0; i < 2 * 4096; i++)
		fputc(0xa5, io);
	fclose(io);
	expect_fault("is damaged");
	end();
}
END_TEST

START_TEST(another_program_s_database_is_refused)
{
	begin();
	sql("CREATE TABLE other (x)");
	expect_fault("another program");
	end();
}
END_TEST

START_TEST(a_newer_schema_is_refused)
{
	struct store *s;

	begin();
	s = open_();
	store_close(&s);
	sql("PRAGMA user_version=3");
	expect_fault("newer version");
	end();
}
END_TEST

/* As the first version of this program left it. */
static void make_version_1(void)
{
	sql("CREATE TABLE watch ( side INTEGER NOT NULL, watcher TEXT NOT NULL,"
	    " presentity TEXT NOT NULL, state INTEGER NOT NULL, changed INTEGER NOT NULL,"
	    " alive INTEGER NOT NULL, PRIMARY KEY (side, watcher, presentity)) STRICT,"
	    " WITHOUT ROWID;"
	    "PRAGMA application_id=1717920876; PRAGMA user_version=1;"
	    "INSERT INTO watch VALUES (0, 'a@x.example', 'sally@contoso.example', 2, 100, 200);"
	    "INSERT INTO watch VALUES (1, 'sally@contoso.example', 'a@x.example', 1, 101, "
	    "201)");
}

START_TEST(an_older_schema_is_made_new)
{
	struct store *s;

	begin();
	make_version_1();
	for (int i = 0; i < 2; i++) { /* and stays so */
		s = open_();
		ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
		                 "a@x.example>sally@contoso.example:2:100:200 ");
		ck_assert_str_eq(all(s, STORE_SIP_WATCHES),
		                 "sally@contoso.example>a@x.example:1:101:201 ");
		store_close(&s);
	}
	s = open_();
	ck_assert(grant_owed(s, "a@x.example"));
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:2:100:200:owed ");
	store_close(&s);
	end();
}
END_TEST

START_TEST(what_cannot_be_made_new_is_left_as_it_was)
{
	struct rlimit old, small;
	struct store *s;

	begin();
	signal(SIGXFSZ, SIG_IGN);
	make_version_1();
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 1024;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	expect_fault("cannot be used");
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
	s = open_();
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:2:100:200 ");
	store_close(&s);
	end();
}
END_TEST

START_TEST(where_it_cannot_be_is_said)
{
	begin();
	snprintf(where, sizeof where, "sqlite:%s/none/gateway.db", dir);
	expect_fault("cannot be opened");
	snprintf(where, sizeof where, "sqlite:%s", dir);
	expect_fault("cannot be opened");
	fault_free(&fault);
	ck_assert_ptr_null(store_open("postgres:x", &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "is not sqlite:"));
	fault_free(&fault);
	ck_assert_ptr_null(store_open("sqlite:", &fault));
	snprintf(where, sizeof where, "sqlite:%s/gateway.db", dir);
	end();
}
END_TEST

START_TEST(a_file_that_may_not_be_written_is_refused)
{
	struct store *s;

	if (geteuid() == 0 && setegid(65534) == 0 && seteuid(65534) != 0)
		ck_abort_msg("cannot be an ordinary user");
	begin();
	s = open_();
	store_close(&s);
	ck_assert_int_eq(chmod(path, 0444), 0);
	expect_fault("cannot be written");
	end();
	/* Else the sanitizer may not look for leaks when this process ends. */
	if (getuid() == 0)
		ck_assert(seteuid(0) == 0 && setegid(0) == 0 && prctl(PR_SET_DUMPABLE, 1) == 0);
}
END_TEST

START_TEST(two_gateways_do_not_share_one_file)
{
	struct store *s;

	begin();
	s = open_();
	expect_fault("in use by another process");
	store_close(&s);
	end();
}
END_TEST

UNIT("store", rows_come_back_after_a_restart, a_row_is_replaced_and_removed,
     a_sign_of_life_is_kept_for_rows_that_are_there, signs_of_life_do_not_grow_without_bound,
     what_was_put_survives_a_kill, a_full_disk_is_an_error_and_changes_nothing,
     an_end_that_cannot_be_written_waits_for_the_next_write,
     a_file_that_is_no_database_is_refused_untouched, a_damaged_database_is_refused,
     another_program_s_database_is_refused, a_newer_schema_is_refused,
     an_older_schema_is_made_new, what_cannot_be_made_new_is_left_as_it_was,
     what_is_owed_stays_until_he_was_told, told_is_not_of_what_comes_behind_it,
     an_end_that_waits_for_the_disk_is_owed_with_it, ends_are_gathered_and_written_together,
     where_it_cannot_be_is_said, a_file_that_may_not_be_written_is_refused,
     two_gateways_do_not_share_one_file)
