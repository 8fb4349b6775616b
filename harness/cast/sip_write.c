#include "cast/sip_write.h"

#include <string.h>

struct view sip_branch(const struct sip_text *t)
{
	struct view rest = sip_value(t, "Via"), first, branch;

	return sip_next_value(&rest, &first) && sip_parameter(first, "branch", &branch)
	               ? branch
	               : VIEW("");
}

/* --- completing ------------------------------------------------------------------------ */

static void put_via(const struct sip_hop *hop, struct buf *out)
{
	buf_printf(out, "Via: SIP/2.0/%s %s:%u;branch=%s\r\n", hop->transport, hop->host,
	           hop->port, hop->branch);
	/* The hop from the user agent to its front end. */
	if (hop->inner_branch != NULL)
		buf_printf(out, "Via: SIP/2.0/TCP %s;branch=%s\r\n", hop->inner_host,
		           hop->inner_branch);
}

void sip_complete(struct view message, const struct sip_hop *hop, struct buf *out)
{
	struct sip_text t;
	size_t head;

	sip_text_read(message, &t);
	head = t.whole ? (size_t)(t.body.p - message.p) : message.n;
	if (t.start.n + 2 > message.n || !t.whole) {
		buf_putv(out, message); /* nothing that could be completed */
		sip_text_free(&t);
		return;
	}
	buf_put(out, message.p, t.start.n + 2);
	if (t.request && sip_field(&t, "Via", 0) == NULL)
		put_via(hop, out);
	if (t.request && sip_field(&t, "Max-Forwards", 0) == NULL)
		buf_puts(out, hop->inner_branch != NULL ? "Max-Forwards: 69\r\n"
		                                        : "Max-Forwards: 70\r\n");
	buf_put(out, message.p + t.start.n + 2, head - t.start.n - 4);
	if (t.request && sip_field(&t, "CSeq", 0) == NULL)
		buf_printf(out, "CSeq: 1 %.*s\r\n", VIEW_ARG(t.method));
	if (sip_field(&t, "Content-Length", 0) == NULL)
		buf_printf(out, "Content-Length: %zu\r\n", t.body.n);
	buf_puts(out, "\r\n");
	buf_putv(out, t.body);
	sip_text_free(&t);
}

/* --- answers ------------------------------------------------------------------------------ */

