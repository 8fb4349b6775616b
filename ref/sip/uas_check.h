/* uas_check.h - the checks of uas_check.tbl, a function each.
 *
 * True: refuse; what the answer must carry is put into *fields as header lines.
 */
#ifndef REF_SIP_UAS_CHECK_H
#define REF_SIP_UAS_CHECK_H

#include "sip/uas.h"

#define X(name, label, status) \
	bool uas_check_##name(const struct uas_settings *s, const struct uas_request *r, \
	                      struct buf *fields);
#include "sip/uas_check.tbl"
#undef X

/* "a, b" of tokens; an empty field for none, which says just that. */
void uas_put_list(struct buf *out, enum sip_header h, const struct view *v, size_t n);
/* The types taken for `method`, or all of them (empty). */
void uas_put_accept(struct buf *out, const struct uas_settings *s, struct view method);

#endif
