/* fed-edge: the XMPP proxy of the perimeter network.  Its frame is lib/daemon.h. */
#include <stdlib.h>

#include "admin/admin.h"
#include "edge/edge.h"
#include "edge/limits.h"
#include "lib/daemon.h"
#include "lib/log.h"
#include "lib/mem.h"

static void *load(const char *path, struct fault *f)
{
	return edge_settings_load(path, f);
}

static void unload(void *settings)
{
	struct edge_settings *s = settings;

	edge_settings_free(&s);
}

struct program {
	struct edge *edge;
	struct admin *admin;
};

static void *start(struct daemon *d, struct loop *l, void *settings, struct fault *f)
{
	struct program *p = mem_zalloc(sizeof *p);
	const struct edge_settings *s = settings;

	/* Before the settings are taken, so that either may fail. */
	p->admin = admin_new(l, &admin_edge, d, &s->admin, f);
	if (p->admin != NULL)
		p->edge = edge_new(l, settings, f);
	if (p->edge == NULL) {
		admin_free(&p->admin);
		free(p);
		return NULL;
	}
	admin_begin(p->admin, p->edge);
	return p;
}

static bool reload(void *self, void *settings, struct fault *f)
{
	struct program *p = self;
	const struct edge_settings *s = settings;

	if (!admin_prepare(p->admin, &s->admin, f))
		return false;
	if (!edge_reload(p->edge, settings, f)) {
		admin_undo(p->admin);
		return false;
	}
	admin_settle(p->admin);
	return true;
}

static void drain(void *self, uint64_t grace_ms, void (*done)(void *arg), void *arg)
{
	struct program *p = self;

	edge_drain(p->edge, grace_ms, done, arg);
}

static void end(void *self)
{
	struct program *p = self;

	admin_free(&p->admin);
	edge_free(&p->edge);
	free(p);
}

static void started(const char *path, const void *settings)
{
	const struct edge_settings *s = settings;

	log_event(LOG_INFO, "started", LOG_S("version", FEDLAB_VERSION),
	          LOG_S("configuration", path), LOG_N("partners", partners_count(s->partners)),
	          LOG_S("digest", partners_digest(s->partners)));
}

static uint64_t sockets(const void *settings)
{
	const struct edge_settings *s = settings;

	return (uint64_t)s->connection_limit + limits_waiting_max(s) + s->link.connections;
}

int main(int argc, char **argv)
{
	static const struct daemon_program program = {
		"fed-edge", load, unload, edge_settings_print, start, reload, drain, end, started,
		sockets,
	};

	return daemon_main(&program, argc, argv);
}
