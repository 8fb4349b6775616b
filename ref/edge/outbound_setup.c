/* Setting up a stream: RFC 6120 3 to 6 and XEP-0220 2.1 as the initiating
 * server.  What comes next is always policy_next()'s to say. */
#include "edge/outbound_private.h"

#include <stdlib.h>

#include "edge/certificate.h"
#include "edge/count.h"
#include "edge/probe.h"
#include "edge/retry.h"
#include "edge/verify.h"
#include "jid/jid.h"
#include "lib/log.h"

static const struct dial_ops dial_ops;
static const struct conn_ops conn_ops;

static void begin_dial(struct outbound *ob, const char *proxy)
{
	bool external_refused = ob->facts.external_refused;

	ob->facts = (struct policy_facts){ .external_refused = external_refused };
	ob->vain = 0; /* of a stream, and this one is new */
	dial_free(&ob->dial);
	ob->dial = dial_new(ob->edge, ob->ascii, proxy, &dial_ops, ob);
	if (ob->probe != 0 && probe_by(ob->edge, ob->probe) != PROBE_BY_EITHER)
		dial_only(ob->dial, probe_by(ob->edge, ob->probe) == PROBE_BY_DIRECT_TLS);
}

void outbound_dial(struct outbound *ob)
{
	ob->redirects = 0;
	begin_dial(ob, outbound_partner(ob)->proxy_fqdn);
}

void outbound_follow(struct outbound *ob, const char *proxy, const struct redirect *led)
{
	begin_dial(ob, proxy);
	dial_follow(ob->dial, led);
}

static void open_stream(struct outbound *ob)
{
	const struct edge_settings *s = ob->edge->settings;
	const struct stream_settings settings = {
		.role = STREAM_INITIATING,
		.from = view_of(ob->own),
		.to = view_of(ob->partner),
		.before = s->before,
		.after = s->after,
		.inactivity_ms = s->inactivity_ms,
		.limits = true,
		/* Half of it, so that a partner with the same interval hears us
		 * in time. */
		.keepalive_ms = outbound_partner(ob)->keepalive ?
		                        s->keepalive_ms / 2 : 0,
	};

	conn_open(ob->conn, &settings);
}

static void on_connected(void *arg, struct conn *c, const struct attempt *at)
{
	struct outbound *ob = arg;
	const struct policy *policy = &outbound_partner(ob)->policy;
	char text[ADDRESS_MAX];

	if (at->direct_tls && policy->tls == POLICY_NOT_SUPPORTED) {
		conn_free(&c);
		dial_next(ob->dial, CAUSE_TLS_NOT_WANTED, at->target);
		return;
	}
	log_event(LOG_INFO, "stream-open", LOG_N("stream", ob->id),
	          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
	          LOG_S("domain", ob->own), LOG_S("target", at->target),
	          LOG_S("address", address_print(&at->at, text)));
	if (ob->probe != 0) {
		struct buf where = { 0 };

		buf_printf(&where, "%s, %s%s", text, at->target,
		           at->direct_tls ? ", TLS from the first byte" : "");
		probe_passed(ob->edge, ob->probe, PROBE_TCP, buf_cstr(&where));
		buf_free(&where);
	}
	ob->conn = c;
	conn_set_owner(c, &conn_ops, ob);
	if (at->direct_tls)
		conn_direct_tls(c, outbound_own(ob)->tls, dial_role(ob->probe != 0), ob->ascii, 0);
	else
		open_stream(ob);
}

/* `words` belong to the dial, which is freed behind their last use. */
static void on_dial_failed(void *arg, enum cause cause, const char *words)
{
	outbound_fail(arg, cause, words);
}

/* For a probe: what DNS has found. */
static void on_located(void *arg, const struct location *where)
{
	struct outbound *ob = arg;
	struct buf found = { 0 };
	char text[ADDRESS_MAX];

	if (ob->probe == 0)
		return;
	buf_printf(&found, "%s at %s", where->attempt[0].target,
	           address_print(&where->attempt[0].at, text));
	if (where->n > 1)
		buf_printf(&found, ", and %zu more", where->n - 1);
	probe_passed(ob->edge, ob->probe, PROBE_DNS, buf_cstr(&found));
	buf_free(&found);
}

