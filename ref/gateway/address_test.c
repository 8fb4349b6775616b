#include "gateway/address.h"

#include <string.h>

#include "jid/escape.h"
#include "lib/rng.h"
#include "lib/text.h"
#include "lib/tsv.h"
#include "lib/unit_region.h"
#include "sip/uri.h"

static struct buf buf;

/* "REFUSED" in the place of a URI. */
static struct view to_sip(struct view text)
{
	struct jid j;

	buf_clear(&buf);
	if (!jid_read(text, region, &j, NULL))
		return VIEW("REFUSED");
	if (jid_to_sip(&j, &buf) != CAUSE_NONE) {
		ck_assert_uint_eq(buf_len(&buf), 0);
		return VIEW("REFUSED");
	}
	return region_copy(region, buf_view(&buf));
}

static enum cause cause;

static struct view to_jid(struct view text)
{
	struct sip_uri u;
	struct jid j;

	cause = CAUSE_NONE;
	if (!sip_uri_read(text, &u, NULL))
		return VIEW("REFUSED");
	cause = sip_to_jid(&u, region, &j);
	if (cause != CAUSE_NONE)
		return VIEW("REFUSED");
	return jid_text(&j, region);
}

static void gives(struct view got, struct view in, struct view expected)
{
	if (view_starts(expected, VIEW("REFUSE")))
		expected = VIEW("REFUSED");
	ck_assert_msg(view_eq(got, expected), "%.*s: %.*s, not %.*s", VIEW_ARG(in), VIEW_ARG(got),
	              VIEW_ARG(expected));
}

/* Every row of the catalogue. */
TEST(vectors)
	struct fault f;
	struct tsv *t = tsv_open("scenarios/requirements/sip-address-vectors.tsv", &f);
	size_t seen[2] = { 0, 0 };

	ck_assert_ptr_nonnull(t);
	for (size_t i = 0; i < tsv_rows(t); i++) {
		struct view way = tsv_cell(t, i, tsv_column(t, "direction"));
		struct view in = tsv_cell(t, i, tsv_column(t, "input"));
		struct view out = tsv_cell(t, i, tsv_column(t, "output"));
		bool x2s = view_is(way, "X2S");

		ck_assert(x2s || view_is(way, "S2X"));
		gives(x2s ? to_sip(in) : to_jid(in), in, out);
		seen[x2s]++;
	}
	ck_assert_uint_ge(seen[0], 29);
	ck_assert_uint_ge(seen[1], 24);
	tsv_close(&t);
END

static void forth(const char *in, const char *out)
{
	gives(to_sip(view_of(in)), view_of(in), view_of(out));
}

static void back(const char *in, const char *out)
{
	gives(to_jid(view_of(in)), view_of(in), view_of(out));
}

TEST(requirement_rows)
	/* R7247-6.2-3 */
	forth("a#b%c[d]e^f`g{h|i}j@jabbertown.example",
	      "sip:a%23b%25c%5Bd%5De%5Ef%60g%7Bh%7Ci%7Dj@jabbertown.example");
	/* R7247-6.5-3 */
	forth("k\\5c27z@jabbertown.example", "sip:k%5C27z@jabbertown.example");
	/* R7247-6.4-4 */
	back("sip:xeno:pw@jabbertown.example:5061;transport=tls;user=ip;foo=bar",
	     "xeno@jabbertown.example");
	/* RFC 4475 3.1.1.3 */
	back("sip:sips%3Auser%40example.com@example.net",
	     "sips\\3auser\\40example.com@example.net");
	/* LYNC-fed-3 */
	back("sip:sally@sipcorp.example;opaque=user:epid:XHiW;gruu", "sally@sipcorp.example");
END

TEST(domains)
	back("sip:a@SIPCORP.Example.", "a@sipcorp.example");
	back("sip:a@xn--bcher-kva.example", "a@b\xc3\xbc"
	                                    "cher.example");
	back("sip:a@192.0.2.1:5060", "a@192.0.2.1");
	back("sip:a@[2001:db8::1]", "a@[2001:db8::1]");
	forth("a@192.0.2.1", "sip:a@192.0.2.1");
	forth("a@[2001:db8::1]", "sip:a@[2001:db8::1]");
	back("sip:a@xn--zzzzzzz-.example", "REFUSED");
	/* A name to DNS, yet no host of RFC 3261 25.1. */
	forth("a@jabbertown.5cample", "REFUSED");
	back("sip:a@jabbertown.5cample", "REFUSED");
END

