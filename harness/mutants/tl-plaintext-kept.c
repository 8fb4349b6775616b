/* Reads on, inside TLS, in what came behind <starttls/> in clear.
 * Breaks R6120-5.4.3.3-3, R6120-5.4.3.3-1. */
#include "lib/buf.h"
#include "xml/reader.h"

__typeof__(xml_feed) __real_xml_feed, __wrap_xml_feed;
__typeof__(xml_reader_restart) __real_xml_reader_restart, __wrap_xml_reader_restart;

static struct buf last;

void __wrap_xml_feed(struct xml_reader *r, struct view bytes)
{
	buf_clear(&last);
	buf_putv(&last, bytes);
	__real_xml_feed(r, bytes);
}

void __wrap_xml_reader_restart(struct xml_reader *r)
{
	size_t unread = xml_unread(r), n = buf_len(&last);

	__real_xml_reader_restart(r);
	if (unread > 0 && unread <= n)
		__real_xml_feed(r, view_from(buf_view(&last), n - unread));
}
