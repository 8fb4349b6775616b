/* Header fields: the table, its compact forms, and what is none of them. */
#include "sip/header.h"

#include <ctype.h>
#include <string.h>

#include "lib/unit.h"

static const struct {
	const char *name;
	char compact;
} rows[] = {
#define X(id, name, compact, rows, shape) { name, compact },
#include "sip/header.tbl"
#undef X
};

START_TEST(every_row_is_found_in_any_case)
{
	char text[64];

	for (int h = SIP_UNKNOWN + 1; h < SIP_HEADER_COUNT; h++) {
		const char *name = sip_header_name((enum sip_header)h);

		ck_assert_int_eq(sip_header_named(view_of(name)), h);
		for (size_t i = 0; i <= strlen(name); i++)
			text[i] = (char)(i % 2 ? toupper(name[i]) : tolower(name[i]));
		ck_assert_int_eq(sip_header_named(view_of(text)), h);
		ck_assert(view_is(sip_header_text((enum sip_header)h), name));
		ck_assert_str_eq(rows[h - 1].name, name);
	}
}
END_TEST

START_TEST(compact_forms_are_as_registered)
{
	static const struct {
		const char *compact;
		enum sip_header h;
	} forms[] = {
		{ "a", SIP_ACCEPT_CONTACT },
		{ "b", SIP_REFERRED_BY },
		{ "c", SIP_CONTENT_TYPE },
		{ "d", SIP_REQUEST_DISPOSITION },
		{ "e", SIP_CONTENT_ENCODING },
		{ "f", SIP_FROM },
		{ "i", SIP_CALL_ID },
		{ "j", SIP_REJECT_CONTACT },
		{ "k", SIP_SUPPORTED },
		{ "l", SIP_CONTENT_LENGTH },
		{ "m", SIP_CONTACT },
		{ "n", SIP_IDENTITY_INFO },
		{ "o", SIP_EVENT },
		{ "r", SIP_REFER_TO },
		{ "s", SIP_SUBJECT },
		{ "t", SIP_TO },
		{ "u", SIP_ALLOW_EVENTS },
		{ "v", SIP_VIA },
		{ "x", SIP_SESSION_EXPIRES },
		{ "y", SIP_IDENTITY },
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		char upper[2] = { (char)toupper(forms[i].compact[0]), '\0' };

		ck_assert_int_eq(sip_header_named(view_of(forms[i].compact)), (int)forms[i].h);
		ck_assert_int_eq(sip_header_named(view_of(upper)), (int)forms[i].h);
	}
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		n += rows[i].compact != 0;
	ck_assert_uint_eq(n, sizeof forms / sizeof forms[0]);
}
END_TEST

START_TEST(others_are_unknown)
{
	static const char *const names[] = {
		"",     "z",     "1",   "\x14",          "Vi",
		"Viaa", "X-Via", "Fro", "Content-Lengt", "Content-Length ",
		"\xd6", "-"
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		ck_assert_int_eq(sip_header_named(view_of(names[i])), SIP_UNKNOWN);
	for (int c = 0; c < 256; c++) {
		char one = (char)c;
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter)
			ck_assert_int_eq(sip_header_named((struct view){ &one, 1 }),
			                 SIP_UNKNOWN);
	}
	ck_assert_int_eq(sip_header_shape(SIP_UNKNOWN), SIP_SHAPE_NONE);
	ck_assert_int_eq(sip_header_rows(SIP_UNKNOWN), SIP_ROWS_ROWS);
	ck_assert_str_eq(sip_header_name(SIP_UNKNOWN), "");
}
END_TEST

UNIT("sip header", every_row_is_found_in_any_case, compact_forms_are_as_registered,
     others_are_unknown)
