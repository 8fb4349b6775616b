/* header.h - the stream header, read and written.
 *
 * RFC 6120 4.7 (attributes), 4.8 (namespaces).
 * Not here: what follows from it (stream.h).
 */
#ifndef REF_XMPP_HEADER_H
#define REF_XMPP_HEADER_H

#include <stdbool.h>
#include <stdint.h>

#include "cause/cause.h"
#include "lib/buf.h"
#include "xml/reader.h"

struct version {		/* of XMPP */
	uint32_t major, minor;
};

/* The highest version that is spoken here. */
#define VERSION_OURS ((struct version){ 1, 0 })

/* A longer xml:lang is read as if it were absent: RFC 5646 4.4.1 asks for room for 35, and
 * each stanza without one gets it (4.7.4). */
#define HEADER_LANG_MAX 64

struct header {			/* p NULL: the attribute is absent */
	struct view from, to, id, lang;
	bool has_version;	/* without: 0.9 (4.7.5), and no features */
	struct version version;
	bool dialback;		/* xmlns:db is declared (XEP-0220 2.4.1) */
};

/* Reads the root's start tag.  Attributes are in *out also when the header is
 * refused, so that the answer can be addressed.  Refused are a root that is not
 * the stream of this namespace, a content namespace other than jabber:server, a
 * prefix other than "stream" for the one or any for the other, and namespaces
 * of extensions (4.8.5).  Namespaces declared in no default (4.8.2, the
 * prefix-free form) are fine. */
enum cause header_read(const struct xml_event *ev, struct header *out, const char **detail);

/* With XML declaration.  jabber:server is the default namespace. */
void header_write(struct buf *out, const struct header *h);

/* "1.0", leading zeros and any number of digits allowed. */
bool version_read(struct view text, struct version *out);
/* Compared as numbers, major first. */
struct version version_lower(struct version a, struct version b);
/* The decision of the initiating side: can a stream go on in the version that
 * the other side answers with? */
bool header_version_ok(struct version theirs);

#endif
