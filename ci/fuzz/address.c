/* Addresses, both ways: the first byte says which.  What crosses comes back as the same
 * account. */
#include "fuzz.h"

#include "gateway/address.h"
#include "jid/escape.h"
#include "sip/uri.h"

static void from_xmpp(struct view text, struct region *r)
{
	struct buf b = { 0 };
	struct sip_uri u;
	struct jid j, back;

	if (jid_read(text, r, &j, NULL) && jid_to_sip(&j, &b) == CAUSE_NONE) {
		PROMISE(sip_uri_read(buf_view(&b), &u, NULL));
		PROMISE(sip_to_jid(&u, r, &back) == CAUSE_NONE);
		PROMISE(jid_equal(&j, &back));
		buf_clear(&b);
		jid_to_xmpp_uri(&j, &b);
		PROMISE(xmpp_uri_to_jid(buf_view(&b), r, &back) && jid_equal(&j, &back));
	}
	buf_free(&b);
}

static void from_sip(struct view text, struct region *r)
{
	struct buf b = { 0 };
	struct sip_uri u;
	struct jid j, key, back;

	if (sip_uri_read(text, &u, NULL) && sip_to_jid(&u, r, &j) == CAUSE_NONE) {
		key = jid_prepared(&j, r);
		PROMISE(jid_is_canonical_escape(key.local));
		PROMISE(jid_to_sip(&j, &b) == CAUSE_NONE);
		PROMISE(sip_uri_read(buf_view(&b), &u, NULL));
		PROMISE(sip_to_jid(&u, r, &back) == CAUSE_NONE);
		PROMISE(jid_equal(&j, &back));
		buf_clear(&b);
		PROMISE(jid_to_sip(&key, &b) == CAUSE_NONE);
	}
	buf_free(&b);
}

static void from_document(struct view id, struct region *r)
{
	struct buf b = { 0 };
	struct view resource, again;

	if (tuple_id_to_resource(id, r, &resource)) {
		resource_to_tuple_id(resource, &b);
		PROMISE(tuple_id_to_resource(buf_view(&b), r, &again));
		PROMISE(view_eq(resource, again));
	}
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct region *r = region_new();
	struct view v = view_from(fuzz_view(data, n), 1);
	struct jid j;

	if (n > 0) {
		switch (data[0] % 4) {
		case 0:
			from_xmpp(v, r);
			break;
		case 1:
			from_sip(v, r);
			break;
		case 2:
			from_document(v, r);
			break;
		case 3:
			xmpp_uri_to_jid(v, r, &j);
			break;
		}
	}
	region_free(&r);
	return 0;
}
