#include "lib/text.h"

#include <string.h>

#include "lib/rng.h"
#include "lib/unit.h"

static bool is_number(const char *s, uint64_t expected)
{
	uint64_t x = 77;

	return text_u64(view_of(s), 0, UINT64_MAX, &x) && x == expected;
}

START_TEST(numbers)
{
	ck_assert(is_number("0", 0));
	ck_assert(is_number("007", 7));
	ck_assert(is_number("18446744073709551615", UINT64_MAX));
}
END_TEST

START_TEST(what_is_no_number_leaves_out_alone)
{
	static const struct view bad[] = {
		{ NULL, 0 }, { " 1", 2 }, { "1 ", 2 }, { "+1", 2 }, { "-1", 2 }, { "1x", 2 },
		{ "0x1", 3 }, { "1\0", 2 }, { "1.0", 3 }, { "18446744073709551616", 20 },
		{ "99999999999999999999", 20 }, { "184467440737095516150", 21 },
		{ "\xd9\xa1", 2 },
	};
	uint64_t x = 77;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!text_u64(bad[i], 0, UINT64_MAX, &x), "number %zu", i);
	ck_assert_uint_eq(x, 77);
}
END_TEST

START_TEST(range_includes_its_ends)
{
	uint64_t x = 0;

	ck_assert(!text_u64(VIEW("4"), 5, 7, &x));
	ck_assert(text_u64(VIEW("5"), 5, 7, &x));
	ck_assert(text_u64(VIEW("7"), 5, 7, &x));
	ck_assert(!text_u64(VIEW("8"), 5, 7, &x));
	ck_assert_uint_eq(x, 7);
}
END_TEST

static uint64_t duration(const char *s)
{
	uint64_t ms = 77;

	return text_duration(view_of(s), &ms) ? ms : UINT64_MAX - (ms != 77);
}

static uint64_t size_of(const char *s)
{
	uint64_t n = 77;

	return text_size(view_of(s), &n) ? n : UINT64_MAX - (n != 77);
}

START_TEST(ports)
{
	static const char *const bad[] = { "", "65536", "05269", "00", "+1", "1 ", "x", "18446744073709551617" };
	unsigned port = 7;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!text_port(view_of(bad[i]), 0, &port), "%s", bad[i]);
	ck_assert(!text_port(VIEW("0"), 1, &port));
	ck_assert_uint_eq(port, 7);
	ck_assert(text_port(VIEW("0"), 0, &port));
	ck_assert_uint_eq(port, 0);
	ck_assert(text_port(VIEW("65535"), 1, &port));
	ck_assert_uint_eq(port, 65535);
}
END_TEST

START_TEST(durations)
{
	static const char *const bad[] = {
		"", "s", "ms", "1 s", "1S", "1.5s", "-1s", "+1s", "1sec", "1d", " 1s", "1s ",
		"1m30s", "1mss", "18446744073709552s", "18446744073709551616ms", "5124095576031h",
	};

	ck_assert_uint_eq(duration("500ms"), 500);
	ck_assert_uint_eq(duration("60s"), 60000);
	ck_assert_uint_eq(duration("60"), 60000);
	ck_assert_uint_eq(duration("5m"), 300000);
	ck_assert_uint_eq(duration("8h"), 28800000);
	ck_assert_uint_eq(duration("0"), 0);
	ck_assert_uint_eq(duration("18446744073709551s"), UINT64_C(18446744073709551000));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(duration(bad[i]) == UINT64_MAX, "%s", bad[i]);
}
END_TEST

START_TEST(sizes)
{
	static const char *const bad[] = {
		"", "KiB", "1KB", "1k", "1 KiB", "1kib", "-1", "1.5MiB", "1B",
		"18014398509481984KiB", "17179869184GiB",
	};

	ck_assert_uint_eq(size_of("4096"), 4096);
	ck_assert_uint_eq(size_of("64KiB"), 65536);
	ck_assert_uint_eq(size_of("1MiB"), 1048576);
	ck_assert_uint_eq(size_of("2GiB"), UINT64_C(2147483648));
	ck_assert_uint_eq(size_of("18014398509481983KiB"), UINT64_MAX - 1023);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(size_of(bad[i]) == UINT64_MAX, "%s", bad[i]);
}
END_TEST

