/* Each rule of rules_stream.c on three histories: it holds, it is broken, and what
 * it says nothing of. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "judge/judge.h"
#include "lib/unit.h"

#define EVENTS_MOST 16

static const char scene[] =
        "test    JS-01\ntitle t\nproves R-1\ncontrol none\nkills m\nbudget 8s\n"
        "cast\n"
        "  iut   is sut at iut.example\n"
        "  thief is scripted-dialler claiming peer.example\n"
        "  romeo is xmpp-user at far.example on prosody\n"
        "act\n"
        "  iut is still running [R-1]\n";

/* Behind it, in a scene that waits for the end of the thief's stream, and goes on. */
static const char waits[] = "  thief is closed\nthen\n  iut is still running\n";

#define DECLARED     "xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' "
#define HEADER(more) "<?xml version='1.0'?><stream:stream " DECLARED more " id='i'>"

/* One unit or event of the thief's connection. */
struct line {
	enum event_kind kind;
	enum event_unit unit;
	bool tls;
	const char *text, *value;
	const char *actor; /* NULL: the thief */
};

#define GETS(what, xml)                                                                        \
	{                                                                                      \
		EVENT_RECV, UNIT_##what, false, xml, NULL, NULL                                \
	}
#define GETS_TLS(what, xml)                                                                    \
	{                                                                                      \
		EVENT_RECV, UNIT_##what, true, xml, NULL, NULL                                 \
	}
#define SENDS(what, xml)                                                                       \
	{                                                                                      \
		EVENT_SENT, UNIT_##what, false, xml, NULL, NULL                                \
	}
#define TLS_IS_ON                                                                              \
	{                                                                                      \
		EVENT_SECURE, UNIT_NONE, false, "", "", NULL                                   \
	}
#define FIN(how)                                                                               \
	{                                                                                      \
		EVENT_CLOSE, UNIT_NONE, false, how, "fin", NULL                                \
	}

static void put(struct history *h, struct event e)
{
	ck_assert_uint_lt(h->n, EVENTS_MOST);
	e.n = h->n + 1;
	h->event[h->n++] = e;
}

static void put_line(struct history *h, const struct line *l)
{
	struct event e = { .kind = l->kind,
		           .unit = l->unit,
		           .tls = l->tls,
		           .conn = 1,
		           .actor = l->actor != NULL ? l->actor : "thief",
		           .value = l->value,
		           .text = view_of(l->text) };

	if (l->kind == EVENT_SECURE)
		e.name = "TLSv1.3";
	/* A step's, and no surplus. */
	if (l->kind == EVENT_RECV && l->unit == UNIT_HEADER)
		e.auto_ = "header";
	put(h, e);
}

static enum verdict judged(const char *id, const struct line *line, size_t n, const char *owner,
                           bool waited)
{
	char path[] = "/tmp/JS-01-XXXXXX.scn";
	struct event event[EVENTS_MOST];
	struct history h = { .event = event };
	int fd = mkstemps(path, 4);
	struct fault f = { 0 };
	struct scenario *s;
	struct judgement j;
	enum verdict is = VERDICT_NA;
	bool blamed = false;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, scene, sizeof scene - 1), (ssize_t)sizeof scene - 1);
	if (waited)
		ck_assert_int_eq(write(fd, waits, sizeof waits - 1), (ssize_t)sizeof waits - 1);
	close(fd);
	s = scenario_load(path, NULL, &f);
	unlink(path);
	ck_assert_msg(s != NULL, "%u:%u: %s", f.line, f.column, f.text);
	put(&h, (struct event){
	                .kind = EVENT_CASE, .name = "JS-01", .value = "1", .text = VIEW("d") });
	put(&h,
	    (struct event){
	            .kind = EVENT_PROCESS, .actor = "iut", .name = "started", .value = "1" });
	put(&h, (struct event){ .kind = EVENT_BEGIN, .actor = "iut", .step = 1 });
	put(&h, (struct event){ .kind = EVENT_OPEN,
	                        .actor = owner,
	                        .conn = 1,
	                        .name = "out",
	                        .value = "10.0.1.1:5269" });
	if (waited)
		put(&h, (struct event){ .kind = EVENT_BEGIN, .actor = "thief", .step = 2 });
	for (size_t i = 0; i < n; i++)
		put_line(&h, &line[i]);
	if (waited)
		put(&h, (struct event){
		                .kind = EVENT_END, .actor = "thief", .step = 2, .value = "done" });
	put(&h,
	    (struct event){ .kind = EVENT_END, .actor = "iut", .step = 1, .value = "done" });
	if (waited) {
		put(&h, (struct event){ .kind = EVENT_BEGIN, .actor = "iut", .step = 3 });
		put(&h, (struct event){
		                .kind = EVENT_END, .actor = "iut", .step = 3, .value = "done" });
	}
	put(&h, (struct event){ .kind = EVENT_STOP, .value = "complete", .text = VIEW("") });
	judge(s->cases[0], &h, &j);
	for (size_t i = 0; i < j.n_requirement; i++)
		if (strcmp(j.requirement[i].id, id) == 0)
			is = j.requirement[i].verdict;
	for (size_t i = 0; i < j.n_finding; i++) {
		ck_assert_msg(j.finding[i].verdict != VERDICT_ERROR, "%s", j.finding[i].words);
		blamed = blamed || (j.finding[i].requirement != NULL &&
		                    strcmp(j.finding[i].requirement, id) == 0);
	}
	ck_assert(blamed == (is == VERDICT_FAIL));
	ck_assert(!blamed || j.verdict == VERDICT_FAIL);
	judgement_free(&j);
	scenario_free(&s);
	return is;
}

