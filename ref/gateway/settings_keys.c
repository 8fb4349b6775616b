#include "gateway/settings_keys_private.h"

#include "gateway/settings.h"
#include "lib/conf_print.h"
#include "partner/manual.h"

static const struct conf_key link_keys[] = {
	{ .name = "edges",
	  .kind = CONF_LIST,
	  .required = true,
	  .offset = BELOW(link, edges),
	  .doc = "The edges to dial: the name in an edge's certificate, with a "
	         "port where another than 23456 is meant, and behind @ its "
	         "address where DNS does not know it: "
	         "edge1.contoso.example, edge1.contoso.example:23456, "
	         "edge1.contoso.example@192.0.2.5:23456. Of several addresses in "
	         "DNS, one where somebody else answers, or nobody, is passed "
	         "over." },
	{ .name = "route",
	  .kind = CONF_LIST,
	  .offset = BELOW(link, route),
	  .doc = "Of these edges the ones that carry XMPP, by their names: the "
	         "others are not dialled. To move XMPP to another edge: name "
	         "that one here, and restart. Left out, or empty: all of them." },
	{ .name = "name",
	  .kind = CONF_TEXT,
	  .offset = BELOW(link, name),
	  .doc = "The name of this gateway, one of its certificate's. Left out: "
	         "the first one there." },
	{ .name = "certificate",
	  .kind = CONF_FILE,
	  .required = true,
	  .offset = BELOW(link, certificate),
	  .doc = "The certificate that edges are shown, PEM, with its issuers." },
	{ .name = "key",
	  .kind = CONF_FILE,
	  .required = true,
	  .offset = BELOW(link, key),
	  .doc = "The private key of the certificate, PEM." },
	{ .name = "trust",
	  .kind = CONF_FILE,
	  .required = true,
	  .offset = BELOW(link, trust),
	  .doc = "The authorities that issue the edges' certificates, PEM." },
	{ .name = "crl",
	  .kind = CONF_FILE,
	  .offset = BELOW(link, crl),
	  .doc = "Revocation lists of these authorities, and of those between "
	         "them and the certificates, PEM. What is on a list proves "
	         "nothing. Neither does what was issued by an authority whose "
	         "list has expired, which is warned of; one without a list is "
	         "taken at its word. Lists are not fetched: replace the file, "
	         "and reload. None: those that stand in trust." },
	{ .name = "keepalive-interval",
	  .kind = CONF_TIME,
	  .fallback = "30s",
	  .offset = BELOW(link, keepalive),
	  .min = 1,
	  .max = LONGEST,
	  .doc = "An edge that is silent for so long is asked for a sign of "
	         "life; after twice that time its connection is given up." },
	{ .name = "establishment-timeout",
	  .kind = CONF_TIME,
	  .fallback = "60s",
	  .offset = BELOW(link, establishment),
	  .min = 1,
	  .max = LONGEST,
	  .doc = "A connection without a session after so long is ended. The addresses "
	         "of an edge share this time; each is called 250ms behind the one "
	         "before." },
	{ .name = "retry-min",
	  .kind = CONF_TIME,
	  .fallback = "1s",
	  .offset = BELOW(link, retry_min),
	  .min = 1,
	  .max = LONGEST,
	  .doc = "The wait before an edge that could not be reached is dialled "
	         "again, half of it left to chance; doubles each time. Behind a "
	         "session that was up, the longest wait, all of it left to chance." },
	{ .name = "retry-max",
	  .kind = CONF_TIME,
	  .fallback = "60s",
	  .offset = BELOW(link, retry_max),
	  .min = 1,
	  .max = LONGEST,
	  .doc = "The longest such wait; a quarter of the time for which the "
	         "edge keeps a session that may be resumed, if that is less." },
	{ .name = "window-stanzas",
	  .kind = CONF_COUNT,
	  .fallback = "10000",
	  .offset = BELOW(link, window_stanzas),
	  .min = 1,
	  .max = 1000000,
	  .doc = "Stanzas to an edge that it has not acknowledged. Attack: an "
	         "edge that stops acknowledging makes each stay." },
	{ .name = "window-bytes",
	  .kind = CONF_SIZE,
	  .fallback = "16MiB",
	  .offset = BELOW(link, window_bytes),
	  .min = 4 * KIB,
	  .max = 1024 * MIB,
	  .doc = "The same, in memory." },
	{ .name = NULL }
};

#define POLICY_KEYS(type)                                                                      \
	{ .name = "federation",                                                                \
	  .kind = CONF_BOOL,                                                                   \
	  .fallback = "no",                                                                    \
	  .offset = offsetof(type, federation),                                                \
	  .doc = "Whether the user may talk to anybody outside at all." },                     \
	        { .name = "xmpp",                                                              \
		  .kind = CONF_BOOL,                                                           \
		  .fallback = "no",                                                            \
		  .offset = offsetof(type, xmpp),                                              \
		  .doc = "Whether the user may talk to XMPP partners; takes federation, "      \
		         "too." },                                                             \
	{                                                                                      \
		.name = "public-cloud", .kind = CONF_BOOL, .fallback = "no",                   \
		.offset = offsetof(type, public_cloud),                                        \
		.doc = "Read for configurations that were moved here; it has no "              \
		       "effect on XMPP."                                                       \
	}

