/* pidf_for_tests.h - documents made of little text, read into `doc`.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_GATEWAY_PIDF_FOR_TESTS_H
#define REF_GATEWAY_PIDF_FOR_TESTS_H

#include <string.h>

#include "gateway/pidf.h"
#include "lib/unit_region.h"

static struct pidf doc;

#define NS "xmlns='urn:ietf:params:xml:ns:pidf'" \
	" xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'" \
	" xmlns:rpid='urn:ietf:params:xml:ns:pidf:rpid'" \
	" xmlns:p='urn:ietf:params:xml:ns:pidf'"
#define DOC(inside) "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<presence " NS \
	" entity='pres:sally@sipcorp.example'>" inside "</presence>"
#define OPEN "<status><basic>open</basic></status>"
#define TUPLE(inside) "<tuple id='a'>" inside "</tuple>"
#define MUST "<x:foo xmlns:x='urn:x' p:mustUnderstand='1'/>"

static inline void read(struct view text)
{
	const char *why;

	ck_assert_msg(pidf_read(text, region, &doc, &why), "%.*s: %s", VIEW_ARG(text), why);
	ck_assert_ptr_null(why);
}

static inline void refused(struct view text)
{
	const char *why = NULL;

	ck_assert_msg(!pidf_read(text, region, &doc, &why), "%.*s", VIEW_ARG(text));
	ck_assert(why != NULL && *why != '\0');
}

static inline void note_is(const struct pidf_note *n, const char *lang, const char *text)
{
	ck_assert_ptr_nonnull(n);
	ck_assert_msg(view_is(n->lang, lang) && view_is(n->text, text), "%.*s: %.*s",
	              VIEW_ARG(n->lang), VIEW_ARG(n->text));
}

#endif