START_TEST(booleans)
{
	static const char *const bad[] = { "", "y", "Yes", "NO", "on", "1", "yes ", "truee" };
	bool b = false;

	ck_assert(text_bool(VIEW("yes"), &b) && b);
	ck_assert(text_bool(VIEW("no"), &b) && !b);
	ck_assert(text_bool(VIEW("true"), &b) && b);
	ck_assert(text_bool(VIEW("false"), &b) && !b);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!text_bool(view_of(bad[i]), &b), "%s", bad[i]);
}
END_TEST

/* The vectors of RFC 4648 section 10. */
START_TEST(base64_vectors)
{
	static const char *const pair[][2] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
	};

	for (size_t i = 0; i < sizeof pair / sizeof pair[0]; i++) {
		struct buf b = { 0 };

		text_base64_encode(view_of(pair[i][0]), &b);
		ck_assert_str_eq(buf_cstr(&b), pair[i][1]);
		buf_clear(&b);
		buf_puts(&b, "kept:");
		ck_assert(text_base64_decode(view_of(pair[i][1]), &b));
		ck_assert_str_eq(buf_cstr(&b) + 5, pair[i][0]);
		buf_free(&b);
	}
}
END_TEST

START_TEST(base64_that_is_not_is_refused_whole)
{
	static const struct view bad[] = {
		/* RFC 6120 13.9.1: outside the alphabet */
		{ "cGVlci5leGFt\ncGxl", 17 }, { "cGVl*ci5leGFtcGxl", 17 }, { "cGV*", 4 },
		{ "cGV ", 4 }, { "cGV\0", 4 }, { "cG-_", 4 }, { "cGV\xc3", 4 },
		/* RFC 6120 13.9.1: pad not at the end */
		{ "=AAA", 4 }, { "BBBB=CCC", 8 }, { "A=AA", 4 }, { "QQ==QQ==", 8 }, { "AA=A", 4 },
		/* incomplete, or nothing but pad */
		{ "Zg=", 3 }, { "Zg", 2 }, { "Zm9vYg=", 7 }, { "Z", 1 }, { "Z===", 4 },
		{ "====", 4 }, { "=", 1 }, { "Zm9v=", 5 }, { "Zm9v====", 8 },
		/* RFC 4648 3.5: bits that say nothing are not zero */
		{ "Zh==", 4 }, { "Zm9=", 4 }, { "Zv==", 4 },
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct buf b = { 0 };

		buf_puts(&b, "kept");
		ck_assert_msg(!text_base64_decode(bad[i], &b), "vector %zu", i);
		ck_assert_str_eq(buf_cstr(&b), "kept");
		buf_free(&b);
	}
}
END_TEST

START_TEST(base64_comes_back_as_it_went)
{
	struct buf coded = { 0 }, back = { 0 };
	char bytes[256];

	for (size_t n = 0; n <= sizeof bytes; n++) {
		rng_bytes(bytes, n);
		buf_clear(&coded);
		buf_clear(&back);
		text_base64_encode((struct view){ bytes, n }, &coded);
		ck_assert_uint_eq(buf_len(&coded), (n + 2) / 3 * 4);
		ck_assert(text_base64_decode(buf_view(&coded), &back));
		ck_assert(view_eq(buf_view(&back), (struct view){ bytes, n }));
	}
	buf_free(&coded);
	buf_free(&back);
}
END_TEST

START_TEST(hex_is_lower_case)
{
	struct buf b = { 0 };

	text_hex(VIEW("\x00\x0f\xff\xA5"), &b);
	ck_assert_str_eq(buf_cstr(&b), "000fffa5");
	text_hex((struct view){ NULL, 0 }, &b);
	for (int i = 0; i < 256; i++) {
		char byte = (char)i, digits[3];

		text_hex_to((struct view){ &byte, 1 }, digits);
		ck_assert_int_eq(text_hex_byte(digits), i);
	}
	ck_assert_int_eq(text_hex_byte("aB"), 0xab);
	ck_assert_int_eq(text_hex_byte("Ff"), 0xff);
	ck_assert_int_eq(text_hex_byte("g0"), -1);
	ck_assert_int_eq(text_hex_byte("0G"), -1);
	ck_assert_int_eq(text_hex_byte("1"), -1);
	ck_assert_int_eq(text_hex_byte(""), -1);
	ck_assert_uint_eq(buf_len(&b), 8);
	buf_free(&b);
}
END_TEST

