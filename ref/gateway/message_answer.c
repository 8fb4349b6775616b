#include "gateway/message_answer.h"

bool message_may_be_accepted(enum message_stage stage, bool waited)
{
	return stage == MESSAGE_HANDED && waited;
}

unsigned message_accepted_status(enum sip_profile profile)
{
	return profile == PROFILE_LYNC ? 200 : 202;
}
