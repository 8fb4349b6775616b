#include "gateway/message_request.h"

#include "gateway/agent.h"
#include "gateway/gateway_private.h"
#include "gateway/message_map.h"
#include "lib/rng.h"
#include "sip/writer.h"

#define TAG_SIZE     13
#define CALL_ID_SIZE 25
#define CSEQ_DIGITS  10 /* below 2^31 (RFC 3261 8.1.1.5) */

struct view message_queue_of(const struct jid *to, struct region *r)
{
	return jid_bare(to, r);
}

bool message_partner_is_full(size_t waiting, size_t limit)
{
	return waiting >= limit;
}

bool message_queue_is_full(size_t waiting, size_t limit)
{
	return waiting >= limit;
}

bool message_wants_an_answer(const struct element *stanza)
{
	return !view_is(element_attr(stanza, "type"), "error") &&
	       element_child(stanza, NULL, "body") != NULL;
}

bool message_failure_is_told(struct view type, int status)
{
	return status < 0 || !view_is(type, "headline");
}

size_t message_request_size(size_t bytes, uint32_t cseq)
{
	size_t digits = 1;

	for (; cseq >= 10; cseq /= 10)
		digits++;
	return bytes + MESSAGE_REQUEST_VIA + CSEQ_DIGITS - digits;
}

void message_request(struct gateway *g, struct im_out *im, struct region *r, struct buf *out)
{
	const struct view none = { NULL, 0 };
	char tag[TAG_SIZE], call_id[CALL_ID_SIZE];

	if (im->call_id.n == 0) {
		rng_word(call_id, CALL_ID_SIZE - 1);
		im->call_id = region_copy(r, view_of(call_id));
	}
	/* A thread goes on under its Call-ID; the tag and CSeq tell the
	 * requests apart (P25). */
	rng_word(tag, TAG_SIZE - 1);
	sip_write_request(out, VIEW("MESSAGE"), im->to_uri);
	sip_write_number(out, SIP_MAX_FORWARDS, 70);
	sip_write_address(out, SIP_FROM, none, im->from_uri, view_of(tag));
	sip_write_address(out, SIP_TO, none, im->to_uri, none);
	sip_write_call_id(out, im->call_id);
	sip_write_cseq(out, gateway_next_cseq(g), VIEW("MESSAGE"));
	agent_put(g->settings, VIEW("MESSAGE"), out);
	if (im->date != STAMP_NONE)
		sip_write_date(out, im->date / 1000);
	if (im->subject.n != 0)
		sip_write_text(out, SIP_SUBJECT, im->subject);
	if (im->language.n != 0)
		sip_write_token(out, SIP_CONTENT_LANGUAGE, im->language);
	sip_write_body(out, im->content_type, im->body);
}
