#include "xmpp/header.h"

#include "xml/writer.h"

static bool number(struct view digits, uint32_t *out)
{
	uint32_t x = 0;

	if (digits.n == 0)
		return false;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(x, 10U, &x) ||
		    __builtin_add_overflow(x, (uint32_t)(digits.p[i] - '0'), &x))
			x = UINT32_MAX / 10; /* higher than any there is: stays huge */
	}
	*out = x;
	return true;
}

bool version_read(struct view text, struct version *out)
{
	struct view major, minor;
	struct version v;

	if (!view_cut(text, '.', &major, &minor) || !number(major, &v.major) ||
	    !number(minor, &v.minor))
		return false;
	*out = v;
	return true;
}

struct version version_lower(struct version a, struct version b)
{
	if (a.major != b.major)
		return a.major < b.major ? a : b;
	return a.minor < b.minor ? a : b;
}

bool header_version_ok(struct version theirs)
{
	return theirs.major == VERSION_OURS.major;
}

/* One declaration on a root that has the prefix `root`. */
static enum cause declaration(const struct xml_ns_decl *d, struct view root, struct header *out,
                              const char **detail)
{
	if (d->prefix.n == 0) {
		/* 4.8.3: the content namespace; with an unprefixed root it is the
		 * stream's, and stanzas say theirs. */
		if (view_is(d->uri, root.n == 0 ? NS_STREAM : NS_SERVER) || d->uri.n == 0)
			return CAUSE_NONE;
		*detail = "the default namespace is not jabber:server";
		return CAUSE_BAD_NAMESPACE;
	}
	if (view_is(d->uri, NS_STREAM)) {
		if (view_is(d->prefix, "stream"))
			return CAUSE_NONE;
		*detail = "the prefix of the stream namespace is not 'stream'";
		return CAUSE_BAD_PREFIX;
	}
	if (view_is(d->uri, NS_SERVER)) {
		*detail = "a prefix for jabber:server";
		return CAUSE_BAD_PREFIX;
	}
	if (view_is(d->uri, NS_DIALBACK)) {
		out->dialback = true;
		return CAUSE_NONE;
	}
	if (view_is(d->uri, NS_XML))
		return CAUSE_NONE;
	*detail = "the header declares the namespace of an extension";
	return CAUSE_BAD_NAMESPACE;
}

static enum cause namespaces(const struct xml_event *ev, struct header *out,
                             const char **detail)
{
	enum cause cause = CAUSE_NONE, one;

	if (!element_is(ev->element, NS_STREAM, "stream")) {
		*detail = "the root is not a stream of " NS_STREAM;
		return CAUSE_BAD_NAMESPACE;
	}
	/* The first fault is the one that is told; db may be declared behind it. */
	for (const struct xml_ns_decl *d = ev->declared; d != NULL; d = d->next) {
		const char *words = NULL;

		one = declaration(d, ev->root_prefix, out, &words);
		if (cause == CAUSE_NONE && one != CAUSE_NONE) {
			cause = one;
			*detail = words;
		}
	}
	return cause;
}

enum cause header_read(const struct xml_event *ev, struct header *out, const char **detail)
{
	struct view version = element_attr(ev->element, "version");
	enum cause cause;

	*detail = NULL;
	*out = (struct header){
		.from = element_attr(ev->element, "from"),
		.to = element_attr(ev->element, "to"),
		.id = element_attr(ev->element, "id"),
		.lang = element_attr_ns(ev->element, NS_XML, "lang"),
		.has_version = version.p != NULL,
	};
	if (out->lang.n > HEADER_LANG_MAX)
		out->lang = (struct view){ NULL, 0 };
	cause = namespaces(ev, out, detail);
	if (out->has_version && !version_read(version, &out->version)) {
		out->version = VERSION_OURS;
		if (cause == CAUSE_NONE) {
			*detail = "a stream version that is not two numbers";
			cause = CAUSE_STREAM_VERSION;
		}
	}
	return cause;
}

static void attribute(struct buf *out, const char *name, struct view value)
{
	if (value.p == NULL)
		return;
	buf_printf(out, " %s='", name);
	xml_escape(out, value);
	buf_putc(out, '\'');
}

void header_write(struct buf *out, const struct header *h)
{
	buf_puts(out, "<?xml version='1.0'?><stream:stream xmlns='" NS_SERVER
	              "' xmlns:stream='" NS_STREAM "'");
	if (h->dialback)
		buf_puts(out, " xmlns:db='" NS_DIALBACK "'");
	attribute(out, "from", h->from);
	attribute(out, "to", h->to);
	attribute(out, "id", h->id);
	if (h->has_version)
		buf_printf(out, " version='%u.%u'", h->version.major, h->version.minor);
	attribute(out, "xml:lang", h->lang);
	buf_putc(out, '>');
}
