/* SUBSCRIBE for a watcher of XMPP, and what its answer means (RFC 6665 4.1.2). */
#include "gateway/watch_xmpp_private.h"

#include <stdlib.h>

#include "gateway/address.h"
#include "gateway/agent.h"
#include "gateway/presence_map.h"
#include "gateway/watch_rules.h"
#include "lib/log.h"
#include "sip/message.h"
#include "sip/writer.h"

/* A dialog that died is tried again by itself when the next probe does not come
 * first, at the earliest after so long. */
#define DEAD_MS 60000

static const struct originator originator;

/* --- the request ------------------------------------------------------------------- */

static void write_first(struct xmpp_watch *w, const struct jid *presentity,
                        const struct jid *watcher, struct buf *out)
{
	const struct view none = { NULL, 0 };
	struct buf to = { 0 }, from = { 0 };

	/* Both were mapped when they came; what is kept is what was mapped. */
	(void)jid_to_sip(presentity, &to);
	(void)jid_to_sip(watcher, &from);
	sip_write_request(out, VIEW("SUBSCRIBE"), buf_view(&to));
	sip_write_number(out, SIP_MAX_FORWARDS, 70);
	sip_write_address(out, SIP_FROM, none, buf_view(&from), view_of(w->tag));
	sip_write_address(out, SIP_TO, none, buf_view(&to), none);
	sip_write_call_id(out, view_of(w->call_id));
	sip_write_cseq(out, w->cseq, VIEW("SUBSCRIBE"));
	buf_free(&to);
	buf_free(&from);
}

static bool send_subscribe(struct xmpp_watch *w, uint32_t expires)
{
	struct gateway *g = w->all->gateway;
	const struct view presence = VIEW("presence");
	struct region *r = region_new();
	struct jid presentity, watcher;
	struct buf request = { 0 };
	struct view hop = { NULL, 0 };
	bool ok = jid_read(view_of(w->presentity), r, &presentity, NULL) &&
	          jid_read(view_of(w->watcher), r, &watcher, NULL);

	if (ok && w->dialog != NULL) {
		dialog_write_request(w->dialog, VIEW("SUBSCRIBE"), &request);
		hop = dialog_hop(w->dialog);
	} else if (ok) {
		write_first(w, &presentity, &watcher, &request);
	}
	if (ok) {
		agent_put(g->settings, VIEW("SUBSCRIBE"), &request);
		write_contact(g, &watcher, &request);
		sip_write_event(&request, VIEW("presence"), (struct view){ NULL, 0 });
		sip_write_value(&request, SIP_ACCEPT, VIEW(PIDF_TYPE));
		sip_write_tokens(&request, SIP_ALLOW_EVENTS, &presence, 1);
		sip_write_number(&request, SIP_EXPIRES, expires);
		sip_write_end(&request);
		if (hop.n == 0)
			hop = view_of(g->settings->sip.next_hop);
		ok = originate_to(g, &originator, w->id, hop, buf_view(&request));
		w->all->under_way += ok;
	}
	buf_free(&request);
	region_free(&r);
	return ok;
}

static void ask(struct xmpp_watch *w, enum subscriber_step step)
{
	uint64_t now = loop_now(w->all->gateway->loop);

	subscriber_sent(&w->subscriber, step, now, &w->all->times);
	if (!send_subscribe(w, subscriber_asks(&w->subscriber, step, &w->all->times)))
		/* No room for a transaction: later. */
		subscriber_failed(&w->subscriber, 0, now, &w->all->times);
}

void xmpp_watch_step(struct xmpp_watch *w, enum subscriber_step step)
{
	if (step == STEP_FIRST) {
		xmpp_watch_new_dialog(w);
		xmpp_watch_polled(w);
	}
	if (step != STEP_NONE)
		ask(w, step);
	xmpp_watch_arm(w);
}

/* RFC 3261 8.1.3.5: what can be mended is asked again with the same Call-ID, From
 * and To, and the next number. */
static void ask_better(struct xmpp_watch *w, enum subscriber_step step)
{
	w->cseq++;
	ask(w, step);
	xmpp_watch_arm(w);
}

void xmpp_watch_polled(struct xmpp_watch *w)
{
	w->polling = false;
	free(w->polled);
	w->polled = NULL;
}

void xmpp_watch_poll(struct xmpp_watch *w, struct view device)
{
	uint64_t now = loop_now(w->all->gateway->loop);

	if (w->subscriber.state != SUBSCRIBER_NONE)
		return; /* one is under way */
	xmpp_watch_new_dialog(w);
	xmpp_watch_polled(w);
	w->polling = true;
	w->polled = device.n != 0 ? view_dup(device) : NULL;
	subscriber_sent(&w->subscriber, STEP_FIRST, now, &w->all->times);
	if (!send_subscribe(w, 0))
		subscriber_failed(&w->subscriber, UINT64_MAX, now, &w->all->times);
	xmpp_watch_arm(w);
	xmpp_watch_drop_if_empty(w);
}

/* --- its answer ------------------------------------------------------------------------ */

static uint32_t granted(const struct xmpp_watch *w, const struct sip_message *m)
{
	struct view value = sip_message_value(m, SIP_EXPIRES);
	uint32_t seconds;

	return value.p != NULL && sip_delta_read(value, &seconds) ? seconds
	                                                          : w->all->times.expires;
}

