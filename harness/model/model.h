/* model.h - the way a stream must take, by policy and by what the partner can.
 *
 * A pure function of the documented table (LYNC-MATRIX-1 to 18) and of the rules of
 * RFC 6120 and XEP-0220; it shares nothing with the reference's own policy.
 */
#ifndef HARNESS_MODEL_H
#define HARNESS_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/fault.h"

enum ways {                   /* a set: what the table allows */
	    WAY_SASL_TLS = 1, /* EXTERNAL inside TLS */
	    WAY_TLS_DIALBACK = 2,
	    WAY_TCP_DIALBACK = 4, /* in clear */
};

struct model_policy {           /* a row of the table */
	char tls[16], sasl[16]; /* required, optional, not-supported */
	bool dialback;
	bool refused;     /* by the configuration: it never runs */
	unsigned in, out; /* enum ways */
};

enum offer { OFFER_NOTHING, OFFER_STARTTLS, OFFER_EXTERNAL /* and STARTTLS */, OFFER_COUNT };
enum proof {
	PROOF_VALID,
	PROOF_EXPIRED,
	PROOF_WRONG_NAME,
	PROOF_UNKNOWN_ROOT,
	PROOF_NONE,
	PROOF_COUNT
};

struct cell {
	size_t policy; /* row of the table, from 0 */
	bool inbound;  /* the partner calls */
	enum offer offer;
	bool dialback;    /* does the partner offer it? */
	enum proof proof; /* the partner's certificate */
};

struct outcome {
	unsigned way;    /* one of enum ways; 0: nothing may cross */
	const char *why; /* static */
};

enum { MODEL_POLICIES = 18 };
struct model {
	struct model_policy policy[MODEL_POLICIES];
};

/* Reads the table; false: *f says what is wrong with it. */
bool model_load(const char *path, struct model *m, struct fault *f);

/* Of a cell whose policy is not refused. */
struct outcome model_outcome(const struct model *m, const struct cell *c);

#endif
