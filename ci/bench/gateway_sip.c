/* gateway_sip.c - as much SIP and XML as the load needs: of a peer that is known
 * to write whole field names and one value in each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ci/bench/gateway.h"

void sip_answer(struct buf *out, struct view request, const char *status, const char *fields)
{
	static const char *const copied[] = { "Via:", "From:", "To:", "Call-ID:", "CSeq:" };
	struct view line, rest = request;

	buf_printf(out, "SIP/2.0 %s\r\n", status);
	while (view_cut(rest, '\n', &line, &rest) && line.n > 1)
		for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++) {
			if (!view_starts(line, view_of(copied[i])))
				continue;
			if (copied[i][0] == 'T' && view_find(line, VIEW(";tag=")) == line.n) {
				buf_put(out, line.p, line.n - 1);
				buf_puts(out, ";tag=r\r\n");
			} else {
				buf_putv(out, line);
				buf_putc(out, '\n');
			}
		}
	buf_printf(out, "%sContent-Length: 0\r\n\r\n", fields);
}

struct view sip_field(struct view message, const char *name)
{
	struct view line, rest = message;
	size_t n = strlen(name);

	while (view_cut(rest, '\n', &line, &rest) && line.n > 1)
		if (view_starts(line, view_of(name)) && line.n > n && line.p[n] == ':')
			return view_trim(view_from(line, n + 1));
	return (struct view){ NULL, 0 };
}

bool sip_is_response(struct view message)
{
	return view_starts(message, VIEW("SIP/2.0 "));
}

unsigned sip_status(struct view response)
{
	return response.n > 11 ? (unsigned)strtoul(response.p + 8, NULL, 10) : 0;
}

struct view xml_attribute(struct view stanza, const char *name)
{
	struct view tag, rest, value = { NULL, 0 };
	char quoted[40];

	view_cut(stanza, '>', &tag, &rest);
	for (const char *quote = "'\""; *quote != '\0' && value.p == NULL; quote++) {
		size_t n = (size_t)snprintf(quoted, sizeof quoted, " %s=%c", name, *quote);
		size_t at = view_find(tag, (struct view){ quoted, n });

		if (at < tag.n)
			view_cut(view_from(tag, at + n), *quote, &value, &rest);
	}
	return value;
}
