/* The XML reader: no cut of the bytes changes what is read.  Each input is read
 * whole, byte by byte, and cut once at two dozen
 * places, which differ from input to input. */
#include "fuzz.h"

#include "lib/buf.h"
#include "xml/reader.h"
#include "xml/writer.h"

static const struct xml_limits limits = {
	.stanza = 2048, .tag = 512, .depth = 8, .attributes = 8, .namespaces = 8, .nodes = 64
};

static void note(struct buf *log, const struct xml_event *ev)
{
	static const struct xml_scope scope = { .default_ns = VIEW_INIT("jabber:server"),
		                                .stream_prefix = true };

	if (ev->kind == XML_MORE || ev->kind == XML_SPACE)
		return; /* a run of white space may come in pieces */
	buf_printf(log, "%d ", (int)ev->kind);
	if (ev->kind == XML_HEADER || ev->kind == XML_ELEMENT)
		xml_write(log, ev->element, &scope);
	if (ev->kind == XML_BAD) {
		PROMISE(ev->cause != CAUSE_NONE && ev->detail != NULL);
		buf_puts(log, cause_label(ev->cause));
	}
	buf_putc(log, '\n');
}

static void read_cut(struct view all, size_t first, size_t each, struct buf *log)
{
	struct xml_reader *r = xml_reader_new(&limits);
	struct region *region = region_new();
	struct xml_event ev = { .kind = XML_MORE };

	buf_clear(log);
	while (all.n > 0 && ev.kind != XML_BAD && ev.kind != XML_END) {
		size_t n = first < all.n ? first : all.n;

		xml_feed(r, (struct view){ all.p, n });
		all = view_from(all, n);
		first = each;
		do {
			region_reset(region);
			xml_next(r, region, &ev);
			note(log, &ev);
		} while (ev.kind != XML_MORE && ev.kind != XML_BAD && ev.kind != XML_END);
	}
	region_free(&region);
	xml_reader_free(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct view all = fuzz_view(data, n);
	struct buf whole = { 0 }, cut = { 0 };
	size_t step = n / 24 + 1;

	read_cut(all, n, n, &whole);
	for (size_t at = 1 + (n > 0 ? data[n / 2] % step : 0); at < n; at += step) {
		read_cut(all, at, n, &cut);
		PROMISE(view_eq(buf_view(&whole), buf_view(&cut)));
	}
	read_cut(all, 1, 1, &cut);
	PROMISE(view_eq(buf_view(&whole), buf_view(&cut)));
	buf_free(&whole);
	buf_free(&cut);
	return 0;
}
