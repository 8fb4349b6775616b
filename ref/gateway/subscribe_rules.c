#include "gateway/subscribe_rules.h"

unsigned subscribe_event_refused(const struct sip_message *m, struct view *id)
{
	struct view value = sip_message_value(m, SIP_EVENT);
	struct sip_event e;

	*id = (struct view){ NULL, 0 };
	if (value.p == NULL || !sip_event_read(value, &e) || !view_is(e.package, "presence"))
		return 489;
	*id = e.id;
	return 0;
}

unsigned subscribe_id_refused(struct view id, struct view known)
{
	return view_eq(id, known) ? 0 : 481;
}

unsigned subscribe_accept_refused(const struct sip_message *m)
{
	return sip_message_accepts(m, "application", "pidf+xml", 1000) == 0 ? 406 : 0;
}

unsigned subscribe_expires_refused(const struct sip_message *m, bool *said, uint32_t *seconds)
{
	struct view value = sip_message_value(m, SIP_EXPIRES);

	*said = value.p != NULL;
	*seconds = 0;
	return *said && !sip_delta_read(value, seconds) ? 400 : 0;
}
