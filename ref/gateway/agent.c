#include "gateway/agent.h"

#include <string.h>

#include "sip/writer.h"

void agent_put(const struct gateway_settings *s, struct view method, struct buf *out)
{
	(void)method; /* each is named alike */
	if (s->sip.user_agent != NULL)
		sip_write_text(out, SIP_USER_AGENT, view_of(s->sip.user_agent));
}

/* RFC 3261 25.1 */
static bool is_token(struct view v)
{
	static const char marks[] = "-.!%*_+`'~";

	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c != '\0' && strchr(marks, c) != NULL)))
			return false;
	}
	return v.n > 0;
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
