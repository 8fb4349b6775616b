#include "lib/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "lib/unit_dir.h"

/* A manager that listens at `name`, '@' for NUL. */
static int listen_at(const char *name)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t n = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_uint_lt(n, sizeof at.sun_path);
	memcpy(at.sun_path, name, n);
	if (name[0] == '@')
		at.sun_path[0] = '\0';
	ck_assert_int_eq(bind(fd, (const struct sockaddr *)&at,
	                      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)),
	                 0);
	setenv("NOTIFY_SOCKET", name, 1);
	return fd;
}

static void hears(int fd, const char *what)
{
	char got[64];
	ssize_t n = recv(fd, got, sizeof got, 0);

	ck_assert_int_eq(n, (ssize_t)strlen(what));
	ck_assert_int_eq(memcmp(got, what, (size_t)n), 0);
}

START_TEST(what_is_said_arrives_at_a_file_and_at_a_name)
{
	char name[64];
	int fd;

	dir_begin();
	fd = listen_at(in_dir("manager"));
	ck_assert(notify_manager(NOTIFY_READY, false));
	ck_assert(notify_manager(NOTIFY_STOPPING, false));
	hears(fd, "READY=1");
	hears(fd, "STOPPING=1");
	close(fd);
	ck_assert(!notify_manager(NOTIFY_READY, false)); /* nobody is left */
	ck_assert_int_eq(errno, ECONNREFUSED);
	dir_unlink("manager");
	dir_end();
	snprintf(name, sizeof name, "@fedlab-test-%d", (int)getpid());
	fd = listen_at(name);
	ck_assert(notify_manager(NOTIFY_READY, false));
	hears(fd, "READY=1");
	close(fd);
}
END_TEST

/* One that is behind: a word that does not wait is lost, one that does is not. */
START_TEST(who_waits_is_heard_by_a_manager_that_is_behind)
{
	char got[64];
	int fd, status;
	pid_t pid;

	dir_begin();
	fd = listen_at(in_dir("manager"));
	while (notify_manager(NOTIFY_STOPPING, false))
		;
	ck_assert_int_eq(errno, EAGAIN);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		_exit(recv(fd, got, sizeof got, 0) > 0 ? 0 : 1);
	ck_assert(notify_manager(NOTIFY_READY, true));
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	close(fd);
	dir_unlink("manager");
	dir_end();
}
END_TEST

START_TEST(without_a_manager_nothing_is_said)
{
	char long_name[200];

	unsetenv("NOTIFY_SOCKET");
	ck_assert(notify_manager(NOTIFY_READY, false));
	setenv("NOTIFY_SOCKET", "", 1);
	ck_assert(notify_manager(NOTIFY_READY, false));
	setenv("NOTIFY_SOCKET", "relative", 1);
	ck_assert(!notify_manager(NOTIFY_READY, false));
	ck_assert_int_eq(errno, EINVAL);
	memset(long_name, 'x', sizeof long_name);
	long_name[0] = '/';
	long_name[sizeof long_name - 1] = '\0';
	setenv("NOTIFY_SOCKET", long_name, 1);
	ck_assert(!notify_manager(NOTIFY_READY, false));
	ck_assert_int_eq(errno, EINVAL);
}
END_TEST

UNIT("notify", what_is_said_arrives_at_a_file_and_at_a_name,
     who_waits_is_heard_by_a_manager_that_is_behind, without_a_manager_nothing_is_said)
