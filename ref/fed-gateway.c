/* fed-gateway: translates between the link and SIP.  Its frame is lib/daemon.h. */
#include "gateway/gateway.h"
#include "lib/daemon.h"
#include "lib/log.h"

static void *load(const char *path, struct fault *f)
{
	return gateway_settings_load(path, f);
}

static void unload(void *settings)
{
	struct gateway_settings *s = settings;

	gateway_settings_free(&s);
}

static void *start(struct loop *l, void *settings, struct fault *f)
{
	return gateway_new(l, settings, f);
}

static bool reload(void *self, void *settings, struct fault *f)
{
	return gateway_reload(self, settings, f);
}

static void drain(void *self, uint64_t grace_ms, void (*done)(void *arg), void *arg)
{
	gateway_drain(self, grace_ms, done, arg);
}

static void end(void *self)
{
	struct gateway *g = self;

	gateway_free(&g);
}

static void started(const char *path, const void *settings)
{
	const struct gateway_settings *s = settings;

	log_event(LOG_INFO, "started", LOG_S("version", FEDLAB_VERSION),
	          LOG_S("configuration", path), LOG_N("partners", partners_count(s->partners)),
	          LOG_S("digest", partners_digest(s->partners)));
}

int main(int argc, char **argv)
{
	static const struct daemon_program program = {
		"fed-gateway", load, unload, start, reload, drain, end, started,
	};

	return daemon_main(&program, argc, argv);
}
