#include "cast/scripted.h"

#include "cast/server.h"
#include "cast/stage_for_tests.h"
#include "cast/verbs.h"
#include "lib/unit.h"

#define WORD(t)                                                                                \
	{                                                                                      \
		.text = (char *)(t)                                                            \
	}

static struct test_stage t;
static struct role *peer; /* a scripted server */
static struct listener *listener;
static struct line *line; /* to it */
static const struct manner *manner;

/* --- the system under test ----------------------------------------------------------------- */

static struct {
	struct conn *conn;
	struct buf heard;
	bool secured;
} sut;

static void on_unit(void *arg, enum event_unit unit, struct view text, bool tls)
{
	(void)arg, (void)unit, (void)tls;
	buf_putv(&sut.heard, text);
	buf_putc(&sut.heard, '\n');
}

static void on_event(void *arg)
{
	(void)arg;
}

static void on_secured(void *arg)
{
	(void)arg;
	sut.secured = true;
}

static void on_ended(void *arg, const char *how)
{
	(void)arg, (void)how;
}

static const struct conn_ops ops = { on_event, on_unit, on_secured, on_ended };

static bool heard(void *what)
{
	return view_find(buf_view(&sut.heard), view_of(what)) != buf_len(&sut.heard);
}

static void until(const char *what)
{
	test_stage_until(&t, heard, (void *)(uintptr_t)what);
}

static void say(const char *xml)
{
	conn_send(sut.conn, view_of(xml));
}

#define HEADER                                                                                 \
	"<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/"         \
	"streams' from='iut.example' to='peer.example' version='1.0'>"

/* --- the scene ---------------------------------------------------------------------------------- */

static struct setting tls_silent[] = { { WORD("tls"), WORD("silent") } };
static struct setting authority[] = { { WORD("authority"), WORD("error") } };
static struct setting bidi[] = { { WORD("bidi"), WORD("offers") } };
static struct setting late[] = { { WORD("sm"), WORD("late") } };
static struct setting offers[] = { { WORD("sm"), WORD("offers") } };
static struct actor cast[] = {
	{ .name = WORD("iut"), .kind = ACTOR_SUT, .domain = WORD("iut.example") },
	{ .name = WORD("peer"), .kind = ACTOR_SCRIPTED_SERVER, .domain = WORD("peer.example") },
	{ .name = WORD("bob"), .kind = ACTOR_SCRIPTED_DIALLER, .domain = WORD("peer.example") },
};
static struct step steps[4];
static size_t n_steps;

static void on_accept(void *arg, int fd, const struct address *from)
{
	(void)arg;
	line = line_accept(peer, fd, from, manner);
}

static void add_step(enum verb verb, const char *pattern, enum strength strength)
{
	struct payload_source source = { .text = view_of(pattern), .use = USE_PATTERN };
	static struct payload *payload[4];
	struct fault f = { 0 };

	steps[n_steps] = (struct step){ .number = (unsigned)n_steps + 1,
		                        .actor = 1,
		                        .verb = verb,
		                        .group = 1,
		                        .phase = PHASE_ACT,
		                        .strength = strength };
	if (pattern != NULL) {
		payload[n_steps] = payload_new(&source, &f);
		ck_assert_ptr_nonnull(payload[n_steps]);
		steps[n_steps].payload = &payload[n_steps];
		steps[n_steps].n_payload = 1;
	}
	n_steps++;
}

static void set(const struct manner *m)
{
	struct address at;
	struct fault f = { 0 };

	manner = m;
	test_stage_make(&t, cast, 3, steps, n_steps, 3);
	peer = &t.stage.role[1];
	peer->certificate = (struct certificate){ { 0 }, { 0 } };
	snprintf(peer->certificate.pem, sizeof peer->certificate.pem, "%s", t.cert.pem);
	snprintf(peer->certificate.key, sizeof peer->certificate.key, "%s", t.cert.key);
	peer->has_certificate = true;
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	listener = listener_new(t.stage.loop, &at, on_accept, NULL, &f);
	ck_assert_ptr_nonnull(listener);
	listener_local(listener, &at);
	sut.conn = conn_dial(t.stage.loop, NULL, &at, &ops, NULL, &f);
	ck_assert_ptr_nonnull(sut.conn);
	say(HEADER);
	until("</stream:features>");
}

