#include "lib/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

bool notify_manager(const char *state, bool waits)
{
	const char *path = getenv("NOTIFY_SOCKET");
	const struct timeval most = { .tv_sec = NOTIFY_WAIT_S };
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
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most) == 0 &&
	     sendto(fd, state, states, MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT),
	            (const struct sockaddr *)&at,
	            (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) == (ssize_t)states;
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return ok;
}
