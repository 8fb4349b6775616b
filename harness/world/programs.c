#include "world/programs.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/buf.h"

static bool lists(struct view path, struct view folder)
{
	struct view part;
	bool more;

	do {
		more = view_cut(path, ':', &part, &path);
		if (view_eq(part, folder))
			return true;
	} while (more);
	return false;
}

void programs_complete_path(void)
{
	static const char *const folders[] = { "/usr/local/sbin", "/usr/sbin", "/sbin" };
	const char *now = getenv("PATH");
	struct buf b = { 0 };

	buf_puts(&b, now != NULL && now[0] != '\0' ? now : "/usr/local/bin:/usr/bin:/bin");
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		if (!lists(buf_view(&b), view_of(folders[i])))
			buf_printf(&b, ":%s", folders[i]);
	setenv("PATH", buf_cstr(&b), 1);
	buf_free(&b);
}

bool programs_have(const char *name)
{
	const char *path = getenv("PATH");
	struct view part, rest = view_of(path != NULL ? path : "");
	struct buf b = { 0 };
	struct stat st;
	bool more, found = false;

	do {
		more = view_cut(rest, ':', &part, &rest);
		buf_clear(&b);
		buf_printf(&b, "%.*s/%s", VIEW_ARG(part), name);
		found = stat(buf_cstr(&b), &st) == 0 && S_ISREG(st.st_mode) &&
		        access(buf_cstr(&b), X_OK) == 0;
	} while (more && !found);
	buf_free(&b);
	return found;
}
