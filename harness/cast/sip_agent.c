#include "cast/sip_agent.h"

#include <stdlib.h>
#include <string.h>

#include "cast/sip_write.h"
#include "lib/mem.h"
#include "scenario/meaning.h"
#include "scenario/sip_text.h"

/* --- what it remembers ------------------------------------------------------------------- */

struct agent *agent_of(struct role *r)
{
	if (r->agent == NULL) {
		r->agent = mem_zalloc(sizeof *r->agent);
		r->agent->show = mem_strdup("available");
	}
	return r->agent;
}

static void sent_free(struct sent *s)
{
	unit_free(&s->unit);
	free(s->bytes);
	free(s->last);
	free(s);
}

static void heard_free(struct heard *h)
{
	unit_free(&h->unit);
	free((char *)(uintptr_t)h->bytes.p);
	free(h->response);
	free(h);
}

void agent_free(struct agent **ap)
{
	struct agent *a = *ap;

	if (a == NULL)
		return;
	*ap = NULL;
	while (a->sent != NULL) {
		struct sent *s = a->sent;

		a->sent = s->next;
		sent_free(s);
	}
	while (a->heard != NULL) {
		struct heard *h = a->heard;

		a->heard = h->next;
		heard_free(h);
	}
	while (a->approved != NULL) {
		struct approved *one = a->approved;

		a->approved = one->next;
		free(one->jid);
		free(one);
	}
	dialogs_free(&a->dialogs);
	free(a->show);
	free(a->saying);
	free(a->published);
	free(a);
}

/* "10.0.1.3:40001": of its end of the connection. */
static void local_address(const struct line *l, char *out)
{
	struct address at;

	conn_local(l->conn, &at);
	address_print(&at, out);
}

void agent_contact(const struct role *r, struct buf *out)
{
	struct buf jid = { 0 };
	char at[ADDRESS_MAX];

	buf_putc(out, '<');
	if (front_end_is_program(r)) {
		local_address(r->line, at);
		buf_printf(&jid, "%s@%s", r->name, at);
		sip_uri_of(buf_view(&jid), out);
		buf_printf(out, ";transport=%s>", front_end_word(front_end_transport(r)));
	} else {
		buf_printf(&jid, "%s@%s", r->name, role_domain(r));
		sip_uri_of(buf_view(&jid), out);
		buf_puts(out, ";gr=" AGENT_RESOURCE ">");
	}
	buf_free(&jid);
}

const char *agent_own_host(const struct role *r)
{
	return front_end_is_program(r) ? NULL : front_end_host(front_end_for(r));
}

void agent_record_route(const struct role *r, enum sip_transport t, struct buf *out)
{
	if (front_end_is_program(r))
		return;
	buf_printf(out, "Record-Route: <sip:%s:%u;transport=%s;lr>\r\n",
	           front_end_host(front_end_for(r)), front_end_port(t), front_end_word(t));
}

bool agent_has_approved(const struct agent *a, const char *jid)
{
	for (const struct approved *one = a->approved; one != NULL; one = one->next)
		if (view_ieq(view_of(one->jid), jid_bare(view_of(jid))))
			return true;
	return false;
}

/* --- sending ---------------------------------------------------------------------------------- */

void agent_complete(struct role *r, const struct line *l, struct view message, struct buf *out)
{
	const struct role *fe = front_end_for(r);
	enum sip_transport t = front_end_transport_of(l);
	char branch[64], inner[64], host[ADDRESS_MAX], *port;
	static const char *const words[] = { "UDP", "TCP", "TLS" };
	struct sip_hop hop = { words[t], front_end_host(fe),     front_end_port(t),
		               branch,   r == fe ? NULL : inner, host };

	stage_fresh(r->stage, "branch", branch, sizeof branch);
	stage_fresh(r->stage, "branch", inner, sizeof inner);
	if (front_end_is_program(r)) {
		local_address(l, host);
		port = strrchr(host, ':');
		*port = '\0';
		hop.host = host;
		hop.port = (unsigned)strtoul(port + 1, NULL, 10);
		hop.inner_branch = NULL;
	} else {
		/* The user agent's port is nobody's business. */
		address_print_host(&r->address, host);
	}
	sip_complete(message, &hop, out);
}

