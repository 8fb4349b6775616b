/* How the gateway names itself. */
#include "gateway/agent.h"

#include "lib/unit.h"

START_TEST(products_alone_are_taken)
{
	static const struct {
		const char *text;
		bool valid;
	} rows[] = {
		{ "", true },
		{ "fedlab-gateway", true },
		{ "fedlab-gateway/1.0", true },
		{ "XmppTGW fedlab/2 x", true },
		{ "/1.0", false },
		{ "a/", false },
		{ "a/b/c", false },
		{ " a", false },
		{ "a ", false },
		{ "a  b", false },
		{ "a(b)", false },
		{ "a\r\nX: y", false },
		{ "\xc3\xa4", false },
		{ "012345678901234567890123456789012345678901234567890123456789012", true },
		{ "0123456789012345678901234567890123456789012345678901234567890123", true },
		{ "01234567890123456789012345678901234567890123456789012345678901234", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(agent_is_valid(view_of(rows[i].text)) == rows[i].valid, "row %zu", i);
	ck_assert(!agent_is_valid((struct view){ "a\0b", 3 }));
}
END_TEST

START_TEST(each_request_has_it_or_none)
{
	struct gateway_settings s = { .sip.user_agent = "XmppTGW" };
	struct buf out = { 0 };

	agent_put(&s, VIEW("MESSAGE"), &out);
	ck_assert_str_eq(buf_cstr(&out), "User-Agent: XmppTGW\r\n");
	s.sip.user_agent = NULL;
	agent_put(&s, VIEW("NOTIFY"), &out);
	ck_assert_str_eq(buf_cstr(&out), "User-Agent: XmppTGW\r\n");
	buf_free(&out);
}
END_TEST

UNIT("agent", products_alone_are_taken, each_request_has_it_or_none)
