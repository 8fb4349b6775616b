#include "jid/jid.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/unit_region.h"

static void prepared(const char *text, const char *expected)
{
	struct view out, again;

	ck_assert_msg(domain_prepare(view_of(text), region, &out), "refused: %s",
	              text);
	ck_assert_msg(view_is(out, expected), "%s: %.*s", text, VIEW_ARG(out));
	ck_assert(domain_prepare(out, region, &again));
	ck_assert_msg(view_eq(out, again), "%s is not stable", text);
}

static void refused(const char *text)
{
	struct view out;

	ck_assert_msg(!domain_prepare(view_of(text), region, &out),
	              "%s: %.*s", text, VIEW_ARG(out));
}

static void ascii(const char *text, const char *expected)
{
	struct view u, a;

	ck_assert_msg(domain_prepare(view_of(text), region, &u), "refused: %s",
	              text);
	if (expected == NULL) {
		ck_assert_msg(!domain_ascii(u, region, &a), "%s", text);
		return;
	}
	ck_assert_msg(domain_ascii(u, region, &a), "%s", text);
	ck_assert_msg(view_is(a, expected), "%s: %.*s", text, VIEW_ARG(a));
}

TEST(j18_j19_names)
	prepared("iut.example", "iut.example");
	prepared("IUT.Example", "iut.example");
	prepared("iut.example.", "iut.example");
	prepared("localhost", "localhost");
	prepared("xn--bcher-kva.example", "b\xc3\xbc""cher.example");
	prepared("XN--BCHER-KVA.example", "b\xc3\xbc""cher.example");
	prepared("B\xc3\x9c""cher.EXAMPLE", "b\xc3\xbc""cher.example");
	prepared("bu\xcc\x88""cher.example", "b\xc3\xbc""cher.example");
	prepared("fa\xc3\x9f.example", "fa\xc3\x9f.example");
	prepared("\xef\xbd\x89ut.example", "iut.example");
	prepared("\xce\xa3\xce\xa3.example", "\xcf\x83\xcf\x83.example");
	prepared("\xcf\x82.example", "\xcf\x82.example");
	/* RFC 5895 2.4: the ideographic full stop. */
	prepared("iut\xe3\x80\x82""example", "iut.example");
	prepared("\xe6\x97\xa5\xe6\x9c\xac.example\xe3\x80\x82",
	         "\xe6\x97\xa5\xe6\x9c\xac.example");
END

TEST(j20_literals)
	static const char *const literals[] = { "192.0.2.1", "[2001:db8::1]" };

	prepared("192.0.2.1", "192.0.2.1");
	prepared("[2001:db8::1]", "[2001:db8::1]");
	prepared("[2001:0DB8:0:0::1]", "[2001:db8::1]");
	refused("2001:db8::1");
	refused("[2001:db8::1");
	refused("[]");
	refused("[::1%lo]");
	refused("[192.0.2.1]");
	refused("192.0.2.256");
	refused("192.0.2");
	refused("192.0.2.01");
	for (size_t i = 0; i < 2; i++) {
		ck_assert(domain_is_literal(view_of(literals[i])));
		ascii(literals[i], NULL);
	}
	ck_assert(!domain_is_literal(VIEW("iut.example")));
	ck_assert(!domain_is_literal(VIEW("1.2.3.4.example")));
	ck_assert(!domain_is_literal((struct view){ NULL, 0 }));
END

TEST(j21_no_names)
	refused("");
	refused(".");
	refused("..");
	refused(".iut.example");
	refused("iut..example");
	refused("iut.example..");
	refused("-iut.example");
	refused("iut-.example");
	refused("i_ut.example");
	refused("iut example");
	refused("iut.example ");
	refused("a@b");
	refused("iut.example:5269");
	refused("*.example");
	refused("xn--a.example");
	refused("xn--.example");
	refused("xn--iut-.example");
	refused("xn--\xc3\xbc.example");
	/* Names that only look like others: what an A-label would not become. */
	refused("xn--bcher-Kva-.example");
	refused("xn--fa-hia\xcc\x81.example");
	refused("a\xc2\xad""b.example");		/* U+00AD would be dropped */
	refused("a\xe2\x80\x8b""b.example");	/* U+200B too */
	refused("a\xe2\x84\x80.example");	/* U+2100, "a/c" */
	refused("xn--bcher-2pa.example");	/* of U+00DC, a capital */
	refused("a\xef\xbc\x8f""b.example");	/* fullwidth solidus */
	refused("a\xef\xbc\xa0""b.example");	/* fullwidth commercial at */
	refused("a\xe2\x99\x9a.example");	/* symbols are not IDNA2008 */
	refused("a\xe2\x80\xae.example");
	refused("a\xd7\x90.example");		/* Bidi rule */
	refused("\xcc\x81" "a.example");	/* leading mark */
END

/* A label of n letters, `labels` times, and "example". */
static bool long_name(struct buf *b, size_t n, size_t labels, const char *unit)
{
	struct view out;

	buf_clear(b);
	for (size_t l = 0; l < labels; l++) {
		for (size_t i = 0; i < n; i++)
			buf_puts(b, unit);
		buf_putc(b, '.');
	}
	buf_puts(b, "example");
	return domain_prepare(buf_view(b), region, &out);
}

TEST(lengths)
	struct buf b = { 0 };

	ck_assert(long_name(&b, 63, 1, "x"));
	ck_assert(!long_name(&b, 64, 1, "x"));
	/* 6 * 41 + 7 */
	ck_assert(long_name(&b, 40, 6, "x"));
	ck_assert_uint_eq(buf_len(&b), 253);
	ck_assert(!long_name(&b, 60, 5, "x"));
	/* The A-label counts: 63 octets at most. */
	ck_assert(!long_name(&b, 62, 1, "\xc3\xbc"));
	ck_assert(!long_name(&b, 1024, 1, "x"));
	ck_assert(!long_name(&b, 400, 1, "\xc3\xbc"));
	buf_free(&b);
END

TEST(a_labels_for_dns)
	struct view out;

	ascii("iut.example", "iut.example");
	ascii("IUT.example.", "iut.example");
	ascii("b\xc3\xbc""cher.example", "xn--bcher-kva.example");
	ascii("fa\xc3\x9f.example", "xn--fa-hia.example");
	ascii("xn--bcher-kva.example", "xn--bcher-kva.example");
	ck_assert(!domain_ascii((struct view){ NULL, 0 }, region, &out));
	ck_assert(!domain_ascii(VIEW("a b"), region, &out));
	ck_assert(!domain_ascii((struct view){ "b\xc3\xbc\0c", 5 }, region, &out));
END

UNIT("jid/domain", j18_j19_names, j20_literals, j21_no_names, lengths,
     a_labels_for_dns)
