#include "edge/probe.h"

#include <stdio.h>
#include <stdlib.h>

#include "edge/outbound.h"
#include "lib/mem.h"
#include "lib/rng.h"

#define NS_PING "urn:xmpp:ping"
#define TAG_LEN 16

struct probe {
	struct probe_walk walk;
	struct edge *edge;
	uint64_t stream; /* 0: there is none any more */
	bool whole;
	enum probe_by way;
	char tag[TAG_LEN + 1]; /* resource, and in each id */
	/* When the ping behind the message was answered; 0: not yet.  The message is
	 * done with presence: its error may be slower than a ping. */
	uint64_t fenced;
	bool quiet; /* the ping behind the probe for presence was answered before it */
	const char *detail[PROBE_STEPS];
};

static struct probe *find(const struct edge *e, uint64_t id)
{
	struct probe *p = id != 0 ? ids_get(e->probes, id) : NULL;

	return p != NULL && p->walk.next != PROBE_STEPS ? p : NULL;
}

static void probe_free(struct probe *p)
{
	ids_remove(p->edge->probes, p->walk.id);
	outbound_probed(p->edge, p->stream);
	probe_walk_free(&p->walk);
	free(p);
}

static const char *keep(struct probe *p, const char *text)
{
	return region_cstr(p->walk.memory, view_of(text != NULL ? text : ""));
}

/* --- the steps -------------------------------------------------------------------- */

static enum probe_step behind(enum probe_step s)
{
	do
		s = (enum probe_step)(s + 1);
	while (s != PROBE_STEPS && !probe_step_is_of(s, PROBE_OF_EDGE));
	return s;
}

static void tell(struct probe *p, struct probe_row *row)
{
	uint64_t now = row->step == PROBE_MESSAGE && row->ok ? p->fenced
	                                                     : loop_now(p->edge->loop);

	probe_walk_tell(&p->walk, row, now);
}

static void pass_up_to(struct probe *p, enum probe_step last)
{
	while (p->walk.next != PROBE_STEPS && p->walk.next <= last) {
		struct probe_row row = {
			.step = p->walk.next, .ok = true, .error = "", .advice = ""
		};

		row.detail = p->detail[p->walk.next] != NULL ? p->detail[p->walk.next] : "";
		tell(p, &row);
		p->walk.next = behind(p->walk.next);
	}
	probe_walk_wait(&p->walk, PROBE_STEP_MS);
	if (p->walk.next == PROBE_STEPS)
		probe_walk_finish(&p->walk);
}

static void break_at(struct probe *p, enum probe_step step, const char *error,
                     const char *detail, const char *advice)
{
	struct probe_row row = { .step = step, .error = error, .advice = advice };

	if (step > p->walk.next)
		pass_up_to(p, (enum probe_step)(step - 1));
	row.detail = detail != NULL ? detail : "";
	tell(p, &row);
	probe_walk_finish(&p->walk);
}

static const char *advice_of(const struct probe *p, enum cause cause, enum probe_step step)
{
	const struct partner *to = partner_of(p->edge->settings->partners, p->walk.to.domain);

	if (to != NULL && to->proxy_fqdn != NULL &&
	    (cause == CAUSE_DNS_NO_NAME || cause == CAUSE_DNS_NO_SERVICE))
		return probe_proxy_advice();
	return probe_advice(cause, step);
}

static void break_by(struct probe *p, enum cause cause, const char *words)
{
	enum probe_step step = probe_step_broken(cause);
	struct buf detail = { 0 };

	/* What has been passed holds: it is the step under way that broke. */
	if (step == PROBE_STEPS || step < p->walk.next)
		step = p->walk.next;
	buf_puts(&detail, cause_words(cause));
	if (words != NULL && words[0] != '\0')
		buf_printf(&detail, ": %s", words);
	break_at(p, step, cause_label(cause), buf_cstr(&detail), advice_of(p, cause, step));
	buf_free(&detail);
}

/* --- what is sent ------------------------------------------------------------------- */

static struct element *stanza(struct probe *p, struct region *r, const char *name, char id,
                              bool to_server)
{
	struct element *e = element_new(r, NS_SERVER, name);
	struct jid from = p->walk.from;
	char text[TAG_LEN + 4];

	snprintf(text, sizeof text, "%s-%c", p->tag, id);
	from.resource = view_of(p->tag);
	element_set(r, e, "from", jid_text(&from, r));
	element_set(r, e, "to", to_server ? p->walk.to.domain : jid_bare(&p->walk.to, r));
	element_set(r, e, "id", view_of(text));
	return e;
}

