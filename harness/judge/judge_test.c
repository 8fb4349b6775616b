#include "judge/judge.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "judge/damage.h"
#include "lib/unit.h"

/* Dialback that is denied, in small; the log below is one of a right system. */
static const char scene[] =
	"test    JT-01\n"
	"title   A key that is denied\n"
	"proves  R-dns R-answer R-closed R-nothing\n"
	"control none\n"
	"kills   db-accept-any\n"
	"budget  8s\n"
	"\n"
	"cast\n"
	"    iut      is sut at iut.example policy peer.example tls=optional "
	"sasl=not-supported dialback=yes\n"
	"    juliet   is inside-user at iut.example\n"
	"    friar    is scripted-server at good.example\n"
	"    thief    is scripted-dialler claiming peer.example address B\n"
	"\n"
	"setup\n"
	"    juliet is online\n"				/* 1 */
	"    thief connects\n"					/* 2 */
	"\n"
	"act\n"
	"    thief sends\n"					/* 3 */
	"        | <db:result from='peer.example' to='iut.example'>k</db:result>\n"
	"    iut asks dns SRV _xmpp-server._tcp.peer.example [R-dns]\n"	/* 4 */
	"then\n"
	"    thief gets [R-answer]\n"				/* 5 */
	"        | <db:result from='iut.example' to='peer.example' type='invalid'/>\n"
	"    also thief is closed [R-closed]\n"			/* 6 */
	"then\n"
	"    fence F from friar to juliet after thief drained\n"	/* 7 */
	"    juliet got nothing like until F [R-nothing]\n"	/* 8 */
	"        | <message><body>forged</body></message>\n";

#define RECV_(who, c, what, ...) \
	{ .kind = EVENT_RECV, .actor = who, .conn = c, .unit = UNIT_ELEMENT, \
	  .text = VIEW_INIT(what), __VA_ARGS__ }
#define HEADER_(who, c) \
	{ .kind = EVENT_RECV, .actor = who, .conn = c, .unit = UNIT_HEADER, .auto_ = "header", \
	  .text = VIEW_INIT("<?xml version='1.0'?><stream:stream xmlns='jabber:server' " \
	  "xmlns:stream='http://etherx.jabber.org/streams' xmlns:db='jabber:server:dialback' " \
	  "id='i' version='1.0'>") }
#define BEGIN_(who, s) { .kind = EVENT_BEGIN, .actor = who, .step = s }
#define END_(who, s, how) { .kind = EVENT_END, .actor = who, .step = s, .value = how }
#define FORGED "<message from='bob@peer.example' to='juliet@iut.example'><body>forged</body></message>"

static const struct event right[] = {
	{ .kind = EVENT_CASE, .name = "JT-01", .value = "1", .text = VIEW_INIT("digest") },
	{ .kind = EVENT_PROCESS, .actor = "iut", .name = "started", .value = "0" },
	{ .kind = EVENT_PROCESS, .actor = "iut", .name = "ready", .value = "9" },
	BEGIN_("juliet", 1), BEGIN_("thief", 2),
	{ .kind = EVENT_OPEN, .actor = "gateway", .conn = 1, .name = "out", .value = "10.0.1.1:1" },
	{ .kind = EVENT_OPEN, .actor = "thief", .conn = 2, .step = 2, .name = "out",
	  .value = "10.0.1.1:5269" },
	END_("thief", 2, "done"),
	HEADER_("gateway", 1), END_("juliet", 1, "done"), HEADER_("thief", 2),
	BEGIN_("thief", 3), BEGIN_("iut", 4),
	{ .kind = EVENT_SENT, .actor = "thief", .conn = 2, .step = 3, .unit = UNIT_ELEMENT,
	  .text = VIEW_INIT("<db:result from='peer.example' to='iut.example'>k</db:result>") },
	END_("thief", 3, "done"),
	{ .kind = EVENT_DNS, .actor = "iut", .name = "SRV",
	  .value = "_xmpp-server._tcp.peer.example" },
	END_("iut", 4, "done"),
	BEGIN_("thief", 5),
	RECV_("thief", 2, "<db:result from='iut.example' to='peer.example' type='invalid'/>",
	      .step = 5),
	END_("thief", 5, "done"),
	BEGIN_("thief", 6),
	{ .kind = EVENT_CLOSE, .actor = "thief", .conn = 2, .step = 6, .value = "fin" },
	END_("thief", 6, "done"),
	BEGIN_("juliet", 8), BEGIN_("friar", 7),
	{ .kind = EVENT_DRAINED, .actor = "thief", .conn = 2, .step = 7 },
	{ .kind = EVENT_OPEN, .actor = "friar", .conn = 3, .step = 7, .name = "out",
	  .value = "10.0.1.1:5269" },
	{ .kind = EVENT_FENCE, .actor = "friar", .step = 7, .name = "F", .value = "n0nce",
	  .text = VIEW_INIT("sent") },
	{ .kind = EVENT_SENT, .actor = "friar", .conn = 3, .step = 7, .unit = UNIT_ELEMENT,
	  .auto_ = "fence", .text = VIEW_INIT("<message from='fence@good.example' "
	  "to='juliet@iut.example'><body>fence n0nce</body></message>") },
	RECV_("juliet", 1, "<message from='fence@good.example' to='juliet@iut.example'>"
	      "<body>fence n0nce</body></message>", .auto_ = "fence"),
	{ .kind = EVENT_FENCE, .actor = "juliet", .conn = 1, .step = 8, .name = "F",
	  .value = "n0nce", .text = VIEW_INIT("arrived") },
	END_("juliet", 8, "done"), END_("friar", 7, "done"),
	{ .kind = EVENT_STOP, .value = "complete", .text = VIEW_INIT("") },
};
#define N_RIGHT (sizeof right / sizeof right[0])