TEST(resources)
	back("sip:a@b.example;gr=urn:uuid:f81d4fae-7dec", "a@b.example/urn:uuid:f81d4fae-7dec");
	back("sip:a@b.example;GR=x%2Fy", "a@b.example/x/y");
	back("sip:a@b.example;gr=a%2541", "a@b.example/a%41");
	back("sip:a@b.example;gr=%00", "REFUSED");
	back("sip:a@b.example;gr=a%00b", "REFUSED");
	back("sip:a@b.example;gr=%20x", "REFUSED");
	back("sip:a@b.example;gr=%FF", "REFUSED");
	back("sip:a@b.example;gr=%0D%0A", "REFUSED");
	back("sip:b.example;gr=x", "b.example/x");
	forth("a@b.example/urn:uuid:1", "sip:a@b.example;gr=urn:uuid:1");
	forth("a@b.example/x=y?z@\\", "sip:a@b.example;gr=x%3Dy%3Fz%40%5C");
END

TEST(causes)
	back("sips:a@b.example", "REFUSED");
	ck_assert_int_eq(cause, CAUSE_SIP_SECURE);
	ck_assert_int_eq(cause_sip_status(cause), 480);
	back("tel:+1555", "REFUSED");
	ck_assert_int_eq(cause, CAUSE_SIP_SCHEME);
	ck_assert_int_eq(cause_sip_status(cause), 416);
	back("http://b.example/", "REFUSED");
	ck_assert_int_eq(cause, CAUSE_SIP_SCHEME);
	back("sip:%FF@b.example", "REFUSED");
	ck_assert_int_eq(cause, CAUSE_SIP_ADDRESS);
	ck_assert_int_eq(cause_sip_status(cause), 404);
END

TEST(user_parts_that_no_account_has)
	static const char *const users[] = {
		"%20",
		"a%20",
		"%20a",
		"%00",
		"a%00",
		"a%09b",
		"a%0Ab",
		"a%0D%0Ab",
		"%7F",
		"%C0%80",
		"%C1%81",
		"%ED%A0%80",
		"%F4%90%80%80",
		"a%C3",
		"%E2%80%8F%D7%90",
		"%E2%99%9A", /* a chess piece: RFC 8265 3.3 */
		"henry%E2%85%A3", /* a roman numeral, compatibility */
		"%EF%BF%BE",
		"%C2%85",
		"%E2%80%A8",
	};

	for (size_t i = 0; i < sizeof users / sizeof users[0]; i++) {
		struct view v = region_printf(region, "sip:%s@b.example", users[i]);

		gives(to_jid(v), v, VIEW("REFUSED"));
	}
END

/* What the mapping of the other side (RFC 8265 3.3) would make another account of:
 * width, composition and case around a backslash. */
TEST(sequences_that_come_and_go)
	/* "\5c" in fullwidth digits, a fullwidth backslash. */
	back("sip:c%5C%EF%BC%95%EF%BD%83x@b.example", "REFUSED");
	back("sip:c%EF%BC%BC5cx@b.example", "REFUSED");
	back("sip:c%EF%BC%BC40x@b.example", "REFUSED");
	back("sip:c%5C2%EF%BD%86x@b.example", "REFUSED");
	/* ":" and "<" with a mark that joins the last digit of their sequence. */
	back("sip:c%3A%CC%8A@b.example", "REFUSED");
	back("sip:c%3C%CC%A7@b.example", "REFUSED");
	/* One goes, another comes. */
	back("sip:%3C%CC%A7%EF%BC%BC40@b.example", "REFUSED");
	/* Escaped for the sake of a "C" that has become another letter: a reply would be
	 * refused. */
	back("sip:%5C5C%CC%A7@b.example", "REFUSED");
	/* Right-to-left, with a sequence in the middle: judged as a whole only. */
	back("sip:%D7%93.%20%D7%9C@b.example", "\xd7\x93.\\20\xd7\x9c@b.example");
	forth("\xdf\x84+\\\\202@b.example", "sip:%DF%84+%5C%202@b.example");
	back("sip:%DF%84+%5C%202@b.example", "\xdf\x84+\\\\202@b.example");
	/* Harmless: fullwidth letters, a backslash that is one. */
	back("sip:%EF%BD%8B@b.example", "\xef\xbd\x8b@b.example");
	back("sip:a%5C%EF%BD%8B@b.example", "a\\\xef\xbd\x8b@b.example");
	back("sip:%C3%84%20b@b.example", "\xc3\x84\\20b@b.example");
	back("sip:c%5C5C@b.example", "c\\5c5C@b.example");
	back("sip:c%5C2Fx@b.example", "c\\5c2Fx@b.example");
END

