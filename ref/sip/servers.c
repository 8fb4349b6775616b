#include "sip/servers.h"

static bool same(const struct servers *s, size_t i, enum sip_transport transport,
                 const struct address *at)
{
	return s->away[i].until != 0 && s->away[i].transport == transport &&
	       address_same_host(&s->away[i].at, at) &&
	       address_port(&s->away[i].at) == address_port(at);
}

void servers_leave(struct servers *s, enum sip_transport transport, const struct address *at,
                   uint64_t now, uint64_t ms)
{
	size_t place = 0;

	for (size_t i = 0; i < SERVERS_MAX; i++) {
		if (same(s, i, transport, at)) {
			place = i;
			break;
		}
		if (s->away[i].until < s->away[place].until)
			place = i;
	}
	s->away[place].at = *at;
	s->away[place].transport = transport;
	s->away[place].until = now + (ms < SERVERS_AWAY_MAX ? ms : SERVERS_AWAY_MAX);
	if (s->last < s->away[place].until)
		s->last = s->away[place].until;
}

bool servers_may(const struct servers *s, enum sip_transport transport,
                 const struct address *at, uint64_t now)
{
	if (s->last <= now)
		return true;
	for (size_t i = 0; i < SERVERS_MAX; i++)
		if (same(s, i, transport, at))
			return s->away[i].until <= now;
	return true;
}