static void clear(void)
{
	conn_free(&sut.conn);
	buf_free(&sut.heard);
	listener_free(&listener);
	for (size_t i = 0; i < n_steps; i++)
		if (steps[i].payload != NULL)
			payload_free(steps[i].payload);
	test_stage_forget(&t);
}

static bool has_unit(void *local)
{
	for (const struct got *g = peer->units.first; g != NULL; g = g->next)
		if (strcmp(g->local, local) == 0)
			return true;
	return false;
}

static bool is_secured(void *arg)
{
	(void)arg;
	return sut.secured;
}

/* --- what a server does by itself ------------------------------------------------------------------ */

START_TEST(a_header_is_answered_with_features)
{
	struct view id;

	set(&scripted);
	ck_assert(heard((void *)(uintptr_t) "from='peer.example' to='iut.example' id='"));
	ck_assert(heard((void *)(uintptr_t) "<starttls"));
	ck_assert(heard((void *)(uintptr_t) "<dialback"));
	ck_assert(!heard((void *)(uintptr_t) "EXTERNAL"));
	ck_assert(bindings_get(t.stage.vars, VIEW("peer.stream-id"), &id));
	ck_assert(view_is(id, line->own_id));
	clear();
}
END_TEST

START_TEST(tls_is_begun_when_no_step_asks)
{
	struct secure_settings tls = { .certificate = NULL };
	struct fault f = { 0 };

	set(&scripted);
	say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	until("<proceed");
	tls.certificate = t.cert.pem;
	tls.key = t.cert.key;
	ck_assert(conn_secure(sut.conn, &tls, &f));
	test_stage_until(&t, is_secured, NULL);
	buf_clear(&sut.heard);
	say(HEADER);
	until("EXTERNAL");
	ck_assert(!heard((void *)(uintptr_t) "<starttls"));
	say("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>=</auth>");
	until("<success");
	ck_assert(line->authenticated);
	ck_assert_ptr_null(peer->units.first);
	clear();
}
END_TEST

START_TEST(a_step_that_asks_gets_it)
{
	add_step(VERB_GETS, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", STEP_NEEDED);
	set(&scripted);
	say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "starttls");
	ck_assert(!heard((void *)(uintptr_t) "<proceed"));
	clear();
}
END_TEST

/* The first goes to the step that waits; the second is nobody's. */
START_TEST(what_has_come_already_counts)
{
	add_step(VERB_GETS, "<message/>", STEP_NEEDED);
	add_step(VERB_COMPLETES_DIALBACK, NULL, STEP_NEEDED);
	set(&scripted);
	say("<message/><db:result xmlns:db='jabber:server:dialback' from='iut.example'"
	    " to='peer.example'>k</db:result>");
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "message");
	ck_assert(!has_unit((void *)(uintptr_t) "result"));
	ck_assert_ptr_nonnull(peer->inbox.first);
	ck_assert_str_eq(peer->inbox.first->local, "result");
	clear();
}
END_TEST

START_TEST(tls_it_has_not_is_refused)
{
	cast[1].setting = tls_silent;
	cast[1].n_setting = 1;
	add_step(VERB_GETS, "<starttls/>", STEP_TOLERATED);
	add_step(VERB_GETS, "<message/>", STEP_NEEDED);
	set(&scripted);
	ck_assert(!heard((void *)(uintptr_t) "<starttls"));
	say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	until("</stream:stream>");
	ck_assert(heard((void *)(uintptr_t) "<failure"));
	ck_assert(has_unit((void *)(uintptr_t) "starttls"));
	clear();
}
END_TEST

