#include "jid/jid.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/unit_region.h"

static bool read_view(struct view text, struct jid *j)
{
	const char *why = NULL;
	bool ok = jid_read(text, region, j, &why);

	/* A refusal says why; asking for it is optional. */
	ck_assert(ok || (why != NULL && *why != '\0'));
	ck_assert(jid_read(text, region, j, NULL) == ok);
	return ok;
}

/* Read, and printed again, as `prepared`; what was printed reads as itself. */
static void reads(const char *text, const char *prepared)
{
	struct jid j, again;
	struct view out;

	ck_assert_msg(read_view(view_of(text), &j), "refused: %s", text);
	out = jid_text(&j, region);
	ck_assert_msg(view_is(out, prepared), "%s: %.*s", text, VIEW_ARG(out));
	ck_assert(read_view(out, &again));
	ck_assert_msg(jid_equal(&j, &again), "%s is not stable", text);
}

static void refused(const char *text)
{
	struct jid j;

	ck_assert_msg(!read_view(view_of(text), &j), "read: %s", text);
}

static void parts(const char *text, const char *local, const char *domain,
                  const char *resource)
{
	struct jid j;

	ck_assert(read_view(view_of(text), &j));
	ck_assert(view_is(j.local, local));
	ck_assert(view_is(j.domain, domain));
	ck_assert(view_is(j.resource, resource));
}

static bool same(const char *a, const char *b)
{
	struct jid x, y;

	ck_assert_msg(read_view(view_of(a), &x), "refused: %s", a);
	ck_assert_msg(read_view(view_of(b), &y), "refused: %s", b);
	return jid_equal(&x, &y);
}

TEST(j1_to_j5_split)
	parts("iut.example", "", "iut.example", "");
	parts("known@iut.example/Balkon 2", "known", "iut.example", "Balkon 2");
	parts("iut.example/x@other.example", "", "iut.example", "x@other.example");
	parts("known@iut.example/a/b@c", "known", "iut.example", "a/b@c");
	parts("a@iut.example/@", "a", "iut.example", "@");
	ck_assert(same("KNOWN@IUT.EXAMPLE", "known@iut.example"));
	ck_assert(!same("a@iut.example/Foo", "a@iut.example/foo"));
	refused("a@b@iut.example");
END

TEST(j6_to_j9_letters)
	ck_assert(!same("strasse@iut.example", "stra\xc3\x9f""e@iut.example"));
	ck_assert(same("\xce\xa3@iut.example", "\xcf\x83@iut.example"));
	ck_assert(!same("\xce\xa3@iut.example", "\xcf\x82@iut.example"));
	reads("\xcf\x80@iut.example", "\xcf\x80@iut.example");
	reads("\xe6\x97\xa5\xe6\x9c\xac@iut.example",
	      "\xe6\x97\xa5\xe6\x9c\xac@iut.example");
	reads("known@iut.example/\xe2\x99\x9a", "known@iut.example/\xe2\x99\x9a");
	/* Case and composition: E with acute, in one piece and in two. */
	reads("\xc3\x89@iut.example", "\xc3\xa9@iut.example");
	reads("E\xcc\x81@iut.example", "\xc3\xa9@iut.example");
	reads("a@iut.example/E\xcc\x81", "a@iut.example/\xc3\x89");
	/* I with dot: two characters in lower case. */
	reads("\xc4\xb0@iut.example", "i\xcc\x87@iut.example");
END

TEST(j10_to_j12_mapping)
	refused("\xe2\x99\x9a@iut.example");
	refused("henry\xe2\x85\xa3@iut.example");
	reads("\xef\xbd\x8bnown@iut.example", "known@iut.example");
	reads("\xef\xbc\xab@iut.example", "k@iut.example");
	/* Halfwidth katakana. */
	reads("\xef\xbd\xb6@iut.example", "\xe3\x82\xab@iut.example");
	/* Width mapping is for localparts. */
	reads("a@iut.example/\xef\xbd\x8b", "a@iut.example/\xef\xbd\x8b");
	/* Fullwidth forms of the excluded characters. */
	refused("a\xef\xbc\xa0""b@iut.example");
	refused("a\xef\xbc\x8f""b@iut.example");
	refused("a\xef\xbc\x86""b@iut.example");
	/* Angstrom and Kelvin signs are compatibility characters. */
	refused("\xe2\x84\xab@iut.example");
	refused("\xe2\x84\xaa@iut.example");
END

TEST(j13_j14_excluded)
	static const char excluded[] = "\"&':<>";

	refused("a b@iut.example");
	refused(" @iut.example");
	refused("a\xc2\xa0""b@iut.example");
	reads("a\\20b@iut.example", "a\\20b@iut.example");
	for (const char *c = excluded; *c != '\0'; c++) {
		char text[] = "a?b@iut.example";

		text[1] = *c;
		refused(text);
	}
	refused("\"a\"@iut.example");
	/* The others of ASCII stand. */
	reads("!#$%()*+,-.0;=?[\\]^_`{|}~@iut.example",
	      "!#$%()*+,-.0;=?[\\]^_`{|}~@iut.example");
END

TEST(j15_empty_parts)
	struct jid j;

	refused("@iut.example");
	refused("known@");
	refused("/r");
	refused("known@iut.example/");
	refused("iut.example/");
	refused("");
	refused("@");
	refused("/");
	refused("@/");
	ck_assert(!read_view((struct view){ NULL, 0 }, &j));
END

