/* Reads SIP messages of twice the size, and with twice as many fields.  Breaks GW-LIMIT-6. */
#include "sip/framer.h"
#include "sip/message.h"

__typeof__(sip_framer_new) __real_sip_framer_new, __wrap_sip_framer_new;
__typeof__(sip_message_read) __real_sip_message_read, __wrap_sip_message_read;

static struct sip_limits twice(const struct sip_limits *l)
{
	return (struct sip_limits){ 2 * l->head, 2 * l->fields, 2 * l->field, 2 * l->body };
}

struct sip_framer *__wrap_sip_framer_new(const struct sip_limits *limits)
{
	struct sip_limits more = twice(limits);

	return __real_sip_framer_new(&more);
}

enum sip_reading __wrap_sip_message_read(struct view bytes, struct region *region,
                                         const struct sip_limits *limits,
                                         struct sip_message *out, struct sip_refusal *refusal)
{
	struct sip_limits more = twice(limits);

	return __real_sip_message_read(bytes, region, &more, out, refusal);
}