static const struct conf_key policy_keys[] = { POLICY_KEYS(struct raw_policy),
	                                       { .name = NULL } };

static const struct conf_key site_keys[] = {
	{ .name = "users",
	  .kind = CONF_LIST,
	  .required = true,
	  .offset = offsetof(struct raw_site, users),
	  .doc = "The users of the site: addresses with one star at most, such "
	         "as *@paris.contoso.example." },
	POLICY_KEYS(struct raw_site),
	{ .name = NULL }
};

static const struct conf_key access_keys[] = {
	{ .name = "allow-federated-users",
	  .kind = CONF_BOOL,
	  .fallback = "no",
	  .offset = BELOW(access, allow_federated_users),
	  .doc = "The switch of the whole enterprise: no bars every partner, "
	         "whatever else is said." },
	{ .name = "global",
	  .kind = CONF_MAP,
	  .absence_counts = true,
	  .offset = BELOW(access, global),
	  .sub = policy_keys,
	  .doc = "The policy of users without one of their own or of their "
	         "site. Left out: they may not talk to partners." },
	{ .name = "sites",
	  .kind = CONF_MAPS,
	  .offset = BELOW(access, sites),
	  .sub = site_keys,
	  .sub_size = sizeof(struct raw_site),
	  .doc = "Policies of sites, by name. A user of two sites is judged by "
	         "the first." },
	{ .name = "users",
	  .kind = CONF_MAPS,
	  .offset = BELOW(access, users),
	  .sub = policy_keys,
	  .sub_size = sizeof(struct raw_policy),
	  .doc = "Policies of single users, by address." },
	{ .name = NULL }
};

static const struct conf_key resolver_keys[] = {
	{ .name = "forward",
	  .kind = CONF_LIST,
	  .offset = BELOW(resolver, forward),
	  .doc = "Name servers, such as 192.0.2.53 or 192.0.2.53@5353. None: "
	         "/etc/hosts, and those of /etc/resolv.conf." },
	{ .name = "trust-anchor",
	  .kind = CONF_FILE,
	  .offset = BELOW(resolver, trust_anchor),
	  .doc = "DS or DNSKEY records of the root for DNSSEC. None: answers "
	         "are not validated." },
	{ .name = NULL }
};

const struct conf_key gateway_keys[] = {
	{ .name = "partners",
	  .kind = CONF_FILE,
	  .offset = AT(partners),
	  .required = true,
	  .doc = "The list of allowed partners; see partners.yml(5). The same "
	         "file as the edge's." },
	{ .name = "domains",
	  .kind = CONF_LIST,
	  .offset = AT(domains),
	  .required = true,
	  .doc = "The domains whose users are behind this gateway." },
	{ .name = "link",
	  .kind = CONF_MAP,
	  .offset = AT(link),
	  .required = true,
	  .sub = link_keys,
	  .doc = "The way to the edges." },
	{ .name = "sip",
	  .kind = CONF_MAP,
	  .offset = AT(sip),
	  .required = true,
	  .sub = gateway_sip_keys,
	  .doc = "The SIP side." },
	{ .name = "access",
	  .kind = CONF_MAP,
	  .offset = AT(access),
	  .sub = access_keys,
	  .doc = "Who may talk to XMPP partners at all. The most specific "
	         "policy applies whole: the user's, else the site's, else the "
	         "global one." },
	{ .name = "subscription-refresh-interval",
	  .kind = CONF_TIME,
	  .fallback = "28800s",
	  .offset = AT(watch),
	  .min = SECOND,
	  .max = LONGEST,
	  .doc = "The longest time a watch lives without a sign of life of the "
	         "watcher." },
	{ .name = "store",
	  .kind = CONF_TEXT,
	  .offset = AT(store),
	  .required = true,
	  .doc = "Where subscriptions are kept: sqlite: and a path, relative to "
	         "the directory of this file." },
	{ .name = "log-message-bodies",
	  .kind = CONF_BOOL,
	  .fallback = "no",
	  .offset = AT(log_message_bodies),
	  .doc = "Whether the text of messages may stand in the log." },
	{ .name = "resolver",
	  .kind = CONF_MAP,
	  .offset = AT(resolver),
	  .sub = resolver_keys,
	  .doc = "How names are looked up." },
	{ .name = "control",
	  .kind = CONF_FILE,
	  .offset = AT(control),
	  .doc = "The Unix socket that fedctl(1) talks to, for the user of this "
	         "program alone. One that nobody listens at any more is "
	         "replaced." },
	{ .name = "metrics",
	  .kind = CONF_TEXT,
	  .offset = AT(metrics),
	  .doc = "The address where the counters are read by HTTP, as "
	         "OpenMetrics, at /metrics. Whoever can reach it can read "
	         "them." },
	{ .name = "probe-from",
	  .kind = CONF_TEXT,
	  .offset = AT(probe_from),
	  .doc = "The sender of the messages of fedctl probe, an address of ours, "
	         "unless --from names another. A user of his own is best: what "
	         "partners answer comes to him." },
	{ .name = NULL }
};

void gateway_settings_manual(struct buf *out)
{
	manual_keys(gateway_keys, out);
}

bool gateway_settings_print(const char *path, struct buf *out, struct fault *f)
{
	return conf_print_file(path, gateway_keys, sizeof(struct raw_gateway), out, f);
}
