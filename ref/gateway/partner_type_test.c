#include "gateway/partner_type.h"

#include "lib/unit.h"

/* The table of LYNC-TYPE, row by row. */
START_TEST(the_table)
{
	static const struct {
		enum partner_type type;
		bool added, subscribe, message, notes;
	} row[] = {
		{ PARTNER_FEDERATED, false, true, true, true },
		{ PARTNER_FEDERATED, true, true, true, true },
		{ PARTNER_PUBLIC_VERIFIED, false, true, true, false },
		{ PARTNER_PUBLIC_VERIFIED, true, true, true, false },
		{ PARTNER_PUBLIC_UNVERIFIED, false, false, false, false },
		{ PARTNER_PUBLIC_UNVERIFIED, true, true, true, false },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		ck_assert_int_eq(partner_may_subscribe(row[i].type, row[i].added),
		                 row[i].subscribe ? CAUSE_NONE : CAUSE_NOT_ADDED);
		ck_assert_int_eq(partner_may_message(row[i].type, row[i].added),
		                 row[i].message ? CAUSE_NONE : CAUSE_NOT_ADDED);
		ck_assert(partner_sees_notes(row[i].type) == row[i].notes);
	}
}
END_TEST

UNIT("partner_type", the_table)
