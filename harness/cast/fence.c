#include "cast/fence.h"

#include <stdio.h>
#include <string.h>

#include "cast/initiate.h"
#include "cast/inside.h"
#include "cast/sip_agent.h"
#include "cast/scripted.h"
#include "cast/server.h"
#include "lib/mem.h"

#define POLL_MS 5

/* --- drained ------------------------------------------------------------------------------ */

static bool never(void *arg)
{
	(void)arg;
	return false;
}

static bool is_drained(const struct line *l)
{
	struct address local, peer;

	/* Behind a FIN of its own the far end may go on reading. */
	if (line_is_over(l) && !conn_can_send(l->conn))
		return true;
	if (!conn_has_sent(l->conn))
		return false;
	conn_local(l->conn, &local);
	conn_peer(l->conn, &peer);
	if (conn_is_datagrams(l->conn))
		return world_socket_has_read(&peer);
	return world_peer_has_read(&local, &peer);
}

static bool is_user(const struct role *r)
{
	return r->kind == ACTOR_INSIDE_USER || r->kind == ACTOR_XMPP_USER ||
	       r->kind == ACTOR_SIP_UA;
}

bool fence_drain(struct act *a, struct role *r)
{
	struct stage *s = a->stage;
	struct line *l = r->kind == ACTOR_GATEWAY || is_user(r) || role_is_sip(r)
	                         ? inside_line(r)
	                 : r->line != NULL                      ? r->line
	                                                        : r->healthy;
	uint64_t now;

	if (l == NULL)
		return act_fail(a, "%s has no connection that could be drained", r->name);
	/* The kernel tells nobody when the far end has read: it is asked. */
	while (!is_drained(l)) {
		now = loop_now(s->loop);
		if (now >= a->due) {
			a->outcome = OUTCOME_TIMEOUT;
			buf_printf(&a->reason, "what %s sent was not read", r->name);
			return false;
		}
		if (script_wait(s->scripts, never, NULL, now + POLL_MS) == WAKE_CANCELLED) {
			a->outcome = OUTCOME_SKIPPED;
			return false;
		}
	}
	evlog_add(s->log, &(struct event){ .kind = EVENT_DRAINED,
	                                   .actor = r->name,
	                                   .conn = l->number,
	                                   .step = a->step->number });
	return true;
}

/* --- the message ----------------------------------------------------------------------------- */

/* Opens, if need be, the stream that the role keeps for fences. */
static struct line *stream_of(struct act *a, struct role *r)
{
	struct line *l = r->healthy;

	if (l != NULL && l->authenticated && !line_is_over(l) && !l->end_received)
		return l;
	l = initiate_connection(a, r, &driven);
	if (l == NULL || !initiate_all(a, l, role_domain(r), role_domain(a->stage->sut)))
		return NULL;
	r->healthy = l;
	return l;
}

static void put_address(struct buf *b, const struct role *r)
{
	if (is_user(r))
		xml_put(b, r->name);
	else
		buf_puts(b, "fence");
	buf_putc(b, '@');
	xml_put(b, *role_domain(r) != '\0' ? role_domain(r) : role_domain(r->stage->sut));
}

/* The act is that of who sends. */
static bool say_fence(struct act *a, const struct fence *f)
{
	struct buf text = { 0 }, jid = { 0 };
	bool ok;

	buf_printf(&text, "fence %s", f->nonce);
	put_address(&jid, f->to);
	ok = agent_say(a, "fence", FOR_FENCE, buf_cstr(&text), buf_cstr(&jid), NULL) != NULL;
	buf_free(&text);
	buf_free(&jid);
	return ok;
}

static bool send_message(struct act *a, struct role *from, const struct fence *f)
{
	struct buf b = { 0 };
	struct line *l;
	char id[32];
	bool ok;

	stage_fresh(a->stage, "id", id, sizeof id);
	buf_puts(&b, "<message from='");
	put_address(&b, from);
	buf_puts(&b, "' to='");
	put_address(&b, f->to);
	buf_printf(&b, "' id='%s' type='chat'><body>fence %s</body></message>", id, f->nonce);
	evlog_add(a->stage->log, &(struct event){ .kind = EVENT_FENCE,
	                                          .actor = from->name,
	                                          .step = a->step->number,
	                                          .name = f->name,
	                                          .value = f->nonce,
	                                          .text = VIEW("sent") });
	if (role_is_sip(from))
		ok = say_fence(a, f);
	else if (is_user(from) || from->kind == ACTOR_GATEWAY)
		ok = inside_send(from, "fence", buf_view(&b));
	else
		ok = (l = from->healthy) != NULL && line_send(l, "fence", buf_view(&b));
	buf_free(&b);
	return ok || act_fail(a, "%s could not send", from->name);
}

static bool has_arrived(void *arg)
{
	return ((const struct fence *)arg)->arrived;
}

static struct fence *fence_new(struct stage *s, const char *name, struct role *to)
{
	struct fence *f = mem_zalloc(sizeof *f);

	f->name = name;
	f->to = to;
	stage_fresh(s, "id", f->nonce, sizeof f->nonce);
	f->next = s->fences;
	s->fences = f;
	return f;
}

void fence_run(struct act *a)
{
	struct stage *s = a->stage;
	struct role *from = stage_role(s, act_arg(a, 1));
	struct role *to = stage_role(s, act_arg(a, 2));
	struct role *after = stage_role(s, act_arg(a, 3));
	bool wire_to = to->kind == ACTOR_SCRIPTED_SERVER;
	struct fence *f = fence_new(s, act_arg(a, 0), to);

	/* The system may have to connect to the receiver: it is let in. */
	if (wire_to)
		server_serve_domain(s, role_domain(to), 1);
	if ((is_user(from) || from->kind == ACTOR_GATEWAY || stream_of(a, from) != NULL) &&
	    (after == NULL || fence_drain(a, after)) && send_message(a, from, f) &&
	    !act_wait(a, has_arrived, f) && a->outcome == OUTCOME_TIMEOUT)
		buf_printf(&a->reason, "the fence did not arrive");
	if (wire_to)
		server_serve_domain(s, role_domain(to), -1);
}

/* --- behind it ---------------------------------------------------------------------------------- */

struct awaited {
	struct stage *stage;
	const char *name;
	size_t step; /* of the fence */
};

static const struct fence *fence_named(const struct stage *s, const char *name)
{
	for (const struct fence *f = s->fences; f != NULL; f = f->next)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static bool is_decided(void *arg)
{
	const struct awaited *w = arg;
	const struct fence *f = fence_named(w->stage, w->name);
	enum outcome o;

	return (f != NULL && f->arrived) || w->step == w->stage->case_->n_step ||
	       schedule_has_ended(w->stage->schedule, w->step, &o);
}

bool fence_wait(struct act *a, const char *name)
{
	const struct case_ *c = a->stage->case_;
	struct awaited w = { .stage = a->stage, .name = name };
	const struct fence *f;

	while (w.step < c->n_step && (verb_row(c->step[w.step].verb)->sort != VERB_FENCES ||
	                              strcmp(c->step[w.step].arg[0], name) != 0))
		w.step++;
	/* The fence has a time of its own. */
	a->due = SCRIPT_NEVER;
	if (!act_wait(a, is_decided, &w))
		return false;
	f = fence_named(a->stage, name);
	return (f != NULL && f->arrived) || act_fail(a, "fence %s did not arrive", name);
}
