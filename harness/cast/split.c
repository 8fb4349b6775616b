#include "cast/split.h"

#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "scenario/sip_text.h"

enum place {
	TOP,    /* between units */
	INSIDE, /* in an element, between tags */
	MARKUP, /* behind a '<': what is it? */
	TAG,
	INSTRUCTION, /* <? ?> */
	COMMENT,
	CDATA,
	DECLARATION, /* <!DOCTYPE, with its [ ] */
};

struct split {
	struct buf in;   /* starts with the unit being read */
	size_t taken;    /* lent by the last call */
	size_t at;       /* bytes looked at */
	size_t mark;     /* the last '<' */
	size_t depth;    /* open elements of this unit */
	size_t brackets; /* of a declaration */
	enum place place;
	char quote; /* of the attribute value we are in, or 0 */
	bool sip;
};

struct split *split_new(void)
{
	return mem_zalloc(sizeof(struct split));
}

void split_speak_sip(struct split *s)
{
	s->sip = true;
}

void split_free(struct split **sp)
{
	struct split *s = *sp;

	if (s == NULL)
		return;
	*sp = NULL;
	buf_free(&s->in);
	free(s);
}

static void forget(struct split *s)
{
	buf_drop(&s->in, s->taken);
	s->taken = 0;
}

void split_feed(struct split *s, struct view bytes)
{
	forget(s);
	buf_putv(&s->in, bytes);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Ends the unit at `end` and begins anew there. */
static bool emit(struct split *s, size_t end, enum event_unit kind, enum event_unit *unit,
                 struct view *text)
{
	*unit = kind;
	*text = (struct view){ buf_view(&s->in).p, end };
	s->taken = end;
	s->at = s->mark = s->depth = s->brackets = 0;
	s->place = TOP;
	s->quote = 0;
	return true;
}

/* --- at the top ------------------------------------------------------------------ */

/* A declaration before the tag is held, with the space behind it. */
static bool top(struct split *s, struct view v, enum event_unit *unit, struct view *text)
{
	size_t end = s->at;

	if (v.p[end] == '<') {
		s->mark = s->at++;
		s->place = MARKUP;
		return false;
	}
	if (is_space(v.p[end])) {
		while (end < v.n && is_space(v.p[end]))
			end++;
		if (s->at == 0)
			return emit(s, end, UNIT_SPACE, unit, text);
		s->at = end;
		return false;
	}
	while (end < v.n && v.p[end] != '<')
		end++;
	return emit(s, end, UNIT_RAW, unit, text);
}

/* --- markup ---------------------------------------------------------------------- */

/* Is what stands behind `mark` the word, or may it still become it? */
static bool may_be(const struct split *s, struct view v, const char *word, bool *complete)
{
	struct view here = view_from(v, s->mark);
	size_t n = strlen(word);
	size_t seen = s->at + 1 - s->mark;

	*complete = seen >= n && memcmp(here.p, word, n) == 0;
	return *complete || (seen < n && memcmp(here.p, word, seen) == 0);
}

static void bang(struct split *s, struct view v)
{
	bool comment, cdata;
	bool maybe = may_be(s, v, "<!--", &comment);

	maybe = may_be(s, v, "<![CDATA[", &cdata) || maybe;
	if (comment)
		s->place = COMMENT;
	else if (cdata)
		s->place = CDATA;
	else if (!maybe) {
		s->place = DECLARATION;
		s->brackets = 0;
		return; /* this byte counts there */
	}
	s->at++;
}

static void markup(struct split *s, struct view v)
{
	switch (v.p[s->mark + 1]) {
	case '?':
		s->place = INSTRUCTION;
		s->at++;
		break;
	case '!':
		bang(s, v);
		break;
	default:
		s->place = TAG;
		s->quote = 0;
		break;
	}
}

/* Does `v` up to and including `at` end with `word`, which began behind what
 * opened the markup (`opening` bytes)? */
static bool ends_with(const struct split *s, struct view v, const char *word, size_t opening)
{
	size_t n = strlen(word);

	return s->at + 1 >= s->mark + opening + n && memcmp(v.p + s->at + 1 - n, word, n) == 0;
}

/* Behind markup that is no tag. */
static bool other_ended(struct split *s, struct view v, enum event_unit *unit,
                        struct view *text)
{
	struct view it = { v.p + s->mark, s->at + 1 - s->mark };

	s->at++;
	if (s->depth != 0) {
		s->place = INSIDE;
		return false;
	}
	if (s->mark == 0 && view_starts(it, VIEW("<?xml")) && it.n > 5 && is_space(it.p[5])) {
		s->place = TOP; /* held for the header */
		return false;
	}
	return emit(s, s->at, UNIT_RAW, unit, text);
}

static bool names_stream(struct view tag)
{
	size_t n = 1, from = 1;

	for (; n < tag.n && !is_space(tag.p[n]) && tag.p[n] != '>' && tag.p[n] != '/'; n++)
		if (tag.p[n] == ':')
			from = n + 1;
	return view_is((struct view){ tag.p + from, n - from }, "stream");
}

static bool tag_ended(struct split *s, struct view v, enum event_unit *unit, struct view *text)
{
	struct view tag = { v.p + s->mark, s->at + 1 - s->mark };
	bool closing = tag.n > 2 && tag.p[1] == '/';
	bool empty = !closing && tag.n > 2 && tag.p[tag.n - 2] == '/';
	size_t mark = s->mark;

	s->at++;
	if (s->depth == 0) {
		if (!closing && names_stream(tag))
			return emit(s, s->at, UNIT_HEADER, unit, text);
		if (mark != 0) /* a declaration before something else */
			return emit(s, mark, UNIT_RAW, unit, text);
		if (closing)
			return emit(s, s->at, UNIT_STREAM_END, unit, text);
	}
	if (closing)
		s->depth--;
	else if (!empty)
		s->depth++;
	if (s->depth == 0)
		return emit(s, s->at, UNIT_ELEMENT, unit, text);
	s->place = INSIDE;
	return false;
}

static bool in_tag(struct split *s, struct view v, enum event_unit *unit, struct view *text)
{
	char c = v.p[s->at];

	if (s->quote != 0) {
		if (c == s->quote)
			s->quote = 0;
	} else if (c == '"' || c == '\'') {
		s->quote = c;
	} else if (c == '>') {
		return tag_ended(s, v, unit, text);
	}
	s->at++;
	return false;
}

static bool in_declaration(struct split *s, struct view v, enum event_unit *unit,
                           struct view *text)
{
	char c = v.p[s->at];

	if (c == '[')
		s->brackets++;
	else if (c == ']' && s->brackets != 0)
		s->brackets--;
	else if (c == '>' && s->brackets == 0)
		return other_ended(s, v, unit, text);
	s->at++;
	return false;
}

static bool next_sip(struct split *s, struct view v, enum event_unit *unit, struct view *text)
{
	size_t n = 0;

	while (n < v.n && (v.p[n] == '\r' || v.p[n] == '\n'))
		n++;
	if (n > 0)
		return emit(s, n, UNIT_SPACE, unit, text);
	n = sip_text_cut(v);
	if (n > 0 && n <= SPLIT_MAX)
		return emit(s, n, UNIT_SIP, unit, text);
	return v.n > SPLIT_MAX && emit(s, v.n, UNIT_RAW, unit, text);
}

bool split_next(struct split *s, enum event_unit *unit, struct view *text)
{
	struct view v;
	const char *closer = NULL;
	size_t opening = 0;

	forget(s);
	v = buf_view(&s->in);
	if (s->sip)
		return next_sip(s, v, unit, text);
	while (s->at < v.n) {
		switch (s->place) {
		case TOP:
			if (top(s, v, unit, text))
				return true;
			break;
		case INSIDE:
			if (v.p[s->at] == '<') {
				s->mark = s->at;
				s->place = MARKUP;
			}
			s->at++;
			break;
		case MARKUP:
			markup(s, v);
			break;
		case TAG:
			if (in_tag(s, v, unit, text))
				return true;
			break;
		case DECLARATION:
			if (in_declaration(s, v, unit, text))
				return true;
			break;
		case INSTRUCTION:
		case COMMENT:
		case CDATA:
			closer = s->place == INSTRUCTION ? "?>"
			         : s->place == COMMENT   ? "-->"
			                                 : "]]>";
			opening = s->place == INSTRUCTION ? 2 : s->place == COMMENT ? 4 : 9;
			if (!ends_with(s, v, closer, opening))
				s->at++;
			else if (other_ended(s, v, unit, text))
				return true;
			break;
		}
	}
	/* What a peer sends without end must not fill our memory. */
	if (v.n > SPLIT_MAX)
		return emit(s, v.n, UNIT_RAW, unit, text);
	return false;
}

struct view split_rest(struct split *s)
{
	enum event_unit unit;
	struct view text;

	forget(s);
	emit(s, buf_len(&s->in), UNIT_RAW, &unit, &text);
	return text;
}
