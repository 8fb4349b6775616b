/* Who types is idle, and who is idle types.  Breaks R7573-6-1, R3994-3.5-1. */
#include "gateway/message_map.h"

__typeof__(chat_state_for_typing) __real_chat_state_for_typing, __wrap_chat_state_for_typing;

enum chat_state __wrap_chat_state_for_typing(bool active)
{
	return __real_chat_state_for_typing(!active);
}
