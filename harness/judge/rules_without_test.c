/* `or without`: what comes does for a step, and a part of its requirements is broken. */
#include "judge/history_for_tests.h"

#include <stdlib.h>

static const char steps[] =
	"  thief gets [R-1 R-2]\n    | <db:result type='invalid'/>\n"
	"    or without R-2\n    | <db:result type='{invalid|error}'/>\n"
	"  thief gets [R-3]\n    | <over/>\n";

#define RESULT(type) "R thief 1 <db:result type='" type "'/>\n"

static char proves[] =
	"test RT-01\ntitle t\nproves R-1 R-2 R-3\ncontrol none\nkills m\nbudget 8s\ncast\n"
	"  iut    is sut at iut.example\n  thief  is scripted-dialler claiming peer.example\nact\n";

struct verdicts {
	enum verdict whole, one, two, three;
	char told[80]; /* the requirements of the last finding that is no pass, by blanks */
};

static struct verdicts judged(const char *log)
{
	char path[] = "/tmp/RT-01-XXXXXX.scn";
	int fd = mkstemps(path, 4);
	struct fault f = { 0 };
	struct judgement j;
	struct verdicts v = { VERDICT_NA, VERDICT_NA, VERDICT_NA, VERDICT_NA, "" };
	struct scenario *s;
	struct log l;
	const char *id;

	ck_assert(write(fd, proves, sizeof proves - 1) > 0 && write(fd, steps, sizeof steps - 1) > 0);
	close(fd);
	s = scenario_load(path, NULL, &f);
	unlink(path);
	ck_assert_msg(s != NULL, "%u:%u: %s", f.line, f.column, f.text);
	read_log(&l, log);
	judge(s->cases[0], &(struct history){ l.event, l.n, NULL }, &j);
	v.whole = j.verdict;
	for (size_t i = 0; i < j.n_requirement; i++) {
		const char *of = j.requirement[i].id;

		if (strncmp(of, "R-", 2) == 0) /* others are rules of every case */
			*(of[2] == '1' ? &v.one : of[2] == '2' ? &v.two : &v.three) = j.requirement[i].verdict;
	}
	for (size_t i = 0; i < j.n_finding; i++)
		for (size_t at = 0; j.finding[i].verdict != VERDICT_PASS &&
		                    (id = finding_requirement(s->cases[0], &j, &j.finding[i], &at)) != NULL;)
			snprintf(v.told + strlen(v.told), sizeof v.told - strlen(v.told), "%s ", id);
	judgement_free(&j);
	scenario_free(&s);
	free(l.text);
	return v;
}

static void are(const char *log, enum verdict whole, enum verdict one, enum verdict two,
                enum verdict three, const char *told)
{
	struct verdicts v = judged(log);

	ck_assert_str_eq(verdict_word(v.whole), verdict_word(whole));
	ck_assert_str_eq(verdict_word(v.one), verdict_word(one));
	ck_assert_str_eq(verdict_word(v.two), verdict_word(two));
	ck_assert_str_eq(verdict_word(v.three), verdict_word(three));
	ck_assert_str_eq(v.told, told);
}

#define BEHIND "B 2\nR thief 1 <over/>\nE 2 done\n"

#define SKIPPED "E 2 skipped\n"

START_TEST(a_lesser_answer_breaks_what_it_is_without)
{
	are(UP "B 1\n" RESULT("invalid") "E 1 done\n" BEHIND, VERDICT_PASS, VERDICT_PASS,
	    VERDICT_PASS, VERDICT_PASS, "");
	/* The scene goes on, and what is behind it is reached. */
	are(UP "B 1\n" RESULT("error") "E 1 done\n" BEHIND, VERDICT_FAIL, VERDICT_PASS,
	    VERDICT_FAIL, VERDICT_PASS, "R-2 ");
	/* What fits none breaks all of them. */
	are(UP "B 1\n" RESULT("valid") "E 1 failed\n" SKIPPED, VERDICT_FAIL, VERDICT_FAIL, VERDICT_FAIL,
	    VERDICT_INCONC, "R-1 R-2 R-3 ");
	are(UP "B 1\nE 1 timeout\n" SKIPPED, VERDICT_FAIL, VERDICT_FAIL, VERDICT_FAIL, VERDICT_INCONC,
	    "R-1 R-2 R-3 ");
	/* A player that takes a lesser answer for none contradicts the judge. */
	ck_assert_int_eq(judged(UP "B 1\n" RESULT("error") "E 1 failed\n" BEHIND).whole, VERDICT_ERROR);
}
END_TEST

UNIT("or without", a_lesser_answer_breaks_what_it_is_without)