/* `code` in UTF-8 of `n` bytes, whether that is well-formed or not. */
static struct view encode(uint32_t code, size_t n, char out[4])
{
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = n; i-- > 1; code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3f));
	out[0] = (char)(first[n] | code);
	return (struct view){ out, n };
}

/* Every code point in every length that can hold it: RFC 3629 section 3. */
START_TEST(utf8_is_the_shortest_form_of_a_scalar_value)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const uint32_t most[] = { 0, 0x7f, 0x7ff, 0xffff, 0x1fffff };
	char out[4];

	for (size_t n = 1; n <= 4; n++)
		for (uint32_t code = 0; code <= most[n]; code++) {
			bool valid = code >= least[n] && code <= 0x10ffff &&
			             (code < 0xd800 || code > 0xdfff);

			if (text_utf8_valid(encode(code, n, out)) != valid)
				ck_abort_msg("U+%04X in %zu bytes", (unsigned)code, n);
		}
}
END_TEST

START_TEST(utf8_must_be_whole)
{
	static const struct view whole[] = { { "\xc3\xa4", 2 }, { "\xe2\x82\xac", 3 },
	                                     { "\xf0\x9f\x98\x80", 4 } };
	char text[32];

	ck_assert(text_utf8_valid((struct view){ NULL, 0 }));
	ck_assert(!text_utf8_valid(VIEW("\x80")));
	ck_assert(!text_utf8_valid(VIEW("a\xbf")));
	ck_assert(!text_utf8_valid(VIEW("\xff")));
	ck_assert(!text_utf8_valid(VIEW("\xfe")));
	ck_assert(!text_utf8_valid(VIEW("\xc3(")));
	ck_assert(!text_utf8_valid(VIEW("\xe2\x28\xa1")));
	ck_assert(!text_utf8_valid(VIEW("\xe2\x82(")));
	ck_assert(!text_utf8_valid(VIEW("\xf8\x88\x80\x80\x80")));
	/* At every place of the words that are read eight bytes at a time. */
	for (size_t at = 0; at < 20; at++)
		for (size_t i = 0; i < 3; i++)
			for (size_t n = 1; n <= whole[i].n; n++) {
				memset(text, 'a', sizeof text);
				memcpy(text + at, whole[i].p, n);
				ck_assert_int_eq(text_utf8_valid((struct view){ text, at + n }),
				                 n == whole[i].n);
				ck_assert_int_eq(text_utf8_valid((struct view){ text, 32 }),
				                 n == whole[i].n);
			}
}
END_TEST

START_TEST(cut_is_between_characters)
{
	struct view v = VIEW("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z");	/* 1 2 3 4 1 */
	static const size_t expected[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11 };

	for (size_t max = 0; max < sizeof expected / sizeof expected[0]; max++)
		ck_assert_uint_eq(text_utf8_cut(v, max).n, expected[max]);
	ck_assert_uint_eq(text_utf8_cut((struct view){ NULL, 0 }, 0).n, 0);
	/* No UTF-8: no boundary to look for, but never more than max. */
	ck_assert_uint_eq(text_utf8_cut(VIEW("\x80\x80\x80\x80\x80\x80\x80"), 6).n, 6);
	ck_assert_uint_le(text_utf8_cut(VIEW("\x80\x80\x80\x80"), 2).n, 2);
}
END_TEST

START_TEST(tokens_are_visible_ascii)
{
	ck_assert(text_is_token(VIEW("!azAZ09~")));
	ck_assert(text_is_token((struct view){ NULL, 0 }));
	ck_assert(!text_is_token(VIEW("a b")));
	ck_assert(!text_is_token(VIEW("a\tb")));
	ck_assert(!text_is_token(VIEW("a\0b")));
	ck_assert(!text_is_token(VIEW("\x7f")));
	ck_assert(!text_is_token(VIEW("\x80")));
	ck_assert(!text_is_token(VIEW("\xff")));
}
END_TEST

UNIT("text", numbers, what_is_no_number_leaves_out_alone, range_includes_its_ends, ports, durations,
     sizes, booleans, base64_vectors, base64_that_is_not_is_refused_whole,
     base64_comes_back_as_it_went, hex_is_lower_case,
     utf8_is_the_shortest_form_of_a_scalar_value, utf8_must_be_whole,
     cut_is_between_characters, tokens_are_visible_ascii)
