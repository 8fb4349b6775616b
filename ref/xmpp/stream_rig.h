/* stream_rig.h - a stream, an owner and a peer, for the tests of this folder.
 *
 * A scene is what the peer sends, step by step, what the owner does at each
 * event, and then all events and all bytes that must have come.  It is played
 * whole, byte by byte, and cut once at every place: the outcome must be the same.
 */
#ifndef REF_XMPP_STREAM_RIG_H
#define REF_XMPP_STREAM_RIG_H

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"
#include "xml/writer.h"
#include "xmpp/stream.h"

#define XML_DECLARATION "<?xml version='1.0'?>"
#define STREAM_NS "xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'"
#define DB_NS     " xmlns:db='jabber:server:dialback'"
#define SASL_NS   "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"
#define TLS_NS    "xmlns='urn:ietf:params:xml:ns:xmpp-tls'"
#define ERROR_NS  "xmlns='urn:ietf:params:xml:ns:xmpp-streams'"

/* Headers of the peer, as initiator and as receiver. */
#define PEER_HEADER                                                                            \
	XML_DECLARATION "<stream:stream " STREAM_NS DB_NS                                      \
			" from='peer.example' to='iut.example' version='1.0'>"
#define PEER_ANSWER                                                                            \
	XML_DECLARATION "<stream:stream " STREAM_NS DB_NS " from='peer.example' "              \
			"to='iut.example' id='p1' version='1.0' xml:lang='en'>"
/* Ours, in the same roles. */
#define OUR_HEADER                                                                             \
	XML_DECLARATION "<stream:stream " STREAM_NS DB_NS                                      \
			" from='iut.example' to='peer.example' version='1.0' xml:lang='en'>"
#define OUR_ANSWER_(ns)                                                                        \
	XML_DECLARATION "<stream:stream " STREAM_NS ns " from='iut.example' "                  \
			"to='peer.example' id='ID' version='1.0' xml:lang='en'>"
#define OUR_ANSWER    OUR_ANSWER_(DB_NS)
#define CLOSING       "</stream:stream>"
#define TEXT(words)   "<text " ERROR_NS " xml:lang='en'>" words "</text>"
#define ERROR(condition, rest) \
	"<stream:error><" condition " " ERROR_NS "/>" rest "</stream:error>" CLOSING

struct rig {
	struct stream *s;
	struct buf log;			/* a line for each event */
	struct buf out;			/* all that was taken */
	uint64_t now;
	void (*on)(struct rig *, const struct stream_event *);
};

typedef void rig_owner(struct rig *, const struct stream_event *);

struct scene {
	struct stream_settings set;
	rig_owner *on;
	const char *in[12];	/* each is fed after the owner has done its part */
	const char *log;
	const char *out;	/* NULL: not looked at */
};

static inline void rig_put(struct rig *r, const char *name, struct view v)
{
	if (v.n != 0)
		buf_printf(&r->log, " %s=%.*s", name, VIEW_ARG(v));
}

static inline void rig_log(struct rig *r, const struct stream_event *ev)
{
	static const char *const name[] = {
		[STREAM_NOTHING] = "nothing",
		[STREAM_HEADER] = "header",
		[STREAM_AUTH] = "auth",
		[STREAM_DB_RESULT] = "db-result",
		[STREAM_DB_VERIFY] = "db-verify",
		[STREAM_FEATURES] = "features",
		[STREAM_TLS_REFUSED] = "tls-refused",
		[STREAM_AUTH_OK] = "auth-ok",
		[STREAM_AUTH_REFUSED] = "auth-refused",
		[STREAM_DB_RESULT_ANSWER] = "db-result-answer",
		[STREAM_DB_VERIFY_ANSWER] = "db-verify-answer",
		[STREAM_STARTTLS] = "starttls",
		[STREAM_STANZA] = "stanza",
		[STREAM_SM] = "sm",
		[STREAM_EXTENSION] = "extension",
		[STREAM_PEER_ERROR] = "peer-error",
		[STREAM_BROKEN] = "broken",
		[STREAM_OVER] = "over",
	};
	static const char *const type[] = { "valid", "invalid", "error" };
	const struct stream_features *f = &ev->features;

	buf_puts(&r->log, name[ev->kind]);
	rig_put(r, "from", ev->from);
	rig_put(r, "to", ev->to);
	rig_put(r, "id", ev->id);
	rig_put(r, "key", ev->key);
	rig_put(r, "authzid", ev->authzid);
	if (ev->kind == STREAM_DB_RESULT_ANSWER || ev->kind == STREAM_DB_VERIFY_ANSWER)
		buf_printf(&r->log, " %s", type[ev->type]);
	rig_put(r, "condition", ev->condition);
	rig_put(r, "text", ev->text);
	buf_printf(&r->log, "%s%s%s%s%s%s%s%s%s%s", f->starttls ? " +starttls" : "",
	           f->starttls_required ? "!" : "", f->mechanisms ? " +mechanisms" : "",
	           f->external ? " +external" : "", f->dialback ? " +dialback" : "",
	           f->dialback_errors ? "+errors" : "", f->bidi ? " +bidi" : "",
	           f->sm ? " +sm" : "", f->unknown_required ? " +unknown!" : "",
	           f->none_sent ? " none" : "");
	if (ev->element != NULL)
		rig_put(r, "name", ev->element->name);
	if (ev->cause != CAUSE_NONE)
		buf_printf(&r->log, " %s", cause_label(ev->cause));
	buf_putc(&r->log, '\n');
}