static const struct dial_ops dial_ops = {
	.located = on_located,
	.connected = on_connected,
	.failed = on_dial_failed,
};

static void on_secured(void *arg)
{
	open_stream(arg);
}

/* --- authenticating ------------------------------------------------------ */

void outbound_ask(struct outbound *ob)
{
	struct stream *s = conn_stream(ob->conn);
	const struct pair pair = { view_of(ob->own), view_of(ob->partner) };
	char key[DIALBACK_KEY_LEN + 1];

	ob->state = OUT_SETTING_UP;
	timer_set(ob->deadline, loop_now(ob->edge->loop) +
	                                ob->edge->settings->establishment_ms);
	dialback_key_make(&ob->edge->key, pair, stream_id(s), key);
	stream_db_request(s, pair.from, pair.to, view_of(key));
	conn_touch(ob->conn);
	log_event(LOG_INFO, "dialback-requested", LOG_N("stream", ob->id),
	          LOG_S("partner", ob->partner), LOG_S("domain", ob->own));
}

/* XEP-0288 2.1 and 2.2: behind TLS where there is TLS, before any proof.  The step
 * that follows wants as much of the partner as its own calls would: EXTERNAL its
 * certificate (policy.h), dialback that DNS leads to it. */
static void ask_for_bidi(struct outbound *ob)
{
	if (ob->edge->settings->bidi && ob->facts.offered.bidi)
		stream_bidi(conn_stream(ob->conn));
}

/* The proof comes next.  For a probe TLS is done; does it end here? */
static bool is_enough(struct outbound *ob, enum policy_method method)
{
	if (ob->facts.secure)
		probe_passed(ob->edge, ob->probe, PROBE_TLS, NULL);
	return probe_is_content(ob->edge, ob->probe, policy_method_words(method));
}

/* Where DNS says what there has to be (RFC 7673), the words say what that is. */
static void give_up(struct outbound *ob, enum cause why, const char *words)
{
	struct buf wanted = { 0 };

	if (conn_has_dane(ob->conn)) {
		buf_puts(&wanted, "its DNS wants TLSA ");
		conn_describe_dane(ob->conn, &wanted);
		buf_puts(&wanted, conn_is_secure(ob->conn) ? "; it shows " : "; it offers no TLS");
		conn_describe_key(ob->conn, &wanted);
		words = buf_cstr(&wanted);
	}
	outbound_fail(ob, why, words);
	buf_free(&wanted);
}

static void step(struct outbound *ob)
{
	struct stream *s = conn_stream(ob->conn);
	enum cause why;

	switch (policy_next(&outbound_partner(ob)->policy, &ob->facts, &why)) {
	case STEP_STARTTLS:
		stream_starttls(s);
		break;
	case STEP_EXTERNAL:
		if (is_enough(ob, METHOD_SASL_TLS))
			break;
		ask_for_bidi(ob);
		/* XEP-0178 3: the authorisation identity is our domain. */
		stream_auth(s, view_of(ob->own));
		break;
	case STEP_DIALBACK:
		if (is_enough(ob, ob->facts.secure ? METHOD_TLS_DIALBACK :
		                                     METHOD_TCP_DIALBACK))
			break;
		ask_for_bidi(ob);
		outbound_ask(ob);
		break;
	case STEP_GIVE_UP:
		give_up(ob, why, NULL);
		break;
	}
}

static void note_secured(struct outbound *ob, struct view names)
{
	struct buf words = { 0 };

	if (ob->probe == 0)
		return;
	buf_printf(&words, "%s, certificate %s, for %.*s", conn_tls_version(ob->conn),
	           ob->facts.certificate == CAUSE_NONE ? "good" :
	                                                 cause_label(ob->facts.certificate),
	           VIEW_ARG(names));
	if (ob->facts.dane && ob->facts.certificate == CAUSE_NONE)
		buf_puts(&words, ", as its TLSA record wants it");
	probe_noted(ob->edge, ob->probe, PROBE_TLS, buf_cstr(&words));
	buf_free(&words);
}

