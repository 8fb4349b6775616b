#include "gateway/watch_users.h"

#include "lib/unit.h"

START_TEST(each_user_is_counted_alone)
{
	struct watch_users *u = watch_users_new();

	ck_assert_uint_eq(watch_users_of(u, VIEW("a@b.example")), 0);
	watch_users_add(u, VIEW("a@b.example"));
	watch_users_add(u, VIEW("a@b.example"));
	watch_users_add(u, VIEW("c@b.example"));
	ck_assert_uint_eq(watch_users_of(u, VIEW("a@b.example")), 2);
	ck_assert_uint_eq(watch_users_of(u, VIEW("c@b.example")), 1);
	watch_users_remove(u, VIEW("a@b.example"));
	watch_users_remove(u, VIEW("c@b.example"));
	watch_users_remove(u, VIEW("c@b.example")); /* it has gone */
	ck_assert_uint_eq(watch_users_of(u, VIEW("a@b.example")), 1);
	ck_assert_uint_eq(watch_users_of(u, VIEW("c@b.example")), 0);
	watch_users_free(&u);
	watch_users_free(&u);
}
END_TEST

UNIT("watch_users", each_user_is_counted_alone)
