/* The three decisions of addressing.h. */
#include "edge/addressing.h"

enum cause address_refused_inward(const struct stanza_addresses *a,
                                  const struct pairs *proved, bool served,
                                  bool own)
{
	/* Nobody outside speaks for us, whatever the stream has proved. */
	if (own || !sender_is_proved(proved, a->from.domain))
		return CAUSE_FROM_FOREIGN;
	/* RFC 6120 10.4: neither end is ours, and this is no relay. */
	if (!served)
		return CAUSE_NO_RELAY;
	/* A target that is ours counts as validated, whichever of our domains
	 * the pair was made with (RFC 6120 8.1.1.2). */
	return CAUSE_NONE;
}

enum cause address_refused_returned(const struct stanza_addresses *a, struct pair proved)
{
	if (!view_eq(a->from.domain, proved.from))
		return CAUSE_FROM_FOREIGN;
	return view_eq(a->to.domain, proved.to) ? CAUSE_NONE : CAUSE_NO_RELAY;
}

enum cause address_refused_outward(const struct stanza_addresses *a,
                                   bool from_served, bool to_served,
                                   bool to_partner)
{
	(void)a;	/* domains alone decide; a mutant may look closer */
	if (!from_served)
		return CAUSE_NOT_OURS;
	/* RFC 6120 10.5: what is for us never leaves towards others. */
	if (to_served || !to_partner)
		return CAUSE_PARTNER_UNKNOWN;
	return CAUSE_NONE;
}
