#include "world/dns_wire.h"

#include "lib/unit.h"

START_TEST(a_question_is_read_and_refused)
{
	char m[] = "\1\2\1\0\0\1\0\0\0\0\0\0\4PEER\7example\0\0\41\0\1";
	size_t n = sizeof m - 1;
	struct dns_question q;

	ck_assert(dns_question_read((struct view){ m, n }, &q));
	ck_assert_str_eq(q.name, "peer.example");
	ck_assert_str_eq(q.type, "SRV");
	ck_assert_uint_eq(q.end, n);
	for (size_t cut = 0; cut < n; cut++)
		ck_assert(!dns_question_read((struct view){ m, cut }, &q));
	ck_assert_uint_eq(dns_refuse(m, n, 2, false), n);
	ck_assert_int_eq(m[3] & 0x0f, 2);
	ck_assert(!dns_question_read((struct view){ m, n }, &q)); /* an answer now */
}
END_TEST

UNIT("dns_wire", a_question_is_read_and_refused)
