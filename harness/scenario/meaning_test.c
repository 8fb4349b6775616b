#include "scenario/meaning.h"

#include "lib/unit.h"

#define NOTIFY(state, body)                                                                    \
	"NOTIFY sip:s@a SIP/2.0\r\nFrom: "                                                     \
	"<sip:romeo@far.example>;tag=1\r\nSubscription-State: " state "\r\n\r\n" body
#define PIDF(inside)                                                                           \
	"<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:x'>" inside "</presence>"
#define OPEN(id, show)                                                                         \
	"<tuple id='" id "'><status><basic>open</basic>" show                                  \
	"</status><note>tram</note></tuple>"
#define CLOSED(id) "<tuple id='" id "'><status><basic>closed</basic></status></tuple>"
#define SUBSCRIBE(rest)                                                                        \
	"SUBSCRIBE sip:s@a SIP/2.0\r\nFrom: <sip:romeo@far.example>;tag=1\r\n" rest "\r\n"

static struct unit *parse(const char *text)
{
	struct unit *u = text[0] == '<' ? unit_parse(view_of(text))
	                                : unit_parse_sip(view_of(text));

	ck_assert_ptr_nonnull(u);
	return u;
}

START_TEST(both_worlds_mean_the_same)
{
	static const struct {
		const char *text;
		unsigned means;
	} row[] = {
		{ "<message from='a@b'><body>x</body></message>", MEANS_SAYS },
		{ "<message from='a@b'/>", 0 },
		{ "<message type='error'><body>x</body></message>", 0 },
		{ "<presence/>", MEANS_SHOWS },
		{ "<presence type='unavailable'/>", MEANS_SHOWS },
		{ "<presence type='subscribe'/>", MEANS_ASKS },
		{ "<presence type='subscribed'/>", MEANS_APPROVES },
		{ "<presence type='unsubscribe'/>", MEANS_LEAVES },
		{ "<presence type='unsubscribed'/>", MEANS_DENIES },
		{ "<presence type='probe'/>", 0 },
		{ "<iq type='get'/>", 0 },
		{ "MESSAGE sip:s@a SIP/2.0\r\n\r\nx", MEANS_SAYS },
		{ SUBSCRIBE("To: <sip:s@a>\r\nExpires: 60\r\n"), MEANS_ASKS },
		{ SUBSCRIBE("To: <sip:s@a>;tag=2\r\n"), MEANS_REFRESHES },
		{ SUBSCRIBE("To: <sip:s@a>;tag=2\r\nExpires: 0\r\n"), MEANS_LEAVES },
		{ NOTIFY("pending;expires=9", ""), MEANS_WAITS },
		{ NOTIFY("active;expires=9", ""), MEANS_APPROVES },
		{ NOTIFY("active", PIDF("")), MEANS_APPROVES | MEANS_SHOWS },
		{ NOTIFY("terminated;reason=rejected", ""), MEANS_DENIES },
		{ NOTIFY("terminated;reason=timeout", ""), 0 },
		{ NOTIFY("terminated;reason=timeout", PIDF("")), MEANS_SHOWS },
		{ "SIP/2.0 200 OK\r\n\r\n", 0 },
		{ "OPTIONS sip:s@a SIP/2.0\r\n\r\n", 0 },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct unit *u = parse(row[i].text);

		ck_assert_msg(meaning_of(u) == row[i].means, "%s: %u", row[i].text,
		              meaning_of(u));
		unit_free(&u);
	}
}
END_TEST

