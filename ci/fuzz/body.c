/* Bodies of a MESSAGE: Content-Type up to the first line end, then the bytes.  What comes
 * out as text is characters of XML. */
#include "fuzz.h"

#include "gateway/text.h"
#include "lib/text.h"

static void is_clean(struct view text)
{
	PROMISE(text_utf8_valid(text));
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		PROMISE(c >= ' ' || c == '\n' || c == '\t');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct view v = fuzz_view(data, n), type, bytes;
	struct region *r = region_new();
	struct body b;

	view_cut(v, '\n', &type, &bytes);
	body_read(type, bytes, SIZE_MAX, r, &b);
	if (b.kind == BODY_TEXT)
		is_clean(b.text);
	else if (b.kind == BODY_REFUSED)
		PROMISE(b.status >= 400 && b.words != NULL);
	is_clean(text_one_line(v, 256, r));
	region_free(&r);
	return 0;
}
