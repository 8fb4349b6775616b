/* Allows half of what the limits of XML allow, the size of a stanza aside.
 * Breaks EDGE-XML-1. */
#include "xmpp/conn.h"

__typeof__(conn_open) __real_conn_open, __wrap_conn_open;

static void halve(struct xml_limits *l)
{
	l->tag /= 2;
	l->depth /= 2;
	l->attributes /= 2;
	l->namespaces /= 2;
	l->nodes /= 2;
}

void __wrap_conn_open(struct conn *c, const struct stream_settings *settings)
{
	struct stream_settings low = *settings;

	halve(&low.before);
	halve(&low.after);
	__real_conn_open(c, &low);
}
