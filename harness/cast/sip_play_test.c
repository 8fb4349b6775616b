/* SIP users at play against a stub, judged: scenario, actors and judge as one. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cast/play.h"
#include "cast/sip_stub_for_tests.h"
#include "judge/damage.h"
#include "judge/judge.h"
#include "lib/unit.h"

static const char head[] =
        "test SP-01\ntitle t\nproves R-1\ncontrol none\nkills m\nbudget 8s\ncast\n"
        "    iut is sut at sipcorp.example\n";

static const char profile[] =
        "version /bin/true\ninside sip\npolicy {profile}/configure\n"
        "process idle start /proc/self/exe idle\nprocess idle ready xmpp\n"
        "process stub start /proc/self/exe stub\n"
        "process stub ready sip-udp sip-tcp sip-tls within 5s until-log is up\n"
        "port xmpp 5269\nport sip-udp 5060 udp\nport sip-tcp 5060\nport sip-tls 5061\n"
        "stop signal TERM\n";

static const char configure[] =
        "#!/bin/sh\n"
        "[ \"${FEDLAB_SIP_TRUSTED%% *}\" != \"\" ] || exit 1\n"
        "printf '%s\\n%s\\n%s\\n' \"$FEDLAB_HOST\" \"$FEDLAB_CERTIFICATE\" \"$FEDLAB_KEY\" "
        ">\"$FEDLAB_DIR/conf\"\n";

static void put_file(const char *path, const char *a, const char *b, mode_t mode)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	fputs(a, f);
	fputs(b, f);
	fclose(f);
	chmod(path, mode);
}

struct playing {
	const char *text; /* behind the cast's system */
	enum verdict verdict;
	const char *words; /* in the words of a finding that is no pass; or NULL */
};

static bool a_finding_says(const struct judgement *j, const char *words)
{
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].verdict != VERDICT_PASS &&
		    strstr(j->finding[i].words, words) != NULL)
			return true;
	return words == NULL;
}

static void print_unnoticed(void *arg, unsigned line, const char *what)
{
	(void)arg;
	(void)line;
	fprintf(stderr, "unnoticed: %s\n", what);
}

/* A forged log is no true one: what may go unnoticed is a NOTIFY that is passed
 * over, and who sent one that is only tolerated. */
static bool damage_is_noticed(const struct case_ *c, const struct history *h)
{
	struct damage_score score = { { 0 }, { 0 } };
	size_t unnoticed = 0, made = 0;

	damage_try(c, h, &score, print_unnoticed, NULL);
	for (size_t i = 0; i < DAMAGE_KINDS; i++) {
		unnoticed += score.unnoticed[i];
		made += score.made[i];
	}
	return made > 15 && unnoticed <= 3;
}

static int judged(const struct playing *p, const struct case_ *c)
{
	struct history h;
	struct judgement j;
	struct fault f = { 0 };
	bool ok;

	if (!history_read("case/events.jsonl", &h, &f))
		return 3;
	judge(c, &h, &j);
	ok = j.verdict == p->verdict && (p->words == NULL || a_finding_says(&j, p->words));
	ok = ok && (p->verdict != VERDICT_PASS || damage_is_noticed(c, &h));
	for (size_t i = 0; i < j.n_finding && !ok; i++)
		fprintf(stderr, "%s: %s\n", verdict_word(j.finding[i].verdict),
		        j.finding[i].words);
	judgement_free(&j);
	history_free(&h);
	return ok ? 0 : 4;
}

/* In the world. */
static int play_one(void *arg)
{
	const struct playing *p = arg;
	struct fault f = { 0 };
	struct scenario *s = scenario_load("SP-01.scn", NULL, &f);
	struct profile *sut = s == NULL ? NULL : profile_load(".", "stub", &f);
	struct play_settings set = { .suite_digest = "x",
		                     .dir = "case",
		                     .authority = "authority",
		                     .peers_dir = ".",
		                     .seed = 7,
		                     .slowness = 1 };
	int result = 2;

	if (sut != NULL) {
		set.case_ = s->cases[0];
		set.sut = sut;
		if (play(&set, &f) == PLAY_DONE)
			result = judged(p, s->cases[0]);
	}
	if (f.text != NULL)
		fprintf(stderr, "%u: %s\n", f.line, f.text);
	fault_free(&f);
	profile_free(&sut);
	scenario_free(&s);
	return result;
}

