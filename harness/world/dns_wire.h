/* dns_wire.h - just enough of a DNS message: who asks for what, and a refusal.
 */
#ifndef HARNESS_WORLD_DNS_WIRE_H
#define HARNESS_WORLD_DNS_WIRE_H

#include <stdbool.h>

#include "lib/view.h"

enum { DNS_NAME_TEXT = 256, DNS_HEADER = 12 };

struct dns_question {
	char name[DNS_NAME_TEXT];	/* lower case, no final dot; "" is the root */
	char type[16];			/* "SRV", or "TYPE65" */
	size_t end;			/* first byte behind the question */
};

/* False: not a query with one question. */
bool dns_question_read(struct view message, struct dns_question *out);

/* Turns the query in `message` (n bytes) into an answer without records:
 * `rcode`, and the TC bit.  Returns its length. */
size_t dns_refuse(char *message, size_t n, unsigned rcode, bool truncated);

/* Breaks every signature (RRSIG) in an answer. */
void dns_forge(char *message, size_t n);

unsigned dns_id(const char *message);
void dns_set_id(char *message, unsigned id);

#endif