static struct scenario *scenario;
static struct event event[N_RIGHT + 4];
static struct history history;

static void start(void)
{
	char path[] = "/tmp/JT-01-XXXXXX.scn";
	int fd = mkstemps(path, 4);
	struct fault f = { 0 };

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, scene, sizeof scene - 1), (ssize_t)sizeof scene - 1);
	close(fd);
	scenario = scenario_load(path, NULL, &f);
	unlink(path);
	ck_assert_msg(scenario != NULL, "%u:%u: %s", f.line, f.column, f.text);
	memcpy(event, right, sizeof right);
	history = (struct history){ .event = event, .n = N_RIGHT };
}

static void number(void)
{
	for (size_t i = 0; i < history.n; i++)
		event[i].n = i + 1;
}

static size_t at(enum event_kind kind, const char *actor, unsigned step)
{
	size_t i = 0;

	while (event[i].kind != kind || (step != 0 && event[i].step != step) ||
	       (actor != NULL && (event[i].actor == NULL || strcmp(event[i].actor, actor) != 0)))
		ck_assert_uint_lt(++i, history.n);
	return i;
}

static void drop(size_t i)
{
	memmove(&event[i], &event[i + 1], (history.n - i - 1) * sizeof event[0]);
	history.n--;
}

static void insert(size_t i, struct event e)
{
	ck_assert_uint_lt(history.n, sizeof event / sizeof event[0]);
	memmove(&event[i + 1], &event[i], (history.n - i) * sizeof event[0]);
	event[i] = e;
	history.n++;
}

static void judged(struct judgement *j)
{
	judge(scenario->cases[0], &history, j);
}

/* The verdict; and among the findings one of this class, about this step. */
static void ends(enum verdict v, enum fail_class class_, unsigned step)
{
	struct judgement j;
	bool found = class_ == CLASS_NONE;

	judged(&j);
	ck_assert_msg(j.verdict == v, "%s, not %s: %s", verdict_word(j.verdict), verdict_word(v),
	              j.n_finding > 0 ? j.finding[j.n_finding - 1].words : "");
	for (size_t i = 0; i < j.n_finding; i++)
		found = found || (j.finding[i].class_ == class_ && j.finding[i].step == step &&
		                  j.finding[i].verdict == v);
	ck_assert_msg(found, "no finding %s of step %u", class_word(class_), step);
	judgement_free(&j);
	scenario_free(&scenario);
}

static enum verdict of(const struct judgement *j, const char *id)
{
	for (size_t i = 0; i < j->n_requirement; i++)
		if (strcmp(j->requirement[i].id, id) == 0)
			return j->requirement[i].verdict;
	ck_abort_msg("%s is not judged", id);
	return VERDICT_ERROR;
}

/* Step `s` ends so, and all that follow are skipped. */
static void stop_at(unsigned s, const char *how)
{
	for (size_t i = at(EVENT_END, NULL, s) + 1; i < history.n;)
		if (event[i].kind == EVENT_STOP)
			break;
		else
			drop(i);
	event[at(EVENT_END, NULL, s)].value = how;
	for (unsigned k = s + 1; k <= 8; k++)
		insert(history.n - 1, (struct event)END_("thief", k, "skipped"));
	number();
}

