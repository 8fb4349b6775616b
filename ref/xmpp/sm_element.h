/* sm_element.h - the elements of stream management, written and read (XEP-0198 3 to 5).
 *
 * What is made lives in the region, for stream_send().  Its counters are those of the
 * session at that moment, so it is made when it is sent.
 * Not here: when each may come, and what it does (sm_rules.h, sm.h).
 */
#ifndef REF_XMPP_SM_ELEMENT_H
#define REF_XMPP_SM_ELEMENT_H

#include "xmpp/sm.h"

/* XEP-0198 3.  Asks for resumption, too. */
struct element *sm_enable(struct region *r);
/* With the id of the session, and for how many seconds it is kept; 0: it may not be
 * resumed, and has neither. */
struct element *sm_enabled(struct region *r, const struct sm *s, uint64_t max_s);
/* XEP-0198 5: asks for session `previd`, the id that the peer gave it; and the answer,
 * with ours.  Both say how much was handled. */
struct element *sm_resume(struct region *r, const char *previd, const struct sm *s);
struct element *sm_resumed(struct region *r, const struct sm *s);
/* To enable and resume; `condition` is one of RFC 6120 8.3.3. */
struct element *sm_failed(struct region *r, const char *condition);
/* XEP-0198 4: <r/>, and <a/>. */
struct element *sm_request(struct region *r);
struct element *sm_answer(struct region *r, const struct sm *s);

/* h of <a/>, <resume/> and <resumed/>, hostile.  False: there is none, or it is no number
 * of 32 bits. */
bool sm_read_h(const struct element *e, uint32_t *h);
/* resume of <enable/> and <enabled/>, an xs:boolean. */
bool sm_wants_resumption(const struct element *e);

#endif
