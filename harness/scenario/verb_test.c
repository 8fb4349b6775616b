#include "scenario/verb.h"

#include <string.h>

#include "lib/unit.h"
#include "scenario/scenario.h"

START_TEST(each_row_is_whole)
{
	for (unsigned v = 0; v < VERB_COUNT; v++) {
		const struct verb_row *row = verb_row((enum verb)v);
		unsigned open = 0, slots = 0;

		ck_assert(row->kinds != 0 && row->form[0] != '\0' && row->doc[0] != '\0');
		for (const char *c = row->form; *c != '\0'; c++) {
			slots += *c == '<';
			open += *c == '[';
			open -= *c == ']';
		}
		ck_assert_uint_eq(open, 0);
		ck_assert_uint_le(slots, VERB_ARGS);
		for (unsigned w = 0; w < v; w++)
			ck_assert_str_ne(verb_row((enum verb)w)->form, row->form);
	}
}
END_TEST

START_TEST(kinds_are_those_of_the_table)
{
	ck_assert_str_eq(verb_row(VERB_IS_DIALLED)->name, "IS_DIALLED");
	ck_assert_uint_eq(verb_row(VERB_IS_DIALLED)->kinds, 1u << ACTOR_SCRIPTED_SERVER);
	ck_assert_uint_eq(verb_row(VERB_ASKS_DNS)->kinds, 1u << ACTOR_SUT);
	ck_assert(!(verb_row(VERB_GETS)->kinds & 1u << ACTOR_SUT));
	ck_assert_int_eq(verb_row(VERB_GETS)->payload, PAYLOAD_PATTERNS);
	ck_assert_int_eq(verb_row(VERB_GOT_NOTHING_LIKE)->sort, VERB_DENIES);
}
END_TEST

UNIT("verb", each_row_is_whole, kinds_are_those_of_the_table)
