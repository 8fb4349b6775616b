/* SIP URIs: what reads is equal to itself, is written unchanged, and its parts
 * decode; any bytes become a part that reads. */
#include "fuzz.h"

#include "sip/uri.h"
#include "sip/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct view text = fuzz_view(data, n);
	struct buf out = { 0 }, back = { 0 };
	struct sip_uri u, v;
	const char *why = NULL;

	if (sip_uri_read(text, &u, &why)) {
		PROMISE(sip_uri_equal(&u, &u));
		sip_put_uri(&out, text);
		PROMISE(view_eq(buf_view(&out), text));
		PROMISE(sip_unescape(&back, u.user));
		PROMISE(sip_unescape(&back, u.parameters));
		sip_uri_parameter(&u, "gr", NULL);
	} else {
		PROMISE(why != NULL);
	}
	buf_clear(&out);
	buf_clear(&back);
	buf_puts(&out, "sip:");
	sip_escape(&out, text, SIP_PART_USER);
	buf_puts(&out, "@h");
	PROMISE(sip_uri_read(buf_view(&out), &v, NULL) == (n > 0));
	if (n > 0) {
		PROMISE(sip_unescape(&back, v.user));
		PROMISE(view_eq(buf_view(&back), text));
	}
	buf_free(&out);
	buf_free(&back);
	return 0;
}