TEST(lengths)
	struct buf b = { 0 };

	for (size_t n = 1022; n <= 1024; n++) {
		buf_clear(&b);
		buf_puts(&b, "sip:");
		for (size_t i = 0; i < n; i++)
			buf_putc(&b, 'a');
		buf_puts(&b, "@b.example");
		ck_assert(view_is(to_jid(buf_view(&b)), "REFUSED") == (n > 1023));
	}
	/* Escaped it is three times as long. */
	for (size_t n = 341; n <= 342; n++) {
		buf_clear(&b);
		buf_puts(&b, "sip:");
		for (size_t i = 0; i < n; i++)
			buf_putc(&b, '/');
		buf_puts(&b, "@b.example");
		ck_assert(view_is(to_jid(buf_view(&b)), "REFUSED") == (n > 341));
	}
	buf_free(&b);
	ck_assert(sip_user_is_mappable(VIEW("a")));
	ck_assert(!sip_user_is_mappable(VIEW("")));
END

/* The characters a canonical localpart is made of, each kind of them. */
static struct view random_local(struct rng *rng, struct region *r)
{
	static const char *const pieces[] = {
		"a",
		"b",
		"z",
		"0",
		"9",
		"-",
		"_",
		".",
		"!",
		"~",
		"*",
		"(",
		")",
		"=",
		"+",
		"$",
		",",
		";",
		"?",
		"#",
		"%",
		"[",
		"]",
		"^",
		"`",
		"{",
		"|",
		"}",
		"\\",
		"5c",
		"20",
		"40",
		" ",
		"\"",
		"&",
		"'",
		"/",
		":",
		"<",
		">",
		"@",
		"\xc3\xbc",
		"\xe6\x97\xa5",
		"\xf0\xa0\x80\x80",
		"\xc3\x9f",
		"\xcf\x82",
	};
	struct buf name = { 0 }, local = { 0 };
	struct view out;
	size_t n = 1 + rng_next_below(rng, 12);

	while (n-- > 0)
		buf_puts(&name, pieces[rng_next_below(rng, sizeof pieces / sizeof pieces[0])]);
	jid_escape(view_trim(buf_view(&name)), &local);
	out = region_copy(r, buf_view(&local));
	buf_free(&name);
	buf_free(&local);
	return out;
}

/* R7247-6.5-6: an identity, octet for octet. */
TEST(forth_and_back)
	struct rng rng;
	size_t crossed = 0;

	rng_seed(&rng, 7247);
	for (int n = 0; n < 20000; n++) {
		struct view local = random_local(&rng, region);
		struct view text = region_printf(region, "%.*s%sjabbertown.example%s",
		                                 VIEW_ARG(local), local.n != 0 ? "@" : "",
		                                 n % 3 == 0 ? "/R\xc3\xa4um 2;x=\"\\40" : "");
		struct jid j;

		if (!jid_read(text, region, &j, NULL))
			continue;
		ck_assert_msg(view_eq(to_jid(to_sip(text)), jid_text(&j, region)), "%.*s: %.*s",
		              VIEW_ARG(text), VIEW_ARG(to_sip(text)));
		crossed++;
		region_reset(region);
	}
	ck_assert_uint_gt(crossed, 15000);
END

/* Equal but for the escapes of reserved characters, which RFC 3261 19.1.4 tells
 * apart and no account does. */
static bool same_user(const struct sip_uri *a, const struct sip_uri *b)
{
	struct buf x = { 0 }, y = { 0 };
	bool same = sip_unescape(&x, a->user) && sip_unescape(&y, b->user) &&
	            view_eq(buf_view(&x), buf_view(&y));

	buf_free(&x);
	buf_free(&y);
	return same;
}

/* And from the SIP side: what is accepted comes back as the same user, and its key
 * names it. */
TEST(back_and_forth)
	struct rng rng;
	size_t crossed = 0;

	rng_seed(&rng, 3261);
	for (int n = 0; n < 20000; n++) {
		struct buf b = { 0 };
		struct sip_uri u, again;
		struct jid j, key;
		struct view v;

		buf_puts(&b, "sip:");
		for (size_t i = 1 + rng_next_below(&rng, 6); i > 0; i--) {
			static const char *const pieces[] = {
				"a",      "B",      "%20",    "%5C",       "%5c",       "5c",
				"5C",     "2F",     "/",      "&",         "'",         "%40",
				"%3A",    "%3c",    "%C3%BC", "%EF%BC%BC", "%EF%BC%95", "%EF%BD%83",
				"%CC%8A", "%CC%A7", "c",      "%",         "%2",        "%25",
				";",      "?",
			};

			buf_puts(&b,
			         pieces[rng_next_below(&rng, sizeof pieces / sizeof pieces[0])]);
		}
		buf_puts(&b, "@b.example");
		v = buf_view(&b);
		if (sip_uri_read(v, &u, NULL) && sip_to_jid(&u, region, &j) == CAUSE_NONE) {
			struct view uri;

			crossed++;
			buf_clear(&buf);
			ck_assert_int_eq(jid_to_sip(&j, &buf), CAUSE_NONE);
			uri = region_copy(region, buf_view(&buf));
			ck_assert(sip_uri_read(uri, &again, NULL));
			ck_assert_msg(same_user(&u, &again), "%.*s: %.*s", VIEW_ARG(v),
			              VIEW_ARG(uri));
			key = jid_prepared(&j, region);
			ck_assert_msg(jid_is_canonical_escape(key.local), "%.*s", VIEW_ARG(v));
			ck_assert(view_eq(jid_text(&key, region),
			                  to_jid(to_sip(jid_text(&key, region)))));
		}
		buf_free(&b);
		region_reset(region);
	}
	ck_assert_uint_gt(crossed, 3000);
