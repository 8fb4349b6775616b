/* fed-edge: the XMPP proxy of the perimeter network.  Its frame is lib/daemon.h. */
#include "edge/edge.h"
#include "lib/daemon.h"
#include "lib/log.h"

static void *load(const char *path, struct fault *f)
{
	return edge_settings_load(path, f);
}

static void unload(void *settings)
{
	struct edge_settings *s = settings;

	edge_settings_free(&s);
}

static void *start(struct loop *l, void *settings, struct fault *f)
{
	return edge_new(l, settings, f);
}

static bool reload(void *self, void *settings, struct fault *f)
{
	return edge_reload(self, settings, f);
}

static void drain(void *self, uint64_t grace_ms, void (*done)(void *arg), void *arg)
{
	edge_drain(self, grace_ms, done, arg);
}

static void end(void *self)
{
	struct edge *e = self;

	edge_free(&e);
}

static void started(const char *path, const void *settings)
{
	const struct edge_settings *s = settings;

	log_event(LOG_INFO, "started", LOG_S("version", FEDLAB_VERSION),
	          LOG_S("configuration", path), LOG_N("partners", partners_count(s->partners)),
	          LOG_S("digest", partners_digest(s->partners)));
}

int main(int argc, char **argv)
{
	static const struct daemon_program program = {
		"fed-edge", load, unload, start, reload, drain, end, started,
	};

	return daemon_main(&program, argc, argv);
}
