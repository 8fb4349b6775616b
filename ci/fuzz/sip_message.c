/* SIP reader, framer and writer: what is read and written again reads the same,
 * an answer is one message, and no cut of a stream changes what it says. */
#include "fuzz.h"

#include <string.h>

#include "lib/buf.h"
#include "sip/framer.h"
#include "sip/writer.h"

static const struct sip_limits small = {
	.head = 2048, .fields = 24, .field = 512, .body = 512
};

static void again(const struct sip_message *m, struct region *region)
{
	struct buf out = { 0 };
	struct sip_refusal refusal;
	struct sip_message n;

	sip_write_message(&out, m);
	PROMISE(sip_message_read(buf_view(&out), region, &sip_limits_default, &n, &refusal) ==
	        SIP_READ_OK);
	PROMISE(n.request == m->request && n.status == m->status);
	PROMISE(view_eq(n.uri_text, m->uri_text) && view_eq(n.call_id, m->call_id));
	PROMISE(view_eq(n.from.tag, m->from.tag) && view_eq(n.to.tag, m->to.tag));
	PROMISE(view_eq(n.via.text, m->via.text) && n.n_via == m->n_via);
	PROMISE(view_eq(n.body, m->body) && n.surplus == 0);
	buf_free(&out);
}

static void answered(const struct sip_message *m)
{
	const struct sip_response r = { .status = 400,
		                        .to_tag = VIEW("tag"),
		                        .rport = 5060,
		                        .received = VIEW("2001:db8::1"),
		                        .record_route = true };
	struct buf out = { 0 };

	sip_write_response_to(&out, m, &r);
	PROMISE(view_find(buf_view(&out), VIEW("\r\n\r\n")) == buf_len(&out));
	PROMISE(view_find(buf_view(&out), VIEW("\n\n")) == buf_len(&out));
	PROMISE(view_ends(buf_view(&out), VIEW("\r\n")));
	buf_free(&out);
}

static void framed(struct view all, size_t cut, struct buf *log)
{
	struct sip_framer *f = sip_framer_new(&small);
	struct sip_frame frame = { .kind = SIP_FRAME_MORE };

	while (all.n > 0 && frame.kind != SIP_FRAME_BROKEN) {
		size_t n = cut < all.n ? cut : all.n;

		sip_feed(f, (struct view){ all.p, n });
		all = view_from(all, n);
		do {
			sip_frame_next(f, &frame);
			if (frame.kind != SIP_FRAME_MORE)
				buf_printf(log, "%d %u %zu|", (int)frame.kind, frame.status,
				           frame.bytes.n);
		} while (frame.kind != SIP_FRAME_MORE && frame.kind != SIP_FRAME_BROKEN);
	}
	sip_framer_free(&f);
}

static void fields(const struct sip_message *m)
{
	struct sip_values v;
	struct view item;
	size_t n = 0;

	for (int h = SIP_UNKNOWN; h < SIP_HEADER_COUNT; h++)
		for (v = sip_message_values(m, (enum sip_header)h); sip_values_next(&v, &item);)
			n += item.n;
	PROMISE(n < 1u << 20);
	sip_message_accepts(m, "text", "plain", 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct view bytes = fuzz_view(data, n);
	struct region *region = region_new();
	struct buf whole = { 0 }, cut = { 0 };
	struct sip_refusal refusal;
	struct sip_message m;
	enum sip_reading reading;

	reading = sip_message_read(bytes, region, &small, &m, &refusal);
	PROMISE((reading == SIP_READ_OK) == (refusal.status == 0));
	PROMISE(refusal.offset <= n);
	fields(&m);
	if (reading == SIP_READ_OK)
		again(&m, region);
	if (m.request && reading != SIP_READ_DROP)
		answered(&m);
	framed(bytes, n, &whole);
	for (size_t i = 1; i <= 3; i++) {
		framed(bytes, i * i, &cut);
		PROMISE(view_eq(buf_view(&whole), buf_view(&cut)));
		buf_clear(&cut);
	}
	buf_free(&whole);
	buf_free(&cut);
	region_free(&region);
	return 0;
}
