/* message_private.h - between message.c and message_check.c. */
#ifndef REF_SIP_MESSAGE_PRIVATE_H
#define REF_SIP_MESSAGE_PRIVATE_H

#include "sip/message.h"

struct sip_reader {
	struct sip_message *out;
	struct sip_refusal *refusal;
	struct region *region;
	const struct sip_limits *limits;
	const char *start;		/* of the message */
	struct sip_field *field;
	size_t n_field, cap;
	bool seen[SIP_HEADER_COUNT];
};

/* Remembers the first fault only. */
void sip_fault(struct sip_reader *r, const char *at, unsigned status, const char *words);

/* Checks the value by the shape of its field, and fills what everybody needs.
 * `at`: where the row begins. */
void sip_field_check(struct sip_reader *r, const struct sip_field *f, const char *at);

#endif
