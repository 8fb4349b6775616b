#include "cast/sip_dialog.h"

#include <string.h>

#include "lib/unit.h"

static struct dialog *list;

static struct dialog *sent(const char *text)
{
	struct sip_text t;
	struct dialog *d;

	sip_text_read(view_of(text), &t);
	d = dialog_sent(&list, &t);
	sip_text_free(&t);
	return d;
}

static void answered(const char *text)
{
	struct sip_text t;

	sip_text_read(view_of(text), &t);
	dialog_answered(list, &t);
	sip_text_free(&t);
}

static struct dialog *received(const char *text)
{
	struct sip_text t;
	struct dialog *d;

	sip_text_read(view_of(text), &t);
	d = dialog_received(&list, &t, "mine");
	sip_text_free(&t);
	return d;
}

static void is_request(struct dialog *d, const char *method, const char *own, const char *want)
{
	struct buf b = { 0 };

	dialog_request(d, method, "<sip:me>", own, VIEW(""), &b);
	ck_assert_str_eq(buf_cstr(&b), want);
	buf_free(&b);
}

/* RFC 3261 12.1.2 */
START_TEST(who_called_takes_the_route_in_reverse)
{
	struct dialog *d = sent("SUBSCRIBE sip:x@b SIP/2.0\r\nFrom: \"S\" <sip:s@a>;tag=1\r\n"
	                        "To: <sip:x@b>\r\nCall-ID: c\r\nCSeq: 3 SUBSCRIBE\r\n\r\n");

	ck_assert_ptr_nonnull(d);
	ck_assert_str_eq(d->peer, "x@b");
	answered("SIP/2.0 200 OK\r\nFrom: <sip:s@a>;tag=1\r\nTo: <sip:x@b>;tag=2\r\nCall-ID: "
	         "c\r\n"
	         "CSeq: 3 SUBSCRIBE\r\nContact: <sip:x@gw;gr=d>\r\n"
	         "Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\nRecord-Route: "
	         "<sip:fe:5060;lr>\r\n\r\n");
	is_request(d, "SUBSCRIBE", "fe",
	           "SUBSCRIBE sip:x@gw;gr=d SIP/2.0\r\nRoute: <sip:p2;lr>\r\nRoute: "
	           "<sip:p1;lr>\r\n"
	           "From: <sip:s@a>;tag=1\r\nTo: <sip:x@b>;tag=2\r\nCall-ID: c\r\n"
	           "CSeq: 4 SUBSCRIBE\r\nContact: <sip:me>\r\n\r\n");
	ck_assert_ptr_eq(dialog_watch(list, "X@b/phone", false), d);
	ck_assert_ptr_null(dialog_watch(list, "x@b", true));
	received("NOTIFY sip:me SIP/2.0\r\nFrom: <sip:x@b>;tag=2\r\nTo: <sip:s@a>;tag=1\r\n"
	         "Call-ID: c\r\nCSeq: 1 NOTIFY\r\nContact: <sip:moved>\r\n"
	         "Subscription-State: active;expires=9\r\n\r\n");
	ck_assert_int_eq(d->watch, WATCH_ACTIVE);
	ck_assert_str_eq(d->target, "sip:moved");
	received("NOTIFY sip:me SIP/2.0\r\nFrom: <sip:x@b>;tag=2\r\nTo: <sip:s@a>;tag=1\r\n"
	         "Call-ID: c\r\nSubscription-State: terminated;reason=timeout\r\n\r\n");
	ck_assert_int_eq(d->watch, WATCH_OVER);
	ck_assert_ptr_null(dialog_watch(list, "x@b", false));
	dialogs_free(&list);
}
END_TEST

/* RFC 3261 12.1.1 */
START_TEST(who_was_called_takes_it_in_order)
{
	struct dialog *d = received(
	        "SUBSCRIBE sip:s@a SIP/2.0\r\nFrom: <sip:x@b>;tag=1\r\nTo: <sip:s@a>\r\n"
	        "Call-ID: c\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:x@gw>\r\n"
	        "Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n\r\n");

	ck_assert(d != NULL && d->notifier);
	is_request(d, "NOTIFY", NULL,
	           "NOTIFY sip:x@gw SIP/2.0\r\nRoute: <sip:p1;lr>\r\nRoute: <sip:p2;lr>\r\n"
	           "From: <sip:s@a>;tag=mine\r\nTo: <sip:x@b>;tag=1\r\nCall-ID: c\r\n"
	           "CSeq: 1 NOTIFY\r\nContact: <sip:me>\r\n\r\n");
	ck_assert_ptr_eq(received("SUBSCRIBE sip:s@a SIP/2.0\r\nFrom: <sip:x@b>;tag=1\r\n"
	                          "To: <sip:s@a>;tag=mine\r\nCall-ID: c\r\n\r\n"),
	                 d);
	dialogs_free(&list);
}
END_TEST

START_TEST(what_begins_no_dialog)
{
	ck_assert_ptr_null(
	        sent("MESSAGE sip:x SIP/2.0\r\nFrom: <sip:s>;tag=1\r\nTo: <sip:x>\r\n\r\n"));
	ck_assert_ptr_null(received("NOTIFY sip:x SIP/2.0\r\nFrom: <sip:s>;tag=1\r\n"
	                            "To: <sip:x>;tag=2\r\nCall-ID: z\r\n\r\n"));
	ck_assert_ptr_null(list);
	answered("SIP/2.0 200 OK\r\nCall-ID: z\r\n\r\n");
	ck_assert_ptr_nonnull(sent("SUBSCRIBE sip:x SIP/2.0\r\nFrom: <sip:s>;tag=1\r\n"
	                           "To: <sip:x>\r\nCall-ID: z\r\n\r\n"));
	answered("SIP/2.0 403 No\r\nFrom: <sip:s>;tag=1\r\nTo: <sip:x>;tag=2\r\nCall-ID: "
	         "z\r\n\r\n");
	ck_assert_int_eq(list->watch, WATCH_OVER);
	dialogs_free(&list);
}
END_TEST

UNIT("sip_dialog", who_called_takes_the_route_in_reverse, who_was_called_takes_it_in_order,
     what_begins_no_dialog)
