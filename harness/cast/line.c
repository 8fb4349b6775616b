#include "cast/line.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cast/split.h"
#include "cast/unacked.h"
#include "lib/mem.h"
#include "scenario/unit.h"

/* --- the log --------------------------------------------------------------------------- */

static void log_open(struct line *l)
{
	struct address peer;
	char text[ADDRESS_MAX];
	struct event e = { .kind = EVENT_OPEN,
		           .actor = l->role->name,
		           .conn = l->number,
		           .step = l->role->step,
		           .name = l->incoming ? "in" : "out" };

	conn_peer(l->conn, &peer);
	e.value = address_print(&peer, text);
	if (conn_is_datagrams(l->conn))
		e.text = VIEW("udp");
	evlog_add(l->stage->log, &e);
	l->opened_us = e.t_us;
}

static struct view how_tls_ended(const struct line *l)
{
	if (!conn_is_secure(l->conn))
		return (struct view){ NULL, 0 };
	return conn_was_notified(l->conn) ? VIEW("notified") : VIEW("not notified");
}

static void log_close(struct line *l, const char *how)
{
	evlog_add(l->stage->log, &(struct event){ .kind = EVENT_CLOSE,
	                                          .actor = l->role->name,
	                                          .conn = l->number,
	                                          .step = l->role->step,
	                                          .value = how,
	                                          .text = how_tls_ended(l) });
}

static void log_sent(struct line *l, const struct role *as, const char *auto_,
                     enum event_unit unit, struct view text)
{
	evlog_add(l->stage->log, &(struct event){ .kind = EVENT_SENT,
	                                          .actor = as->name,
	                                          .conn = l->number,
	                                          .step = as->step,
	                                          .tls = conn_session(l->conn) != NULL,
	                                          .unit = unit,
	                                          .auto_ = auto_,
	                                          .text = text });
	l->sent++;
}

/* --- what comes ------------------------------------------------------------------------- */

static void set_text(char **field, const char *text)
{
	char *old = *field;

	*field = text == NULL ? NULL : mem_strdup(text);
	free(old);
}

const char *got_attribute(const struct got *g, const char *name)
{
	const char *value = g->parsed == NULL ? NULL : unit_attribute(g->parsed, name);

	return value == NULL ? "" : value;
}

void got_text(const struct got *g, struct buf *out)
{
	xmlChar *text;

	if (g->parsed == NULL || g->parsed->element == NULL)
		return;
	text = xmlNodeGetContent(g->parsed->element);
	if (text != NULL)
		buf_puts(out, (const char *)text);
	xmlFree(text);
}

static bool has_child(const struct unit *u, const char *local, const char *text)
{
	bool found = false;

	if (u == NULL)
		return false;
	for (xmlNode *n = u->element == NULL ? NULL : xml_element(u->element->children);
	     n != NULL && !found; n = xml_element(n->next)) {
		if (strcmp((const char *)n->name, local) != 0)
			continue;
		found = text == NULL;
		for (xmlNode *in = xml_element(n->children); in != NULL && !found;
		     in = xml_element(in->next)) {
			xmlChar *content = xmlNodeGetContent(in);

			found = content != NULL && strcmp((const char *)content, text) == 0;
			xmlFree(content);
		}
	}
	return found;
}

struct unit *line_features(const struct line *l)
{
	return l->features == NULL ? NULL : unit_parse_within(view_of(l->features), l->declared);
}

static bool features_have(const struct line *l, const char *local, const char *text)
{
	struct unit *u = line_features(l);
	bool found = has_child(u, local, text);

	unit_free(&u);
	return found;
}

bool line_offers(const struct line *l, const char *feature)
{
	return features_have(l, feature, NULL);
}

bool line_offers_text(const struct line *l, const char *feature, const char *text)
{
	return features_have(l, feature, text);
}

