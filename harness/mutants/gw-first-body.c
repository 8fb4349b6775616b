/* Of several bodies the first goes on, whatever its language.  Breaks R7572-8-1. */
#include "gateway/message_map.h"

__typeof__(message_choose) __wrap_message_choose;

const struct element *__wrap_message_choose(const struct element *message, const char *name)
{
	return element_child(message, NULL, name);
}