#define IN(waited, id, wanted, ...)                                                            \
	do {                                                                                   \
		const struct line line_[] = { __VA_ARGS__ };                                   \
		enum verdict is_ =                                                             \
		        judged(id, line_, sizeof line_ / sizeof line_[0], "thief", waited);    \
                                                                                               \
		ck_assert_msg(is_ == (wanted), "%s: %s", id, verdict_word(is_));               \
	} while (0)
#define IS(id, wanted, ...)        IN(false, id, wanted, __VA_ARGS__)
#define IS_WAITED(id, wanted, ...) IN(true, id, wanted, __VA_ARGS__)

START_TEST(stanzas_have_no_prefix)
{
	IS("R6120-4.8.5-2", VERDICT_PASS, GETS(ELEMENT, "<message id='a'/>"));
	IS("R6120-4.8.5-2", VERDICT_FAIL, GETS(ELEMENT, "<message id='a'/>"),
	   GETS(ELEMENT, "<s:iq xmlns:s='jabber:server' id='a'/>"));
	IS("R6120-4.8.5-2", VERDICT_FAIL, GETS(ELEMENT, "<s:presence/>"));
	IS("R6120-4.8.5-2", VERDICT_NA, GETS(ELEMENT, "<stream:features/>"),
	   SENDS(ELEMENT, "<s:message xmlns:s='jabber:server'/>"));
}
END_TEST

START_TEST(a_prefix_is_not_passed_on)
{
	IS("R6120-4.8.5-3", VERDICT_PASS,
	   SENDS(ELEMENT, "<s:message xmlns:s='jabber:server'/>"), GETS(ELEMENT, "<message/>"));
	IS("R6120-4.8.5-3", VERDICT_FAIL,
	   SENDS(ELEMENT, "<s:message xmlns:s='jabber:server'/>"),
	   GETS(ELEMENT, "<s:message xmlns:s='jabber:server'/>"));
	IS("R6120-4.8.5-3", VERDICT_NA, SENDS(ELEMENT, "<message/>"), GETS(ELEMENT, "<message/>"));
}
END_TEST

START_TEST(headers_declare_three_namespaces)
{
	IS("R6120-4.8.5-4", VERDICT_PASS, GETS(HEADER, HEADER("")));
	IS("R6120-4.8.5-4", VERDICT_PASS,
	   GETS(HEADER, HEADER("xmlns:db='jabber:server:dialback'")));
	IS("R6120-4.8.5-4", VERDICT_FAIL, GETS(HEADER, HEADER("xmlns:x='urn:xmpp:bidi'")));
	IS("R6120-4.8.5-4", VERDICT_NA, SENDS(HEADER, HEADER("xmlns:x='urn:xmpp:bidi'")));
}
END_TEST

#define DB "xmlns:db='jabber:server:dialback'"

START_TEST(dialback_has_the_prefix_of_the_header)
{
	IS("X0220-2-1", VERDICT_PASS, GETS(HEADER, HEADER(DB)), GETS(ELEMENT, "<db:result/>"));
	IS("X0220-2-1", VERDICT_FAIL, GETS(HEADER, HEADER("")), GETS(ELEMENT, "<db:result/>"));
	IS("X0220-2-1", VERDICT_FAIL, GETS(HEADER, HEADER(DB)),
	   GETS(ELEMENT, "<verify xmlns='jabber:server:dialback'/>"));
	/* refused by one who does not speak it */
	IS("X0220-2-1", VERDICT_NA, GETS(HEADER, HEADER("")),
	   GETS(ELEMENT, "<result xmlns='jabber:server:dialback' type='error'/>"));
	IS("X0220-2-1", VERDICT_FAIL, GETS(HEADER, HEADER(DB)),
	   GETS(ELEMENT, "<result xmlns='jabber:server:dialback' type='error'/>"));
	/* the one before the restart does not count */
	IS("X0220-2-1", VERDICT_FAIL, GETS(HEADER, HEADER(DB)), GETS(HEADER, HEADER("")),
	   GETS(ELEMENT, "<db:result/>"));
	IS("X0220-2-1", VERDICT_NA, GETS(HEADER, HEADER("")), SENDS(ELEMENT, "<db:result/>"));
}
END_TEST

