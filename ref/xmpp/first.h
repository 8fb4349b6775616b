/* first.h - which first-level element of a stream is it? */
#ifndef REF_XMPP_FIRST_H
#define REF_XMPP_FIRST_H

#include "xml/element.h"

enum first {
	FIRST_ERROR,		/* stream:error */
	FIRST_FEATURES,		/* stream:features */
	FIRST_STARTTLS,
	FIRST_PROCEED,
	FIRST_TLS_FAILURE,
	FIRST_AUTH,
	FIRST_CHALLENGE,
	FIRST_RESPONSE,
	FIRST_ABORT,
	FIRST_SUCCESS,
	FIRST_SASL_FAILURE,
	FIRST_DIALBACK,		/* db:result, db:verify */
	FIRST_STANZA,		/* message, presence, iq of jabber:server */
	FIRST_CLIENT_STANZA,	/* anything of jabber:client */
	FIRST_SM,		/* anything of XEP-0198 */
	FIRST_BIDI,		/* the request of XEP-0288 */
	FIRST_BIDI_FEATURE,	/* the same in the namespace of the feature */
	FIRST_OTHER,
};

enum first first_of(const struct element *e);

#endif
