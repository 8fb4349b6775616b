/* Header fields by name; see header.h. */
#include "sip/header.h"

#include <stdbool.h>

static const struct {
	struct view name;
	char compact;
	enum sip_rows rows;
	enum sip_shape shape;
} table[] = {
	[SIP_UNKNOWN] = { { "", 0 }, 0, SIP_ROWS_ROWS, SIP_SHAPE_NONE },
#define X(id, name_, compact_, rows_, shape_)                                                  \
	[SIP_##id] = { VIEW_INIT(name_), compact_, SIP_ROWS_##rows_, SIP_SHAPE_##shape_ },
#include "sip/header.tbl"
#undef X
};

/* Names hash by length and two letters; collisions go to the next slot.  Filled
 * from the table at the first call, so that no list is kept twice. */
enum { SLOTS = 256 };
static unsigned char slots[SLOTS];
static unsigned char compact[26];
static bool filled;

static unsigned slot_of(struct view name)
{
	unsigned first = (unsigned char)name.p[0] | 0x20, last;

	last = (unsigned char)name.p[name.n - 1] | 0x20;
	return ((unsigned)name.n * 7 + first * 11 + last * 5 +
	        ((unsigned char)name.p[name.n / 2] | 0x20)) %
	       SLOTS;
}

static void fill(void)
{
	unsigned at;

	for (unsigned char h = SIP_UNKNOWN + 1; h < SIP_HEADER_COUNT; h++) {
		for (at = slot_of(table[h].name); slots[at] != 0; at = (at + 1) % SLOTS)
			;
		slots[at] = h;
		if (table[h].compact != 0)
			compact[table[h].compact - 'a'] = h;
	}
	filled = true;
}

enum sip_header sip_header_named(struct view name)
{
	unsigned char letter;

	if (!filled)
		fill();
	if (name.n == 0)
		return SIP_UNKNOWN;
	if (name.n == 1) {
		letter = (unsigned char)((unsigned char)name.p[0] | 0x20);
		return letter >= 'a' && letter <= 'z' && (unsigned char)name.p[0] >= 'A'
		               ? (enum sip_header)compact[letter - 'a']
		               : SIP_UNKNOWN;
	}
	for (unsigned at = slot_of(name); slots[at] != 0; at = (at + 1) % SLOTS)
		if (view_eq(name, table[slots[at]].name) ||
		    view_ieq(name, table[slots[at]].name))
			return (enum sip_header)slots[at];
	return SIP_UNKNOWN;
}

struct view sip_header_text(enum sip_header h)
{
	return table[h].name;
}

const char *sip_header_name(enum sip_header h)
{
	return table[h].name.p;
}

enum sip_rows sip_header_rows(enum sip_header h)
{
	return table[h].rows;
}

enum sip_shape sip_header_shape(enum sip_header h)
{
	return table[h].shape;
}
