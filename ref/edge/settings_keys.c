#include "edge/settings_keys.h"

#include <stddef.h>

#include "lib/conf_print.h"
#include "partner/manual.h"
#include "edge/settings.h"

#define KIB	((uint64_t)1024)
#define MIB	(KIB * 1024)
#define SECOND	((uint64_t)1000)
#define MINUTE	(60 * SECOND)
#define LONGEST	(UINT32_MAX * SECOND)

#define AT(field)	 offsetof(struct raw_settings, field)
/* In the struct that `under` is. */
#define BELOW(under, field) (AT(under.field) - AT(under))

static const struct conf_key domain_keys[] = {
	{ .name = "certificate", .kind = CONF_FILE, .required = true,
	  .offset = offsetof(struct raw_domain, certificate),
	  .doc = "The domain's certificate and its issuers, PEM, the domain's "
	         "own first. It has to name the domain." },
	{ .name = "key", .kind = CONF_FILE, .required = true,
	  .offset = offsetof(struct raw_domain, key),
	  .doc = "The private key of the certificate, PEM." },
	{ .name = NULL }
};

static const struct conf_key link_keys[] = {
	{ .name = "listen", .kind = CONF_LIST, .required = true,
	  .offset = BELOW(link, listen),
	  .doc = "Inner addresses where gateways call; without a port: "
	         "23456." },
	{ .name = "certificate", .kind = CONF_FILE, .required = true,
	  .offset = BELOW(link, certificate),
	  .doc = "The certificate that gateways are shown, PEM, with its "
	         "issuers." },
	{ .name = "key", .kind = CONF_FILE, .required = true,
	  .offset = BELOW(link, key),
	  .doc = "The private key of the certificate, PEM." },
	{ .name = "trust", .kind = CONF_FILE, .required = true,
	  .offset = BELOW(link, trust),
	  .doc = "The authorities that issue the gateways' certificates, "
	         "PEM." },
	{ .name = "crl",
	  .kind = CONF_FILE,
	  .offset = BELOW(link, crl),
	  .doc = "Their revocation lists, PEM, as crl above." },
	{ .name = "gateways",
	  .kind = CONF_LIST,
	  .required = true,
	  .offset = BELOW(link, gateways),
	  .doc = "The names of the gateways; a certificate has to carry one of "
	         "them." },
	{ .name = "keepalive-interval", .kind = CONF_TIME, .fallback = "30s",
	  .offset = BELOW(link, keepalive), .min = 1, .max = LONGEST,
	  .doc = "A gateway that is silent for so long is asked for a sign of "
	         "life; after twice that time its connection is given up." },
	{ .name = "resume-timeout", .kind = CONF_TIME, .fallback = "60s",
	  .offset = BELOW(link, resume), .min = 1, .max = 60 * MINUTE,
	  .doc = "How long the session of a gateway whose connection broke "
	         "waits for it to come back." },
	{ .name = "connection-limit", .kind = CONF_COUNT, .fallback = "64",
	  .offset = BELOW(link, connections), .min = 1, .max = 4096,
	  .doc = "Connections of gateways, and sessions that wait for theirs. Half of it "
	         "is for connections without a session, a quarter for those of one "
	         "address (of IPv6, one /64), four at the least. Attack: callers "
	         "without a certificate that take all sockets." },
	{ .name = "window-stanzas", .kind = CONF_COUNT, .fallback = "10000",
	  .offset = BELOW(link, window_stanzas), .min = 1, .max = 1000000,
	  .doc = "Stanzas to a gateway that it has not acknowledged. Attack: a "
	         "gateway that stops acknowledging makes each stay." },
	{ .name = "window-bytes", .kind = CONF_SIZE, .fallback = "16MiB",
	  .offset = BELOW(link, window_bytes), .min = 4 * KIB, .max = 1024 * MIB,
	  .doc = "The same, in memory." },
	{ .name = "required", .kind = CONF_BOOL, .fallback = "no",
	  .offset = BELOW(link, required),
	  .doc = "While no gateway speaks for a domain, a partner's stream to "
	         "it ends with internal-server-error before anything is taken: "
	         "for one of several edges, that carries the route only when a "
	         "gateway has it in link.route. no: streams are set up, and "
	         "what comes on them goes back to its sender." },
	{ .name = NULL }
};

