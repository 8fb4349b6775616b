/* inbound.c - one receiving stream: its beginning, what its events mean, its end. */
#include "edge/inbound_private.h"

#include <stdlib.h>
#include <unistd.h>

#include "edge/addressing.h"
#include "edge/admission.h"
#include "edge/count.h"
#include "edge/retry.h"
#include "edge/router.h"
#include "lib/log.h"
#include "lib/mem.h"

static const struct conn_ops conn_ops;

void inbound_free(struct inbound *in)
{
	inbound_returns_no_more(in);
	limits_leave(in->edge->limits, &in->seat);
	ids_remove(in->edge->inbound, in->id);
	conn_free(&in->conn);
	pairs_free(&in->pairs);
	written_free(&in->written);
	free(in->from);
	free(in->to);
	free(in->identity);
	free(in);
}

static struct view from_of(const struct inbound *in)
{
	return view_of(in->from);
}

static void open_stream(struct inbound *in)
{
	const struct edge_settings *s = in->edge->settings;
	const struct stream_settings settings = {
		.role = STREAM_RECEIVING,
		.before = s->before,
		.after = s->after,
		.establish_ms = s->establishment_ms,
		.inactivity_ms = s->inactivity_ms,
	};

	conn_open(in->conn, &settings);
}

static void on_secured(void *arg)
{
	open_stream(arg);
}

void inbound_accept(struct edge *e, int fd, const struct address *from,
                    bool direct_tls)
{
	const struct edge_settings *s = e->settings;
	struct seat seat = { 0 };
	struct inbound *in;
	char text[ADDRESS_MAX];
	enum cause cause;

	cause = limits_arrive(e->limits, s, from, loop_now(e->loop), &seat);
	if (cause != CAUSE_NONE) {
		/* No header has come yet that an error could answer, and to
		 * wait for one is what the flood is about. */
		e->counters.refused[cause]++;
		count_inbound_failure(e, (struct view){ NULL, 0 }, cause);
		e->counters.connections_refused++;
		log_event(LOG_WARN, "connection-refused",
		          LOG_S("address", address_print(from, text)),
		          LOG_S("cause", cause_label(cause)));
		close(fd);
		return;
	}
	in = mem_zalloc(sizeof *in);
	in->edge = e;
	in->seat = seat;
	in->id = ids_add(e->inbound, in);
	in->pairs = pairs_new(s->pairs_per_stream);
	written_begin(&in->written, e, in->id);
	in->conn = conn_accept(e->conns, fd, &conn_ops, in);
	if (direct_tls)
		/* XEP-0368: which domain is meant is said by SNI, if at all. */
		conn_direct_tls(in->conn, s->direct_tls, TLS_SERVER, NULL,
		                s->establishment_ms);
	else
		open_stream(in);
	log_event(LOG_DEBUG, "connection-accepted", LOG_N("stream", in->id),
	          LOG_S("address", address_print(from, text)));
}

static void count_failure(struct inbound *in, enum cause cause)
{
	if (!in->opened && !in->asked)
		count_inbound_failure(in->edge, from_of(in), cause);
}

void inbound_refuse(struct inbound *in, enum cause cause, const char *words)
{
	struct address peer;
	char text[ADDRESS_MAX];

	if (in->ended)
		return;
	in->ended = true;
	inbound_sm_ends(in, false, cause);
	in->edge->counters.refused[cause]++;
	count_failure(in, cause);
	conn_peer(in->conn, &peer);
	log_event(cause == CAUSE_SYSTEM_SHUTDOWN ? LOG_INFO : LOG_WARN,
	          "stream-refused", LOG_N("stream", in->id),
	          LOG_S("direction", "in"), LOG_V("partner", from_of(in)),
	          LOG_S("domain", in->to),
	          LOG_S("address", address_print(&peer, text)),
	          LOG_S("cause", cause_label(cause)), LOG_S("words", words));
	stream_refuse(conn_stream(in->conn), view_of(in->to), cause, NULL);
	conn_touch(in->conn);
}

enum policy_method inbound_method(const struct inbound *in, struct view from)
{
	if (in->identity != NULL && view_is(from, in->identity))
		return METHOD_SASL_TLS;
	return conn_is_secure(in->conn) ? METHOD_TLS_DIALBACK : METHOD_TCP_DIALBACK;
}

enum cause inbound_prove(struct inbound *in, const struct partner *partner,
                         struct pair pair, const char *method)
{
	struct edge *e = in->edge;
	enum cause cause = limits_prove(e->limits, e->settings, partner, &in->seat);

	if (cause != CAUSE_NONE)
		return cause;
	if (!pairs_set(in->pairs, pair, PAIR_PROVED))
		return CAUSE_TOO_MANY_PAIRS;
	e->counters.inbound_proved[count_method(in->identity != NULL &&
	                                                view_is(pair.from, in->identity),
	                                        conn_is_secure(in->conn))]++;
	/* It calls us, so it can be reached: no reason to leave it alone. */
	retry_forget(e, pair.from);
	inbound_returns(in, pair);
	log_event(LOG_INFO, "stream-authenticated", LOG_N("stream", in->id),
	          LOG_S("direction", "in"), LOG_V("partner", pair.from),
	          LOG_V("domain", pair.to), LOG_S("method", method),
	          LOG_S("tls", conn_tls_version(in->conn)),
	          LOG_S("bidi", stream_is_bidi(conn_stream(in->conn)) ? "yes" : "no"));
	return CAUSE_NONE;
}

