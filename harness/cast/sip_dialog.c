#include "cast/sip_dialog.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"

static void set(char **field, struct view value)
{
	free(*field);
	*field = view_dup(value);
}

static struct view tag_of(struct view value)
{
	struct view tag;

	return sip_parameter(value, "tag", &tag) ? tag : VIEW("");
}

static void set_address(char **field, struct view value)
{
	struct buf b = { 0 };

	buf_putc(&b, '<');
	buf_putv(&b, sip_uri_in(value));
	buf_putc(&b, '>');
	set(field, buf_view(&b));
	buf_free(&b);
}

static void set_peer(struct dialog *d, struct view value)
{
	struct buf b = { 0 };
	struct view bare, resource;

	sip_jid_of(sip_uri_in(value), &b);
	view_cut(buf_view(&b), '/', &bare, &resource);
	set(&d->peer, bare);
	buf_free(&b);
}

/* RFC 3261 12.1.1, 12.1.2: in order for who was called, else in reverse. */
static void set_route(struct dialog *d, const struct sip_text *t, bool reverse)
{
	struct buf b = { 0 }, before = { 0 };
	const struct sip_field *f;

	for (size_t i = 0; (f = sip_field(t, "Record-Route", i)) != NULL; i++) {
		struct view rest = f->value, one;

		while (sip_next_value(&rest, &one)) {
			buf_clear(&before);
			buf_printf(&before, "Route: %.*s\r\n", VIEW_ARG(one));
			if (reverse) {
				buf_putv(&before, buf_view(&b));
				buf_clear(&b);
			}
			buf_putv(&b, buf_view(&before));
		}
	}
	set(&d->route, buf_view(&b));
	buf_free(&before);
	buf_free(&b);
}

static void set_target(struct dialog *d, const struct sip_text *t)
{
	if (sip_field(t, "Contact", 0) != NULL)
		set(&d->target, sip_uri_in(sip_value(t, "Contact")));
}

static unsigned cseq_of(const struct sip_text *t)
{
	struct view number, method;
	uint64_t n = 0;

	view_cut(sip_value(t, "CSeq"), ' ', &number, &method);
	text_u64(number, 0, UINT32_MAX, &n);
	return (unsigned)n;
}

static bool may_begin(const struct sip_text *t)
{
	return t->request &&
	       (view_is(t->method, "SUBSCRIBE") || view_is(t->method, "INVITE")) &&
	       tag_of(sip_value(t, "To")).n == 0;
}

static struct dialog *begin(struct dialog **list, const struct sip_text *t, struct view tag)
{
	struct dialog *d = mem_zalloc(sizeof *d);

	set(&d->call_id, sip_value(t, "Call-ID"));
	set(&d->local_tag, tag);
	set(&d->remote_tag, VIEW(""));
	set(&d->target, VIEW(""));
	set(&d->route, VIEW(""));
	d->watch = view_is(t->method, "SUBSCRIBE") ? WATCH_ASKED : WATCH_NONE;
	d->next = *list;
	*list = d;
	return d;
}

struct dialog *dialog_find(struct dialog *list, struct view call_id, struct view tag)
{
	while (list != NULL &&
	       !(view_is(call_id, list->call_id) && view_is(tag, list->local_tag)))
		list = list->next;
	return list;
}

struct dialog *dialog_sent(struct dialog **list, const struct sip_text *t)
{
	struct view tag = tag_of(sip_value(t, "From"));
	struct dialog *d = dialog_find(*list, sip_value(t, "Call-ID"), tag);

	if (d != NULL && cseq_of(t) > d->cseq)
		d->cseq = cseq_of(t);
	if (d != NULL || !may_begin(t))
		return d;
	d = begin(list, t, tag);
	set_address(&d->local, sip_value(t, "From"));
	set_address(&d->remote, sip_value(t, "To"));
	set_peer(d, sip_value(t, "To"));
	set(&d->target, t->uri);
	d->cseq = cseq_of(t);
	return d;
}

void dialog_answered(struct dialog *list, const struct sip_text *t)
{
	struct dialog *d = dialog_find(list, sip_value(t, "Call-ID"),
	                               tag_of(sip_value(t, "From")));

	if (d == NULL || t->status < 200)
		return;
	if (t->status >= 300) {
		if (d->remote_tag[0] == '\0')
			d->watch = d->watch == WATCH_NONE ? WATCH_NONE : WATCH_OVER;
		return;
	}
	if (d->remote_tag[0] == '\0') {
		set(&d->remote_tag, tag_of(sip_value(t, "To")));
		set_route(d, t, true);
	}
	set_target(d, t);
}

