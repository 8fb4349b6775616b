/* notify_rules.h - what a NOTIFY of ours shows.  Decisions. */
#ifndef REF_GATEWAY_NOTIFY_RULES_H
#define REF_GATEWAY_NOTIFY_RULES_H

#include <stdbool.h>

#include "sip/notifier.h"

/* Does it carry a document?  Not while the presentity has not agreed, nor when he
 * has refused (RFC 3856 6.6.2), nor before anything is known. */
bool notify_shows_presence(const struct notifier *n, bool known);
/* Is what it said to be said again, where the dialog goes on?  What the server could not do
 * now, or could not be asked: else the watcher sees what was, until something changes or he
 * refreshes.  One that was refused for what it is would be refused again.  `status` as in
 * struct sip_failure. */
bool notify_is_said_again(int status);

#endif
