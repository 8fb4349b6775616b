#include "gateway/notify_rules.h"

bool notify_shows_presence(const struct notifier *n, bool known)
{
	switch ((enum sip_substate)n->state) {
	case SIP_SUBSTATE_ACTIVE:
		return known;
	case SIP_SUBSTATE_TERMINATED:
		return known && n->reason == NOTIFIER_TIMEOUT;
	case SIP_SUBSTATE_PENDING:
	case SIP_SUBSTATE_OTHER:
		break;
	}
	return false;
}
