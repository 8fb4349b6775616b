/* tlsa.h - what DNS says of a server's certificate (RFC 6698 2.1, RFC 7671).
 *
 * The records of one TLSA answer, as bytes.  Not here: comparing them with a
 * certificate (tls/dane.h); whether the answer was secure (plan.c).
 */
#ifndef REF_DNS_TLSA_H
#define REF_DNS_TLSA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/view.h"

#define TLSA_MAX  8    /* records kept; an answer may hold hundreds, each costs a digest */
#define TLSA_ROOM 4096 /* bytes of them all: one may be a whole certificate */

enum tlsa_usage { TLSA_PKIX_TA, TLSA_PKIX_EE, TLSA_DANE_TA, TLSA_DANE_EE };
enum tlsa_matching { TLSA_FULL, TLSA_SHA256, TLSA_SHA512 };

struct tlsa {
	uint8_t usage, selector, matching;
	uint16_t at, len; /* of its data, in `data` */
};

struct tlsa_set {
	struct tlsa record[TLSA_MAX];
	size_t n;
	size_t used;
	uint8_t data[TLSA_ROOM];
};

/* The decision: a record that is known here, and as long as its kind is?  One that is
 * not is as if it were not there (RFC 6698 4.1). */
bool tlsa_usable(const struct tlsa *t);

/* Adds a usable record with what stands in `data`.  False: no room. */
bool tlsa_add(struct tlsa_set *s, struct tlsa t, struct view data);
struct view tlsa_data(const struct tlsa_set *s, const struct tlsa *t);
/* "3 1 1 5d41...", as in a zone file, with "or" between; what is longer than a digest is
 * cut short. */
void tlsa_describe(const struct tlsa_set *s, struct buf *out);

#endif
