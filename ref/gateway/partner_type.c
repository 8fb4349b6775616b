#include "gateway/partner_type.h"

static bool needs_to_be_added(enum partner_type t)
{
	switch (t) {
	case PARTNER_FEDERATED:
	case PARTNER_PUBLIC_VERIFIED:
		return false;
	case PARTNER_PUBLIC_UNVERIFIED:
		break;
	}
	return true;
}

enum cause partner_may_subscribe(enum partner_type t, bool added)
{
	return added || !needs_to_be_added(t) ? CAUSE_NONE : CAUSE_NOT_ADDED;
}

enum cause partner_may_message(enum partner_type t, bool added)
{
	return added || !needs_to_be_added(t) ? CAUSE_NONE : CAUSE_NOT_ADDED;
}

bool partner_sees_notes(enum partner_type t)
{
	return t == PARTNER_FEDERATED;
}
