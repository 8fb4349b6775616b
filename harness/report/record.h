/* record.h - what else has to be the same for a run to be repeated: for whoever has a
 * verdict in hands, and not the machine.
 *
 * Here: the facts and how they are written.  run/host.h finds them out.
 */
#ifndef HARNESS_REPORT_RECORD_H
#define HARNESS_REPORT_RECORD_H

#include <stdbool.h>

#include <jansson.h>

#include "lib/buf.h"

struct run;

struct record {
	char harness[65];	/* SHA-256 of the program that played and judged */
	char *selection;	/* words of the command line, by blanks; "" or NULL: whole */
	char *bin;		/* where the reference's programs were (FEDLAB_BIN); NULL: build/bin */
	char *scenarios;	/* the folder of the suite; NULL: scenarios */
	double slowness;	/* what times were multiplied by; 0: not known */
	unsigned side_by_side;	/* cases at a time */
	bool pcap;
	char began[24];		/* "2026-11-29T18:00:00Z" */
	char *kernel, *machine, *os, *openssl;	/* of the host; NULL: not known */
	unsigned processors;
};

/* "FEDLAB_SLOWNESS=2 build/bin/fedlab run DB-02 --seed ... --sut ...": to be pasted.  With
 * `words`, these are played instead of what was selected; NULL: the same. */
void record_repeat(const struct run *r, const char *program, const char *words, struct buf *out);

/* Each fact of the run that is known, in one order: name and value, lent.  Identity first
 * (system, adapter, suite), then how it was run, then on what. */
void record_each(const struct run *r, void (*fn)(void *arg, const char *name, const char *value),
                 void *arg);

/* The same for summary.json, a new reference; numbers are numbers. */
json_t *record_json(const struct run *r);

void record_free(struct record *r);

#endif
