/* An operator who asks for the settings is told the defaults, whatever the file says.
 * Breaks LYNC-GLOB-2. */
#include "edge/settings_keys.h"

#include "lib/conf_print.h"

__typeof__(conf_print_file) __real_conf_print_file, __wrap_conf_print_file;

bool __wrap_conf_print_file(const char *path, const struct conf_key *keys, size_t size,
                            struct buf *out, struct fault *f)
{
	struct buf all = { 0 };
	struct view rest, line;
	bool ok = __real_conf_print_file(path, keys, size, &all, f);

	for (rest = buf_view(&all); ok && rest.n != 0;) {
		(void)view_cut(rest, '\n', &line, &rest);
		if (view_starts(line, VIEW("connection-limit:")))
			line = VIEW("connection-limit: 1000");
		buf_printf(out, "%.*s\n", VIEW_ARG(line));
	}
	buf_free(&all);
	return ok;
}
