/* The messages of RFC 4475 and RFC 5118: what is said of each, whole, cut at
 * every byte, written again, and changed at random. */
#include "sip/torture.h"

#include "lib/unit.h"
#include "sip/writer.h"

static struct sip_message m;
static struct sip_refusal refusal;
static struct region *region;
static struct buf bytes;

static void setup(void)
{
	if (region == NULL)
		region = region_new();
	buf_clear(&bytes);
}

static enum sip_reading read_file(const char *file)
{
	setup();
	torture_read(file, &bytes);
	region_reset(region);
	return sip_message_read(buf_view(&bytes), region, &sip_limits_default, &m, &refusal);
}

START_TEST(each_is_read_as_the_table_says)
{
	for (size_t i = 0; i < TORTURES; i++) {
		const struct torture *t = &torture_table[i];
		enum sip_reading reading = read_file(t->file);

		ck_assert_msg(reading == t->reading && refusal.status == t->status,
		              "%s: %d %u %s at %zu", t->file, (int)reading, refusal.status,
		              refusal.words != NULL ? refusal.words : "", refusal.offset);
		ck_assert_msg((refusal.words == NULL) == (t->status == 0), "%s", t->file);
	}
}
END_TEST

static struct sip_frame frame_of(struct sip_framer *f)
{
	struct sip_frame frame;

	sip_frame_next(f, &frame);
	return frame;
}

START_TEST(each_is_framed_as_the_table_says)
{
	for (size_t i = 0; i < TORTURES; i++) {
		struct sip_framer *f = sip_framer_new(&sip_limits_default);
		struct sip_frame frame;

		read_file(torture_table[i].file);
		sip_feed(f, buf_view(&bytes));
		frame = frame_of(f);
		ck_assert_msg(frame.kind == torture_table[i].frame, "%s: %d %s",
		              torture_table[i].file, (int)frame.kind,
		              frame.words != NULL ? frame.words : "");
		sip_framer_free(&f);
	}
}
END_TEST

/* Every event of a framer, as text. */
static void events(struct sip_framer *f, struct buf *log)
{
	struct sip_frame frame;

	do {
		frame = frame_of(f);
		if (frame.kind != SIP_FRAME_MORE)
			buf_printf(log, "%d %u %.*s|", (int)frame.kind, frame.status,
			           VIEW_ARG(frame.bytes));
	} while (frame.kind != SIP_FRAME_MORE && frame.kind != SIP_FRAME_BROKEN);
}

static void cut_at(struct view whole, size_t at, size_t step, struct buf *log)
{
	struct sip_framer *f = sip_framer_new(&sip_limits_default);

	buf_clear(log);
	while (whole.n > 0) {
		size_t n = at < whole.n ? at : whole.n;

		sip_feed(f, (struct view){ whole.p, n });
		events(f, log);
		whole = view_from(whole, n);
		at = step;
	}
	sip_framer_free(&f);
}

/* Two copies and a keep-alive between them, so that what follows is seen too. */
START_TEST(no_cut_changes_what_is_framed)
{
	struct buf log = { 0 }, whole = { 0 }, one = { 0 };

	for (size_t i = 0; i < TORTURES; i++) {
		if (torture_table[i].frame == SIP_FRAME_BROKEN)
			continue;
		read_file(torture_table[i].file);
		buf_clear(&one);
		buf_putv(&one, buf_view(&bytes));
		buf_puts(&one, "\r\n\r\n");
		buf_putv(&one, buf_view(&bytes));
		cut_at(buf_view(&one), SIZE_MAX, SIZE_MAX, &whole);
		for (size_t at = 1; at < buf_len(&bytes) + 6; at++) {
			cut_at(buf_view(&one), at, SIZE_MAX, &log);
			ck_assert_msg(view_eq(buf_view(&log), buf_view(&whole)),
			              "%s cut at %zu", torture_table[i].file, at);
		}
		cut_at(buf_view(&one), 1, 1, &log);
		ck_assert(view_eq(buf_view(&log), buf_view(&whole)));
	}
	buf_free(&log);
	buf_free(&whole);
	buf_free(&one);
}
END_TEST

/* Broken at the same byte, with the same words, whatever the cut. */
START_TEST(no_cut_changes_what_is_broken)
{
	for (size_t i = 0; i < TORTURES; i++) {
		struct sip_frame whole, frame = { 0 };
		struct sip_framer *f;

		if (torture_table[i].frame != SIP_FRAME_BROKEN)
			continue;
		read_file(torture_table[i].file);
		f = sip_framer_new(&sip_limits_default);
		sip_feed(f, buf_view(&bytes));
		whole = frame_of(f);
		ck_assert_int_eq(frame_of(f).kind, SIP_FRAME_BROKEN);
		ck_assert_uint_eq(sip_unread(f), 0);
		sip_framer_free(&f);
		f = sip_framer_new(&sip_limits_default);
		for (size_t at = 0; at < buf_len(&bytes) && frame.kind == SIP_FRAME_MORE;
		     at++) {
			sip_feed(f, (struct view){ buf_view(&bytes).p + at, 1 });
			frame = frame_of(f);
		}
		ck_assert_int_eq(frame.kind, SIP_FRAME_BROKEN);
		ck_assert_str_eq(frame.words, whole.words);
		ck_assert_uint_eq(frame.status, whole.status);
		ck_assert(frame.bytes.n > 0);
		sip_framer_free(&f);
	}
}
END_TEST