START_TEST(shows_are_read)
{
	static const struct {
		const char *text, *jid, *show, *saying;
		bool fits;
	} row[] = {
		{ "<presence/>", "r@f", "available", NULL, true },
		{ "<presence><show>away</show><status>tram</status></presence>", "r@f", "away",
		  "tram", true },
		{ "<presence><show>away</show></presence>", "r@f", "available", NULL, false },
		{ "<presence><show>away</show></presence>", "r@f", "away", "tram", false },
		{ "<presence type='unavailable'/>", "r@f", "offline", NULL, true },
		{ "<presence type='unavailable'/>", "r@f", "available", NULL, false },
		{ NOTIFY("active", PIDF(OPEN("ID-phone", ""))), "r@f", "available", "tram",
		  true },
		{ NOTIFY("active",
		         PIDF(OPEN("ID-phone", "<show xmlns='jabber:client'>dnd</show>"))),
		  "r@f", "dnd", NULL, true },
		{ NOTIFY("active", PIDF(CLOSED("a") OPEN("ID-phone_201", ""))), "r@f/phone 1",
		  "available", NULL, true },
		{ NOTIFY("active", PIDF(CLOSED("a") OPEN("ID-phone", ""))), "r@f/a",
		  "available", NULL, false },
		{ NOTIFY("active", PIDF(CLOSED("a") OPEN("ID-phone", ""))), "r@f/a", "offline",
		  NULL, true },
		{ NOTIFY("active", PIDF(CLOSED("a") OPEN("ID-phone", ""))), "r@f", "offline",
		  NULL, false },
		{ NOTIFY("active", PIDF(CLOSED("a"))), "r@f", "offline", NULL, true },
		{ NOTIFY("active",
		         PIDF(OPEN("a",
		                   "") "<person><activities><busy/></activities></person>")),
		  "r@f", "dnd", NULL, true },
		{ NOTIFY("active", "no xml"), "r@f", "offline", NULL, false },
		{ NOTIFY("pending", PIDF(OPEN("a", ""))), "r@f", "available", NULL, false },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct unit *u = parse(row[i].text);

		ck_assert_msg(meaning_shows(u, row[i].jid, row[i].show, row[i].saying) ==
		                      row[i].fits,
		              "%zu %s", i, row[i].text);
		unit_free(&u);
	}
}
END_TEST

START_TEST(senders_and_texts)
{
	struct unit *u = parse(
	        "MESSAGE sip:s@a SIP/2.0\r\nf: sip:o'hara@far.example;tag=1\r\n\r\na\r\nb");

	ck_assert(meaning_is_from(u, "o\\27hara@far.example"));
	ck_assert(!meaning_is_from(u, "ohara@far.example"));
	ck_assert(meaning_text_is(u, "a\nb"));
	ck_assert(!meaning_text_is(u, "a\r\nb"));
	unit_free(&u);
	u = parse(NOTIFY("active", ""));
	ck_assert(meaning_is_from(u, "romeo@far.example/phone"));
	unit_free(&u);
	u = parse("<message from='a@b/c'><body>x</body></message>");
	ck_assert(meaning_is_from(u, "a@b") && meaning_is_from(u, "a@b/c") &&
	          !meaning_is_from(u, "a@b/d"));
	ck_assert(meaning_text_is(u, "x"));
	unit_free(&u);
}
END_TEST

START_TEST(failures_are_about_what_was_sent)
{
	struct unit *sent = parse(
	        "MESSAGE sip:s@a SIP/2.0\r\nCall-ID: 1\r\nCSeq: 7  MESSAGE\r\n\r\n");
	struct unit *no = parse("SIP/2.0 604 x\r\ni: 1\r\nCSeq: 7 MESSAGE\r\n\r\n");
	struct unit *other = parse("SIP/2.0 604 x\r\ni: 1\r\nCSeq: 8 MESSAGE\r\n\r\n");
	struct unit *yes = parse("SIP/2.0 202 x\r\ni: 1\r\nCSeq: 7 MESSAGE\r\n\r\n");
	struct unit *stanza = parse("<message id='7'/>");
	struct unit *error = parse(
	        "<message id='7' type='error'><error><gone/></error></message>");

	ck_assert(meaning_is_failure(no, sent, "gone|item-not-found"));
	ck_assert(!meaning_is_failure(no, sent, "gone"));
	ck_assert(!meaning_is_failure(other, sent, "item-not-found"));
	ck_assert(!meaning_is_failure(yes, sent, "item-not-found"));
	ck_assert(meaning_is_failure(error, stanza, "gone"));
	ck_assert(!meaning_is_failure(error, stanza, "item-not-found"));
	ck_assert(!meaning_is_failure(error, sent, "gone"));
	ck_assert(meaning_answers(yes, sent) && !meaning_answers(other, sent));
	unit_free(&sent);
	unit_free(&no);
	unit_free(&other);
	unit_free(&yes);
	unit_free(&stanza);
	unit_free(&error);
}
END_TEST

UNIT("meaning", both_worlds_mean_the_same, shows_are_read, senders_and_texts,
     failures_are_about_what_was_sent)
