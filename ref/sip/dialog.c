#include "sip/dialog.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "sip/writer.h"

enum { /* the texts of a dialog, one behind the other */
       CALL_ID,
       LOCAL_TAG,
       REMOTE_TAG,
       LOCAL_URI,
       REMOTE_URI,
       ROUTES,
       TARGET,
       TEXTS
};

struct dialog {
	uint32_t local_cseq, remote_cseq;
	bool has_remote_cseq;
	uint32_t end[TEXTS]; /* one past each, in text[] */
	char text[];
};

static struct view text_of(const struct dialog *d, int i)
{
	uint32_t from = i == 0 ? 0 : d->end[i - 1];

	return (struct view){ d->text + from, d->end[i] - from };
}

static struct dialog *make(const struct view *text)
{
	struct dialog *d;
	size_t n = 0;

	for (int i = 0; i < TEXTS; i++)
		n += text[i].n;
	d = mem_zalloc(sizeof *d + n);
	n = 0;
	for (int i = 0; i < TEXTS; i++) {
		if (text[i].n != 0)
			memcpy(d->text + n, text[i].p, text[i].n);
		n += text[i].n;
		d->end[i] = (uint32_t)n;
	}
	return d;
}

/* The first Contact is the remote target; "*" and what nothing goes to is none. */
static bool read_target(const struct sip_message *m, struct view *out)
{
	struct sip_values v = sip_message_values(m, SIP_CONTACT);
	struct sip_address a;
	struct view item;

	if (!sip_values_next(&v, &item) || !sip_address_read(item, &a, NULL) ||
	    !dialog_goes_to(&a.uri))
		return false;
	*out = a.uri.text;
	return true;
}

/* The first value of the route set, and the rest. */
static bool cut_route(struct view *rest, struct sip_address *out)
{
	struct view item;

	return sip_list_next(rest, &item) && sip_address_read(item, out, NULL);
}

static bool goes_by(struct view routes)
{
	struct sip_address first;

	return !cut_route(&routes, &first) || dialog_goes_to(&first.uri);
}

/* Record-Route as it stands, comma-separated; `turned`: last one first. */
static bool read_routes(const struct sip_message *m, bool turned, struct buf *out)
{
	struct sip_values v = sip_message_values(m, SIP_RECORD_ROUTE);
	struct buf whole = { 0 };
	struct view item;

	while (sip_values_next(&v, &item)) {
		buf_clear(&whole);
		if (turned) {
			buf_putv(&whole, item);
			if (buf_len(out) != 0)
				buf_puts(&whole, ", ");
			buf_putv(&whole, buf_view(out));
			buf_clear(out);
		} else {
			if (buf_len(out) != 0)
				buf_puts(out, ", ");
			buf_putv(&whole, item);
		}
		buf_putv(out, buf_view(&whole));
		if (buf_len(out) > DIALOG_ROUTES_MAX)
			break;
	}
	buf_free(&whole);
	return buf_len(out) <= DIALOG_ROUTES_MAX && goes_by(buf_view(out));
}

struct dialog *dialog_of_request(const struct sip_message *m, struct view local_tag)
{
	struct buf routes = { 0 };
	struct view target;
	struct dialog *d = NULL;

	if (read_target(m, &target) && read_routes(m, false, &routes)) {
		d = make((const struct view[TEXTS]){ [CALL_ID] = m->call_id,
		                                     [LOCAL_TAG] = local_tag,
		                                     [REMOTE_TAG] = m->from.tag,
		                                     [LOCAL_URI] = m->to.uri.text,
		                                     [REMOTE_URI] = m->from.uri.text,
		                                     [ROUTES] = buf_view(&routes),
		                                     [TARGET] = target });
		d->remote_cseq = m->cseq.number;
		d->has_remote_cseq = true;
	}
	buf_free(&routes);
	return d;
}

struct dialog *dialog_of_response(const struct sip_message *m)
{
	struct buf routes = { 0 };
	struct view target;
	struct dialog *d = NULL;