/* --- what the texts ask of single messages ------------------------------------------ */

static struct view value(const char *file, enum sip_header h)
{
	ck_assert_int_eq(read_file(file), SIP_READ_OK);
	return sip_message_value(&m, h);
}

static size_t count(enum sip_header h)
{
	struct sip_values v = sip_message_values(&m, h);
	struct view item;
	size_t n = 0;

	while (sip_values_next(&v, &item))
		n++;
	return n;
}

START_TEST(the_tortuous_one_is_understood)
{
	struct buf name = { 0 };
	struct view v;

	v = value("wsinv", SIP_SUBJECT);
	ck_assert(v.p != NULL && v.n == 0);
	ck_assert(view_is(m.to.uri.user, "robin"));
	ck_assert(view_is(m.to.tag, "1918181833n"));
	sip_unquote(&name, m.from.display);
	ck_assert_str_eq(buf_cstr(&name), "R Bird \\\"");
	ck_assert(view_is(m.from.tag, "98asjd8"));
	ck_assert_int_eq(m.max_forwards, 68);
	ck_assert_uint_eq(m.cseq.number, 9);
	ck_assert_int_eq(m.cseq.method, SIP_METHOD_INVITE);
	ck_assert_uint_eq(m.n_via, 3);
	ck_assert(view_is(m.via.host, "192.0.2.2"));
	ck_assert(!sip_branch_is_3261(m.via.branch));
	ck_assert_uint_eq(m.surplus, 0);
	buf_free(&name);
}
END_TEST

START_TEST(escapes_stay_what_they_are)
{
	struct sip_address a;
	struct view p;

	ck_assert_int_eq(read_file("esc01"), SIP_READ_OK);
	ck_assert(view_is(m.uri.user, "sips%3Auser%40example.com"));
	ck_assert(view_is(m.uri.host, "example.net"));
	ck_assert(sip_address_read(sip_message_value(&m, SIP_CONTACT), &a, NULL));
	ck_assert(sip_uri_parameter(&a.uri, "lr", NULL));
	ck_assert(sip_uri_parameter(&a.uri, "name", &p));
	ck_assert(view_is(p, "v%61lue%25%34%31"));
	ck_assert_int_eq(read_file("escnull"), SIP_READ_OK);
	ck_assert(view_is(m.to.uri.user, "null-%00-null"));
	ck_assert_int_eq(read_file("esc02"), SIP_READ_OK);
	ck_assert_int_eq(m.method, SIP_METHOD_OTHER);
	ck_assert_uint_eq(count(SIP_CONTACT), 2);
	ck_assert_int_eq(read_file("semiuri"), SIP_READ_OK);
	ck_assert(view_is(m.uri.user, "user;par=u%40example.net"));
	ck_assert_uint_eq(count(SIP_ACCEPT), 6);
}
END_TEST

START_TEST(counts_and_bodies_are_right)
{
	ck_assert_int_eq(read_file("longreq"), SIP_READ_OK);
	ck_assert_uint_eq(m.n_via, 34);
	ck_assert_int_eq(read_file("transports"), SIP_READ_OK);
	ck_assert_uint_eq(m.n_via, 5);
	ck_assert_int_eq(read_file("dblreq"), SIP_READ_OK);
	ck_assert_int_eq(m.method, SIP_METHOD_REGISTER);
	ck_assert_uint_eq(m.body.n, 0);
	ck_assert_uint_gt(m.surplus, 200);
	ck_assert_int_eq(read_file("mpart01"), SIP_READ_OK);
	ck_assert_uint_eq((size_t)m.content_length, m.body.n);
	ck_assert_uint_eq(m.surplus, 0);
	ck_assert_int_eq(read_file("bcast"), SIP_READ_OK);
	ck_assert_uint_eq(m.n_via, 2);
	ck_assert_int_eq(read_file("noreason"), SIP_READ_OK);
	ck_assert_uint_eq(m.status, 100);
	ck_assert_uint_eq(m.reason.n, 0);
	ck_assert_int_eq(read_file("inv2543"), SIP_READ_OK);
	ck_assert_int_eq(m.max_forwards, -1);
	ck_assert_uint_eq(m.via.branch.n, 0);
	ck_assert_uint_eq(m.from.tag.n, 0);
	ck_assert_int_eq(read_file("badbranch"), SIP_READ_OK);
	ck_assert(!sip_branch_is_3261(m.via.branch));
	ck_assert_int_eq(read_file("unkscm"), SIP_READ_OK);
	ck_assert_int_eq(m.uri.scheme, SIP_SCHEME_OTHER);
}
END_TEST

