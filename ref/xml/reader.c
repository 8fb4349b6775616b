#include "xml/reader.h"

#include <assert.h>
#include <expat.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "xml/build.h"
#include "xml/holdback.h"
#include "xml/restricted.h"

/* What expat gets at once of a long text: it never gives its buffer back. */
#define SLICE 1024

const struct xml_limits xml_limits_default = {
	.stanza = 64 * 1024,
	.tag = 8 * 1024,
	.depth = 64,
	.attributes = 64,
	.namespaces = 64,
	.nodes = 4096,
};

enum phase {
	PHASE_FIRST,	/* not a byte has been judged */
	PHASE_PROLOG,	/* in front of the header */
	PHASE_OPEN,	/* behind the header */
	PHASE_CLOSED,	/* behind the root's end tag, not reported */
	PHASE_OVER,	/* reported; nothing is read any more */
	PHASE_BAD,
};

struct xml_reader {
	enum phase phase;
	struct xml_limits limits;
	XML_Parser parser;		/* NULL: not needed */
	struct buf header;		/* what made it ready for stanzas */
	size_t made;			/* bytes handed over before it was */
	struct buf in;			/* fed, not yet handed to expat */
	struct holdback scan;		/* of `in` */
	struct build build;
	size_t handed;			/* bytes handed to expat */
	size_t began;			/* of these, before the open stanza */
	bool prefixed;			/* its name had a prefix */
	struct xml_ns_decl *declared;	/* by the header; in the caller's region */
	struct xml_event *event;	/* being made */
	enum cause cause;		/* PHASE_BAD */
	const char *detail;
};

static void refuse(struct xml_reader *r, enum cause cause, const char *detail)
{
	if (r->phase == PHASE_BAD)
		return;
	r->phase = PHASE_BAD;
	r->cause = cause;
	r->detail = detail;
	if (r->parser != NULL)
		XML_StopParser(r->parser, XML_FALSE);
}

/* Stopping does not keep expat from reporting the rest of the token. */
static bool stopped(const struct xml_reader *r)
{
	return r->phase == PHASE_BAD;
}

static void refuse_unless_none(struct xml_reader *r, enum cause cause)
{
	if (cause != CAUSE_NONE)
		refuse(r, cause, cause_words(cause));
}

static void refuse_construct(struct xml_reader *r, enum xml_construct c,
                             const char *detail)
{
	enum cause cause = xml_construct_refused(c);

	if (cause != CAUSE_NONE)
		refuse(r, cause, detail);
}

/* --- what expat reports --------------------------------------------------- */

static void XMLCALL on_declaration(void *arg, const char *version,
                                   const char *encoding, int standalone)
{
	struct xml_reader *r = arg;

	(void)standalone;
	if (version != NULL)
		refuse_unless_none(r, xml_version_refused(view_of(version)));
	if (encoding != NULL)
		refuse_unless_none(r, xml_encoding_refused(view_of(encoding)));
}

static void XMLCALL on_doctype(void *arg, const char *name, const char *sysid,
                               const char *pubid, int internal)
{
	(void)name, (void)sysid, (void)pubid, (void)internal;
	refuse_construct(arg, XML_CONSTRUCT_DOCTYPE, "document type declaration");
}

static void XMLCALL on_comment(void *arg, const char *text)
{
	(void)text;
	refuse_construct(arg, XML_CONSTRUCT_COMMENT, "comment");
}

static void XMLCALL on_instruction(void *arg, const char *target,
                                   const char *data)
{
	(void)target, (void)data;
	refuse_construct(arg, XML_CONSTRUCT_INSTRUCTION, "processing instruction");
}

static void XMLCALL on_entity(void *arg, const char *name, int parameter,
                              const char *value, int length, const char *base,
                              const char *sysid, const char *pubid,
                              const char *notation)
{
	(void)name, (void)parameter, (void)value, (void)length, (void)base;
	(void)sysid, (void)pubid, (void)notation;
	refuse_construct(arg, XML_CONSTRUCT_ENTITY, "entity declaration");
}

