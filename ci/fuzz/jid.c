/* XMPP addresses: what reads, reads again from its own text, and is equal. */
#include "fuzz.h"

#include "jid/jid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct region *region = region_new();
	struct view ascii, domain;
	struct jid j, again;
	const char *why = NULL;

	if (jid_read(fuzz_view(data, n), region, &j, &why)) {
		PROMISE(j.domain.n > 0);
		PROMISE(j.local.n <= JID_PART_MAX && j.domain.n <= JID_PART_MAX &&
		        j.resource.n <= JID_PART_MAX);
		PROMISE(jid_read(jid_text(&j, region), region, &again, NULL));
		PROMISE(jid_equal(&j, &again));
		domain_ascii(j.domain, region, &ascii);
	} else {
		PROMISE(why != NULL);
	}
	if (domain_prepare(fuzz_view(data, n), region, &domain))
		PROMISE(domain.n > 0);
	region_free(&region);
	return 0;
}
