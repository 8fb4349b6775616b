#include "gateway/gateway_private.h"

#include "gateway/address.h"
#include "lib/log.h"
#include "sip/writer.h"

void answer(struct gateway *g, uint64_t id, unsigned status, const char *reason,
            struct view fields)
{
	if (status < 700)
		g->counters.answers[status / 100]++;
	/* False: the id is gone; the transaction has had its answer. */
	(void)endpoint_respond(
	        g->endpoint, id,
	        &(struct sip_answer){ .status = status, .reason = reason, .fields = fields });
}

struct view loggable(const struct gateway *g, struct view text)
{
	return g->settings->log_message_bodies ? text : (struct view){ NULL, 0 };
}

void answer_log(const char *event, const struct sip_message *m, unsigned status,
                enum cause cause, const char *row)
{
	log_event(LOG_INFO, event, LOG_V("method", m->method_name),
	          LOG_V("from", m->from.uri.text), LOG_V("to", m->uri_text),
	          LOG_V("call-id", m->call_id), LOG_N("status", status),
	          LOG_S("cause", cause_label(cause)), LOG_S("row", row != NULL ? row : ""));
}

void write_contact(const struct gateway *g, const struct jid *theirs, struct buf *out)
{
	const struct view none = { NULL, 0 };
	struct buf uri = { 0 }, ours = { 0 };
	struct jid bare = jid_bare_of(theirs);
	struct sip_uri read;

	if (jid_to_sip(&bare, &uri) == CAUSE_NONE &&
	    sip_uri_read(buf_view(&uri), &read, NULL)) {
		buf_puts(&ours, "sip:");
		if (read.user.n != 0) {
			buf_putv(&ours, read.user);
			buf_putc(&ours, '@');
		}
		buf_putv(&ours, buf_view(&g->contact));
		sip_write_address(out, SIP_CONTACT, none, buf_view(&ours), none);
	}
	buf_free(&uri);
	buf_free(&ours);
}

unsigned answer_status(enum cause cause)
{
	int status = error_status_for_cause(view_of(cause_label(cause)), false);

	return status != 0 ? (unsigned)status : 403;
}

void answer_cause(struct gateway *g, uint64_t id, const struct sip_message *m, enum cause cause,
                  const char *row)
{
	unsigned status = answer_status(cause);

	g->counters.refused[cause]++;
	answer_log("request-refused", m, status, cause, row);
	answer(g, id, status, NULL, (struct view){ NULL, 0 });
}
