#include "gateway/look.h"

#include "gateway/uplink_private.h"
#include "gateway/watch.h"

/* --- the link ---------------------------------------------------------------------- */

static const char *phase_word(enum uplink_phase p)
{
	switch (p) {
	case UP_WAITING:
		return "waits for the next try";
	case UP_LOOKING:
		return "looked up";
	case UP_DIALLING:
		return "dialling";
	case UP_SECURING:
	case UP_OPENING:
	case UP_RESUMING:
	case UP_ENABLING:
		return "setting up";
	case UP_READY:
		return "up";
	case UP_ENDING:
		return "ending";
	case UP_OVER:
		return "over";
	}
	return "";
}

void gateway_look_edges(const struct gateway *g,
                        void (*fn)(void *arg, const struct gateway_look_edge *e), void *arg)
{
	const struct uplink *u = g->uplink;

	for (size_t i = 0; i < u->n_edge; i++) {
		const struct uplink_edge *e = &u->edge[i];
		struct gateway_look_edge out = { .host = e->set->host,
			                         .port = e->set->port,
			                         .up = e->phase == UP_READY,
			                         .state = phase_word(e->phase),
			                         .words = "",
			                         .tls = "" };

		if (!out.up) {
			out.failure = e->failure;
			out.words = e->failure_words;
		}
		if (e->sm != NULL)
			out.unacknowledged = sm_unacked(e->sm);
		if (e->conn != NULL) {
			conn_peer(e->conn, &out.peer);
			if (conn_is_secure(e->conn))
				out.tls = conn_tls_version(e->conn);
			out.idle_ms = loop_now(g->loop) - conn_heard(e->conn);
		}
		fn(arg, &out);
	}
}

bool gateway_look_link_is_up(const struct gateway *g)
{
	return uplink_is_up(g->uplink);
}

enum cause gateway_look_edge_refuses(const struct gateway *g)
{
	return uplink_refuses(g->uplink);
}

/* --- SIP ------------------------------------------------------------------------------ */

void gateway_look_sip(const struct gateway *g,
                      void (*fn)(void *arg, const struct transport_look *c), void *arg)
{
	transport_look(endpoint_transport(g->endpoint), fn, arg);
}

size_t gateway_look_requests(const struct gateway *g)
{
	return endpoint_pending(g->endpoint);
}

/* --- the whole ------------------------------------------------------------------------- */

size_t gateway_look_messages(const struct gateway *g)
{
	return message_outward_waiting(g) + message_inward_waiting(g);
}

bool gateway_look_added(const struct gateway *g, const struct jid *ours,
                        const struct jid *theirs)
{
	return watch_sip_added(g, ours, theirs);
}

const struct gateway_settings *gateway_look_settings(const struct gateway *g)
{
	return g->settings;
}

bool gateway_look_is_stopping(const struct gateway *g)
{
	return g->phase != GATEWAY_RUNNING;
}
