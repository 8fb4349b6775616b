/* settings_sip.c - what stands below `sip` in fed-gateway.yml. */
#include "gateway/settings_private.h"

#include <arpa/inet.h>

#include "gateway/agent.h"
#include "partner/name.h"
#include "sip/uri.h"

static bool read_listen(const struct loading *l)
{
	const struct conf_list *list = &l->raw->sip.listen;
	struct gateway_settings *s = l->s;

	if (list->n == 0)
		return settings_fault(l, "sip.listen", "no address is left to listen on");
	s->sip.listen = region_alloc(s->memory, list->n * sizeof *s->sip.listen);
	for (size_t i = 0; i < list->n; i++) {
		struct transport_listen *out = &s->sip.listen[i];
		struct view word, at;

		if (!view_cut(view_of(list->item[i].text), ':', &word, &at) ||
		    !sip_transport_named(word, &out->transport) ||
		    !reading_address(at.p, gateway_port(out->transport), &out->at))
			return reading_refuse(&l->r, &list->item[i], "sip.listen",
			                      "is not udp:, tcp: or tls: and an "
			                      "address, such as "
			                      "tls:192.0.2.6:5098");
		for (size_t k = 0; k < i; k++)
			if ((s->sip.listen[k].transport == SIP_UDP) ==
			            (out->transport == SIP_UDP) &&
			    address_overlaps(&s->sip.listen[k].at, &out->at))
				return reading_refuse(&l->r, &list->item[i], "sip.listen",
				                      "cannot be listened at beside another of "
				                      "the list");
		out->line = list->item[i].line;
		out->column = list->item[i].column;
	}
	s->sip.n_listen = list->n;
	return true;
}

static bool wants_tls(const struct gateway_settings *s)
{
	for (size_t i = 0; i < s->sip.n_listen; i++)
		if (s->sip.listen[i].transport == SIP_TLS)
			return true;
	return false;
}

static bool read_sip_tls(const struct loading *l)
{
	const struct raw_gateway *raw = l->raw;
	struct gateway_settings *s = l->s;
	struct tls_settings t = { .certificate = raw->sip.certificate,
		                  .key = raw->sip.key,
		                  .trust = raw->sip.trust,
		                  .crl = raw->sip.crl };

	if (t.certificate == NULL && t.key == NULL && t.trust == NULL && t.crl == NULL)
		return !wants_tls(s) || settings_fault(l, "sip.listen",
		                                 "tls needs sip.certificate, "
		                                 "sip.key and sip.trust");
	if (t.certificate == NULL)
		return settings_fault(l, "sip.certificate",
		                "is missing beside key and "
		                "trust");
	if (t.key == NULL)
		return settings_fault(l, "sip.key",
		                "is missing beside certificate and "
		                "trust");
	if (t.trust == NULL)
		return settings_fault(l, "sip.trust",
		                "is missing beside certificate and "
		                "key");
	s->sip.server = reading_tls(&l->r, "sip", "sip.trust", &t);
	if (s->sip.server == NULL)
		return false;
	reading_warn_of_lists(&l->r, "sip.trust", s->sip.server);
	s->sip.client = reading_tls(&l->r, "sip", "sip.trust", &t);
	return s->sip.client != NULL;
}

/* A numeric next hop where we listen ourselves: each request would come back. */
static bool is_ourselves(const struct gateway_settings *s, const struct sip_uri *uri,
                         enum sip_transport t)
{
	unsigned port = uri->port != 0 ? uri->port : sip_default_port(t);
	struct buf text = { 0 };
	char at[ADDRESS_MAX];
	bool found = false;

	buf_printf(&text, uri->host_kind == SIP_HOST_IPV6 ? "[%.*s]:%u" : "%.*s:%u",
	           VIEW_ARG(uri->host), port);
	for (size_t i = 0; i < s->sip.n_listen; i++)
		found = found ||
		        (s->sip.listen[i].transport == t &&
		         view_is(buf_view(&text), address_print(&s->sip.listen[i].at, at)));
	buf_free(&text);
	return found;
}

static bool read_next_hop(const struct loading *l)
{
	struct gateway_settings *s = l->s;
	struct sip_uri uri;
	struct view transport;
	enum sip_transport t = SIP_UDP;
	const char *why = "is no sip: URI";

	if (!sip_uri_read(view_of(l->raw->sip.next_hop), &uri, &why) ||
	    (uri.scheme != SIP_SCHEME_SIP && uri.scheme != SIP_SCHEME_SIPS))
		return conf_fault(l->r.conf, "sip.next-hop", l->r.f, "sip.next-hop: \"%s\" %s",
		                  l->raw->sip.next_hop, why);
	if (sip_uri_parameter(&uri, "transport", &transport) &&
	    !sip_transport_named(transport, &t))
		return settings_fault(l, "sip.next-hop",
		                "transport is none of udp, tcp, "
		                "tls");
	if (uri.scheme == SIP_SCHEME_SIPS)
		t = SIP_TLS;
	if (t == SIP_TLS && s->sip.client == NULL)
		return settings_fault(l, "sip.next-hop",
		                "tls needs sip.certificate, "
		                "sip.key and sip.trust");
	if (is_ourselves(s, &uri, t))
		return settings_fault(l, "sip.next-hop", "is sip.listen, this gateway itself");
	s->sip.next_hop_tls = t == SIP_TLS;
	s->sip.next_hop = reading_keep(&l->r, l->raw->sip.next_hop);
	return true;
}

