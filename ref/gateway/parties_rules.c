#include "gateway/parties_rules.h"

enum cause sender_refused(const struct jid *who, bool served)
{
	return served && who->local.n != 0 ? CAUSE_NONE : CAUSE_NOT_OURS;
}
