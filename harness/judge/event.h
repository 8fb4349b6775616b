/* event.h - the event log of one case: the only input of the judge.
 *
 * One JSON object a line, in the order in which the harness saw things; `n`
 * counts from 1 without a gap.  Actors write it, nobody edits it, and old
 * logs can be judged again.
 */
#ifndef HARNESS_EVENT_H
#define HARNESS_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/fault.h"
#include "lib/view.h"

/* name, in JSON "kind" */
#define EVENT_KINDS(X) \
	X(CASE, "case")		/* first: name=case id, value=seed, text=suite digest */ \
	X(BEGIN, "begin")	/* step begins: step */ \
	X(END, "end")		/* step ends: step, value=done|timeout|failed|skipped, text=reason */ \
	X(BIND, "bind")		/* name=variable, value; step */ \
	X(OPEN, "open")		/* connection: actor, conn, name=in|out, value=peer address, text=udp */ \
	X(SECURE, "secure")	/* TLS is on: conn, name=version, value=names of the certificate, text=alpn/sni */ \
	X(RECV, "recv")		/* unit received: conn, unit, text; auto_=taken by automation */ \
	X(SENT, "sent")		/* unit sent */ \
	X(CLOSE, "close")	/* conn: value=fin|reset|refused|local|tls-failed, text=[not ]notified by TLS */ \
	X(DNS, "dns")		/* query: name=SRV etc., value=name asked, lower case */ \
	X(DRAINED, "drained")	/* actor's connection has been read empty: conn */ \
	X(FENCE, "fence")	/* name=F, value=nonce, text=sent|arrived */ \
	X(PROCESS, "process")	/* actor; name=started|ready|exited|reloaded, value=pid or status */ \
	X(MEASURE, "measure")	/* name=rss-kib etc., value */ \
	X(NOTE, "note")		/* for people; never judged */ \
	X(STOP, "stop")		/* last: value=complete|budget|error, text=reason */

enum event_kind {
#define X(name, word) EVENT_##name,
	EVENT_KINDS(X)
#undef X
};

/* What a RECV or SENT is. */
#define EVENT_UNITS(X) \
	X(NONE, "") X(HEADER, "header") X(ELEMENT, "element") \
	X(STREAM_END, "end") X(SPACE, "space") X(RAW, "raw") \
	X(SIP, "sip")

enum event_unit {
#define X(name, word) UNIT_##name,
	EVENT_UNITS(X)
#undef X
};

struct event {
	uint64_t n;		/* 0: to be numbered by the log */
	uint64_t t_us;		/* since CASE */
	enum event_kind kind;
	const char *actor;	/* name in the cast; NULL: none */
	unsigned conn;		/* connection of the case, from 1; 0: none */
	unsigned step;		/* the step it belongs to; 0: none */
	bool tls;		/* RECV, SENT: inside TLS */
	enum event_unit unit;
	const char *auto_;	/* automation that took or made it: "dialback"; NULL: none */
	const char *name, *value;
	struct view text;	/* bytes; in JSON "text", or "base64" when not UTF-8 */
};

/* --- writing ------------------------------------------------------------------ */
struct evlog;

/* NULL and *f when the file cannot be made. */
struct evlog *evlog_open(const char *path, struct fault *f);
/* Numbers, stamps and writes; each line reaches the kernel at once.  Returns
 * n.  A full disk is remembered: see evlog_close(). */
uint64_t evlog_add(struct evlog *l, struct event *e);
bool evlog_close(struct evlog **lp, struct fault *f);

/* --- reading ------------------------------------------------------------------ */
struct history {
	struct event *event;
	size_t n;
	void *memory;
};

bool history_read(const char *path, struct history *out, struct fault *f);
bool history_write(const struct history *h, const char *path, struct fault *f);
void history_free(struct history *h);

/* Does the word behind `key` ("alpn=") say `value` in "alpn=xmpp-server sni=iut.example"?  "none": there is
 * no such word. */
bool event_detail_is(struct view details, const char *key, const char *value);

#endif