	if (m->to.tag.n != 0 && read_target(m, &target) && read_routes(m, true, &routes)) {
		d = make((const struct view[TEXTS]){ [CALL_ID] = m->call_id,
		                                     [LOCAL_TAG] = m->from.tag,
		                                     [REMOTE_TAG] = m->to.tag,
		                                     [LOCAL_URI] = m->from.uri.text,
		                                     [REMOTE_URI] = m->to.uri.text,
		                                     [ROUTES] = buf_view(&routes),
		                                     [TARGET] = target });
		d->local_cseq = m->cseq.number;
	}
	buf_free(&routes);
	return d;
}

void dialog_free(struct dialog **dp)
{
	free(*dp);
	*dp = NULL;
}

/* --- finding it ------------------------------------------------------------ */

static void put_key(struct view call_id, struct view local, struct view remote, struct buf *out)
{
	buf_clear(out);
	/* No Call-ID and no tag holds a line feed (25.1). */
	buf_putv(out, call_id);
	buf_putc(out, '\n');
	buf_putv(out, local);
	buf_putc(out, '\n');
	buf_putv(out, remote);
}

void dialog_key(const struct dialog *d, struct buf *out)
{
	put_key(text_of(d, CALL_ID), text_of(d, LOCAL_TAG), text_of(d, REMOTE_TAG), out);
}

void dialog_key_of(const struct sip_message *m, struct buf *out)
{
	put_key(m->call_id, m->to.tag, m->from.tag, out);
}

size_t dialog_size(const struct dialog *d)
{
	return sizeof *d + d->end[TEXTS - 1];
}

/* --- what comes in it ---------------------------------------------------------- */

static void set_target(struct dialog **dp, const struct sip_message *m)
{
	struct dialog *d = *dp, *n;
	struct view text[TEXTS];

	for (int i = 0; i < TEXTS; i++)
		text[i] = text_of(d, i);
	if (!read_target(m, &text[TARGET]) || view_eq(text[TARGET], text_of(d, TARGET)))
		return;
	n = make(text);
	n->local_cseq = d->local_cseq;
	n->remote_cseq = d->remote_cseq;
	n->has_remote_cseq = d->has_remote_cseq;
	free(d);
	*dp = n;
}

bool dialog_takes(struct dialog **dp, const struct sip_message *m)
{
	struct dialog *d = *dp;

	if (!dialog_in_order(d->has_remote_cseq, d->remote_cseq, m->cseq.number))
		return false;
	d->remote_cseq = m->cseq.number;
	d->has_remote_cseq = true;
	set_target(dp, m);
	return true;
}

void dialog_has_sent(struct dialog *d, uint32_t cseq)
{
	if (d->local_cseq < cseq)
		d->local_cseq = cseq;
}

void dialog_refreshed(struct dialog **dp, const struct sip_message *m)
{
	if (view_eq(m->to.tag, text_of(*dp, REMOTE_TAG)))
		set_target(dp, m);
}

/* --- what goes out ----------------------------------------------------------------- */

struct view dialog_hop(const struct dialog *d)
{
	struct view rest = text_of(d, ROUTES);
	struct sip_address first;

	return cut_route(&rest, &first) ? first.uri.text : (struct view){ NULL, 0 };
}

static void write_route(struct buf *out, struct view value)
{
	if (value.n != 0)
		sip_write_value(out, SIP_ROUTE, value);
}

void dialog_write_request(struct dialog *d, struct view method, struct buf *out)
{
	const struct view none = { NULL, 0 };
	struct view routes = text_of(d, ROUTES), rest = routes;
	struct view uri = text_of(d, TARGET);
	struct sip_address first;
	bool strict = cut_route(&rest, &first) && !sip_uri_parameter(&first.uri, "lr", NULL);

	/* A strict router (12.2.1.1) wants itself in the Request-URI, and the target
	 * behind the others. */
	sip_write_request(out, method, strict ? first.uri.text : uri);
	sip_write_number(out, SIP_MAX_FORWARDS, 70);
	write_route(out, strict ? view_trim(rest) : routes);
	if (strict)
		sip_write_address(out, SIP_ROUTE, none, uri, none);
	sip_write_address(out, SIP_FROM, none, text_of(d, LOCAL_URI), text_of(d, LOCAL_TAG));
	sip_write_address(out, SIP_TO, none, text_of(d, REMOTE_URI), text_of(d, REMOTE_TAG));
	sip_write_call_id(out, text_of(d, CALL_ID));
	d->local_cseq++;
	sip_write_cseq(out, d->local_cseq, method);
}