START_TEST(ipv6_is_told_from_ports)
{
	ck_assert_int_eq(read_file("port-ambiguous"), SIP_READ_OK);
	ck_assert(view_is(m.uri.host, "2001:db8::10:5070"));
	ck_assert_uint_eq(m.uri.port, 0);
	ck_assert_int_eq(read_file("port-unambiguous"), SIP_READ_OK);
	ck_assert(view_is(m.uri.host, "2001:db8::10"));
	ck_assert_uint_eq(m.uri.port, 5070);
	ck_assert_int_eq(read_file("via-received-param-with-delim"), SIP_READ_OK);
	ck_assert(view_is(m.via.received, "2001:db8::9:255"));
	ck_assert_int_eq(read_file("via-received-param-no-delim"), SIP_READ_OK);
	ck_assert(view_is(m.via.received, "2001:db8::9:255"));
	ck_assert_int_eq(read_file("mult-ip-in-header"), SIP_READ_OK);
	ck_assert_uint_eq(m.n_via, 3);
	ck_assert_uint_eq(m.via.port, 6050);
}
END_TEST

/* --- again, and at random -------------------------------------------------------------- */

static bool same_address(const struct sip_address *a, const struct sip_address *b)
{
	return view_eq(a->display, b->display) && view_eq(a->uri.text, b->uri.text) &&
	       view_eq(a->parameters, b->parameters) && view_eq(a->tag, b->tag);
}

/* Reads a message, writes it, reads that: the two must say the same.  False: it
 * was not read. */
static bool survives(struct view text)
{
	struct sip_message again;
	struct buf written = { 0 };

	region_reset(region);
	if (sip_message_read(text, region, &sip_limits_default, &m, &refusal) != SIP_READ_OK)
		return false;
	sip_write_message(&written, &m);
	ck_assert_msg(sip_message_read(buf_view(&written), region, &sip_limits_default, &again,
	                               &refusal) == SIP_READ_OK,
	              "%s: %s", refusal.words, buf_cstr(&written));
	ck_assert(again.request == m.request && again.method == m.method);
	ck_assert(view_eq(again.method_name, m.method_name));
	ck_assert(view_eq(again.uri_text, m.uri_text));
	ck_assert(again.status == m.status && view_eq(again.reason, m.reason));
	ck_assert(same_address(&again.from, &m.from) && same_address(&again.to, &m.to));
	ck_assert(view_eq(again.via.text, m.via.text) && again.n_via == m.n_via);
	ck_assert(view_eq(again.call_id, m.call_id) && again.cseq.number == m.cseq.number);
	ck_assert(again.max_forwards == m.max_forwards && view_eq(again.body, m.body));
	for (size_t i = 0, k = 0; i < m.n_field; i++) {
		if (m.field[i].kind == SIP_CONTENT_LENGTH)
			continue;
		while (again.field[k].kind == SIP_CONTENT_LENGTH)
			k++;
		ck_assert(again.field[k].kind == m.field[i].kind);
		ck_assert(view_eq(again.field[k].value, m.field[i].value));
		k++;
	}
	buf_free(&written);
	return true;
}

START_TEST(what_was_read_and_written_reads_the_same)
{
	for (size_t i = 0; i < TORTURES; i++) {
		bool ok = torture_table[i].reading == SIP_READ_OK;

		read_file(torture_table[i].file);
		ck_assert_msg(survives(buf_view(&bytes)) == ok, "%s", torture_table[i].file);
	}
}
END_TEST

static void mutate_and_answer(struct rng *r, struct buf *work)
{
	const struct sip_response response = { .status = 400,
		                               .to_tag = VIEW("t"),
		                               .received = VIEW("2001:db8::1"),
		                               .rport = 5060 };
	struct sip_framer *f = sip_framer_new(&sip_limits_default);
	struct buf answer = { 0 };

	buf_clear(work);
	torture_read(torture_table[rng_next_below(r, TORTURES)].file, work);
	for (uint32_t n = rng_next_below(r, 6) + 1; n > 0 && buf_len(work) > 0; n--)
		torture_mutate(r, work);
	survives(buf_view(work));
	region_reset(region);
	if (sip_message_read(buf_view(work), region, &sip_limits_default, &m, &refusal) !=
	            SIP_READ_DROP &&
	    m.request) {
		sip_write_response_to(&answer, &m, &response);
		sip_write_end(&answer);
		ck_assert(memmem(buf_view(&answer).p, buf_len(&answer) - 4, "\r\n\r\n", 4) ==
		          NULL);
	}
	sip_feed(f, buf_view(work));
	events(f, &answer);
	sip_framer_free(&f);
	buf_free(&answer);
}

START_TEST(random_changes_never_hurt)
{
	struct buf work = { 0 };
	struct rng r;

	setup();
	rng_seed(&r, 4475);
	for (int i = 0; i < 20000; i++)
		mutate_and_answer(&r, &work);
	buf_free(&work);
}
END_TEST

UNIT("sip torture", each_is_read_as_the_table_says, each_is_framed_as_the_table_says,
     no_cut_changes_what_is_framed, no_cut_changes_what_is_broken,
     the_tortuous_one_is_understood, escapes_stay_what_they_are, counts_and_bodies_are_right,
     ipv6_is_told_from_ports, what_was_read_and_written_reads_the_same,
     random_changes_never_hurt)
