#include "judge/event.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"

static char path[64];

static const char *scratch(void)
{
	int fd;

	snprintf(path, sizeof path, "%s", "/tmp/fedlab-event-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
	return path;
}

static void refused(const char *text, unsigned line, const char *words)
{
	struct history h;
	struct fault f = { 0 };
	FILE *out = fopen(scratch(), "w");

	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
	ck_assert_msg(!history_read(path, &h, &f), "%s", text);
	ck_assert_msg(strstr(f.text, words) != NULL, "%s", f.text);
	ck_assert_uint_eq(f.line, line);
	ck_assert_str_eq(f.file, path);
	fault_free(&f);
	unlink(path);
}

START_TEST(what_was_written_is_read)
{
	struct fault f = { 0 };
	struct history h, again;
	struct evlog *l = evlog_open(scratch(), &f);
	struct event a = { .kind = EVENT_CASE, .name = "DB-02", .value = "7", .text = VIEW("dig") };
	struct event b = { .kind = EVENT_RECV, .actor = "thief", .conn = 3, .step = 2, .tls = true,
	                   .unit = UNIT_RAW, .auto_ = "dialback", .text = { "a\0\xff", 3 } };
	struct event c = { .kind = EVENT_SENT, .text = VIEW("\xc3\xa9\n\"<a/>") };
	struct event d = { .kind = EVENT_NOTE, .text = VIEW("") };
	struct event e = { .kind = EVENT_NOTE, .name = "\xff" };

	ck_assert_ptr_nonnull(l);
	ck_assert_uint_eq(evlog_add(l, &a), 1);
	ck_assert_uint_eq(evlog_add(l, &b), 2);
	evlog_add(l, &c);
	evlog_add(l, &d);
	evlog_add(l, &e);
	ck_assert(evlog_close(&l, &f));
	ck_assert_ptr_null(l);
	ck_assert_msg(history_read(path, &h, &f), "%s", f.text);
	ck_assert(history_write(&h, path, &f));
	ck_assert(history_read(path, &again, &f));
	ck_assert_uint_eq(again.n, 5);
	ck_assert(again.event[0].t_us <= again.event[4].t_us);
	ck_assert_str_eq(again.event[0].name, "DB-02");
	ck_assert(view_is(again.event[0].text, "dig"));
	ck_assert_str_eq(again.event[1].actor, "thief");
	ck_assert_uint_eq(again.event[1].conn, 3);
	ck_assert_uint_eq(again.event[1].step, 2);
	ck_assert(again.event[1].tls && !again.event[2].tls);
	ck_assert_int_eq(again.event[1].unit, UNIT_RAW);
	ck_assert_str_eq(again.event[1].auto_, "dialback");
	ck_assert_uint_eq(again.event[1].text.n, 3);
	ck_assert_mem_eq(again.event[1].text.p, "a\0\xff", 3);
	ck_assert(view_is(again.event[2].text, "\xc3\xa9\n\"<a/>"));
	ck_assert_ptr_nonnull(again.event[3].text.p);
	ck_assert_str_eq(again.event[4].name, "hex:ff");
	history_free(&h);
	history_free(&again);
	unlink(path);
}
END_TEST

START_TEST(damaged_logs_are_refused)
{
	refused("{\"n\":1,\"t\":0,\"kind\":\"case\"}\n{\"n\":2", 2, "cut off");
	refused("{\"n\":1,\"t\":0,\"kind\":\"cas\"}\n", 1, "unknown word");
	refused("{\"n\":-1,\"t\":0,\"kind\":\"case\"}\n", 1, "not a number");
	refused("{\"n\":1,\"kind\":\"case\"}\n", 1, "missing");
	refused("{\"n\":1,\"t\":0,\"kind\":\"case\",\"x\":1}\n", 1, "unknown key");
	refused("{\"n\":1,\"n\":2,\"t\":0,\"kind\":\"case\"}\n", 1, "not JSON");
	refused("[]\n", 1, "not a JSON object");
	refused("\n", 1, "not JSON");
	refused("{\"n\":1,\"t\":0,\"kind\":\"note\",\"base64\":\"a\"}\n", 1, "not base64");
	refused("{\"n\":1,\"t\":0,\"kind\":\"note\",\"base64\":\"\",\"text\":\"\"}\n", 1, "both");
	refused("{\"n\":1,\"t\":0,\"kind\":\"note\",\"conn\":4294967296}\n", 1, "not a number");
}
END_TEST

START_TEST(files_that_cannot_be_used)
{
	struct fault f = { 0 };
	struct history h;
	struct event e = { .kind = EVENT_NOTE };
	struct evlog *l;

	ck_assert_ptr_null(evlog_open("/nonexistent/x", &f));
	ck_assert(!history_read("/nonexistent/x", &h, &f));
	/* a full disk is told at the end */
	l = evlog_open("/dev/full", &f);
	if (l != NULL) {
		evlog_add(l, &e);
		ck_assert(!evlog_close(&l, &f));
		ck_assert_ptr_null(l);
	}
	fault_free(&f);
}
END_TEST

UNIT("event", what_was_written_is_read, damaged_logs_are_refused, files_that_cannot_be_used)
