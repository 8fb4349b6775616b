/* Passes a message on with the prefix that it came with.  Breaks R6120-4.8.5-3. */
#include <stdlib.h>
#include <string.h>

#include "xml/reader.h"
#include "xmpp/state.h"

__typeof__(xml_next) __real_xml_next, __wrap_xml_next;
__typeof__(stream_write) __real_stream_write, __wrap_stream_write;

static bool came;

void __wrap_xml_next(struct xml_reader *r, struct region *region, struct xml_event *ev)
{
	__real_xml_next(r, region, ev);
	if (ev->kind == XML_ELEMENT && ev->prefixed && view_is(ev->element->name, "message"))
		came = true;
	ev->prefixed = false;
}

void __wrap_stream_write(struct stream *s, const struct element *e)
{
	size_t before = buf_len(&s->out);
	struct view v;
	char *text;

	__real_stream_write(s, e);
	if (!came || !view_is(e->name, "message"))
		return;
	came = false;
	v = view_from(buf_view(&s->out), before);
	text = view_dup(v);
	v = view_from(view_of(text), strlen("<message"));
	buf_cut(&s->out, before);
	buf_puts(&s->out, "<s:message xmlns:s='" NS_SERVER "'");
	if (view_ends(v, VIEW("</message>"))) {
		v.n -= strlen("</message>");
		buf_putv(&s->out, v);
		buf_puts(&s->out, "</s:message>");
	} else {
		buf_putv(&s->out, v);
	}
	free(text);
}
