#include "gateway/front_end.h"

#include "gateway/agent.h"
#include "lib/rng.h"
#include "sip/writer.h"

#define WORD_LEN 12

bool front_end_ask(struct gateway *g, const struct originator *o, uint64_t ref)
{
	const struct view none = { NULL, 0 };
	struct view hop = view_of(g->settings->sip.next_hop);
	char word[WORD_LEN + 1];
	struct buf request = { 0 }, from = { 0 };
	bool sent;

	buf_printf(&from, "sip:%s", g->settings->link.name);
	sip_write_request(&request, VIEW("OPTIONS"), hop);
	sip_write_number(&request, SIP_MAX_FORWARDS, 70);
	rng_word(word, WORD_LEN);
	sip_write_address(&request, SIP_FROM, none, buf_view(&from), view_of(word));
	sip_write_address(&request, SIP_TO, none, hop, none);
	rng_word(word, WORD_LEN);
	sip_write_call_id(&request, view_of(word));
	sip_write_cseq(&request, gateway_next_cseq(g), VIEW("OPTIONS"));
	agent_put(g->settings, VIEW("OPTIONS"), &request);
	sip_write_end(&request);
	sent = originate(g, o, ref, buf_view(&request));
	buf_free(&request);
	buf_free(&from);
	return sent;
}
