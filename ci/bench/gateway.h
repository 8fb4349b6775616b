/* gateway.h - fed-gateway between our two ends: a SIP front end and the edge's end
 * of the link (docs/link.md).
 */
#ifndef BENCH_GATEWAY_H
#define BENCH_GATEWAY_H

#include "ci/bench/bench.h"

struct gateway_kind {
	const char *name; /* of the process: its log, its address */
	bool tls;         /* the SIP side: mutual TLS, or TCP */
	const char *more; /* lines of `sip:`, each behind two spaces */
};

struct gateway_ends {
	struct gateway_kind kind;
	struct program program;
	struct listener *edge, *front;
	int edge_fd, front_fd; /* -1: not called yet */
	struct party *link;    /* as its edge */
	struct party *call;    /* we called it: requests to it */
	struct party *called;  /* it called us: requests of its own; NULL: not yet */
};

/* Listens as edge and front end, starts it, and lets its link come up. */
bool gateway_start(struct bench *b, const struct gateway_kind *kind, struct gateway_ends *g);
/* Calls it as the front end. */
bool gateway_call(struct bench *b, struct gateway_ends *g);
/* Takes its own call, once it has something to say. */
bool gateway_called(struct bench *b, struct gateway_ends *g);
/* The path of its store. */
void gateway_store(const struct bench *b, const char *name, char *out, size_t size);
/* Ends it and our ends. */
void gateway_end(struct bench *b, struct gateway_ends *g);

/* --- SIP and XML of both loads (gateway_sip.c) -------------------------------- */

/* `status` with what a response copies, and `fields` (whole lines). */
void sip_answer(struct buf *out, struct view request, const char *status, const char *fields);
/* The value of a field, spelt as it is written; empty: none. */
struct view sip_field(struct view message, const char *name);
bool sip_is_response(struct view message);
unsigned sip_status(struct view response);
/* An attribute of the first tag. */
struct view xml_attribute(struct view stanza, const char *name);

/* --- load (gateway_load.c) ------------------------------------------------------- */

struct sip_load {
	struct party *from, *to; /* messages go from one to the other */
	enum {
		TO_LINK, /* MESSAGE to a stanza, which is handed; 2xx comes back */
		TO_SIP,  /* stanza to a MESSAGE, which is answered */
	} way;
	unsigned total, window; /* as in struct load */
	unsigned already;       /* of total, sent before: only taken */
	const struct program *measured;
	double us; /* out: CPU of it per message */
};
bool sip_load_run(struct bench *b, struct sip_load *load);

/* --- presence (gateway_watches.c) -------------------------------------------------- */
struct watch_figures {
	unsigned n;
	double restart_s;         /* until all of XMPP's watches are subscribed again */
	double restart_us;        /* CPU of it for each, from its start */
	double xmpp_kib, sip_kib; /* memory of each, idle */
};
bool measure_watches(struct bench *b, unsigned n, struct watch_figures *out);

#endif
