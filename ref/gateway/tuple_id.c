#include <string.h>

#include "gateway/address.h"
#include "jid/part.h"
#include "jid/profile.h"
#include "lib/text.h"

#define PREFIX "ID-"
#define HEX    "0123456789abcdef"

static bool stands_as_it_is(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-';
}

void resource_to_tuple_id(struct view resource, struct buf *id)
{
	buf_puts(id, PREFIX);
	for (size_t i = 0; i < resource.n; i++) {
		unsigned char c = (unsigned char)resource.p[i];

		if (stands_as_it_is((char)c))
			buf_putc(id, (char)c);
		else
			buf_put(id, (char[]){ '_', HEX[c >> 4], HEX[c & 15] }, 3);
	}
}

/* Ours are in lower case only. */
static int digit_of(char c)
{
	return c >= 'A' && c <= 'F' ? -1 : text_hex_digit(c);
}

/* False: it is none of ours. */
static bool decode(struct view coded, struct buf *out)
{
	for (size_t i = 0; i < coded.n; i++) {
		int high, low;

		if (coded.p[i] != '_') {
			if (!stands_as_it_is(coded.p[i]))
				return false;
			buf_putc(out, coded.p[i]);
			continue;
		}
		if (coded.n - i < 3)
			return false;
		high = digit_of(coded.p[i + 1]);
		low = digit_of(coded.p[i + 2]);
		if (high < 0 || low < 0 || stands_as_it_is((char)(high << 4 | low)))
			return false;
		buf_putc(out, (char)(high << 4 | low));
		i += 2;
	}
	return true;
}

static bool read_resource(struct view text, struct region *r, struct view *out)
{
	const char *why;

	return jid_part_length_allowed(text.n) && profile_opaque(text, r, out, &why) &&
	       jid_resource_allowed(*out);
}

bool tuple_id_to_resource(struct view id, struct region *r, struct view *out)
{
	struct buf decoded = { 0 };
	struct view resource;
	bool ours;

	if (view_is(id, PREFIX)) {
		*out = (struct view){ "", 0 };
		return true;
	}
	/* What is ours comes out as it went in. */
	ours = view_starts(id, VIEW(PREFIX)) &&
	       decode(view_from(id, strlen(PREFIX)), &decoded) &&
	       read_resource(buf_view(&decoded), r, &resource) &&
	       view_eq(resource, buf_view(&decoded));
	buf_free(&decoded);
	if (!ours && !read_resource(id, r, &resource))
		return false;
	*out = resource;
	return true;
}
