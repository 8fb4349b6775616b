/* pool.c - so many worlds at a time; each judged when it has ended. */
#include "run/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cast/play.h"
#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "run/interrupt.h"
#include "run/progress.h"
#include "run/sut.h"
#include "run/tidy.h"
#include "run/verdicts.h"
#include "scenario/needs.h"

enum { EXIT_UNSUPPORTED = 75, EXIT_BROKEN = 70, WORDS_MAX = 1000 };

struct job {
	struct case_result *result;
	struct play_settings play;
	char *words;            /* why the player failed; shared with it */
	const char *bin;	/* where profiles find the reference; NULL: build/bin */
	struct timespec began;
	pid_t pid;		/* 0: not running */
};

struct pool {
	const struct lab *lab;
	const struct run_options *o;
	struct run *run;
	struct job *job;
	size_t n, next, running;
	struct progress *progress;
	const char *bin;
	char *words; /* WORDS_MAX for each job */
	size_t words_size;
};

/* --- in the world ------------------------------------------------------------ */

/* Why the harness failed reaches the parent in shared memory: a disk may be
 * full. */
static void leave_words(const struct job *j, struct fault *f)
{
	struct buf place = { 0 };

	fault_place(f, &place);
	snprintf(j->words, WORDS_MAX, "%s%s%s", buf_cstr(&place),
	         buf_len(&place) != 0 ? ": " : "", f->text);
	buf_free(&place);
	fault_free(f);
}

static int play_in_world(void *arg)
{
	const struct job *j = arg;
	struct fault f = { 0 };

	interrupt_forget();
	if (j->bin != NULL && setenv("FEDLAB_BIN", j->bin, 1) != 0)
		return EXIT_BROKEN;
	switch (play(&j->play, &f)) {
	case PLAY_DONE:
		return 0;
	case PLAY_UNSUPPORTED:
		leave_words(j, &f);
		return EXIT_UNSUPPORTED;
	case PLAY_BROKEN:
		break;
	}
	leave_words(j, &f);
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

static void ended(struct pool *p, struct job *j, int status)
{
	struct case_result *c = j->result;

	c->played = true;
	c->seconds = since(&j->began);
	j->pid = 0;
	p->running--;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		judge_result(c);
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_UNSUPPORTED) {
		verdict_set(c, VERDICT_NA, "%s", j->words);
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_BROKEN) {
		verdict_set(c, VERDICT_ERROR, "%s",
		            j->words[0] != '\0' ? j->words : "no reason was left");
	} else if (WIFSIGNALED(status)) {
		verdict_set(c, VERDICT_ERROR, "the player was ended by signal %d",
		            WTERMSIG(status));
	} else {
		verdict_set(c, VERDICT_ERROR, "the player ended with status %d",
		            WEXITSTATUS(status));
	}
	progress_ended(p->progress, c, verdict_is_declared(c, j->play.sut));
}

static void start(struct pool *p, struct job *j)
{
	struct fault f = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &j->began);
	progress_began(p->progress, j->result->case_->id);
	j->pid = world_fork(play_in_world, j, &f);
	if (j->pid < 0) {
		j->pid = 0;
		verdict_set(j->result, VERDICT_ERROR, "%s", f.text);
		fault_free(&f);
		j->result->played = true;
		progress_ended(p->progress, j->result, false);
		return;
	}
	p->running++;
}

static void reap(struct pool *p)
{
	int status;
	pid_t pid;

	do
		pid = waitpid(-1, &status, 0);
	while (pid < 0 && errno == EINTR && interrupt_seen() == 0);
	for (size_t i = 0; i < p->n; i++)
		if (p->job[i].pid == pid)
			ended(p, &p->job[i], status);
}

static void play_all(struct pool *p, unsigned side_by_side)
{
	while (interrupt_seen() == 0 && (p->next < p->n || p->running > 0)) {
		while (p->next < p->n && p->running < side_by_side)
			start(p, &p->job[p->next++]);
		if (p->running > 0)
			reap(p);
	}
}

/* The worlds that still run end with their first process. */
static void end_all(struct pool *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->job[i].pid != 0) {
			kill(p->job[i].pid, SIGKILL);
			while (waitpid(p->job[i].pid, NULL, 0) < 0 && errno == EINTR)
				;
		}
}

static void free_result(struct case_result *c)
{
	judgement_free(&c->judged);
	free(c->reason);
	free(c->dir);
	for (size_t k = 0; k < c->n_peer; k++)
		free(c->peer[k]);
	free(c->peer);
}

