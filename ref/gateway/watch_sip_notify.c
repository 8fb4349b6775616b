/* NOTIFY to a user of ours: full state, one under way for each dialog (RFC 6665
 * 4.2.2, RFC 8048 6.2). */
#include "gateway/watch_sip_private.h"

#include "gateway/agent.h"
#include "gateway/notify_rules.h"
#include "lib/log.h"
#include "lib/pause.h"
#include "lib/rng.h"
#include "sip/message.h"
#include "sip/writer.h"

/* --- the document -------------------------------------------------------------------- */

/* What is known of a contact who has no resource any more: closed. */
static struct presence offline(void)
{
	return (struct presence){ .available = false,
		                  .priority = PRIORITY_NONE,
		                  .stamp = STAMP_NONE,
		                  .idle_since = STAMP_NONE };
}

/* Appends fields and body.  False: there is nothing to show. */
static bool write_document(const struct sip_dialog *d, struct buf *out)
{
	const struct sip_pair *p = d->pair;
	const struct gateway_settings *s = p->watch->gateway->settings;
	const struct presence_style style = { .lync = s->sip.profile == PROFILE_LYNC,
		                              .timestamp = s->sip.timestamps,
		                              .max = s->sip.document_limit };
	struct region *r = region_new();
	struct buf document = { 0 };
	struct presence *all, none = offline();
	int64_t *arrived;
	size_t n = shown_count(p->shown);
	struct view language;
	struct jid who;
	bool any = notify_shows_presence(&d->notifier, p->known) &&
	           jid_read(view_of(p->presentity), r, &who, NULL);

	if (any) {
		all = shown_array(p->shown, d->shows_closed, r, &arrived);
		if (n == 0) {
			all = &none;
			arrived = NULL;
			n = 1;
		}
		language = presence_language(all, n);
		presence_document(all, arrived, n, &who, &style, r, &document);
		if (language.n != 0)
			sip_write_token(out, SIP_CONTENT_LANGUAGE, language);
		sip_write_body(out, VIEW(PIDF_TYPE), buf_view(&document));
		buf_free(&document);
	}
	region_free(&r);
	return any;
}

/* --- the request ------------------------------------------------------------------------ */

static void write_notify(struct sip_dialog *d, uint64_t now, struct buf *out)
{
	const struct sip_pair *p = d->pair;
	const struct notifier *n = &d->notifier;
	struct region *r = region_new();
	enum sip_substate state = (enum sip_substate)n->state;
	bool last = state == SIP_SUBSTATE_TERMINATED;
	struct jid who;

	dialog_write_request(d->dialog, VIEW("NOTIFY"), out);
	agent_put(p->watch->gateway->settings, VIEW("NOTIFY"), out);
	if (jid_read(view_of(p->presentity), r, &who, NULL))
		write_contact(p->watch->gateway, &who, out);
	sip_write_event(out, VIEW("presence"), view_of(d->event_id));
	sip_write_subscription_state(out, state, last ? -1 : notifier_left(n, now),
	                             view_of(notifier_reason_word(n->reason)), -1);
	if (!write_document(d, out))
		sip_write_end(out);
	region_free(&r);
}

/* What is gone has been shown as closed to everybody: P15. */
static void forget_gone(struct sip_pair *p)
{
	for (const struct sip_dialog *d = p->dialogs; d != NULL; d = d->next)
		if (d->notifier.changed)
			return;
	shown_drop_gone(&p->shown);
}

/* --- its answer ---------------------------------------------------------------------------- */

/* Many dialogs may have been with the server that is gone: they come again by and by. */
static uint64_t say_again_at(const struct gateway *g, const struct notifier *n, uint64_t after)
{
	const struct gateway_settings *s = g->settings;
	uint64_t pause = pause_grown(s->sip.retry_min, s->sip.retry_max, n->failed);
	uint64_t wait = pause_out_of_step(pause, rng_below(UINT32_MAX));

	return loop_now(g->loop) + (wait > after ? wait : after);
}

/* `after`: ms that the server wants to be left alone. */
static void answered(struct gateway *g, uint64_t ref, int status, const char *words,
                     uint64_t after)
{
	struct watch_sip *w = g->watch_sip;
	struct sip_dialog *d = ids_get(w->ids, ref);
	struct sip_pair *p;
	bool ends;

	if (d == NULL || !d->notifier.under_way)
		return;
	p = d->pair;
	ends = status < 200 || status >= 300 ? notify_failure_ends_dialog(status) : false;
	w->busy--;
	notifier_answered(&d->notifier, ends);
	if (ends)
		log_event(LOG_INFO, "watch-dropped", LOG_S("watcher", p->watcher),
		          LOG_S("presentity", p->presentity),
		          LOG_N("status", status > 0 ? (uint64_t)status : 0),
		          LOG_S("words", words));
	if (status >= 200 && status < 300)
		d->notifier.failed = 0;
	else if (!d->notifier.over && notify_is_said_again(status))
		notifier_not_taken(&d->notifier, say_again_at(g, &d->notifier, after));
	if (d->notifier.over) {
		sip_dialog_free(d);
		sip_pair_drop_if_empty(p);
		return;
	}
	sip_dialog_pump(d);
}

static void on_response(struct gateway *g, uint64_t ref, const struct sip_message *m)
{
	uint32_t after;

	if (!sip_retry_after_read(sip_message_value(m, SIP_RETRY_AFTER), &after))
		after = 0;
	if (m->status >= 200)
		answered(g, ref, (int)m->status, "", (uint64_t)after * 1000);
}

static void on_failed(struct gateway *g, uint64_t ref, int status, const char *words)
{
	answered(g, ref, status, words, 0);
}

static const struct originator originator = { on_response, on_failed };

void sip_dialog_pump(struct sip_dialog *d)
{
	struct sip_pair *p = d->pair;
	struct gateway *g = p->watch->gateway;
	uint64_t now = loop_now(g->loop);
	struct buf request = { 0 };
	struct view hop;

	if (!notifier_wants_to_send(&d->notifier, now)) {
		sip_dialog_arm(d);
		return;
	}
	write_notify(d, now, &request);
	hop = dialog_hop(d->dialog);
	if (hop.n == 0)
		hop = view_of(g->settings->sip.next_hop);
	if (originate_to(g, &originator, d->id, hop, buf_view(&request))) {
		p->watch->busy++;
		notifier_sent(&d->notifier, now, g->settings->sip.notify_interval);
		forget_gone(p);
	} else {
		/* No room for a transaction: as a change, a little later. */
		log_event(LOG_WARN, "notify-later", LOG_S("watcher", p->watcher),
		          LOG_S("presentity", p->presentity));
		notifier_put_off(&d->notifier, now + g->settings->sip.t1);
	}
	buf_free(&request);
	sip_dialog_arm(d);
}
