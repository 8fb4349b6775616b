/* settings_private.h - what the files that read fed-gateway.yml share.
 *
 *   settings.c         the whole; our domains, the link
 *   settings_sip.c     below `sip`
 *   settings_access.c  below `access`: who may talk
 */
#ifndef REF_GATEWAY_SETTINGS_PRIVATE_H
#define REF_GATEWAY_SETTINGS_PRIVATE_H

#include "gateway/settings.h"
#include "gateway/settings_keys.h"
#include "partner/reading.h"

struct loading {
	struct reading r;
	const struct raw_gateway *raw;
	struct gateway_settings *s;
};

/* False, and a fault at the key. */
static inline bool settings_fault(const struct loading *l, const char *key, const char *why)
{
	return conf_fault(l->r.conf, key, l->r.f, "%s: %s", key, why);
}

/* Into l->s->sip, and ->access.  False: a fault. */
bool settings_read_sip(const struct loading *l);
bool settings_read_access(const struct loading *l);

#endif
