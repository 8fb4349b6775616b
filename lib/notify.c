#include "lib/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

bool notify_manager(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t n = path != NULL ? strlen(path) : 0, states = strlen(state);
	int fd, error;
	bool ok;

	if (n == 0)
		return true;
	if ((path[0] != '/' && path[0] != '@') || n >= sizeof at.sun_path) {
		errno = EINVAL;
		return false;
	}
	memcpy(at.sun_path, path, n);
	if (path[0] == '@') /* a name that is no file (unix(7), abstract) */
		at.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	ok = fd >= 0 && sendto(fd, state, states, MSG_NOSIGNAL, (const struct sockaddr *)&at,
	                       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) ==
	                        (ssize_t)states;
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return ok;
}
