#include "gateway/document.h"

static struct element *refused(struct document *d, const char *why)
{
	d->why = why;
	return NULL;
}

/* A '<' begins markup wherever it stands (XML 1.0 2.4, 3.1), but in CDATA, which is passed
 * over whole: so this finds what the parser would.  Of `bytes` itself if there is none, else
 * of `out`. */
static struct view without_asides(struct view bytes, struct buf *out)
{
	const struct view cdata = VIEW("<![CDATA["), end = VIEW("]]>");
	size_t done = 0, at = 0, n;

	while (at < bytes.n) {
		struct view rest = view_from(bytes, at);

		n = document_aside(rest);
		if (n != 0) {
			buf_put(out, bytes.p + done, at - done);
			done = at += n;
		} else if (view_starts(rest, cdata)) {
			at += view_find(rest, end);
		} else if (at > sizeof "\xef\xbb\xbf" && view_starts(rest, VIEW("<?"))) {
			/* No declaration, and nothing ends it: the parser will say so.
			 * Attack: a quarter of a megabyte of them. */
			break;
		} else {
			at += 1 + view_find(view_from(rest, 1), VIEW("<"));
		}
	}
	if (done == 0)
		return bytes;
	buf_put(out, bytes.p + done, bytes.n - done);
	return buf_view(out);
}

struct element *document_open(struct document *d, struct view bytes,
                              const struct xml_limits *limits, struct region *r)
{
	struct xml_event ev;

	*d = (struct document){ .reader = xml_reader_new(limits) };
	d->bytes = bytes = without_asides(bytes, &d->own);
	xml_feed(d->reader, bytes);
	xml_next(d->reader, r, &ev);
	if (ev.kind == XML_HEADER) {
		bytes.n -= xml_unread(d->reader);
		d->empty_root = view_ends(bytes, VIEW("/>"));
		return ev.element;
	}
	return refused(d, ev.kind == XML_BAD ? ev.detail : "no root element");
}

/* `rest` starts where the root's end tag is, or behind the tag of an empty one. */
static bool ends_there(struct view rest, bool empty_root)
{
	rest = view_trim(rest);
	if (!empty_root)
		rest = view_from(rest, view_find(rest, VIEW(">")) + 1);
	return view_trim(rest).n == 0;
}

struct element *document_next(struct document *d, struct region *r)
{
	struct xml_event ev;
	size_t left;

	if (d->why != NULL || d->ended)
		return NULL;
	do {
		left = xml_unread(d->reader);
		xml_next(d->reader, r, &ev);
	} while (ev.kind == XML_SPACE);
	switch (ev.kind) {
	case XML_ELEMENT:
		return ev.element;
	case XML_END:
		d->ended = true;
		if (ends_there(view_from(d->bytes, d->bytes.n - left), d->empty_root))
			return NULL;
		return refused(d, "something behind the root element");
	case XML_BAD:
		return refused(d, ev.detail);
	case XML_MORE:
	case XML_HEADER:
	case XML_SPACE:
		break;
	}
	return refused(d, "a document that is cut off");
}

void document_close(struct document *d)
{
	xml_reader_free(&d->reader);
	buf_free(&d->own);
}
