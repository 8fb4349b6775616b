#include "gateway/typing.h"

#include "lib/unit.h"

#define DOC(inside)                                                                            \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"                                       \
	"<isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\">" inside                 \
	"</isComposing>"

static void gives(struct view v, bool active, unsigned refresh)
{
	bool is = !active;
	unsigned lasts = 0;

	ck_assert_msg(typing_read(v, &is, &lasts), "%.*s", VIEW_ARG(v));
	ck_assert_msg(is == active && lasts == refresh, "%.*s: %d %u", VIEW_ARG(v), is, lasts);
}

static void refused(struct view v)
{
	bool active;
	unsigned refresh;

	ck_assert_msg(!typing_read(v, &active, &refresh), "%.*s", VIEW_ARG(v));
}

START_TEST(states)
{
	gives(VIEW(DOC(
	              "\r\n <state>active</state>\r\n <contenttype>text/plain</contenttype>\r\n"
	              " <refresh>90</refresh>\r\n")),
	      true, 90);
	gives(VIEW(DOC("<state>idle</state><lastactive>2003-01-27T10:43:00Z</lastactive>")),
	      false, 0);
	/* R3994-3.5-1 */
	gives(VIEW(DOC("<state>thinking</state>")), false, 0);
	gives(VIEW(DOC("<state/>")), false, 0);
	gives(VIEW(DOC("<state> active </state>")), true, 0);
	gives(VIEW(DOC("<x xmlns='urn:x'><y/></x><state>active</state>")), true, 0);
}
END_TEST

START_TEST(refresh)
{
	gives(VIEW(DOC("<state>active</state><refresh>60</refresh>")), true, 60);
	gives(VIEW(DOC("<state>active</state><refresh>59</refresh>")), true, 60);
	gives(VIEW(DOC("<state>active</state><refresh>0</refresh>")), true, 0);
	gives(VIEW(DOC("<state>active</state><refresh>-1</refresh>")), true, 0);
	gives(VIEW(DOC("<state>active</state><refresh>86401</refresh>")), true, 0);
	gives(VIEW(DOC("<state>active</state><refresh>99999999999999999999</refresh>")), true,
	      0);
}
END_TEST

START_TEST(hostile)
{
	struct buf b = { 0 };

	refused(VIEW(""));
	refused(VIEW("active"));
	refused(VIEW(DOC("")));
	refused(VIEW("<isComposing><state>active</state></isComposing>"));
	refused(VIEW(
	        "<x xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state></x>"));
	refused(VIEW("<!DOCTYPE isComposing>" DOC("<state>active</state>")));
	refused(VIEW(DOC("<state>&x;</state>")));
	refused(VIEW(DOC("<state>active")));
	refused(VIEW(DOC("<state>active</state>") "x"));
	buf_puts(&b, DOC("<state>active</state>"));
	while (buf_len(&b) < TYPING_BYTES_MAX)
		buf_putc(&b, ' ');
	gives(buf_view(&b), true, 0);
	buf_putc(&b, ' ');
	refused(buf_view(&b));
	buf_free(&b);
}
END_TEST

UNIT("typing", states, refresh, hostile)
