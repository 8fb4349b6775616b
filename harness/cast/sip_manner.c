/* sip_manner.c - who takes what comes at a front end, and what follows by itself;
 * the rest of sip_agent.h. */
#include <stdlib.h>
#include <string.h>

#include "cast/scripted.h"
#include "cast/sip_agent.h"
#include "cast/sip_write.h"
#include "scenario/meaning.h"

/* --- who takes it ---------------------------------------------------------------------------------- */

static bool is_user_of(const struct role *r, struct view uri)
{
	struct buf user = { 0 };
	bool same;

	sip_unescape(sip_user_in(uri), &user);
	same = (r->kind == ACTOR_SIP_UA || r->kind == ACTOR_INSIDE_USER) && role_is_sip(r) &&
	       view_ieq(buf_view(&user), view_of(r->name)) &&
	       view_ieq(sip_host_in(uri), view_of(role_domain(r)));
	buf_free(&user);
	return same;
}

static struct role *user_for(struct role *fe, struct view uri)
{
	struct stage *s = fe->stage;

	if (fe->kind != ACTOR_FRONT_END)
		return fe; /* a connection of its own */
	for (size_t i = 0; i < s->n_role; i++)
		if (is_user_of(&s->role[i], uri) && front_end_for(&s->role[i]) == fe)
			return &s->role[i];
	return fe;
}

/* By branch (RFC 3261 17.1.3); a branch that a script spoilt, by Call-ID. */
static struct sent *sent_for(const struct stage *s, const struct got *g, struct role **whose)
{
	const struct sip_text *t = unit_sip(g->parsed);
	struct view branch = sip_branch(t);

	for (int by_branch = 1; by_branch >= 0; by_branch--)
		for (size_t i = 0; i < s->n_role; i++) {
			struct agent *a = s->role[i].agent;

			for (struct sent *one = a == NULL ? NULL : a->sent; one != NULL;
			     one = one->next)
				if (by_branch ? branch.n > 0 &&
				                        view_eq(sip_branch(unit_sip(one->unit)),
				                                branch)
				              : meaning_answers(g->parsed, one->unit)) {
					*whose = &s->role[i];
					return one;
				}
		}
	return NULL;
}

/* At the same server: what comes at another is no copy of it (RFC 3263 4.4). */
static struct heard *heard_before(const struct line *l, const struct got *g)
{
	const struct stage *s = l->stage;

	for (size_t i = 0; i < s->n_role; i++)
		for (struct heard *h = s->role[i].agent == NULL ? NULL
		                                                : s->role[i].agent->heard;
		     h != NULL; h = h->next)
			if (h->line->role == l->role && view_eq(h->bytes, g->text))
				return h;
	return NULL;
}

/* RFC 3261 17: over UDP both sides repeat themselves. */
static bool is_repeat(const struct line *l, const struct got *g, const struct sent *s)
{
	if (!conn_is_datagrams(l->conn))
		return false;
	if (unit_sip(g->parsed)->request)
		return heard_before(l, g) != NULL;
	return s != NULL && s->last != NULL &&
	       view_eq(g->text, (struct view){ s->last, s->last_n }) && s->answered >= s->times;
}

static struct fate response_fate(struct line *l, const struct got *g)
{
	struct fate fate = { .to = l->role };
	unsigned status = unit_sip(g->parsed)->status;
	struct sent *s = sent_for(l->stage, g, &fate.to);

	if (status >= 100 && status < 200)
		fate.auto_ = "trying";
	else if (is_repeat(l, g, s))
		fate.auto_ = "retransmission";
	else if (s == NULL)
		return fate;
	else if (s->purpose == FOR_FENCE || s->purpose == FOR_PING)
		fate.auto_ = s->purpose == FOR_FENCE ? "fence" : "ping";
	else if (s->purpose == FOR_USER && status >= 200 && status < 300)
		fate.auto_ = "answered";
	return fate;
}

/* A subscription that goes on, or one of somebody who was approved long ago. */
static bool is_refresh(struct role *r, const struct got *g)
{
	struct buf from = { 0 };
	unsigned means = meaning_of(g->parsed);
	bool yes = (means & MEANS_REFRESHES) != 0;
	struct view tag;

	if (!yes && ((means & MEANS_ASKS) != 0 ||
	             ((means & MEANS_LEAVES) != 0 &&
	              !sip_parameter(sip_value(unit_sip(g->parsed), "To"), "tag", &tag)))) {
		meaning_from(g->parsed, &from);
		yes = agent_has_approved(agent_of(r), buf_cstr(&from));
		buf_free(&from);
	}
	return yes;
}