static void make_lab(void)
{
	struct fault f = { 0 };
	char dir[PATH_MAX];
	ssize_t n;

	/* beside the program, so that builds do not meet */
	n = readlink("/proc/self/exe", dir, sizeof dir - 8);
	ck_assert_int_gt(n, 0);
	memcpy(dir + n, ".lab", sizeof ".lab");
	mkdir(dir, 0777);
	ck_assert_int_eq(chdir(dir), 0);
	mkdir("stub", 0777);
	mkdir("authority", 0777);
	put_file("stub/profile", profile, "", 0644);
	put_file("stub/configure", configure, "", 0755);
	ck_assert_msg(authority_make("authority", &f), "%s", f.text);
}

static void plays(const char *text, enum verdict verdict, const char *words)
{
	struct playing p = { text, verdict, words };
	struct fault f = { 0 };
	int status = -1;
	pid_t pid;

	if (!world_possible(&f)) {
		fault_free(&f);
		return; /* world_test says so */
	}
	make_lab();
	put_file("SP-01.scn", head, text, 0644);
	pid = world_fork(play_one, &p, &f);
	ck_assert_msg(pid > 0, "%s", f.text);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x for\n%s",
	              status, text);
}

#define SALLY(over) "    sally is sip-ua at sipcorp.example over " over "\nact\n"
#define TALK                                                                                   \
	"    sally is online\n    sally pings jabbertown.example\n"                            \
	"    sally says \"hello\" to xeno@jabbertown.example\n"                                \
	"    sally hears \"hello\" from xeno@jabbertown.example  [R-1]\n"

