#include "gateway/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/parties_rules.h"
#include "gateway/uplink.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "sip/message.h"
#include "sip/writer.h"

#define ID_LEN   16
#define WORD_LEN 12

struct gateway_probe {
	struct gateway *gateway;
	uint64_t id;
	struct region *memory;
	struct jid from, to;
	struct view text;
	char stanza[ID_LEN + 1];
	enum probe_step next; /* PROBE_STEPS: over */
	bool handed;
	uint64_t since;
	struct timer *timer;
	const struct gateway_probe_ops *ops;
	void *arg;
};

static struct gateway_probe *find(const struct gateway *g, uint64_t id)
{
	struct gateway_probe *p = ids_get(g->probes, id);

	return p != NULL && p->next != PROBE_STEPS ? p : NULL;
}

static void probe_free(struct gateway_probe *p)
{
	ids_remove(p->gateway->probes, p->id);
	timer_free(&p->timer);
	region_free(&p->memory);
	free(p);
}

static void tell(struct gateway_probe *p, struct probe_row *row)
{
	uint64_t now = loop_now(p->gateway->loop);

	row->latency_ms = now > p->since ? now - p->since : 1;
	p->since = now;
	log_event(LOG_INFO, "probe", LOG_N("probe", p->id), LOG_V("partner", p->to.domain),
	          LOG_S("step", probe_step_word(row->step)),
	          LOG_S("result", row->ok ? "ok" : "failure"), LOG_S("error", row->error),
	          LOG_S("words", row->detail));
	p->ops->row(p->arg, row);
}

static void wait_for(struct gateway_probe *p, uint64_t ms)
{
	timer_set(p->timer, loop_now(p->gateway->loop) + ms);
}

/* The end is not now: who has called may be in the middle of something. */
static void finish(struct gateway_probe *p)
{
	p->next = PROBE_STEPS;
	wait_for(p, 0);
}

static void pass(struct gateway_probe *p, enum probe_step next, const char *detail)
{
	struct probe_row row = {
		.step = p->next, .ok = true, .detail = detail, .error = "", .advice = ""
	};

	tell(p, &row);
	p->next = next;
	wait_for(p, GATEWAY_PROBE_STEP_MS);
}

static void broken(struct gateway_probe *p, enum probe_step step, const char *error,
                   const char *detail, const char *advice)
{
	struct probe_row row = {
		.step = step, .detail = detail, .error = error, .advice = advice
	};

	tell(p, &row);
	finish(p);
}

static void broken_by(struct gateway_probe *p, enum cause cause)
{
	enum probe_step step = probe_step_broken(cause);

	/* Of those between the link and the message none is told of before it breaks. */
	if (step == PROBE_STEPS || (step < p->next && step <= PROBE_LINK))
		step = p->next;
	broken(p, step, cause_label(cause), cause_words(cause), probe_advice(cause, step));
}

/* --- the edge ------------------------------------------------------------------------- */

