#include "admin/control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "admin/client_for_tests.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/unit_dir.h"

#define ROWS 200000

static struct control *control;
static struct fault fault;
static char path[80];
static size_t made, let_go; /* rows, states of long answers */

/* --- what is asked for ------------------------------------------------------------ */

static json_t *numbered(size_t n)
{
	json_t *row = json_object();

	row_number(row, "n", n);
	return row;
}

static bool more(void *state, struct reply *r)
{
	size_t *n = state;

	for (size_t i = 0; i < 100; i++, made++)
		reply_row(r, numbered((*n)++));
	return *n < ROWS;
}

static void done(void *state)
{
	free(state);
	let_go++;
}

static struct reply *waits; /* for rows that are still to happen */

static void stop_waiting(void *state)
{
	(void)state;
	waits = NULL;
	let_go++;
}

static void on_ask(void *arg, const struct view *word, size_t n, struct reply *r)
{
	(void)arg;
	if (n == 1 && view_is(word[0], "many")) {
		reply_slowly(r, more, done, mem_zalloc(sizeof(size_t)));
		return;
	}
	if (n == 1 && view_is(word[0], "later")) {
		waits = r;
		reply_later(r, stop_waiting, NULL);
		return;
	}
	if (n == 0 || view_is(word[0], "bad")) {
		reply_fault(r, "no");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		json_t *row = json_object();

		row_text(row, "word", word[i]);
		reply_row(r, row);
	}
}

/* --- around a test ------------------------------------------------------------------ */

static void begin(void)
{
	dir_begin();
	snprintf(path, sizeof path, "%s", in_dir("sock"));
	log_threshold(LOG_ERROR);
	loop = loop_new();
	control = control_new(loop, on_ask, NULL);
	made = let_go = 0;
	ck_assert_msg(control_open(control, path, &fault), "%s", fault.text);
	control_settle(control);
}

static void end(void)
{
	control_free(&control);
	ck_assert_int_ne(access(path, F_OK), 0);
	loop_free(&loop);
	fault_free(&fault);
	dir_end();
}

static int call(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	memcpy(at.sun_path, path, strlen(path));
	return call_at((const struct sockaddr *)&at, sizeof at);
}

static bool has(int fd, struct buf *in, const char *text)
{
	hear(fd, in);
	return strstr(buf_cstr(in), text) != NULL;
}

static void answers(const char *request, const char *answer)
{
	struct buf in = { 0 };
	int fd = call();

	say(fd, request);
	UNTIL(has(fd, &in, "\"ok\":"));
	UNTIL(has(fd, &in, "}\n"));
	ck_assert_str_eq(buf_cstr(&in), answer);
	buf_free(&in);
	close(fd);
}

/* --- requests ------------------------------------------------------------------------- */

START_TEST(a_request_is_answered_by_rows_and_an_end)
{
	begin();
	answers("a  b \r\n", "{\"word\":\"a\"}\n{\"word\":\"b\"}\n{\"ok\":true}\n");
	answers("bad\n", "{\"ok\":false,\"error\":\"no\"}\n");
	answers("\n", "{\"ok\":false,\"error\":\"no\"}\n");
	answers("{\"command\":\"x y\",\"arguments\":[\"a b\",\"\\n\"]}\n",
	        "{\"word\":\"x\"}\n{\"word\":\"y\"}\n{\"word\":\"a b\"}\n{\"word\":\"\\n\"}\n"
	        "{\"ok\":true}\n");
	end();
}
END_TEST

START_TEST(what_is_no_request_is_told)
{
	const char *none =
	        "{\"ok\":false,\"error\":\"the request is no JSON object with a command "
	        "and, perhaps, arguments\"}\n";
	const char *many = "{\"ok\":false,\"error\":\"too many words\"}\n";

	begin();
	answers("{\n", none);
	answers("{\"command\":1}\n", none);
	answers("{\"command\":\"x\",\"arguments\":\"y\"}\n", none);
	answers("{\"command\":\"x\",\"arguments\":[1]}\n", none);
	answers("{\"command\":\"x\",\"command\":\"y\"}\n", none);
	answers("1 2 3 4 5 6 7 8 9\n", many);
	answers("{\"command\":\"1 2 3 4 5 6 7\",\"arguments\":[\"8\",\"9\"]}\n", many);
	answers("\xff\n", "{\"word\":\"?\"}\n{\"ok\":true}\n");
	end();
}
END_TEST