struct sent *agent_sent(const struct agent *a, struct view bytes)
{
	struct sent *s = a->sent;

	while (s != NULL && !view_eq((struct view){ s->bytes, s->n }, bytes))
		s = s->next;
	return s;
}

static struct sent *remember_sent(struct role *r, enum sip_purpose p, struct view bytes)
{
	struct agent *a = agent_of(r);
	struct sent *s = agent_sent(a, bytes);

	if (s != NULL) {
		s->times++;
		return s;
	}
	s = mem_zalloc(sizeof *s);
	s->unit = unit_parse_sip(bytes);
	s->bytes = view_dup(bytes);
	s->n = bytes.n;
	s->purpose = p;
	s->times = 1;
	s->next = a->sent;
	a->sent = s;
	dialog_sent(&a->dialogs, unit_sip(s->unit));
	return s;
}

static bool is_request(struct view bytes)
{
	struct view method, rest;

	return view_cut(bytes, ' ', &method, &rest) && !view_starts(method, VIEW("SIP/")) &&
	       !view_is(method, "ACK");
}

/* What a script wrote behind a message, in one go. */
static struct view next_message(struct view bytes)
{
	size_t n = sip_text_cut(bytes);

	if (n == 0)
		return (struct view){ 0 };
	while (n < bytes.n && (bytes.p[n] == '\r' || bytes.p[n] == '\n'))
		n++;
	return view_from(bytes, n);
}

void agent_remember(struct role *r, enum sip_purpose p, struct view requests)
{
	if (is_request(requests))
		remember_sent(r, p, requests);
	while ((requests = next_message(requests)).n > 0) {
		struct sip_text t;

		sip_text_read(requests, &t);
		if (is_request(requests) && sip_branch(&t).n > 0)
			remember_sent(r, p, requests);
		sip_text_free(&t);
	}
}

bool agent_send(struct role *r, struct line *l, const char *auto_, enum sip_purpose p,
                struct view bytes)
{
	agent_remember(r, p, bytes);
	return line_send_as(l, r, auto_, bytes);
}

struct sent *agent_request(struct act *a, const char *auto_, enum sip_purpose p,
                           struct view message, struct buf *out)
{
	struct role *r = a->role;
	struct line *l = front_end_line(a, r);
	struct buf whole = { 0 };
	struct sent *s = NULL;

	if (l == NULL)
		return NULL;
	agent_complete(r, l, message, &whole);
	if (agent_send(r, l, auto_, p, buf_view(&whole)))
		s = agent_sent(agent_of(r), buf_view(&whole));
	else
		act_fail(a, "%s's connection is closed", r->name);
	if (out != NULL)
		buf_putv(out, buf_view(&whole));
	buf_free(&whole);
	return s;
}

static bool has_final(void *arg)
{
	return ((const struct sent *)arg)->final != 0;
}

bool agent_ask(struct act *a, struct view message, struct buf *out)
{
	struct sent *s = agent_request(a, NULL, FOR_USER, message, out);

	if (s == NULL)
		return false;
	if (act_wait(a, has_final, s))
		return true;
	if (a->outcome == OUTCOME_TIMEOUT)
		buf_puts(&a->reason, "no final response came");
	return false;
}

bool agent_ask_in_dialog(struct act *a, struct dialog *d, const char *method,
                         struct view fields)
{
	struct buf b = { 0 }, contact = { 0 };
	bool ok;

	agent_contact(a->role, &contact);
	dialog_request(d, method, buf_cstr(&contact), agent_own_host(a->role), fields, &b);
	ok = agent_ask(a, buf_view(&b), NULL);
	buf_free(&b);
	buf_free(&contact);
	return ok;
}

