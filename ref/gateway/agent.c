#include "gateway/agent.h"

#include "sip/chars.h"
#include "sip/writer.h"

void agent_put(const struct gateway_settings *s, struct view method, struct buf *out)
{
	(void)method; /* each is named alike */
	if (s->sip.user_agent != NULL)
		sip_write_text(out, SIP_USER_AGENT, view_of(s->sip.user_agent));
}

static bool is_token(struct view v)
{
	return v.n > 0 && sip_span(v, SIP_C_TOKEN) == v.n;
}

static bool is_product(struct view v)
{
	struct view name, version;

	return view_cut(v, '/', &name, &version) ? is_token(name) && is_token(version)
	                                         : is_token(v);
}

bool agent_is_valid(struct view v)
{
	struct view word, rest = v;
	bool more = v.n != 0;

	if (v.n > AGENT_MAX)
		return false;
	while (more) {
		more = view_cut(rest, ' ', &word, &rest);
		if (!is_product(word))
			return false;
	}
	return true;
}