static void keep_book(struct line *l, const struct got *g)
{
	switch (g->kind) {
	case UNIT_HEADER:
		set_text(&l->header, g->text.p);
		free(l->declared);
		l->declared = unit_declares(g->parsed);
		set_text(&l->id, got_attribute(g, "id"));
		set_text(&l->from, got_attribute(g, "from"));
		set_text(&l->to, got_attribute(g, "to"));
		break;
	case UNIT_STREAM_END:
		l->end_received = true;
		break;
	case UNIT_ELEMENT:
		if (strcmp(g->local, "features") == 0)
			set_text(&l->features, g->text.p);
		else if (strcmp(g->local, "error") == 0)
			l->error_received = true;
		l->taken += l->session != NULL && unacked_counts(g->text);
		break;
	case UNIT_SPACE:
		l->spaces++;
		break;
	case UNIT_NONE:
	case UNIT_RAW:
	case UNIT_SIP:
		break;
	}
}

static struct got *got_new(struct line *l, enum event_unit kind, struct view text, bool tls)
{
	struct got *g = mem_zalloc(sizeof *g);

	g->line = l;
	g->kind = kind;
	g->text = (struct view){ view_dup(text), text.n };
	g->tls = tls;
	g->local = "";
	if (kind == UNIT_ELEMENT || kind == UNIT_HEADER || kind == UNIT_STREAM_END)
		g->parsed = unit_parse_within(g->text, kind == UNIT_HEADER ? NULL : l->declared);
	else if (kind == UNIT_SIP)
		g->parsed = unit_parse_sip(g->text);
	if (g->parsed != NULL)
		g->local = unit_name(g->parsed);
	return g;
}

static void on_unit(void *arg, enum event_unit kind, struct view text, bool tls)
{
	struct line *l = arg;
	struct got *g = got_new(l, kind, text, tls);
	struct fate fate = l->manner->fate(l, g);

	keep_book(l, g);
	g->event = evlog_add(l->stage->log, &(struct event){ .kind = EVENT_RECV,
	                                                     .actor = fate.to->name,
	                                                     .conn = l->number,
	                                                     .step = fate.to->step,
	                                                     .tls = tls,
	                                                     .unit = kind,
	                                                     .auto_ = fate.auto_,
	                                                     .text = g->text });
	if (fate.auto_ == NULL)
		gots_add(&fate.to->units, g);
	else if (fate.keep)
		gots_add(&fate.to->inbox, g);
	if (l->manner->react != NULL)
		l->manner->react(l, g, &fate);
	if (fate.auto_ != NULL && !fate.keep)
		got_free(&g);
	stage_wake(l->stage);
}

static void on_connected(void *arg)
{
	struct line *l = arg;

	l->connected = true;
	log_open(l);
	stage_wake(l->stage);
}

static void on_secured(void *arg)
{
	struct line *l = arg;
	const struct secure *s = conn_session(l->conn);

	/* The stream begins anew inside (RFC 6120 5.4.3.3). */
	set_text(&l->header, NULL);
	set_text(&l->features, NULL);
	evlog_add(l->stage->log, &(struct event){ .kind = EVENT_SECURE,
	                                          .actor = l->role->name,
	                                          .conn = l->number,
	                                          .step = l->role->step,
	                                          .tls = true,
	                                          .name = secure_version(s),
	                                          .value = secure_names(s),
	                                          .text = view_of(secure_details(s)) });
	stage_wake(l->stage);
}

static void on_ended(void *arg, const char *how)
{
	struct line *l = arg;

	l->how = how;
	l->handshake_failed = strcmp(how, "tls-failed") == 0;
	if (!l->closed_here)
		log_close(l, how);
	if (l->handshake_failed)
		stage_note(l->stage, l->role, "tls: %s",
		           conn_session(l->conn) == NULL
		                   ? ""
		                   : secure_reason(conn_session(l->conn)));
	stage_wake(l->stage);
}

static const struct conn_ops ops = { on_connected, on_unit, on_secured, on_ended };

