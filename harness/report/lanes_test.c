#include "report/lanes.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"

static void says(enum event_unit unit, const char *text, const char *expected)
{
	struct event e = { .kind = EVENT_RECV, .unit = unit, .text = view_of(text) };
	char out[LABEL_MAX];

	lanes_label(&e, out);
	ck_assert_str_eq(out, expected);
}

START_TEST(an_element_is_its_name_and_type)
{
	says(UNIT_ELEMENT, "<db:result from='a' to='b' type='valid'/>", "db:result valid");
	says(UNIT_ELEMENT, "<db:verify from='a' id='type=&gt;'>key</db:verify>", "db:verify");
	says(UNIT_ELEMENT, "<message type=\"chat\"><body>Hi</body></message>", "message chat");
	says(UNIT_ELEMENT, "<a x='>' type='y'/>", "a y");
	says(UNIT_ELEMENT, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "proceed");
}
END_TEST

START_TEST(streams_are_named)
{
	says(UNIT_HEADER,
	     "<?xml version='1.0'?><stream:stream xmlns='jabber:server' to='a.example'>",
	     "stream a.example");
	says(UNIT_STREAM_END, "</stream:stream>", "end of stream");
	says(UNIT_SPACE, " \n", "white space");
}
END_TEST

START_TEST(features_and_errors_say_which)
{
	says(UNIT_ELEMENT,
	     "<stream:features><mechanisms><mechanism>EXTERNAL</mechanism></mechanisms>"
	     "<dialback><errors/></dialback></stream:features>",
	     "features: mechanisms, dialback");
	says(UNIT_ELEMENT, "<stream:features/>", "features");
	says(UNIT_ELEMENT, "<stream:error><host-unknown/><text>no</text></stream:error>",
	     "error: host-unknown");
	says(UNIT_ELEMENT, "<failure><invalid-authzid/></failure>", "failure: invalid-authzid");
	says(UNIT_ELEMENT,
	     "<message type='error'><body>x</body><error "
	     "type='auth'><forbidden/></error></message>",
	     "message error: forbidden");
	says(UNIT_ELEMENT, "<iq type='error'><error><a/></error><b/></iq>", "iq error: a");
}
END_TEST

START_TEST(what_is_no_xml_shows_as_its_bytes)
{
	says(UNIT_RAW, "\x16\x03\x01 hello", "... hello");
	says(UNIT_RAW, "<", "<");
	says(UNIT_RAW, "<a type='never ends", "a never ends");
	says(UNIT_RAW, "", "");
	says(UNIT_RAW, "<a b", "a");
	says(UNIT_ELEMENT, "<stream:error></x></y></z>", "error");
}
END_TEST

START_TEST(a_label_is_bounded)
{
	char text[500], out[LABEL_MAX];
	struct event e = { .unit = UNIT_RAW };

	memset(text, 'x', sizeof text);
	e.text = (struct view){ text, sizeof text };
	lanes_label(&e, out);
	ck_assert_uint_eq(strlen(out), LABEL_MAX - 1);
}
END_TEST

START_TEST(lanes_stand_in_the_order_of_their_first_word)
{
	struct actor cast[] = { { .name = { .text = (char *)"edge" }, .kind = ACTOR_SUT } };
	struct case_ c = { .cast = cast, .n_cast = 1 };
	struct event event[] = { { .kind = EVENT_OPEN, .actor = "late" },
		                 { .kind = EVENT_RECV, .actor = "thief" },
		                 { .kind = EVENT_SENT, .actor = "auth" },
		                 { .kind = EVENT_SENT, .actor = "thief" },
		                 { .kind = EVENT_SENT, .actor = "edge" } };
	struct history h = { .event = event, .n = 5 };
	struct lanes l;

	lanes_find(&l, &c, &h);
	ck_assert_uint_eq(l.n, 3);
	ck_assert_str_eq(l.name[0], "edge");
	ck_assert_uint_eq(lane_of(&l, "thief"), 1);
	ck_assert_uint_eq(lane_of(&l, "auth"), 2);
	ck_assert_uint_eq(lane_of(&l, "late"), 0);
	ck_assert_uint_eq(lane_of(&l, NULL), 0);
}
END_TEST

static void happened(const struct event *e, const char *expected)
{
	struct buf b = { 0 };

	lanes_words(e, &b);
	ck_assert_str_eq(buf_len(&b) != 0 ? buf_cstr(&b) : "", expected);
	buf_free(&b);
}

START_TEST(what_is_no_message_is_told_in_words)
{
	char in[] = "in", out[] = "out", exited[] = "exited", started[] = "started", seven[] = "7",
	     complete[] = "complete", fin[] = "fin";

	happened(&(struct event){ .kind = EVENT_OPEN, .actor = "sally", .conn = 3, .name = in },
	         "sally: connection 3 opened to it");
	happened(&(struct event){ .kind = EVENT_OPEN, .actor = "sally", .conn = 3, .name = out },
	         "sally: connection 3 opened by it");
	happened(&(struct event){ .kind = EVENT_CLOSE, .conn = 3, .value = fin },
	         ": connection 3 ended: fin");
	happened(&(struct event){ .kind = EVENT_PROCESS, .actor = "iut", .name = exited, .value = seven },
	         "iut: exited with 7");
	happened(&(struct event){ .kind = EVENT_PROCESS, .actor = "iut", .name = started, .value = seven },
	         "iut: started");
	happened(&(struct event){ .kind = EVENT_STOP, .value = complete }, "");
	happened(&(struct event){ .kind = EVENT_STOP, .value = seven, .text = view_of("why") },
	         "stopped: 7 why");
	happened(&(struct event){ .kind = EVENT_NOTE, .actor = "sally" }, "");
}
END_TEST

START_TEST(a_long_history_shows_its_ends_and_what_a_finding_rests_on)
{
	static struct event event[1000];
	struct finding f = { .verdict = VERDICT_FAIL, .event = 501 };
	struct judgement j = { .finding = &f, .n_finding = 1 };
	struct history h = { .event = event, .n = LANES_EVENTS };
	size_t shown = 0;

	for (size_t i = 0; i < 1000; i++)
		event[i] = (struct event){ .n = i + 1, .kind = EVENT_OPEN };
	for (size_t i = 0; i < h.n; i++)
		ck_assert(lanes_shows(&h, &j, i));
	h.n = 1000;
	event[600].kind = EVENT_END;
	for (size_t i = 0; i < h.n; i++)
		shown += lanes_shows(&h, &j, i);
	ck_assert_uint_eq(shown, LANES_EVENTS + 2);
	ck_assert(lanes_shows(&h, &j, 500) && lanes_shows(&h, &j, 600) && !lanes_shows(&h, &j, 501));
}
END_TEST

UNIT("lanes", a_long_history_shows_its_ends_and_what_a_finding_rests_on,
     an_element_is_its_name_and_type, streams_are_named, features_and_errors_say_which,
     what_is_no_xml_shows_as_its_bytes, a_label_is_bounded,
     lanes_stand_in_the_order_of_their_first_word, what_is_no_message_is_told_in_words)
