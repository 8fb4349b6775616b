/* reader_rig.h - what is sent, and the events that must come of it, however it is cut; for the
 * tests of this folder.
 */
#ifndef REF_XML_READER_RIG_H
#define REF_XML_READER_RIG_H

#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"
#include "xml/reader.h"
#include "xml/writer.h"

#define HEADER "<stream:stream xmlns='jabber:server' " \
	"xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
#define MESSAGE "<message from='a@peer.example' to='b@iut.example'>"

static const struct xml_scope scope = {
	.default_ns = { "jabber:server", 13 },
	.stream_prefix = true,
};

static size_t stanzas;		/* of the last read_split() */

/* One line for each event; runs of white space count as one. */
static inline void note(struct buf *out, const struct xml_event *ev)
{
	static const struct view space = { "space\n", 6 };

	switch (ev->kind) {
	case XML_MORE:
		break;
	case XML_HEADER:
		buf_puts(out, "header ");
		xml_write(out, ev->element, &scope);
		buf_putc(out, '\n');
		break;
	case XML_ELEMENT:
		stanzas++;
		buf_printf(out, "%zu %s", ev->bytes, ev->prefixed ? "prefixed " : "");
		xml_write(out, ev->element, &scope);
		buf_putc(out, '\n');
		break;
	case XML_SPACE:
		if (!view_ends(buf_view(out), space))
			buf_putv(out, space);
		break;
	case XML_END:
		buf_puts(out, "end\n");
		break;
	case XML_BAD:
		ck_assert_ptr_nonnull(ev->detail);
		/* What stood in front of wrong text may have been told. */
		if (view_ends(buf_view(out), space))
			buf_cut(out, buf_len(out) - space.n);
		buf_printf(out, "bad %s\n", cause_label(ev->cause));
		break;
	}
}

/* Takes all events; the region is reset before each. */
static inline void drain(struct xml_reader *r, struct region *region, struct buf *out)
{
	struct xml_event ev;

	do {
		region_reset(region);
		xml_next(r, region, &ev);
		note(out, &ev);
	} while (ev.kind != XML_MORE && ev.kind != XML_BAD);
}

/* Reads `v` in pieces: `first` bytes, then `each` at a time. */
static inline char *read_split(struct view v, const struct xml_limits *limits,
                        size_t first, size_t each)
{
	struct xml_reader *r = xml_reader_new(limits);
	struct region *region = region_new();
	struct buf out = { 0 };
	size_t at = 0, n = first;

	stanzas = 0;
	do {
		if (n > v.n - at)
			n = v.n - at;
		xml_feed(r, (struct view){ v.p + at, n });
		drain(r, region, &out);
		at += n;
		n = each;
	} while (at < v.n);
	/* A refusal is final, and repeated once per call: keep the first. */
	if (strstr(buf_cstr(&out), "bad ") != NULL)
		buf_cut(&out, (size_t)(strchr(strstr(buf_cstr(&out), "bad "), '\n') -
		                       buf_cstr(&out)) + 1);
	region_free(&region);
	xml_reader_free(&r);
	ck_assert_ptr_null(r);
	return buf_take(&out);
}

/* Reads in one piece, byte by byte, and cut in two at every `step`th byte;
 * the events must not differ. */
static inline char *read_every_way(struct view v, const struct xml_limits *limits,
                            size_t step)
{
	char *whole = read_split(v, limits, v.n, v.n);

	for (size_t i = 0; i <= v.n; i += step) {
		char *again = read_split(v, limits, i != 0 ? i : 1, i != 0 ? v.n : 1);

		ck_assert_msg(strcmp(whole, again) == 0,
		              "cut at %zu of %zu:\n%s\nnot\n%s", i, v.n, again, whole);
		free(again);
	}
	return whole;
}

static inline void expect(struct view sent, const char *events)
{
	char *got = read_every_way(sent, &xml_limits_default,
	                           sent.n < 2000 ? 1 : sent.n / 500);
	const char *head = "header <stream:stream version='1.0'/>\n";
	const char *rest = got;

	if (strncmp(got, head, strlen(head)) == 0)
		rest += strlen(head);
	ck_assert_msg(strcmp(rest, events) == 0, "sent\n%.*s\nexpected\n%s\ngot\n%s",
	              (int)(sent.n < 600 ? sent.n : 600), sent.p, events, got);
	free(got);
}

static inline void expect_open(const char *sent, const char *events)
{
	struct buf b = { 0 };

	buf_puts(&b, HEADER);
	buf_puts(&b, sent);
	expect(buf_view(&b), events);
	buf_free(&b);
}

/* Refused inside an open stream, as text of a body where it has no tags of
 * its own. */
static inline void refused(const char *sent, const char *label)
{
	struct buf b = { 0 };

	buf_printf(&b, "bad %s\n", label);
	expect_open(sent, buf_cstr(&b));
	buf_free(&b);
}

static inline void body_refused(struct view body, const char *label)
{
	struct buf b = { 0 }, expected = { 0 };

	buf_printf(&expected, "bad %s\n", label);
	buf_puts(&b, HEADER MESSAGE "<body>");
	buf_putv(&b, body);
	buf_puts(&b, "</body></message>");
	expect(buf_view(&b), buf_cstr(&expected));
	buf_free(&b);
	buf_free(&expected);
}

static inline void body_read(struct view body, const char *written)
{
	struct buf b = { 0 }, expected = { 0 };

	buf_puts(&b, MESSAGE "<body>");
	buf_putv(&b, body);
	buf_puts(&b, "</body></message>");
	buf_printf(&expected, "%zu " MESSAGE "<body>%s</body></message>\n",
	           buf_len(&b), written);
	expect_open(buf_cstr(&b), buf_cstr(&expected));
	buf_free(&b);
	buf_free(&expected);
}

#endif
