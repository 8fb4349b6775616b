/* When a certificate's record is asked for, and what it comes to (RFC 7673 3). */
#include "dns/plan_xmpp_rig.h"

/* "3 1 1 of 192.0.2.1" for each attempt that has a record; "-" for one without. */
static void records_are(const char *expected)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < where.n; i++) {
		const struct tlsa_set *s = location_tlsa(&where, &where.attempt[i]);

		buf_puts(&b, i != 0 ? " " : "");
		if (s == NULL)
			buf_puts(&b, "-");
		for (size_t k = 0; s != NULL && k < s->n; k++)
			buf_printf(&b, "%u%u%u/%zu", s->record[k].usage, s->record[k].selector,
			           s->record[k].matching, tlsa_data(s, &s->record[k]).n);
	}
	ck_assert_str_eq(buf_len(&b) != 0 ? buf_cstr(&b) : "", expected);
	buf_free(&b);
}

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define TLSA_A "_5269._tcp.a.example"

static const struct fact srv_a = { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", 0 };
static const struct fact host_a = { "a.example", DNS_A, "A 192.0.2.1", 0 };

START_TEST(certificates_by_a_secure_way) /* RFC 7673 3 */
{
	static const struct fact good = { TLSA_A, DNS_TLSA, "TLSA 3 1 1 " DIGEST, 0 };

	RUN("peer.example", NULL, srv_a, host_a, good);
	records_are("311/32");
	ck_assert(where.attempt[0].target_secure);
	/* Not asked for without a secure answer of each kind that has addresses. */
	RUN("peer.example", NULL, { SRV_NAME, DNS_SRV, "SRV 1 0 5269 a.example", true }, host_a,
	    good);
	records_are("-");
	ck_assert(!where.attempt[0].target_secure);
	ck_assert_ptr_null(strstr(asked, "TLSA"));
	RUN("peer.example", NULL, srv_a, { "a.example", DNS_A, "A 192.0.2.1", true }, good);
	records_are("-");
	ck_assert(where.attempt[0].target_secure);
	ck_assert_ptr_null(strstr(asked, "TLSA"));
	/* Nor of a proxy, and its name proves nothing. */
	RUN("peer.example", "a.example", host_a, good);
	records_are("-");
	ck_assert(!where.attempt[0].target_secure);
	/* The domain itself is no other name. */
	RUN("peer.example", NULL, { "peer.example", DNS_A, "A 192.0.2.1", 0 },
	    { "_5269._tcp.peer.example", DNS_TLSA, "TLSA 2 0 1 " DIGEST, 0 });
	records_are("201/32");
	ck_assert(!where.attempt[0].target_secure);
	/* What is not secure, or unknown, is as if it were not there. */
	RUN("peer.example", NULL, srv_a, host_a,
	    { TLSA_A, DNS_TLSA, "TLSA 3 1 1 " DIGEST, true });
	records_are("-");
	RUN("peer.example", NULL, srv_a, host_a, { TLSA_A, DNS_TLSA, "TLSA 4 1 1 " DIGEST, 0 },
	    { TLSA_A, DNS_TLSA, "TLSA 3 2 1 " DIGEST, 0 },
	    { TLSA_A, DNS_TLSA, "TLSA 3 1 3 " DIGEST, 0 },
	    { TLSA_A, DNS_TLSA, "TLSA 3 1 2 " DIGEST, 0 },
	    { TLSA_A, DNS_TLSA, "TLSA 3 1 1 0011", 0 }, { TLSA_A, DNS_TLSA, "TLSA 3 1 0 ", 0 });
	records_are("-");
	ck_assert_uint_eq(where.n, 1);
}
END_TEST

START_TEST(a_target_whose_record_is_kept_back) /* RFC 7673 3.4 */
{
	static const struct fact srv_b = { SRV_NAME, DNS_SRV, "SRV 2 0 5269 b.example", 0 };
	static const struct fact host_b = { "b.example", DNS_A, "A 192.0.2.2", 0 };

	RUN("peer.example", NULL, srv_a, host_a, srv_b, host_b,
	    { TLSA_A, DNS_TLSA, "servfail", 0 });
	attempts_are("192.0.2.2:5269/b.example");
	RUN("peer.example", NULL, srv_a, host_a, srv_b, host_b,
	    { TLSA_A, DNS_TLSA, "bogus", 0 });
	attempts_are("192.0.2.2:5269/b.example");
	RUN("peer.example", NULL, srv_a, host_a, { TLSA_A, DNS_TLSA, "servfail", 0 });
	refused(CAUSE_DNS_FAILED, "TLSA " TLSA_A ": SERVFAIL");
	RUN("peer.example", NULL, srv_a, host_a, { TLSA_A, DNS_TLSA, "bogus", 0 });
	refused(CAUSE_DNS_BOGUS, "TLSA " TLSA_A ": signature expired");
}
END_TEST

UNIT("plan_tlsa", certificates_by_a_secure_way, a_target_whose_record_is_kept_back)
