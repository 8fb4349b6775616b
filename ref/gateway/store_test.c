/* Rows that are kept, and what a watcher is owed. */
#include "gateway/store_for_tests.h"

#include <sys/wait.h>

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

START_TEST(a_full_disk_is_an_error_and_changes_nothing)
{
	char name[600];
	struct store *s;
	int i;

	begin();
	s = open_();
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	disk_ends_at(64 * 1024);
	memset(name, 'n', sizeof name);
	for (i = 0; i < 1000; i++) {
		snprintf(name + 560, 40, "%d@x.example", i);
		if (!put(s, name, STORE_ASKED))
			break;
	}
	ck_assert_int_lt(i, 1000);
	ck_assert_int_gt((int)strlen(why), 0);
	ck_assert(!put(s, "a@x.example", STORE_NONE));
	disk_is_free();
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
	struct store *s;

	begin();
	s = open_();
	ck_assert(put(s, "gone@x.example", STORE_GRANTED));
	ck_assert(put(s, "again@x.example", STORE_GRANTED));
	disk_ends_at(1024);
	ck_assert(!end_(s, "gone@x.example", false));
	ck_assert_int_gt((int)strlen(why), 0);
	ck_assert(!end_(s, "again@x.example", false));
	/* Neither a sign of life nor a wish that fails brings it back. */
	store_alive(s, STORE_XMPP_WATCHES, VIEW("gone@x.example"),
	            VIEW("sally@contoso.example"), 77);
	ck_assert(!put(s, "gone@x.example", STORE_ASKED));
	disk_is_free();
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
	char name[32];
	struct store *s;

	begin();
	s = open_();
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	disk_ends_at(1024);
	store_gather(s);
	ck_assert(end_(s, "a@x.example", false)); /* nothing is written: nothing fails */
	ck_assert(!store_flush(s, &why));
	ck_assert(!end_(s, "a@x.example", false)); /* over */
	disk_is_free();
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
	struct store *s;

	begin();
	s = open_();
	ck_assert(put(s, "a@x.example", STORE_GRANTED));
	ck_assert(put(s, "b@x.example", STORE_GRANTED));
	disk_ends_at(1024);
	ck_assert(!end_(s, "a@x.example", true));
	ck_assert(!end_(s, "b@x.example", true));
	told(s, "b@x.example"); /* before it could be written */
	disk_is_free();
	ck_assert_str_eq(all(s, STORE_XMPP_WATCHES),
	                 "a@x.example>sally@contoso.example:0:100:0:owed ");
	store_close(&s);
	end();
}
END_TEST

UNIT("store", rows_come_back_after_a_restart, a_row_is_replaced_and_removed,
     a_sign_of_life_is_kept_for_rows_that_are_there, signs_of_life_do_not_grow_without_bound,
     what_was_put_survives_a_kill, a_full_disk_is_an_error_and_changes_nothing,
     an_end_that_cannot_be_written_waits_for_the_next_write,
     what_is_owed_stays_until_he_was_told, told_is_not_of_what_comes_behind_it,
     ends_are_gathered_and_written_together, an_end_that_waits_for_the_disk_is_owed_with_it)
