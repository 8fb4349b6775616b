#include "gateway/typing.h"

#include "gateway/document.h"
#include "lib/text.h"

#define REFRESH_MIN 60    /* RFC 3994 3.1 */
#define REFRESH_MAX 86400 /* a day: a state that stays for ever tells nothing */

static void read_child(const struct element *e, struct region *r, struct view *state,
                       unsigned *refresh)
{
	struct view text = view_trim(element_text(e, r));
	uint64_t n;

	if (element_is(e, NS_TYPING, "state"))
		*state = text;
	else if (element_is(e, NS_TYPING, "refresh") && text_u64(text, 1, REFRESH_MAX, &n))
		*refresh = n < REFRESH_MIN ? REFRESH_MIN : (unsigned)n;
}

bool typing_read(struct view document, bool *active, unsigned *refresh)
{
	struct region *r;
	struct document d;
	struct element *e;
	struct view state = { NULL, 0 };
	unsigned lasts = 0;
	bool ok;

	if (document.n > TYPING_BYTES_MAX)
		return false;
	r = region_new();
	e = document_open(&d, document, &xml_limits_default, r);
	ok = e != NULL && element_is(e, NS_TYPING, "isComposing");
	while (ok && (e = document_next(&d, r)) != NULL)
		read_child(e, r, &state, &lasts);
	ok = ok && d.why == NULL && state.p != NULL;
	if (ok) {
		*active = view_is(state, "active");
		*refresh = lasts;
	}
	document_close(&d);
	region_free(&r);
	return ok;
}
