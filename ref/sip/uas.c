#include "sip/uas.h"

#include <string.h>

#include "sip/uas_check.h"
#include "sip/writer.h"

static const struct {
	bool (*refuses)(const struct uas_settings *s, const struct uas_request *r,
	                struct buf *fields);
	const char *label;
	unsigned status;
} check[] = {
#define X(name, label, status) { uas_check_##name, label, status },
#include "sip/uas_check.tbl"
#undef X
};

bool uas_refuses(const struct uas_settings *s, const struct uas_request *r,
                 struct uas_refusal *out)
{
	struct buf fields = { 0 };

	for (size_t i = 0; i < sizeof check / sizeof check[0]; i++)
		if (check[i].refuses(s, r, &fields)) {
			*out = (struct uas_refusal){ check[i].label, check[i].status, fields };
			return true;
		}
	return false;
}

void uas_refusal_free(struct uas_refusal *r)
{
	buf_free(&r->fields);
}

void uas_options(const struct uas_settings *s, struct buf *fields)
{
	uas_put_list(fields, SIP_ALLOW, s->allow, s->n_allow);
	uas_put_accept(fields, s, VIEW(""));
	sip_write_value(fields, SIP_ACCEPT_ENCODING, VIEW("identity"));
	if (s->n_languages != 0)
		uas_put_list(fields, SIP_ACCEPT_LANGUAGE, s->languages, s->n_languages);
	else
		sip_write_value(fields, SIP_ACCEPT_LANGUAGE, VIEW("*"));
	uas_put_list(fields, SIP_SUPPORTED, s->supported, s->n_supported);
	if (s->n_events != 0)
		uas_put_list(fields, SIP_ALLOW_EVENTS, s->events, s->n_events);
}