static void on_features(struct outbound *ob, const struct stream_event *ev)
{
	struct stream *s = conn_stream(ob->conn);

	dial_free(&ob->dial);
	ob->facts.offered = ev->features;
	ob->facts.dane = conn_has_dane(ob->conn);
	if (stream_is_authenticated(s)) {
		if (ev->features.unknown_required)
			outbound_fail(ob, CAUSE_MANDATORY_FEATURE, NULL);
		else
			outbound_manage(ob, ev->features.sm);
		return;
	}
	if (conn_is_secure(ob->conn) && !ob->facts.secure) {
		struct buf names = { 0 };

		ob->facts.secure = true;
		ob->edge->counters.outbound_secured++;
		ob->facts.certificate = certificate_of(ob->edge, ob->conn,
		                                       view_of(ob->partner));
		conn_describe_peer(ob->conn, &names);
		log_event(LOG_INFO, "stream-secured", LOG_N("stream", ob->id),
		          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
		          LOG_S("domain", ob->own),
		          LOG_S("tls", conn_tls_version(ob->conn)),
		          LOG_S("session", conn_tls_session(ob->conn)),
		          LOG_S("certificate", certificate_label(ob->facts.certificate)),
		          LOG_S("dane", conn_dane_words(ob->conn)),
		          LOG_V("names", buf_view(&names)));
		note_secured(ob, buf_view(&names));
		buf_free(&names);
	}
	step(ob);
}

static void on_db_answer(struct outbound *ob, const struct stream_event *ev)
{
	struct region *r = region_new();
	struct view from, to;
	bool ours = domain_prepare(ev->from, r, &from) &&
	            domain_prepare(ev->to, r, &to) &&
	            view_is(from, ob->partner) && view_is(to, ob->own);
	char *condition;

	region_free(&r);
	if (!ours || ob->state != OUT_SETTING_UP)
		return;		/* the stream has logged what nobody asked for */
	switch (ev->type) {
	case DB_VALID:
		/* No features come, so nothing is offered to go on with (P57). */
		outbound_forget_session(ob, CAUSE_PEER_CLOSED, "its session was not resumed");
		outbound_up(ob, conn_is_secure(ob->conn) ? METHOD_TLS_DIALBACK :
		                                           METHOD_TCP_DIALBACK);
		break;
	case DB_INVALID:
		outbound_fail(ob, CAUSE_DB_INVALID, NULL);
		break;
	case DB_ERROR:
		/* X0220-2.1.1-6: the stream stays usable. */
		condition = view_dup(ev->condition);
		log_event(LOG_WARN, "dialback-error", LOG_N("stream", ob->id),
		          LOG_S("partner", ob->partner), LOG_S("domain", ob->own),
		          LOG_S("condition", condition));
		if (ob->probe != 0) {
			outbound_fail(ob, CAUSE_DB_PEER_ERROR, condition);
			free(condition);
			break;
		}
		ob->state = OUT_REFUSED;
		count_outbound_failure(ob->edge, view_of(ob->partner), CAUSE_DB_PEER_ERROR);
		retry_failed(ob->edge, view_of(ob->partner), CAUSE_DB_PEER_ERROR);
		outbound_bounce(ob, CAUSE_DB_PEER_ERROR, condition);
		free(condition);
		break;
	}
}

/* --- the end of a connection --------------------------------------------- */

/* EXTERNAL was refused, and the peer has ended the stream where dialback might
 * have followed: once more, without EXTERNAL (LYNC-DIALBACK-8). */
static bool may_try_dialback(const struct outbound *ob)
{
	return ob->facts.external_refused && !ob->again &&
	       policy_allows(&outbound_partner(ob)->policy, METHOD_TLS_DIALBACK);
}

static void lost(struct outbound *ob, bool broken, enum cause cause, const char *words)
{
	switch (ob->state) {
	case OUT_SETTING_UP:
		if (may_try_dialback(ob)) {
			ob->again = true;
			conn_leave(&ob->conn);
			outbound_dial(ob);
			break;
		}
		outbound_fail(ob, cause, words);
		break;
	case OUT_OPEN:
		if (outbound_resumes(ob, broken, cause))
			break;
		/* No acknowledgement is read any more. */
		if (ob->written.sm != NULL)
			written_bounce(&ob->written, cause, words);
		outbound_end(ob, cause, words);
		break;
	case OUT_REFUSED:
		outbound_end(ob, cause, words);
		break;
	case OUT_ENDING:
		break;
	}
}

