/* fed-gateway: translates between the link and SIP.  Its frame is lib/daemon.h. */
#include <stdlib.h>

#include "admin/admin.h"
#include "gateway/gateway.h"
#include "lib/daemon.h"
#include "lib/log.h"
#include "lib/mem.h"

static void *load(const char *path, struct fault *f)
{
	return gateway_settings_load(path, f);
}

static void unload(void *settings)
{
	struct gateway_settings *s = settings;

	gateway_settings_free(&s);
}

struct program {
	struct gateway *gateway;
	struct admin *admin;
};

static void *start(struct daemon *d, struct loop *l, void *settings, struct fault *f)
{
	struct program *p = mem_zalloc(sizeof *p);
	const struct gateway_settings *s = settings;

	/* Before the settings are taken, so that either may fail. */
	p->admin = admin_new(l, &admin_gateway, d, &s->admin, f);
	if (p->admin != NULL)
		p->gateway = gateway_new(l, settings, f);
	if (p->gateway == NULL) {
		admin_free(&p->admin);
		free(p);
		return NULL;
	}
	admin_begin(p->admin, p->gateway);
	return p;
}

static bool reload(void *self, void *settings, struct fault *f)
{
	struct program *p = self;
	const struct gateway_settings *s = settings;

	if (!admin_prepare(p->admin, &s->admin, f))
		return false;
	if (!gateway_reload(p->gateway, settings, f)) {
		admin_undo(p->admin);
		return false;
	}
	admin_settle(p->admin);
	return true;
}

static void drain(void *self, uint64_t grace_ms, void (*done)(void *arg), void *arg)
{
	struct program *p = self;

	gateway_drain(p->gateway, grace_ms, done, arg);
}

static void end(void *self)
{
	struct program *p = self;

	admin_free(&p->admin);
	gateway_free(&p->gateway);
	free(p);
}

static void started(const char *path, const void *settings)
{
	const struct gateway_settings *s = settings;

	log_event(LOG_INFO, "started", LOG_S("version", FEDLAB_VERSION),
	          LOG_S("configuration", path), LOG_N("partners", partners_count(s->partners)),
	          LOG_S("digest", partners_digest(s->partners)));
}

static uint64_t sockets(const void *settings)
{
	const struct gateway_settings *s = settings;

	return (uint64_t)s->sip.connections + s->link.n_edge;
}

int main(int argc, char **argv)
{
	static const struct daemon_program program = {
		"fed-gateway", load, unload, gateway_settings_print, start, reload, drain, end, started,
		sockets,
	};

	return daemon_main(&program, argc, argv);
}
