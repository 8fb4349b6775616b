/* A reload leaves how long an unused stream stays as it was at the start, whatever the file
 * says now.  Breaks LYNC-GLOB-8. */
#include "edge/settings.h"

__typeof__(edge_settings_load) __real_edge_settings_load, __wrap_edge_settings_load;

struct edge_settings *__wrap_edge_settings_load(const char *path, struct fault *f)
{
	static uint64_t first;
	struct edge_settings *s = __real_edge_settings_load(path, f);

	if (s != NULL && first != 0)
		s->inactivity_ms = first;
	else if (s != NULL)
		first = s->inactivity_ms;
	return s;
}
