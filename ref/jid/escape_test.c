#include "jid/escape.h"

#include <string.h>

#include "lib/rng.h"
#include "lib/unit.h"

static struct buf b;

static struct view escaped(struct view name)
{
	buf_clear(&b);
	jid_escape(name, &b);
	return buf_view(&b);
}

static struct view unescaped(struct view local)
{
	buf_clear(&b);
	jid_unescape(local, &b);
	return buf_view(&b);
}

static const struct {
	const char *name, *local;
} pairs[] = {
	{ "sally", "sally" },
	{ "", "" },
	/* Each of the ten. */
	{ "a b", "a\\20b" }, { "a\"b", "a\\22b" }, { "a&b", "a\\26b" },
	{ "a'b", "a\\27b" }, { "a/b", "a\\2fb" }, { "a:b", "a\\3ab" },
	{ "a<b", "a\\3cb" }, { "a>b", "a\\3eb" }, { "a@b", "a\\40b" },
	{ "a\\20b", "a\\5c20b" },
	/* A backslash is itself, unless a sequence would follow. */
	{ "c\\d", "c\\d" }, { "c\\", "c\\" }, { "c\\2", "c\\2" },
	{ "c\\\\3a", "c\\\\5c3a" }, { "c\\5c", "c\\5c5c" },
	{ "c\\5", "c\\5" }, { "\\", "\\" }, { "\\\\", "\\\\" },
	/* Upper case is no sequence yet. */
	{ "c\\2F", "c\\5c2F" }, { "c\\5C", "c\\5c5C" },
	{ "c\\2G", "c\\2G" },
	/* XEP-0106 5. */
	{ "space cadet", "space\\20cadet" },
	{ "call me \"ishmael\"", "call\\20me\\20\\22ishmael\\22" },
	{ "at&t guy", "at\\26t\\20guy" },
	{ "d'artagnan", "d\\27artagnan" },
	{ "/.fanboy", "\\2f.fanboy" },
	{ "::foo::", "\\3a\\3afoo\\3a\\3a" },
	{ "<foo>", "\\3cfoo\\3e" },
	{ "user@host", "user\\40host" },
	{ "c:\\net", "c\\3a\\net" },
	{ "c:\\\\net", "c\\3a\\\\net" },
	{ "c:\\cool stuff", "c\\3a\\cool\\20stuff" },
	{ "c:\\5commas", "c\\3a\\5c5commas" },
	{ "\xe6\x97\xa5 \xe6\x9c\xac", "\xe6\x97\xa5\\20\xe6\x9c\xac" },
};

START_TEST(names_and_localparts)
{
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		struct view name = view_of(pairs[i].name);
		struct view local = view_of(pairs[i].local);

		ck_assert_msg(view_eq(escaped(name), local), "%s: %.*s",
		              pairs[i].name, VIEW_ARG(buf_view(&b)));
		ck_assert_msg(view_eq(unescaped(local), name), "%s: %.*s",
		              pairs[i].local, VIEW_ARG(buf_view(&b)));
		ck_assert_msg(jid_is_canonical_escape(local), "%s",
		              pairs[i].local);
	}
	buf_free(&b);
}
END_TEST

START_TEST(what_is_not_canonical)
{
	static const char *const other[] = {
		"k\\5cz", "k\\5c", "\\5c", "\\5c\\20", "a\\5c\\5c",
		"\\20a", "a\\20", "\\20", "a\\5c2", "a\\2F",
	};

	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
		ck_assert_msg(!jid_is_canonical_escape(view_of(other[i])), "%s",
		              other[i]);
}
END_TEST

START_TEST(every_byte_comes_back)
{
	for (unsigned first = 0; first < 256; first++)
		for (unsigned second = 0; second < 256; second++) {
			const char raw[] = { '\\', (char)first, (char)second, '\\' };
			struct view name = { raw, sizeof raw };
			struct buf local = { 0 };

			jid_escape(name, &local);
			ck_assert(view_eq(unescaped(buf_view(&local)), name));
			buf_free(&local);
		}
	buf_free(&b);
}
END_TEST

/* Canonical: exactly those that escaping makes. */
START_TEST(random_strings)
{
	static const char alphabet[] = "\\\\\\25c0a3fe@/ \"&'<>:x";
	struct rng rng;

	rng_seed(&rng, 106);
	for (int n = 0; n < 20000; n++) {
		char text[12];
		struct view v = { text, rng_next_below(&rng, sizeof text + 1) };
		struct buf name = { 0 }, local = { 0 };
		bool trimmed;

		for (size_t i = 0; i < v.n; i++)
			text[i] = alphabet[rng_next_below(&rng, sizeof alphabet - 1)];
		jid_escape(v, &local);
		jid_unescape(buf_view(&local), &name);
		ck_assert(view_eq(buf_view(&name), v));
		trimmed = v.n == 0 || (v.p[0] != ' ' && v.p[v.n - 1] != ' ');
		ck_assert(jid_is_canonical_escape(buf_view(&local)) == trimmed);
		/* As a localpart. */
		buf_clear(&name);
		buf_clear(&local);
		jid_unescape(v, &name);
		jid_escape(buf_view(&name), &local);
		if (!view_eq(buf_view(&local), v))
			ck_assert(!jid_is_canonical_escape(v) ||
			          memchr(v.p, '\\', v.n) == NULL);
		buf_free(&name);
		buf_free(&local);
	}
}
END_TEST

UNIT("escape", names_and_localparts, what_is_not_canonical, every_byte_comes_back,
     random_strings)
