/* sip_play_for_tests.h - SIP users at play against a stub, judged: scenario, actors and judge
 * as one; for *_test.c.
 *
 * plays() is all of it: a scenario from its cast on, its verdict, and the words of a finding.
 */
#ifndef HARNESS_SIP_PLAY_FOR_TESTS_H
#define HARNESS_SIP_PLAY_FOR_TESTS_H

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

static inline void put_file(const char *path, const char *a, const char *b, mode_t mode)
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

static inline bool a_finding_says(const struct judgement *j, const char *words)
{
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].verdict != VERDICT_PASS &&
		    strstr(j->finding[i].words, words) != NULL)
			return true;
	return words == NULL;
}

static inline void print_unnoticed(void *arg, unsigned line, const char *what)
{
	(void)arg;
	(void)line;
	fprintf(stderr, "unnoticed: %s\n", what);
}

/* A forged log is no true one: what may go unnoticed is a NOTIFY that is passed
 * over, and who sent one that is only tolerated. */
static inline bool damage_is_noticed(const struct case_ *c, const struct history *h)
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

static inline int judged(const struct playing *p, const struct case_ *c)
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
static inline int play_one(void *arg)
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

static inline void make_lab(void)
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

static inline void plays(const char *text, enum verdict verdict, const char *words)
{
	struct playing p = { text, verdict, words };
	struct fault f = { 0 };
	int status = -1;
	pid_t pid;

	if (!world_possible(&f)) {
		fault_free(&f);
		return; /* harness/world/world_test.c says so */
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

#endif
