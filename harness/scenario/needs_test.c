#include "scenario/needs.h"

#include <string.h>

#include "lib/unit.h"

static bool claimed(void *arg, struct view name)
{
	return view_find(view_of(arg), name) < strlen(arg);
}

static void met(const char *text, const char *claims, bool wanted, const char *decided)
{
	struct fault f = { 0 };
	struct needs *n = needs_parse(view_of(text), "x", 1, 1, &f);
	const char *missing = NULL;
	char copy[128];

	ck_assert_msg(n != NULL, "%s: %s", text, f.text);
	strncpy(copy, claims, sizeof copy - 1);
	copy[sizeof copy - 1] = '\0';
	ck_assert_msg(needs_met(n, claimed, copy, &missing) == wanted, "%s", text);
	if (!wanted)
		ck_assert_str_eq(missing, decided);
	needs_free(&n);
	ck_assert_ptr_null(n);
}

static void refused(const char *text, unsigned column, const char *words)
{
	struct fault f = { 0 };

	ck_assert_ptr_null(needs_parse(view_of(text), "x", 3, 10, &f));
	ck_assert_msg(strstr(f.text, words) != NULL, "%s", f.text);
	ck_assert_uint_eq(f.line, 3);
	ck_assert_uint_eq(f.column, column);
	fault_free(&f);
}

START_TEST(expressions_are_decided)
{
	met("sip.udp", "sip.udp", true, NULL);
	met("sip.udp", "", false, "sip.udp");
	met("!sip.udp", "sip.udp", false, "sip.udp");
	met("!sip.udp", "", true, NULL);
	met("sip.udp & sip.tcp", "sip.udp", false, "sip.tcp");
	met("sip.udp | sip.tcp & muc", "sip.udp", true, NULL);
	met("(sip.udp | sip.tcp) & muc", "sip.udp", false, "muc");
	met("sip.udp | sip.tcp", "", false, "sip.udp");
	met("sip.udp&!(sip.tcp|muc)", "sip.udp", true, NULL);
	ck_assert(needs_met(NULL, claimed, (char[]){ "" }, NULL));
}
END_TEST

START_TEST(wrong_expressions_are_refused)
{
	refused("sip.upd", 10, "did you mean \"sip.udp\"");
	refused("sip.udp &", 19, "a name is missing");
	refused("sip.udp sip.tcp", 18, "& or | is missing");
	refused("(sip.udp", 10, "no ) closes");
	refused("sip.udp)", 17, "& or | is missing");
	refused("", 10, "a name is missing");
	refused("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!muc", 42, "too many");
}
END_TEST

UNIT("needs", expressions_are_decided, wrong_expressions_are_refused)
