#include "xmpp/stream_limits.h"

#include "lib/unit.h"
#include "xmpp/features.h"

static struct element *limits(struct region *r, const char *max, const char *idle)
{
	struct element *parent = element_new(r, NS_STREAM, "features");
	struct element *e = element_add(r, parent, NS_LIMITS, "limits");

	if (max != NULL)
		element_add_text(r, element_add(r, e, NS_LIMITS, "max-bytes"), view_of(max));
	if (idle != NULL)
		element_add_text(r, element_add(r, e, NS_LIMITS, "idle-seconds"),
		                 view_of(idle));
	return parent;
}

START_TEST(what_is_written_is_read_back)
{
	struct region *r = region_new();
	struct element *parent = element_new(r, NS_STREAM, "features");
	struct stream_limits l;

	l = stream_limits_read(parent);
	ck_assert(l.max_bytes == 0 && l.idle_seconds == 0);
	stream_limits_write(r, parent, (struct stream_limits){ 10000, UINT32_MAX });
	l = stream_limits_read(parent);
	ck_assert(l.max_bytes == 10000 && l.idle_seconds == UINT32_MAX);

	parent = element_new(r, NS_STREAM, "features");
	stream_limits_write(r, parent, (struct stream_limits){ 10000, 0 });
	ck_assert_ptr_null(element_child(element_child(parent, NS_LIMITS, "limits"), NS_LIMITS,
	                                 "idle-seconds"));
	region_free(&r);
}
END_TEST

START_TEST(what_is_no_number_was_not_said)
{
	static const char *const wrong[] = { "",   "0", "-1",         "+1",  "1.5",
		                             "1x", "x", "4294967296", "0x9", "1 2" };
	struct region *r = region_new();
	struct stream_limits l;

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		l = stream_limits_read(limits(r, wrong[i], "30"));
		ck_assert_msg(l.max_bytes == 0 && l.idle_seconds == 30, "%s", wrong[i]);
		l = stream_limits_read(limits(r, " 20000\n", wrong[i]));
		ck_assert_msg(l.max_bytes == 20000 && l.idle_seconds == 0, "%s", wrong[i]);
	}
	l = stream_limits_read(limits(r, NULL, NULL));
	ck_assert(l.max_bytes == 0 && l.idle_seconds == 0);
	region_free(&r);
}
END_TEST

START_TEST(as_large_as_said_and_not_one_more)
{
	ck_assert(stream_limits_most((struct stream_limits){ 0, 0 }) == SIZE_MAX);
	ck_assert(stream_limits_most((struct stream_limits){ 10000, 0 }) == 10000);
	ck_assert(stream_limits_allow((struct stream_limits){ 0, 0 }, SIZE_MAX));
	ck_assert(stream_limits_allow((struct stream_limits){ 10000, 0 }, 9999));
	ck_assert(stream_limits_allow((struct stream_limits){ 10000, 0 }, 10000));
	ck_assert(!stream_limits_allow((struct stream_limits){ 10000, 0 }, 10001));
}
END_TEST

START_TEST(a_sign_of_life_comes_in_half_the_time)
{
	static const struct {
		uint64_t ours;
		uint32_t theirs;
		uint64_t then;
	} rows[] = {
		{ 0, 0, 0 },
		{ 0, 10, 0 },
		{ 5000, 0, 5000 },
		{ 5000, 10, 5000 },
		{ 5000, 9, 4500 },
		{ 5000, 1, 500 },
		{ 5000, UINT32_MAX, 5000 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_uint_eq(
		        stream_limits_keepalive(rows[i].ours,
		                                (struct stream_limits){ 0, rows[i].theirs }),
		        rows[i].then);
}
END_TEST

START_TEST(the_limit_of_now_unless_no_features_follow)
{
	const struct stream_settings set = { .before.stanza = 16384, .after.stanza = 65536 };
	struct stream_offer offer = { .limits = true, .external = true };

	ck_assert_uint_eq(stream_limits_ours(&set, &offer, false), 16384);
	ck_assert_uint_eq(stream_limits_ours(&set, &offer, true), 65536);
	offer.dialback = true;
	ck_assert_uint_eq(stream_limits_ours(&set, &offer, false), 65536);
	ck_assert(stream_limits_said(&offer));
	offer.starttls_required = true;
	ck_assert(!stream_limits_said(&offer));
	ck_assert(!stream_limits_said(&(struct stream_offer){ .dialback = true }));
}
END_TEST

/* RFC 6120 5.3.1: limits are nothing to negotiate beside STARTTLS. */
START_TEST(starttls_beside_limits_stands_alone)
{
	struct region *r = region_new();
	struct element *features = limits(r, "20000", NULL);
	struct stream_features f;

	element_add(r, features, NS_TLS, "starttls");
	features_read(features, &f);
	ck_assert(f.starttls && f.starttls_required && f.limits.max_bytes == 20000);
	element_add(r, features, "urn:xmpp:features:dialback", "dialback");
	features_read(features, &f);
	ck_assert(f.starttls && !f.starttls_required);
	region_free(&r);
}
END_TEST

UNIT("stream_limits", what_is_written_is_read_back, what_is_no_number_was_not_said,
     as_large_as_said_and_not_one_more, a_sign_of_life_comes_in_half_the_time,
     the_limit_of_now_unless_no_features_follow, starttls_beside_limits_stands_alone)
