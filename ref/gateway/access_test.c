#include "gateway/access.h"

#include "lib/unit.h"

static const struct access_policy open_ = { true, true, false };
static const struct access_policy shut = { false, false, false };

static enum cause ask(const struct access *a, const char *user)
{
	return access_refused(a, view_of(user));
}

START_TEST(the_switch_bars_all)
{
	struct access a = { .allow_federated_users = false,
		            .has_global = true,
		            .global = open_ };

	ck_assert_int_eq(ask(&a, "sally@contoso.example"), CAUSE_FEDERATION_OFF);
	a.allow_federated_users = true;
	ck_assert_int_eq(ask(&a, "sally@contoso.example"), CAUSE_NONE);
}
END_TEST

START_TEST(without_policy_everybody_is_barred)
{
	struct access a = { .allow_federated_users = true };

	ck_assert_int_eq(ask(&a, "sally@contoso.example"), CAUSE_USER_BARRED);
	ck_assert_int_eq(access_applies(&a, VIEW("x@y")).scope, ACCESS_NONE);
}
END_TEST

START_TEST(federation_and_xmpp_are_both_needed)
{
	static const struct {
		struct access_policy p;
		bool permits;
	} row[] = {
		{ { false, false, false }, false },
		{ { true, false, false }, false },
		{ { false, true, false }, false },
		{ { true, true, false }, true },
		/* public-cloud neither gives access nor is needed for it. */
		{ { true, false, true }, false },
		{ { false, true, true }, false },
		{ { true, true, true }, true },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		ck_assert_msg(access_permits(&row[i].p) == row[i].permits, "row %zu", i);
}
END_TEST

/* User, site and global policy each absent, permitting or barring: the most
 * specific one that exists decides. */
START_TEST(the_most_specific_policy_decides)
{
	static const char *const paris[] = { "*@paris.contoso.example" };
	enum { ABSENT, PERMITS, BARS };

	for (int u = ABSENT; u <= BARS; u++)
		for (int s = ABSENT; s <= BARS; s++)
			for (int g = ABSENT; g <= BARS; g++) {
				struct access_user user = { VIEW("sally@paris.contoso.example"),
					                    u == PERMITS ? open_ : shut };
				struct access_site site = { "paris", paris, 1,
					                    s == PERMITS ? open_ : shut };
				struct access a = { .allow_federated_users = true,
					            .has_global = g != ABSENT,
					            .global = g == PERMITS ? open_ : shut,
					            .site = &site,
					            .n_site = s != ABSENT,
					            .user = &user,
					            .n_user = u != ABSENT };
				int sally = u != ABSENT ? u : s != ABSENT ? s : g;

				ck_assert_int_eq(ask(&a, "sally@paris.contoso.example"),
				                 sally == PERMITS ? CAUSE_NONE
				                                  : CAUSE_USER_BARRED);
				/* Of another site: by the global policy. */
				ck_assert_int_eq(ask(&a, "sue@rome.contoso.example"),
				                 g == PERMITS ? CAUSE_NONE : CAUSE_USER_BARRED);
			}
}
END_TEST

START_TEST(nothing_is_merged)
{
	/* xmpp alone in her own policy: federation is not taken from above. */
	struct access_user user = { VIEW("sally@contoso.example"), { false, true, false } };
	struct access a = { .allow_federated_users = true,
		            .has_global = true,
		            .global = open_,
		            .user = &user,
		            .n_user = 1 };

	ck_assert_int_eq(ask(&a, "sally@contoso.example"), CAUSE_USER_BARRED);
	ck_assert_int_eq(ask(&a, "sue@contoso.example"), CAUSE_NONE);
}
END_TEST

START_TEST(patterns_have_one_star)
{
	static const struct {
		const char *pattern, *user;
		bool fits;
	} row[] = {
		{ "*", "a@b.example", true },
		{ "*@b.example", "a@b.example", true },
		{ "*@b.example", "@b.example", true },
		{ "*@b.example", "a@xb.example", false },
		{ "*@b.example", "a@b.example.net", false },
		{ "a@b.example", "a@b.example", true },
		{ "a@b.example", "aa@b.example", false },
		{ "sales-*@b.example", "sales-1@b.example", true },
		{ "sales-*@b.example", "sale@b.example", false },
		/* The two ends must not share characters. */
		{ "ab*ba", "aba", false },
		{ "ab*ba", "abba", true },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		ck_assert_msg(access_matches(row[i].pattern, view_of(row[i].user)) ==
		                      row[i].fits,
		              "%s %s", row[i].pattern, row[i].user);
}
END_TEST

START_TEST(the_choice_tells_where_it_came_from)
{
	static const char *const all[] = { "*" };
	struct access_site site = { "paris", all, 1, open_ };
	struct access a = { .site = &site, .n_site = 1 };
	struct access_choice c = access_applies(&a, VIEW("x@y"));

	ck_assert_int_eq(c.scope, ACCESS_SITE);
	ck_assert_str_eq(access_scope_word(c.scope), "access-site");
	ck_assert_str_eq(access_scope_word(ACCESS_USER), "access-user");
	ck_assert_str_eq(access_scope_word(ACCESS_GLOBAL), "access-global");
	ck_assert_str_eq(access_scope_word(ACCESS_NONE), "access-none");
}
END_TEST

UNIT("access", the_switch_bars_all, without_policy_everybody_is_barred,
     federation_and_xmpp_are_both_needed, the_most_specific_policy_decides, nothing_is_merged,
     patterns_have_one_star, the_choice_tells_where_it_came_from)
