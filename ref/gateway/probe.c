#include "gateway/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/parties_rules.h"
#include "gateway/uplink.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "sip/message.h"

#define ID_LEN 16

struct gateway_probe {
	struct probe_walk walk;
	struct gateway *gateway;
	char stanza[ID_LEN + 1];
	bool handed;
};

static struct gateway_probe *find(const struct gateway *g, uint64_t id)
{
	struct gateway_probe *p = ids_get(g->probes, id);

	return p != NULL && p->walk.next != PROBE_STEPS ? p : NULL;
}

static void probe_free(struct gateway_probe *p)
{
	ids_remove(p->gateway->probes, p->walk.id);
	probe_walk_free(&p->walk);
	free(p);
}

static void tell(struct gateway_probe *p, struct probe_row *row)
{
	probe_walk_tell(&p->walk, row, loop_now(p->gateway->loop));
}

static void pass(struct gateway_probe *p, enum probe_step next, const char *detail)
{
	struct probe_row row = {
		.step = p->walk.next, .ok = true, .detail = detail, .error = "", .advice = ""
	};

	tell(p, &row);
	p->walk.next = next;
	probe_walk_wait(&p->walk, GATEWAY_PROBE_STEP_MS);
}

static void broken(struct gateway_probe *p, enum probe_step step, const char *error,
                   const char *detail, const char *advice)
{
	struct probe_row row = {
		.step = step, .detail = detail, .error = error, .advice = advice
	};

	tell(p, &row);
	probe_walk_finish(&p->walk);
}

static void broken_by(struct gateway_probe *p, enum cause cause)
{
	enum probe_step step = probe_step_broken(cause);

	/* Of those between the link and the message none is told of before it breaks. */
	if (step == PROBE_STEPS || (step < p->walk.next && step <= PROBE_LINK))
		step = p->walk.next;
	broken(p, step, cause_label(cause), cause_words(cause), probe_advice(cause, step));
}

/* --- the edge ------------------------------------------------------------------------- */

static void send_message(struct gateway_probe *p)
{
	struct gateway *g = p->gateway;
	struct region *r = region_new();
	struct element *message = element_new(r, NS_SERVER, "message");
	enum cause cause = uplink_refuses(g->uplink);

	element_set(r, message, "from", jid_bare(&p->walk.from, r));
	element_set(r, message, "to", jid_bare(&p->walk.to, r));
	element_set(r, message, "id", view_of(p->stanza));
	element_set(r, message, "type", VIEW("chat"));
	element_add_text(r, element_add(r, message, NS_SERVER, "body"), p->walk.text);
	if (cause == CAUSE_NONE && uplink_send_awaited(g->uplink, message)) {
		count_stanza(g->counters.stanzas_sent, message);
		pass(p, PROBE_MESSAGE, "");
	} else {
		broken_by(p, cause);
	}
	region_free(&r);
}

static struct gateway_probe *of_stanza(struct gateway *g, struct view id)
{
	size_t pos = 0;
	void *value;

	while (ids_next(g->probes, &pos, NULL, &value)) {
		struct gateway_probe *p = value;

		if (view_is(id, p->stanza))
			return p;
	}
	return NULL;
}

bool gateway_probe_handed(struct gateway *g, struct view id)
{
	struct gateway_probe *p = of_stanza(g, id);

	if (p != NULL && p->walk.next == PROBE_MESSAGE && !p->handed) {
		p->handed = true;
		probe_walk_wait(&p->walk, GATEWAY_PROBE_LATE_MS);
	}
	return p != NULL;
}

bool gateway_probe_error(struct gateway *g, const struct element *stanza)
{
	struct gateway_probe *p = of_stanza(g, element_attr(stanza, "id"));
	const struct element *error, *named, *condition;
	enum cause cause = CAUSE_NONE;

	if (p == NULL || p->walk.next != PROBE_MESSAGE)
		return p != NULL;
	error = element_child(stanza, NULL, "error");
	named = error != NULL ? element_child(error, NS_LINK, "cause") : NULL;
	condition = error != NULL ? element_child(error, NS_STANZA_ERROR, NULL) : NULL;
	/* Of the edge: a partner's errors cross without it. */
	if (named != NULL)
		cause = cause_named(element_text(named, p->walk.memory));
	if (cause != CAUSE_NONE)
		broken_by(p, cause);
	else
		broken(p, PROBE_MESSAGE,
		       condition != NULL ? region_cstr(p->walk.memory, condition->name)
		                         : "undefined-condition",
		       "the partner answered with an error", probe_step_advice(PROBE_MESSAGE));
	return true;
}

bool gateway_probe_awaits(struct gateway *g, struct view id)
{
	return of_stanza(g, id) != NULL;
}

