#include "cast/link.h"

#include "cast/inside.h"
#include "cast/stage_for_tests.h"
#include "lib/unit.h"

#define WORD(t)                                                                                \
	{                                                                                      \
		.text = (char *)(t)                                                            \
	}

/* --- an edge, as docs/link.md has it ----------------------------------------------------- */

static struct edge {
	struct listener *listener;
	struct conn *conn[4];
	size_t n;
	struct buf heard; /* elements, one a line */
	bool refuses_domains;
} edge;
static struct test_stage t;

static void say(struct view xml)
{
	conn_send(edge.conn[edge.n - 1], xml);
}

static void on_unit(void *arg, enum event_unit unit, struct view text, bool tls)
{
	(void)arg;
	ck_assert(tls);
	if (unit == UNIT_HEADER) {
		ck_assert_uint_lt(view_find(text, VIEW("from='gw1.inside.example'")), text.n);
		say(VIEW("<?xml version='1.0'?><stream:stream xmlns='jabber:server'"
		         " xmlns:stream='http://etherx.jabber.org/streams' id='e1'"
		         " version='1.0'><stream:features><sm xmlns='urn:xmpp:sm:3'/>"
		         "</stream:features>"));
		return;
	}
	buf_putv(&edge.heard, text);
	buf_putc(&edge.heard, '\n');
	if (view_starts(text, VIEW("<domains")) && edge.refuses_domains)
		say(VIEW("<stream:error><host-unknown"
		         " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
		         "</stream:stream>"));
	else if (view_starts(text, VIEW("<domains")))
		say(VIEW("<accepted xmlns='urn:fedlab:link:1'/>"));
	else if (view_starts(text, VIEW("<enable")))
		say(VIEW("<enabled xmlns='urn:xmpp:sm:3' id='s1' resume='true' max='60'/>"));
	else if (view_starts(text, VIEW("<resume")))
		say(VIEW("<resumed xmlns='urn:xmpp:sm:3' previd='s1' h='1'/>"));
}

static void on_secured(void *arg)
{
	(void)arg;
}

static void on_ended(void *arg, const char *how)
{
	(void)arg, (void)how;
}

static void on_accept(void *arg, int fd, const struct address *from)
{
	static const struct conn_ops ops = { NULL, on_unit, on_secured, on_ended };
	struct secure_settings set = {
		.server = true, .certificate = t.cert.pem, .key = t.cert.key, .version = 13
	};
	struct fault f = { 0 };

	(void)arg, (void)from;
	edge.conn[edge.n++] = conn_new(t.stage.loop, fd, &ops, NULL);
	ck_assert(conn_secure(edge.conn[edge.n - 1], &set, &f));
}

/* What a profile would say of it. */
void instance_address(const struct instance *i, struct address *out)
{
	(void)i;
	listener_local(edge.listener, out);
}

size_t instance_processes(const struct instance *i)
{
	(void)i;
	return 1;
}

size_t instance_process(const struct instance *i, const char *name)
{
	(void)i, (void)name;
	return 0;
}

void instance_host(const struct instance *i, size_t process, struct address *out)
{
	(void)process;
	instance_address(i, out);
}

void instance_inner_address(const struct instance *i, struct address *out)
{
	instance_address(i, out);
}

unsigned instance_port(const struct instance *i, const char *which)
{
	struct address at;

	(void)instance_port_address(i, which, &at);
	return address_port(&at);
}

bool instance_port_address(const struct instance *i, const char *which, struct address *out)
{
	(void)i;
	ck_assert_str_eq(which, "link");
	listener_local(edge.listener, out);
	return true;
}

const char *instance_file(const struct instance *i, const char *which)
{
	(void)i;
	return strcmp(which, "link-key") == 0 ? t.cert.key : t.cert.pem;
}

/* --- the cast ------------------------------------------------------------------------------ */

static struct actor cast[] = {
	{ .name = WORD("iut"), .kind = ACTOR_SUT, .domain = WORD("iut.example") },
	{ .name = WORD("juliet"), .kind = ACTOR_INSIDE_USER, .domain = WORD("iut.example") },
};

static void set(void)
{
	struct address at;
	struct fault f = { 0 };

	test_stage_make(&t, cast, 2, NULL, 0, 3);
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	edge.listener = listener_new(t.stage.loop, &at, on_accept, NULL, &f);
	ck_assert_ptr_nonnull(edge.listener);
}

static void clear(void)
{
	for (size_t i = 0; i < edge.n; i++)
		conn_free(&edge.conn[i]);
	listener_free(&edge.listener);
	buf_free(&edge.heard);
	link_free(&t.stage.role[2].link);
	test_stage_forget(&t);
}

static void come_online(struct act *a)
{
	inside_online(a);
}

static void resume(struct act *a)
{
	link_resume(a, &a->stage->role[2]);
}

static bool juliet_has_one(void *arg)
{
	(void)arg;
	return t.stage.role[1].units.first != NULL;
}

static bool edge_heard(void *what)
{
	return view_find(buf_view(&edge.heard), view_of(what)) != buf_len(&edge.heard);
}

START_TEST(a_session_begins)
{
	set();
	ck_assert_int_eq(test_stage_run(&t, 1, come_online, 5000), OUTCOME_DONE);
	ck_assert(edge_heard((void *)(uintptr_t) "<domains "
	                                         "xmlns='urn:fedlab:link:1'><domain>iut."
	                                         "example</domain></domains>"));
	ck_assert(link_of_stage(&t.stage) != NULL);
	clear();
}
END_TEST

