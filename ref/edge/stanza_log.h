/* stanza_log.h - one line for a stanza that passes: who to whom, and the text
 * only where the operator asked for it (log-message-bodies).
 */
#ifndef REF_EDGE_STANZA_LOG_H
#define REF_EDGE_STANZA_LOG_H

#include "edge/settings.h"
#include "xml/element.h"

void stanza_log(const struct edge_settings *s, const char *event,
                uint64_t stream, const struct element *stanza);

/* The decision: may this stanza's text be written to the log? */
bool body_may_be_logged(const struct edge_settings *s,
                        const struct element *stanza);

#endif