static void send_message(struct gateway_probe *p)
{
	struct gateway *g = p->gateway;
	struct region *r = region_new();
	struct element *message = element_new(r, NS_SERVER, "message");
	enum cause cause = uplink_refuses(g->uplink);

	element_set(r, message, "from", jid_bare(&p->from, r));
	element_set(r, message, "to", jid_bare(&p->to, r));
	element_set(r, message, "id", view_of(p->stanza));
	element_set(r, message, "type", VIEW("chat"));
	element_add_text(r, element_add(r, message, NS_SERVER, "body"), p->text);
	if (cause == CAUSE_NONE && uplink_send(g->uplink, message)) {
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

	if (p != NULL && p->next == PROBE_MESSAGE && !p->handed) {
		p->handed = true;
		wait_for(p, GATEWAY_PROBE_LATE_MS);
	}
	return p != NULL;
}

bool gateway_probe_error(struct gateway *g, const struct element *stanza)
{
	struct gateway_probe *p = of_stanza(g, element_attr(stanza, "id"));
	const struct element *error, *named, *condition;
	enum cause cause = CAUSE_NONE;

	if (p == NULL || p->next != PROBE_MESSAGE)
		return p != NULL;
	error = element_child(stanza, NULL, "error");
	named = error != NULL ? element_child(error, NS_LINK, "cause") : NULL;
	condition = error != NULL ? element_child(error, NS_STANZA_ERROR, NULL) : NULL;
	/* Of the edge: a partner's errors cross without it. */
	if (named != NULL)
		cause = cause_named(element_text(named, p->memory));
	if (cause != CAUSE_NONE)
		broken_by(p, cause);
	else
		broken(p, PROBE_MESSAGE,
		       condition != NULL ? region_cstr(p->memory, condition->name)
		                         : "undefined-condition",
		       "the partner answered with an error", probe_step_advice(PROBE_MESSAGE));
	return true;
}

bool gateway_probe_lost(struct gateway *g, const struct element *stanza)
{
	struct gateway_probe *p = of_stanza(g, element_attr(stanza, "id"));

	if (p != NULL && p->next == PROBE_MESSAGE)
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
	const struct view none = { NULL, 0 };
	struct gateway *g = p->gateway;
	struct view hop = view_of(g->settings->sip.next_hop);
	char word[WORD_LEN + 1];
	struct buf request = { 0 }, from = { 0 };

	buf_printf(&from, "sip:%s", g->settings->link.name);
	sip_write_request(&request, VIEW("OPTIONS"), hop);
	sip_write_number(&request, SIP_MAX_FORWARDS, 70);
	rng_word(word, WORD_LEN);
	sip_write_address(&request, SIP_FROM, none, buf_view(&from), view_of(word));
	sip_write_address(&request, SIP_TO, none, hop, none);
	rng_word(word, WORD_LEN);
	sip_write_call_id(&request, view_of(word));
	sip_write_cseq(&request, gateway_next_cseq(g), VIEW("OPTIONS"));
	sip_write_end(&request);
	if (!originate(g, &originator, p->id, buf_view(&request)))
		broken_by(p, CAUSE_SIP_TRANSPORT);
	buf_free(&request);
	buf_free(&from);
}

/* --- the walk --------------------------------------------------------------------------- */

static enum cause refused(const struct gateway_probe *p)
{
	const struct gateway_settings *s = p->gateway->settings;
	struct region *r = region_new();
	enum cause c = sender_refused(&p->from, gateway_serves(s, p->from.domain));

	if (c == CAUSE_NONE && partner_of(s->partners, p->to.domain) == NULL)
		c = CAUSE_PARTNER_UNKNOWN;
	if (c == CAUSE_NONE)
		c = access_refused(&s->access, jid_bare(&p->from, r));
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
	const struct gateway_probe_ops *ops = p->ops;
	void *whose = p->arg;

	if (p->next == PROBE_ALLOWED) {
		start(p);
	} else if (p->next == PROBE_MESSAGE && p->handed) {
		pass(p, PROBE_STEPS, "handed to the partner, and nothing came back");
		finish(p);
	} else if (p->next != PROBE_STEPS) {
		broken(p, p->next, "no-answer", "nothing came in time",
		       probe_step_advice(p->next));
	} else {
		probe_free(p);
		ops->done(whose);
	}
}

uint64_t gateway_probe_begin(struct gateway *g, const struct jid *from, const struct jid *to,
                             struct view text, const struct gateway_probe_ops *ops, void *arg)
{
	struct gateway_probe *p;

	if (ids_count(g->probes) >= GATEWAY_PROBES_MAX)
		return 0;
	p = mem_zalloc(sizeof *p);
	p->gateway = g;
	p->memory = region_new();
	p->from = (struct jid){ region_copy(p->memory, from->local),
		                region_copy(p->memory, from->domain),
		                { NULL, 0 } };
	p->to = (struct jid){ region_copy(p->memory, to->local),
		              region_copy(p->memory, to->domain),
		              { NULL, 0 } };
	p->text = region_copy(p->memory, text);
	p->ops = ops;
	p->arg = arg;
	p->since = loop_now(g->loop);
	rng_word(p->stanza, ID_LEN);
	p->stanza[0] = 'q'; /* those of messages begin with g */
	p->id = ids_add(g->probes, p);
	p->timer = timer_new(g->loop, timer_due, p);
	timer_set(p->timer, p->since);
	return p->id;
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
