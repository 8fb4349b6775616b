/* Answers a header in the name of a domain that was not called.  Breaks R6120-4.7.1-3. */
#include "xmpp/stream.h"

__typeof__(stream_answer) __real_stream_answer, __wrap_stream_answer;

void __wrap_stream_answer(struct stream *s, struct view from, const struct stream_offer *offer)
{
	(void)from;
	__real_stream_answer(s, VIEW("other.example"), offer);
}