START_TEST(an_iq_has_an_id)
{
	IS("R6120-8.2.3-1", VERDICT_PASS, GETS(ELEMENT, "<iq id='a'/>"));
	IS("R6120-8.2.3-1", VERDICT_FAIL, GETS(ELEMENT, "<iq/>"));
	IS("R6120-8.2.3-1", VERDICT_FAIL, GETS(ELEMENT, "<iq id=''/>"));
	/* passed on as it came */
	IS("R6120-8.2.3-1", VERDICT_NA, SENDS(ELEMENT, "<iq/>"), GETS(ELEMENT, "<iq/>"));
	IS("R6120-8.2.3-1", VERDICT_NA, SENDS(RAW, "<iq/><iq"), GETS(ELEMENT, "<iq/>"));
}
END_TEST

#define PROCEED GETS(ELEMENT, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")

START_TEST(nothing_stands_behind_proceed)
{
	IS("R6120-5.3.3-1", VERDICT_PASS, PROCEED, TLS_IS_ON);
	IS("R6120-5.3.3-1", VERDICT_FAIL, PROCEED, GETS(SPACE, " "));
	IS("R6120-5.3.3-1", VERDICT_NA, PROCEED);
	IS("R6120-5.3.3-1", VERDICT_NA, PROCEED, GETS(RAW, "\x15\x03"));
	/* under TLS it is no business of this rule */
	IS("R6120-5.3.3-1", VERDICT_PASS, PROCEED, TLS_IS_ON, GETS_TLS(SPACE, " "));
}
END_TEST

START_TEST(tls_ends_before_tcp)
{
	IS_WAITED("R6120-4.4-4", VERDICT_PASS, TLS_IS_ON,
	          GETS_TLS(STREAM_END, "</stream:stream>"), FIN("notified"));
	IS_WAITED("R6120-4.4-4", VERDICT_FAIL, TLS_IS_ON,
	          GETS_TLS(STREAM_END, "</stream:stream>"), FIN("not notified"));
	/* the stream was not closed; there was no TLS; an old log does not tell */
	IS_WAITED("R6120-4.4-4", VERDICT_NA, TLS_IS_ON, FIN("not notified"));
	IS_WAITED("R6120-4.4-4", VERDICT_NA, GETS(STREAM_END, "</stream:stream>"), FIN(""));
	IS_WAITED("R6120-4.4-4", VERDICT_NA, TLS_IS_ON,
	          GETS_TLS(STREAM_END, "</stream:stream>"), FIN(""));
	/* nobody waits for it, and the case may end before */
	IS("R6120-4.4-4", VERDICT_NA, TLS_IS_ON, GETS_TLS(STREAM_END, "</stream:stream>"),
	   FIN("not notified"));
}
END_TEST

#define RECEIVED "<received xmlns='urn:xmpp:receipts' id='a'/>"
#define REQUEST  "<request xmlns='urn:xmpp:receipts'/>"

START_TEST(a_receipt_asks_for_none)
{
	IS("X0184-5.4-1", VERDICT_PASS, GETS(ELEMENT, "<message>" RECEIVED "</message>"));
	IS("X0184-5.4-1", VERDICT_FAIL,
	   GETS(ELEMENT, "<message>" RECEIVED REQUEST "</message>"));
	IS("X0184-5.4-1", VERDICT_NA, GETS(ELEMENT, "<message>" REQUEST "</message>"));
	IS("X0184-5.4-1", VERDICT_NA, SENDS(ELEMENT, "<message>" REQUEST RECEIVED "</message>"),
	   GETS(ELEMENT, "<message>" RECEIVED REQUEST "</message>"));
}
END_TEST

START_TEST(a_client_s_stream_is_none_of_ours)
{
	const struct line line[] = { { EVENT_RECV, UNIT_ELEMENT, false, "<s:iq/>", NULL,
		                       "romeo" } };

	ck_assert_int_eq(judged("R6120-4.8.5-2", line, 1, "romeo", false), VERDICT_NA);
}
END_TEST

START_TEST(each_has_a_name)
{
	for (size_t i = 0; i < JUDGE_CLAIMS; i++)
		ck_assert(judge_claims(judge_claim(i)));
	ck_assert(!judge_claims("R6120-4.4-1"));
}
END_TEST

UNIT("rules_stream", stanzas_have_no_prefix, a_prefix_is_not_passed_on, headers_declare_three_namespaces,
     dialback_has_the_prefix_of_the_header, an_iq_has_an_id, nothing_stands_behind_proceed,
     tls_ends_before_tcp, a_receipt_asks_for_none, a_client_s_stream_is_none_of_ours,
     each_has_a_name)
