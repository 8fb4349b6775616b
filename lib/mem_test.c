#include "lib/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/unit.h"

START_TEST(nothing_is_an_allocation_too)
{
	void *a = mem_alloc(0), *b = mem_zalloc(0), *c = mem_array(0, 8), *d = mem_array(8, 0);

	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(b);
	ck_assert_ptr_nonnull(c);
	ck_assert_ptr_nonnull(d);
	a = mem_resize(a, 0);
	ck_assert_ptr_nonnull(a);
	free(a);
	free(b);
	free(c);
	free(d);
}
END_TEST

START_TEST(zalloc_and_array_are_zeroed)
{
	unsigned char *a = mem_zalloc(100), *b = mem_array(10, 10);

	for (int i = 0; i < 100; i++) {
		ck_assert_uint_eq(a[i], 0);
		ck_assert_uint_eq(b[i], 0);
	}
	free(a);
	free(b);
}
END_TEST

START_TEST(resize_keeps_the_content)
{
	char *s = mem_resize(mem_strdup("abc"), 10000);

	ck_assert_str_eq(s, "abc");
	free(s);
	s = mem_resize(NULL, 3);
	ck_assert_ptr_nonnull(s);
	free(s);
}
END_TEST

START_TEST(grow_makes_room_for_one_more_and_doubles)
{
	int *a = NULL;
	size_t cap = 0, growths = 0, before;

	for (size_t n = 0; n < 1000; n++) {
		before = cap;
		a = mem_grow(a, n, &cap, sizeof *a);
		ck_assert_uint_gt(cap, n);
		growths += cap != before;
		a[n] = (int)n;
	}
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(a[i], i);
	ck_assert_uint_le(growths, 8);
	free(a);
}
END_TEST

/* Its last words on standard error; AddressSanitizer may have had some before. */
static void check_abort(void (*fn)(void), const char *line)
{
	char said[4096];
	size_t n = 0;
	ssize_t got;
	int pipe_fds[2], status;
	pid_t pid;

	ck_assert_int_eq(pipe(pipe_fds), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		const struct rlimit none = { 0, 0 };

		setrlimit(RLIMIT_CORE, &none);
		dup2(pipe_fds[1], 2);
		fn();
		_exit(0);
	}
	close(pipe_fds[1]);
	while ((got = read(pipe_fds[0], said + n, sizeof said - 1 - n)) > 0)
		n += (size_t)got;
	said[n] = '\0';
	close(pipe_fds[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	ck_assert_uint_ge(n, strlen(line));
	ck_assert_str_eq(said + n - strlen(line), line);
}

static volatile size_t half = SIZE_MAX / 2;	/* not known to the compiler */

static void overflow_array(void)
{
	free(mem_array(half + 2, 2));
}

static void overflow_grow(void)
{
	size_t cap = half;

	free(mem_grow(NULL, half, &cap, 16));
}

START_TEST(an_array_whose_size_overflows_aborts)
{
	check_abort(overflow_array, "event=array-too-large\n");
	check_abort(overflow_grow, "event=array-too-large\n");
}
END_TEST

/* Under AddressSanitizer malloc() must fail too, not end the process. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void exhaust(void)
{
	free(mem_alloc(half));
}

START_TEST(no_memory_is_one_line_and_an_abort)
{
	check_abort(exhaust, "event=out-of-memory\n");
}
END_TEST

UNIT("mem", nothing_is_an_allocation_too, zalloc_and_array_are_zeroed,
     resize_keeps_the_content, grow_makes_room_for_one_more_and_doubles,
     an_array_whose_size_overflows_aborts, no_memory_is_one_line_and_an_abort)
