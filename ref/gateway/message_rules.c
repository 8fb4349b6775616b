#include "gateway/message_map.h"

#include "sip/field.h"

bool size_rule_refuses(size_t bytes, size_t limit)
{
	return bytes > limit;
}

bool thread_is_call_id(struct view thread)
{
	return thread.n <= IM_CALL_ID_MAX && sip_is_call_id(thread);
}

bool im_has_expired(int64_t date, uint64_t expires, int64_t now)
{
	/* Without a date there is nothing to count from (RFC 3428 7). */
	if (date == STAMP_NONE || expires == UINT64_MAX || now < date)
		return false;
	return (uint64_t)(now - date) / 1000 >= expires;
}

int typing_for_chat_state(enum chat_state s)
{
	switch (s) {
	case CHAT_NONE:
		break;
	case CHAT_COMPOSING:
		return 1;
	case CHAT_ACTIVE:
	case CHAT_PAUSED:
	case CHAT_INACTIVE:
	case CHAT_GONE:
		return 0;
	}
	return -1;
}

enum chat_state chat_state_for_typing(bool active)
{
	return active ? CHAT_COMPOSING : CHAT_ACTIVE;
}
