#include "edge/queue.h"

#include <malloc.h>

#include "lib/unit.h"

static bool put(struct queue *q, const char *id, size_t bytes)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "message");
	bool ok;

	element_set(r, e, "id", region_copy(r, view_of(id)));
	ok = queue_put(q, e, bytes, 7);
	region_free(&r);
	return ok;
}

static void takes(struct queue *q, const char *id)
{
	struct queued x;

	ck_assert(queue_head(q, &x));
	ck_assert(view_is(element_attr(x.element, "id"), id));
	ck_assert_uint_eq(x.origin, 7);
	queue_drop(q);
}

START_TEST(first_in_is_first_out)
{
	struct queue *q = queue_new(10, 1000);
	struct queued x;

	ck_assert(!queue_head(q, &x));
	ck_assert(put(q, "1", 10) && put(q, "2", 10));
	takes(q, "1");
	ck_assert(put(q, "3", 10));
	takes(q, "2");
	takes(q, "3");
	ck_assert(!queue_head(q, &x));
	ck_assert(put(q, "4", 10));
	takes(q, "4");
	queue_free(&q);
	ck_assert_ptr_null(q);
}
END_TEST

START_TEST(stanzas_are_bounded)
{
	struct queue *q = queue_new(3, 1000);

	ck_assert(put(q, "1", 1) && put(q, "2", 1) && put(q, "3", 1));
	ck_assert(!put(q, "4", 1));
	ck_assert_uint_eq(queue_count(q), 3);
	queue_drop(q);
	ck_assert(put(q, "4", 1));
	queue_free(&q);
}
END_TEST

START_TEST(bytes_are_bounded)
{
	struct queue *q = queue_new(100, 100);

	ck_assert(put(q, "1", 99));
	ck_assert(!put(q, "2", 2));
	ck_assert(!put(q, "2", SIZE_MAX));
	ck_assert(put(q, "2", 1));
	ck_assert(!put(q, "3", 1));
	ck_assert(put(q, "3", 0));
	queue_drop(q);
	ck_assert(put(q, "4", 99));
	queue_free(&q);
}
END_TEST

/* Whatever the bounds, as it was bounded where it comes from: and then nothing is taken
 * until they are kept again. */
START_TEST(what_goes_in_front_counts)
{
	struct queue *q = queue_new(3, 100), *first = queue_new(3, 100);
	struct queued x;

	ck_assert(put(first, "1", 50) && put(first, "2", 50));
	ck_assert(put(q, "3", 10) && put(q, "4", 10));
	queue_put_in_front(q, first);
	ck_assert_uint_eq(queue_count(first), 0);
	ck_assert(put(first, "5", 100));
	ck_assert_uint_eq(queue_count(q), 4);
	ck_assert(!put(q, "5", 0));
	ck_assert(queue_head(q, &x));
	ck_assert_uint_eq(x.bytes, 50);
	takes(q, "1");
	ck_assert(!put(q, "5", 0));
	takes(q, "2");
	ck_assert(!put(q, "5", 81));
	ck_assert(put(q, "5", 80));
	takes(q, "3");
	takes(q, "4");
	takes(q, "5");
	/* From, and to, an empty one. */
	queue_put_in_front(q, first);
	takes(q, "5");
	queue_put_in_front(q, first);
	ck_assert_uint_eq(queue_count(q), 0);
	ck_assert(put(q, "6", 100));
	takes(q, "6");
	/* More bytes than there may be. */
	ck_assert(put(q, "7", 60) && put(first, "6", 60));
	queue_put_in_front(q, first);
	ck_assert(!put(q, "8", 0));
	takes(q, "6");
	ck_assert(put(q, "8", 40));
	queue_free(&q);
	queue_free(&first);
}
END_TEST

/* A region of a page for each would be 4 MiB for what is 60 KiB on the wire. */
START_TEST(memory_follows_from_what_waits)
{
	enum { STANZAS = 1000, EACH = 512 };
	struct queue *q = queue_new(STANZAS, 100000);
	size_t before = mallinfo2().uordblks;

	for (int i = 0; i < STANZAS; i++)
		ck_assert(put(q, "a-message-of-nothing-but-an-id", 60));
	ck_assert_uint_le(mallinfo2().uordblks - before, (size_t)STANZAS * EACH);
	queue_free(&q);
}
END_TEST

UNIT("queue", memory_follows_from_what_waits, first_in_is_first_out, stanzas_are_bounded,
     bytes_are_bounded, what_goes_in_front_counts)
