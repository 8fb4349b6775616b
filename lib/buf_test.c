#include "lib/buf.h"

#include <stdlib.h>
#include <string.h>

#include "lib/rng.h"
#include "lib/unit.h"

START_TEST(zeroed_is_empty)
{
	struct buf b = { 0 };
	char *s;

	ck_assert_uint_eq(buf_len(&b), 0);
	ck_assert_str_eq(buf_cstr(&b), "");
	ck_assert_uint_eq(buf_view(&b).n, 0);
	buf_put(&b, NULL, 0);
	buf_putv(&b, (struct view){ NULL, 0 });
	buf_puts(&b, "");
	buf_grew(&b, 0);
	buf_drop(&b, 0);
	buf_cut(&b, 0);
	buf_clear(&b);
	buf_trim_memory(&b);
	ck_assert_ptr_null(b.mem);
	s = buf_take(&b);
	ck_assert_str_eq(s, "");
	free(s);
	buf_free(&b);
}
END_TEST

START_TEST(what_is_put_stands_in_order)
{
	struct buf b = { 0 };

	buf_puts(&b, "ab");
	buf_putc(&b, 'c');
	buf_putv(&b, VIEW("d\0e"));
	buf_printf(&b, "%d-%s", 42, "x");
	ck_assert(view_eq(buf_view(&b), VIEW("abcd\0e42-x")));
	buf_free(&b);
	ck_assert_uint_eq(buf_len(&b), 0);
}
END_TEST

START_TEST(printf_of_any_length_fits)
{
	struct buf b = { 0 };
	char text[301];

	for (size_t n = 0; n < sizeof text; n++) {
		memset(text, 'x', n);
		text[n] = '\0';
		buf_free(&b);
		buf_puts(&b, "ab");
		buf_printf(&b, "%s", text);
		ck_assert_uint_eq(buf_len(&b), n + 2);
		ck_assert_str_eq(buf_cstr(&b) + 2, text);
	}
	buf_free(&b);
}
END_TEST

START_TEST(room_is_there_and_keeps_the_nul)
{
	struct buf b = { 0 };

	for (size_t n = 1; n < 5000; n += 7) {
		memset(buf_room(&b, n), 'a', n);
		buf_grew(&b, n);
		ck_assert_int_eq(buf_cstr(&b)[buf_len(&b)], '\0');
	}
	buf_free(&b);
}
END_TEST

START_TEST(drop_and_cut)
{
	struct buf b = { 0 };

	buf_puts(&b, "abcdef");
	buf_drop(&b, 2);
	ck_assert_str_eq(buf_cstr(&b), "cdef");
	buf_cut(&b, 3);
	ck_assert_str_eq(buf_cstr(&b), "cde");
	buf_drop(&b, 3);
	ck_assert_uint_eq(buf_len(&b), 0);
	ck_assert_uint_eq(b.tail, 0);	/* starts anew: no moving later */
	buf_puts(&b, "x");
	ck_assert_str_eq(buf_cstr(&b), "x");
	buf_clear(&b);
	ck_assert_str_eq(buf_cstr(&b), "");
	ck_assert_ptr_nonnull(b.mem);
	buf_trim_memory(&b);
	ck_assert_ptr_null(b.mem);
}
END_TEST

START_TEST(trim_memory_leaves_content_alone)
{
	struct buf b = { 0 };

	buf_puts(&b, "x");
	buf_trim_memory(&b);
	ck_assert_str_eq(buf_cstr(&b), "x");
	buf_free(&b);
}
END_TEST

START_TEST(take_moves_the_content_out)
{
	struct buf b = { 0 };
	char *s;

	buf_puts(&b, "abcdef");
	buf_drop(&b, 2);
	s = buf_take(&b);
	ck_assert_str_eq(s, "cdef");
	ck_assert_ptr_null(b.mem);
	ck_assert_uint_eq(buf_len(&b), 0);
	free(s);
}
END_TEST

/* A queue that is never empty must not grow without bound. */
START_TEST(a_steady_queue_stays_small)
{
	struct buf b = { 0 };
	char chunk[100];

	memset(chunk, 'x', sizeof chunk);
	buf_put(&b, chunk, sizeof chunk);
	for (int i = 0; i < 100000; i++) {
		buf_put(&b, chunk, sizeof chunk);
		buf_drop(&b, sizeof chunk);
	}
	ck_assert_uint_eq(buf_len(&b), sizeof chunk);
	ck_assert_uint_le(b.cap, 1024);
	buf_free(&b);
}
END_TEST

START_TEST(random_work_agrees_with_a_plain_array)
{
	static char model[1 << 16];
	size_t n = 0, k;
	struct buf b = { 0 };
	struct rng r;

	rng_seed(&r, 1);
	for (int i = 0; i < 20000; i++) {
		switch (rng_next_below(&r, 4)) {
		case 0:
		case 1:
			k = rng_next_below(&r, 200);
			if (n + k > sizeof model)
				k = 0;
			for (size_t j = 0; j < k; j++) {
				model[n] = (char)rng_next(&r);
				buf_putc(&b, model[n++]);
			}
			break;
		case 2:
			k = rng_next_below(&r, (uint32_t)n + 1);
			memmove(model, model + k, n - k);
			n -= k;
			buf_drop(&b, k);
			break;
		case 3:
			n -= rng_next_below(&r, (uint32_t)n / 4 + 1);
			buf_cut(&b, n);
			break;
		}
		ck_assert(view_eq(buf_view(&b), (struct view){ model, n }));
		ck_assert_int_eq(buf_cstr(&b)[n], '\0');
	}
	buf_free(&b);
}
END_TEST

UNIT("buf", zeroed_is_empty, what_is_put_stands_in_order, printf_of_any_length_fits,
     room_is_there_and_keeps_the_nul, drop_and_cut, trim_memory_leaves_content_alone,
     take_moves_the_content_out, a_steady_queue_stays_small,
     random_work_agrees_with_a_plain_array)
