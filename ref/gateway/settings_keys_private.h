/* settings_keys_private.h - what the tables of the keys share: units, and where a value goes. */
#ifndef REF_GATEWAY_SETTINGS_KEYS_PRIVATE_H
#define REF_GATEWAY_SETTINGS_KEYS_PRIVATE_H

#include <stddef.h>

#include "gateway/settings_keys.h"

#define KIB     ((uint64_t)1024)
#define MIB     (KIB * 1024)
#define SECOND  ((uint64_t)1000)
#define MINUTE  (60 * SECOND)
#define HOUR    (60 * MINUTE)
#define LONGEST (UINT32_MAX * SECOND)

#define AT(field) offsetof(struct raw_gateway, field)
/* In the struct that `under` is. */
#define BELOW(under, field) (AT(under.field) - AT(under))

extern const struct conf_key gateway_sip_keys[];

#endif
