#include "gateway/gateway_private.h"

#include "lib/log.h"
#include "sip/writer.h"

void answer(struct gateway *g, uint64_t id, unsigned status, const char *reason,
            struct view fields)
{
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

void answer_cause(struct gateway *g, uint64_t id, const struct sip_message *m, enum cause cause,
                  const char *row)
{
	int status = cause_sip_status(cause);

	if (status == 0)
		status = 403;
	answer_log("request-refused", m, (unsigned)status, cause, row);
	answer(g, id, (unsigned)status, NULL, (struct view){ NULL, 0 });
}
