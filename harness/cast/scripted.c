#include "cast/scripted.h"

#include <string.h>

#include "cast/server.h"
#include "world/profile.h"

/* --- what everybody may get -------------------------------------------------------------- */

static struct fence *fence_in(struct role *to, const struct got *g)
{
	struct buf text = { 0 };
	struct fence *f = NULL;

	if (g->kind == UNIT_SIP && strcmp(g->local, "MESSAGE") == 0)
		buf_putv(&text, g->text);
	else if (g->kind == UNIT_ELEMENT && strcmp(g->local, "message") == 0)
		got_text(g, &text);
	else
		return NULL;
	for (f = to->stage->fences; f != NULL; f = f->next)
		if (f->to == to &&
		    view_find(buf_view(&text), view_of(f->nonce)) != buf_len(&text))
			break;
	buf_free(&text);
	return f;
}

static struct ping *ping_in(struct role *to, const struct got *g)
{
	const char *type = got_attribute(g, "type");
	struct ping *p;

	if (strcmp(g->local, "iq") != 0 ||
	    (strcmp(type, "result") != 0 && strcmp(type, "error") != 0))
		return NULL;
	for (p = to->stage->pings; p != NULL; p = p->next)
		if (strcmp(p->id, got_attribute(g, "id")) == 0)
			break;
	return p;
}

const char *common_taker(struct role **to, const struct got *g)
{
	const struct ping *p;

	if (fence_in(*to, g) != NULL)
		return "fence";
	p = ping_in(*to, g);
	if (p == NULL)
		return NULL;
	*to = p->by;
	return "ping";
}

void common_react(struct role *to, const struct got *g, const char *taker)
{
	struct fence *f;

	if (taker == NULL)
		return;
	if (strcmp(taker, "ping") == 0) {
		ping_in(to, g)->answered = true;
	} else if (strcmp(taker, "fence") == 0 && (f = fence_in(to, g)) != NULL &&
	           !f->arrived) {
		f->arrived = true;
		evlog_add(to->stage->log, &(struct event){ .kind = EVENT_FENCE,
		                                           .actor = to->name,
		                                           .conn = g->line->number,
		                                           .step = to->step,
		                                           .name = f->name,
		                                           .value = f->nonce,
		                                           .text = VIEW("arrived") });
	}
}

/* --- looking ahead -------------------------------------------------------------------------- */

/* The name of a pattern's element: "features" of "<stream:features>". */
static struct view asked_name(const struct payload *p)
{
	struct view text = view_trim(payload_text(p)), prefix, local;
	size_t n = 0;

	if (!view_starts(text, VIEW("<")))
		return view_of(payload_element(p)); /* SIP */
	text = view_from(text, 1);
	while (n < text.n && strchr(" \t\r\n/>{", text.p[n]) == NULL)
		n++;
	text.n = n;
	return view_cut(text, ':', &prefix, &local) ? local : text;
}

static bool is_gets(enum verb v)
{
	return v == VERB_GETS || v == VERB_GETS_ONE_OF || v == VERB_GETS_TIMES;
}

static bool takes_one_unit(enum verb v)
{
	return (is_gets(v) && v != VERB_GETS_TIMES) || v == VERB_HEARS || v == VERB_HEARS_FAILURE ||
	       v == VERB_IS_ASKED || v == VERB_IS_APPROVED || v == VERB_IS_DENIED ||
	       v == VERB_IS_LEFT || v == VERB_SEES;
}

static bool asks_for(const struct step *s, const char *local)
{
	if (!is_gets(s->verb))
		return false;
	for (size_t i = 0; i < s->n_payload; i++)
		if (view_is(asked_name(s->payload[i]), local))
			return true;
	return false;
}

/* Does a tolerated step of the role ask for elements of this name now? */
static bool tolerates_name(const struct role *r, const char *local)
{
	const struct case_ *c = r->stage->case_;

	for (size_t i = 0; i < c->n_step; i++)
		if (c->step[i].actor == r->index && schedule_tolerates(r->stage->schedule, i) &&
		    asks_for(&c->step[i], local))
			return true;
	return false;
}

