#include "xmpp/first.h"

#include <stddef.h>

static const struct {
	const char *ns, *name; /* name NULL: any */
	enum first first;
} table[] = {
	{ NS_SERVER, "message", FIRST_STANZA },     { NS_SERVER, "presence", FIRST_STANZA },
	{ NS_SERVER, "iq", FIRST_STANZA },          { NS_SM, NULL, FIRST_SM },
	{ NS_DIALBACK, "result", FIRST_DIALBACK },  { NS_DIALBACK, "verify", FIRST_DIALBACK },
	{ NS_STREAM, "error", FIRST_ERROR },        { NS_STREAM, "features", FIRST_FEATURES },
	{ NS_TLS, "starttls", FIRST_STARTTLS },     { NS_TLS, "proceed", FIRST_PROCEED },
	{ NS_TLS, "failure", FIRST_TLS_FAILURE },   { NS_SASL, "auth", FIRST_AUTH },
	{ NS_SASL, "challenge", FIRST_CHALLENGE },  { NS_SASL, "response", FIRST_RESPONSE },
	{ NS_SASL, "abort", FIRST_ABORT },          { NS_SASL, "success", FIRST_SUCCESS },
	{ NS_SASL, "failure", FIRST_SASL_FAILURE }, { NS_CLIENT, NULL, FIRST_CLIENT_STANZA },
};

enum first first_of(const struct element *e)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (view_is(e->ns, table[i].ns) &&
		    (table[i].name == NULL || view_is(e->name, table[i].name)))
			return table[i].first;
	return FIRST_OTHER;
}
