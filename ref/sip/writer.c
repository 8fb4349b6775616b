/* Start lines and fields; see writer.h. */
#include "sip/writer.h"

#include <time.h>

static const char crlf[] = "\r\n";

const char *sip_reason(unsigned status)
{
	switch (status) {
#define X(code, words)                                                                         \
	case code:                                                                             \
		return words;
#include "sip/status.tbl"
#undef X
	default:
		return "";
	}
}

void sip_write_request(struct buf *out, struct view method, struct view uri)
{
	sip_put_token(out, method);
	buf_putc(out, ' ');
	sip_put_uri(out, uri);
	buf_puts(out, " SIP/2.0\r\n");
}

void sip_write_status(struct buf *out, unsigned status, struct view reason)
{
	buf_puts(out, "SIP/2.0 ");
	sip_put_number(out, status);
	buf_putc(out, ' ');
	if (reason.n == 0)
		buf_puts(out, sip_reason(status));
	else
		sip_put_text(out, reason);
	buf_puts(out, crlf);
}

void sip_field_begin(struct buf *out, enum sip_header h)
{
	buf_putv(out, sip_header_text(h));
	buf_puts(out, ": ");
}

void sip_field_end(struct buf *out)
{
	buf_puts(out, crlf);
}

void sip_write_token(struct buf *out, enum sip_header h, struct view v)
{
	sip_field_begin(out, h);
	sip_put_token(out, v);
	sip_field_end(out);
}

void sip_write_text(struct buf *out, enum sip_header h, struct view v)
{
	sip_field_begin(out, h);
	sip_put_text(out, v);
	sip_field_end(out);
}

void sip_write_number(struct buf *out, enum sip_header h, uint64_t n)
{
	sip_field_begin(out, h);
	sip_put_number(out, n);
	sip_field_end(out);
}

void sip_write_value(struct buf *out, enum sip_header h, struct view value)
{
	sip_field_begin(out, h);
	sip_put_value(out, value);
	sip_field_end(out);
}

void sip_write_call_id(struct buf *out, struct view v)
{
	sip_field_begin(out, SIP_CALL_ID);
	sip_put_call_id(out, v);
	sip_field_end(out);
}

void sip_write_cseq(struct buf *out, uint32_t number, struct view method)
{
	sip_field_begin(out, SIP_CSEQ);
	sip_put_number(out, number);
	buf_putc(out, ' ');
	sip_put_token(out, method);
	sip_field_end(out);
}

void sip_write_via(struct buf *out, const char *transport, struct view sent_by,
                   struct view branch, bool rport)
{
	sip_field_begin(out, SIP_VIA);
	buf_puts(out, "SIP/2.0/");
	sip_put_token(out, view_of(transport));
	buf_putc(out, ' ');
	sip_put_host(out, sent_by);
	buf_puts(out, ";branch=");
	sip_put_token(out, branch);
	if (rport)
		buf_puts(out, ";rport");
	sip_field_end(out);
}

void sip_write_address(struct buf *out, enum sip_header h, struct view display, struct view uri,
                       struct view tag)
{
	sip_field_begin(out, h);
	if (display.n > 0) {
		sip_put_quoted(out, display);
		buf_putc(out, ' ');
	}
	buf_putc(out, '<');
	sip_put_uri(out, uri);
	buf_putc(out, '>');
	if (tag.n > 0) {
		buf_puts(out, ";tag=");
		sip_put_token(out, tag);
	}
	sip_field_end(out);
}

void sip_write_tokens(struct buf *out, enum sip_header h, const struct view *v, size_t n)
{
	if (n == 0)
		return;
	sip_field_begin(out, h);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_puts(out, ", ");
		sip_put_token(out, v[i]);
	}
	sip_field_end(out);
}

void sip_write_event(struct buf *out, struct view package, struct view id)
{
	sip_field_begin(out, SIP_EVENT);
	sip_put_token(out, package);
	if (id.n > 0) {
		buf_puts(out, ";id=");
		sip_put_token(out, id);
	}
	sip_field_end(out);
}

void sip_write_subscription_state(struct buf *out, enum sip_substate state, int64_t expires,
                                  struct view reason, int64_t retry_after)
{
	static const char *const names[] = {
		[SIP_SUBSTATE_ACTIVE] = "active",
		[SIP_SUBSTATE_PENDING] = "pending",
		[SIP_SUBSTATE_TERMINATED] = "terminated",
		[SIP_SUBSTATE_OTHER] = "terminated", /* we know no other */
	};

	sip_field_begin(out, SIP_SUBSCRIPTION_STATE);
	buf_puts(out, names[state]);
	if (expires >= 0) {
		buf_puts(out, ";expires=");
		sip_put_number(out, (uint64_t)expires);
	}
	if (reason.n > 0) {
		buf_puts(out, ";reason=");
		sip_put_token(out, reason);
	}
	if (retry_after >= 0) {
		buf_puts(out, ";retry-after=");
		sip_put_number(out, (uint64_t)retry_after);
	}
	sip_field_end(out);
}

void sip_write_date(struct buf *out, int64_t seconds)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t t = (time_t)seconds;
	struct tm tm;

	gmtime_r(&t, &tm);
	sip_field_begin(out, SIP_DATE);
	buf_printf(out, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + 3 * tm.tm_wday,
	           tm.tm_mday, months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
	           tm.tm_sec);
	sip_field_end(out);
}

void sip_write_warning(struct buf *out, unsigned code, struct view agent, struct view text)
{
	sip_field_begin(out, SIP_WARNING);
	buf_printf(out, "%03u ", code % 1000);
	sip_put_host(out, agent);
	buf_putc(out, ' ');
	sip_put_quoted(out, text);
	sip_field_end(out);
}

void sip_write_end(struct buf *out)
{
	buf_puts(out, "Content-Length: 0\r\n\r\n");
}

void sip_write_body(struct buf *out, struct view media_type, struct view body)
{
	sip_write_value(out, SIP_CONTENT_TYPE, media_type);
	sip_write_number(out, SIP_CONTENT_LENGTH, body.n);
	buf_puts(out, crlf);
	buf_putv(out, body);
}
