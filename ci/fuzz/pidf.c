/* Presence documents from SIP: what is read, mapped and written again, is a document
 * that says the same. */
#include "fuzz.h"

#include "gateway/pidf.h"
#include "gateway/presence_map.h"
#include "xml/writer.h"

static void map(const struct pidf *p, struct region *r)
{
	const struct presence_style style = { .notes = true, .delay = true, .timestamp = true };
	const struct xml_scope scope = { .default_ns = VIEW_INIT(NS_SERVER) };
	struct jid who = { VIEW("sally"), VIEW("sipcorp.example"), VIEW("") };
	struct presence all[PIDF_TUPLES_MAX];
	struct buf b = { 0 };
	struct pidf again;
	const char *why;
	size_t n = 0;

	for (const struct pidf_tuple *t = p->tuples; t != NULL; t = t->next)
		if (presence_from_tuple(p, t, VIEW(""), &style, &all[n]))
			xml_write(&b, presence_write(&all[n++], &who, &who, VIEW("x"), SIZE_MAX, r),
			          &scope);
	buf_clear(&b);
	if (n != 0) {
		presence_document(all, NULL, n, &who, &style, r, &b);
		PROMISE(pidf_read(buf_view(&b), r, &again, &why) && again.count == n);
	}
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct region *r = region_new();
	const char *why;
	struct pidf p;

	if (pidf_read(fuzz_view(data, n), r, &p, &why)) {
		PROMISE(p.count <= PIDF_TUPLES_MAX);
		map(&p, r);
	} else {
		PROMISE(why != NULL);
	}
	region_free(&r);
	return 0;
}