START_TEST(stanzas_find_their_user_and_questions_an_answer)
{
	struct got *g;

	set();
	ck_assert_int_eq(test_stage_run(&t, 1, come_online, 5000), OUTCOME_DONE);
	say(VIEW("<message from='r@p.example' to='Juliet@IUT.example/x' id='7'><body>hi</body>"
	         "</message><r xmlns='urn:xmpp:sm:3'/>"
	         "<message from='r@p.example' to='nobody@iut.example'/>"));
	test_stage_until(&t, juliet_has_one, NULL);
	test_stage_until(&t, edge_heard,
	                 (void *)(uintptr_t) "<a xmlns='urn:xmpp:sm:3' h='1'/>");
	g = t.stage.role[1].units.first;
	ck_assert_str_eq(got_attribute(g, "id"), "7");
	ck_assert_ptr_null(g->next);
	clear();
}
END_TEST

START_TEST(what_a_user_sends_says_who_it_is)
{
	set();
	ck_assert_int_eq(test_stage_run(&t, 1, come_online, 5000), OUTCOME_DONE);
	ck_assert(inside_send(&t.stage.role[1], NULL, VIEW("<message to='a@b' id='1'/>")));
	ck_assert(inside_send(&t.stage.role[1], NULL, VIEW("<message from='x@y' id='2'/>")));
	test_stage_until(&t, edge_heard, (void *)(uintptr_t) "id='2'");
	ck_assert(edge_heard(
	        (void *)(uintptr_t) "<message from='juliet@iut.example' to='a@b' id='1'/>"));
	ck_assert(edge_heard((void *)(uintptr_t) "<message from='x@y' id='2'/>"));
	ck_assert(!link_was_handed(t.stage.role[2].link, "1"));
	say(VIEW("<handed xmlns='urn:fedlab:link:1' id='1'/><r xmlns='urn:xmpp:sm:3'/>"));
	test_stage_until(&t, edge_heard, (void *)(uintptr_t) "h='0'");
	ck_assert(link_was_handed(t.stage.role[2].link, "1"));
	clear();
}
END_TEST

START_TEST(a_session_is_resumed)
{
	set();
	ck_assert_int_eq(test_stage_run(&t, 1, come_online, 5000), OUTCOME_DONE);
	say(VIEW("<message from='r@p.example' to='juliet@iut.example'/>"));
	test_stage_until(&t, juliet_has_one, NULL);
	ck_assert(inside_send(&t.stage.role[1], NULL, VIEW("<message id='0'/>")));
	test_stage_until(&t, edge_heard, (void *)(uintptr_t) "id='0'");
	link_break(t.stage.role[2].link);
	ck_assert(link_of_stage(&t.stage) == NULL);
	ck_assert(!inside_send(&t.stage.role[1], NULL, VIEW("<message/>")));
	ck_assert_int_eq(test_stage_run(&t, 1, resume, 5000), OUTCOME_DONE);
	ck_assert(edge_heard(
	        (void *)(uintptr_t) "<resume xmlns='urn:xmpp:sm:3' previd='s1' h='1'/>"));
	ck_assert(link_of_stage(&t.stage) != NULL);
	clear();
}
END_TEST

/* The edge of this test took one of three. */
START_TEST(what_was_not_taken_over_is_sent_again)
{
	set();
	ck_assert_int_eq(test_stage_run(&t, 1, come_online, 5000), OUTCOME_DONE);
	for (int i = 0; i < 3; i++)
		ck_assert(inside_send(&t.stage.role[1], NULL,
		                      i == 0   ? VIEW("<message id='one'/>")
		                      : i == 1 ? VIEW("<presence id='two'/>")
		                               : VIEW("<message id='three'/>")));
	test_stage_until(&t, edge_heard, (void *)(uintptr_t) "three");
	link_break(t.stage.role[2].link);
	buf_clear(&edge.heard);
	ck_assert_int_eq(test_stage_run(&t, 1, resume, 5000), OUTCOME_DONE);
	test_stage_until(&t, edge_heard,
	                 (void *)(uintptr_t) "<presence from='juliet@iut.example' id='two'/>\n"
	                                     "<message from='juliet@iut.example' id='three'/>");
	ck_assert(!edge_heard((void *)(uintptr_t) "one"));
	clear();
}
END_TEST

/* It was taken over before the break, and the count says so. */
START_TEST(what_was_acknowledged_is_not)
{
	set();
	ck_assert_int_eq(test_stage_run(&t, 1, come_online, 5000), OUTCOME_DONE);
	ck_assert(inside_send(&t.stage.role[1], NULL, VIEW("<message id='one'/>")));
	test_stage_until(&t, edge_heard, (void *)(uintptr_t) "one");
	say(VIEW("<a xmlns='urn:xmpp:sm:3' h='1'/><r xmlns='urn:xmpp:sm:3'/>"));
	test_stage_until(&t, edge_heard, (void *)(uintptr_t) "h='0'");
	link_break(t.stage.role[2].link);
	buf_clear(&edge.heard);
	ck_assert_int_eq(test_stage_run(&t, 1, resume, 5000), OUTCOME_DONE);
	ck_assert(!edge_heard((void *)(uintptr_t) "one"));
	clear();
}
END_TEST

START_TEST(a_refusal_fails_the_step)
{
	edge.refuses_domains = true;
	set();
	ck_assert_int_eq(test_stage_run(&t, 1, come_online, 5000), OUTCOME_FAILED);
	ck_assert_uint_lt(view_find(buf_view(&t.act.reason), VIEW("accepted")),
	                  buf_len(&t.act.reason));
	ck_assert(link_of_stage(&t.stage) == NULL);
	clear();
}
END_TEST

UNIT("link", a_session_begins, stanzas_find_their_user_and_questions_an_answer,
     what_a_user_sends_says_who_it_is, a_session_is_resumed,
     what_was_not_taken_over_is_sent_again, what_was_acknowledged_is_not,
     a_refusal_fails_the_step)
