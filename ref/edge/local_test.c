#include "edge/local.h"

#include "edge/bounce.h"
#include "lib/unit.h"

#define INFO	"http://jabber.org/protocol/disco#info"
#define ITEMS	"http://jabber.org/protocol/disco#items"
#define PING	"urn:xmpp:ping"
#define VERSION	"jabber:iq:version"

static struct region *r;
static struct stanza_addresses a;

/* An iq from peer.example; `to` as text with the parts it has. */
static struct element *iq(const char *type, const char *to, const char *id,
                          const char *ns, const char *name)
{
	struct element *e = element_new(r, NS_SERVER, "iq");
	struct view left, rest;

	element_set(r, e, "from", VIEW("peer.example"));
	element_set(r, e, "to", view_of(to));
	if (id != NULL)
		element_set(r, e, "id", view_of(id));
	if (type != NULL)
		element_set(r, e, "type", view_of(type));
	if (name != NULL)
		element_add(r, e, ns, name);

	a = (struct stanza_addresses){ .from = { .domain = VIEW("peer.example") } };
	rest = view_of(to);
	if (view_cut(rest, '@', &left, &rest))
		a.to.local = left;
	else
		rest = left;
	view_cut(rest, '/', &a.to.domain, &a.to.resource);
	return e;
}

static bool refused(const struct element *answer, const char *condition)
{
	struct element *error = element_child(answer, NS_SERVER, "error");

	return view_is(element_attr(answer, "type"), "error") &&
	       error != NULL &&
	       element_child(error, NS_STANZA_ERROR, condition) != NULL;
}

static void setup(void)
{
	r = region_new();
}

static struct element *ask(const struct element *e)
{
	return local_answer(r, e, &a);
}

START_TEST(ping_gets_an_empty_result)
{
	struct element *e;

	setup();
	e = ask(iq("get", "contoso.example", "q'1", PING, "ping"));
	ck_assert(element_is(e, NS_SERVER, "iq"));
	ck_assert(view_is(element_attr(e, "type"), "result"));
	ck_assert(view_is(element_attr(e, "id"), "q'1"));
	ck_assert(view_is(element_attr(e, "from"), "contoso.example"));
	ck_assert(view_is(element_attr(e, "to"), "peer.example"));
	ck_assert_ptr_null(e->children);
	region_free(&r);
}
END_TEST

START_TEST(info_lists_what_is_answered)
{
	struct element *query, *f;
	size_t features = 0, identities = 0;

	setup();
	query = element_child(ask(iq("get", "contoso.example", "1", INFO,
	                             "query")), INFO, "query");
	ck_assert_ptr_nonnull(query);
	for (f = element_next(query, NULL); f != NULL;
	     f = element_next(query, f)) {
		struct view var = element_attr(f, "var");
		struct element *answer;

		if (element_is(f, INFO, "identity")) {
			ck_assert(view_is(element_attr(f, "category"),
			                  "server"));
			ck_assert(view_is(element_attr(f, "type"), "im"));
			identities++;
			continue;
		}
		ck_assert(element_is(f, INFO, "feature"));
		features++;
		answer = ask(iq("get", "contoso.example", "2",
		                region_cstr(r, var),
		                view_is(var, PING) ? "ping" : "query"));
		ck_assert(view_is(element_attr(answer, "type"), "result"));
		for (struct element *g = element_next(query, f); g != NULL;
		     g = element_next(query, g))
			ck_assert(!view_eq(element_attr(g, "var"), var));
	}
	ck_assert_uint_eq(identities, 1);
	ck_assert_uint_eq(features, 4);
	region_free(&r);
}
END_TEST

START_TEST(items_are_none_and_the_version_is_ours)
{
	struct element *query;

	setup();
	query = element_child(ask(iq("get", "contoso.example", "1", ITEMS,
	                             "query")), ITEMS, "query");
	ck_assert_ptr_nonnull(query);
	ck_assert_ptr_null(query->children);
	query = element_child(ask(iq("get", "contoso.example", "1", VERSION,
	                             "query")), VERSION, "query");
	ck_assert(view_is(element_text(element_child(query, VERSION, "name"), r),
	                  "fed-edge"));
	ck_assert(view_is(element_text(element_child(query, VERSION, "version"),
	                               r), FEDLAB_VERSION));
	ck_assert_ptr_null(element_child(query, VERSION, "os"));
	region_free(&r);
}
END_TEST

START_TEST(a_node_is_mirrored_in_the_refusal)
{
	struct element *e, *answer;

	setup();
	e = iq("get", "contoso.example", "1", INFO, "query");
	element_set(r, element_child(e, INFO, "query"), "node", VIEW("abc"));
	answer = ask(e);
	ck_assert(refused(answer, "service-unavailable"));
	ck_assert(view_is(element_attr(element_child(answer, INFO, "query"),
	                               "node"), "abc"));
	ck_assert(view_is(element_attr(answer, "id"), "1"));
	ck_assert(view_is(element_attr(answer, "to"), "peer.example"));
	region_free(&r);
}
END_TEST

START_TEST(results_and_errors_get_nothing)
{
	setup();
	ck_assert_ptr_null(ask(iq("result", "contoso.example", "1", NULL, NULL)));
	ck_assert_ptr_null(ask(iq("error", "u@contoso.example", "1", PING,
	                          "ping")));
	region_free(&r);
}
END_TEST

START_TEST(what_is_no_request_is_a_bad_one)
{
	struct element *two;

	setup();
	ck_assert(refused(ask(iq("subscribe", "contoso.example", "1", PING,
	                         "ping")), "bad-request"));
	ck_assert(refused(ask(iq(NULL, "contoso.example", "1", PING, "ping")),
	                  "bad-request"));
	ck_assert(refused(ask(iq("get", "contoso.example", NULL, PING, "ping")),
	                  "bad-request"));
	ck_assert(refused(ask(iq("get", "contoso.example", "", PING, "ping")),
	                  "bad-request"));
	ck_assert(refused(ask(iq("get", "contoso.example", "1", NULL, NULL)),
	                  "bad-request"));
	two = iq("set", "contoso.example", "1", PING, "ping");
	element_add(r, two, PING, "ping");
	ck_assert(refused(ask(two), "bad-request"));
	region_free(&r);
}
END_TEST

START_TEST(everything_else_is_refused_alike)
{
	static const char *const targets[] = {
		"juliet@contoso.example", "nobody@contoso.example/x",
		"contoso.example/x",
	};
	static const char *const spaces[] = { PING, INFO, ITEMS, VERSION };

	setup();
	for (size_t t = 0; t < 3; t++)
		for (size_t s = 0; s < 4; s++)
			ck_assert(refused(ask(iq("get", targets[t], "1",
			                         spaces[s],
			                         s == 0 ? "ping" : "query")),
			                  "service-unavailable"));
	ck_assert(refused(ask(iq("set", "contoso.example", "1", PING, "ping")),
	                  "service-unavailable"));
	ck_assert(refused(ask(iq("get", "contoso.example", "1", "urn:test:none",
	                         "q")), "service-unavailable"));
	region_free(&r);
}
END_TEST

UNIT("local", ping_gets_an_empty_result, info_lists_what_is_answered,
     items_are_none_and_the_version_is_ours, a_node_is_mirrored_in_the_refusal,
     results_and_errors_get_nothing, what_is_no_request_is_a_bad_one,
     everything_else_is_refused_alike)
