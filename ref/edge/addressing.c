#include "edge/addressing.h"

static enum cause read_one(const struct element *stanza, const char *name,
                           struct region *r, struct jid *out)
{
	struct view text = element_attr(stanza, name);

	if (text.n == 0)
		return CAUSE_IMPROPER_ADDRESSING;
	if (!jid_read(text, r, out, NULL))
		return CAUSE_JID_MALFORMED;
	return CAUSE_NONE;
}

enum cause addresses_read(const struct element *stanza, struct region *r,
                          struct stanza_addresses *out)
{
	enum cause c = read_one(stanza, "from", r, &out->from);

	if (c != CAUSE_NONE)
		return c;
	return read_one(stanza, "to", r, &out->to);
}

static bool read_domain(const struct element *stanza, const char *name, struct region *r,
                        struct jid *out)
{
	struct view text = element_attr(stanza, name), bare, resource, local, domain;

	*out = (struct jid){ 0 };
	/* RFC 7622 3.2: the resource is cut off first. */
	if (!view_cut(text, '/', &bare, &resource))
		bare = text;
	if (!view_cut(bare, '@', &local, &domain))
		domain = bare;
	return domain_prepare(domain, r, &out->domain);
}

bool addresses_domains(const struct element *stanza, struct region *r,
                       struct stanza_addresses *out)
{
	return read_domain(stanza, "from", r, &out->from) &&
	       read_domain(stanza, "to", r, &out->to);
}
