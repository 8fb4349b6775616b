/* Lets one byte more wait for a receiver than is set.  Breaks EDGE-BACKLOG-1. */
#include "edge/settings.h"

__typeof__(edge_settings_load) __real_edge_settings_load, __wrap_edge_settings_load;

struct edge_settings *__wrap_edge_settings_load(const char *path, struct fault *f)
{
	struct edge_settings *s = __real_edge_settings_load(path, f);

	if (s != NULL)
		s->backlog_bytes++;
	return s;
}
