#include "run/tidy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/mem.h"

bool tidy_take(const char *dir, struct fault *f)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return true; /* it is held, and never closed */
	if (fd >= 0)
		close(fd);
	return fault_set(f, dir, 0, 0, "%s",
	                 errno == EWOULDBLOCK
	                         ? "another run writes its results here; --out names another folder"
	                         : strerror(errno));
}

bool tidy_make(const char *dir, struct fault *f)
{
	char *path = mem_strdup(dir);
	bool ok = true;

	for (char *p = path + 1; ok; p++) {
		char kept = *p;

		if (*p != '/' && *p != '\0')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			ok = fault_set(f, path, 0, 0, "cannot make the directory: %s",
			               strerror(errno));
		*p = kept;
		if (kept == '\0')
			break;
	}
	free(path);
	return ok;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path) != 0 && errno != ENOENT ? -1 : 0;
}

void tidy_remove(const char *dir)
{
	/* A file that cannot be removed stays where its owner will find it. */
	(void)!nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static bool kept(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

void tidy_keep(const char *dir, const char *const *names)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	char path[4096];

	if (d == NULL)
		return; /* nothing there to remove */
	while ((e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
		    kept(e->d_name, names))
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		tidy_remove(path);
	}
	closedir(d);
}