/* No more than there are steps for: the count need not follow a flood. */
static size_t unclaimed(const struct role *r)
{
	size_t n = 0;

	for (const struct got *g = r->units.first; g != NULL && n < r->stage->case_->n_step;
	     g = g->next)
		n += g->kind != UNIT_SPACE;
	return n;
}

/* The step that a unit which comes now is for: what has come already goes to
 * the steps before it, and a step that began TLS has had its own. */
static const struct step *next_about_units(const struct role *r, const struct line *l)
{
	static const bool verbs[VERB_COUNT] = {
		[VERB_GETS] = true,          [VERB_GETS_ONE_OF] = true,
		[VERB_GETS_TIMES] = true,
		[VERB_HEARS] = true,         [VERB_HEARS_FAILURE] = true,
		[VERB_IS_ASKED] = true,      [VERB_IS_APPROVED] = true,
		[VERB_IS_DENIED] = true,     [VERB_IS_LEFT] = true,
		[VERB_SEES] = true,
		[VERB_STARTS_TLS] = true,    [VERB_PROCEEDS_TLS] = true,
		[VERB_AUTHENTICATES] = true, [VERB_COMPLETES_DIALBACK] = true,
		[VERB_ESTABLISHES] = true,
	};
	const struct stage *s = r->stage;
	size_t waiting = unclaimed(r), from = 0;

	for (;;) {
		size_t i = schedule_next(s->schedule, r->index, verbs, from);
		const struct step *step = &s->case_->step[i];

		if (i == s->case_->n_step)
			return NULL;
		from = i + 1;
		if (takes_one_unit(step->verb) && waiting > 0)
			waiting--;
		else if (!schedule_is_running(s->schedule, i) || !line_is_secure(l) ||
		         (step->verb != VERB_STARTS_TLS && step->verb != VERB_PROCEEDS_TLS))
			return step;
	}
}

bool role_asks_for(const struct role *r, const struct line *l, const char *local)
{
	const struct step *next = next_about_units(r, l);

	return tolerates_name(r, local) || (next != NULL && asks_for(next, local));
}

static bool is(const struct got *g, const char *local)
{
	return strcmp(g->local, local) == 0;
}

/* A valid answer on a stream we opened; a request on one opened to us.  What
 * else there is of dialback is no automation's business. */
static bool is_dialback_of(const struct line *l, const struct got *g)
{
	const char *type = got_attribute(g, "type");

	return is(g, "result") && strcmp(type, l->incoming ? "" : "valid") == 0;
}

static const char *initiator_taker(const struct line *l, const struct got *g)
{
	if (is(g, "proceed"))
		return "tls";
	if (is(g, "success") || is(g, "challenge") || (is(g, "failure") && line_is_secure(l)))
		return "sasl";
	return is_dialback_of(l, g) ? "dialback" : NULL;
}

/* What the verb itself deals with. */
static const char *verb_taker(enum verb v, const struct line *l, const struct got *g)
{
	switch ((int)v) {
	case VERB_STARTS_TLS:
		return is(g, "proceed") ? "tls" : NULL;
	case VERB_PROCEEDS_TLS:
		return is(g, "starttls") ? "tls" : NULL;
	case VERB_AUTHENTICATES:
		return is(g, "success") || is(g, "challenge") ? "sasl" : NULL;
	case VERB_COMPLETES_DIALBACK:
		return is_dialback_of(l, g) ? "dialback" : NULL;
	case VERB_ESTABLISHES:
		return l->incoming ? NULL : initiator_taker(l, g);
	default:
		return NULL;
	}
}

/* XEP-0288 2.2: no answer is owed. */
static bool is_bidi(const struct line *l, const struct got *g)
{
	return is(g, "bidi") && server_offers_bidi(l) &&
	       view_find(g->text, VIEW("urn:xmpp:bidi")) != g->text.n;
}

static bool is_sm(const struct line *l, const struct got *g)
{
	return server_offers_sm(l) && view_find(g->text, VIEW("urn:xmpp:sm:3")) != g->text.n &&
	       (is(g, "enable") || is(g, "resume") || is(g, "r") || is(g, "a"));
}

