#include "gateway/contact.h"

#include "lib/unit.h"

START_TEST(only_lync_is_told_of_tls)
{
	ck_assert_str_eq(contact_transport(SIP_UDP, PROFILE_RFC), "");
	ck_assert_str_eq(contact_transport(SIP_TCP, PROFILE_RFC), ";transport=tcp");
	ck_assert_str_eq(contact_transport(SIP_TCP, PROFILE_LYNC), ";transport=tcp");
	ck_assert_str_eq(contact_transport(SIP_TLS, PROFILE_RFC), "");
	ck_assert_str_eq(contact_transport(SIP_TLS, PROFILE_LYNC), ";transport=tls");
}
END_TEST

UNIT("contact", only_lync_is_told_of_tls)