bool gateway_probe_lost(struct gateway *g, const struct element *stanza)
{
	struct gateway_probe *p = of_stanza(g, element_attr(stanza, "id"));

	if (p != NULL && p->walk.next == PROBE_MESSAGE)
		broken(p, PROBE_LINK, cause_label(CAUSE_NO_EDGE),
		       "the link broke while the message was on it",
		       probe_advice(CAUSE_NO_EDGE, PROBE_LINK));
	return p != NULL;
}

/* --- the SIP server ------------------------------------------------------------------- */

static void on_response(struct gateway *g, uint64_t ref, const struct sip_message *m)
{
	struct gateway_probe *p = find(g, ref);
	char status[24];

	if (p == NULL || m->status < 200)
		return;
	snprintf(status, sizeof status, "sip-%u", m->status);
	if (!front_end_serves(m->status)) {
		broken(p, PROBE_FRONT_END, status, g->settings->sip.next_hop,
		       probe_step_advice(PROBE_FRONT_END));
		return;
	}
	pass(p, PROBE_LINK, g->settings->sip.next_hop);
	send_message(p);
}

static void on_failed(struct gateway *g, uint64_t ref, int status, const char *words)
{
	struct gateway_probe *p = find(g, ref);
	struct buf detail = { 0 };

	if (p == NULL)
		return;
	buf_printf(&detail, "%s: %s", g->settings->sip.next_hop, words);
	broken(p, PROBE_FRONT_END,
	       cause_label(status == SIP_NO_ANSWER ? CAUSE_SIP_TIMEOUT : CAUSE_SIP_TRANSPORT),
	       buf_cstr(&detail), probe_step_advice(PROBE_FRONT_END));
	buf_free(&detail);
}

static void ask_front_end(struct gateway_probe *p)
{
	static const struct originator originator = { on_response, on_failed };

	if (!front_end_ask(p->gateway, &originator, p->walk.id))
		broken_by(p, CAUSE_SIP_TRANSPORT);
}

/* --- the walk --------------------------------------------------------------------------- */

static enum cause refused(const struct gateway_probe *p)
{
	const struct gateway_settings *s = p->gateway->settings;
	struct region *r = region_new();
	enum cause c = sender_refused(&p->walk.from, gateway_serves(s, p->walk.from.domain));

	if (c == CAUSE_NONE && partner_of(s->partners, p->walk.to.domain) == NULL)
		c = CAUSE_PARTNER_UNKNOWN;
	if (c == CAUSE_NONE)
		c = access_refused(&s->access, jid_bare(&p->walk.from, r));
	if (c == CAUSE_NONE && p->gateway->phase != GATEWAY_RUNNING)
		c = CAUSE_SYSTEM_SHUTDOWN;
	region_free(&r);
	return c;
}

static void start(struct gateway_probe *p)
{
	enum cause c = refused(p);

	if (c != CAUSE_NONE) {
		broken_by(p, c);
		return;
	}
	pass(p, PROBE_FRONT_END, "");
	ask_front_end(p);
}

static void timer_due(void *arg)
{
	struct gateway_probe *p = arg;
	const struct probe_ops *ops = p->walk.ops;
	void *whose = p->walk.arg;

	if (p->walk.next == PROBE_ALLOWED) {
		start(p);
	} else if (p->walk.next == PROBE_MESSAGE && p->handed) {
		pass(p, PROBE_STEPS, "handed to the partner, and nothing came back");
		probe_walk_finish(&p->walk);
	} else if (p->walk.next != PROBE_STEPS) {
		broken(p, p->walk.next, "no-answer", "nothing came in time",
		       probe_step_advice(p->walk.next));
	} else {
		probe_free(p);
		ops->done(whose);
	}
}

uint64_t gateway_probe_begin(struct gateway *g, const struct probe_wanted *w,
                             const struct probe_ops *ops, void *arg)
{
	struct gateway_probe *p;

	if (ids_count(g->probes) >= GATEWAY_PROBES_MAX)
		return 0;
	p = mem_zalloc(sizeof *p);
	p->gateway = g;
	rng_word(p->stanza, ID_LEN);
	p->stanza[0] = 'q'; /* those of messages begin with g */
	probe_walk_begin(&p->walk, g->loop, w, ops, arg, timer_due, p);
	p->walk.id = ids_add(g->probes, p);
	return p->walk.id;
}

void gateway_probe_cancel(struct gateway *g, uint64_t id)
{
	struct gateway_probe *p = ids_get(g->probes, id);

	if (p != NULL)
		probe_free(p);
}

void gateway_probe_free_all(struct gateway *g)
{
	size_t pos = 0;
	void *value;

	if (g->probes == NULL)
		return;
	while (ids_next(g->probes, &pos, NULL, &value))
		probe_free(value);
	ids_free(&g->probes);
}