START_TEST(several_are_answered_in_order_and_the_end_of_input_ends_it)
{
	struct buf in = { 0 };
	int fd;

	begin();
	fd = call();
	say(fd, "a\nbad\nb");
	UNTIL(has(fd, &in, "no"));
	say(fd, "c\n");
	ck_assert_int_eq(shutdown(fd, SHUT_WR), 0);
	UNTIL(hear(fd, &in));
	ck_assert_str_eq(buf_cstr(&in), "{\"word\":\"a\"}\n{\"ok\":true}\n"
	                                "{\"ok\":false,\"error\":\"no\"}\n"
	                                "{\"word\":\"bc\"}\n{\"ok\":true}\n");
	buf_free(&in);
	close(fd);
	end();
}
END_TEST

START_TEST(rows_may_happen_later)
{
	struct buf in = { 0 };
	int fd;

	begin();
	fd = call();
	say(fd, "later\nb\n");
	UNTIL(waits != NULL);
	/* Everybody else is served meanwhile; who waits, in order. */
	answers("a\n", "{\"word\":\"a\"}\n{\"ok\":true}\n");
	ck_assert(!has(fd, &in, "}"));
	reply_row(waits, numbered(1));
	reply_wake(waits);
	UNTIL(has(fd, &in, "{\"n\":1}\n"));
	ck_assert(!has(fd, &in, "ok"));
	reply_row(waits, numbered(2));
	reply_fault(waits, "broken");
	reply_ended(waits);
	UNTIL(has(fd, &in, "true}\n"));
	ck_assert_str_eq(buf_cstr(&in), "{\"n\":1}\n{\"n\":2}\n"
	                                "{\"ok\":false,\"error\":\"broken\"}\n"
	                                "{\"word\":\"b\"}\n{\"ok\":true}\n");
	/* It was over: nobody is told so again. */
	ck_assert_uint_eq(let_go, 0);
	buf_free(&in);
	close(fd);
	end();
}
END_TEST

START_TEST(who_leaves_does_not_wait)
{
	int fd;

	begin();
	fd = call();
	waits = NULL;
	say(fd, "later\n");
	UNTIL(waits != NULL);
	close(fd);
	while (waits != NULL) {
		reply_row(waits, numbered(1));
		reply_wake(waits);
		loop_once(loop, 0);
	}
	ck_assert_uint_eq(let_go, 1);
	end();
}
END_TEST

/* --- bounds ------------------------------------------------------------------------------ */

START_TEST(a_line_without_an_end_is_the_end)
{
	char line[CONTROL_LINE_MAX + 2];
	struct buf in = { 0 };
	int fd;

	begin();
	memset(line, 'x', sizeof line);
	line[sizeof line - 1] = '\0';
	fd = call();
	say(fd, line);
	UNTIL(hear(fd, &in));
	ck_assert_str_eq(buf_cstr(&in),
	                 "{\"ok\":false,\"error\":\"a line longer than 4096 bytes\"}\n");
	close(fd);
	/* Nor is one with an end that comes with it taken. */
	buf_clear(&in);
	fd = call();
	say(fd, line);
	say(fd, "\n");
	UNTIL(hear(fd, &in));
	ck_assert_str_eq(buf_cstr(&in),
	                 "{\"ok\":false,\"error\":\"a line longer than 4096 bytes\"}\n");
	close(fd);
	/* One byte less may still become a line. */
	buf_clear(&in);
	fd = call();
	line[sizeof line - 2] = '\n';
	say(fd, line);
	UNTIL(has(fd, &in, "{\"ok\":true}\n"));
	close(fd);
	buf_free(&in);
	end();
}
END_TEST

START_TEST(one_client_too_many_is_hung_up_on)
{
	int fd[CONTROL_CLIENTS_MAX + 1];
	struct buf in = { 0 };

	begin();
	for (size_t i = 0; i <= CONTROL_CLIENTS_MAX; i++) {
		fd[i] = call();
		loop_once(loop, 0);
	}
	UNTIL(hear(fd[CONTROL_CLIENTS_MAX], &in));
	ck_assert_uint_eq(buf_len(&in), 0);
	say(fd[0], "a\n");
	UNTIL(has(fd[0], &in, "true"));
	/* Who leaves makes room. */
	close(fd[1]);
	close(fd[CONTROL_CLIENTS_MAX]);
	loop_once(loop, 50);
	fd[1] = call();
	buf_clear(&in);
	say(fd[1], "b\n");
	UNTIL(has(fd[1], &in, "true"));
	for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++)
		close(fd[i]);
	buf_free(&in);
	end();
}
END_TEST

