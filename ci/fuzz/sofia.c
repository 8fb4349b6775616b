/* sofia-sip's opinion; see sofia.h. */
#include "sofia.h"

#include <sofia-sip/msg_addr.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/su.h>

/* What sip_sanity_check() did not find, in its order. */
static const char *missed(const sip_t *sip)
{
	if ((sip->sip_request != NULL) == (sip->sip_status != NULL))
		return "no start line";
	if (sip->sip_to == NULL)
		return "no To";
	if (sip->sip_from == NULL)
		return "no From";
	if (sip->sip_call_id == NULL)
		return "no Call-ID";
	if (sip->sip_cseq == NULL)
		return "no CSeq";
	if (sip->sip_via == NULL)
		return "no Via";
	if (sip->sip_flags & MSG_FLG_TRUNC)
		return "truncated";
	return "something else";
}

const char *sofia_says(const char *bytes, size_t n)
{
	msg_t *msg = msg_make(sip_default_mclass(), 0, bytes, (ssize_t)n);
	const char *verdict = "no message";
	const sip_t *sip;

	if (msg == NULL)
		return verdict;
	sip = sip_object(msg);
	if (sip != NULL)
		verdict = sip_sanity_check(sip) == 0 ? "ok" : missed(sip);
	msg_destroy(msg);
	return verdict;
}

void sofia_begin(void)
{
	su_init();
}

void sofia_end(void)
{
	su_deinit();
}
