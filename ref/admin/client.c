#include "admin/client.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/conf.h"

#define LINE_MAX_BYTES (1u << 20) /* of a row */

static bool lost(struct buf *why, const char *path, const char *what)
{
	buf_printf(why, "%s: %s", path, what);
	return false;
}

static const char *connect_words(int error)
{
	switch (error) {
	case ENOENT:
		return "no such socket: is the program running, with this \"control:\"?";
	case ECONNREFUSED:
		return "nobody listens there: the program has ended";
	case EACCES:
	case EPERM:
		return "permission denied: it belongs to the user that the program runs as";
	case EAGAIN:
		return "busy: too many are asking already";
	default:
		return strerror(error);
	}
}

static const char *talk_words(int error)
{
	switch (error) {
	case 0:	/* the end, in place of an answer */
	case EPIPE:
	case ECONNRESET:
		return "the program hung up: too many are asking already, or it has ended";
	case EAGAIN:
		return "no answer in 30 seconds";
	default:
		return strerror(error);
	}
}

static int connect_to(const char *path, struct buf *why)
{
	const struct timeval wait = { .tv_sec = CLIENT_WAIT_S };
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t n = strlen(path);
	int fd;

	if (n >= sizeof at.sun_path) {
		lost(why, path, "the path is too long for a socket");
		return -1;
	}
	memcpy(at.sun_path, path, n);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) == 0 &&
	    connect(fd, (const struct sockaddr *)&at, sizeof at) == 0)
		return fd;
	lost(why, path, connect_words(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static int put(const char *bytes, size_t n, void *out)
{
	buf_put(out, bytes, n);
	return 0;
}

static bool send_request(int fd, const char *path, const char *command,
                         const struct view *argument, size_t n, struct buf *why)
{
	json_t *request = json_object(), *list = json_array();
	struct buf line = { 0 };
	bool ok;

	json_object_set_new(request, "command", json_string(command));
	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_stringn(argument[i].p, argument[i].n));
	ok = json_array_size(list) == n;
	json_object_set_new(request, "arguments", list);
	if (!ok) {
		lost(why, command, "an argument that is no UTF-8");
	} else {
		(void)json_dump_callback(request, put, &line, JSON_COMPACT);
		buf_putc(&line, '\n');
		while (ok && buf_len(&line) != 0) {
			ssize_t sent = send(fd, buf_cstr(&line), buf_len(&line), MSG_NOSIGNAL);

			if (sent < 0)
				ok = lost(why, path, talk_words(errno));
			else
				buf_drop(&line, (size_t)sent);
		}
	}
	json_decref(request);
	buf_free(&line);
	return ok;
}

/* One more line in *in, whole.  False: *why. */
static bool next_line(int fd, const char *path, struct buf *in, struct view *line,
                      struct buf *why)
{
	struct view rest;
	ssize_t n;

	while (!view_cut(buf_view(in), '\n', line, &rest)) {
		if (buf_len(in) > LINE_MAX_BYTES)
			return lost(why, path, "an answer that is none of fedctl's");
		n = recv(fd, buf_room(in, 65536), 65536, 0);
		if (n > 0)
			buf_grew(in, (size_t)n);
		else if (n == 0 || errno != EINTR)
			return lost(why, path, talk_words(n == 0 ? 0 : errno));
	}
	return true;
}

static enum client_end read_answer(int fd, const char *path,
                                   void (*fn)(void *arg, struct view line, const json_t *row),
                                   void *arg, struct buf *why)
{
	enum client_end end = CLIENT_LOST;
	struct buf in = { 0 };
	struct view line;
	json_t *row, *ok = NULL;

	while (ok == NULL && next_line(fd, path, &in, &line, why)) {
		row = json_loadb(line.p, line.n, JSON_ALLOW_NUL, NULL);
		if (!json_is_object(row)) {
			lost(why, path, "an answer that is none of fedctl's");
			json_decref(row);
			break;
		}
		ok = json_object_get(row, "ok");
		if (ok == NULL)
			fn(arg, line, row);
		else if (json_is_true(ok))
			end = CLIENT_OK;
		else
			end = CLIENT_FAULT;
		if (end == CLIENT_FAULT)
			buf_puts(why, json_string_value(json_object_get(row, "error")));
		buf_drop(&in, line.n + 1);
		json_decref(row);
	}
	buf_free(&in);
	return end;
}

enum client_end client_ask(const char *path, const char *command, const struct view *argument,
                           size_t n,
                           void (*row)(void *arg, struct view line, const json_t *row),
                           void *arg, struct buf *why)
{
	int fd = connect_to(path, why);
	enum client_end end = CLIENT_LOST;

	if (fd < 0)
		return CLIENT_LOST;
	if (send_request(fd, path, command, argument, n, why))
		end = read_answer(fd, path, row, arg, why);
	close(fd);
	return end;
}

char *client_path_of(const char *configuration, struct buf *why)
{
	struct fault f = { 0 };
	struct conf *c = conf_open(configuration, &f);
	char *path = NULL;

	if (c == NULL) {
		fault_place(&f, why);
		buf_printf(why, "%s%s", buf_len(why) != 0 ? ": " : "", f.text);
		fault_free(&f);
		return NULL;
	}
	path = conf_file(c, "control");
	if (path == NULL)
		buf_printf(why, "%s: no \"control:\" in it", configuration);
	conf_close(&c);
	return path;
}