static inline void rig_drain(struct rig *r)
{
	struct stream_event ev;

	while (stream_next(r->s, &ev, r->now)) {
		ck_assert_int_ne(ev.kind, STREAM_NOTHING);
		/* 4.3.5: whatever anybody sends. */
		ck_assert(ev.kind != STREAM_STANZA || stream_is_established(r->s));
		rig_log(r, &ev);
		if (r->on != NULL)
			r->on(r, &ev);
		stream_take(r->s, &r->out, r->now);
	}
	stream_take(r->s, &r->out, r->now);
}

static inline void rig_new(struct rig *r, const struct stream_settings *set, rig_owner *on)
{
	*r = (struct rig){ .now = 1000, .on = on };
	r->s = stream_new(set, r->now);
	rig_drain(r);
}

static inline void rig_free(struct rig *r)
{
	stream_free(&r->s);
	buf_free(&r->log);
	buf_free(&r->out);
}

static inline void rig_feed(struct rig *r, const char *text, size_t n)
{
	stream_feed(r->s, (struct view){ text, n }, r->now);
	rig_drain(r);
}

static inline void rig_say(struct rig *r, const char *text)
{
	rig_feed(r, text, strlen(text));
}

static inline void rig_wait(struct rig *r, uint64_t ms)
{
	r->now += ms;
	stream_tick(r->s, r->now);
	rig_drain(r);
}

/* Everything written, ids of ours as ID; and nothing is left. */
static inline const char *rig_out(struct rig *r)
{
	char *at = r->out.mem, *p;

	if (buf_len(&r->out) == 0)
		return "";
	while ((at = strstr(at, " id='")) != NULL) {
		at += 5;
		for (p = at; islower(*p) || isdigit(*p);)
			p++;
		if (*p != '\'' || p - at < 20)
			continue;
		memcpy(at, "ID", 2);
		memmove(at + 2, p, strlen(p) + 1);
		r->out.tail -= (size_t)(p - at) - 2;
	}
	return buf_cstr(&r->out);
}

#define rig_said(r, text)              \
	do {                           \
		ck_assert_str_eq(rig_out(r), text); \
		buf_clear(&(r)->out);  \
	} while (0)

#define rig_saw(r, text)                               \
	do {                                           \
		ck_assert_str_eq(buf_cstr(&(r)->log), text); \
		buf_clear(&(r)->log);                  \
	} while (0)

/* `cut`: where all the steps together are cut once; SIZE_MAX: at each byte. */
static inline void scene_play(const struct scene *sc, size_t cut)
{
	struct rig r;
	size_t at = 0;

	rig_new(&r, &sc->set, sc->on);
	for (size_t i = 0; sc->in[i] != NULL; i++) {
		size_t n = strlen(sc->in[i]), first = n;

		if (cut == SIZE_MAX) {
			for (size_t k = 0; k < n; k++)
				rig_feed(&r, sc->in[i] + k, 1);
			continue;
		}
		if (cut > at && cut < at + n)
			first = cut - at;
		rig_feed(&r, sc->in[i], first);
		if (first < n)
			rig_feed(&r, sc->in[i] + first, n - first);
		at += n;
	}
	ck_assert_str_eq(buf_cstr(&r.log), sc->log);
	if (sc->out != NULL)
		ck_assert_str_eq(rig_out(&r), sc->out);
	rig_free(&r);
}

static inline void scene(const struct scene *sc)
{
	size_t n = 0;

	for (size_t i = 0; sc->in[i] != NULL; i++)
		n += strlen(sc->in[i]);
	scene_play(sc, 0);
	scene_play(sc, SIZE_MAX);
	for (size_t cut = 1; cut < n; cut++)
		scene_play(sc, cut);
}

/* A message from our side, or what else is named. */
static inline bool rig_send(struct rig *r, const char *ns, const char *name)
{
	struct region *region = region_new();
	struct element *e = element_new(region, ns, name);
	bool sent;

	if (strcmp(ns, NS_SERVER) == 0) {
		element_set(region, e, "from", VIEW("a@iut.example"));
		element_set(region, e, "to", VIEW("b@peer.example"));
	}
	sent = stream_send(r->s, e);
	region_free(&region);
	stream_take(r->s, &r->out, r->now);
	return sent;
}

#endif
