/* XEP-0288 as the initiating server: what the partner says on a stream that we
 * have opened. */
#include "edge/outbound_private.h"

#include "edge/addressing.h"
#include "edge/admission.h"
#include "edge/count.h"
#include "edge/inbound.h"
#include "edge/router.h"
#include "lib/log.h"

void outbound_refuse(struct outbound *ob, enum cause cause, const char *words)
{
	/* An answer that cannot be is a partner that cannot be reached (retry.h). */
	if (ob->state == OUT_SETTING_UP) {
		ob->resume_until = 0; /* no more attempts */
		outbound_fail(ob, cause, words);
		return;
	}
	ob->edge->counters.refused[cause]++;
	log_event(LOG_WARN, "stream-refused", LOG_N("stream", ob->id),
	          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
	          LOG_S("domain", ob->own), LOG_S("cause", cause_label(cause)),
	          LOG_S("words", words));
	stream_refuse(conn_stream(ob->conn), view_of(ob->own), cause, NULL);
	conn_touch(ob->conn);
	/* No acknowledgement is read any more. */
	if (ob->written.sm != NULL)
		written_bounce(&ob->written, cause, words);
	if (ob->state != OUT_ENDING)
		outbound_end(ob, cause, words);
}

void outbound_stanza(struct outbound *ob, struct stream_event *ev)
{
	struct edge *e = ob->edge;
	const struct pair proved = { view_of(ob->partner), view_of(ob->own) };
	struct stanza_addresses a;
	enum cause cause = addresses_read(ev->element, ev->region, &a);
	bool malformed = cause == CAUSE_JID_MALFORMED &&
	                 addresses_domains(ev->element, ev->region, &a);

	if (cause == CAUSE_NONE || malformed)
		cause = address_refused_returned(&a, proved);
	/* The lists may have changed while the stream was ending. */
	if (cause == CAUSE_NONE && !outbound_is_welcome(ob))
		cause = CAUSE_PARTNER_UNKNOWN;
	if (cause != CAUSE_NONE) {
		outbound_refuse(ob, cause, NULL);
		return;
	}
	edge_tally_of(e, outbound_partner(ob))->stanzas_inward++;
	/* What comes before <resumed/> is no part of the session (XEP-0198 5). */
	if (ob->written.sm != NULL && ob->asked != ASKED_TO_RESUME)
		sm_received(ob->written.sm);
	router_inward(e, &(struct inward){
	                         .stream = ob->id,
	                         .stanza = ev->element,
	                         .addresses = &a,
	                         .malformed = malformed,
	                         .lang = stream_peer_lang(conn_stream(ob->conn)),
	                         .bytes = ev->bytes,
	                         .region = ev->region,
	                 });
}

static void look_at_vain(struct outbound *ob)
{
	enum cause cause = dialback_in_vain(true, ob->vain);

	if (cause != CAUSE_NONE)
		outbound_refuse(ob, cause, NULL);
}

/* P46: one pair for one stream of ours: for another, the partner opens its own. */
void outbound_key(struct outbound *ob, const struct stream_event *ev)
{
	stream_db_result(conn_stream(ob->conn), ev->to, ev->from, DB_ERROR,
	                 CAUSE_TOO_MANY_PAIRS);
	ob->edge->counters.refused[CAUSE_TOO_MANY_PAIRS]++;
	if (dialback_vain_is_told(++ob->vain))
		log_event(LOG_WARN, "dialback-result", LOG_N("stream", ob->id),
		          LOG_V("partner", ev->from), LOG_V("domain", ev->to),
		          LOG_S("type", "error"),
		          LOG_S("cause", cause_label(CAUSE_TOO_MANY_PAIRS)),
		          LOG_N("vain", ob->vain));
	look_at_vain(ob);
}

void outbound_question(struct outbound *ob, const struct stream_event *ev)
{
	enum cause cause = inbound_question(ob->edge, ob->id, ob->conn, ev, &ob->vain);

	if (cause != CAUSE_NONE)
		outbound_refuse(ob, cause, "db:verify");
	else
		look_at_vain(ob);
}