static void on_accepted(struct xmpp_watch *w, const struct sip_message *m)
{
	struct watch_xmpp *all = w->all;
	uint64_t now = loop_now(all->gateway->loop);
	bool ending = w->subscriber.state == SUBSCRIBER_ENDING;

	if (w->dialog == NULL)
		w->dialog = dialog_of_response(m);
	else
		dialog_refreshed(&w->dialog, m);
	if (ending && w->auth == STORE_NONE)
		xmpp_watch_say(w);
	xmpp_watch_step(w,
	                subscriber_accepted(&w->subscriber, granted(w, m), now, &all->times));
}

static void forget_request(struct xmpp_watch *w)
{
	uint64_t now = loop_now(w->all->gateway->loop);

	xmpp_watch_forget_dialog(w);
	subscriber_failed(&w->subscriber, UINT64_MAX, now, &w->all->times);
}

static void poll_failed(struct xmpp_watch *w, enum subscribe_effect effect)
{
	xmpp_watch_polled(w);
	forget_request(w);
	if (w->auth != STORE_NONE) /* he has asked for more meanwhile */
		xmpp_watch_step(
		        w, subscriber_want(&w->subscriber, loop_now(w->all->gateway->loop)));
	else if (watch_poll_is_refused(effect))
		xmpp_watch_tell(w, "unsubscribed");
}

static enum subscribe_effect effect_of(const struct xmpp_watch *w, int status, const char **row)
{
	bool has_dialog = w->dialog != NULL, goes_on = watch_goes_on(w->auth, has_dialog);
	enum subscribe_effect effect = subscribe_failed(status, goes_on, row);

	return goes_on && !has_dialog ? watch_effect_without_dialog(effect) : effect;
}

static void try_later(struct xmpp_watch *w, uint64_t after)
{
	xmpp_watch_forget_dialog(w);
	subscriber_failed(&w->subscriber, after, loop_now(w->all->gateway->loop), &w->all->times);
}

static void on_final_failure(struct xmpp_watch *w, const struct sip_failure *f, uint32_t least)
{
	struct watch_xmpp *all = w->all;
	uint64_t now = loop_now(all->gateway->loop);
	bool ending = w->subscriber.state == SUBSCRIBER_ENDING;
	const char *row;
	enum subscribe_effect effect = effect_of(w, f->status, &row);
	enum subscriber_step step;

	log_event(LOG_INFO, "watch-failed", LOG_S("watcher", w->watcher),
	          LOG_S("presentity", w->presentity),
	          LOG_N("status", f->status > 0 ? (uint64_t)f->status : 0),
	          LOG_V("words", f->reason), LOG_S("row", row));
	if (w->polling) {
		poll_failed(w, effect);
		return;
	}
	if (ending || w->subscriber.end_wanted) {
		/* Nothing is left to be ended. */
		forget_request(w);
		if (w->auth == STORE_NONE)
			xmpp_watch_say(w);
		return;
	}
	switch (effect) {
	case SUBSCRIBE_LONGER:
		step = subscriber_too_brief(&w->subscriber, least);
		if (step != STEP_NONE) {
			ask_better(w, step);
		} else if (w->auth == STORE_GRANTED) {
			try_later(w, 0);
		} else {
			xmpp_watch_fail(w, f);
			forget_request(w);
		}
		return;
	case SUBSCRIBE_DENIED:
		xmpp_watch_deny(w);
		forget_request(w);
		return;
	case SUBSCRIBE_LOGIN: /* there are no credentials to try */
	case SUBSCRIBE_ERROR:
		xmpp_watch_fail(w, f);
		forget_request(w);
		return;
	case SUBSCRIBE_LATER:
		try_later(w, 0);
		return;
	case SUBSCRIBE_ANEW:
		xmpp_watch_forget_dialog(w);
		w->subscriber.state = SUBSCRIBER_NONE;
		if (xmpp_watch_wanted(w))
			xmpp_watch_step(w, STEP_FIRST);
		return;
	case SUBSCRIBE_DEAD:
		xmpp_watch_tell_away(w);
		try_later(w, DEAD_MS);
		return;
	case SUBSCRIBE_ALIVE:
		subscriber_refresh_failed(&w->subscriber, now, &all->times);
		return;
	}
}

static struct xmpp_watch *watch_of(struct gateway *g, uint64_t ref)
{
	return ids_get(g->watch_xmpp->ids, ref);
}

static void settle(struct xmpp_watch *w)
{
	xmpp_watch_arm(w);
	xmpp_watch_drop_if_empty(w);
}

static void on_response(struct gateway *g, uint64_t ref, const struct sip_message *m)
{
	struct xmpp_watch *w = watch_of(g, ref);
	struct sip_failure f = { .status = (int)m->status, .reason = m->reason };
	struct view value = sip_message_value(m, SIP_MIN_EXPIRES);
	uint32_t least = 0;

	g->watch_xmpp->under_way -= m->status >= 200;
	/* An answer to a dialog that is not ours any more. */
	if (w == NULL || m->status < 200 || w->call_id[0] == '\0' ||
	    !view_is(m->call_id, w->call_id))
		return;
	if (m->status < 300) {
		on_accepted(w, m);
	} else {
		if (value.p != NULL && !sip_delta_read(value, &least))
			least = 0;
		on_final_failure(w, &f, least);
	}
	settle(w);
}

static void on_failed(struct gateway *g, uint64_t ref, int status, const char *words)
{
	struct xmpp_watch *w = watch_of(g, ref);
	struct sip_failure f = { .status = status, .reason = view_of(words) };

	g->watch_xmpp->under_way--;
	if (w == NULL || w->call_id[0] == '\0')
		return;
	on_final_failure(w, &f, 0);
	settle(w);
}

static const struct originator originator = { on_response, on_failed };
