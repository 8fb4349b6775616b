/* Answers by the words of an XMPP error, line ends and all.  Breaks R7247-7.1-17. */
#include "gateway/gateway_private.h"

#include "sip/writer.h"

__typeof__(error_to_sip) __real_error_to_sip, __wrap_error_to_sip;
__typeof__(sip_put_text) __wrap_sip_put_text;
__typeof__(answer) __real_answer, __wrap_answer;

static char words[512];

void __wrap_error_to_sip(const struct stanza_error *e, bool full, bool invite,
                         const struct error_style *style, struct region *r,
                         struct sip_error *out)
{
	size_t n = e->text.n < sizeof words - 1 ? e->text.n : sizeof words - 1;

	if (n > 0)
		memcpy(words, e->text.p, n);
	words[n] = '\0';
	__real_error_to_sip(e, full, invite, style, r, out);
}

void __wrap_sip_put_text(struct buf *out, struct view v)
{
	buf_putv(out, v);
}

void __wrap_answer(struct gateway *g, uint64_t id, unsigned status, const char *reason,
                   struct view fields)
{
	__real_answer(g, id, status, words[0] != '\0' ? words : reason, fields);
}
