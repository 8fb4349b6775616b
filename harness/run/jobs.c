/* A world for each case; what became of it. */
#include "run/jobs.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "run/interrupt.h"
#include "run/tidy.h"
#include "run/verdicts.h"

enum { EXIT_UNSUPPORTED = 75, EXIT_BROKEN = 70, WORDS_MAX = 1000 };

/* Shared with the players, but for what they do not touch. */
struct running {
	struct job *job; /* NULL: a free place */
	struct timespec began;
	pid_t pid;
	char words[WORDS_MAX]; /* why the player failed */
};

/* --- in the world ------------------------------------------------------------ */

/* Why the harness failed reaches the parent in shared memory: a disk may be
 * full. */
static void leave_words(struct running *r, struct fault *f)
{
	struct buf place = { 0 };

	fault_place(f, &place);
	snprintf(r->words, WORDS_MAX, "%s%s%s", buf_cstr(&place),
	         buf_len(&place) != 0 ? ": " : "", f->text);
	buf_free(&place);
	fault_free(f);
}

static int play_in_world(void *arg)
{
	struct running *r = arg;
	struct fault f = { 0 };

	interrupt_forget();
	if (r->job->bin != NULL && setenv("FEDLAB_BIN", r->job->bin, 1) != 0)
		return EXIT_BROKEN;
	switch (play(&r->job->play, &f)) {
	case PLAY_DONE:
		return 0;
	case PLAY_UNSUPPORTED:
		leave_words(r, &f);
		return EXIT_UNSUPPORTED;
	case PLAY_BROKEN:
		break;
	}
	leave_words(r, &f);
	return EXIT_BROKEN;
}

/* --- outside ------------------------------------------------------------------- */

static double since(const struct timespec *t)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - t->tv_sec) + (double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

static const struct finding *decisive(const struct judgement *j)
{
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].verdict == j->verdict)
			return &j->finding[i];
	return NULL;
}

static void judge_result(struct case_result *c)
{
	struct history h = { 0 };
	struct fault f = { 0 };
	char path[4096];
	const struct finding *why;

	snprintf(path, sizeof path, "%s/events.jsonl", c->dir);
	if (!history_read(path, &h, &f)) {
		verdict_set(c, VERDICT_ERROR, "the event log cannot be read: %s", f.text);
		fault_free(&f);
		return;
	}
	judge(c->case_, &h, &c->judged);
	history_free(&h);
	c->verdict = c->judged.verdict;
	why = decisive(&c->judged);
	if (c->verdict != VERDICT_PASS && why != NULL)
		verdict_set(c, c->verdict, "%s", why->words);
	snprintf(path, sizeof path, "%s/verdict.json", c->dir);
	if (!judgement_write(&c->judged, c->case_, path, &f)) {
		verdict_set(c, VERDICT_ERROR, "%s", f.text);
		fault_free(&f);
	}
}

static void conclude(const struct running *r, int status)
{
	struct case_result *c = r->job->result;

	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		judge_result(c);
	else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_UNSUPPORTED)
		verdict_set(c, VERDICT_NA, "%s", r->words);
	else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_BROKEN)
		verdict_set(c, VERDICT_ERROR, "%s",
		            r->words[0] != '\0' ? r->words : "no reason was left");
	else if (WIFSIGNALED(status))
		verdict_set(c, VERDICT_ERROR, "the player was ended by signal %d",
		            WTERMSIG(status));
	else
		verdict_set(c, VERDICT_ERROR, "the player ended with status %d",
		            WEXITSTATUS(status));
}

/* --- side by side --------------------------------------------------------------- */

static void ended(const struct job_source *from, struct running *r)
{
	struct job *j = r->job;

	j->result->played = true;
	j->result->seconds = since(&r->began);
	r->job = NULL;
	from->ended(from->arg, j);
}

