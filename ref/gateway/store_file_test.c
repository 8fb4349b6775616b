/* The file: damaged, another's, of another time, somebody else's already. */
#include "gateway/store_for_tests.h"

#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/stat.h>

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
	struct store *s;

	begin();
	make_version_1();
	disk_ends_at(1024);
	expect_fault("cannot be used");
	disk_is_free();
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
	snprintf(where, sizeof where, "sqlite:%s/none/gateway.db", unit_dir);
	expect_fault("cannot be opened");
	snprintf(where, sizeof where, "sqlite:%s", unit_dir);
	expect_fault("cannot be opened");
	fault_free(&fault);
	ck_assert_ptr_null(store_open("postgres:x", &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "is not sqlite:"));
	fault_free(&fault);
	ck_assert_ptr_null(store_open("sqlite:", &fault));
	snprintf(where, sizeof where, "sqlite:%s/gateway.db", unit_dir);
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

UNIT("store_file", a_file_that_is_no_database_is_refused_untouched,
     a_damaged_database_is_refused, another_program_s_database_is_refused,
     a_newer_schema_is_refused, an_older_schema_is_made_new,
     what_cannot_be_made_new_is_left_as_it_was, where_it_cannot_be_is_said,
     a_file_that_may_not_be_written_is_refused, two_gateways_do_not_share_one_file)