static struct fate request_fate(struct line *l, const struct got *g)
{
	const struct sip_text *t = unit_sip(g->parsed);
	struct fate fate = { .to = user_for(l->role, t->uri) };

	if (is_repeat(l, g, NULL))
		fate.auto_ = "retransmission";
	else if (view_is(t->method, "ACK"))
		fate.auto_ = "ack";
	else if ((fate.auto_ = common_taker(&fate.to, g)) != NULL ||
	         role_asks_for(fate.to, l, g->local))
		return fate;
	else if (view_is(t->method, "OPTIONS"))
		fate.auto_ = "options";
	else if (is_refresh(fate.to, g))
		fate.auto_ = "refresh";
	return fate;
}

static struct fate sip_fate(struct line *l, const struct got *g)
{
	struct fate fate = { .to = l->role };

	if (g->kind == UNIT_SIP)
		return unit_sip(g->parsed)->request ? request_fate(l, g) : response_fate(l, g);
	fate.auto_ = g->kind == UNIT_SPACE ? "keepalive" : NULL;
	return fate;
}

/* --- what is done --------------------------------------------------------------------------------- */

static void acknowledge(struct line *l, struct role *r, const struct sent *s,
                        const struct got *g)
{
	char branch[64];
	struct buf b = { 0 };

	stage_fresh(l->stage, "branch", branch, sizeof branch);
	sip_ack(unit_sip(s->unit), unit_sip(g->parsed), branch, &b);
	line_send_as(l, r, "ack", buf_view(&b));
	buf_free(&b);
}

static void response_react(struct line *l, const struct got *g, const struct fate *fate)
{
	const struct sip_text *t = unit_sip(g->parsed);
	struct role *whose = l->role;
	struct sent *s = sent_for(l->stage, g, &whose);

	if (s == NULL)
		return;
	dialog_answered(agent_of(whose)->dialogs, t);
	if (view_is(unit_sip(s->unit)->method, "INVITE") && t->status >= 200)
		acknowledge(l, whose, s, g);
	if (t->status < 200)
		return;
	s->final = t->status;
	s->answered += fate->auto_ == NULL;
	free(s->last);
	s->last = view_dup(g->text);
	s->last_n = g->text.n;
	if (s->ping != NULL)
		s->ping->answered = true;
}

static bool answers_later(const struct role *r)
{
	static const bool verbs[VERB_COUNT] = {
		[VERB_ANSWERS] = true, [VERB_ANSWERS_TO] = true, [VERB_LEAVES] = true
	};

	return schedule_next(r->stage->schedule, r->index, verbs, 0) < r->stage->case_->n_step;
}

static void request_react(struct line *l, const struct got *g, const struct fate *fate)
{
	struct heard *h;

	if (fate->auto_ != NULL && strcmp(fate->auto_, "ack") == 0)
		return;
	if (fate->auto_ != NULL && strcmp(fate->auto_, "retransmission") == 0) {
		h = heard_before(l, g);
		if (h->response != NULL)
			line_send_as(l, h->role, "retransmission",
			             (struct view){ h->response, h->response_n });
		return;
	}
	h = agent_hear(fate->to, l, g);
	common_react(fate->to, g, fate->auto_);
	if (fate->auto_ != NULL || !answers_later(fate->to))
		agent_answer_usual(h);
}

static void sip_react(struct line *l, const struct got *g, const struct fate *fate)
{
	if (g->kind == UNIT_SIP && unit_sip(g->parsed)->request)
		request_react(l, g, fate);
	else if (g->kind == UNIT_SIP)
		response_react(l, g, fate);
	else if (g->kind == UNIT_SPACE)
		agent_of(l->role)->line_ends++;
	if (g->kind == UNIT_SPACE && !conn_is_datagrams(l->conn) &&
	    strcmp(role_setting(l->role, "pongs", "yes"), "yes") == 0 &&
	    view_find(g->text, VIEW("\r\n\r\n")) != g->text.n)
		line_send_as(l, l->role, "keepalive", VIEW("\r\n")); /* RFC 5626 4.4.1 */
}

const struct manner sip_manner = { .fate = sip_fate, .react = sip_react };
