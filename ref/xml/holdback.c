#include "xml/holdback.h"

#include <assert.h>

#define CDATA_OPEN 6		/* bytes of "CDATA[": expat looks at all of them */

/* expat waits for as many bytes as the first one of a character asks for, and
 * only then looks at them.  So they stay together here, even when one of them
 * is '<'.  False: `c` is a character of its own (or no UTF-8 at all). */
static bool in_character(struct holdback *h, char byte)
{
	unsigned char c = (unsigned char)byte;

	if (h->due != 0) {
		h->broken = h->broken || (c & 0xc0) != 0x80;
		h->begun++;
		h->due--;
		return true;
	}
	if (c < 0xc0 || c > 0xf4)
		return false;
	h->begun = 1;
	h->due = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	return true;
}

/* Where text that ends at `end` must be cut: in front of an unfinished
 * character, and of brackets that may become "]]>" (which expat would keep). */
static size_t text_end(const struct holdback *h, const char *p, size_t end)
{
	size_t cut = h->due != 0 ? end - h->begun : end, brackets = 0;

	while (!h->broken && cut > 0 && brackets < 2 && p[cut - 1] == ']') {
		cut--;
		brackets++;
	}
	return cut;
}

static void enter(struct holdback *h, enum holdback_state state)
{
	h->state = state;
	h->run = 0;
	h->due = 0;
	h->broken = false;
}

static void enter_quote(struct holdback *h, char quote)
{
	h->quoted_in = h->state;
	h->quote = quote;
	h->state = HB_QUOTE;
}

/* "]]>" ends CDATA; true then. */
static bool cdata_ends(struct holdback *h, char c)
{
	if (c == '>' && h->run == 2)
		return true;
	h->run = c != ']' ? 0 : h->run < 2 ? h->run + 1 : 2;
	return false;
}

/* One byte of markup.  True: the construct may be handed on, because it has
 * ended or because expat will find an error in it. */
static bool markup_step(struct holdback *h, char c)
{
	switch (h->state) {
	case HB_LT:
		enter(h, c == '/' ? HB_END_TAG : c == '?' ? HB_PI :
		         c == '!' ? HB_BANG : HB_TAG);
		return h->state == HB_TAG && (c == '>' || c == '<');
	case HB_TAG:
		if (c == '\'' || c == '"')
			enter_quote(h, c);
		/* '<' is wrong anywhere in a tag. */
		return c == '>' || c == '<';
	case HB_END_TAG:
		return c == '>' || c == '<';
	case HB_QUOTE:
		if (c == h->quote)
			h->state = h->quoted_in;
		return h->quoted_in == HB_TAG && c == '<';
	case HB_PI:
		if (c == '>' && h->run == 1)
			return true;
		h->run = c == '?';
		return false;
	case HB_BANG:
		enter(h, c == '-' ? HB_DASH : c == '[' ? HB_CDATA_OPEN :
		         c == 'D' ? HB_DOCTYPE : HB_END_TAG);
		return h->state == HB_END_TAG && (c == '>' || c == '<');
	case HB_DASH:
		enter(h, c == '-' ? HB_COMMENT : HB_END_TAG);
		return h->state == HB_END_TAG && (c == '>' || c == '<');
	case HB_COMMENT:
		/* XML 2.5: behind "--" only '>' is right. */
		if (h->run == 2)
			return true;
		h->run = c == '-' ? h->run + 1 : 0;
		return false;
	case HB_CDATA_OPEN:
		return ++h->run == CDATA_OPEN;
	case HB_DOCTYPE:
		if (c == '\'' || c == '"')
			enter_quote(h, c);
		return c == '[' || c == '>';
	case HB_SUBSET:
		if (c == '\'' || c == '"')
			enter_quote(h, c);
		else if (c == ']')
			h->state = HB_DOCTYPE;
		return c == '>';
	case HB_TEXT:
	case HB_REFERENCE:
	case HB_CDATA:
		break;
	}
	assert(false && "a state of text");
	return false;
}

/* What follows the construct that `last` has ended. */
static enum holdback_state after(const struct holdback *h, char last)
{
	if (h->state == HB_CDATA_OPEN)
		return HB_CDATA;
	if (h->state == HB_DOCTYPE && last == '[')
		return HB_SUBSET;
	if (h->state == HB_SUBSET)
		return HB_SUBSET;
	return HB_TEXT;
}

/* Most bytes change no state: where each may not be passed over.  Those that are no
 * ASCII may not be anywhere. */
enum { IN_TEXT = 1, IN_TAG = 2, IN_SINGLE = 4, IN_DOUBLE = 8 };

