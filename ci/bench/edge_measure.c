/* edge_measure.c - memory per stream and CPU per stanza of fed-edge, beside the
 * floor and Prosody. */
#include <signal.h>

#include "ci/bench/bench.h"
#include "ci/bench/report.h"

/* Prosody gets fewer: on a busy machine the whole would take too long, and what
 * one stanza costs does not depend on how many there are. */
enum { MESSAGES = 20000, PROSODY_SHARE = 4, WINDOW = 64, IDLE = 500 };

#define OWN_USER     "user@" OWN "/r"
#define PARTNER_USER "user@" PARTNER "/r"

/* --- memory ------------------------------------------------------------------------------ */

static void ignore(void *arg, struct view e)
{
	(void)arg;
	(void)e;
}

static bool open_idle(struct bench *b, const struct program *e, struct party **idle)
{
	for (unsigned i = 0; i < IDLE; i++) {
		idle[i] = edge_call(b, e);
		if (idle[i] == NULL)
			return false;
		party_listen(idle[i], ignore, NULL);
	}
	return true;
}

/* One message over each stream: buffers that were needed once may stay. */
static bool use_each(struct bench *b, struct party *link, struct party **idle)
{
	bool ok = true;

	for (unsigned i = 0; ok && i < IDLE; i++) {
		struct load one = { .from = idle[i],
			            .to = link,
			            .sender = PARTNER_USER,
			            .receiver = OWN_USER,
			            .total = 1 };

		ok = load_run(b, &one);
	}
	return ok;
}

/* In a process of its own: memory that a load left behind would hide some. */
static bool measure_memory(struct bench *b, struct figures *out)
{
	static struct party *idle[IDLE];
	struct program e;
	struct party *link, *first;
	uint64_t before;
	bool ok;

	if (!edge_start(b, "edge-idle", &e) || (link = edge_link(b, &e)) == NULL)
		return false;
	first = edge_call(b, &e); /* what is made once */
	if (first == NULL)
		return false;
	before = child_rss_kib(e.child);
	ok = before > 0 && open_idle(b, &e, idle);
	out->idle_kib = ((double)child_rss_kib(e.child) - (double)before) / IDLE;
	ok = ok && use_each(b, link, idle);
	out->used_kib = ((double)child_rss_kib(e.child) - (double)before) / IDLE;
	out->idle_streams = IDLE;
	for (unsigned i = 0; i < IDLE; i++)
		party_free(&idle[i]);
	party_free(&first);
	party_free(&link);
	child_signal(e.child, SIGTERM);
	return ok;
}

/* --- CPU -------------------------------------------------------------------------------------- */

struct subjects {
	struct program edge, a, b;
	struct floor floor;
	struct party *link, *call, *called, *sender, *sink;
};

static bool start_subjects(struct bench *b, struct subjects *s)
{
	static const struct floor_kind floor_kind = { .name = "floor", .tls = true };

	return edge_start(b, "edge", &s->edge) && (s->link = edge_link(b, &s->edge)) != NULL &&
	       (s->call = edge_call(b, &s->edge)) != NULL &&
	       (s->called = edge_called(b, s->link)) != NULL &&
	       floor_start(b, &floor_kind, &s->floor) &&
	       prosody_start(b, "prosody-a", PROSODY_A, &s->a) &&
	       prosody_start(b, "prosody-b", PROSODY_B, &s->b) &&
	       (s->sender = prosody_login(b, &s->a, PROSODY_A)) != NULL &&
	       (s->sink = prosody_login(b, &s->b, PROSODY_B)) != NULL;
}

static void stop_subjects(struct subjects *s)
{
	party_free(&s->link);
	party_free(&s->call);
	party_free(&s->called);
	floor_end(&s->floor);
	party_free(&s->sender);
	party_free(&s->sink);
}

/* Everything once, one after the other; `out` NULL: to warm up. */
static bool round_of(struct bench *b, struct subjects *s, unsigned total, unsigned window,
                     double out[WORKS], unsigned *nudges)
{
	struct load load[] = {
		[WORK_EDGE_IN] = { .from = s->call,
		                   .to = s->link,
		                   .sender = PARTNER_USER,
		                   .receiver = OWN_USER,
		                   .measured = { &s->edge } },
		[WORK_EDGE_OUT] = { .from = s->link,
		                    .to = s->called,
		                    .sender = OWN_USER,
		                    .receiver = PARTNER_USER,
		                    .measured = { &s->edge } },
		[WORK_FLOOR] = { .from = s->floor.in,
		                 .to = s->floor.out,
		                 .sender = PARTNER_USER,
		                 .receiver = OWN_USER,
		                 .measured = { &s->floor.program } },
		[WORK_PROSODY_A] = { .from = s->sender,
		                     .to = s->sink,
		                     .sender = "user@" PROSODY_A "/r",
		                     .receiver = "user@" PROSODY_B "/r",
		                     .measured = { &s->a, &s->b },
		                     .may_nudge = true },
	};

	for (size_t i = 0; i < sizeof load / sizeof *load; i++) {
		load[i].total = i == WORK_PROSODY_A ? total / PROSODY_SHARE : total;
		load[i].window = window;
		if (!load_run(b, &load[i]))
			return false;
		*nudges += load[i].nudges;
		if (out != NULL)
			out[i] = load[i].us[0];
	}
	if (out != NULL)
		out[WORK_PROSODY_B] = load[WORK_PROSODY_A].us[1];
	return true;
}

static bool measure_cpu(struct bench *b, struct figures *out)
{
	struct subjects s = { 0 };
	bool ok = start_subjects(b, &s) &&
	          round_of(b, &s, MESSAGES / 10, WINDOW, NULL, &out->nudges);

	for (size_t r = 0; ok && r < ROUNDS; r++)
		ok = round_of(b, &s, MESSAGES, WINDOW, out->windowed[r], &out->nudges);
	ok = ok && round_of(b, &s, MESSAGES, 0, out->at_once, &out->nudges);
	stop_subjects(&s);
	return ok;
}

bool measure_edge(struct bench *b, struct figures *out)
{
	out->messages = MESSAGES;
	out->through_prosody = MESSAGES / PROSODY_SHARE;
	out->window = WINDOW;
	return measure_memory(b, out) && measure_cpu(b, out);
}
