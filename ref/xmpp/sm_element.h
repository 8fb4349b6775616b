/* sm_element.h - the elements of stream management (XEP-0198 3 to 6). */
#ifndef REF_XMPP_SM_ELEMENT_H
#define REF_XMPP_SM_ELEMENT_H

#include "xmpp/sm.h"

struct element *sm_enable(struct region *r); /* asks for resumption, too */
/* `max_s` 0: it may not be resumed. */
struct element *sm_enabled(struct region *r, const struct sm *s, uint64_t max_s);
struct element *sm_resume(struct region *r, const char *previd, const struct sm *s);
struct element *sm_resumed(struct region *r, const struct sm *s);
/* `condition` of RFC 6120 8.3.3. */
struct element *sm_failed(struct region *r, const char *condition);
struct element *sm_request(struct region *r);
struct element *sm_answer(struct region *r, const struct sm *s);

/* False: there is none, or it is no number of 32 bits. */
bool sm_read_h(const struct element *e, uint32_t *h);
bool sm_wants_resumption(const struct element *e); /* enable and enabled */

#endif
