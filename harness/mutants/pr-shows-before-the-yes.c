/* Presence goes before the word that it may be seen.  Breaks R8048-5.2.1-4. */
#include "gateway/gateway_private.h"

#include "xml/element.h"

__typeof__(send_stanza) __real_send_stanza, __wrap_send_stanza;

static struct region *room;
static const struct element *yes;

static bool is_yes(const struct element *e)
{
	return element_is(e, NS_SERVER, "presence") && view_is(element_attr(e, "type"), "subscribed");
}

static bool shows(const struct element *e)
{
	return element_is(e, NS_SERVER, "presence") && element_attr(e, "type").p == NULL;
}

bool __wrap_send_stanza(struct gateway *g, const struct element *stanza)
{
	bool ok;

	if (is_yes(stanza) && yes == NULL) {
		room = region_new();
		yes = element_copy(room, stanza);
		return true;
	}
	ok = __real_send_stanza(g, stanza);
	if (yes != NULL && shows(stanza)) {
		ok = __real_send_stanza(g, yes) && ok;
		yes = NULL;
		region_free(&room);
	}
	return ok;
}