struct sent *agent_say(struct act *a, const char *auto_, enum sip_purpose p, const char *text,
                       const char *jid, struct buf *out)
{
	struct buf b = { 0 }, uri = { 0 }, own = { 0 };
	char tag[24], call[40];
	struct sent *s;

	stage_fresh(a->stage, "tag", tag, sizeof tag);
	stage_fresh(a->stage, "callid", call, sizeof call);
	buf_printf(&own, "%s@%s", a->role->name, role_domain(a->role));
	sip_uri_of(view_of(jid), &uri);
	buf_printf(&b, "MESSAGE %s SIP/2.0\r\nFrom: <", buf_cstr(&uri));
	sip_uri_of(buf_view(&own), &b);
	buf_printf(&b,
	           ">;tag=%s\r\nTo: <%s>\r\nCall-ID: %s\r\nCSeq: 1 MESSAGE\r\n"
	           "Content-Type: text/plain;charset=UTF-8\r\n\r\n",
	           tag, buf_cstr(&uri), call);
	sip_put_lines(&b, text);
	s = agent_request(a, auto_, p, buf_view(&b), out);
	buf_free(&b);
	buf_free(&uri);
	buf_free(&own);
	return s;
}

/* --- answering --------------------------------------------------------------------------------- */

static bool begins_dialog(const struct heard *h)
{
	const struct sip_text *t = unit_sip(h->unit);
	struct view tag;

	return (view_is(t->method, "SUBSCRIBE") || view_is(t->method, "INVITE")) &&
	       !sip_parameter(sip_value(t, "To"), "tag", &tag);
}

bool agent_answer(struct heard *h, const char *auto_, unsigned status, const char *reason,
                  struct view fields)
{
	struct buf b = { 0 }, contact = { 0 }, all = { 0 };
	bool ok;

	agent_contact(h->role, &contact);
	/* RFC 3261 16.6: the front end is in the way of what begins here */
	if (status < 300 && h->role->kind != ACTOR_FRONT_END && begins_dialog(h))
		agent_record_route(h->role, front_end_transport_of(h->line), &all);
	buf_putv(&all, fields);
	if (fields.n == 0)
		buf_puts(&all, "\r\n");
	sip_answer(unit_sip(h->unit), status, reason, h->to_tag, buf_cstr(&contact),
	           buf_view(&all), &b);
	buf_free(&all);
	free(h->response);
	h->response_n = buf_len(&b);
	h->response = view_dup(buf_view(&b));
	ok = line_send_as(h->line, h->role, auto_, buf_view(&b));
	buf_free(&b);
	buf_free(&contact);
	return ok;
}

void agent_notify_fields(struct role *r, const char *state, bool document, struct buf *out)
{
	const struct agent *a = agent_of(r);
	struct buf jid = { 0 };

	buf_printf(out, "Event: presence\r\nSubscription-State: %s\r\n", state);
	if (document) {
		buf_printf(&jid, "%s@%s", r->name, role_domain(r));
		buf_puts(out, "Content-Type: application/pidf+xml\r\n\r\n");
		sip_document(buf_cstr(&jid), AGENT_RESOURCE, a->show, a->saying, out);
		buf_free(&jid);
	} else {
		buf_puts(out, "\r\n");
	}
}

/* RFC 6665 4.2.1.2: at once behind the 200. */
static void notify_at_once(struct heard *h)
{
	struct agent *a = agent_of(h->role);
	const struct sip_text *t = unit_sip(h->unit);
	struct view tag = view_of(h->to_tag);
	struct buf b = { 0 }, fields = { 0 }, contact = { 0 }, whole = { 0 };
	struct dialog *d;
	struct line *l = front_end_open_line(h->role);
	bool approved, poll = view_is(sip_value(t, "Expires"), "0");

	(void)sip_parameter(sip_value(t, "To"), "tag", &tag);
	d = dialog_find(a->dialogs, sip_value(t, "Call-ID"), tag);
	if (d == NULL)
		return;
	approved = agent_has_approved(a, d->peer);
	agent_notify_fields(h->role,
	                    poll       ? "terminated;reason=timeout"
	                    : approved ? "active;expires=3600"
	                               : "pending;expires=3600",
	                    approved, &fields);
	agent_contact(h->role, &contact);
	dialog_request(d, "NOTIFY", buf_cstr(&contact), agent_own_host(h->role),
	               buf_view(&fields), &b);
	d->watch = poll ? WATCH_OVER : approved ? WATCH_ACTIVE : WATCH_PENDING;
	if (l == NULL)
		l = h->line;
	agent_complete(h->role, l, buf_view(&b), &whole);
	agent_send(h->role, l, "answered", FOR_USER, buf_view(&whole));
	buf_free(&b);
	buf_free(&fields);
	buf_free(&contact);
	buf_free(&whole);
}

