/* Documents written, and read again. */
#include "gateway/pidf_for_tests.h"

#include "lib/rng.h"

static const char *written(const struct pidf *p)
{
	struct buf b = { 0 };
	const char *out;

	pidf_write(p, &b);
	out = region_cstr(region, buf_view(&b));
	buf_free(&b);
	return out;
}

TEST(what_is_written)
	struct pidf_note note = { VIEW_INIT("en"), VIEW_INIT("in the <tram>"), NULL };
	struct pidf_tuple second = { .id = VIEW("ID-desk"), .basic = PIDF_CLOSED, .priority = -1,
		                     .timestamp = STAMP_NONE };
	struct pidf_tuple t = { .id = VIEW("ID-phone"), .basic = PIDF_OPEN, .show = VIEW("away"),
		                .priority = 39, .contact = VIEW("im:xeno@jabbertown.example"),
		                .notes = &note, .timestamp = INT64_C(1772442927000),
		                .next = &second };
	struct pidf p = { .entity = VIEW("pres:xeno@jabbertown.example"), .tuples = &t };

	p.person.show = SHOW_XA;
	ck_assert_str_eq(written(&p),
	                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-phone'><status><basic>open</basic>"
	                 "<show xmlns='jabber:client'>away</show></status>"
	                 "<contact priority='0.039'>im:xeno@jabbertown.example</contact>"
	                 "<note xml:lang='en'>in the &lt;tram&gt;</note>"
	                 "<timestamp>2026-03-02T09:15:27Z</timestamp></tuple>"
	                 "<tuple id='ID-desk'><status><basic>closed</basic></status></tuple>"
	                 "<person xmlns='urn:ietf:params:xml:ns:pidf:data-model' id='p1'>"
	                 "<activities xmlns='urn:ietf:params:xml:ns:pidf:rpid'><away/></activities>"
	                 "</person></presence>");
	p.person.show = SHOW_CHAT;
	t.person.show = SHOW_DND;
	t.show = VIEW("");
	t.next = NULL;
	t.timestamp = STAMP_NONE;
	t.notes = NULL;
	ck_assert_str_eq(written(&p),
	                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-phone'><status><basic>open</basic>"
	                 "<activities xmlns='urn:ietf:params:xml:ns:pidf:status:rpid-status'>"
	                 "<activity>busy</activity></activities></status>"
	                 "<contact priority='0.039'>im:xeno@jabbertown.example</contact>"
	                 "</tuple></presence>");
END

TEST(forth_and_back)
	struct rng rng;

	rng_seed(&rng, 4480);
	for (int n = 0; n < 3000; n++) {
		struct pidf_note notes[2] = {
			{ VIEW("en"), VIEW("a & b \xe2\x98\x83"), &notes[1] },
			{ VIEW("x-y"), VIEW("<note>'\""), NULL },
		};
		struct pidf_tuple t[3], *back;
		struct pidf p = { .entity = VIEW("pres:a%20b@c.example"), .tuples = t };
		size_t count = 1 + rng_next_below(&rng, 3);

		for (size_t i = 0; i < count; i++)
			t[i] = (struct pidf_tuple){
				.id = region_printf(region, "ID-%zu", i),
				.basic = rng_next_below(&rng, 2) == 0 ? PIDF_OPEN : PIDF_CLOSED,
				.show = rng_next_below(&rng, 2) == 0 ? VIEW("xa") : VIEW(""),
				.priority = (int)rng_next_below(&rng, 1002) - 1,
				.contact = VIEW("im:a@c.example"),
				.notes = rng_next_below(&rng, 2) == 0 ? notes : NULL,
				.timestamp = (int64_t)rng_next_below(&rng, 2000000000) * 1000,
				.next = i + 1 < count ? &t[i + 1] : NULL,
			};
		p.person.show = rng_next_below(&rng, 2) == 0 ? SHOW_DND : SHOW_NONE;
		read(view_of(written(&p)));
		ck_assert_uint_eq(doc.count, count);
		ck_assert(view_eq(doc.entity, p.entity));
		ck_assert_int_eq(doc.person.show, p.person.show);
		back = doc.tuples;
		for (size_t i = 0; i < count; i++, back = back->next) {
			ck_assert(view_eq(back->id, t[i].id));
			ck_assert_int_eq(back->basic, t[i].basic);
			ck_assert(view_eq(back->show, t[i].show));
			ck_assert_int_eq(back->priority, t[i].priority);
			ck_assert(view_eq(back->contact, t[i].contact));
			ck_assert(back->timestamp == t[i].timestamp);
			ck_assert((back->notes == NULL) == (t[i].notes == NULL));
			if (back->notes != NULL) {
				note_is(back->notes, "en", "a & b \xe2\x98\x83");
				note_is(back->notes->next, "x-y", "<note>'\"");
			}
		}
		region_reset(region);
	}
END

/* Whatever comes in, nothing breaks, and what is accepted keeps to the limits. */
TEST(any_bytes)
	static const char *const pieces[] = {
		"<presence " NS ">", "</presence>", "<tuple id='a'>", "<tuple id='b'>", "</tuple>",
		"<status>", "</status>", "<basic>open</basic>", "<note>x</note>", "<dm:person id='p'>",
		"</dm:person>", "<rpid:activities>", "</rpid:activities>", "<rpid:away/>", MUST,
		"<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&", "<", ">", "\xff", "x", " ", "<a/>",
		"<contact priority='0.5'>", "</contact>",
	};
	struct rng rng;
	size_t good = 0;

	rng_seed(&rng, 3922);
	for (int n = 0; n < 20000; n++) {
		struct buf b = { 0 };
		const char *why;

		buf_puts(&b, "<presence " NS ">");
		for (size_t i = rng_next_below(&rng, 8); i > 0; i--)
			buf_puts(&b, pieces[rng_next_below(&rng, sizeof pieces / sizeof pieces[0])]);
		if (n % 4 != 0)
			buf_puts(&b, "</presence>");
		if (pidf_read(buf_view(&b), region, &doc, &why)) {
			good++;
			ck_assert_uint_le(doc.count, 2);
		} else {
			ck_assert_ptr_nonnull(why);
		}
		buf_free(&b);
		region_reset(region);
	}
	ck_assert_uint_gt(good, 1000);
END

UNIT("pidf_write", what_is_written, forth_and_back, any_bytes)