/* Does a step of the role that is still to come want its keys? */
static bool wants_keys(const struct role *r)
{
	const struct stage *s = r->stage;
	enum outcome o;

	for (size_t i = 0; i < s->case_->n_step; i++) {
		const struct step *t = &s->case_->step[i];

		if (t->actor == r->index && !schedule_has_ended(s->schedule, i, &o) &&
		    (asks_for(t, "result") || t->verb == VERB_COMPLETES_DIALBACK ||
		     t->verb == VERB_ESTABLISHES))
			return true;
	}
	return false;
}

/* XEP-0220 leaves it to a server when it proves its domain: one may do so on each stream
 * that it opens, be it only to ask about somebody else's key, and says so by its claim. */
static bool is_own_dialback(const struct line *l, const struct got *g)
{
	return is_dialback_of(l, g) && !wants_keys(l->role) &&
	       profile_claims(l->stage->settings->sut, VIEW("s2s.dialback-both-ways"));
}

/* What a server does unasked. */
static const char *server_taker(const struct line *l, const struct got *g)
{
	if (!l->incoming || l->manual)
		return NULL;
	if (is(g, "starttls") && server_offers_tls(l))
		return "tls";
	if (is(g, "auth") && server_offers_external(l))
		return "sasl";
	if (is_bidi(l, g))
		return "bidi";
	if (is_sm(l, g))
		return "sm";
	if (is(g, "verify") && l->role->serving > 0)
		return "dialback";
	return is_own_dialback(l, g) ? "own-dialback" : NULL;
}

static struct fate element_fate(struct line *l, const struct got *g)
{
	struct fate fate = { .to = l->role };
	const struct step *next;

	if ((fate.auto_ = common_taker(&fate.to, g)) != NULL ||
	    tolerates_name(l->role, g->local))
		return fate;
	next = next_about_units(l->role, l);
	if (next != NULL && asks_for(next, g->local))
		return fate;
	if (next != NULL && (fate.auto_ = verb_taker(next->verb, l, g)) != NULL)
		fate.keep = true;
	else if (is(g, "features"))
		fate.auto_ = "features";
	else
		fate.auto_ = server_taker(l, g);
	return fate;
}

static struct fate scripted_fate(struct line *l, const struct got *g)
{
	struct fate fate = { .to = l->role };

	switch (g->kind) {
	case UNIT_HEADER:
		fate.auto_ = "header";
		break;
	case UNIT_SPACE:
		fate.auto_ = "keepalive";
		break;
	case UNIT_ELEMENT:
		return element_fate(l, g);
	case UNIT_NONE:
	case UNIT_STREAM_END:
	case UNIT_RAW:
	case UNIT_SIP:
		break;
	}
	return fate;
}

/* --- what is done ------------------------------------------------------------------------------ */

static void bind_stream_id(struct line *l)
{
	struct buf name = { 0 };

	buf_printf(&name, "%s.stream-id", l->role->name);
	stage_bind(l->stage, l->role->step, buf_view(&name), view_of(l->id));
	buf_free(&name);
}

static void serve(struct line *l, const struct got *g)
{
	struct fault f = { 0 };

	if (is(g, "starttls")) {
		if (!server_proceed(l, &f))
			stage_fault(l->stage, &f);
	} else if (is(g, "auth")) {
		server_answer_auth(l, g);
	} else if (is(g, "result")) {
		server_answer_result(l, g);
	} else if (is(g, "verify")) {
		server_answer_verify(l, g);
	} else if (is_sm(l, g)) {
		server_answer_sm(l, g);
	}
}

/* Asked for TLS that it does not have, a server says so, unless a step is about
 * to deal with it; that the question may be put is the tolerance's business. */
static bool must_refuse_tls(const struct line *l, const struct got *g)
{
	const struct step *next = next_about_units(l->role, l);

	return l->incoming && !l->manual && is(g, "starttls") && !server_offers_tls(l) &&
	       (next == NULL ||
	        (!asks_for(next, "starttls") && next->verb != VERB_PROCEEDS_TLS));
}

