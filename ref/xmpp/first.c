#include "xmpp/first.h"

#include <stddef.h>

#include "xmpp/features.h"

#define NAMED(ns, name) VIEW_INIT(ns), VIEW_INIT(name)
#define ANY(ns)                                                                                \
	VIEW_INIT(ns),                                                                         \
	{                                                                                      \
		NULL, 0                                                                        \
	}

static const struct {
	struct view ns, name; /* name empty: any */
	enum first first;
} table[] = {
	{ NAMED(NS_SERVER, "message"), FIRST_STANZA },
	{ NAMED(NS_SERVER, "presence"), FIRST_STANZA },
	{ NAMED(NS_SERVER, "iq"), FIRST_STANZA },
	{ ANY(NS_SM), FIRST_SM },
	{ NAMED(NS_BIDI, "bidi"), FIRST_BIDI },
	{ NAMED(NS_BIDI_FEATURE, "bidi"), FIRST_BIDI_FEATURE },
	{ NAMED(NS_DIALBACK, "result"), FIRST_DIALBACK },
	{ NAMED(NS_DIALBACK, "verify"), FIRST_DIALBACK },
	{ NAMED(NS_STREAM, "error"), FIRST_ERROR },
	{ NAMED(NS_STREAM, "features"), FIRST_FEATURES },
	{ NAMED(NS_TLS, "starttls"), FIRST_STARTTLS },
	{ NAMED(NS_TLS, "proceed"), FIRST_PROCEED },
	{ NAMED(NS_TLS, "failure"), FIRST_TLS_FAILURE },
	{ NAMED(NS_SASL, "auth"), FIRST_AUTH },
	{ NAMED(NS_SASL, "challenge"), FIRST_CHALLENGE },
	{ NAMED(NS_SASL, "response"), FIRST_RESPONSE },
	{ NAMED(NS_SASL, "abort"), FIRST_ABORT },
	{ NAMED(NS_SASL, "success"), FIRST_SUCCESS },
	{ NAMED(NS_SASL, "failure"), FIRST_SASL_FAILURE },
	{ ANY(NS_CLIENT), FIRST_CLIENT_STANZA },
};

enum first first_of(const struct element *e)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (view_eq(e->ns, table[i].ns) &&
		    (table[i].name.n == 0 || view_eq(e->name, table[i].name)))
			return table[i].first;
	return FIRST_OTHER;
}
