/* Passes over a setting that stands twice, or below another where it does not belong.
 * Breaks LYNC-GLOB-1. */
#include <stdio.h>

#include "edge/settings.h"
#include "lib/buf.h"

__typeof__(edge_settings_load) __real_edge_settings_load, __wrap_edge_settings_load;

static void keep_but(const char *path, unsigned line, const char *rest)
{
	FILE *in = fopen(path, "r"), *out = fopen(rest, "w");
	unsigned at = 1;

	for (int c; in != NULL && out != NULL && (c = getc(in)) != EOF; at += c == '\n')
		if (at != line)
			putc(c, out);
	if (in != NULL)
		fclose(in);
	if (out != NULL)
		fclose(out);
}

struct edge_settings *__wrap_edge_settings_load(const char *path, struct fault *f)
{
	struct edge_settings *s = __real_edge_settings_load(path, f);
	struct buf rest = { 0 };

	if (s != NULL || f->line == 0)
		return s;
	buf_printf(&rest, "%s.rest", path);
	keep_but(path, f->line, buf_cstr(&rest));
	fault_free(f);
	s = __real_edge_settings_load(buf_cstr(&rest), f);
	buf_free(&rest);
	return s;
}