static void XMLCALL on_namespace(void *arg, const char *prefix, const char *uri)
{
	struct xml_reader *r = arg;
	struct xml_ns_decl *d;

	if (stopped(r))
		return;
	refuse_unless_none(r, build_namespace(&r->build, view_of(uri)));
	if (stopped(r) || r->phase != PHASE_PROLOG)
		return;
	d = region_alloc(r->build.out, sizeof *d);
	d->prefix = region_copy(r->build.out, view_of(prefix));
	d->uri = region_copy(r->build.out, view_of(uri));
	d->next = r->declared;
	r->declared = d;
}

static void header(struct xml_reader *r, const char *name, const char **atts)
{
	struct xml_event *ev = r->event;

	refuse_unless_none(r, build_header(&r->build, name, atts, &ev->element));
	if (stopped(r))
		return;
	ev->kind = XML_HEADER;
	ev->declared = r->declared;
	ev->root_prefix = region_copy(r->build.out, qname_split(name).prefix);
	r->declared = NULL;
	r->phase = PHASE_OPEN;
}

static void XMLCALL on_start(void *arg, const char *name, const char **atts)
{
	struct xml_reader *r = arg;

	if (stopped(r))
		return;
	if (r->phase == PHASE_PROLOG) {
		header(r, name, atts);
		return;
	}
	if (r->build.depth == 0)
		r->prefixed = qname_split(name).prefix.n != 0;
	refuse_unless_none(r, build_start(&r->build, name, atts));
}

static void XMLCALL on_end(void *arg, const char *name)
{
	struct xml_reader *r = arg;

	(void)name;
	if (stopped(r))
		return;
	if (r->build.depth == 0) {
		r->phase = PHASE_CLOSED;
		return;
	}
	refuse_unless_none(r, build_end(&r->build, &r->event->element));
	if (!stopped(r) && r->event->element != NULL)
		r->event->kind = XML_ELEMENT;
}

static void XMLCALL on_text(void *arg, const char *text, int n)
{
	struct xml_reader *r = arg;
	struct view v = { text, (size_t)n };

	if (stopped(r))
		return;
	if (r->build.depth != 0)
		build_text(&r->build, v);
	else
		refuse_unless_none(r, xml_text_between_refused(v));
}

static void listen_to(XML_Parser p)
{
	XML_SetXmlDeclHandler(p, on_declaration);
	XML_SetStartDoctypeDeclHandler(p, on_doctype);
	XML_SetEntityDeclHandler(p, on_entity);
	XML_SetCommentHandler(p, on_comment);
	XML_SetProcessingInstructionHandler(p, on_instruction);
	XML_SetStartNamespaceDeclHandler(p, on_namespace);
	XML_SetElementHandler(p, on_start, on_end);
	XML_SetCharacterDataHandler(p, on_text);
}

/* Behind the header, one that has read the header as the one before it had. */
static XML_Parser new_parser(struct xml_reader *r)
{
	static const XML_Memory_Handling_Suite memory = {
		mem_alloc, mem_resize, free
	};
	const char separator[] = { XML_BUILD_SEPARATOR, '\0' };
	XML_Parser p = XML_ParserCreate_MM("UTF-8", &memory, separator);
	struct view header = buf_view(&r->header);
	enum XML_Status read = XML_STATUS_OK;
	unsigned long salt;

	assert(p != NULL);	/* mem_alloc() does not fail */
	do
		rng_bytes(&salt, sizeof salt);
	while (salt == 0);	/* 0: expat makes one of the clock */
	XML_SetHashSalt(p, salt);
	XML_SetReturnNSTriplet(p, 1);
	XML_SetUserData(p, r);
	if (r->phase == PHASE_OPEN)
		read = XML_Parse(p, header.p, (int)header.n, 0);
	assert(read == XML_STATUS_OK);	/* it was before */
	(void)read;
	listen_to(p);
	r->made = r->handed;
	return p;
}

static void free_parser(struct xml_reader *r)
{
	if (r->parser != NULL)
		XML_ParserFree(r->parser);
	r->parser = NULL;
}