START_TEST(messages_over_udp)
{
	plays(SALLY("udp") TALK, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(messages_over_tcp)
{
	plays(SALLY("tcp") TALK, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(messages_over_tls)
{
	plays(SALLY("tls") TALK, VERDICT_PASS, NULL);
}
END_TEST

/* Who comes second waits for the connection that the first one dials. */
START_TEST(two_users_come_online_at_once)
{
	plays("    sally is sip-ua at sipcorp.example over tls\n"
	      "    sue is sip-ua at sipcorp.example over tls\nsetup\n"
	      "    sally is online\n    sue is online\nact\n"
	      "    sally pings jabbertown.example\n"
	      "    sue says \"hello\" to xeno@jabbertown.example\n"
	      "    sue hears \"hello\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(an_inside_user_is_a_sip_user)
{
	plays("    juliet is inside-user at sipcorp.example\nact\n"
	      "    juliet is online\n    juliet says \"hello\" to xeno@jabbertown.example\n"
	      "    juliet hears \"hello\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(raw_messages_and_repeats)
{
	plays(SALLY("udp") "    sally sends as $msg\n"
	                   "        | MESSAGE sip:xeno@jabbertown.example SIP/2.0\n"
	                   "        | From: <sip:sally@sipcorp.example>;tag={fresh tag}\n"
	                   "        | To: <sip:xeno@jabbertown.example>\n"
	                   "        | Call-ID: {fresh callid as $call}\n"
	                   "        | Content-Type: text/plain\n"
	                   "        |\n"
	                   "        | 5 < 6\n"
	                   "    sally gets  [R-1]\n"
	                   "        | SIP/2.0 {200|202} {any}\n"
	                   "        | Call-ID: {$call}\n"
	                   "        | CSeq: 1 MESSAGE\n"
	                   "        | !Contact\n"
	                   "    sally gets\n"
	                   "        | MESSAGE {any} SIP/2.0\n"
	                   "        | From: <sip:xeno@jabbertown.example>\n"
	                   "        |\n"
	                   "        | 5 < 6\n"
	                   "then\n"
	                   "    sally resends $msg\n"
	                   "    sally gets  [R-1]\n"
	                   "        | SIP/2.0 {200|202} {any}\n"
	                   "        | Call-ID: {$call}\n"
	                   "then\n"
	                   "    fence F from sally to sally after sally drained\n"
	                   "    sally got nothing like until F  [R-1]\n"
	                   "        | MESSAGE {any} SIP/2.0\n"
	                   "        | Subject: {any}\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(a_difference_is_a_failure)
{
	plays(SALLY("tcp") "    sally says \"hello\" to xeno@jabbertown.example\n"
	                   "    sally gets  [R-1]\n"
	                   "        | MESSAGE {any} SIP/2.0\n"
	                   "        |\n"
	                   "        | goodbye\n",
	      VERDICT_FAIL, "body: expected goodbye, got hello");
}
END_TEST

START_TEST(failures_are_told)
{
	plays(SALLY("tcp") "    sally says \"no\" to xeno@jabbertown.example as $m\n"
	                   "    sally is told gone|item-not-found about $m  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(presence_is_seen)
{
	plays(SALLY("tcp") "    sally subscribes to xeno@jabbertown.example\n"
	                   "    sally is approved by xeno@jabbertown.example  [R-1]\n"
	                   "    sally sees xeno@jabbertown.example/phone as away saying "
	                   "\"tram\"  [R-1]\n"
	                   "then\n"
	                   "    sally refreshes its watch on xeno@jabbertown.example\n"
	                   "then\n"
	                   "    sally sees xeno@jabbertown.example as away\n"
	                   "then\n"
	                   "    sally unsubscribes from xeno@jabbertown.example\n"
	                   "    sally gets  [R-1]\n"
	                   "        | NOTIFY {any} SIP/2.0\n"
	                   "        | Subscription-State: terminated;reason={any}\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(words_pass_presence_by)
{
	plays(SALLY("tcp") "    sally subscribes to xeno@jabbertown.example\n"
	                   "    sally says \"hello\" to xeno@jabbertown.example\n"
	                   "    sally hears \"hello\" from xeno@jabbertown.example  [R-1]\n"
	                   "    sally is approved by xeno@jabbertown.example  [R-1]\n"
	                   "    sally sees xeno@jabbertown.example as away  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(presence_is_shown)
{
	plays(SALLY("udp") "    sally says \"watch\" to xeno@jabbertown.example\n"
	                   "    sally is asked by xeno@jabbertown.example  [R-1]\n"
	                   "    sally approves xeno@jabbertown.example\n"
	                   "    sally hears \"saw open\" from xeno@jabbertown.example  [R-1]\n"
	                   "    sally goes offline\n"
	                   "    sally hears \"saw closed\" from xeno@jabbertown.example  "
	                   "[R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(a_step_answers)
{
	plays(SALLY("tcp") "    sally says \"watch\" to xeno@jabbertown.example\n"
	                   "    sally gets as $sub  [R-1]\n"
	                   "        | SUBSCRIBE sip:sally@sipcorp.example SIP/2.0\n"
	                   "        | Event: presence\n"
	                   "    sally answers 200\n"
	                   "        | Expires: 30\n"
	                   "    sally sends NOTIFY in the dialog of $sub\n"
	                   "        | Event: presence\n"
	                   "        | Subscription-State: active;expires=30\n"
	                   "        | Content-Type: application/pidf+xml\n"
	                   "        |\n"
	                   "        | <presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                   "entity='pres:s'>\n"
	                   "        |   <tuple "
	                   "id='a'><status><basic>open</basic></status></tuple>\n"
	                   "        | </presence>\n"
	                   "    sally gets\n"
	                   "        | SIP/2.0 200 {any}\n"
	                   "        | CSeq: 1 NOTIFY\n"
	                   "    sally hears \"saw open\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

/* RFC 6665 4.1.2.4: a NOTIFY may come before the answer. */
START_TEST(an_answer_may_wait)
{
	plays(SALLY("tcp") "    sally says \"watch\" to xeno@jabbertown.example\n"
	                   "    sally gets as $sub  [R-1]\n"
	                   "        | SUBSCRIBE sip:sally@sipcorp.example SIP/2.0\n"
	                   "    sally sends NOTIFY in the dialog of $sub\n"
	                   "        | Event: presence\n"
	                   "        | Subscription-State: active;expires=30\n"
	                   "        |\n"
	                   "        | <presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                   "entity='pres:s'>\n"
	                   "        |   <tuple "
	                   "id='a'><status><basic>open</basic></status></tuple>\n"
	                   "        | </presence>\n"
	                   "    sally gets\n"
	                   "        | SIP/2.0 {any}\n"
	                   "        | CSeq: 1 NOTIFY\n"
	                   "    sally gets as $seen\n"
	                   "        | MESSAGE {any} SIP/2.0\n"
	                   "        | From: <sip:xeno@jabbertown.example>\n"
	                   "    sally answers 202 \"Later\" to $sub\n"
	                   "    sally leaves $seen unanswered\n"
	                   "    sally says \"hello\" to xeno@jabbertown.example\n"
	                   "    sally hears \"hello\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(what_nobody_asked_for_is_surplus)
{
	plays(SALLY("tcp") "    sally says \"dup\" to xeno@jabbertown.example\n"
	                   "    sally hears \"dup\" from xeno@jabbertown.example  [R-1]\n"
	                   "then\n"
	                   "    fence F from sally to sally\n"
	                   "    sally got nothing like until F\n"
	                   "        | SUBSCRIBE {any} SIP/2.0\n",
	      VERDICT_FAIL, "surplus");
}
END_TEST

#define AGAIN                                                                                  \
	"    sally says \"again\" to xeno@jabbertown.example\n"                                \
	"    sally gets as $m  [R-1]\n"                                                        \
	"        | MESSAGE {any} SIP/2.0\n"                                                    \
	"        | From: <sip:xeno@jabbertown.example>\n"                                      \
	"        |\n        | again\n"                                                         \
	"then\n"                                                                               \
	"    fence F from sally to sally\n"                                                    \
	"    sally got nothing like $m since $m until F\n"

/* RFC 3261 17.1.2: over UDP it is no second message, over TCP it is one. */
START_TEST(the_same_bytes_again)
{
	plays(SALLY("udp") AGAIN, VERDICT_PASS, NULL);
	plays(SALLY("tcp") AGAIN, VERDICT_FAIL, "CSeq does not rise");
}
END_TEST

#define MESSAGE_HEAD                                                                           \
	"        | MESSAGE sip:xeno@jabbertown.example SIP/2.0\n"                              \
	"        | From: <sip:sally@sipcorp.example>;tag={fresh tag}\n"                        \
	"        | To: <sip:xeno@jabbertown.example>\n"                                        \
	"        | Call-ID: {fresh callid}\n"                                                  \
	"        | Content-Type: text/plain\n"                                                 \
	"        |\n"
#define ECHOED(body)                                                                           \
	"    sally gets\n        | SIP/2.0 202 {any}\n"                                        \
	"    sally gets  [R-1]\n        | MESSAGE {any} SIP/2.0\n"                             \
	"        | From: <sip:xeno@jabbertown.example>\n        |\n        | " body "\n"

START_TEST(messages_of_any_size_and_shape)
{
	plays(SALLY("tcp") "    sally sends filled to 1400 bytes\n" MESSAGE_HEAD
	                   "        | {filler}\n" ECHOED(
	                           "{/x{500,1390}/}") "    sally sends cut at every "
	                                              "byte\n" MESSAGE_HEAD
	                                              "        | slowly\n" ECHOED(
	                                                      "slowly") "    sally sends 2 "
	                                                                "times\n" MESSAGE_HEAD
	                                                                "        | "
	                                                                "twice\n" ECHOED("twic"
	                                                                                 "e")
	                                                                        ECHOED("twic"
	                                                                               "e") "  "
	                                                                                    "  "
	                                                                                    "sa"
	                                                                                    "ll"
	                                                                                    "y"
	                                                                                    " s"
	                                                                                    "en"
	                                                                                    "d"
	                                                                                    "s "
	                                                                                    "ra"
	                                                                                    "w"
	                                                                                    "\n"
	                                                                                    "  "
	                                                                                    "  "
	                                                                                    " "
	                                                                                    "  "
	                                                                                    " |"
	                                                                                    " "
	                                                                                    "OP"
	                                                                                    "TI"
	                                                                                    "O"
	                                                                                    "NS"
	                                                                                    " "
	                                                                                    "si"
	                                                                                    "p:"
	                                                                                    "x "
	                                                                                    "SI"
	                                                                                    "P/"
	                                                                                    "2."
	                                                                                    "0"
	                                                                                    "\\"
	                                                                                    "r"
	                                                                                    "\\"
	                                                                                    "n"
	                                                                                    "\n"
	                                                                                    "  "
	                                                                                    "  "
	                                                                                    " "
	                                                                                    "  "
	                                                                                    " |"
	                                                                                    " "
	                                                                                    "v:"
	                                                                                    " "
	                                                                                    "SI"
	                                                                                    "P/"
	                                                                                    "2."
	                                                                                    "0/"
	                                                                                    "TC"
	                                                                                    "P "
	                                                                                    "x;"
	                                                                                    "br"
	                                                                                    "an"
	                                                                                    "c"
	                                                                                    "h="
	                                                                                    "z9"
	                                                                                    "hG"
	                                                                                    "4"
	                                                                                    "bK"
	                                                                                    "ra"
	                                                                                    "w"
	                                                                                    "\\"
	                                                                                    "r"
	                                                                                    "\\"
	                                                                                    "n"
	                                                                                    "\n"
	                                                                                    "  "
	                                                                                    "  "
	                                                                                    " "
	                                                                                    "  "
	                                                                                    " |"
	                                                                                    " "
	                                                                                    "f:"
	                                                                                    " "
	                                                                                    "<s"
	                                                                                    "ip"
	                                                                                    ":"
	                                                                                    "a@"
	                                                                                    "b>"
	                                                                                    ";"
	                                                                                    "ta"
	                                                                                    "g="
	                                                                                    "1"
	                                                                                    "\\"
	                                                                                    "r"
	                                                                                    "\\"
	                                                                                    "nt"
	                                                                                    ":"
	                                                                                    " <"
	                                                                                    "si"
	                                                                                    "p:"
	                                                                                    "x>"
	                                                                                    "\\"
	                                                                                    "r"
	                                                                                    "\\"
	                                                                                    "n"
	                                                                                    "\n"
	                                                                                    "  "
	                                                                                    "  "
	                                                                                    " "
	                                                                                    "  "
	                                                                                    " |"
	                                                                                    " "
	                                                                                    "i:"
	                                                                                    " "
	                                                                                    "ra"
	                                                                                    "w"
	                                                                                    "\\"
	                                                                                    "r"
	                                                                                    "\\"
	                                                                                    "nC"
	                                                                                    "Se"
	                                                                                    "q:"
	                                                                                    " "
	                                                                                    "9 "
	                                                                                    "OP"
	                                                                                    "TI"
	                                                                                    "O"
	                                                                                    "NS"
	                                                                                    "\\"
	                                                                                    "r"
	                                                                                    "\\"
	                                                                                    "nl"
	                                                                                    ":"
	                                                                                    " 0"
	                                                                                    "\\"
	                                                                                    "r"
	                                                                                    "\\"
	                                                                                    "n"
	                                                                                    "\\"
	                                                                                    "r"
	                                                                                    "\\"
	                                                                                    "n"
	                                                                                    "\n"
	                                                                                    "  "
	                                                                                    "  "
	                                                                                    "sa"
	                                                                                    "ll"
	                                                                                    "y"
	                                                                                    " g"
	                                                                                    "et"
	                                                                                    "s"
	                                                                                    "  "
	                                                                                    "[R"
	                                                                                    "-1"
	                                                                                    "]"
	                                                                                    "\n"
	                                                                                    "  "
	                                                                                    "  "
	                                                                                    " "
	                                                                                    "  "
	                                                                                    " |"
	                                                                                    " "
	                                                                                    "SI"
	                                                                                    "P/"
	                                                                                    "2."
	                                                                                    "0 "
	                                                                                    "20"
	                                                                                    "0 "
	                                                                                    "{a"
	                                                                                    "ny"
	                                                                                    "}"
	                                                                                    "\n"
	                                                                                    "  "
	                                                                                    "  "
	                                                                                    " "
	                                                                                    "  "
	                                                                                    " |"
	                                                                                    " "
	                                                                                    "CS"
	                                                                                    "eq"
	                                                                                    ":"
	                                                                                    " 9"
	                                                                                    " "
	                                                                                    "OP"
	                                                                                    "TI"
	                                                                                    "O"
	                                                                                    "NS"
	                                                                                    "\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(connections_of_a_front_end)
{
	plays("    fe is front-end at sipcorp.example\nact\n"
	      "    fe connects\n"
	      "    fe sends raw\n"
	      "        | OPTIONS sip:x SIP/2.0\\r\\n\n"
	      "        | v: SIP/2.0/TCP x;branch=z9hG4bKraw\\r\\n\n"
	      "        | f: <sip:a@b>;tag=1\\r\\nt: <sip:x>\\r\\n\n"
	      "        | i: raw\\r\\nCSeq: 9 OPTIONS\\r\\nl: 0\\r\\n\\r\\n\n"
	      "    fe gets  [R-1]\n"
	      "        | SIP/2.0 200 {any}\n"
	      "    fe is still open  [R-1]\n"
	      "    fe is drained\n"
	      "    fe drops the connection\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(two_messages_in_one_go)
{
#define ASKS(id)                                                                               \
	"        | OPTIONS sip:x SIP/2.0\\r\\n\n"                                                \
	"        | v: SIP/2.0/TCP x;branch=z9hG4bK" id "\\r\\n\n"                               \
	"        | f: <sip:a@b>;tag=1\\r\\nt: <sip:x>\\r\\n\n"                                  \
	"        | i: " id "\\r\\nCSeq: 9 OPTIONS\\r\\nl: 2\\r\\n\\r\\nab\n"
#define TOLD(id)                                                                               \
	"    sally gets  [R-1]\n"                                                             \
	"        | SIP/2.0 200 {any}\n"                                                       \
	"        | Call-ID: " id "\n"

	plays(SALLY("tcp") "    sally sends raw\n" ASKS("one") "        | \\r\\n\n" ASKS("two")
	      TOLD("one") TOLD("two"),
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(wrong_sip_is_found)
{
	plays(SALLY("tcp") "    sally says \"bad\" to xeno@jabbertown.example\n"
	                   "    sally hears \"bad\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_FAIL, "no Max-Forwards");
}
END_TEST

START_TEST(a_declared_front_end_is_named)
{
	plays("    fe is front-end at sipcorp.example over tls\n"
	      "    sally is sip-ua at sipcorp.example behind fe\nact\n" TALK
	      "then\n    fe sees a certificate for sipcorp.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(two_processes_are_one_system)
{
	plays(SALLY("tcp") TALK
	      "then\n    iut is restarted\n"
	      "then\n    sally says \"and now\" to xeno@jabbertown.example\n"
	      "    sally hears \"and now\" from xeno@jabbertown.example  [R-1]\n"
	      "then\n    iut is told to stop\n    iut has stopped  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

UNIT("sip_play", messages_over_udp, messages_over_tcp, messages_over_tls, two_users_come_online_at_once,
     an_inside_user_is_a_sip_user, raw_messages_and_repeats, a_difference_is_a_failure,
     failures_are_told, presence_is_seen, presence_is_shown, a_step_answers,
     what_nobody_asked_for_is_surplus, wrong_sip_is_found, a_declared_front_end_is_named,
     two_processes_are_one_system, the_same_bytes_again, messages_of_any_size_and_shape,
     connections_of_a_front_end, two_messages_in_one_go, an_answer_may_wait, words_pass_presence_by)
