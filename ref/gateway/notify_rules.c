#include "gateway/notify_rules.h"

#include "gateway/errors.h"

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

bool notify_is_said_again(int status)
{
	return status == SIP_NO_WAY || status == 408 || (status >= 500 && status < 600);
}