/* What was not played is no result. */
static void forget_unplayed(struct run *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_result; i++)
		if (r->result[i].played)
			r->result[n++] = r->result[i];
		else
			free_result(&r->result[i]);
	r->unplayed = r->n_result - n;
	r->n_result = n;
}

/* --- what is to be played ----------------------------------------------------------- */

static bool claims(void *profile, struct view name)
{
	return profile_claims(profile, name);
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

static void note_peers(struct run *run, struct case_result *c)
{
	for (size_t i = 0; i < c->case_->n_cast; i++) {
		const char *on = c->case_->cast[i].on.text;
		bool there = false;

		if (on == NULL)
			continue;
		c->peer = mem_resize(c->peer, (c->n_peer + 1) * sizeof *c->peer);
		c->peer[c->n_peer++] = mem_strdup(on);
		for (size_t k = 0; k < run->n_peer; k++)
			there |= strcmp(run->peer[k].name, on) == 0;
		if (there)
			continue;
		run->peer = mem_resize(run->peer, (run->n_peer + 1) * sizeof *run->peer);
		run->peer[run->n_peer].name = mem_strdup(on);
		run->peer[run->n_peer++].version = NULL;
	}
}

static bool name_versions(struct run *run, const struct profile *sut, struct fault *f)
{
	char version[200];

	if (!profile_version(sut, version, sizeof version, f))
		return false;
	run->sut.name = mem_strdup(sut->name);
	run->sut.version = mem_strdup(version);
	for (size_t i = 0; i < run->n_peer; i++) {
		struct profile *p = profile_load("peers", run->peer[i].name, f);
		bool ok = p != NULL && profile_version(p, version, sizeof version, f);

		profile_free(&p);
		if (!ok)
			return false;
		run->peer[i].version = mem_strdup(version);
	}
	return true;
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

/* Cases that the suite no longer has would stay for ever. */
static void remove_cases(const char *out)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s/cases", out);
	tidy_remove(buf_cstr(&b));
	buf_free(&b);
}

static bool has(const struct case_ *c, enum actor_kind kind)
{
	for (size_t i = 0; i < c->n_cast; i++)
		if (c->cast[i].kind == kind)
			return true;
	return false;
}

/* What a case needs without saying so: an inside user is a SIP user behind a front
 * end, or one whose XML is seen. */
static bool shows_inside_xml(const struct case_ *c)
{
	if (has(c, ACTOR_INSIDE_USER) && !has(c, ACTOR_FRONT_END))
		return true;
	for (size_t i = 0; i < c->n_step; i++)
		if (c->step[i].n_payload != 0 &&
		    c->cast[c->step[i].actor].kind == ACTOR_INSIDE_USER)
			return true;
	return false;
}

static bool applies(const struct case_ *c, const struct profile *sut, const char **missing)
{
	if (!needs_met(c->scenario->needs, claims, (void *)(uintptr_t)sut, missing))
		return false;
	*missing = "inside.xmpp";
	return sut->inside != INSIDE_SIP || !shows_inside_xml(c);
}

static bool prepare(struct pool *p, const struct selection *s, const struct profile *sut,
                    const char *authority, struct fault *f)
{
	const char *slow = getenv("FEDLAB_SLOWNESS");

	p->job = mem_array(s->n + 1, sizeof *p->job);
	p->run->result = mem_array(s->n + 1, sizeof *p->run->result);
	p->words = mmap(NULL, (s->n + 1) * WORDS_MAX, PROT_READ | PROT_WRITE,
	                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->words == MAP_FAILED) {
		p->words = NULL;
		return fault_set(f, NULL, 0, 0, "no memory to share: %s", strerror(errno));
	}
	p->words_size = (s->n + 1) * WORDS_MAX;
	for (size_t i = 0; i < s->n; i++) {
		struct case_result *c = &p->run->result[p->run->n_result++];
		struct job *j;
		const char *missing = NULL;

		c->case_ = s->item[i];
		if (!applies(c->case_, sut, &missing)) {
			verdict_set(c, VERDICT_NA, "%s does not claim %s", sut->name, missing);
			c->played = true; /* as far as can be */
			continue;
		}
		note_peers(p->run, c);
		c->dir = case_dir(p->o->out, c->case_->id);
		/* Evidence of an earlier run is none of this one. */
		tidy_remove(c->dir);
		if (!tidy_make(c->dir, f))
			return false;
		j = &p->job[p->n++];
		j->result = c;
		j->words = p->words + (p->n - 1) * WORDS_MAX;
		j->bin = p->bin;
		j->play = (struct play_settings){
			.case_ = c->case_,
			.suite_digest = p->lab->suite_digest,
			.dir = c->dir,
			.authority = authority,
			.peers_dir = "peers",
			.sut = sut,
			.seed = seed_of(p->o->seed, c->case_->id),
			.pcap = p->o->pcap,
			.slowness = slow != NULL ? strtod(slow, NULL) : 1.0,
		};
		if (!(j->play.slowness >= 1.0))
			return fault_set(f, NULL, 0, 0,
			                 "FEDLAB_SLOWNESS=%s: must be a number from 1", slow);
	}
	return true;
}

static void shuffle(struct pool *p)
{
	struct rng r;

	rng_seed(&r, p->o->seed);
	for (size_t i = p->n; i > 1; i--) {
		size_t k = rng_next_below(&r, (uint32_t)i);
		struct job t = p->job[i - 1];

		p->job[i - 1] = p->job[k];
		p->job[k] = t;
	}
}

/* Keeps the event log and the verdict of what passed, everything of the rest. */
static void tidy_results(const struct run *r, const struct run_options *o)
{
	for (size_t i = 0; i < r->n_result; i++)
		if (r->result[i].dir != NULL && !o->keep && r->result[i].verdict == VERDICT_PASS)
			tidy_keep(r->result[i].dir,
			          (const char *const[]){ "events.jsonl", "verdict.json",
			                                 "trace.pcapng", NULL });
}

bool run_cases(const struct lab *lab, const struct run_options *o, struct run *out,
               struct fault *f)
{
	struct selection s = { 0 };
	struct pool p = { .lab = lab, .o = o, .run = out };
	struct profile *sut = NULL;
	struct buf authority = { 0 }, bin = { 0 };
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	bool ok = false;

	memset(out, 0, sizeof *out);
	out->seed = o->seed;
	memcpy(out->suite_digest, lab->suite_digest, sizeof out->suite_digest);
	out->catalogue = lab->catalogue;
	out->suite = &lab->suite;
	out->whole = o->n_select == 0;
	if (!select_cases(lab, o->select, o->n_select, &s, f))
		goto out;
	sut = sut_load(lab->catalogue, "peers", o->sut, f);
	if (sut == NULL || !world_possible(f))
		goto out;
	if (!o->no_canaries)
		select_canaries(lab, &s);
	buf_printf(&authority, "%s/authority", o->out);
	if (o->mutant != NULL) {
		buf_printf(&bin, "build/mutants/%s", o->mutant);
		p.bin = buf_cstr(&bin);
	}
	if (out->whole)
		remove_cases(o->out);
	if (!tidy_make(o->out, f) || !tidy_make(buf_cstr(&authority), f) ||
	    !authority_make(buf_cstr(&authority), f) ||
	    !prepare(&p, &s, sut, buf_cstr(&authority), f) || !name_versions(out, sut, f))
		goto out;
	shuffle(&p);
	p.progress = progress_new(p.n, o->quiet);
	interrupt_watch();
	play_all(&p, o->jobs != 0 ? o->jobs : (unsigned)(cpus > 0 ? cpus : 1) * 2);
	interrupt_forget();
	progress_free(&p.progress);
	out->interrupted = interrupt_seen();
	if (out->interrupted != 0) {
		end_all(&p);
		forget_unplayed(out);
		out->whole = false; /* what was not played may still fail */
	}
	verdicts_apply_canaries(out);
	verdicts_apply_known(out, sut);
	if (out->interrupted == 0) /* else a control may only not have had its turn */
		verdicts_apply_controls(out);
	tidy_results(out, o);
	run_sum_up(out);
	ok = true;
out:
	selection_free(&s);
	profile_free(&sut);
	buf_free(&authority);
	buf_free(&bin);
	free(p.job);
	if (p.words != NULL)
		munmap(p.words, p.words_size);
	return ok;
}

void run_free(struct run *r)
{
	run_free_sums(r);
	for (size_t i = 0; i < r->n_result; i++)
		free_result(&r->result[i]);
	free(r->result);
	for (size_t i = 0; i < r->n_peer; i++) {
		free(r->peer[i].name);
		free(r->peer[i].version);
	}
	free(r->peer);
	free(r->sut.name);
	free(r->sut.version);
	memset(r, 0, sizeof *r);
}
