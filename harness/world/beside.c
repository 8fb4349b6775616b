/* Commands of the profile that are run beside its programs, to their end, and what they
 * have printed. */
#include <stdio.h>
#include <string.h>

#include "lib/file.h"
#include "world/instance_private.h"

bool beside_run(const struct instance *seen, const char *log, const char *command, char **env,
                 void (*exited)(void *arg, struct child *child, int status), void *arg,
                 struct fault *f)
{
	struct buf memory = { 0 };
	char *argv[ARGS_MAX + 1];
	struct child_settings s = { .name = log, .argv = argv, .env = env, .cwd = seen->dir };
	bool ok = filled_words(seen->profile, seen, command, &memory, argv, f) &&
	          child_start(seen->world, &s, exited, arg, f) != NULL;

	buf_free(&memory);
	return ok;
}

bool beside_log(const struct instance *i, const char *log, char *path, struct fault *f)
{
	char name[NAME_MAX + 5];

	snprintf(name, sizeof name, "%s.log", log);
	return world_path(i->world, name, path, f);
}

bool beside_read(const char *path, struct buf *out, struct fault *f)
{
	return file_read(path, (size_t)256 << 20, out, f);
}
