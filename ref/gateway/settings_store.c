/* fed-gateway.yml, the key store: the file that the gateway keeps its subscriptions in. */
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/settings.h"
#include "gateway/settings_keys.h"
#include "lib/mem.h"

#define SCHEME "sqlite:"

/* Relative to the directory of the configuration, as files are. */
static const char *absolute(const struct reading *r, const char *text, struct view path)
{
	char *copy;
	const char *whole;

	if (path.p[0] == '/')
		return reading_keep(r, text);
	copy = mem_strdup(conf_path(r->conf));
	whole = region_printf(r->memory, SCHEME "%s/%.*s", dirname(copy), VIEW_ARG(path)).p;
	free(copy);
	return whole;
}

bool gateway_read_store(const struct reading *r, const char *text, struct gateway_settings *s)
{
	struct view scheme, path;

	if (!view_cut(view_of(text), ':', &scheme, &path) || !view_is(scheme, "sqlite") ||
	    path.n == 0)
		return conf_fault(r->conf, "store", r->f, "store: \"%s\" is not sqlite: and a path",
		                  text);
	s->store = absolute(r, text, path);
	return reading_place(r, "store", s->store + strlen(SCHEME), false);
}