bool gateway_is_address(const char *text)
{
	unsigned char ip[16];

	return inet_pton(AF_INET, text, ip) == 1 || inet_pton(AF_INET6, text, ip) == 1;
}

static bool read_trusted(const struct loading *l)
{
	const struct conf_list *list = &l->raw->sip.trusted;
	struct gateway_settings *s = l->s;

	if (list->n == 0)
		return settings_fault(l, "sip.trusted",
		                "nobody could ever send a "
		                "request");
	s->sip.trusted = region_alloc(s->memory, list->n * sizeof *s->sip.trusted);
	for (size_t i = 0; i < list->n; i++) {
		const struct conf_text *at = &list->item[i];
		struct domain_name name;
		const char *why;

		if (gateway_is_address(at->text))
			s->sip.trusted[i] = view_of(region_cstr(s->memory, view_of(at->text)));
		else if (name_read(view_of(at->text), s->memory, &name, &why))
			s->sip.trusted[i] = view_of(region_cstr(s->memory, name.ascii));
		else
			return reading_refuse(&l->r, at, "sip.trusted", why);
	}
	s->sip.n_trusted = list->n;
	return true;
}

static bool read_sip_values(const struct loading *l)
{
	const struct raw_gateway *raw = l->raw;
	struct gateway_settings *s = l->s;

	if (!agent_is_valid(view_of(raw->sip.user_agent)))
		return settings_fault(l, "sip.user-agent",
		                "is no list of products such as fedlab-gateway/1.0");
	s->sip.user_agent = reading_keep(&l->r, raw->sip.user_agent);
	s->sip.profile = (enum sip_profile)raw->sip.profile;
	s->sip.t1 = raw->sip.t1;
	s->sip.t2 = raw->sip.t2;
	s->sip.t4 = raw->sip.t4;
	s->sip.ack_wait = raw->sip.ack_wait;
	s->sip.answer_wait = raw->sip.answer_wait;
	s->sip.typing_lasts = raw->sip.typing_lasts;
	s->sip.poll_wait = raw->sip.poll_wait;
	s->sip.notify_interval = raw->sip.notify_interval;
	s->sip.retry_min = raw->sip.retry_min;
	s->sip.retry_max = raw->sip.retry_max;
	s->sip.spread = raw->sip.spread;
	s->sip.pending = raw->sip.pending;
	s->sip.probe_wait = raw->sip.probe_wait;
	s->sip.ping_interval = raw->sip.ping_interval;
	s->sip.pong_wait = raw->sip.pong_wait;
	s->sip.connect_timeout = raw->sip.connect_timeout;
	s->sip.idle_timeout = raw->sip.idle_timeout;
	s->sip.expires = (uint32_t)(raw->sip.expires / 1000);
	s->sip.expires_min = (uint32_t)(raw->sip.expires_min / 1000);
	s->sip.expires_max = (uint32_t)(raw->sip.expires_max / 1000);
	s->sip.message_limit = (uint32_t)raw->sip.message_limit;
	s->sip.document_limit = (uint32_t)raw->sip.document_limit;
	s->sip.stanza_limit = (uint32_t)raw->sip.stanza_limit;
	s->sip.queue_limit = raw->sip.queue_limit;
	s->sip.queue_total = raw->sip.queue_total;
	s->sip.partner_queue_limit = raw->sip.partner_queue_limit;
	s->sip.transactions = raw->sip.transactions;
	s->sip.connections = raw->sip.connections;
	s->sip.watch_limit = raw->sip.watch_limit;
	s->sip.user_watch_limit = raw->sip.user_watch_limit;
	s->sip.partner_watch_limit = raw->sip.partner_watch_limit;
	s->sip.global_failures = raw->sip.global_failures;
	s->sip.timestamps = raw->sip.timestamps;
	if (s->sip.expires_max < s->sip.expires_min)
		return settings_fault(l, "sip.expires-max", "is less than expires-min");
	if (s->sip.retry_max < s->sip.retry_min)
		return settings_fault(l, "sip.retry-max", "is less than retry-min");
	if (s->sip.t2 < s->sip.t1)
		return settings_fault(l, "sip.t2", "is less than t1");
	return true;
}

bool settings_read_sip(const struct loading *l)
{
	return read_listen(l) && read_sip_tls(l) && read_next_hop(l) && read_trusted(l) &&
	       read_sip_values(l);
}