START_TEST(a_right_run_passes)
{
	struct judgement j;

	start();
	number();
	judged(&j);
	ck_assert_msg(j.verdict == VERDICT_PASS, "%s", j.finding[j.n_finding - 1].words);
	ck_assert_uint_eq(j.checks, 4);		/* a fence alone checks nothing */
	ck_assert_uint_eq(j.n_requirement, 4 + 3);
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(j.requirement[i].verdict, VERDICT_PASS);
	judgement_free(&j);
	scenario_free(&scenario);
}
END_TEST

START_TEST(a_forged_message_says_does)
{
	start();
	insert(at(EVENT_FENCE, "juliet", 0), (struct event)RECV_("juliet", 1, FORGED, .step = 8));
	number();
	ends(VERDICT_FAIL, CLASS_SAYS_DOES, 8);
}
END_TEST

START_TEST(automation_hides_no_forged_message)
{
	start();
	insert(at(EVENT_FENCE, "juliet", 0),
	       (struct event)RECV_("juliet", 1, FORGED, .step = 8, .auto_ = "fence"));
	number();
	ends(VERDICT_FAIL, CLASS_SAYS_DOES, 8);
}
END_TEST

START_TEST(another_answer_is_wrong)
{
	struct judgement j;

	start();
	event[at(EVENT_RECV, "thief", 5)].text =
		VIEW("<db:result from='else.example' to='peer.example' type='invalid'/>");
	stop_at(5, "failed");
	judged(&j);
	ck_assert_int_eq(j.verdict, VERDICT_FAIL);
	ck_assert_int_eq(of(&j, "R-answer"), VERDICT_FAIL);
	ck_assert_int_eq(of(&j, "R-dns"), VERDICT_PASS);
	ck_assert_int_eq(of(&j, "R-nothing"), VERDICT_INCONC);
	for (size_t i = 0; i < j.n_finding; i++)
		ck_assert_int_eq(j.finding[i].behind, j.finding[i].verdict == VERDICT_INCONC);
	judgement_free(&j);
	ends(VERDICT_FAIL, CLASS_WRONG_ANSWER, 5);
}
END_TEST

START_TEST(a_yes_instead_of_a_no_is_accepted)
{
	start();
	event[at(EVENT_RECV, "thief", 5)].text =
		VIEW("<db:result from='iut.example' to='peer.example' type='valid'/>");
	stop_at(5, "failed");
	ends(VERDICT_FAIL, CLASS_ACCEPTED, 5);
}
END_TEST

START_TEST(silence_is_no_answer)
{
	start();
	drop(at(EVENT_RECV, "thief", 5));
	stop_at(5, "timeout");
	ends(VERDICT_FAIL, CLASS_NO_ANSWER, 5);
}
END_TEST

START_TEST(what_nobody_asked_for_is_surplus)
{
	start();
	insert(at(EVENT_BEGIN, "thief", 6),
	       (struct event)RECV_("thief", 2, "<presence from='a@iut.example'/>", .step = 5));
	number();
	ends(VERDICT_FAIL, CLASS_SURPLUS, 0);
}
END_TEST

START_TEST(open_is_not_closed_and_the_scene_goes_on)
{
	struct judgement j;

	start();
	drop(at(EVENT_CLOSE, "thief", 6));
	event[at(EVENT_END, "thief", 6)].value = "timeout";
	number();
	judged(&j);
	ck_assert_int_eq(of(&j, "R-closed"), VERDICT_FAIL);
	ck_assert_int_eq(of(&j, "R-nothing"), VERDICT_PASS);
	judgement_free(&j);
	ends(VERDICT_FAIL, CLASS_NOT_CLOSED, 6);
}
END_TEST

START_TEST(an_end_unasked_is_a_crash)
{
	start();
	insert(history.n - 1, (struct event){ .kind = EVENT_PROCESS, .actor = "iut",
	                                      .name = "exited", .value = "-11" });
	number();
	ends(VERDICT_FAIL, CLASS_CRASH, 0);
}
END_TEST

START_TEST(a_failed_setup_says_nothing)
{
	start();
	stop_at(2, "failed");
	insert(at(EVENT_END, "thief", 2), (struct event)END_("juliet", 1, "done"));
	number();
	ends(VERDICT_INCONC, CLASS_NONE, 0);
}
END_TEST

