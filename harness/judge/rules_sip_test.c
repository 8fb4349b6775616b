/* What holds for every SIP message of the system, whatever a scenario is about, on a log
 * written by hand. */
#include <string.h>
#include <unistd.h>

#include "judge/judge.h"
#include "lib/unit.h"

static const char scene[] =
        "test RT-02\ntitle t\nproves R-1\ncontrol none\nkills m\nbudget 8s\n"
        "cast\n"
        "  iut    is sut at sipcorp.example\n"
        "  fe     is front-end at sipcorp.example over tcp\n"
        "  sally  is sip-ua at sipcorp.example\n"
        "act\n"
        "  sally sends\n"
        "    | MESSAGE sip:x@far.example SIP/2.0\n"
        "    |\n"
        "    | hi\n"
        "  sally gets [R-1]\n"
        "    | SIP/2.0 202 {any}\n";

#define COPIED                                                                                 \
	"Via: SIP/2.0/TCP fe.sipcorp.example:5060;branch=z9hG4bK7\r\n"                         \
	"From: <sip:sally@sipcorp.example>;tag=s1\r\nCall-ID: c1\r\nCSeq: 1 MESSAGE\r\n"       \
	"Content-Length: "
#define REQUEST                                                                                \
	"MESSAGE sip:x@far.example SIP/2.0\r\nMax-Forwards: 70\r\n"                            \
	"To: <sip:x@far.example>\r\n" COPIED "2\r\n\r\nhi"
#define ANSWER "SIP/2.0 202 Accepted\r\nTo: <sip:x@far.example>;tag=g1\r\n" COPIED "0\r\n\r\n"

#define SENT(bytes)                                                                            \
	{                                                                                      \
		.kind = EVENT_SENT, .actor = "sally", .conn = 1, .step = 1, .unit = UNIT_SIP,  \
		.text = VIEW_INIT(bytes)                                                       \
	}
#define RECV(bytes)                                                                            \
	{                                                                                      \
		.kind = EVENT_RECV, .actor = "sally", .conn = 1, .unit = UNIT_SIP,             \
		.text = VIEW_INIT(bytes)                                                       \
	}
#define OPEN                                                                                   \
	{                                                                                      \
		.kind = EVENT_OPEN, .actor = "sally", .conn = 1, .name = "out"                 \
	}
#define BEGIN(s)                                                                               \
	{                                                                                      \
		.kind = EVENT_BEGIN, .actor = "sally", .step = (s)                             \
	}
#define END_(s)                                                                                \
	{                                                                                      \
		.kind = EVENT_END, .actor = "sally", .step = (s), .value = "done"              \
	}

/* What the case is judged, by a log between its first and its last line. */
static enum verdict judged(const struct event *line, size_t n, const char *words)
{
	char path[] = "/tmp/RT-02-XXXXXX.scn";
	struct event all[16] = { { .kind = EVENT_CASE, .name = "RT-02" } };
	struct fault f = { 0 };
	struct judgement j;
	struct scenario *s;
	enum verdict v;
	bool said = words == NULL;
	int fd = mkstemps(path, 4);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, scene, sizeof scene - 1), (ssize_t)sizeof scene - 1);
	close(fd);
	s = scenario_load(path, NULL, &f);
	unlink(path);
	ck_assert_msg(s != NULL, "%u:%u: %s", f.line, f.column, f.text);
	memcpy(&all[1], line, n * sizeof *line);
	all[n + 1] = (struct event){ .kind = EVENT_STOP, .value = "complete" };
	for (size_t i = 0; i < n + 2; i++)
		all[i].n = i + 1;
	judge(s->cases[0], &(struct history){ all, n + 2, NULL }, &j);
	for (size_t i = 0; i < j.n_finding; i++)
		said = said || strstr(j.finding[i].words, words) != NULL;
	ck_assert_msg(said, "nothing says: %s", words);
	v = j.verdict;
	judgement_free(&j);
	scenario_free(&s);
	return v;
}

START_TEST(an_answer_comes_behind_its_request)
{
	static const struct event right[] = { OPEN,     BEGIN(1),     SENT(REQUEST), END_(1),
		                              BEGIN(2), RECV(ANSWER), END_(2) };
	static const struct event early[] = { OPEN,    RECV(ANSWER), BEGIN(1), SENT(REQUEST),
		                              END_(1), BEGIN(2),     END_(2) };

	ck_assert_int_eq(judged(right, 7, NULL), VERDICT_PASS);
	ck_assert_int_eq(judged(early, 7, "answers a request that was not sent"), VERDICT_FAIL);
}
END_TEST

START_TEST(an_answer_copies_what_it_must)
{
	static const struct event other[] = {
		OPEN,
		BEGIN(1),
		SENT(REQUEST),
		END_(1),
		BEGIN(2),
		RECV("SIP/2.0 202 Accepted\r\nTo: <sip:y@far.example>;tag=g1\r\n" COPIED
		     "0\r\n\r\n"),
		END_(2)
	};

	ck_assert_int_eq(judged(other, 7, "To"), VERDICT_FAIL);
}
END_TEST

/* The user is she, escaped or in capitals (RFC 7247 4); or somebody whom nobody named. */
START_TEST(no_user_is_invented)
{
#define ASKED(user)                                                                            \
	RECV("OPTIONS sip:sally@sipcorp.example SIP/2.0\r\n"                                   \
	     "Via: SIP/2.0/TCP gw.sipcorp.example;branch=z9hG4bK9\r\nMax-Forwards: 70\r\n"     \
	     "To: <sip:sally@sipcorp.example>\r\nFrom: <sip:" user                             \
	     "@far.example>;tag=g1\r\nCall-ID: c2\r\nCSeq: 1 OPTIONS\r\n"                      \
	     "Content-Length: 0\r\n\r\n")
	static const struct event named[] = { OPEN,    BEGIN(1), SENT(REQUEST), ASKED("%58"),
		                              END_(1), BEGIN(2), RECV(ANSWER),  END_(2) };
	struct event invented[8];

	memcpy(invented, named, sizeof named);
	invented[3] = (struct event)ASKED("yves");
	ck_assert_int_eq(judged(named, 8, "surplus: sally"), VERDICT_FAIL);
	ck_assert_int_eq(judged(invented, 8, "a user \"yves\", whom nobody had named"),
	                 VERDICT_FAIL);
}
END_TEST

UNIT("rules_sip", an_answer_comes_behind_its_request, an_answer_copies_what_it_must,
     no_user_is_invented)
