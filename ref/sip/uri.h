/* uri.h - SIP, SIPS, IM, PRES and TEL URIs (RFC 3261 19.1, 25.1; 3859; 3860).
 *
 * Read once, strictly, into views of the text; nothing is decoded until
 * somebody asks: sip_unescape() after the parts have been told apart, so that
 * "%40" never becomes the '@' that ends a user part.
 * Not here: what a URI means to XMPP (gateway/address.h), where it leads
 * (dns/locate_sip.h).
 */
#ifndef REF_SIP_URI_H
#define REF_SIP_URI_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/view.h"

enum sip_scheme {
	SIP_SCHEME_SIP,
	SIP_SCHEME_SIPS,
	SIP_SCHEME_IM,		/* RFC 3860: user and host as in sip */
	SIP_SCHEME_PRES,	/* RFC 3859: likewise */
	SIP_SCHEME_TEL,		/* RFC 3966: not taken apart */
	SIP_SCHEME_OTHER,	/* absoluteURI: not taken apart */
};

enum sip_host_kind {
	SIP_HOST_NONE,		/* TEL, OTHER */
	SIP_HOST_NAME,		/* RFC 3261 hostname, a final dot allowed */
	SIP_HOST_IPV4,
	SIP_HOST_IPV6,		/* the host view stands without brackets */
};

struct sip_uri {
	enum sip_scheme scheme;
	enum sip_host_kind host_kind;
	unsigned port;			/* 1..65535; 0: none given */
	struct view text;		/* the whole URI as written */
	struct view scheme_name;	/* as written: "sip" */
	struct view user;		/* still escaped, without password; p NULL: no user part */
	struct view password;		/* still escaped; p NULL: none */
	struct view host;		/* empty for TEL, OTHER */
	struct view parameters;		/* "lr;transport=tcp", no first ';'; empty: none */
	struct view headers;		/* "Route=x&y=z", no '?'; empty: none */
	struct view opaque;		/* TEL, OTHER: what follows the colon */
};

/* The URI that is the whole of `text`.  False: not one; *why (may be NULL)
 * gets static words and *out is undefined.  Refused besides the grammar: a port
 * above 65535 or 0; a uri-parameter given twice (19.1.1). */
bool sip_uri_read(struct view text, struct sip_uri *out, const char **why);

/* True: there is a uri-parameter of that name (ASCII case ignored, the
 * written name unescaped).  *value (may be NULL) as written, still escaped;
 * p NULL when it has none ("lr"). */
bool sip_uri_parameter(const struct sip_uri *u, const char *name, struct view *value);

/* RFC 3261 19.1.4: user and password by case, the rest not; escapes of
 * characters that need none equal the characters; user, ttl, method, maddr and
 * transport count when one has them only, other parameters when both have;
 * headers must all match.  TEL and OTHER: byte for byte after the scheme. */
bool sip_uri_equal(const struct sip_uri *a, const struct sip_uri *b);

/* Where raw bytes go inside of a URI: what may stand there unescaped. */
enum sip_uri_part {
	SIP_PART_USER,		/* unreserved, & = + $ , ; ? / */
	SIP_PART_PASSWORD,	/* unreserved, & = + $ , */
	SIP_PART_PARAMETER,	/* unreserved, [ ] / : & + $ */
	SIP_PART_HEADER,	/* unreserved, [ ] / ? : + $ */
};

/* Appends `raw` (any bytes) with every byte that the part does not carry as
 * %HH, upper case.  The one place where text becomes part of a URI. */
void sip_escape(struct buf *out, struct view raw, enum sip_uri_part part);

/* Appends `escaped` decoded, once.  False: a '%' without two hexadecimal digits
 * ('out' then holds what came before).  What comes out may be any byte, NUL
 * included: the caller checks. */
bool sip_unescape(struct buf *out, struct view escaped);

/* What a host is; SIP_HOST_NONE: it is no host.  IPv6 with its brackets, as it
 * stands in a URI or a Via. */
enum sip_host_kind sip_host_kind(struct view host);

/* Takes "host", "host:port" off the front of *rest as far as they reach; *host
 * without brackets, *port 0 when none stands there.  False: no host here, or a
 * bad port.  With `white`, LWS may stand around the colon (Via: 25.1 COLON). */
bool sip_hostport_take(struct view *rest, bool white, struct view *host,
                       enum sip_host_kind *kind, unsigned *port);

#endif
