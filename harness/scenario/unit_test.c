/* Units as an actor receives them: strict XML, of a bounded size. */
#include "scenario/payload.h"

#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"

START_TEST(units_are_strict_xml)
{
	struct unit *u = unit_parse(VIEW("<?xml version='1.0'?><stream:stream id='&lt;7'"
	                                 " xmlns:stream='http://etherx.jabber.org/streams'>"));

	ck_assert_ptr_nonnull(u);
	ck_assert_str_eq(unit_name(u), "stream");
	ck_assert_str_eq(unit_attribute(u, "id"), "<7");
	ck_assert_ptr_null(unit_attribute(u, "from"));
	unit_free(&u);
	u = unit_parse(VIEW(" </stream:stream > "));
	ck_assert_ptr_nonnull(u);
	ck_assert_str_eq(unit_name(u), "");
	unit_free(&u);
	ck_assert_ptr_null(u);
	ck_assert_ptr_null(unit_parse(VIEW("")));
	ck_assert_ptr_null(unit_parse(VIEW(" ")));
	ck_assert_ptr_null(unit_parse(VIEW("<a/><b/>")));
	ck_assert_ptr_null(unit_parse(VIEW("x<a/>")));
	ck_assert_ptr_null(unit_parse(VIEW("<x:a/>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a><!-- c --></a>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a><?pi?></a>")));
	ck_assert_ptr_null(unit_parse(VIEW("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a>&b;</a>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a/></w><w>")));
	ck_assert_ptr_null(unit_parse(VIEW("<stream:stream><a/>")));
	ck_assert_ptr_null(unit_parse(VIEW("</message>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a>\xff</a>")));
	ck_assert_ptr_null(unit_parse((struct view){ "<a>\0</a>", 8 }));
}
END_TEST

START_TEST(units_are_bounded)
{
	struct buf deep = { 0 };

	for (int i = 0; i < 5000; i++)
		buf_puts(&deep, "<a>");
	for (int i = 0; i < 5000; i++)
		buf_puts(&deep, "</a>");
	ck_assert_ptr_null(unit_parse(buf_view(&deep)));
	buf_clear(&deep);
	buf_puts(&deep, "<a>");
	memset(buf_room(&deep, UNIT_MAX), 'x', UNIT_MAX);
	buf_grew(&deep, UNIT_MAX);
	buf_puts(&deep, "</a>");
	ck_assert_ptr_null(unit_parse(buf_view(&deep)));
	buf_free(&deep);
}
END_TEST

START_TEST(a_header_declares_for_what_follows)
{
	struct unit *header = unit_parse(VIEW("<stream:stream xmlns='jabber:client' xmlns:a='x&amp;y' "
	                                      "xmlns:stream='http://etherx.jabber.org/streams'>"));
	char *declared = unit_declares(header);
	struct unit *u = unit_parse_within(VIEW("<message><a:b/></message>"), declared);

	ck_assert_ptr_nonnull(strstr(declared, " xmlns:stream=\"http://etherx.jabber.org/streams\""));
	ck_assert_ptr_null(strstr(declared, "jabber:client"));
	ck_assert_ptr_nonnull(u);
	ck_assert_str_eq(unit_name(u), "message");
	unit_free(&u);
	ck_assert_ptr_null(unit_parse_within(VIEW("<message><c:b/></message>"), declared));
	/* nothing may close what holds it */
	ck_assert_ptr_null(unit_parse_within(VIEW("<a/></w><w><b/>"), declared));
	u = unit_parse(VIEW("<message/>"));
	ck_assert_ptr_null(unit_declares(u));
	unit_free(&u);
	unit_free(&header);
	free(declared);
}
END_TEST

UNIT("unit", units_are_strict_xml, units_are_bounded, a_header_declares_for_what_follows)