/* Ended without a word of XMPP: another address may do better. */
static void never_spoke(struct outbound *ob, enum cause cause, const char *words)
{
	dial_next(ob->dial, cause, words);
	conn_leave(&ob->conn);
}

static void on_peer_error(struct outbound *ob, const struct stream_event *ev)
{
	char *words;

	if (ob->state == OUT_SETTING_UP && ev->text.n != 0 &&
	    view_is(ev->condition, "see-other-host")) {
		outbound_redirected(ob, ev->text);
		return;
	}
	words = view_dup(ev->condition);
	lost(ob, view_is(ev->condition, "connection-timeout"), CAUSE_PEER_STREAM_ERROR, words);
	free(words);
}

static void on_event(void *arg, struct stream_event *ev)
{
	struct outbound *ob = arg;
	enum cause why;

	switch (ev->kind) {
	case STREAM_FEATURES:
		if (ob->state == OUT_SETTING_UP)
			on_features(ob, ev);
		break;
	case STREAM_STARTTLS:
		conn_start_tls(ob->conn, outbound_own(ob)->tls, dial_role(ob->probe != 0), ob->ascii);
		break;
	case STREAM_TLS_REFUSED:
		/* RFC 6120 5.4.2.2: this stream is over.  Whether another in
		 * clear would do is not tried: it may be somebody on the way
		 * who would have us talk in clear. */
		ob->facts.tls_refused = true;
		give_up(ob, CAUSE_TLS_NOT_OFFERED, "failure");
		break;
	case STREAM_AUTH_REFUSED:
		ob->facts.external_refused = true;
		log_event(LOG_WARN, "external-refused", LOG_N("stream", ob->id),
		          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
		          LOG_V("condition", ev->condition));
		step(ob);
		break;
	case STREAM_DB_RESULT_ANSWER:
		on_db_answer(ob, ev);
		break;
	case STREAM_DB_VERIFY_ANSWER:
		verify_answered(ob->edge, ob->id,
		                (struct pair){ view_of(ob->partner), view_of(ob->own) },
		                ev);
		break;
	case STREAM_STANZA:
		outbound_stanza(ob, ev);
		break;
	case STREAM_SM:
		outbound_sm(ob, ev);
		break;
	case STREAM_DB_RESULT:
		outbound_key(ob, ev);
		break;
	case STREAM_DB_VERIFY:
		outbound_question(ob, ev);
		break;
	case STREAM_PEER_ERROR:
		on_peer_error(ob, ev);
		break;
	case STREAM_BROKEN:
		why = ev->cause;
		lost(ob, false, why, ev->detail);
		break;
	case STREAM_OVER:
		why = ev->cause == CAUSE_NONE ? CAUSE_PEER_CLOSED : ev->cause;
		if (ob->state == OUT_SETTING_UP && ob->dial != NULL)
			never_spoke(ob, why, ev->detail);
		else
			lost(ob, conn_is_lost(ob->conn), why, ev->detail);
		break;
	case STREAM_AUTH_OK:	/* features come next */
	case STREAM_NOTHING:
	case STREAM_HEADER:
	case STREAM_AUTH:
	case STREAM_EXTENSION:
		break;
	}
}

static void on_flushed(void *arg)
{
	struct outbound *ob = arg;

	written_flushed(&ob->written, ob->conn, outbound_partner(ob));
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct outbound *ob = arg;

	if (cause == CAUSE_NONE)
		cause = CAUSE_PEER_CLOSED;
	switch (ob->state) {
	case OUT_SETTING_UP:
		if (ob->dial != NULL)
			never_spoke(ob, cause, words);
		else
			lost(ob, true, cause, words);
		break;
	case OUT_OPEN:
	case OUT_REFUSED:
		lost(ob, true, cause, words);
		break;
	case OUT_ENDING:
		written_bounce(&ob->written, cause, words);
		conn_free(&ob->conn);
		outbound_free(ob);
		break;
	}
}

static void on_slowed(void *arg)
{
	const struct outbound *ob = arg;

	log_event(LOG_WARN, "stream-slowed", LOG_N("stream", ob->id), LOG_S("direction", "out"),
	          LOG_S("partner", ob->partner));
}

static const struct conn_ops conn_ops = {
	.secured = on_secured,
	.event = on_event,
	.slowed = on_slowed,
	.flushed = on_flushed,
	.ended = on_ended,
};