TEST(j16_spaces_in_resources)
	refused("known@iut.example/ x");
	refused("known@iut.example/   ");
	refused("known@iut.example/\xc2\xa0x");
	reads("known@iut.example/x ", "known@iut.example/x ");
	reads("known@iut.example/x\xe2\x80\x89y\xe3\x80\x80z",
	      "known@iut.example/x y z");
END

/* A localpart (or resourcepart) of n times `unit`. */
static bool long_part(const char *unit, size_t n, bool local)
{
	struct buf b = { 0 };
	struct jid j;
	bool ok;

	if (!local)
		buf_puts(&b, "iut.example/");
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, unit);
	if (local)
		buf_puts(&b, "@iut.example");
	ok = read_view(buf_view(&b), &j);
	if (ok)
		ck_assert_uint_eq((local ? j.local : j.resource).n, n * strlen(unit));
	buf_free(&b);
	return ok;
}

TEST(j17_lengths)
	for (int local = 0; local < 2; local++) {
		ck_assert(long_part("x", 1023, local));
		ck_assert(!long_part("x", 1024, local));
		ck_assert(long_part("\xe6\x97\xa5", 341, local));
		ck_assert(!long_part("\xe6\x97\xa5", 342, local));
	}
END

TEST(j17_growth_is_counted)
	struct buf b = { 0 };
	struct jid j;

	/* Two octets become three; 341 of them fit, 342 do not. */
	for (int i = 0; i < 341; i++)
		buf_puts(&b, "\xc4\xb0");
	buf_puts(&b, "@iut.example");
	ck_assert(read_view(buf_view(&b), &j));
	ck_assert_uint_eq(j.local.n, 1023);
	buf_clear(&b);
	for (int i = 0; i < 342; i++)
		buf_puts(&b, "\xc4\xb0");
	buf_puts(&b, "@iut.example");
	ck_assert(!read_view(buf_view(&b), &j));
	/* U+0958 is two characters in NFC: 3 octets become 6. */
	buf_clear(&b);
	buf_puts(&b, "iut.example/");
	for (int i = 0; i < 341; i++)
		buf_puts(&b, "\xe0\xa5\x98");
	ck_assert(!read_view(buf_view(&b), &j));
	buf_free(&b);
END

TEST(j22_j23_controls_and_direction)
	refused("a\xe2\x80\xae""b@iut.example");	/* U+202E */
	refused("a\x07""b@iut.example");
	refused("a\x7f""b@iut.example");
	refused("a\xc2\xad""b@iut.example");		/* U+00AD */
	refused("a\xe2\x80\x8b""b@iut.example");	/* U+200B */
	refused("a\xee\x80\x80""b@iut.example");	/* private use */
	refused("a\xef\xb7\x90""b@iut.example");	/* not a character */
	refused("a\xf3\xa0\x80\x81@iut.example");	/* tag */
	refused("iut.example/a\x07");
	refused("iut.example/a\xe2\x80\xae""b");
	refused("iut.example/a\nb");
	reads("\xd7\x90\xd7\x91@iut.example", "\xd7\x90\xd7\x91@iut.example");
	reads("\xd7\x90" "1@iut.example", "\xd7\x90" "1@iut.example");
	refused("a\xd7\x90@iut.example");
	refused("\xd7\x90" "a@iut.example");
	refused("1\xd7\x90@iut.example");
	refused("\xd7\x90-@iut.example");
	/* Directions may mix in a resourcepart. */
	reads("iut.example/a\xd7\x90", "iut.example/a\xd7\x90");
END

TEST(not_utf8_is_no_address)
	struct jid j;

	refused("a\xff@iut.example");
	refused("a\xc0\xaf@iut.example");
	refused("a\xed\xa0\x80@iut.example");
	refused("a\xe2\x82@iut.example");
	refused("a@iut.example/\xf5\x80\x80\x80");
	refused("a@\xff.example");
	ck_assert(!read_view((struct view){ "a\0b@iut.example", 15 }, &j));
	ck_assert(!read_view((struct view){ "a@iut\0.example", 14 }, &j));
END

TEST(printed_forms)
	struct jid j;

	ck_assert(read_view(VIEW("A@B.example/C"), &j));
	ck_assert(view_is(jid_bare(&j, region), "a@b.example"));
	ck_assert(view_is(jid_text(&j, region), "a@b.example/C"));
	ck_assert(read_view(VIEW("b.example/C"), &j));
	ck_assert(view_is(jid_bare(&j, region), "b.example"));
	ck_assert(view_is(jid_text(&j, region), "b.example/C"));
END

TEST(a_user_has_a_localpart)
	const char *why = NULL;
	struct jid j;

	ck_assert(jid_read_user(VIEW("A@b.example/C"), region, &j, &why));
	ck_assert(view_is(j.local, "a"));
	ck_assert(!jid_read_user(VIEW("b.example/C"), region, &j, &why));
	ck_assert_str_eq(why, "no localpart: it looks like user@domain");
	ck_assert(!jid_read_user(VIEW("a@@"), region, &j, &why));
	ck_assert_str_ne(why, "no localpart: it looks like user@domain");
	ck_assert(!jid_read_user(VIEW("b.example"), region, &j, NULL));
END

UNIT("jid", a_user_has_a_localpart, j1_to_j5_split, j6_to_j9_letters, j10_to_j12_mapping,
     j13_j14_excluded, j15_empty_parts, j16_spaces_in_resources, j17_lengths,
     j17_growth_is_counted, j22_j23_controls_and_direction,
     not_utf8_is_no_address, printed_forms)