/* False: it has ended already. */
static bool start(struct running *r, struct job *j)
{
	struct fault f = { 0 };

	r->job = j;
	r->words[0] = '\0';
	clock_gettime(CLOCK_MONOTONIC, &r->began);
	r->pid = world_fork(play_in_world, r, &f);
	if (r->pid >= 0)
		return true;
	verdict_set(j->result, VERDICT_ERROR, "%s", f.text);
	fault_free(&f);
	return false;
}

static unsigned fill(const struct job_source *from, struct running *all, unsigned places)
{
	unsigned n = 0;

	for (unsigned i = 0; i < places; i++) {
		struct job *j;

		while (all[i].job == NULL && (j = from->next(from->arg)) != NULL)
			if (!start(&all[i], j))
				ended(from, &all[i]);
		n += all[i].job != NULL;
	}
	return n;
}

static void reap(const struct job_source *from, struct running *all, unsigned places)
{
	int status;
	pid_t pid;

	do
		pid = waitpid(-1, &status, 0);
	while (pid < 0 && errno == EINTR && interrupt_seen() == 0);
	for (unsigned i = 0; i < places; i++)
		if (all[i].job != NULL && all[i].pid == pid) {
			conclude(&all[i], status);
			ended(from, &all[i]);
			return;
		}
}

/* The worlds that still run end with their first process. */
static void end_all(struct running *all, unsigned places)
{
	for (unsigned i = 0; i < places; i++)
		if (all[i].job != NULL) {
			kill(all[i].pid, SIGKILL);
			while (waitpid(all[i].pid, NULL, 0) < 0 && errno == EINTR)
				;
		}
}

bool jobs_play(const struct job_source *from, unsigned side_by_side, struct fault *f)
{
	size_t size = side_by_side * sizeof(struct running);
	struct running *all = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                           MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (all == MAP_FAILED)
		return fault_set(f, NULL, 0, 0, "no memory to share: %s", strerror(errno));
	interrupt_watch();
	while (interrupt_seen() == 0 && fill(from, all, side_by_side) > 0)
		reap(from, all, side_by_side);
	interrupt_forget();
	end_all(all, side_by_side);
	munmap(all, size);
	return true;
}

/* --- one of them ------------------------------------------------------------------ */

unsigned jobs_side_by_side(void)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	return (unsigned)(cpus > 0 ? cpus : 1) * 3;
}

bool jobs_slowness(double *out, struct fault *f)
{
	const char *slow = getenv("FEDLAB_SLOWNESS");

	*out = slow != NULL ? strtod(slow, NULL) : 1.0;
	return *out >= 1.0 ||
	       fault_set(f, NULL, 0, 0, "FEDLAB_SLOWNESS=%s: must be a number from 1", slow);
}

/* Every case has a seed of its own, which its id alone repeats. */
static uint64_t seed_of(uint64_t seed, const char *id)
{
	struct rng r;

	for (; *id != '\0'; id++)
		seed = (seed ^ (unsigned char)*id) * 0x100000001b3u;
	rng_seed(&r, seed);
	return rng_next(&r);
}

static char *case_dir(const char *out, const char *id)
{
	struct buf b = { 0 };
	char *dir;

	buf_printf(&b, "%s/cases/%s", out, id);
	dir = buf_take(&b);
	for (char *p = dir + strlen(out) + sizeof "/cases/" - 1; *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	return dir;
}

bool job_make(struct job *j, const struct ground *g, struct case_result *result,
              struct fault *f)
{
	result->dir = case_dir(g->out, result->case_->id);
	/* Evidence of an earlier run is none of this one. */
	tidy_remove(result->dir);
	*j = (struct job){
		.result = result,
		.bin = g->bin,
		.play = {
			.case_ = result->case_,
			.suite_digest = g->suite_digest,
			.dir = result->dir,
			.authority = g->authority,
			.peers_dir = "peers",
			.sut = g->sut,
			.seed = seed_of(g->seed, result->case_->id),
			.pcap = g->pcap,
			.slowness = g->slowness,
		},
	};
	return tidy_make(result->dir, f);
}
