/* part.h - what RFC 7622 asks of a part beyond its profile.  Decisions. */
#ifndef REF_JID_PART_H
#define REF_JID_PART_H

#include <stdbool.h>

#include "lib/view.h"

bool jid_part_length_allowed(size_t octets);	/* 3.1: 1 to JID_PART_MAX */
bool jid_local_allowed(struct view prepared);	/* 3.3.1: not the eight */
/* 3.5, table 2: no leading space, which looks like none. */
bool jid_resource_allowed(struct view prepared);

#endif
