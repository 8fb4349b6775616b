#include "edge/local.h"

#include "edge/bounce.h"

#define NS_PING		"urn:xmpp:ping"
#define NS_DISCO_INFO	"http://jabber.org/protocol/disco#info"
#define NS_DISCO_ITEMS	"http://jabber.org/protocol/disco#items"
#define NS_VERSION	"jabber:iq:version"

/* What the table below answers is what disco#info says; sorted, as XEP-0115
 * would have it. */
static const char *const features[] = {
	NS_DISCO_INFO, NS_DISCO_ITEMS, NS_VERSION, NS_PING,
};

static void answer_ping(struct region *r, struct element *result)
{
	(void)r, (void)result;	/* XEP-0199 4.3: empty */
}

static void answer_info(struct region *r, struct element *result)
{
	struct element *query = element_add(r, result, NS_DISCO_INFO, "query");
	struct element *identity = element_add(r, query, NS_DISCO_INFO,
	                                       "identity");

	element_set(r, identity, "category", VIEW("server"));
	element_set(r, identity, "type", VIEW("im"));
	element_set(r, identity, "name", VIEW("fed-edge"));
	for (size_t i = 0; i < sizeof features / sizeof features[0]; i++)
		element_set(r, element_add(r, query, NS_DISCO_INFO, "feature"),
		            "var", view_of(features[i]));
}

static void answer_items(struct region *r, struct element *result)
{
	element_add(r, result, NS_DISCO_ITEMS, "query");
}

/* The operating system is nobody's business (XEP-0092 5). */
static void answer_version(struct region *r, struct element *result)
{
	struct element *query = element_add(r, result, NS_VERSION, "query");

	element_add_text(r, element_add(r, query, NS_VERSION, "name"),
	                 VIEW("fed-edge"));
	element_add_text(r, element_add(r, query, NS_VERSION, "version"),
	                 VIEW(FEDLAB_VERSION));
}

static const struct request {
	const char *ns, *name;
	void (*answer)(struct region *r, struct element *result);
	bool has_nodes;		/* an attribute `node` may stand on it */
} requests[] = {
	{ NS_PING, "ping", answer_ping, false },
	{ NS_DISCO_INFO, "query", answer_info, true },
	{ NS_DISCO_ITEMS, "query", answer_items, true },
	{ NS_VERSION, "query", answer_version, false },
};

static const struct request *request_of(const struct element *payload)
{
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
		if (element_is(payload, requests[i].ns, requests[i].name))
			return &requests[i];
	return NULL;
}

/* There is no node here.  The refusal mirrors the one that was asked for
 * (XEP-0030 3.2), in front of <error/>. */
static struct element *no_such_node(struct region *r, const struct element *iq,
                                    const struct request *q, struct view node)
{
	struct element *bare = bounce(r, iq, CAUSE_NOT_SERVED, NULL);
	struct element *e = element_new(r, NS_SERVER, "iq");
	struct element *query;

	for (const struct attribute *a = bare->attributes; a != NULL;
	     a = a->next)
		element_set(r, e, region_cstr(r, a->name), a->value);
	query = element_add(r, e, q->ns, q->name);
	element_set(r, query, "node", region_copy(r, node));
	element_append(r, e, element_child(bare, NS_SERVER, "error"));
	return e;
}

static struct element *result_for(struct region *r, const struct element *iq)
{
	struct element *e = element_new(r, NS_SERVER, "iq");

	element_set(r, e, "from", region_copy(r, element_attr(iq, "to")));
	element_set(r, e, "to", region_copy(r, element_attr(iq, "from")));
	element_set(r, e, "id", region_copy(r, element_attr(iq, "id")));
	element_set(r, e, "type", VIEW("result"));
	return e;
}

struct element *local_answer(struct region *r, const struct element *iq,
                             const struct stanza_addresses *a)
{
	struct view type = element_attr(iq, "type");
	bool get = view_is(type, "get");
	const struct element *payload = element_child(iq, NULL, NULL);
	const struct request *q;
	struct element *result;

	if (view_is(type, "result") || view_is(type, "error"))
		return NULL;
	/* RFC 6120 8.2.3: a known type, an id, and exactly one payload. */
	if ((!get && !view_is(type, "set")) ||
	    element_attr(iq, "id").n == 0 || payload == NULL ||
	    element_next(iq, payload) != NULL)
		return bounce(r, iq, CAUSE_BAD_REQUEST, NULL);
	q = request_of(payload);
	if (!get || q == NULL || a->to.local.n > 0 || a->to.resource.n > 0)
		return bounce(r, iq, CAUSE_NOT_SERVED, NULL);
	if (q->has_nodes && element_attr(payload, "node").n > 0)
		return no_such_node(r, iq, q, element_attr(payload, "node"));
	result = result_for(r, iq);
	q->answer(r, result);
	return result;
}