/* What expat found wrong itself. */
static void refuse_as_expat(struct xml_reader *r)
{
	enum XML_Error error = XML_GetErrorCode(r->parser);
	const char *words = XML_ErrorString(error);
	enum cause cause = CAUSE_NOT_WELL_FORMED;

	if (error == XML_ERROR_UNDEFINED_ENTITY)
		cause = xml_construct_refused(XML_CONSTRUCT_ENTITY);
	else if (error == XML_ERROR_UNKNOWN_ENCODING ||
	         error == XML_ERROR_INCORRECT_ENCODING)
		cause = CAUSE_BAD_ENCODING;
	if (cause == CAUSE_NONE)
		cause = CAUSE_NOT_WELL_FORMED;
	refuse(r, cause, words != NULL ? words : cause_words(cause));
}

/* --- piece by piece -------------------------------------------------------- */

/* Drops what may stand in front of '<' outside of the root.  White space in
 * front of an XML declaration is tolerated: a keepalive that was on its way
 * when the stream was restarted.  False: more bytes are needed. */
static bool skip_to_markup(struct xml_reader *r)
{
	static const struct view bom = { "\xef\xbb\xbf", 3 };
	struct view v = buf_view(&r->in);

	if (r->phase == PHASE_FIRST && v.n != 0) {
		refuse_unless_none(r, xml_first_bytes_refused(v));
		if (stopped(r))
			return false;
		if (v.n < bom.n && view_starts(bom, v))
			return false;
		if (v.n == 1 && v.p[0] == '<')
			return false;	/* a zero byte may follow */
		r->phase = PHASE_PROLOG;
		if (view_starts(v, bom))
			v = view_from(v, bom.n);
	}
	while (v.n != 0 && view_trim((struct view){ v.p, 1 }).n == 0)
		v = view_from(v, 1);
	buf_drop(&r->in, buf_len(&r->in) - v.n);
	if (v.n != 0 && v.p[0] != '<')
		refuse(r, CAUSE_NOT_WELL_FORMED, "text in front of the stream header");
	return v.n != 0 && !stopped(r);
}

static bool between_stanzas(const struct xml_reader *r)
{
	return r->phase == PHASE_OPEN && r->build.depth == 0;
}

/* Of the construct the scan stands in, or has just passed. */
static void judge_length(struct xml_reader *r)
{
	if (between_stanzas(r) && r->limits.stanza < r->limits.tag) {
		if (!xml_within(r->scan.markup, r->limits.stanza))
			refuse_unless_none(r, CAUSE_STANZA_TOO_BIG);
		return;
	}
	if (xml_within(r->scan.markup, r->limits.tag))
		return;
	refuse_construct(r, holdback_construct(&r->scan),
	                 "a comment, instruction or DTD without end");
	refuse_unless_none(r, CAUSE_TAG_TOO_BIG);
}

/* The part of what is there that belongs to the open stanza, should it end no
 * sooner than its limit. */
static struct view within_stanza(const struct xml_reader *r)
{
	struct view v = buf_view(&r->in);
	size_t used = r->handed - r->began, room;

	if (r->build.depth == 0 || xml_within(used + v.n, r->limits.stanza))
		return v;
	room = used < r->limits.stanza ? r->limits.stanza - used : 0;
	return (struct view){ v.p, v.n < room ? v.n : room };
}

/* Finds the next piece that expat may have: the scan's safe bytes.  Limits are
 * judged in the order of the bytes, so that how they were split into reads
 * makes no difference.  False: more bytes are needed, or were refused. */
static bool next_piece(struct xml_reader *r)
{
	struct view v = within_stanza(r);
	struct holdback *h = &r->scan;
	bool text = between_stanzas(r) && h->state == HB_TEXT;

	while (h->safe == 0 && h->seen < v.n) {
		size_t n = v.n - h->seen < SLICE ? v.n : h->seen + SLICE;

		holdback_scan(h, (struct view){ v.p, n });
		judge_length(r);
		if (stopped(r))
			return false;
	}
	if (h->safe == 0 && v.n < buf_len(&r->in))
		refuse_unless_none(r, CAUSE_STANZA_TOO_BIG);
	/* Before expat, which may find something else wrong with it first. */
	if (text && h->markup == 0)
		refuse_unless_none(r, xml_text_between_refused(
		                   (struct view){ v.p, h->safe }));
	return h->safe != 0 && !stopped(r);
}