static void send_ping(struct probe *p, char id)
{
	struct region *r = region_new();
	struct element *iq = stanza(p, r, "iq", id, true);

	element_set(r, iq, "type", VIEW("get"));
	element_add(r, iq, NS_PING, "ping");
	outbound_probe_send(p->edge, p->stream, iq);
	region_free(&r);
}

/* Behind it goes a ping: what comes before its answer, or not, counts. */
static void send_message(struct probe *p)
{
	struct region *r = region_new();
	struct element *message = stanza(p, r, "message", 'm', false);

	element_set(r, message, "type", VIEW("chat"));
	element_add_text(r, element_add(r, message, NS_SERVER, "body"), p->walk.text);
	outbound_probe_send(p->edge, p->stream, message);
	region_free(&r);
	send_ping(p, 'f');
}

static void send_presence_probe(struct probe *p)
{
	struct region *r = region_new();
	struct element *presence = stanza(p, r, "presence", 'p', false);

	/* RFC 6121 4.3.1: of the user, not of a device. */
	element_set(r, presence, "from", jid_bare(&p->walk.from, r));
	element_set(r, presence, "type", VIEW("probe"));
	outbound_probe_send(p->edge, p->stream, presence);
	region_free(&r);
	send_ping(p, 'q');
}

/* --- what comes back ---------------------------------------------------------------- */

static struct view condition_of(const struct element *e)
{
	const struct element *error = element_child(e, NULL, "error");
	const struct element *c = error != NULL ? element_child(error, NS_STANZA_ERROR, NULL)
	                                        : NULL;

	return c != NULL ? c->name : VIEW("undefined-condition");
}

static bool has_id(const struct probe *p, const struct element *e, char which)
{
	char text[TAG_LEN + 4];

	snprintf(text, sizeof text, "%s-%c", p->tag, which);
	return view_is(element_attr(e, "id"), text);
}

static void refused(struct probe *p, enum probe_step step, const struct element *e)
{
	const char *condition = region_cstr(p->walk.memory, condition_of(e));

	break_at(p, step, condition, "the partner answered with an error",
	         probe_step_advice(step));
}

static void on_iq(struct probe *p, const struct element *iq)
{
	struct view type = element_attr(iq, "type");
	bool good = probe_ping_answered(type,
	                                view_is(type, "error") ? condition_of(iq) : VIEW(""));

	if (p->walk.next == PROBE_PING && has_id(p, iq, 'i')) {
		if (!good) {
			refused(p, PROBE_PING, iq);
			return;
		}
		pass_up_to(p, PROBE_PING);
		send_message(p);
	} else if (p->walk.next == PROBE_MESSAGE && p->fenced == 0 && has_id(p, iq, 'f')) {
		p->fenced = loop_now(p->edge->loop);
		send_presence_probe(p);
	} else if (p->walk.next == PROBE_MESSAGE && p->fenced != 0 && has_id(p, iq, 'q')) {
		p->quiet = true;
		probe_walk_wait(&p->walk, PROBE_SILENT_MS);
	}
}

static void on_presence(struct probe *p, const struct element *presence)
{
	struct view type = element_attr(presence, "type");

	if (p->walk.next != PROBE_MESSAGE || p->fenced == 0)
		return;
	if (view_is(type, "error")) {
		refused(p, PROBE_PRESENCE, presence);
		return;
	}
	p->detail[PROBE_PRESENCE] = region_cstr(p->walk.memory,
	                                        type.n != 0 ? type : VIEW("available"));
	pass_up_to(p, PROBE_PRESENCE);
}

/* Does the stanza come from whom the probe asked? */
static bool is_answer_to(const struct probe *p, const struct stanza_addresses *a, bool server)
{
	return view_eq(a->to.local, p->walk.from.local) &&
	       view_eq(a->to.domain, p->walk.from.domain) &&
	       view_eq(a->from.domain, p->walk.to.domain) &&
	       view_eq(a->from.local, server ? VIEW("") : p->walk.to.local);
}

bool probe_takes(struct edge *e, const struct inward *in)
{
	const struct stanza_addresses *a = in->addresses;
	bool iq = view_is(in->stanza->name, "iq");
	struct view type = element_attr(in->stanza, "type");
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->probes, &pos, &id, &value)) {
		struct probe *p = value;
		bool mine = view_is(a->to.resource, p->tag);

		if (!is_answer_to(p, a, iq))
			continue;
		if (iq && mine && !view_is(type, "get") && !view_is(type, "set"))
			on_iq(p, in->stanza);
		else if (view_is(in->stanza->name, "presence"))
			on_presence(p, in->stanza);
		else if (mine && probe_message_returned(type) && has_id(p, in->stanza, 'm') &&
		         p->walk.next != PROBE_STEPS)
			refused(p, PROBE_MESSAGE, in->stanza);
		/* Presence of the receiver is the user's, too. */
		if (mine)
			return true;
	}
	return false;
}

