/* method.h - methods of requests.  Case counts (RFC 3261 7.1). */
#ifndef REF_SIP_METHOD_H
#define REF_SIP_METHOD_H

#include "lib/view.h"

enum sip_method {
	SIP_METHOD_OTHER,	/* a token that is none of the table */
#define X(name) SIP_METHOD_##name,
#include "sip/method.tbl"
#undef X
	SIP_METHOD_COUNT
};

enum sip_method sip_method_named(struct view name);

#endif
