/* What holds for every SIP message of the system under test, whatever a
 * scenario is about. */
#include <string.h>

#include "judge/judging.h"
#include "judge/sip_grammar.h"
#include "scenario/sip_text.h"

static void blame(struct judging *g, size_t event, const char *why)
{
	const struct event *e = &g->h->event[event];

	found(g, 0, VERDICT_FAIL, CLASS_WRONG_ANSWER, event, "SIP, to %s: %s", e->actor, why)
	        ->got = glimpse(e);
	g->unit[event].blamed = true;
}

static struct view branch_of(const struct unit *u)
{
	struct view rest = sip_value(unit_sip(u), "Via"), first, branch;

	return sip_next_value(&rest, &first) && sip_parameter(first, "branch", &branch)
	               ? branch
	               : VIEW("");
}

bool is_retransmission(const struct event *e)
{
	return e->auto_ != NULL && strcmp(e->auto_, "retransmission") == 0;
}

/* By branch; without one, as before RFC 3261, by call. */
static bool may_answer(const struct unit *response, const struct unit *request)
{
	struct view branch = branch_of(response),
	            call = sip_value(unit_sip(response), "Call-ID");

	return branch.n > 0
	               ? view_eq(branch_of(request), branch)
	               : call.n > 0 && view_eq(sip_value(unit_sip(request), "Call-ID"), call);
}

/* The request that it answers, if it can be told. */
static size_t request_of(struct judging *g, size_t event)
{
	for (size_t i = event; i-- > 0;) {
		const struct event *e = &g->h->event[i];
		const struct unit *u = e->kind == EVENT_SENT && e->unit == UNIT_SIP
		                               ? unit_at(g, i)
		                               : NULL;

		if (u != NULL && unit_sip(u)->request && may_answer(unit_at(g, event), u) &&
		    strcmp(unit_name(u), "ACK") != 0)
			return i;
	}
	return NOWHERE;
}

/* Nobody had sent what it answers: an answer to a request that comes later, or to
 * none (RFC 3261 17.1.3).  Raw bytes are searched as they are. */
static bool answers_nothing(struct judging *g, size_t event)
{
	struct view branch = branch_of(unit_at(g, event));

	for (size_t i = event; i-- > 0;) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_SENT && view_find(e->text, branch) < e->text.n)
			return false;
	}
	return branch.n > 0;
}

/* Behind its first Via, which a request of the system itself begins with. */
static struct view behind_via(struct view text)
{
	size_t via = view_find(text, VIEW("\r\nVia: "));
	struct view rest = view_from(text, via < text.n ? via + 2 : text.n);

	return view_from(rest, view_find(rest, VIEW("\r\n")));
}

/* RFC 3263 4.3: the same request, asked of another server behind a new branch. */
static bool is_elsewhere(const struct event *earlier, const struct event *later)
{
	return earlier->conn != later->conn &&
	       view_eq(behind_via(earlier->text), behind_via(later->text));
}

/* The last request before it whose sender and call are the same. */
static bool follows_rightly(struct judging *g, size_t event, struct buf *why)
{
	for (size_t i = event; i-- > 0;) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_RECV && e->unit == UNIT_SIP && !is_retransmission(e) &&
		    status_at(g, i) == 0 && !is_elsewhere(e, &g->h->event[event]) &&
		    !sip_follows_rightly(e->text, g->h->event[event].text, why))
			return false;
	}
	return true;
}

/* A response to what was not right itself copies what was wrong (8.2.6.2). */
static bool is_right(struct judging *g, size_t at, size_t request, struct buf *why)
{
	const struct event *e = &g->h->event[at];
	bool datagram = g->conn[e->conn].datagrams;
	bool copies = request != NOWHERE && !sip_is_right(g->h->event[request].text, true, why);

	buf_clear(why);
	return copies ? sip_is_right_but_for_copies(e->text, datagram, why)
	              : sip_is_right(e->text, datagram, why);
}

void sip_is_checked(struct judging *g)
{
	struct buf why = { 0 };

	for (size_t i = 0; i < g->h->n; i++) {
		const struct event *e = &g->h->event[i];
		size_t request;

		if (e->kind != EVENT_RECV || e->unit != UNIT_SIP || is_retransmission(e))
			continue;
		request = status_at(g, i) != 0 ? request_of(g, i) : NOWHERE;
		if (status_at(g, i) != 0 && request == NOWHERE && answers_nothing(g, i))
			blame(g, i, "it answers a request that was not sent");
		else if (!is_right(g, i, request, &why) ||
		         (request != NOWHERE &&
		          !sip_answers_rightly(g->h->event[request].text, e->text, &why)) ||
		         (status_at(g, i) == 0 && !follows_rightly(g, i, &why)))
			blame(g, i, buf_cstr(&why));
	}
	buf_free(&why);
}