/* A script may go on behind the other side's end; a system that was told to
 * stop waits for its streams, and is not kept waiting. */
static bool lets_go(const struct line *l, const struct got *g)
{
	return g->kind == UNIT_STREAM_END && l->stage->sut_stopping;
}

static void scripted_react(struct line *l, const struct got *g, const struct fate *fate)
{
	if (lets_go(l, g)) {
		line_end(l, "end");
		line_finish(l);
	} else if (g->kind == UNIT_HEADER && !l->incoming)
		bind_stream_id(l);
	else if (g->kind == UNIT_HEADER && !l->manual)
		server_answer_header(l);
	else if (g->kind == UNIT_ELEMENT && fate->auto_ != NULL && !fate->keep) {
		common_react(fate->to, g, fate->auto_);
		serve(l, g);
	} else if (g->kind == UNIT_ELEMENT && fate->auto_ == NULL && must_refuse_tls(l, g)) {
		server_refuse_tls(l);
	}
}

const struct manner scripted = { scripted_fate, scripted_react, NULL };

/* --- served --------------------------------------------------------------------------------------- */

static struct fate served_fate(struct line *l, const struct got *g)
{
	struct fate fate = scripted_fate(l, g);

	fate.keep = false;
	if (g->kind == UNIT_STREAM_END)
		fate.auto_ = "end";
	if (g->kind != UNIT_ELEMENT)
		return fate;
	fate.auto_ = common_taker(&fate.to, g);
	if (fate.auto_ != NULL)
		return fate;
	if (is(g, "starttls") && server_offers_tls(l))
		fate.auto_ = "tls";
	else if (is(g, "auth") && server_offers_external(l))
		fate.auto_ = "sasl";
	else if (is_bidi(l, g))
		fate.auto_ = "bidi";
	else if (is_sm(l, g))
		fate.auto_ = "sm";
	else if ((is(g, "result") || is(g, "verify")) && *got_attribute(g, "type") == '\0' &&
	         strcmp(role_setting(l->role, "dialback", "yes"), "no") != 0)
		fate.auto_ = "dialback";
	return fate;
}

static void served_react(struct line *l, const struct got *g, const struct fate *fate)
{
	if (g->kind == UNIT_STREAM_END) {
		line_end(l, "end");
		line_finish(l);
	} else {
		scripted_react(l, g, fate);
	}
}

const struct manner served = { served_fate, served_react, NULL };

/* --- driven ----------------------------------------------------------------------------------------- */

static struct fate driven_fate(struct line *l, const struct got *g)
{
	struct fate fate = { .to = l->role };

	switch (g->kind) {
	case UNIT_HEADER:
		fate.auto_ = "header";
		break;
	case UNIT_STREAM_END:
		fate.auto_ = "end";
		break;
	case UNIT_ELEMENT:
		if ((fate.auto_ = common_taker(&fate.to, g)) != NULL)
			break;
		fate.auto_ = initiator_taker(l, g);
		fate.keep = fate.auto_ != NULL;
		if (is(g, "features"))
			fate.auto_ = "features";
		else if (fate.auto_ == NULL)
			fate.auto_ = "fence";
		break;
	case UNIT_NONE:
	case UNIT_SPACE:
	case UNIT_RAW:
	case UNIT_SIP:
		fate.auto_ = "keepalive";
		break;
	}
	return fate;
}

static void driven_react(struct line *l, const struct got *g, const struct fate *fate)
{
	if (!fate->keep)
		common_react(fate->to, g, fate->auto_);
	if (g->kind == UNIT_STREAM_END) {
		line_end(l, "end");
		line_finish(l);
	}
}

const struct manner driven = { driven_fate, driven_react, NULL };

/* --- silent ------------------------------------------------------------------------------------------- */

static struct fate silent_fate(struct line *l, const struct got *g)
{
	(void)g;
	return (struct fate){ .to = l->role, .auto_ = "silence" };
}

const struct manner silent = { silent_fate, NULL, NULL };
