#include "admin/command.h"

#include <string.h>

#include "lib/unit.h"
#include "partner/page_for_tests.h"
#include "partner/probe_step.h"

#define MAX 6

static struct command_call call;
static struct buf why;

/* Reads words with one space between them. */
static bool reads(const char *line)
{
	struct view word[MAX], rest = view_of(line);
	size_t n = 0;

	buf_clear(&why);
	while (rest.n != 0) {
		ck_assert_uint_lt(n, MAX);
		(void)view_cut(rest, ' ', &word[n++], &rest);
	}
	return command_read(word, n, &call, &why);
}

static void refuses(const char *line, const char *words)
{
	ck_assert_msg(!reads(line), "%s is taken", line);
	ck_assert_str_eq(buf_cstr(&why), words);
}

START_TEST(commands_are_read_with_their_arguments)
{
	ck_assert(reads("status"));
	ck_assert_int_eq(call.command, COMMAND_STATUS);
	ck_assert_uint_eq(call.n, 0);
	ck_assert(reads("partner show fabrikam.example"));
	ck_assert_int_eq(call.command, COMMAND_PARTNER_SHOW);
	ck_assert_uint_eq(call.n, 1);
	ck_assert(view_is(call.argument[0], "fabrikam.example"));
	ck_assert(reads("policy explain a@x.example b@y.example"));
	ck_assert(view_is(call.argument[1], "b@y.example"));
	ck_assert(reads("subscriptions"));
	ck_assert(reads("subscriptions juliet@x.example"));
	ck_assert_uint_eq(call.n, 1);
	buf_free(&why);
}
END_TEST

START_TEST(mistakes_are_told_in_one_line)
{
	refuses("", "no command given");
	refuses("statsu", "unknown command \"statsu\"; did you mean \"status\"?");
	refuses("partner lsit",
	        "unknown command \"partner lsit\"; did you mean \"partner list\"?");
	refuses("sterams now", "unknown command \"sterams now\"; did you mean \"streams\"?");
	refuses("partner", "\"partner\" what? partner list, partner show");
	refuses("frobnicate", "unknown command \"frobnicate\"");
	refuses("partner show", "usage: partner show DOMAIN");
	refuses("policy explain a", "usage: policy explain FROM TO");
	refuses("status now", "usage: status");
	buf_free(&why);
}
END_TEST

START_TEST(the_table_keeps_its_own_bounds)
{
	for (enum command c = 0; c < COMMAND_COUNT; c++) {
		struct view rest = view_of(command_words(c)), one;
		size_t n = 0;

		for (; rest.n != 0; n++)
			(void)view_cut(rest, ' ', &one, &rest);
		ck_assert_uint_le(n, COMMAND_WORDS_MAX);
		ck_assert(command_is_of(c, COMMAND_EDGE) || command_is_of(c, COMMAND_GATEWAY));
		ck_assert_int_eq(command_help(c)[strlen(command_help(c)) - 1], '.');
	}
	ck_assert(!command_is_of(COMMAND_SUBSCRIPTIONS, COMMAND_EDGE));
	ck_assert_str_eq(command_arguments(COMMAND_STATUS), "");
}
END_TEST

START_TEST(the_man_page_says_what_the_table_says)
{
	struct buf b = { 0 };

	command_manual(&b);
	page_holds("docs/man/fedctl.1", &b);
	buf_free(&b);
}
END_TEST

START_TEST(the_man_page_knows_the_steps_of_a_probe)
{
	struct buf b = { 0 };

	probe_manual(&b);
	page_holds_between("docs/man/fedctl.1", VIEW(".\\\" probe keys\n"),
	                   VIEW(".\\\" probe end\n"), &b);
	buf_free(&b);
}
END_TEST

/* A cause whose advice is left out goes by its step's; one without a row by that under
 * way. */
START_TEST(causes_break_steps)
{
	ck_assert_int_eq(probe_step_broken(CAUSE_CERT_EXPIRED), PROBE_TLS);
	ck_assert_int_eq(probe_step_broken(CAUSE_PEER_CLOSED), PROBE_STEPS);
	ck_assert_str_eq(probe_advice(CAUSE_CONNECT_FAILED, PROBE_DNS),
	                 probe_step_advice(PROBE_TCP));
	ck_assert_str_eq(probe_advice(CAUSE_PEER_CLOSED, PROBE_PING),
	                 probe_step_advice(PROBE_PING));
	/* What speaks first there may be no XMPP server at all. */
	ck_assert_str_ne(probe_advice(CAUSE_PEER_CLOSED, PROBE_TLS),
	                 probe_step_advice(PROBE_TLS));
	ck_assert_str_ne(probe_silence_advice(PROBE_TLS), probe_step_advice(PROBE_TLS));
	ck_assert_str_eq(probe_silence_advice(PROBE_PING), probe_step_advice(PROBE_PING));
	ck_assert_str_ne(probe_advice(CAUSE_CERT_EXPIRED, PROBE_TLS),
	                 probe_step_advice(PROBE_TLS));
}
END_TEST

UNIT("command", commands_are_read_with_their_arguments, mistakes_are_told_in_one_line,
     the_table_keeps_its_own_bounds, the_man_page_says_what_the_table_says,
     the_man_page_knows_the_steps_of_a_probe, causes_break_steps)
