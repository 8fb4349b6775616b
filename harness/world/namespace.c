/* namespace.c - the walls of a world. */
#include "world/world.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world/namespace.h"
#include "world/programs.h"

enum { WALLS = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS };

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return false;
	n = write(fd, text, strlen(text));
	close(fd);
	return n == (ssize_t)strlen(text);
}

/* Root of the new user namespace is who we were outside. */
static bool map_ids(uid_t uid, gid_t gid)
{
	char line[64];

	snprintf(line, sizeof line, "0 %u 1\n", (unsigned)uid);
	if (!write_file("/proc/self/uid_map", line) ||
	    !write_file("/proc/self/setgroups", "deny"))
		return false;
	snprintf(line, sizeof line, "0 %u 1\n", (unsigned)gid);
	return write_file("/proc/self/gid_map", line);
}

/* An ordinary user needs a user namespace; root does without where they are
 * forbidden. */
static bool raise_walls(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (unshare(CLONE_NEWUSER | WALLS) == 0)
		return map_ids(uid, gid);
	return uid == 0 && unshare(WALLS) == 0;
}

bool world_possible(struct fault *f)
{
	int status;
	pid_t pid;

	programs_complete_path();
	if (!programs_have("knotd"))
		return fault_set(f, NULL, 0, 0,
		                 "knotd is not in PATH: `make deps` installs what is "
		                 "missing (Debian: apt-get install knot)");
	pid = fork();
	if (pid < 0)
		return fault_set(f, NULL, 0, 0, "cannot fork: %s", strerror(errno));
	if (pid == 0)
		_exit(raise_walls() ? 0 : 1);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	return fault_set(f, NULL, 0, 0,
	                 "this machine forbids the namespaces that every scenario runs in: run as "
	                 "root, or let users make them (as root: sysctl -w "
	                 "kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000; on "
	                 "Ubuntu also kernel.apparmor_restrict_unprivileged_userns=0)");
}

/* --- inside ------------------------------------------------------------------- */

/* `lo` up, with a prefix on it: on the loopback device every address of the
 * prefix is local then, as those of 127.0.0.0/8 are. */
static bool bring_up_lo(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq r = { 0 };
	struct sockaddr_in *in = (struct sockaddr_in *)(void *)&r.ifr_addr;
	bool ok = false;

	if (fd < 0)
		return false;
	snprintf(r.ifr_name, sizeof r.ifr_name, "lo");
	r.ifr_flags = IFF_UP | IFF_RUNNING;
	if (ioctl(fd, SIOCSIFFLAGS, &r) != 0)
		goto out;
	snprintf(r.ifr_name, sizeof r.ifr_name, "lo:1");
	memset(in, 0, sizeof *in);
	in->sin_family = AF_INET;
	in->sin_addr.s_addr = htonl(0x0a000001); /* 10.0.0.1 */
	if (ioctl(fd, SIOCSIFADDR, &r) != 0)
		goto out;
	in->sin_addr.s_addr = htonl(0xff000000); /* /8 */
	ok = ioctl(fd, SIOCSIFNETMASK, &r) == 0;
out:
	close(fd);
	return ok;
}

static bool make_parents(const char *path)
{
	char part[PATH_MAX];

	for (size_t i = 1; path[i] != '\0' && i < sizeof part; i++) {
		if (path[i] != '/')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return false;
	}
	return true;
}

/* The file that stands at `path` in this world only. */
bool namespace_replace_file(const char *path, const char *with)
{
	char real[PATH_MAX];
	int fd;

	if (realpath(path, real) == NULL) {
		/* A link into /run, which is empty here: make what it names. */
		ssize_t n = readlink(path, real, sizeof real - 1);
		char joined[PATH_MAX + 8];

		if (n < 0)
			return false;
		real[n] = '\0';
		snprintf(joined, sizeof joined, "%s%s", real[0] == '/' ? "" : "/etc/", real);
		if (!make_parents(joined))
			return false;
		fd = open(joined, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
		if (fd < 0)
			return false;
		close(fd);
		if (realpath(joined, real) == NULL)
			return false;
	}
	return mount(with, real, NULL, MS_BIND, NULL) == 0;
}

static bool settle(void)
{
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0 &&
	       mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=64m") == 0 &&
	       sethostname(NAMESPACE_HOST, sizeof NAMESPACE_HOST - 1) == 0 &&
	       bring_up_lo();
}

/* Dies with its parent; a parent that died before this call is noticed. */
static bool die_with(pid_t parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
}

/* PID 1 of the world: whatever it started ends with it. */
static int first_process(int (*main_fn)(void *arg), void *arg)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || !settle()) {
		fprintf(stderr, "fedlab: cannot furnish a namespace: %s\n", strerror(errno));
		return 70;
	}
	return main_fn(arg);
}

static int outside(pid_t parent, int (*main_fn)(void *arg), void *arg)
{
	int status;
	pid_t pid;

	/* In this order: a change of credentials clears the death signal. */
	if (!raise_walls() || !die_with(parent))
		return 70;
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return 70;
	if (pid == 0)
		exit(first_process(main_fn, arg));
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(status)) {
		/* Ends the same way, so that who waits for us is told. */
		signal(WTERMSIG(status), SIG_DFL);
		raise(WTERMSIG(status));
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}

pid_t world_fork(int (*main_fn)(void *arg), void *arg, struct fault *f)
{
	pid_t parent = getpid(), pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0) {
		fault_set(f, NULL, 0, 0, "cannot fork: %s", strerror(errno));
		return -1;
	}
	if (pid == 0)
		_exit(outside(parent, main_fn, arg));
	return pid;
}