/* --- making them ---------------------------------------------------------------------------- */

static struct line *make(struct role *r, const struct manner *m)
{
	struct line *l = mem_zalloc(sizeof *l);

	l->role = r;
	l->stage = r->stage;
	l->manner = m;
	l->number = ++r->stage->n_lines;
	l->next = r->stage->lines;
	r->stage->lines = l;
	set_text(&l->id, "");
	set_text(&l->from, "");
	set_text(&l->to, "");
	return l;
}

struct line *line_dial(struct role *r, const struct address *to, const struct manner *m)
{
	/* Its address is of IPv4; by IPv6 it calls from wherever it can. */
	bool own = r->address.len != 0 && r->address.ss.ss_family == to->ss.ss_family;
	struct line *l = make(r, m);
	struct fault f = { 0 };

	l->conn = conn_dial(r->stage->loop, own ? &r->address : NULL, to, &ops, l, &f);
	if (l->conn == NULL)
		stage_fault(r->stage, &f);
	return l->conn == NULL ? NULL : l;
}

struct line *line_accept(struct role *r, int fd, const struct address *from,
                         const struct manner *m)
{
	struct line *l = make(r, m);

	(void)from;
	l->incoming = true;
	l->connected = true;
	l->conn = conn_new(r->stage->loop, fd, &ops, l);
	log_open(l);
	stage_wake(l->stage);
	return l;
}

struct line *line_datagrams(struct role *r, int fd, const struct address *peer,
                            const struct manner *m)
{
	struct line *l = make(r, m);

	l->connected = true;
	l->sip = true;
	l->conn = conn_datagrams(r->stage->loop, fd, peer, &ops, l);
	log_open(l);
	return l;
}

void line_speaks_sip(struct line *l)
{
	l->sip = true;
	conn_speak_sip(l->conn);
}

void lines_free(struct stage *s)
{
	while (s->lines != NULL) {
		struct line *l = s->lines;

		s->lines = l->next;
		conn_free(&l->conn);
		free(l->header);
		free(l->id);
		free(l->from);
		free(l->to);
		free(l->features);
		free(l->declared);
		free(l->own_id);
		free(l->own_from);
		free(l->own_to);
		free(l->session);
		free(l);
	}
}

/* --- what goes ---------------------------------------------------------------------------------- */

/* A payload may hold several units; each is an event. */
static void log_units(struct line *l, const struct role *as, const char *auto_,
                      struct view bytes)
{
	struct split *s = split_new();
	enum event_unit unit;
	struct view text;

	if (conn_is_datagrams(l->conn)) {
		log_sent(l, as, auto_, UNIT_SIP, bytes);
		split_free(&s);
		return;
	}
	if (l->sip)
		split_speak_sip(s);
	split_feed(s, bytes);
	while (split_next(s, &unit, &text)) {
		log_sent(l, as, auto_, unit, text);
		if (unit == UNIT_ELEMENT && l->manner->sent != NULL)
			l->manner->sent(l, as, text);
	}
	text = split_rest(s);
	if (text.n != 0)
		log_sent(l, as, auto_, UNIT_RAW, text);
	split_free(&s);
}

/* A key that a partner's own dialler sent is what its authority will vouch
 * for, whoever put it on the wire. */
static void note_key(struct line *l, struct view bytes)
{
	struct unit *u = l->sip || view_find(bytes, VIEW("result")) == bytes.n
	                         ? NULL
	                         : unit_parse(bytes);
	const char *from;
	struct key *k;
	xmlChar *text;

	if (u == NULL)
		return;
	from = unit_attribute(u, "from");
	if (strcmp(unit_name(u), "result") == 0 && from != NULL &&
	    unit_attribute(u, "type") == NULL && strcmp(from, role_domain(l->role)) == 0) {
		k = mem_zalloc(sizeof *k);
		text = xmlNodeGetContent(u->element);
		k->domain = mem_strdup(from);
		k->key = mem_strdup(text == NULL ? "" : (const char *)text);
		xmlFree(text);
		k->next = l->stage->keys;
		l->stage->keys = k;
	}
	unit_free(&u);
}