/* Behind it there may be another connection, to which the end does not belong. */
START_TEST(to_be_closed_takes_the_end_and_one_error)
{
	set(&scripted);
	say("<message/><stream:error><reset/></stream:error><stream:error><conflict/>"
	    "</stream:error></stream:stream>");
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "message");
	peer->line = line;
	ck_assert_int_eq(test_stage_run(&t, 1, act_IS_CLOSED, 1000), OUTCOME_DONE);
	ck_assert_str_eq(peer->units.first->local, "message");
	ck_assert_str_eq(peer->units.first->next->local, "error");
	ck_assert_uint_lt(view_find(peer->units.first->next->text, VIEW("<conflict/>")),
	                  peer->units.first->next->text.n);
	ck_assert_ptr_null(peer->units.first->next->next);
	clear();
}
END_TEST

/* --- dialback ------------------------------------------------------------------------------------------- */

#define VERIFY(key)                                                                            \
	"<db:verify xmlns:db='jabber:server:dialback' from='iut.example'"                      \
	" to='peer.example' id='x'>" key "</db:verify>"

static void know_key(const char *key)
{
	struct key *k = mem_zalloc(sizeof *k);

	k->domain = mem_strdup("peer.example");
	k->key = mem_strdup(key);
	k->next = t.stage.keys;
	t.stage.keys = k;
}

START_TEST(an_authority_vouches_for_what_was_sent)
{
	set(&scripted);
	know_key("good");
	server_serve_domain(&t.stage, "peer.example", 1);
	say(VERIFY("\n good \n"));
	until("id='x' type='valid'");
	say(VERIFY("bad"));
	until("id='x' type='invalid'");
	server_serve_domain(&t.stage, "peer.example", -1);
	say(VERIFY("good"));
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "verify");
	clear();
}
END_TEST

#define RESULT                                                                                 \
	"<db:result xmlns:db='jabber:server:dialback' from='iut.example'"                      \
	" to='peer.example'>k</db:result>"

/* Of a system that says that it does so, unless a step wants it. */
START_TEST(who_asks_may_prove_itself_as_well)
{
	char *claims[] = { (char *)(uintptr_t) "s2s.dialback-both-ways" };

	set(&scripted);
	say(RESULT);
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "result");
	clear();
	set(&scripted);
	t.profile.claim = claims;
	t.profile.n_claim = 1;
	say(RESULT);
	until("type='valid'");
	ck_assert(!has_unit((void *)(uintptr_t) "result"));
	clear();
	add_step(VERB_GETS, "<db:verify/>", STEP_NEEDED);
	add_step(VERB_GETS, "<db:result/>", STEP_NEEDED);
	set(&scripted);
	t.profile.claim = claims;
	t.profile.n_claim = 1;
	say(RESULT);
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "result");
	clear();
}
END_TEST

START_TEST(an_authority_may_be_told_what_to_say)
{
	cast[1].setting = authority;
	cast[1].n_setting = 1;
	set(&served);
	know_key("good");
	say(VERIFY("good"));
	until("<item-not-found");
	ck_assert(heard((void *)(uintptr_t) "type='error'"));
	clear();
}
END_TEST

START_TEST(who_serves_hands_up_stanzas_only)
{
	set(&served);
	say("<db:result xmlns:db='jabber:server:dialback' from='iut.example'"
	    " to='peer.example'>k</db:result><message/>");
	until("type='valid'");
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "message");
	ck_assert(!has_unit((void *)(uintptr_t) "result"));
	say("</stream:stream>");
	until("</stream:stream>");
	clear();
}
END_TEST

#define BIDI "<bidi xmlns='urn:xmpp:bidi'/>"

START_TEST(both_ways_is_offered_and_its_request_taken)
{
	cast[1].setting = bidi;
	cast[1].n_setting = 1;
	set(&scripted);
	ck_assert(heard((void *)(uintptr_t) "<bidi xmlns='urn:xmpp:features:bidi'/>"));
	/* In the namespace of the feature it is for nobody. */
	say(BIDI "<bidi xmlns='urn:xmpp:features:bidi'/>");
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "bidi");
	ck_assert_ptr_null(peer->units.first->next);
	ck_assert_uint_lt(view_find(peer->units.first->text, VIEW("features")),
	                  peer->units.first->text.n);
	clear();

	cast[1].n_setting = 0;
	set(&scripted);
	ck_assert(!heard((void *)(uintptr_t) "bidi"));
	say(BIDI);
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "bidi");
	clear();
}
END_TEST