/* RFC 6665 4.1.3 */
static void follow_notify(struct dialog *d, const struct sip_text *t)
{
	struct view rest = sip_value(t, "Subscription-State"), state;

	if (!sip_next_part(&rest, &state))
		return;
	d->watch = view_ieq(state, VIEW("active"))    ? WATCH_ACTIVE
	           : view_ieq(state, VIEW("pending")) ? WATCH_PENDING
	                                              : WATCH_OVER;
}

struct dialog *dialog_received(struct dialog **list, const struct sip_text *t,
                               const char *local_tag)
{
	struct dialog *d;

	if (may_begin(t)) {
		d = begin(list, t, view_of(local_tag));
		set(&d->remote_tag, tag_of(sip_value(t, "From")));
		set_address(&d->local, sip_value(t, "To"));
		set_address(&d->remote, sip_value(t, "From"));
		set_peer(d, sip_value(t, "From"));
		set_route(d, t, false);
		set_target(d, t);
		d->notifier = d->watch != WATCH_NONE;
		return d;
	}
	d = dialog_find(*list, sip_value(t, "Call-ID"), tag_of(sip_value(t, "To")));
	if (d == NULL)
		return NULL;
	/* RFC 6665 4.1.2.4: it may come before the 2xx */
	if (d->remote_tag[0] == '\0') {
		set(&d->remote_tag, tag_of(sip_value(t, "From")));
		set_route(d, t, false);
	}
	set_target(d, t);
	if (view_is(t->method, "NOTIFY"))
		follow_notify(d, t);
	return d;
}

struct dialog *dialog_watch(struct dialog *list, const char *peer, bool notifier)
{
	struct view bare, resource;

	view_cut(view_of(peer), '/', &bare, &resource);
	for (; list != NULL; list = list->next)
		if (list->watch != WATCH_NONE && list->watch != WATCH_OVER &&
		    list->notifier == notifier && view_ieq(view_of(list->peer), bare))
			return list;
	return NULL;
}

static void put_route(const struct dialog *d, const char *own_host, struct buf *out)
{
	struct view rest = view_of(d->route), line;
	bool first = true;

	while (view_cut(rest, '\n', &line, &rest)) {
		bool own = own_host != NULL &&
		           view_ieq(sip_host_in(sip_uri_in(view_from(line, 7))),
		                    view_of(own_host));

		if (first && own)
			continue;
		first = false;
		buf_putv(out, line);
		buf_putc(out, '\n');
	}
}

void dialog_request(struct dialog *d, const char *method, const char *contact,
                    const char *own_host, struct view fields, struct buf *out)
{
	struct buf whole = { 0 };
	struct sip_text extra;

	buf_printf(&whole, "%s x SIP/2.0\r\n", method);
	buf_putv(&whole, fields);
	if (fields.n == 0)
		buf_puts(&whole, "\r\n");
	sip_text_read(buf_view(&whole), &extra);
	d->cseq++;
	buf_printf(out, "%s %s SIP/2.0\r\n", method, d->target);
	put_route(d, own_host, out);
	if (sip_field(&extra, "From", 0) == NULL)
		buf_printf(out, "From: %s;tag=%s\r\n", d->local, d->local_tag);
	if (sip_field(&extra, "To", 0) == NULL)
		buf_printf(out, "To: %s%s%s\r\n", d->remote,
		           d->remote_tag[0] != '\0' ? ";tag=" : "", d->remote_tag);
	if (sip_field(&extra, "Call-ID", 0) == NULL)
		buf_printf(out, "Call-ID: %s\r\n", d->call_id);
	if (sip_field(&extra, "CSeq", 0) == NULL)
		buf_printf(out, "CSeq: %u %s\r\n", d->cseq, method);
	if (sip_field(&extra, "Contact", 0) == NULL &&
	    (strcmp(method, "NOTIFY") == 0 || strcmp(method, "SUBSCRIBE") == 0 ||
	     strcmp(method, "INVITE") == 0))
		buf_printf(out, "Contact: %s\r\n", contact);
	buf_putv(out, view_from(buf_view(&whole), extra.start.n + 2));
	sip_text_free(&extra);
	buf_free(&whole);
}

void dialogs_free(struct dialog **list)
{
	while (*list != NULL) {
		struct dialog *d = *list;

		*list = d->next;
		free(d->call_id);
		free(d->local_tag);
		free(d->remote_tag);
		free(d->local);
		free(d->remote);
		free(d->target);
		free(d->route);
		free(d->peer);
		free(d);
	}
}