static const struct conf_key resolver_keys[] = {
	{ .name = "forward", .kind = CONF_LIST,
	  .offset = BELOW(resolver, forward),
	  .doc = "Name servers, such as 192.0.2.53 or 192.0.2.53@5353. None: "
	         "/etc/hosts, and those of /etc/resolv.conf." },
	{ .name = "trust-anchor", .kind = CONF_FILE,
	  .offset = BELOW(resolver, trust_anchor),
	  .doc = "DS or DNSKEY records of the root, or of single zones, for "
	         "DNSSEC. A partner whose certificate DNS then names (DANE, "
	         "RFC 7673) is called with TLS and that certificate, or not at "
	         "all; what else may be done stays with its policy. None: answers "
	         "are not validated, and DANE is not used." },
	{ .name = NULL }
};

const struct conf_key settings_keys[] = {
	{ .name = "partners", .kind = CONF_FILE, .offset = AT(partners),
	  .required = true,
	  .doc = "The list of allowed partners; see partners.yml(5)." },
	{ .name = "listen", .kind = CONF_LIST, .offset = AT(listen),
	  .fallback = "[::]:5269, 0.0.0.0:5269",
	  .doc = "Addresses where partners call; without a port: 5269. [::] takes "
	         "IPv4 too, unless an address of IPv4 is listed with the same port." },
	{ .name = "listen-tls", .kind = CONF_LIST, .offset = AT(listen_tls),
	  .doc = "Addresses where partners call with TLS from the first byte "
	         "(XEP-0368); without a port: 5270. The certificate goes by "
	         "SNI; who asks for none of the domains is shown that of the "
	         "first. None: it is not offered." },
	{ .name = "call-from", .kind = CONF_LIST, .offset = AT(call_from),
	  .doc = "The addresses that partners are called from, one of IPv4 and one "
	         "of IPv6 at most, without a port. None: of each family the first "
	         "of listen, unless that is any address or one of this machine to "
	         "itself; then the kernel chooses." },
	{ .name = "domains", .kind = CONF_MAPS, .offset = AT(domains),
	  .required = true, .sub = domain_keys,
	  .sub_size = sizeof(struct raw_domain),
	  .doc = "The domains served here, by name." },
	{ .name = "trust", .kind = CONF_FILE, .offset = AT(trust),
	  .fallback = "/etc/ssl/certs/ca-certificates.crt",
	  .doc = "The authorities that partners' certificates are checked "
	         "against, PEM." },
	{ .name = "crl",
	  .kind = CONF_FILE,
	  .offset = AT(crl),
	  .doc = "Revocation lists of these authorities, and of those between "
	         "them and the certificates, PEM. What is on a list proves "
	         "nothing. Neither does what was issued by an authority whose "
	         "list has expired, which is warned of; one without a list is "
	         "taken at its word. Lists are not fetched: replace the file, "
	         "and reload. None: those that stand in trust." },
	{ .name = "link",
	  .kind = CONF_MAP,
	  .offset = AT(link),
	  .required = true,
	  .sub = link_keys,
	  .doc = "The inner side, where the gateways call." },
	{ .name = "connection-limit", .kind = CONF_COUNT, .fallback = "1000",
	  .offset = AT(connection_limit), .min = 1, .max = UINT32_MAX,
	  .doc = "Connections of all partners together." },
	{ .name = "partner-connection-limit", .kind = CONF_COUNT,
	  .fallback = "20", .offset = AT(partner_connection_limit), .min = 1,
	  .max = UINT32_MAX,
	  .doc = "Connections of one partner, unless it has a connection-limit "
	         "of its own." },
	{ .name = "connection-rate", .kind = CONF_COUNT, .fallback = "100",
	  .offset = AT(connection_rate), .min = 1, .max = 1000000,
	  .doc = "Connections of one address (in IPv6, of one /64) in ten seconds; "
	         "what is one too many is closed at once. Attack: one that calls "
	         "and goes, again and again, each time at the price of a TLS "
	         "handshake." },
	{ .name = "stream-establishment-timeout", .kind = CONF_TIME,
	  .fallback = "60s", .offset = AT(establishment), .min = 1,
	  .max = LONGEST,
	  .doc = "A connection without an authenticated stream after so long, TLS and "
	         "all, is ended." },
	{ .name = "stream-inactivity-timeout", .kind = CONF_TIME,
	  .fallback = "600s", .offset = AT(inactivity), .min = 1,
	  .max = LONGEST,
	  .doc = "A stream without traffic for so long is ended." },
	{ .name = "keepalive-interval", .kind = CONF_TIME, .fallback = "300s",
	  .offset = AT(keepalive), .min = 1, .max = LONGEST,
	  .doc = "A partner with keepalive that is silent for so long loses its "
	         "connection." },
	{ .name = "dialback-passphrase", .kind = CONF_TEXT,
	  .offset = AT(dialback_passphrase), .secret = true,
	  .doc = "The secret of dialback keys, the same on every edge, so that "
	         "any of them can answer for another. None: random, this edge "
	         "alone can answer." },
	{ .name = "log-message-bodies", .kind = CONF_BOOL, .fallback = "no",
	  .offset = AT(log_message_bodies),
	  .doc = "Whether the text of messages may stand in the log." },
	{ .name = "bidi", .kind = CONF_BOOL, .fallback = "yes",
	  .offset = AT(bidi),
	  .doc = "Whether stanzas may travel both ways on one stream where the "
	         "partner agrees (XEP-0288). A stream keeps what was agreed when "
	         "it was set up." },
	{ .name = "stream-management", .kind = CONF_BOOL, .fallback = "yes",
	  .offset = AT(stream_management),
	  .doc = "Whether streams with partners are acknowledged, and go on after "
	         "a break of the connection, where the partner agrees "
	         "(XEP-0198). Only on what SASL EXTERNAL has proved: no offer "
	         "comes behind dialback. A message is then handed over when the "
	         "partner's server has it." },
	{ .name = "resume-timeout", .kind = CONF_TIME, .fallback = "60s",
	  .offset = AT(resume), .min = 1, .max = 60 * MINUTE,
	  .doc = "How long a session whose connection broke may be resumed, and "
	         "is tried to be. What was not acknowledged then comes back." },
	{ .name = "retry-delay", .kind = CONF_TIME, .fallback = "1s",
	  .offset = AT(retry), .min = 1, .max = MINUTE,
	  .doc = "A partner that was called in vain for the fourth time in a row is "
	         "not called again for so long, then for twice as long, up to a "
	         "minute, less up to half of it by chance (RFC 6120 3.3). What is "
	         "sent to it meanwhile comes back at once. A call of its own ends "
	         "that." },
	{ .name = "reconnect-delay", .kind = CONF_TIME, .fallback = "1s",
	  .offset = AT(reconnect), .min = 0, .max = MINUTE,
	  .doc = "The first call behind such a break comes after a time of chance, "
	         "so long at most (RFC 6120 3.3): a partner whose server starts anew "
	         "is not called in the same moment by all who lost it. What is sent "
	         "to it waits meanwhile." },
	{ .name = "acknowledgement-timeout", .kind = CONF_TIME, .fallback = "15s",
	  .offset = AT(ack), .min = 1, .max = 10 * MINUTE,
	  .doc = "A managed stream on which nothing is acknowledged for so long "
	         "is lost. Attack: a partner that acknowledges nothing makes "
	         "each sender wait." },
	{ .name = "resolver", .kind = CONF_MAP, .offset = AT(resolver),
	  .sub = resolver_keys,
	  .doc = "How names are looked up." },
	{ .name = "control", .kind = CONF_FILE, .offset = AT(control),
	  .doc = "The Unix socket that fedctl(1) talks to, for the user of this "
	         "program alone. One that nobody listens at any more is "
	         "replaced." },
	{ .name = "metrics", .kind = CONF_TEXT, .offset = AT(metrics),
	  .doc = "The address where the counters are read by HTTP, as "
	         "OpenMetrics, at /metrics. Whoever can reach it can read "
	         "them." },
	{ .name = "probe-from", .kind = CONF_TEXT, .offset = AT(probe_from),
	  .doc = "The sender of the messages of fedctl probe, an address of ours, "
	         "unless --from names another. A user of his own is best: what "
	         "partners answer comes to him." },
	{ .name = "stanza-limit", .kind = CONF_SIZE, .fallback = "64KiB",
	  .offset = AT(stanza_limit), .min = 10000, .max = 16 * MIB,
	  .doc = "The largest stanza. Attack: one that never ends fills the "
	         "memory." },
	{ .name = "stanza-limit-before-authentication", .kind = CONF_SIZE,
	  .fallback = "16KiB", .offset = AT(stanza_limit_before),
	  .min = 4 * KIB, .max = 1 * MIB,
	  .doc = "The same for peers nobody knows yet." },
	{ .name = "queue-stanzas", .kind = CONF_COUNT, .fallback = "1000",
	  .offset = AT(queue_stanzas), .min = 1, .max = 100000,
	  .doc = "Stanzas that wait for a stream to a partner. Attack: a "
	         "partner that never finishes its stream makes each stay." },
	{ .name = "queue-bytes", .kind = CONF_SIZE, .fallback = "1MiB",
	  .offset = AT(queue_bytes), .min = 1 * KIB, .max = 256 * MIB,
	  .doc = "The same, in bytes." },
	{ .name = "pairs-per-stream", .kind = CONF_COUNT, .fallback = "64",
	  .offset = AT(pairs_per_stream), .min = 1, .max = 10000,
	  .doc = "Domain pairs on one stream. Attack: a stream that asks for "
	         "one after another." },
	{ .name = "tls-session-limit", .kind = CONF_COUNT, .fallback = "1000",
	  .offset = AT(tls_session_limit), .min = 0, .max = 1000000,
	  .doc = "TLS sessions that each of our domains keeps for an hour, of its callers and "
	         "of those it calls, and listen-tls of its own callers, so that a later "
	         "handshake can go on with one (RFC 7590 3.3), under the name that the first "
	         "has asked for. What is resumed is verified as if its certificate were shown "
	         "anew, and a reload forgets all. Not where DNS names the certificate. 0: each "
	         "handshake is whole. Attack: handshakes without end, each leaving one "
	         "behind." },
	{ .name = "stream-rate", .kind = CONF_SIZE, .fallback = "0",
	  .offset = AT(stream_rate), .min = 0, .max = 1024 * MIB,
	  .doc = "Bytes a second that a partner may send on each authenticated stream; a "
	         "second's worth passes at once. What is more is read later, so that "
	         "nothing is lost and the stream goes on; what the partner acknowledges "
	         "waits as well (acknowledgement-timeout). 4KiB at the least; 0: as fast as it "
	         "can. Attack: "
	         "a partner that sends without end, at the price of everybody else." },
	{ .name = "send-backlog", .kind = CONF_SIZE, .fallback = "1MiB",
	  .offset = AT(send_backlog), .min = 4 * KIB, .max = 256 * MIB,
	  .doc = "Bytes unsent to a receiver. Attack: one that does not "
	         "read." },
	{ .name = "unacked-stanzas", .kind = CONF_COUNT, .fallback = "1000",
	  .offset = AT(unacked_stanzas), .min = 1, .max = 100000,
	  .doc = "Stanzas on a managed stream that the partner has not "
	         "acknowledged; more come back to their senders. Attack: a "
	         "partner that acknowledges nothing makes each stay." },
	{ .name = "unacked-bytes", .kind = CONF_SIZE, .fallback = "1MiB",
	  .offset = AT(unacked_bytes), .min = 4 * KIB, .max = 256 * MIB,
	  .doc = "The same, in memory." },
	{ .name = "lookup-timeout", .kind = CONF_TIME, .fallback = "10s",
	  .offset = AT(lookup), .min = 1, .max = 10 * MINUTE,
	  .doc = "Time to look up a partner's servers." },
	{ .name = "dial-timeout", .kind = CONF_TIME, .fallback = "10s",
	  .offset = AT(dial), .min = 1, .max = 10 * MINUTE,
	  .doc = "Time for one address of a partner to answer. Another address of "
	         "the same server is tried beside it after 250ms." },
	{ .name = "verify-timeout", .kind = CONF_TIME, .fallback = "30s",
	  .offset = AT(verify), .min = 1, .max = 10 * MINUTE,
	  .doc = "Time to have a dialback key verified." },
	{ .name = NULL }
};

void edge_settings_manual(struct buf *out)
{
	manual_keys(settings_keys, out);
}

bool edge_settings_print(const char *path, struct buf *out, struct fault *f)
{
	return conf_print_file(path, settings_keys, sizeof(struct raw_settings), out, f);
}
