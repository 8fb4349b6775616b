/* unit.h - inside struct unit, for pattern.c; and the XML reader both use. */
#ifndef HARNESS_UNIT_H
#define HARNESS_UNIT_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "lib/view.h"

#define NS_SERVER  "jabber:server"
#define NS_CLIENT  "jabber:client"
#define NS_STREAMS "http://etherx.jabber.org/streams"

struct unit {
	xmlDoc *doc;		/* NULL: the end tag of a stream */
	xmlNode *element;
	bool header;		/* of a stream: it was not closed */
	struct sip_text *sip;	/* SIP; doc and element are NULL then */
	char *bytes;		/* that it lies in */
	char *name;		/* its method, or "SIP/2.0" */
};

/* Reads `xml` inside an element that declares the prefixes stream and db, and
 * `default_ns` if it is not NULL.  A stream header may stand alone.  NULL: not
 * well-formed, a prefix is not declared, DTD, PI or comment.  Then *why (if
 * not NULL) is a text to free, and *line counts from 0. */
xmlDoc *xml_read(struct view xml, const char *default_ns, bool *header, char **why,
                 unsigned *line);
/* "stream:stream" of "<stream:stream a='b'>" */
struct view xml_tag(struct view xml);
/* The first element at or behind `n` among its siblings, or NULL. */
xmlNode *xml_element(xmlNode *n);

#endif
