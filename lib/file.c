#include "lib/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536

bool file_read(const char *path, size_t most, struct buf *out, struct fault *f)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error;
	struct stat st = { .st_mode = 0 };
	size_t before = buf_len(out);
	ssize_t got = 1;

	if (fd < 0)
		return fault_set(f, path, 0, 0, "cannot be read: %s", strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode)) {
		close(fd);
		return fault_set(f, path, 0, 0, "is a pipe, and a file is wanted");
	}
	/* In one piece: a buffer that grows leaves what may be secret behind, where nobody
	 * wipes it. */
	if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size <= most)
		buf_room(out, (size_t)st.st_size + 2 * PIECE);
	while (got > 0 && buf_len(out) - before <= most) {
		got = read(fd, buf_room(out, PIECE), PIECE);
		if (got > 0)
			buf_grew(out, (size_t)got);
		else if (got < 0 && errno == EINTR)
			got = 1;
	}
	error = errno;
	close(fd);
	if (got == 0 && buf_len(out) - before <= most)
		return true;
	buf_cut(out, before);
	if (got < 0)
		return fault_set(f, path, 0, 0, "cannot be read: %s", strerror(error));
	return fault_set(f, path, 0, 0, "larger than %zu MiB", most >> 20);
}