START_TEST(a_slow_reader_makes_no_rows)
{
	struct buf in = { 0 };
	int fd, other;
	size_t before;

	begin();
	fd = call();
	other = call();
	say(fd, "many\nbehind\n");
	UNTIL(made != 0);
	/* As long as others are answered, it has had its turns. */
	do {
		before = made;
		buf_clear(&in);
		say(other, "x\n");
		UNTIL(has(other, &in, "true"));
	} while (made != before);
	ck_assert_uint_lt(made, ROWS / 2);
	buf_clear(&in);
	UNTIL(has(fd, &in, "{\"word\":\"behind\"}\n{\"ok\":true}\n"));
	ck_assert_uint_eq(made, ROWS);
	ck_assert_uint_eq(let_go, 1);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&in), "{\"n\":199999}\n{\"ok\":true}\n"));
	/* Whoever goes in the middle leaves nothing behind. */
	say(fd, "many\n");
	UNTIL(made > ROWS);
	close(fd);
	UNTIL(let_go == 2);
	close(other);
	buf_free(&in);
	end();
}
END_TEST

/* --- the socket ------------------------------------------------------------------------------ */

START_TEST(the_socket_is_for_its_owner_alone)
{
	struct stat st;

	begin();
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert(S_ISSOCK(st.st_mode));
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	end();
}
END_TEST

START_TEST(a_dead_socket_is_replaced_and_a_live_one_is_not)
{
	struct control *second;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	char other[80];
	int fd;

	begin();
	second = control_new(loop, on_ask, NULL);
	ck_assert(!control_open(second, path, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "another program listens there"));
	snprintf(other, sizeof other, "%s/other", unit_dir);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	memcpy(at.sun_path, other, strlen(other));
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	close(fd); /* as one that was killed */
	ck_assert_msg(control_open(second, other, &fault), "%s", fault.text);
	control_settle(second);
	control_free(&second);
	ck_assert_int_ne(access(other, F_OK), 0);
	answers("a\n", "{\"word\":\"a\"}\n{\"ok\":true}\n");
	end();
}
END_TEST

START_TEST(what_is_no_socket_is_left_alone)
{
	struct control *second;
	char other[100];
	int fd;

	begin();
	snprintf(other, sizeof other, "%s/file", unit_dir);
	fd = open(other, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	close(fd);
	second = control_new(loop, on_ask, NULL);
	ck_assert(!control_open(second, other, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "is no socket"));
	ck_assert_int_eq(unlink(other), 0);
	snprintf(other, sizeof other, "%s/none/sock", unit_dir);
	ck_assert(!control_open(second, other, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "No such file"));
	control_free(&second);
	end();
}
END_TEST

START_TEST(it_moves_when_that_is_settled)
{
	char other[80];

	begin();
	snprintf(other, sizeof other, "%s/other", unit_dir);
	ck_assert(control_open(control, other, &fault));
	ck_assert_int_eq(access(other, F_OK), 0);
	control_undo(control);
	ck_assert_int_ne(access(other, F_OK), 0);
	answers("a\n", "{\"word\":\"a\"}\n{\"ok\":true}\n");
	/* The same path: nothing is made anew. */
	ck_assert(control_open(control, path, &fault));
	control_settle(control);
	answers("a\n", "{\"word\":\"a\"}\n{\"ok\":true}\n");
	ck_assert(control_open(control, other, &fault));
	control_settle(control);
	ck_assert_int_ne(access(path, F_OK), 0);
	ck_assert_int_eq(access(other, F_OK), 0);
	ck_assert(control_open(control, NULL, &fault));
	control_settle(control);
	ck_assert_int_ne(access(other, F_OK), 0);
	end();
}
END_TEST

UNIT("control", a_request_is_answered_by_rows_and_an_end, what_is_no_request_is_told,
     several_are_answered_in_order_and_the_end_of_input_ends_it,
     a_line_without_an_end_is_the_end, one_client_too_many_is_hung_up_on,
     rows_may_happen_later, who_leaves_does_not_wait, a_slow_reader_makes_no_rows, the_socket_is_for_its_owner_alone,
     a_dead_socket_is_replaced_and_a_live_one_is_not, what_is_no_socket_is_left_alone,
     it_moves_when_that_is_settled)
