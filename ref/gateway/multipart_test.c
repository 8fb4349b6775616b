#include "gateway/multipart.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/unit_region.h"

/* The parts, in brackets, and how it ended. */
static const char *walk(struct view boundary, struct view bytes)
{
	struct multipart m = { .rest = bytes, .boundary = boundary };
	struct buf b = { 0 };
	struct part p;
	enum multipart_step step;
	const char *out;

	while ((step = multipart_next(&m, region, &p)) == PART_ONE)
		buf_printf(&b, "[%.*s|%.*s]", VIEW_ARG(p.type), VIEW_ARG(p.bytes));
	ck_assert_int_eq(multipart_next(&m, region, &p), step);
	buf_puts(&b, step == PART_END ? "." : "!");
	out = region_cstr(region, buf_view(&b));
	buf_free(&b);
	return out;
}

#define B VIEW("b")

TEST(parts)
	ck_assert_str_eq(walk(B, VIEW("--b\r\nContent-Type: x/y\r\n\r\none\r\n--b\r\n\r\ntwo\r\n"
	                              "--b--\r\n")),
	                 "[x/y|one][|two].");
	ck_assert_str_eq(
		walk(B, VIEW("preamble\r\n--b  \r\n\r\n\r\n--b--\t\r\nepilogue\r\n--b\r\n")),
		"[|].");
	ck_assert_str_eq(walk(B, VIEW("--b\n\none\n--b--")), "[|one].");
	/* The line end before the delimiter is the delimiter's. */
	ck_assert_str_eq(walk(B, VIEW("--b\r\n\r\none\r\n\r\n--b--")), "[|one\r\n].");
	ck_assert_str_eq(walk(B, VIEW("--b\r\n--b--")), "[|].");
	/* Not delimiters. */
	ck_assert_str_eq(walk(B, VIEW("--b\r\n\r\n--bb\r\n --b\r\n--b-\r\n--b--x\r\n--b--")),
	                 "[|--bb\r\n --b\r\n--b-\r\n--b--x].");
	ck_assert_str_eq(walk(VIEW("a b"), VIEW("--a b\r\n\r\nx\r\n--a b--")), "[|x].");
END

TEST(fields)
	struct multipart m = {
		.boundary = B,
		.rest = VIEW("--b\r\ncONTENT-tYPE :\r\n\ttext/plain;\r\n  x=y \r\nContent-Type: "
		             "second\r\n"
		             "no colon\r\n: no name\r\nContent-Language:de\r\nContent-Disposition: "
		             "render\r\n"
		             "Content-Transfer-Encoding: 8bit\r\n\r\n--b--")
	};
	struct part p;

	ck_assert_int_eq(multipart_next(&m, region, &p), PART_ONE);
	ck_assert_msg(view_is(p.type, "text/plain;    x=y"), "%.*s", VIEW_ARG(p.type));
	ck_assert(view_is(p.language, "de"));
	ck_assert(view_is(p.disposition, "render"));
	ck_assert(view_is(p.encoding, "8bit"));
	ck_assert_uint_eq(p.bytes.n, 0);
	ck_assert_int_eq(multipart_next(&m, region, &p), PART_END);
END

TEST(broken)
	struct buf b = { 0 };

	ck_assert_str_eq(walk(B, VIEW("")), "!");
	ck_assert_str_eq(walk(B, VIEW("x")), "!");
	ck_assert_str_eq(walk(B, VIEW("--b--")), "!");
	ck_assert_str_eq(walk(B, VIEW("--b\r\n\r\none")), "!");
	ck_assert_str_eq(walk(B, VIEW("--b\r\n\r\none\r\n--b\r\n")), "[|one]!");
	ck_assert_str_eq(walk(VIEW(""), VIEW("--\r\n\r\nx\r\n----")), "!");
	while (buf_len(&b) < BOUNDARY_MAX + 1)
		buf_putc(&b, 'x');
	ck_assert_str_eq(walk(buf_view(&b), VIEW("x")), "!");
	buf_free(&b);
END

TEST(limits)
	for (unsigned n = MULTIPART_PARTS_MAX - 1; n <= MULTIPART_PARTS_MAX + 1; n++) {
		struct buf b = { 0 };
		const char *out;

		for (unsigned i = 0; i < n; i++)
			buf_puts(&b, "--b\r\n\r\nx\r\n");
		buf_puts(&b, "--b--");
		out = walk(B, buf_view(&b));
		ck_assert((strchr(out, '!') != NULL) == (n > MULTIPART_PARTS_MAX));
		buf_free(&b);
	}
	for (size_t n = MULTIPART_HEADER_MAX - 1; n <= MULTIPART_HEADER_MAX + 1; n++) {
		struct buf b = { 0 };
		const char *out;

		buf_puts(&b, "--b\r\n");
		for (size_t i = 0; i < n - 2; i++)
			buf_putc(&b, 'x');
		buf_puts(&b, "\r\n\r\nbody\r\n--b--");
		out = walk(B, buf_view(&b));
		ck_assert((strchr(out, '!') != NULL) == (n > MULTIPART_HEADER_MAX));
		buf_free(&b);
	}
END

TEST(shown)
	static const struct {
		const char *disposition;
		bool shown;
	} rows[] = {
		{ "", true },
		{ "render", true },
		{ "inline", true },
		{ "Inline; x=y", true },
		{ "attachment", false },
		{ "attachment; filename=inline", false },
		{ "icon", false },
		{ "by-reference", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct part p = { .disposition = view_of(rows[i].disposition) };

		ck_assert_msg(part_is_shown(&p) == rows[i].shown, "%s", rows[i].disposition);
	}
END

static void decodes(const char *encoding, const char *bytes, const char *expected)
{
	struct part p = { .encoding = view_of(encoding), .bytes = view_of(bytes) };
	struct view out;
	bool ok = part_decode(&p, region, &out);

	if (expected == NULL)
		ck_assert_msg(!ok, "%s", bytes);
	else
		ck_assert_msg(ok && view_is(out, expected), "%s: %.*s", bytes, VIEW_ARG(out));
}

TEST(encodings)
	decodes("", "a=41", "a=41");
	decodes("binary", "a=41", "a=41");
	decodes("7BIT", "a=41", "a=41");
	decodes("8bit", "a=41", "a=41");
	decodes("quoted-printable", "a=41=c3=A9", "aA\xc3\xa9");
	decodes("Quoted-Printable", "a=\r\nb=\nc", "abc");
	decodes("quoted-printable", "a  \r\nb\t\n c  ", "a\r\nb\n c");
	decodes("quoted-printable", "a=20\r\n", "a \r\n");
	decodes("quoted-printable", "a=4", "a=4");
	decodes("quoted-printable", "=", "=");
	decodes("quoted-printable", "=XY", "=XY");
	decodes("base64", "SGVs\r\n bG8=\r\n", "Hello");
	decodes("base64", "", "");
	decodes("base64", "SGVsbG8", NULL);
	decodes("base64", "SGVs*G8=", NULL);
	decodes("x-uuencode", "x", NULL);
END

UNIT("multipart", parts, fields, broken, limits, shown, encodings)
