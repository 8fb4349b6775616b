#include "xmpp/sm_element.h"

#include <inttypes.h>

#include "lib/text.h"

static void put_h(struct region *r, struct element *e, const struct sm *s)
{
	element_set(r, e, "h", region_printf(r, "%" PRIu32, sm_handled(s)));
}

struct element *sm_enable(struct region *r)
{
	struct element *e = element_new(r, NS_SM, "enable");

	element_set(r, e, "resume", VIEW("true"));
	return e;
}

struct element *sm_enabled(struct region *r, const struct sm *s, uint64_t max_s)
{
	struct element *e = element_new(r, NS_SM, "enabled");

	if (max_s != 0) {
		element_set(r, e, "id", view_of(sm_id(s)));
		element_set(r, e, "resume", VIEW("true"));
		element_set(r, e, "max", region_printf(r, "%" PRIu64, max_s));
	}
	return e;
}

struct element *sm_resume(struct region *r, const char *previd, const struct sm *s)
{
	struct element *e = element_new(r, NS_SM, "resume");

	element_set(r, e, "previd", view_of(previd));
	put_h(r, e, s);
	return e;
}

struct element *sm_resumed(struct region *r, const struct sm *s)
{
	struct element *e = element_new(r, NS_SM, "resumed");

	element_set(r, e, "previd", view_of(sm_id(s)));
	put_h(r, e, s);
	return e;
}

struct element *sm_failed(struct region *r, const char *condition)
{
	struct element *e = element_new(r, NS_SM, "failed");

	element_add(r, e, NS_STANZA_ERROR, condition);
	return e;
}

struct element *sm_request(struct region *r)
{
	return element_new(r, NS_SM, "r");
}

struct element *sm_answer(struct region *r, const struct sm *s)
{
	struct element *e = element_new(r, NS_SM, "a");

	put_h(r, e, s);
	return e;
}

bool sm_read_h(const struct element *e, uint32_t *h)
{
	uint64_t x;

	if (!text_u64(element_attr(e, "h"), 0, UINT32_MAX, &x))
		return false;
	*h = (uint32_t)x;
	return true;
}

bool sm_wants_resumption(const struct element *e)
{
	struct view resume = element_attr(e, "resume");

	return view_is(resume, "true") || view_is(resume, "1");
}
