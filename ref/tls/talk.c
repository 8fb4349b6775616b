#include "tls/talk.h"

bool tls_may_talk(size_t owed)
{
	return owed <= (size_t)TLS_TALK_MAX * TLS_TALK_BYTES;
}

bool tls_may_renegotiate(void)
{
	return false;
}