static const unsigned char matters[128] = {
	['<'] = IN_TEXT | IN_TAG | IN_SINGLE | IN_DOUBLE,
	['&'] = IN_TEXT,
	['>'] = IN_TAG,
	['\''] = IN_TAG | IN_SINGLE,
	['"'] = IN_TAG | IN_DOUBLE,
};

static size_t skip_plain(struct view v, size_t i, unsigned where)
{
	while (i < v.n && (unsigned char)v.p[i] < sizeof matters &&
	       (matters[(unsigned char)v.p[i]] & where) == 0)
		i++;
	return i;
}

static size_t skip_text(const struct holdback *h, struct view v, size_t i)
{
	return h->due == 0 ? skip_plain(v, i, IN_TEXT) : i;
}

static size_t skip_markup(const struct holdback *h, struct view v, size_t i)
{
	if (h->due != 0)
		return i;
	if (h->state == HB_QUOTE)
		return skip_plain(v, i, h->quote == '"' ? IN_DOUBLE : IN_SINGLE);
	return h->state == HB_TAG ? skip_plain(v, i, IN_TAG) : i;
}

/* Text up to the next construct.  False: stop here. */
static bool scan_text(struct holdback *h, struct view v)
{
	size_t i = h->seen;

	while ((i = skip_text(h, v, i)) < v.n && (in_character(h, v.p[i]) ||
	                                          (v.p[i] != '<' && v.p[i] != '&')))
		i++;
	h->seen = i;
	if (i == v.n) {
		h->safe = text_end(h, v.p, i);
		return false;
	}
	if (i != 0) {
		h->safe = i;
		return false;
	}
	enter(h, v.p[i] == '<' ? HB_LT : HB_REFERENCE);
	h->seen = i + 1;
	return true;
}

static void scan_cdata(struct holdback *h, struct view v)
{
	size_t i = h->seen;

	while (i < v.n) {
		char c = v.p[i++];

		if (in_character(h, c)) {
			h->run = 0;
		} else if (cdata_ends(h, c)) {
			enter(h, HB_TEXT);
			h->seen = h->safe = i;
			return;
		}
	}
	h->seen = i;
	h->safe = text_end(h, v.p, i);
}

/* A reference always starts its piece, so `seen` is its length. */
static void scan_reference(struct holdback *h, struct view v)
{
	size_t i = h->seen;

	while (i < v.n) {
		char c = v.p[i++];

		/* Markup, space or another '&' in it: expat, seeing it, will
		 * refuse it. */
		if (in_character(h, c) ? h->broken && h->due == 0 :
		    (c == ';' || c == '&' || c == '<' || (unsigned char)c <= ' ')) {
			enter(h, HB_TEXT);
			h->safe = i;
			break;
		}
	}
	h->seen = i;
	h->markup = i;
}

static void scan_markup(struct holdback *h, struct view v)
{
	size_t i = h->seen;

	while ((i = skip_markup(h, v, i)) < v.n) {
		char c = v.p[i++];

		/* The first byte of a character stands for all. */
		if (in_character(h, c) && h->begun != 1
		    ? h->broken && h->due == 0 : markup_step(h, c)) {
			h->ended = h->state;
			enter(h, after(h, c));
			h->safe = i;
			break;
		}
	}
	h->seen = i;
	h->markup = i;
}

void holdback_scan(struct holdback *h, struct view v)
{
	assert(h->safe == 0 && h->seen <= v.n);
	h->markup = 0;
	if (h->seen == v.n)
		return;
	if (h->state == HB_TEXT && !scan_text(h, v))
		return;
	if (h->state == HB_CDATA)
		scan_cdata(h, v);
	else if (h->state == HB_REFERENCE)
		scan_reference(h, v);
	else
		scan_markup(h, v);
}

void holdback_take(struct holdback *h)
{
	h->seen -= h->safe;
	h->safe = 0;
	h->markup = 0;
}

enum xml_construct holdback_construct(const struct holdback *h)
{
	enum holdback_state state = h->safe != 0 && h->markup != 0 ? h->ended : h->state;

	switch (state == HB_QUOTE ? h->quoted_in : state) {
	case HB_PI:
		return XML_CONSTRUCT_INSTRUCTION;
	case HB_COMMENT:
		return XML_CONSTRUCT_COMMENT;
	case HB_DOCTYPE:
	case HB_SUBSET:
		return XML_CONSTRUCT_DOCTYPE;
	case HB_TEXT:
	case HB_REFERENCE:
	case HB_LT:
	case HB_TAG:
	case HB_END_TAG:
	case HB_QUOTE:
	case HB_BANG:
	case HB_DASH:
	case HB_CDATA_OPEN:
	case HB_CDATA:
		break;
	}
	return XML_CONSTRUCT_PLAIN;
}