#define SM "xmlns='urn:xmpp:sm:3'"

/* As far as the features behind EXTERNAL; `set()` was called. */
static void authenticate(void)
{
	struct secure_settings tls = { .certificate = t.cert.pem, .key = t.cert.key };
	struct fault f = { 0 };

	say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	until("<proceed");
	sut.secured = false;
	ck_assert(conn_secure(sut.conn, &tls, &f));
	test_stage_until(&t, is_secured, NULL);
	buf_clear(&sut.heard);
	say(HEADER);
	until("EXTERNAL");
	ck_assert(!heard((void *)(uintptr_t) "<sm "));
	say("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>=</auth>");
	until("<success");
	buf_clear(&sut.heard);
	say(HEADER);
	until("</stream:features>");
}

START_TEST(acknowledged_when_asked_or_when_resumed)
{
	char text[200];

	cast[1].setting = offers;
	cast[1].n_setting = 1;
	set(&served);
	authenticate();
	ck_assert(heard((void *)(uintptr_t) "<sm " SM "/>"));
	say("<message/><enable " SM " resume='true'/><message/><presence/><r " SM "/>");
	until("<a " SM " h='2'/>");
	ck_assert(heard((void *)(uintptr_t) "resume='true'"));
	say("<resume " SM " previd='nobody' h='0'/>");
	until("item-not-found");
	clear();

	cast[1].setting = late;
	set(&served);
	authenticate();
	say("<enable " SM " resume='true'/><message/><r " SM "/>");
	until("<enabled");
	snprintf(text, sizeof text, "<resume " SM " previd='%s' h='0'/>", line->session);
	say(text);
	until("<resumed");
	ck_assert(heard((void *)(uintptr_t) "h='1'"));
	ck_assert(!heard((void *)(uintptr_t) "<a "));
	clear();

	cast[1].n_setting = 0;
	set(&served);
	authenticate();
	ck_assert(!heard((void *)(uintptr_t) "<sm "));
	say("<enable " SM "/>");
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "enable");
	clear();
}
END_TEST

START_TEST(a_fence_is_no_step_s)
{
	struct fence *f = mem_zalloc(sizeof *f);

	set(&scripted);
	f->name = "F";
	f->to = peer;
	snprintf(f->nonce, sizeof f->nonce, "n0nce");
	f->next = t.stage.fences;
	t.stage.fences = f;
	say("<message><body>fence n0nce</body></message><message><body>other</body></message>");
	test_stage_until(&t, has_unit, (void *)(uintptr_t) "message");
	ck_assert(f->arrived);
	ck_assert_ptr_null(peer->units.first->next);
	clear();
}
END_TEST

START_TEST(silence_is_silence)
{
	set(&scripted);
	conn_free(&sut.conn);
	manner = &silent;
	buf_clear(&sut.heard);
	{
		struct address at;
		struct fault f = { 0 };

		listener_local(listener, &at);
		line = NULL;
		sut.conn = conn_dial(t.stage.loop, NULL, &at, &ops, NULL, &f);
	}
	say(HEADER);
	for (int i = 0; i < 100 && (line == NULL || line->header == NULL); i++)
		loop_once(t.stage.loop, 100);
	ck_assert_ptr_nonnull(line->header);
	ck_assert_uint_eq(line->sent, 0);
	clear();
}
END_TEST

UNIT("scripted", a_header_is_answered_with_features, tls_is_begun_when_no_step_asks,
     a_step_that_asks_gets_it, what_has_come_already_counts, tls_it_has_not_is_refused,
     to_be_closed_takes_the_end_and_one_error, an_authority_vouches_for_what_was_sent,
     who_asks_may_prove_itself_as_well,
     an_authority_may_be_told_what_to_say, who_serves_hands_up_stanzas_only,
     both_ways_is_offered_and_its_request_taken, acknowledged_when_asked_or_when_resumed,
     a_fence_is_no_step_s, silence_is_silence)
