/* presence_for_tests.h - presence stanzas read from a text, and the document that they become.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_GATEWAY_PRESENCE_FOR_TESTS_H
#define REF_GATEWAY_PRESENCE_FOR_TESTS_H

#include <string.h>

#include "gateway/presence_map.h"
#include "gateway/stanza_for_tests.h"
#include "lib/unit_region.h"

#define FROM "from='xeno@jabbertown.example/phone' to='sally@sipcorp.example'"

static const struct presence_style rfc = { .notes = true };
static const struct presence_style lync = { .lync = true, .notes = true };

static inline struct jid jid(const char *text)
{
	struct jid j;

	ck_assert(jid_read(view_of(text), region, &j, NULL));
	return j;
}

static struct presence p;

/* Whether it is a state; that is in `p`. */
static inline bool reads(const char *xml)
{
	struct element *e = stanza_of(xml, region);
	struct jid from;

	ck_assert(jid_read(element_attr(e, "from"), region, &from, NULL));
	return presence_read(e, &from, region, &p);
}

/* Without its XML declaration. */
static inline const char *document(const struct presence *all, const int64_t *arrived, size_t n,
                                   const struct presence_style *style)
{
	struct jid who = jid("xeno@jabbertown.example/ignored");
	struct buf b = { 0 };
	const char *out;

	presence_document(all, arrived, n, &who, style, region, &b);
	out = region_cstr(region, buf_view(&b));
	buf_free(&b);
	ck_assert_ptr_nonnull(strstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"));
	return strchr(out, '\n') + 1;
}

#endif
