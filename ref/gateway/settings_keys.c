#include "gateway/settings_keys.h"

#include <stddef.h>

#include "gateway/settings.h"
#include "lib/conf_print.h"
#include "partner/manual.h"

#define KIB     ((uint64_t)1024)
#define MIB     (KIB * 1024)
#define SECOND  ((uint64_t)1000)
#define MINUTE  (60 * SECOND)
#define HOUR    (60 * MINUTE)
#define LONGEST (UINT32_MAX * SECOND)

#define AT(field) offsetof(struct raw_gateway, field)
/* In the struct that `under` is. */
#define BELOW(under, field) (AT(under.field) - AT(under))

static const char *const profile_words[] = {
	[PROFILE_RFC] = "rfc", [PROFILE_LYNC] = "lync", NULL
};

static const struct conf_key link_keys[] = {
	{ .name = "edges",
	  .kind = CONF_LIST,
	  .required = true,
	  .offset = BELOW(link, edges),
	  .doc = "The edges to dial: the name in an edge's certificate, with a "
	         "port where another than 23456 is meant, and behind @ its "
	         "address where DNS does not know it: "
	         "edge1.contoso.example, edge1.contoso.example:23456, "
	         "edge1.contoso.example@192.0.2.5:23456." },
	{ .name = "route",
	  .kind = CONF_LIST,
	  .offset = BELOW(link, route),
	  .doc = "Of these edges the ones that carry XMPP, by their names: the "
	         "others are not dialled. To move XMPP to another edge: name "
	         "that one here, and restart. Left out: all of them." },
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

static const struct conf_key sip_keys[] = {
	{ .name = "listen",
	  .kind = CONF_LIST,
	  .required = true,
	  .offset = BELOW(sip, listen),
	  .doc = "Addresses where SIP is spoken, behind udp:, tcp: or tls:, such "
	         "as tls:192.0.2.6:5098. Without a port: 5060, or 5098 for "
	         "tls, as the front end may have 5061 on the same host. The first "
	         "of each kind is what Via and Contact say, and where "
	         "connections of that kind come from." },
	{ .name = "certificate",
	  .kind = CONF_FILE,
	  .offset = BELOW(sip, certificate),
	  .doc = "The certificate that SIP servers are shown, PEM, with its "
	         "issuers. Needed for tls." },
	{ .name = "key",
	  .kind = CONF_FILE,
	  .offset = BELOW(sip, key),
	  .doc = "The private key of the certificate, PEM." },
	{ .name = "trust",
	  .kind = CONF_FILE,
	  .offset = BELOW(sip, trust),
	  .doc = "The authorities that issue the SIP servers' certificates, "
	         "PEM." },
	{ .name = "crl",
	  .kind = CONF_FILE,
	  .offset = BELOW(sip, crl),
	  .doc = "Their revocation lists, PEM, as link.crl." },
	{ .name = "next-hop",
	  .kind = CONF_TEXT,
	  .required = true,
	  .offset = BELOW(sip, next_hop),
	  .doc = "The SIP URI of the server that all requests go to, found by "
	         "NAPTR, SRV and address records (RFC 3263)." },
	{ .name = "trusted",
	  .kind = CONF_LIST,
	  .required = true,
	  .offset = BELOW(sip, trusted),
	  .doc = "Who may send requests: names in certificates for tls, "
	         "addresses for udp and tcp." },
	{ .name = "profile",
	  .kind = CONF_WORD,
	  .offset = BELOW(sip, profile),
	  .fallback = "rfc",
	  .words = profile_words,
	  .doc = "The dialect of the SIP side." },
	{ .name = "user-agent",
	  .kind = CONF_TEXT,
	  .offset = BELOW(sip, user_agent),
	  .fallback = "fedlab-gateway",
	  .doc = "The User-Agent of each request, such as XmppTGW, by which the "
	         "call records of Lync class them, or fedlab-gateway/1.0: products "
	         "with blanks between, 64 bytes at most. They count in "
	         "message-limit. Empty: none is said." },
	{ .name = "t1",
	  .kind = CONF_TIME,
	  .fallback = "500ms",
	  .offset = BELOW(sip, t1),
	  .min = 10,
	  .max = 10 * SECOND,
	  .doc = "The round-trip time that all timers of RFC 3261 are made "
	         "from." },
	{ .name = "t2",
	  .kind = CONF_TIME,
	  .fallback = "4s",
	  .offset = BELOW(sip, t2),
	  .min = 10,
	  .max = MINUTE,
	  .doc = "The longest wait between retransmissions (RFC 3261)." },
	{ .name = "t4",
	  .kind = CONF_TIME,
	  .fallback = "5s",
	  .offset = BELOW(sip, t4),
	  .min = 10,
	  .max = MINUTE,
	  .doc = "How long a message stays in the network (RFC 3261)." },
	{ .name = "ack-wait",
	  .kind = CONF_TIME,
	  .fallback = "0",
	  .offset = BELOW(sip, ack_wait),
	  .max = 20 * SECOND,
	  .doc = "How long the answer to a MESSAGE waits, behind its delivery "
	         "to the partner's server, for an error from there." },
	{ .name = "answer-wait",
	  .kind = CONF_TIME,
	  .fallback = "20s",
	  .offset = BELOW(sip, answer_wait),
	  .min = 1,
	  .max = 30 * SECOND,
	  .doc = "A MESSAGE of which the edge has not said what became of it is "
	         "answered by 504 after so long." },
	{ .name = "typing-lasts",
	  .kind = CONF_TIME,
	  .fallback = "120s",
	  .offset = BELOW(sip, typing_lasts),
	  .min = 10,
	  .max = HOUR,
	  .doc = "How long a user is seen typing whose indication does not say it "
	         "and is not repeated (RFC 3994)." },
	{ .name = "poll-wait",
	  .kind = CONF_TIME,
	  .fallback = "2s",
	  .offset = BELOW(sip, poll_wait),
	  .min = 1,
	  .max = 30 * SECOND,
	  .doc = "How long the NOTIFY that answers a poll waits for the "
	         "partner's presence." },
	{ .name = "notify-interval",
	  .kind = CONF_TIME,
	  .fallback = "5s",
	  .offset = BELOW(sip, notify_interval),
	  .max = HOUR,
	  .doc = "The shortest time between two NOTIFYs about presence in one "
	         "dialog; the last state wins. Attack: a partner's user who "
	         "changes his presence without end." },
	{ .name = "retry-min",
	  .kind = CONF_TIME,
	  .fallback = "5s",
	  .offset = BELOW(sip, retry_min),
	  .min = 1,
	  .max = LONGEST,
	  .doc = "The wait before a SUBSCRIBE or NOTIFY that failed for now is tried "
	         "again; doubles each time." },
	{ .name = "retry-max",
	  .kind = CONF_TIME,
	  .fallback = "320s",
	  .offset = BELOW(sip, retry_max),
	  .min = 1,
	  .max = LONGEST,
	  .doc = "The longest such wait." },
	{ .name = "probe-wait",
	  .kind = CONF_TIME,
	  .fallback = "30s",
	  .offset = BELOW(sip, probe_wait),
	  .min = 1,
	  .max = HOUR,
	  .doc = "Behind a break of the link a contact is probed for; which of his "
	         "resources has not been heard of so long after the first is taken for "
	         "gone." },
	{ .name = "pending-limit",
	  .kind = CONF_TIME,
	  .fallback = "604800s",
	  .offset = BELOW(sip, pending),
	  .min = SECOND,
	  .max = LONGEST,
	  .doc = "How long a request to watch that nobody answers is kept; a "
	         "watcher of XMPP is then told that it is over." },
	{ .name = "start-spread",
	  .kind = CONF_TIME,
	  .fallback = "60s",
	  .offset = BELOW(sip, spread),
	  .max = HOUR,
	  .doc = "The time over which subscriptions are made anew after a "
	         "start." },
	{ .name = "ping-interval",
	  .kind = CONF_TIME,
	  .fallback = "120s",
	  .offset = BELOW(sip, ping_interval),
	  .max = LONGEST,
	  .doc = "Time between pings on connections we opened (RFC 5626); 0: "
	         "none." },
	{ .name = "pong-wait",
	  .kind = CONF_TIME,
	  .fallback = "10s",
	  .offset = BELOW(sip, pong_wait),
	  .min = 1,
	  .max = LONGEST,
	  .doc = "A connection whose ping is not answered for so long is "
	         "ended." },
	{ .name = "connect-timeout",
	  .kind = CONF_TIME,
	  .fallback = "5s",
	  .offset = BELOW(sip, connect_timeout),
	  .min = 1,
	  .max = 10 * MINUTE,
	  .doc = "Time for a SIP server to take a connection. Another address of "
	         "the same server is called beside it after 250ms." },
	{ .name = "idle-timeout",
	  .kind = CONF_TIME,
	  .fallback = "600s",
	  .offset = BELOW(sip, idle_timeout),
	  .min = 1,
	  .max = LONGEST,
	  .doc = "A connection without a message for so long is closed; one of somebody "
	         "who is not trusted, so long after it came, whatever it said." },
	{ .name = "expires",
	  .kind = CONF_TIME,
	  .fallback = "3600s",
	  .offset = BELOW(sip, expires),
	  .min = SECOND,
	  .max = LONGEST,
	  .doc = "What a SUBSCRIBE of ours asks for." },
	{ .name = "expires-min",
	  .kind = CONF_TIME,
	  .fallback = "60s",
	  .offset = BELOW(sip, expires_min),
	  .min = SECOND,
	  .max = HOUR,
	  .doc = "A SUBSCRIBE that asks for less is answered by 423." },
	{ .name = "expires-max",
	  .kind = CONF_TIME,
	  .fallback = "3600s",
	  .offset = BELOW(sip, expires_max),
	  .min = SECOND,
	  .max = LONGEST,
	  .doc = "The longest subscription that is given." },
	{ .name = "message-limit",
	  .kind = CONF_SIZE,
	  .fallback = "1300",
	  .offset = BELOW(sip, message_limit),
	  .min = 400,
	  .max = 64 * KIB,
	  .doc = "Bytes of a whole MESSAGE request (RFC 3428 8). More only "
	         "where every hop is known to use TCP or TLS." },
	{ .name = "document-limit",
	  .kind = CONF_SIZE,
	  .fallback = "8KiB",
	  .offset = BELOW(sip, document_limit),
	  .min = 1000,
	  .max = 256 * KIB,
	  .doc = "Bytes of a presence document that the SIP server takes; a larger one "
	         "has fewer notes, or none, or only the resources that are most there. "
	         "Attack: statuses in many languages on many devices; a SIP server ends "
	         "the connection of all for a request that is too large." },
	{ .name = "stanza-limit",
	  .kind = CONF_SIZE,
	  .fallback = "10000",
	  .offset = BELOW(sip, stanza_limit),
	  .min = 1000,
	  .max = MIB,
	  .doc = "Bytes of a stanza that a partner takes; a MESSAGE that would be "
	         "more is answered by 413." },
	{ .name = "queue-limit",
	  .kind = CONF_COUNT,
	  .fallback = "100",
	  .offset = BELOW(sip, queue_limit),
	  .min = 1,
	  .max = 100000,
	  .doc = "Messages that wait for one user while another is under way. "
	         "Attack: a partner that writes to a phone that never "
	         "answers." },
	{ .name = "queue-total",
	  .kind = CONF_COUNT,
	  .fallback = "10000",
	  .offset = BELOW(sip, queue_total),
	  .min = 1,
	  .max = 10000000,
	  .doc = "The same for all users together." },
	{ .name = "transactions",
	  .kind = CONF_COUNT,
	  .fallback = "200000",
	  .offset = BELOW(sip, transactions),
	  .min = 10,
	  .max = 10000000,
	  .doc = "SIP transactions at a time. Attack: a flood of requests, each "
	         "of which is kept for 32 s over UDP." },
	{ .name = "connections",
	  .kind = CONF_COUNT,
	  .fallback = "1000",
	  .offset = BELOW(sip, connections),
	  .min = 1,
	  .max = 100000,
	  .doc = "SIP connections of both directions. Callers that are not trusted, or "
	         "not yet, have a quarter of them, 16 at the least, and half of that "
	         "for an address (in IPv6: a /64). Attack: a caller that takes all "
	         "sockets." },
	{ .name = "watch-limit",
	  .kind = CONF_COUNT,
	  .fallback = "1000000",
	  .offset = BELOW(sip, watch_limit),
	  .min = 1,
	  .max = 10000000,
	  .doc = "Presence subscriptions, both directions together. Attack: a "
	         "partner whose users subscribe to everybody." },
	{ .name = "user-watch-limit",
	  .kind = CONF_COUNT,
	  .fallback = "1000",
	  .offset = BELOW(sip, user_watch_limit),
	  .min = 1,
	  .max = 10000000,
	  .doc = "Presence subscriptions that one user has begun, of a partner or of "
	         "ours; of ours, each device counts. Attack: one who watches "
	         "everybody, and leaves nobody else room below watch-limit." },
	{ .name = "global-failures",
	  .kind = CONF_BOOL,
	  .fallback = "yes",
	  .offset = BELOW(sip, global_failures),
	  .doc = "Whether errors about a bare address are told by 6xx (RFC 7247 "
	         "5.2); no: by 4xx, for forking elsewhere." },
	{ .name = "timestamps",
	  .kind = CONF_BOOL,
	  .fallback = "no",
	  .offset = BELOW(sip, timestamps),
	  .doc = "Whether presence documents say when a state began." },
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
	  .sub = sip_keys,
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