void inbound_opened(struct inbound *in, const struct partner *partner)
{
	if (in->opened)
		return;
	in->opened = true;
	in->edge->counters.inbound_opened++;
	edge_tally_of(in->edge, partner)->inbound_opened++;
	conn_set_rate(in->conn, in->edge->settings->stream_rate);
	if (partner->keepalive)
		conn_set_silence(in->conn, in->edge->settings->keepalive_ms);
}

/* --- stanzas ------------------------------------------------------------- */

static void on_stanza(struct inbound *in, struct stream_event *ev)
{
	struct edge *e = in->edge;
	const struct partner *partner = NULL;
	struct stanza_addresses a;
	bool malformed;
	enum cause cause;

	if (in->ended)
		return;
	if (!stream_may_carry(in->pairs)) {
		inbound_refuse(in, CAUSE_NOT_NEGOTIATED, NULL);
		return;
	}
	cause = addresses_read(ev->element, ev->region, &a);
	malformed = cause == CAUSE_JID_MALFORMED &&
	            addresses_domains(ev->element, ev->region, &a);
	if (cause == CAUSE_NONE || malformed)
		cause = address_refused_inward(
			&a, in->pairs,
			own_domain(e->settings, a.to.domain) != NULL,
			own_domain(e->settings, a.from.domain) != NULL);
	if (cause == CAUSE_NONE) {
		partner = partner_of(e->settings->partners, a.from.domain);
		if (partner == NULL)
			cause = CAUSE_PARTNER_UNKNOWN;
	}
	if (cause != CAUSE_NONE) {
		inbound_refuse(in, cause, NULL);
		return;
	}
	edge_tally_of(e, partner)->stanzas_inward++;
	if (in->written.sm != NULL)
		sm_received(in->written.sm);
	router_inward(e, &(struct inward){
		.stream = in->id,
		.stanza = ev->element,
		.addresses = &a,
		.malformed = malformed,
		.lang = stream_peer_lang(conn_stream(in->conn)),
		.bytes = ev->bytes,
		.region = ev->region,
	});
}

/* --- the connection ------------------------------------------------------ */

static void on_over(struct inbound *in, enum cause cause, const char *words)
{
	struct address peer;
	char text[ADDRESS_MAX];

	if (in->ended)
		return;
	in->ended = true;
	conn_peer(in->conn, &peer);
	count_failure(in, cause != CAUSE_NONE ? cause : CAUSE_PEER_CLOSED);
	log_event(LOG_INFO, "stream-closed", LOG_N("stream", in->id),
	          LOG_S("direction", "in"), LOG_V("partner", from_of(in)),
	          LOG_S("domain", in->to),
	          LOG_S("address", address_print(&peer, text)),
	          LOG_S("cause", cause_label(cause)), LOG_S("words", words));
}

static void on_event(void *arg, struct stream_event *ev)
{
	struct inbound *in = arg;
	const struct own_domain *own;
	char *words;

	switch (ev->kind) {
	case STREAM_HEADER:
		inbound_header(in, ev);
		break;
	case STREAM_STARTTLS:
		own = own_domain(in->edge->settings, view_of(in->to));
		if (own != NULL)
			conn_start_tls(in->conn, own->tls, TLS_SERVER, NULL);
		else
			inbound_refuse(in, CAUSE_HOST_UNKNOWN, NULL);
		break;
	case STREAM_AUTH:
		inbound_auth(in, ev);
		break;
	case STREAM_DB_RESULT:
		if (!in->ended)
			inbound_db_result(in, ev);
		break;
	case STREAM_DB_VERIFY:
		if (!in->ended)
			inbound_db_verify(in, ev);
		break;
	case STREAM_STANZA:
		on_stanza(in, ev);
		break;
	case STREAM_SM:
		inbound_sm(in, ev);
		break;
	case STREAM_PEER_ERROR:
		words = view_dup(ev->condition);
		inbound_sm_ends(in, view_is(ev->condition, "connection-timeout"),
		                CAUSE_PEER_STREAM_ERROR);
		on_over(in, CAUSE_PEER_STREAM_ERROR, words);
		free(words);
		break;
	case STREAM_BROKEN:
		if (!in->ended)
			in->edge->counters.refused[ev->cause]++;
		inbound_sm_ends(in, false, ev->cause);
		on_over(in, ev->cause, ev->detail);
		break;
	case STREAM_OVER:
		inbound_sm_ends(in, conn_is_lost(in->conn), ev->cause);
		on_over(in, ev->cause, ev->detail);
		break;
	case STREAM_NOTHING:
	case STREAM_FEATURES:
	case STREAM_TLS_REFUSED:
	case STREAM_AUTH_OK:
	case STREAM_AUTH_REFUSED:
	case STREAM_DB_RESULT_ANSWER:
	case STREAM_DB_VERIFY_ANSWER:
	case STREAM_EXTENSION:
		break;
	}
}

static void on_flushed(void *arg)
{
	struct inbound *in = arg;

	written_flushed(&in->written, in->conn, NULL);
}

static void on_slowed(void *arg)
{
	const struct inbound *in = arg;

	log_event(LOG_WARN, "stream-slowed", LOG_N("stream", in->id), LOG_S("direction", "in"),
	          LOG_V("partner", from_of(in)));
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct inbound *in = arg;

	on_over(in, cause, words);
	inbound_sm_rests(in, cause != CAUSE_NONE ? cause : CAUSE_PEER_CLOSED, words);
	inbound_free(in);
}

static const struct conn_ops conn_ops = {
	.secured = on_secured,
	.event = on_event,
	.flushed = on_flushed,
	.slowed = on_slowed,
	.ended = on_ended,
};
