/* report.h - the figures, and how they stand to the bars. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <stdbool.h>

enum { ROUNDS = 3 };

enum work {
	WORK_EDGE_IN,  /* partner's TLS stream -> link */
	WORK_EDGE_OUT, /* link -> partner's TLS stream */
	WORK_FLOOR,
	WORK_PROSODY_A, /* client -> server to server */
	WORK_PROSODY_B, /* server to server -> client */
	WORKS,
};

struct figures {
	unsigned messages, through_prosody, window; /* of each round */
	double windowed[ROUNDS][WORKS];             /* us of CPU per stanza */
	double at_once[WORKS];                      /* the same, without a window */
	unsigned idle_streams;
	double idle_kib; /* per authenticated stream */
	double used_kib; /* the same after a message on each */
	unsigned nudges; /* stanzas sent because Prosody was silent, see bench.h */
};

void report(const struct figures *f);

#endif
