/* streams.c - what connections cost fed-edge that do nothing, and what a partner who
 * has something to say notices of them: 10 000 that have proved nothing, then 2 000
 * streams of a partner over TLS, all idle.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "ci/bench/bench.h"
#include "ci/bench/report.h"
#include "lib/mem.h"

enum { HALF_OPEN = 10000, STREAMS = 2000, BATCH = 250, IDLE_MS = 2000, WAIT_MS = 20000 };

struct rig {
	struct bench *b;
	struct program edge;
	struct party *link, *good;
	struct party **half, **stream;
	unsigned n_half, n_stream;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void ignore(void *arg, struct view e)
{
	(void)arg;
	(void)e;
}

/* Descriptors of the program: a connection is taken when it has one. */
static unsigned open_files(const struct program *p)
{
	char path[64];
	unsigned n = 0;
	DIR *d;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)child_pid(p->child));
	d = opendir(path);
	if (d == NULL)
		return 0;
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

/* A message of a partner whose stream is up, to the link: the time it takes. */
static bool say(struct rig *r, double *worst)
{
	struct load one = { .from = r->good,
		            .to = r->link,
		            .sender = "user@" PARTNER "/r",
		            .receiver = "user@" OWN "/r",
		            .total = 1 };
	double began = now_ms(), took;

	if (!load_run(r->b, &one))
		return false;
	took = now_ms() - began;
	if (took > *worst)
		*worst = took;
	return true;
}

static bool wait_for(struct rig *r, unsigned files)
{
	uint64_t until = loop_now(r->b->loop) + WAIT_MS;

	while (open_files(&r->edge) < files)
		if (loop_now(r->b->loop) > until)
			return fault_set(r->b->f, NULL, 0, 0,
			                 "fed-edge does not take all connections");
		else
			loop_once(r->b->loop, 5);
	return true;
}

static bool open_half(struct rig *r, struct stream_figures *out)
{
	struct address to = at_port(&r->edge.at, 5269);
	unsigned files = open_files(&r->edge);
	double taking = 0;

	while (r->n_half < HALF_OPEN) {
		double began = now_ms();

		for (unsigned i = 0; i < BATCH; i++) {
			struct party *p = party_dial(r->b, &to);

			if (p == NULL)
				return false;
			r->half[r->n_half++] = p;
		}
		if (!wait_for(r, files + r->n_half))
			return false;
		taking += now_ms() - began;
		if (!say(r, &out->flood_ms))
			return false;
	}
	out->half_open = r->n_half;
	out->accept_us = taking * 1e3 / HALF_OPEN;
	return true;
}

static bool open_streams(struct rig *r, struct stream_figures *out)
{
	double began = now_ms();

	while (r->n_stream < STREAMS) {
		struct party *p = edge_call(r->b, &r->edge);

		if (p == NULL)
			return false;
		party_listen(p, ignore, NULL);
		r->stream[r->n_stream++] = p;
		if (r->n_stream % BATCH == 0 && !say(r, &out->streams_ms))
			return false;
	}
	out->streams = r->n_stream;
	out->establish_us = (now_ms() - began) * 1e3 / STREAMS;
	return true;
}

/* CPU of a second in which nobody says anything. */
static bool idle(struct rig *r, double *ms)
{
	uint64_t until = loop_now(r->b->loop) + IDLE_MS, before, after;

	if (!cpu_ns(r->b, &r->edge, &before))
		return false;
	while (loop_now(r->b->loop) < until)
		loop_once(r->b->loop, 100);
	if (!cpu_ns(r->b, &r->edge, &after))
		return false;
	*ms = (double)(after - before) / 1e6 / ((double)IDLE_MS / 1e3);
	return true;
}

static bool alive(struct rig *r)
{
	for (unsigned i = 0; i < r->n_half; i++)
		if (r->half[i]->over)
			return fault_set(r->b->f, NULL, 0, 0, "a half-open one was closed");
	for (unsigned i = 0; i < r->n_stream; i++)
		if (r->stream[i]->over)
			return fault_set(r->b->f, NULL, 0, 0, "a stream was closed");
	return true;
}

static double grown(const struct rig *r, uint64_t before, unsigned n)
{
	return ((double)child_rss_kib(r->edge.child) - (double)before) / n;
}

static bool enough_files(struct bench *b)
{
	struct rlimit files;

	return (getrlimit(RLIMIT_NOFILE, &files) == 0 &&
	        files.rlim_cur >= HALF_OPEN + STREAMS + 200) ||
	       fault_set(b->f, NULL, 0, 0, "a process may have %llu files open, %d are needed",
	                 (unsigned long long)files.rlim_cur, HALF_OPEN + STREAMS + 200);
}

bool measure_streams(struct bench *b, struct stream_figures *out)
{
	struct rig r = { .b = b };
	struct party *first = NULL;
	uint64_t before;
	bool ok = enough_files(b);

	r.half = mem_array(HALF_OPEN, sizeof *r.half);
	r.stream = mem_array(STREAMS, sizeof *r.stream);
	ok = ok && edge_start(b, "edge-streams", &r.edge) &&
	     (r.link = edge_link(b, &r.edge)) != NULL &&
	     (r.good = edge_call(b, &r.edge)) != NULL &&
	     (first = edge_call(b, &r.edge)) != NULL && say(&r, &out->quiet_ms) &&
	     idle(&r, &out->quiet_cpu_ms);
	out->quiet_ms = 0; /* the first one had to be looked up */
	for (int i = 0; ok && i < 20; i++)
		ok = say(&r, &out->quiet_ms);
	before = ok ? child_rss_kib(r.edge.child) : 0;
	ok = ok && open_half(&r, out);
	out->half_kib = ok ? grown(&r, before, HALF_OPEN) : 0;
	ok = ok && idle(&r, &out->half_cpu_ms) && alive(&r);
	before = ok ? child_rss_kib(r.edge.child) : 0;
	ok = ok && open_streams(&r, out);
	out->stream_kib = ok ? grown(&r, before, STREAMS) : 0;
	ok = ok && idle(&r, &out->stream_cpu_ms) && alive(&r);
	for (unsigned i = 0; i < r.n_half; i++)
		party_free(&r.half[i]);
	for (unsigned i = 0; i < r.n_stream; i++)
		party_free(&r.stream[i]);
	free(r.half);
	free(r.stream);
	party_free(&first);
	party_free(&r.good);
	party_free(&r.link);
	if (r.edge.child != NULL)
		child_signal(r.edge.child, SIGTERM);
	return ok;
}
