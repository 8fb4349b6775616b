/* New settings for a gateway that runs: what holds at once, and what asks for a
 * restart. */
#include <string.h>

#include "gateway/watch.h"
#include "lib/log.h"

static bool same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_listen(const struct gateway_settings *a, const struct gateway_settings *b)
{
	char x[ADDRESS_MAX], y[ADDRESS_MAX];

	if (a->sip.n_listen != b->sip.n_listen)
		return false;
	for (size_t i = 0; i < a->sip.n_listen; i++)
		if (a->sip.listen[i].transport != b->sip.listen[i].transport ||
		    strcmp(address_print(&a->sip.listen[i].at, x),
		           address_print(&b->sip.listen[i].at, y)) != 0)
			return false;
	return true;
}

static bool same_views(const struct view *a, size_t n, const struct view *b, size_t m)
{
	if (n != m)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!view_eq(a[i], b[i]))
			return false;
	return true;
}

static bool same_address(const struct address *a, const struct address *b)
{
	char x[ADDRESS_MAX], y[ADDRESS_MAX];

	return a == NULL || b == NULL ? a == b
	                              : strcmp(address_print(a, x), address_print(b, y)) == 0;
}

static bool same_edges(const struct uplink_settings *a, const struct uplink_settings *b)
{
	if (a->n_edge != b->n_edge || !same_text(a->name, b->name))
		return false;
	for (size_t i = 0; i < a->n_edge; i++)
		if (!same_text(a->edge[i].host, b->edge[i].host) ||
		    a->edge[i].port != b->edge[i].port ||
		    !same_address(a->edge[i].at, b->edge[i].at))
			return false;
	return true;
}

/* Numbers that link and SIP side were made with. */
static const char *number_needs_a_restart(const struct gateway_settings *a,
                                          const struct gateway_settings *b)
{
#define ROW(key, what)                                                                         \
	{                                                                                      \
		key, a->what, b->what                                                          \
	}
	const struct {
		const char *key;
		uint64_t before, now;
	} rows[] = {
		ROW("link.keepalive-interval", link.keepalive_ms),
		ROW("link.establishment-timeout", link.establish_ms),
		ROW("link.retry-min", link.retry_min_ms),
		ROW("link.retry-max", link.retry_max_ms),
		ROW("link.window-stanzas", link.window_stanzas),
		ROW("link.window-bytes", link.window_bytes),
		ROW("sip.t1", sip.t1),
		ROW("sip.t2", sip.t2),
		ROW("sip.t4", sip.t4),
		ROW("sip.ping-interval", sip.ping_interval),
		ROW("sip.pong-wait", sip.pong_wait),
		ROW("sip.connect-timeout", sip.connect_timeout),
		ROW("sip.idle-timeout", sip.idle_timeout),
		ROW("sip.transactions", sip.transactions),
		ROW("sip.connections", sip.connections),
	};
#undef ROW

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (rows[i].before != rows[i].now)
			return rows[i].key;
	return NULL;
}

/* The key that cannot change while it runs; NULL: all may. */
static const char *needs_a_restart(const struct gateway_settings *a,
                                   const struct gateway_settings *b)
{
	if (!same_listen(a, b))
		return "sip.listen";
	if (!same_views(a->sip.trusted, a->sip.n_trusted, b->sip.trusted, b->sip.n_trusted))
		return "sip.trusted";
	if (a->sip.profile != b->sip.profile)
		return "sip.profile";
	if (!same_views(a->domain, a->n_domain, b->domain, b->n_domain))
		return "domains";
	if (!same_edges(&a->link, &b->link))
		return "link";
	if (!same_text(a->store, b->store))
		return "store";
	if (!resolver_settings_same(&a->resolver, &b->resolver))
		return "resolver";
	return number_needs_a_restart(a, b);
}

bool gateway_reload(struct gateway *g, struct gateway_settings *s, struct fault *f)
{
	struct gateway_settings *old = g->settings;
	const char *key;

	if (g->phase != GATEWAY_RUNNING)
		return fault_set(f, NULL, 0, 0, "stopping: nothing is read any more");
	key = needs_a_restart(old, s);
	if (key != NULL)
		return fault_set(f, NULL, 0, 0, "%s: cannot change while it runs; restart",
		                 key);
	g->settings = s;
	tally_follow(g->tally, s->partners);
	/* Link and SIP side go on with what they were made with, but for what
	 * they show and trust when they shake hands the next time. */
	uplink_renew(g->uplink, s->link.tls);
	endpoint_renew(g->endpoint, s->sip.server, s->sip.client);
	if (old != g->made_with)
		gateway_settings_free(&old);
	watch_sip_sweep(g);
	watch_xmpp_sweep(g);
	watch_xmpp_times(g);
	log_act(LOG_INFO, "reload", LOG_N("partners", partners_count(s->partners)),
	        LOG_S("digest", partners_digest(s->partners)));
	return true;
}