/* --- what the stream tells ------------------------------------------------------------ */

enum probe_by probe_by(const struct edge *e, uint64_t id)
{
	const struct probe *p = find(e, id);

	return p != NULL ? p->way : PROBE_BY_EITHER;
}

void probe_noted(struct edge *e, uint64_t id, enum probe_step step, const char *detail)
{
	struct probe *p = find(e, id);

	if (p != NULL)
		p->detail[step] = keep(p, detail);
}

void probe_passed(struct edge *e, uint64_t id, enum probe_step step, const char *detail)
{
	struct probe *p = find(e, id);

	/* A stream may be dialled anew: what was passed stays so. */
	if (p == NULL || step < p->walk.next)
		return;
	if (detail != NULL)
		p->detail[step] = keep(p, detail);
	pass_up_to(p, step);
}

void probe_up(struct edge *e, uint64_t id, const char *method)
{
	struct probe *p = find(e, id);

	if (p == NULL)
		return;
	probe_passed(e, id, PROBE_AUTHENTICATION, method);
	send_ping(p, 'i');
}

void probe_failed(struct edge *e, uint64_t id, enum cause cause, const char *words)
{
	struct probe *p = id != 0 ? ids_get(e->probes, id) : NULL;

	if (p == NULL)
		return;
	p->stream = 0;
	if (p->walk.next != PROBE_STEPS)
		break_by(p, cause != CAUSE_NONE ? cause : CAUSE_PEER_CLOSED, words);
}

bool probe_is_content(struct edge *e, uint64_t id, const char *method)
{
	struct probe *p = find(e, id);

	if (p == NULL || p->whole)
		return false;
	probe_passed(e, id, PROBE_AUTHENTICATION, method);
	probe_walk_finish(&p->walk);
	return true;
}

/* --- beginning and end ------------------------------------------------------------------ */

static void start(struct probe *p)
{
	struct edge *e = p->edge;
	enum cause why = CAUSE_NONE;

	if (own_domain(e->settings, p->walk.from.domain) == NULL)
		why = CAUSE_NOT_OURS;
	else if (partner_of(e->settings->partners, p->walk.to.domain) == NULL)
		why = CAUSE_PARTNER_UNKNOWN;
	if (why == CAUSE_NONE) /* seats, and a program that stops, may refuse */
		p->stream = outbound_probe(e, p->walk.from.domain, p->walk.to.domain,
		                           p->walk.id, &why);
	if (why == CAUSE_NONE)
		pass_up_to(p, PROBE_ALLOWED);
	if (why == CAUSE_NONE && p->whole)
		why = link_refuses(e->link, p->walk.from.domain);
	if (why != CAUSE_NONE)
		break_by(p, why, NULL);
	else
		pass_up_to(p, PROBE_LINK);
}

static void timer_due(void *arg)
{
	struct probe *p = arg;
	const struct probe_ops *ops = p->walk.ops;
	void *whose = p->walk.arg;

	if (p->walk.next == PROBE_ALLOWED) {
		start(p);
	} else if (p->quiet && p->walk.next != PROBE_STEPS) {
		/* P52: silence says as much as "unsubscribed". */
		p->detail[PROBE_PRESENCE] = "no answer: the sender is not subscribed there";
		pass_up_to(p, PROBE_PRESENCE);
	} else if (p->walk.next != PROBE_STEPS) {
		enum probe_step at = p->fenced != 0 ? PROBE_PRESENCE : p->walk.next;

		break_at(p, at, "no-answer", "nothing came in time", probe_silence_advice(at));
	} else {
		probe_free(p);
		ops->done(whose);
	}
}

uint64_t probe_begin(struct edge *e, const struct probe_wanted *w, const struct probe_ops *ops,
                     void *arg)
{
	struct probe *p;

	if (ids_count(e->probes) >= PROBES_MAX)
		return 0;
	p = mem_zalloc(sizeof *p);
	p->edge = e;
	p->whole = w->whole;
	p->way = w->way;
	rng_word(p->tag, TAG_LEN);
	p->tag[0] = 'p';
	probe_walk_begin(&p->walk, e->loop, w, ops, arg, timer_due, p);
	p->walk.id = ids_add(e->probes, p);
	return p->walk.id;
}

void probe_cancel(struct edge *e, uint64_t id)
{
	struct probe *p = id != 0 ? ids_get(e->probes, id) : NULL;

	if (p != NULL)
		probe_free(p);
}

void probe_free_all(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->probes, &pos, &id, &value))
		probe_free(value);
}