static bool is_in_unknown_dialog(struct heard *h)
{
	const struct sip_text *t = unit_sip(h->unit);
	struct view tag;

	return (view_is(t->method, "NOTIFY") || view_is(t->method, "SUBSCRIBE")) &&
	       sip_parameter(sip_value(t, "To"), "tag", &tag) &&
	       dialog_find(agent_of(h->role)->dialogs, sip_value(t, "Call-ID"), tag) == NULL;
}

void agent_answer_usual(struct heard *h)
{
	const struct sip_text *t = unit_sip(h->unit);

	if (is_in_unknown_dialog(h)) {
		agent_answer(h, "answered", 481, NULL, VIEW(""));
	} else if (view_is(t->method, "INVITE")) {
		agent_answer(h, "answered", 488, NULL, VIEW(""));
	} else {
		agent_answer(h, "answered", 200, NULL, VIEW(""));
		if (view_is(t->method, "SUBSCRIBE"))
			notify_at_once(h);
	}
}

struct heard *agent_hear(struct role *r, struct line *l, const struct got *g)
{
	struct agent *a = agent_of(r);
	struct heard *h = mem_zalloc(sizeof *h);

	h->role = r;
	h->line = l;
	h->unit = unit_parse_sip(g->text);
	h->bytes = (struct view){ view_dup(g->text), g->text.n };
	h->event = g->event;
	stage_fresh(l->stage, "tag", h->to_tag, sizeof h->to_tag);
	h->next = a->heard;
	a->heard = h;
	dialog_received(&a->dialogs, unit_sip(h->unit), h->to_tag);
	return h;
}

/* --- steps -------------------------------------------------------------------------------------------- */

/* Is a later step about what this one takes as $name? */
static bool is_spoken_of(const struct act *a)
{
	const struct case_ *c = a->stage->case_;
	const char *name = a->step->verb == VERB_GETS || a->step->verb == VERB_GETS_ONE_OF
	                           ? act_arg(a, 0)
	                           : NULL;

	for (size_t i = a->index + 1; i < c->n_step && name != NULL; i++) {
		const struct step *s = &c->step[i];
		const char *about = s->verb == VERB_ANSWERS_TO ? s->arg[2]
		                    : s->verb == VERB_LEAVES   ? s->arg[0]
		                                               : NULL;

		if (s->actor == a->role->index && about != NULL && strcmp(about, name) == 0)
			return true;
	}
	return false;
}

/* A response may also be written byte by byte. */
static bool is_answer(const struct step *s)
{
	return s->verb == VERB_ANSWERS ||
	       (s->verb == VERB_SENDS_RAW && s->n_payload != 0 &&
	        view_starts(payload_text(s->payload[0]), VIEW("SIP/")));
}

/* What only looks back leaves a request unanswered. */
static bool denies(enum verb v)
{
	return verb_row(v)->sort == VERB_DENIES;
}

static bool answers_next(const struct act *a)
{
	const struct case_ *c = a->stage->case_;

	for (size_t i = a->index + 1; i < c->n_step; i++)
		if (c->step[i].actor == a->role->index &&
		    c->step[i].strength != STEP_TOLERATED && !denies(c->step[i].verb))
			return is_answer(&c->step[i]);
	return false;
}

void agent_taken(struct act *a, const struct got *g)
{
	struct heard *h = agent_of(a->role)->heard;

	while (h != NULL && h->event != g->event)
		h = h->next;
	if (h == NULL)
		return;
	h->taken = true;
	if (h->response == NULL && !answers_next(a) && !is_spoken_of(a))
		agent_answer_usual(h);
}

static bool has_final_answer(const struct heard *h)
{
	return h->response != NULL && !view_starts(view_of(h->response), VIEW("SIP/2.0 1"));
}

struct heard *agent_unanswered(struct role *r, struct view bytes)
{
	struct heard *h = agent_of(r)->heard;

	while (h != NULL &&
	       (!h->taken || has_final_answer(h) || (bytes.n > 0 && !view_eq(h->bytes, bytes))))
		h = h->next;
	return h;
}
