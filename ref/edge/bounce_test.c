#include "edge/bounce.h"

#include "lib/text.h"
#include "lib/unit.h"

static struct element *stanza(struct region *r, const char *name,
                              const char *type)
{
	struct element *e = element_new(r, NS_SERVER, name);

	element_set(r, e, "from", VIEW("romeo@peer.example/orchard"));
	element_set(r, e, "to", VIEW("juliet@contoso.example"));
	element_set(r, e, "id", VIEW("a'&\"<\xc3\xbc"));
	if (type != NULL)
		element_set(r, e, "type", view_of(type));
	element_add_text(r, element_add(r, e, NS_SERVER, "body"),
	                 VIEW("wherefore"));
	return e;
}

START_TEST(errors_results_and_departures_are_never_answered)
{
	static const struct {
		const char *name, *type;
		bool allowed;
	} rows[] = {
		{ "message", NULL, true },
		{ "message", "chat", true },
		{ "message", "error", false },
		{ "presence", NULL, true },
		{ "presence", "subscribe", true },
		{ "presence", "probe", true },
		{ "presence", "unavailable", false },
		{ "presence", "error", false },
		{ "iq", "get", true },
		{ "iq", "set", true },
		{ "iq", "result", false },
		{ "iq", "error", false },
		{ "iq", "subscribe", true },	/* answered by bad-request */
		{ "iq", NULL, true },
	};
	struct region *r = region_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct element *e = stanza(r, rows[i].name, rows[i].type);

		ck_assert(bounce_allowed(e) == rows[i].allowed);
		ck_assert((bounce(r, e, CAUSE_NO_GATEWAY, NULL) != NULL) ==
		          rows[i].allowed);
	}
	region_free(&r);
}
END_TEST

START_TEST(ends_are_swapped_id_kept_payload_left_out)
{
	struct region *r = region_new();
	struct element *e = bounce(r, stanza(r, "message", "chat"),
	                           CAUSE_QUEUE_FULL, NULL);
	struct element *error = element_child(e, NS_SERVER, "error");
	struct element *text, *cause;

	ck_assert(element_is(e, NS_SERVER, "message"));
	ck_assert(view_is(element_attr(e, "from"), "juliet@contoso.example"));
	ck_assert(view_is(element_attr(e, "to"), "romeo@peer.example/orchard"));
	ck_assert(view_is(element_attr(e, "id"), "a'&\"<\xc3\xbc"));
	ck_assert(view_is(element_attr(e, "type"), "error"));
	ck_assert_ptr_eq(element_child(e, NULL, NULL), error);
	ck_assert_ptr_null(element_next(e, error));
	ck_assert(view_is(element_attr(error, "type"), "wait"));
	ck_assert_ptr_nonnull(element_child(error, NS_STANZA_ERROR,
	                                    "resource-constraint"));
	text = element_child(error, NS_STANZA_ERROR, "text");
	ck_assert(view_is(element_text(text, r),
	                  cause_words(CAUSE_QUEUE_FULL)));
	ck_assert(view_is(element_attr_ns(text, NS_XML, "lang"), "en"));
	cause = element_child(error, NS_LINK, "cause");
	ck_assert_int_eq(cause_named(element_text(cause, r)),
	                 CAUSE_QUEUE_FULL);
	region_free(&r);
}
END_TEST

START_TEST(what_was_missing_stays_missing)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "message");
	struct element *b;

	element_set(r, e, "from", VIEW("a@peer.example"));
	element_set(r, e, "id", VIEW(""));
	b = bounce(r, e, CAUSE_JID_MALFORMED, NULL);
	ck_assert_ptr_null(element_attr(b, "from").p);
	ck_assert_ptr_null(element_attr(b, "id").p);
	ck_assert(view_is(element_attr(b, "to"), "a@peer.example"));
	region_free(&r);
}
END_TEST

START_TEST(own_words_are_cut_between_characters)
{
	struct region *r = region_new();
	struct buf long_words = { 0 };
	struct element *e;
	struct view said;

	for (int i = 0; i < 300; i++)
		buf_puts(&long_words, "\xe2\x82\xac");
	e = bounce(r, stanza(r, "message", NULL), CAUSE_PEER_STREAM_ERROR,
	           buf_cstr(&long_words));
	said = element_text(element_child(element_child(e, NS_SERVER, "error"),
	                                  NS_STANZA_ERROR, "text"), r);
	ck_assert_uint_eq(said.n, 510);
	ck_assert(text_utf8_valid(said));
	buf_free(&long_words);
	region_free(&r);
}
END_TEST

/* The error outlives what it answers, and every cause that may bounce does. */
START_TEST(every_bouncing_cause_is_complete)
{
	struct region *r = region_new();

	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++) {
		struct region *from = region_new();
		struct element *e, *error;

		if (cause_stanza_condition(c) == NULL) {
			region_free(&from);
			continue;
		}
		e = bounce(r, stanza(from, "iq", "get"), c, NULL);
		region_free(&from);
		error = element_child(e, NS_SERVER, "error");
		ck_assert(view_is(element_attr(error, "type"),
		                  cause_stanza_type(c)));
		ck_assert_ptr_nonnull(element_child(error, NS_STANZA_ERROR,
		                                    cause_stanza_condition(c)));
		ck_assert(view_is(element_attr(e, "to"),
		                  "romeo@peer.example/orchard"));
	}
	region_free(&r);
}
END_TEST

UNIT("bounce", errors_results_and_departures_are_never_answered,
     ends_are_swapped_id_kept_payload_left_out, what_was_missing_stays_missing,
     own_words_are_cut_between_characters, every_bouncing_cause_is_complete)
