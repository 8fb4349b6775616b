#include "gateway/shown.h"

#include <stdio.h>

#include "lib/unit.h"

static struct pidf_note german = { VIEW_INIT("de"), VIEW_INIT("im Zug"), NULL };
static struct pidf_note note = { VIEW_INIT("en"), VIEW_INIT("in the tram"), &german };

static struct presence at(const char *resource, bool available)
{
	return (struct presence){ .resource = view_of(resource),
		                  .available = available,
		                  .show = SHOW_AWAY,
		                  .priority = 5,
		                  .lang = VIEW("en"),
		                  .status = &note,
		                  .stamp = STAMP_NONE,
		                  .idle_since = STAMP_NONE };
}

START_TEST(a_copy_outlives_what_it_was_made_of)
{
	char resource[] = "phone";
	struct presence p = at(resource, true);
	struct shown *list = NULL;
	const struct presence *kept;

	ck_assert(shown_set(&list, &p, 7));
	resource[0] = 'x';
	kept = &shown_find(list, VIEW("phone"))->presence;
	ck_assert(view_is(kept->status->text, "in the tram"));
	ck_assert(view_is(kept->status->next->lang, "de"));
	ck_assert_ptr_null(kept->status->next->next);
	ck_assert_ptr_ne(kept->status, &note);
	shown_clear(&list);
	ck_assert_ptr_null(list);
}
END_TEST

START_TEST(only_a_change_is_one)
{
	struct presence p = at("phone", true);
	struct shown *list = NULL;

	ck_assert(shown_set(&list, &p, 7));
	ck_assert(!shown_set(&list, &p, 8));
	/* The time is that of the change. */
	ck_assert_int_eq(list->arrived, 7);
	p.priority = 6;
	ck_assert(shown_set(&list, &p, 9));
	ck_assert_int_eq(list->arrived, 9);
	p.available = false;
	ck_assert(shown_set(&list, &p, 10));
	ck_assert(list->gone);
	ck_assert_uint_eq(shown_count(list), 1);
	/* PIDF 4.1.7: two changes never have one time, whatever the clock says; and the
	 * stamp of the last document stays with the resource. */
	list->stamp = 77;
	p.available = true;
	ck_assert(shown_set(&list, &p, 10));
	ck_assert_int_eq(list->arrived, 11);
	ck_assert_int_eq(list->stamp, 77);
	shown_clear(&list);
}
END_TEST

START_TEST(what_is_gone_is_shown_until_it_is_dropped)
{
	struct presence p = at("phone", true), d = at("desk", true);
	struct shown *list = NULL;
	struct region *r = region_new();
	struct presence *all;
	int64_t *arrived;

	shown_set(&list, &p, 1);
	shown_set(&list, &d, 2);
	p.available = false;
	shown_set(&list, &p, 3);
	ck_assert(shown_any_available(list));
	all = shown_array(list, false, r, &arrived);
	ck_assert(!all[0].available);
	ck_assert(all[1].available);
	ck_assert_int_eq(arrived[1], 2);
	all = shown_array(list, true, r, &arrived);
	ck_assert(!all[1].available);
	ck_assert_ptr_null(all[1].status);
	shown_drop_gone(&list);
	ck_assert_uint_eq(shown_count(list), 1);
	ck_assert(shown_all_gone(list));
	ck_assert(!shown_all_gone(list));
	ck_assert(!shown_any_available(list));
	shown_clear(&list);
	ck_assert_ptr_null(list);
	region_free(&r);
}
END_TEST

START_TEST(so_many_and_no_more)
{
	struct shown *list = NULL;
	char name[24];
	struct presence p;

	for (int i = 0; i < SHOWN_MAX; i++) {
		snprintf(name, sizeof name, "r%d", i);
		p = at(name, true);
		ck_assert(shown_set(&list, &p, i));
	}
	p = at("one-more", true);
	ck_assert(!shown_set(&list, &p, 99));
	p = at("r3", false);
	ck_assert(shown_set(&list, &p, 99));
	ck_assert_uint_eq(shown_count(list), SHOWN_MAX);
	shown_clear(&list);
}
END_TEST

UNIT("shown", a_copy_outlives_what_it_was_made_of, only_a_change_is_one,
     what_is_gone_is_shown_until_it_is_dropped, so_many_and_no_more)
