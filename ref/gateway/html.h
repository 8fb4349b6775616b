/* html.h - the words of an HTML document.
 *
 * One pass, no stack, no lookup of anything outside.  What comes out is text: a
 * "<" in it stood as &lt; in the document, and is escaped like any other.  Never
 * a tag, comment, script or style (LYNC-IM-11, R7572-7-2).
 */
#ifndef REF_GATEWAY_HTML_H
#define REF_GATEWAY_HTML_H

#include "lib/buf.h"
#include "lib/view.h"

/* `utf8` is well-formed (text_from_sip()).  Block elements and <br> begin lines,
 * white space is one space outside of <pre>, character references (HTML 4.01 24)
 * are resolved once. */
void html_to_text(struct view utf8, struct buf *out);

#endif