bool line_send_as(struct line *l, const struct role *as, const char *auto_, struct view bytes)
{
	if (!conn_can_send(l->conn))
		return false;
	log_units(l, as, auto_, bytes);
	note_key(l, bytes);
	conn_send(l->conn, bytes);
	return true;
}

bool line_send(struct line *l, const char *auto_, struct view bytes)
{
	return line_send_as(l, l->role, auto_, bytes);
}

bool line_printf(struct line *l, const char *auto_, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;
	bool ok;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	ok = line_send(l, auto_, buf_view(&b));
	buf_free(&b);
	return ok;
}

bool line_send_slowly(struct line *l, struct view bytes)
{
	if (!conn_can_send(l->conn))
		return false;
	log_units(l, l->role, NULL, bytes);
	conn_send_slowly(l->conn, bytes);
	return true;
}

void line_put_dialback(const struct line *l, struct buf *b)
{
	if (strcmp(role_setting(l->role, "dialback", "yes"), "no") != 0)
		buf_puts(b, " xmlns:db='jabber:server:dialback'");
}

bool line_open(struct line *l, const char *auto_, const char *from, const char *to)
{
	struct buf b = { 0 };
	bool ok;

	set_text(&l->header, NULL);
	set_text(&l->features, NULL);
	buf_puts(&b, "<?xml version='1.0'?><stream:stream xmlns='jabber:server'"
	             " xmlns:stream='http://etherx.jabber.org/streams'");
	line_put_dialback(l, &b);
	buf_puts(&b, " from='");
	xml_put(&b, from);
	buf_puts(&b, "' to='");
	xml_put(&b, to);
	buf_puts(&b, strcmp(role_setting(l->role, "features", ""), "none") == 0
	                     ? "'>"
	                     : "' version='1.0' xml:lang='en'>");
	set_text(&l->own_from, from); /* the argument may be what stood there */
	set_text(&l->own_to, to);
	ok = line_send(l, auto_, buf_view(&b));
	buf_free(&b);
	return ok;
}

bool line_end(struct line *l, const char *auto_)
{
	return line_send(l, auto_, VIEW("</stream:stream>"));
}

/* "1.2": 12; "": 0. */
static int tls_version(const char *word)
{
	return word[0] == '\0' ? 0 : 10 + (word[2] - '0');
}

bool line_secure(struct line *l, bool server, const char *name, const char *alpn,
                 struct fault *f)
{
	struct role *r = l->role;
	const struct role *whose = stage_role(l->stage, role_setting(r, "resumes", ""));
	struct secure_settings set = {
		.server = server,
		.certificate = r->has_certificate ? r->certificate.pem : NULL,
		.key = r->has_certificate ? r->certificate.key : NULL,
		.name = name,
		.alpn = alpn,
		.keylog = l->stage->keylog,
		.version = tls_version(role_setting(r, "tls-version", "")),
		.suites = role_setting(r, "suites", NULL),
		.tickets = strcmp(role_setting(r, "tickets", "no"), "yes") == 0,
		.resumes = whose != NULL && whose->line != NULL
		                   ? conn_session(whose->line->conn)
		                   : NULL,
	};

	return conn_secure(l->conn, &set, f);
}

bool line_is_secure(const struct line *l)
{
	return conn_is_secure(l->conn);
}

static void closed_here(struct line *l)
{
	if (l->how == NULL && !l->closed_here) {
		l->closed_here = true;
		log_close(l, "local");
	}
}

void line_finish(struct line *l)
{
	closed_here(l);
	conn_finish(l->conn);
}

void line_drop(struct line *l)
{
	closed_here(l);
	conn_drop(l->conn);
}

bool line_is_over(const struct line *l)
{
	return l->how != NULL || l->closed_here;
}
