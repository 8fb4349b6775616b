#include "admin/control_socket.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 16

static bool failed(const char *path, const char *what, struct fault *f)
{
	return fault_set(f, NULL, 0, 0, "control: %s: %s", path, what);
}

/* True: nothing stands at the path any more.  Whoever dies without a word
 * leaves his socket behind; one that answers is somebody's. */
static bool make_room(const struct sockaddr_un *at, struct fault *f)
{
	struct stat st;
	int fd, error = 0;

	if (lstat(at->sun_path, &st) != 0)
		return errno == ENOENT || failed(at->sun_path, strerror(errno), f);
	if (!S_ISSOCK(st.st_mode))
		return failed(at->sun_path, "is there, and is no socket", f);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (const struct sockaddr *)at, sizeof *at) != 0)
		error = errno;
	if (fd >= 0)
		close(fd);
	/* EAGAIN: somebody listens whose queue is full. */
	if (error == 0 || error == EAGAIN)
		return failed(at->sun_path, "another program listens there", f);
	if (error != ECONNREFUSED)
		return failed(at->sun_path, strerror(error), f);
	if (unlink(at->sun_path) != 0 && errno != ENOENT)
		return failed(at->sun_path, strerror(errno), f);
	return true;
}

int control_socket_open(const char *path, struct stat *made, struct fault *f)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t n = strlen(path);
	int fd;

	if (n >= sizeof at.sun_path) {
		failed(path, "the path is too long for a socket", f);
		return -1;
	}
	memcpy(at.sun_path, path, n);
	if (!make_room(&at, f))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	/* The mode is set before there is a name: nobody gets in between. */
	if (fd >= 0 && fchmod(fd, S_IRUSR | S_IWUSR) == 0 &&
	    bind(fd, (const struct sockaddr *)&at, sizeof at) == 0) {
		if (listen(fd, BACKLOG) == 0 && lstat(path, made) == 0)
			return fd;
		failed(path, strerror(errno), f);
		unlink(path);
	} else {
		failed(path, strerror(errno), f);
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

void control_socket_remove(const char *path, const struct stat *made)
{
	struct stat st;

	if (lstat(path, &st) == 0 && st.st_dev == made->st_dev && st.st_ino == made->st_ino)
		unlink(path);
}