static void hand_over(struct xml_reader *r)
{
	struct view piece = { buf_view(&r->in).p, r->scan.safe };
	bool between = between_stanzas(r);
	struct xml_event *ev = r->event;

	assert(piece.n <= INT_MAX);
	if (r->phase == PHASE_PROLOG)
		buf_putv(&r->header, piece);
	if (between)
		r->began = r->handed;
	if (r->parser == NULL)
		r->parser = new_parser(r);
	if (XML_Parse(r->parser, piece.p, (int)piece.n, 0) != XML_STATUS_OK)
		refuse_as_expat(r);
	buf_drop(&r->in, piece.n);
	holdback_take(&r->scan);
	r->handed += piece.n;
	if (stopped(r) || r->phase != PHASE_OPEN)
		return;
	if (r->build.depth == 0 && xml_parser_is_worn(r->handed - r->made))
		free_parser(r);
	if (ev->kind == XML_ELEMENT) {
		ev->bytes = r->handed - r->began;
		ev->prefixed = r->prefixed;
	} else if (between && r->build.depth == 0)
		ev->kind = XML_SPACE;
}

static bool outside_root(const struct xml_reader *r)
{
	return (r->phase == PHASE_FIRST || r->phase == PHASE_PROLOG) &&
	       r->scan.state == HB_TEXT && r->scan.seen == 0;
}

/* Nothing of the stream is read any more. */
static void give_up(struct xml_reader *r)
{
	free_parser(r);
	buf_free(&r->header);
	buf_free(&r->in);
	build_clear(&r->build);
	r->scan = (struct holdback){ 0 };
}

static void report_end(struct xml_reader *r)
{
	struct xml_event *ev = r->event;

	*ev = (struct xml_event){ .kind = XML_MORE };
	if (r->phase == PHASE_BAD) {
		ev->kind = XML_BAD;
		ev->cause = r->cause;
		ev->detail = r->detail;
	} else if (r->phase == PHASE_CLOSED) {
		ev->kind = XML_END;
		r->phase = PHASE_OVER;
	}
	give_up(r);
}

void xml_next(struct xml_reader *r, struct region *region, struct xml_event *ev)
{
	bool more = true;

	*ev = (struct xml_event){ .kind = XML_MORE };
	r->event = ev;
	build_begin(&r->build, region);
	while (ev->kind == XML_MORE && more && r->phase < PHASE_CLOSED) {
		more = !outside_root(r) || skip_to_markup(r);
		if (more)
			more = next_piece(r);
		if (more)
			hand_over(r);
	}
	if (ev->kind == XML_MORE ? r->phase >= PHASE_CLOSED : r->phase == PHASE_BAD)
		report_end(r);
	build_pause(&r->build);
	r->event = NULL;
	r->declared = NULL;
	if (ev->kind == XML_MORE && r->build.depth == 0) {
		buf_trim_memory(&r->in);
		build_clear(&r->build);
	}
}

/* --- the rest -------------------------------------------------------------- */

struct xml_reader *xml_reader_new(const struct xml_limits *limits)
{
	struct xml_reader *r = mem_zalloc(sizeof *r);

	r->limits = *limits;
	r->build.limits = &r->limits;
	return r;
}

void xml_reader_free(struct xml_reader **rp)
{
	if (*rp == NULL)
		return;
	give_up(*rp);
	free(*rp);
	*rp = NULL;
}

void xml_reader_restart(struct xml_reader *r)
{
	give_up(r);
	r->phase = PHASE_FIRST;
	r->handed = 0;
	r->began = 0;
	r->cause = CAUSE_NONE;
	r->detail = NULL;
}

void xml_reader_set_limits(struct xml_reader *r, const struct xml_limits *l)
{
	r->limits = *l;
}

void xml_feed(struct xml_reader *r, struct view bytes)
{
	if (r->phase < PHASE_CLOSED)
		buf_putv(&r->in, bytes);
}

size_t xml_unread(const struct xml_reader *r)
{
	size_t open = r->build.depth != 0 ? r->handed - r->began : 0;

	return open + buf_len(&r->in);
}

bool xml_in_element(const struct xml_reader *r)
{
	return xml_unread(r) != 0;
}