const char *sip_reason(unsigned status)
{
	static const struct {
		unsigned status;
		const char *reason;
	} known[] = {
		{ 100, "Trying" },
		{ 180, "Ringing" },
		{ 200, "OK" },
		{ 202, "Accepted" },
		{ 301, "Moved Permanently" },
		{ 302, "Moved Temporarily" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" },
		{ 407, "Proxy Authentication Required" },
		{ 408, "Request Timeout" },
		{ 410, "Gone" },
		{ 413, "Request Entity Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 416, "Unsupported URI Scheme" },
		{ 420, "Bad Extension" },
		{ 423, "Interval Too Brief" },
		{ 480, "Temporarily Unavailable" },
		{ 481, "Call/Transaction Does Not Exist" },
		{ 482, "Loop Detected" },
		{ 483, "Too Many Hops" },
		{ 484, "Address Incomplete" },
		{ 486, "Busy Here" },
		{ 488, "Not Acceptable Here" },
		{ 489, "Bad Event" },
		{ 500, "Server Internal Error" },
		{ 501, "Not Implemented" },
		{ 502, "Bad Gateway" },
		{ 503, "Service Unavailable" },
		{ 504, "Server Time-out" },
		{ 505, "Version Not Supported" },
		{ 513, "Message Too Large" },
		{ 600, "Busy Everywhere" },
		{ 603, "Decline" },
		{ 604, "Does Not Exist Anywhere" },
		{ 606, "Not Acceptable" },
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (known[i].status == status)
			return known[i].reason;
	return "Unnamed";
}

static void copy_fields(const struct sip_text *t, const char *name, struct buf *out)
{
	const struct sip_field *f;

	for (size_t i = 0; (f = sip_field(t, name, i)) != NULL; i++)
		buf_printf(out, "%s: %.*s\r\n", name, VIEW_ARG(f->value));
}

static void put_to(const struct sip_text *request, const char *tag, unsigned status,
                   struct buf *out)
{
	struct view to = sip_value(request, "To"), old;

	buf_printf(out, "To: %.*s", VIEW_ARG(to));
	if (status != 100 && !sip_parameter(to, "tag", &old))
		buf_printf(out, ";tag=%s", tag);
	buf_puts(out, "\r\n");
}

void sip_answer(const struct sip_text *request, unsigned status, const char *reason,
                const char *to_tag, const char *contact, struct view fields, struct buf *out)
{
	struct buf whole = { 0 };
	struct sip_text extra;
	bool good = status >= 200 && status < 300;
	bool watch = view_is(request->method, "SUBSCRIBE");
	bool dialog = watch || view_is(request->method, "INVITE");

	/* a start line of its own makes a message of them */
	buf_puts(&whole, "SIP/2.0 200 OK\r\n");
	buf_putv(&whole, fields);
	if (fields.n == 0)
		buf_puts(&whole, "\r\n");
	sip_text_read(buf_view(&whole), &extra);
	buf_printf(out, "SIP/2.0 %u %s\r\n", status,
	           reason != NULL ? reason : sip_reason(status));
	copy_fields(request, "Via", out);
	/* the hop next to who answers comes first (RFC 3261 16.6) */
	copy_fields(&extra, "Record-Route", out);
	if (dialog && good)
		copy_fields(request, "Record-Route", out);
	copy_fields(request, "From", out);
	if (sip_field(&extra, "To", 0) == NULL)
		put_to(request, to_tag, status, out);
	copy_fields(request, "Call-ID", out);
	copy_fields(request, "CSeq", out);
	if (dialog && good && sip_field(&extra, "Contact", 0) == NULL)
		buf_printf(out, "Contact: %s\r\n", contact);
	if (watch && good && sip_field(&extra, "Expires", 0) == NULL) {
		struct view asked = sip_value(request, "Expires");

		buf_printf(out, "Expires: %.*s\r\n",
		           VIEW_ARG(asked.n > 0 ? asked : VIEW("3600")));
	}
	for (size_t i = 0; i < extra.n_field; i++)
		if (!sip_same_name(extra.field[i].name, VIEW("Record-Route")))
			buf_printf(out, "%.*s: %.*s\r\n", VIEW_ARG(extra.field[i].name),
			           VIEW_ARG(extra.field[i].value));
	if (sip_field(&extra, "Content-Length", 0) == NULL)
		buf_printf(out, "Content-Length: %zu\r\n", extra.body.n);
	buf_puts(out, "\r\n");
	buf_putv(out, extra.body);
	sip_text_free(&extra);
	buf_free(&whole);
}

void sip_ack(const struct sip_text *invite, const struct sip_text *response, const char *branch,
             struct buf *out)
{
	bool good = response->status < 300;
	struct view target = invite->uri, number, method, rest, via;

	if (good && sip_field(response, "Contact", 0) != NULL)
		target = sip_uri_in(sip_value(response, "Contact"));
	buf_printf(out, "ACK %.*s SIP/2.0\r\n", VIEW_ARG(target));
	rest = sip_value(invite, "Via");
	if (good) {
		/* a transaction of its own */
		sip_next_part(&rest, &via);
		buf_printf(out, "Via: %.*s;branch=%s\r\n", VIEW_ARG(via), branch);
	} else if (sip_next_value(&rest, &via)) {
		buf_printf(out, "Via: %.*s\r\n", VIEW_ARG(via));
	}
	buf_puts(out, "Max-Forwards: 70\r\n");
	copy_fields(invite, "Route", out);
	copy_fields(invite, "From", out);
	copy_fields(response, "To", out);
	copy_fields(invite, "Call-ID", out);
	view_cut(sip_value(invite, "CSeq"), ' ', &number, &method);
	buf_printf(out, "CSeq: %.*s ACK\r\nContent-Length: 0\r\n\r\n", VIEW_ARG(number));
}

/* --- presence ---------------------------------------------------------------------------------- */

static void put_escaped(struct buf *b, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '<' || *text == '&')
			buf_puts(b, *text == '<' ? "&lt;" : "&amp;");
		else
			buf_putc(b, *text);
}

void sip_document(const char *jid, const char *resource, const char *show, const char *saying,
                  struct buf *out)
{
	bool open = strcmp(show, "offline") != 0;

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
	              "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:");
	put_escaped(out, jid);
	buf_printf(out, "\">\r\n<tuple id=\"ID-%s\"><status><basic>%s</basic>", resource,
	           open ? "open" : "closed");
	if (open && strcmp(show, "available") != 0)
		buf_printf(out, "<show xmlns=\"jabber:client\">%s</show>", show);
	buf_puts(out, "</status>");
	if (saying != NULL) {
		buf_puts(out, "<note>");
		put_escaped(out, saying);
		buf_puts(out, "</note>");
	}
	buf_puts(out, "</tuple>\r\n</presence>");
}
