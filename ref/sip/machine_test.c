/* Every state with everything that can happen to it. */
#include "sip/machine.h"

#include "lib/buf.h"
#include "lib/unit.h"

static const char *const state_name[] = { "trying", "proceeding", "completed", "confirmed",
                                          "accepted", "-" };

static const struct {
	enum sip_machine machine;
	enum sip_state state;
	/* In the order of enum sip_happening: 1xx 2xx 3xx-6xx request ACK again
	 * timeout end broken.  "." nothing; the next state, and what is done:
	 * s sends, a acks, h sends 100, p passes, t timed out, b broken. */
	const char *expected;
} row[] = {
	{ SIP_CLIENT_INVITE, SIP_TRYING,
	  "proceeding/p accepted/p completed/ap . . trying/s -/t . -/b" },
	{ SIP_CLIENT_INVITE, SIP_PROCEEDING,
	  "proceeding/p accepted/p completed/ap . . . -/t . ." },
	{ SIP_CLIENT_INVITE, SIP_COMPLETED, ". . completed/a . . . . -/ -/" },
	{ SIP_CLIENT_INVITE, SIP_CONFIRMED, ". . . . . . . . ." },
	{ SIP_CLIENT_INVITE, SIP_ACCEPTED, ". accepted/p . . . . . -/ ." },
	{ SIP_CLIENT_OTHER, SIP_TRYING,
	  "proceeding/p completed/p completed/p . . trying/s -/t . -/b" },
	{ SIP_CLIENT_OTHER, SIP_PROCEEDING,
	  "proceeding/p completed/p completed/p . . proceeding/s -/t . -/b" },
	{ SIP_CLIENT_OTHER, SIP_COMPLETED, ". . . . . . . -/ ." },
	{ SIP_CLIENT_OTHER, SIP_CONFIRMED, ". . . . . . . . ." },
	{ SIP_CLIENT_OTHER, SIP_ACCEPTED, ". . . . . . . . ." },
	{ SIP_SERVER_INVITE, SIP_TRYING, ". . . . . . . . ." },
	{ SIP_SERVER_INVITE, SIP_PROCEEDING,
	  "proceeding/s accepted/s completed/s proceeding/s . proceeding/h . . -/b" },
	{ SIP_SERVER_INVITE, SIP_COMPLETED,
	  ". . . completed/s confirmed/ completed/s -/t . -/b" },
	{ SIP_SERVER_INVITE, SIP_CONFIRMED, ". . . . . . . -/ ." },
	{ SIP_SERVER_INVITE, SIP_ACCEPTED, ". accepted/s . . accepted/p . . -/ accepted/" },
	{ SIP_SERVER_OTHER, SIP_TRYING,
	  ". completed/s completed/s . . proceeding/h -/ . ." },
	{ SIP_SERVER_OTHER, SIP_PROCEEDING,
	  ". completed/s completed/s proceeding/s . . -/ . -/b" },
	{ SIP_SERVER_OTHER, SIP_COMPLETED, ". . . completed/s . . . -/ -/b" },
	{ SIP_SERVER_OTHER, SIP_CONFIRMED, ". . . . . . . . ." },
	{ SIP_SERVER_OTHER, SIP_ACCEPTED, ". . . . . . . . ." },
};

static void put_rule(struct buf *b, const struct sip_rule *rule)
{
	if (buf_len(b) != 0)
		buf_putc(b, ' ');
	if (rule == NULL) {
		buf_putc(b, '.');
		return;
	}
	buf_printf(b, "%s/", state_name[rule->next]);
	for (int i = 0; i < 6; i++)
		if ((rule->what & 1u << i) != 0)
			buf_putc(b, "sahptb"[i]);
}

START_TEST(figures_5_to_8)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct buf b = { 0 };

		for (int h = 0; h < SIP_HAPPENINGS; h++)
			put_rule(&b, sip_machine_rule(row[i].machine, row[i].state,
			                              (enum sip_happening)h));
		ck_assert_str_eq(buf_cstr(&b), row[i].expected);
		buf_free(&b);
	}
	ck_assert_uint_eq(sizeof row / sizeof row[0], SIP_MACHINES * (SIP_STATES - 1));
}
END_TEST

/* What ends leaves no timer behind, and what is not the end has one. */
START_TEST(nothing_lives_for_ever_or_too_long)
{
	for (int m = 0; m < SIP_MACHINES; m++)
		for (int s = 0; s < SIP_STATES; s++)
			for (int h = 0; h < SIP_HAPPENINGS; h++) {
				const struct sip_rule *r = sip_machine_rule(
					(enum sip_machine)m, (enum sip_state)s,
					(enum sip_happening)h);

				if (r == NULL)
					continue;
				ck_assert_int_ne(s, SIP_TERMINATED);
				if (r->next == SIP_TERMINATED)
					ck_assert_int_eq(r->last, SIP_LAST_STOP);
				else if ((int)r->next != s && r->next != SIP_PROCEEDING)
					ck_assert_int_gt(r->last, SIP_LAST_STOP);
			}
}
END_TEST

UNIT("machine", figures_5_to_8, nothing_lives_for_ever_or_too_long)
