#include "gateway/document.h"

static struct element *refused(struct document *d, const char *why)
{
	d->why = why;
	return NULL;
}

struct element *document_open(struct document *d, struct view bytes,
                              const struct xml_limits *limits, struct region *r)
{
	struct xml_event ev;

	*d = (struct document){ .reader = xml_reader_new(limits), .bytes = bytes };
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
}