START_TEST(a_player_that_claims_too_much_is_an_error)
{
	start();
	drop(at(EVENT_RECV, "thief", 5));
	number();
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	drop(at(EVENT_DNS, NULL, 0));
	number();
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	drop(at(EVENT_CLOSE, NULL, 0));
	number();
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	drop(at(EVENT_DRAINED, NULL, 0));
	number();
	ends(VERDICT_ERROR, CLASS_NONE, 0);
}
END_TEST

START_TEST(a_player_that_claims_too_little_is_an_error)
{
	start();
	stop_at(5, "timeout");
	ends(VERDICT_ERROR, CLASS_NONE, 0);
}
END_TEST

START_TEST(a_broken_log_is_an_error)
{
	start();
	number();
	event[7].n++;				/* a gap */
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	number();
	history.n--;				/* no stop */
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	number();
	history.n = 0;
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	number();
	event[4].actor = "nobody";
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	number();
	event[4].step = 99;
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	drop(at(EVENT_BEGIN, "thief", 5));	/* END without BEGIN */
	number();
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	insert(at(EVENT_END, "thief", 5), event[at(EVENT_END, "thief", 5)]);
	number();
	ends(VERDICT_ERROR, CLASS_NONE, 0);
	start();
	number();
	event[history.n - 1].value = "error";
	ends(VERDICT_ERROR, CLASS_NONE, 0);
}
END_TEST

START_TEST(a_later_group_may_not_begin_early)
{
	struct event e;

	start();
	e = event[at(EVENT_BEGIN, "thief", 5)];
	drop(at(EVENT_BEGIN, "thief", 5));
	insert(at(EVENT_END, "iut", 4), e);
	number();
	ends(VERDICT_ERROR, CLASS_NONE, 0);
}
END_TEST

START_TEST(a_budget_that_ran_out_is_inconclusive)
{
	struct judgement j;

	start();
	drop(at(EVENT_RECV, "thief", 5));
	stop_at(5, "skipped");
	event[history.n - 1].value = "budget";
	judged(&j);
	ck_assert_int_eq(j.verdict, VERDICT_INCONC);
	for (size_t i = 0; i < j.n_finding; i++)
		ck_assert(!j.finding[i].behind);	/* nothing had failed */
	judgement_free(&j);
	scenario_free(&scenario);
}
END_TEST

static void missed(void *arg, unsigned line, const char *what)
{
	(void)arg;
	fprintf(stderr, "line %u: unnoticed: %s\n", line, what);
}

START_TEST(damage_is_noticed)
{
	struct damage_score score = { 0 };

	start();
	number();
	damage_try(scenario->cases[0], &history, &score, missed, NULL);
	for (enum damage d = 0; d < DAMAGE_KINDS; d++)
		ck_assert_msg(score.unnoticed[d] == 0, "%s: %zu of %zu", damage_word(d),
		              score.unnoticed[d], score.made[d]);
	ck_assert_uint_gt(score.made[DAMAGE_DROP], 0);
	ck_assert_uint_gt(score.made[DAMAGE_DOUBLE], 0);
	ck_assert_uint_gt(score.made[DAMAGE_ALTER], 0);
	ck_assert_uint_gt(score.made[DAMAGE_FORGE], 0);
	scenario_free(&scenario);
}
END_TEST

START_TEST(verdicts_have_names)
{
	enum verdict v;

	for (enum verdict w = VERDICT_NA; w <= VERDICT_ERROR; w++) {
		ck_assert(verdict_named(view_of(verdict_word(w)), &v));
		ck_assert_int_eq(v, w);
	}
	ck_assert(!verdict_named(VIEW("passed"), &v));
}
END_TEST

UNIT("judge", a_right_run_passes, a_forged_message_says_does, automation_hides_no_forged_message,
     another_answer_is_wrong, a_yes_instead_of_a_no_is_accepted, silence_is_no_answer, what_nobody_asked_for_is_surplus,
     open_is_not_closed_and_the_scene_goes_on, an_end_unasked_is_a_crash,
     a_failed_setup_says_nothing, a_player_that_claims_too_much_is_an_error,
     a_player_that_claims_too_little_is_an_error, a_broken_log_is_an_error,
     a_later_group_may_not_begin_early, a_budget_that_ran_out_is_inconclusive,
     damage_is_noticed, verdicts_have_names)
