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

struct bench;
bool measure_edge(struct bench *b, struct figures *out);
void report(const struct figures *f);

/* --- fed-gateway (report_gateway.c) ----------------------------------------------- */
enum gateway_work {
	TCP_OUT,       /* SIP over TCP -> link: MESSAGE, stanza, handed, 2xx */
	TCP_IN,        /* link -> SIP over TCP: stanza, MESSAGE, 2xx */
	TCP_FLOOR_OUT, /* the same by the least forwarder there is (floor_convert.h) */
	TCP_FLOOR_IN,
	TLS_OUT, /* the same with SIP over mutual TLS */
	TLS_IN,
	TLS_FLOOR_OUT,
	TLS_FLOOR_IN,
	GATEWAY_PROSODY, /* the mean hop */
	GATEWAY_WORKS,
};

struct gateway_figures {
	unsigned messages, window;
	double windowed[ROUNDS][GATEWAY_WORKS]; /* us of CPU per message */
	double at_once[GATEWAY_WORKS];
	unsigned nudges;
};

/* --- connections that do nothing (streams.c, report_streams.c) -------------------- */
struct stream_figures {
	unsigned half_open, streams;
	double half_kib, stream_kib;                     /* memory of each */
	double quiet_cpu_ms, half_cpu_ms, stream_cpu_ms; /* CPU of a second */
	double quiet_ms, flood_ms, streams_ms;           /* the slowest message meanwhile */
	double accept_us, establish_us;                  /* each */
};
bool measure_streams(struct bench *b, struct stream_figures *out);
void report_streams(const struct stream_figures *f);

struct watch_figures;
bool measure_gateway(struct bench *b, struct gateway_figures *out);
void report_gateway(const struct gateway_figures *f);
void report_watches(const struct watch_figures *f);
/* Rows and bars of all reports (report.c). */
double report_row(const char *name, const double v[ROUNDS], double at_once);
bool report_bar(const char *name, double value, double limit, const char *unit);
void report_machine(void);

#endif
