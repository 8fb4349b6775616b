#include "sip/branch.h"

#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"

static struct region *region;

static struct sip_message message(const char *uri, const char *call, const char *tag, unsigned cseq)
{
	static char text[8][400];
	static int next;
	struct sip_message m;
	struct sip_refusal why;
	char *at = text[next++ % 8];

	if (region == NULL)
		region = region_new();
	snprintf(at, sizeof text[0],
	         "MESSAGE %s SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nMax-Forwards: 1\r\n"
	         "From: <sip:a@b>;tag=%s\r\nTo: <sip:a@b>\r\nCall-ID: %s\r\nCSeq: %u MESSAGE\r\n\r\n",
	         uri, tag, call, cseq);
	ck_assert_int_eq(sip_message_read(view_of(at), region, &sip_limits_default, &m, &why),
	                 SIP_READ_OK);
	return m;
}

/* R5393-4.2.2-1: the same request is told, one sent another way is not. */
START_TEST(ours_comes_back)
{
	struct branches b, other;
	struct sip_message m = message("sip:x@y", "c1", "t1", 5);
	const struct {
		struct sip_message m;
		bool ours;
	} row[] = {
		{ message("sip:x@y", "c1", "t1", 5), true },
		{ message("sip:z@y", "c1", "t1", 5), false },
		{ message("sip:x@y", "c2", "t1", 5), false },
		{ message("sip:x@y", "c1", "t2", 5), false },
		{ message("sip:x@y", "c1", "t1", 6), false },
	};
	char branch[BRANCH_SIZE];

	branches_init(&b);
	branches_init(&other);
	branch_begin(&b, branch);
	ck_assert(!branch_is_ours(&b, &m, view_of(branch)));
	branch_complete(&b, &m, branch);
	ck_assert_uint_eq(strlen(branch), BRANCH_SIZE - 1);
	ck_assert(sip_branch_is_3261(view_of(branch)));
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		ck_assert_int_eq(branch_is_ours(&b, &row[i].m, view_of(branch)), row[i].ours);
	/* Nobody without the key can make one, nor change one. */
	ck_assert(!branch_is_ours(&other, &m, view_of(branch)));
	for (size_t i = strlen(BRANCH_COOKIE); i < BRANCH_SIZE - 1; i++) {
		char was = branch[i];

		if (was == '.')
			continue;
		branch[i] = was == '0' ? '1' : '0';
		ck_assert(!branch_is_ours(&b, &m, view_of(branch)));
		branch[i] = was;
	}
	ck_assert(!branch_is_ours(&b, &m, (struct view){ branch, BRANCH_SIZE - 2 }));
	ck_assert(!branch_is_ours(&b, &m, VIEW("")));
	region_free(&region);
}
END_TEST

UNIT("branch", ours_comes_back)
