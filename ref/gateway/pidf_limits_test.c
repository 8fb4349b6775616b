/* Documents that cost more than they say: each limit at N and N + 1. */
#include "gateway/pidf_for_tests.h"

#include "gateway/document.h"

TEST(bytes)
	struct buf b = { 0 };

	buf_puts(&b, DOC(TUPLE(OPEN)));
	while (buf_len(&b) < PIDF_BYTES_MAX)
		buf_putc(&b, '\n');
	read(buf_view(&b));
	buf_putc(&b, '\n');
	refused(buf_view(&b));
	buf_free(&b);
END

TEST(tuples)
	for (unsigned n = PIDF_TUPLES_MAX; n <= PIDF_TUPLES_MAX + 1; n++) {
		struct buf b = { 0 };

		buf_puts(&b, "<presence " NS ">");
		for (unsigned i = 0; i < n; i++)
			buf_printf(&b, "<tuple id='t%u'>" OPEN "</tuple>", i);
		buf_puts(&b, "</presence>");
		if (n <= PIDF_TUPLES_MAX) {
			read(buf_view(&b));
			ck_assert_uint_eq(doc.count, n);
		} else {
			refused(buf_view(&b));
		}
		buf_free(&b);
	}
END

TEST(many_notes_and_long_ones)
	struct buf b = { 0 };
	struct pidf_note *n;
	size_t count = 0;

	buf_puts(&b, "<presence " NS "><tuple id='a'>" OPEN);
	for (unsigned i = 0; i < PIDF_NOTES_MAX + 3; i++)
		buf_printf(&b, "<note xml:lang='x-%u'>n</note>", i);
	buf_puts(&b, "</tuple><note>x");
	for (size_t i = 0; i < PIDF_NOTE_MAX; i++)
		buf_puts(&b, "\xc3\xbc");
	buf_puts(&b, "</note></presence>");
	read(buf_view(&b));
	for (n = doc.tuples->notes; n != NULL; n = n->next)
		count++;
	ck_assert_uint_eq(count, PIDF_NOTES_MAX);
	/* Between characters. */
	ck_assert_uint_eq(doc.notes->text.n, PIDF_NOTE_MAX - 1);
	buf_free(&b);
END

/* Memory of what is kept stays small, whatever the document is full of. */
TEST(documents_full_of_nothing)
	static const char *const pieces[] = {
		"<a/>", "<dm:person id='p'/>", "<note/>", "<a b='c'/>", "<x xmlns='urn:x'/>",
		"<note xml:lang='x'>y</note>", " ",
	};

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct buf b = { 0 };

		buf_puts(&b, "<presence " NS ">");
		while (buf_len(&b) < PIDF_BYTES_MAX - 64)
			buf_puts(&b, pieces[i]);
		buf_puts(&b, "</presence>");
		read(buf_view(&b));
		ck_assert_uint_lt(region_used(region), 16 * 1024);
		region_reset(region);
		buf_free(&b);
	}
END

TEST(one_giant)
	struct buf b = { 0 };

	buf_puts(&b, "<presence " NS "><tuple id='a'>");
	while (buf_len(&b) < PIDF_BYTES_MAX - 64)
		buf_puts(&b, "<a/>");
	buf_puts(&b, "</tuple></presence>");
	refused(buf_view(&b));
	buf_clear(&b);
	buf_puts(&b, "<presence " NS ">");
	while (buf_len(&b) < PIDF_BYTES_MAX - 64)
		buf_puts(&b, "<a>");
	refused(buf_view(&b));
	buf_free(&b);
END

UNIT("pidf_limits", bytes, tuples, many_notes_and_long_ones, documents_full_of_nothing,
     one_giant)
