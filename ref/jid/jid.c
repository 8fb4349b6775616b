#include "jid/jid.h"

#include <string.h>

#include "jid/part.h"
#include "jid/profile.h"

static bool refused(const char **why, const char *words)
{
	*why = words;
	return false;
}

static bool is_ascii(struct view v, char first, char last)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] < first || v.p[i] > last)
			return false;
	return true;
}

static bool read_local(struct view text, struct region *r, struct view *out,
                       const char **why)
{
	struct view local;

	if (!jid_part_length_allowed(text.n))
		return refused(why, "an empty localpart, or more than 1023 octets");
	if (is_ascii(text, '!', '~')) {
		char *p = region_alloc(r, text.n);

		for (size_t i = 0; i < text.n; i++)
			p[i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z'
			              ? text.p[i] - 'A' + 'a' : text.p[i]);
		local = (struct view){ p, text.n };
	} else if (!profile_username(text, r, &local, why)) {
		return false;
	}
	/* After the mapping: U+FF20 is an @ then. */
	if (!jid_local_allowed(local))
		return refused(why, "one of \" & ' / : < > @ in the localpart");
	*out = local;
	return true;
}

static bool read_resource(struct view text, struct region *r, struct view *out,
                          const char **why)
{
	if (!jid_part_length_allowed(text.n))
		return refused(why, "an empty resourcepart, or more than 1023 octets");
	if (is_ascii(text, ' ', '~'))
		*out = region_copy(r, text);
	else if (!profile_opaque(text, r, out, why))
		return false;
	if (!jid_resource_allowed(*out))
		return refused(why, "a resourcepart that starts with a space");
	return true;
}

bool jid_read(struct view text, struct region *r, struct jid *out,
              const char **why)
{
	struct jid j = { { "", 0 }, { "", 0 }, { "", 0 } };
	struct view left, domain, local, resource;
	const char *ignored;

	if (why == NULL)
		why = &ignored;
	/* RFC 7622 3.2: first the first '/', then the first '@' before it. */
	if (view_cut(text, '/', &left, &resource) &&
	    !read_resource(resource, r, &j.resource, why))
		return false;
	if (view_cut(left, '@', &local, &domain)) {
		if (!read_local(local, r, &j.local, why))
			return false;
	} else {
		domain = left;
	}
	if (!domain_prepare(domain, r, &j.domain))
		return refused(why, "a domainpart that is no domain name or address");
	*out = j;
	return true;
}

bool jid_read_user(struct view text, struct region *r, struct jid *out,
                   const char **why)
{
	const char *ignored;

	if (why == NULL)
		why = &ignored;
	if (!jid_read(text, r, out, why))
		return false;
	if (out->local.n == 0)
		return refused(why, "no localpart: it looks like user@domain");
	return true;
}

static struct view join(const struct jid *j, struct view resource,
                        struct region *r)
{
	size_t n = j->local.n + (j->local.n != 0) + j->domain.n +
	           (resource.n != 0) + resource.n;
	char *start = region_alloc(r, n), *p = start;

	if (j->local.n != 0) {
		memcpy(p, j->local.p, j->local.n);
		p += j->local.n;
		*p++ = '@';
	}
	memcpy(p, j->domain.p, j->domain.n);
	p += j->domain.n;
	if (resource.n != 0) {
		*p++ = '/';
		memcpy(p, resource.p, resource.n);
	}
	return (struct view){ start, n };
}

struct view jid_text(const struct jid *j, struct region *r)
{
	return join(j, j->resource, r);
}

struct view jid_bare(const struct jid *j, struct region *r)
{
	return join(j, (struct view){ "", 0 }, r);
}

bool jid_equal(const struct jid *a, const struct jid *b)
{
	return view_eq(a->local, b->local) && view_eq(a->domain, b->domain) &&
	       view_eq(a->resource, b->resource);
}