END

TEST(other_schemes)
	struct jid j;

	ck_assert(jid_read(VIEW("a\\20b;c?d\\26e@b\xc3\xbc"
	                        "cher.example/r"),
	                   region, &j, NULL));
	ck_assert_int_eq(jid_to_im(&j, &buf), CAUSE_NONE);
	ck_assert_str_eq(buf_cstr(&buf), "im:a%20b%3Bc%3Fd%26e@xn--bcher-kva.example");
	buf_clear(&buf);
	ck_assert_int_eq(jid_to_pres(&j, &buf), CAUSE_NONE);
	ck_assert_str_eq(buf_cstr(&buf), "pres:a%20b%3Bc%3Fd%26e@xn--bcher-kva.example");
	buf_clear(&buf);
	jid_to_xmpp_uri(&j, &buf);
	ck_assert_str_eq(buf_cstr(&buf), "xmpp:a%5C20b;c%3Fd%5C26e@b%C3%BCcher.example/r");
	ck_assert(jid_read(VIEW("k\\5cz@b.example"), region, &j, NULL));
	ck_assert_int_eq(jid_to_im(&j, &buf), CAUSE_JID_MALFORMED);
END

static void xmpp(const char *uri, const char *expected)
{
	struct jid j;
	bool ok = xmpp_uri_to_jid(view_of(uri), region, &j);
	struct view got = ok ? jid_text(&j, region) : VIEW("REFUSED");

	gives(got, view_of(uri), view_of(expected));
}

TEST(xmpp_uris)
	struct jid j;

	xmpp("xmpp:a@b.example", "a@b.example");
	xmpp("XMPP:a@b.example/r", "a@b.example/r");
	xmpp("xmpp:b.example", "b.example");
	xmpp("xmpp:a@b.example/r/s@t?message;body=x#f", "a@b.example/r/s@t");
	xmpp("xmpp:a@b.example?message", "a@b.example");
	xmpp("xmpp://me@c.example/a@b.example", "a@b.example");
	xmpp("xmpp:nasty!%23$%25()*+,-.;=%3F%5B%5C%5D%5E_%60%7B%7C%7D~node@example.com",
	     "nasty!#$%()*+,-.;=?[\\]^_`{|}~node@example.com");
	xmpp("xmpp:a%2Fb@c.example", "REFUSED");
	xmpp("xmpp:a%40b@c.example", "REFUSED");
	xmpp("xmpp:a@b%2Fc", "REFUSED");
	xmpp("xmpp:a%00@b.example", "REFUSED");
	xmpp("xmpp:a@b.example/%00", "REFUSED");
	xmpp("xmpp:a%2@b.example", "REFUSED");
	xmpp("xmpp:", "REFUSED");
	xmpp("xmpp://x", "REFUSED");
	xmpp("a@b.example", "REFUSED");
	xmpp("sip:a@b.example", "REFUSED");
	xmpp("", "REFUSED");
	ck_assert(!xmpp_uri_to_jid(VIEW("xmpp:a@b.example\r\nX: y"), region, &j));
END

TEST(bare_and_key)
	struct sip_uri u;
	struct jid j, key;

	ck_assert(sip_uri_read(VIEW("sip:Sally.Smith@sipcorp.example;gr=PC7"), &u, NULL));
	ck_assert_int_eq(sip_to_jid(&u, region, &j), CAUSE_NONE);
	key = jid_prepared(&j, region);
	ck_assert(view_is(jid_text(&key, region), "sally.smith@sipcorp.example/PC7"));
	j = jid_bare_of(&j);
	ck_assert(view_is(jid_text(&j, region), "Sally.Smith@sipcorp.example"));
END

UNIT("address", vectors, requirement_rows, domains, resources, causes,
     user_parts_that_no_account_has, sequences_that_come_and_go, lengths, forth_and_back,
     back_and_forth, other_schemes, xmpp_uris, bare_and_key)
