#include "world/child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lib/text.h"
#include "world/private.h"

struct child {
	struct child *next;
	struct world *world;
	char *name;
	pid_t pid;
	bool alive;
	void (*exited)(void *arg, struct child *c, int status);
	void *arg;
};

static void bury(void *arg, int signo)
{
	struct world *w = arg;
	int status;
	pid_t pid;

	(void)signo;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (struct child *c = w->children; c != NULL; c = c->next)
			if (c->alive && c->pid == pid) {
				c->alive = false;
				if (c->exited != NULL)
					c->exited(c->arg, c, status);
				break;
			}
}

void children_watch(struct world *w)
{
	loop_on_signal(w->loop, SIGCHLD, bury, w);
}

void children_end(struct world *w)
{
	struct child *c;

	for (c = w->children; c != NULL; c = c->next)
		if (c->alive)
			kill(-c->pid, SIGKILL);
	while ((c = w->children) != NULL) {
		while (c->alive && waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			;
		w->children = c->next;
		free(c->name);
		free(c);
	}
}

/* --- starting --------------------------------------------------------------------- */

/* The environment of a child: ours, with what was asked for. */
static void set_environment(const struct world *w, const struct child_settings *s)
{
	char path[PATH_MAX];
	struct fault f = { 0 };

	for (size_t i = 0; s->env != NULL && s->env[i] != NULL; i++)
		putenv(s->env[i]);
	setenv("TMPDIR", w->dir, 1);
	setenv("HOME", w->dir, 1);
	unsetenv("SSLKEYLOGFILE");
	if (!w->keylog || !world_path(w, "keys.log", path, &f)) {
		fault_free(&f);
		return;
	}
	setenv("SSLKEYLOGFILE", path, 1);
	if (s->preload_keylog && getenv("FEDLAB_KEYLOG_SO") != NULL)
		setenv("LD_PRELOAD", getenv("FEDLAB_KEYLOG_SO"), 1);
}

/* The foreground of the terminal, if there is one: ours is that of a process
 * group that this PID namespace does not know. */
static void take_terminal(void)
{
	signal(SIGTTOU, SIG_IGN);
	if (isatty(0) == 1)
		(void)!tcsetpgrp(0, getpid());
	signal(SIGTTOU, SIG_DFL);
}

/* In the child.  Only returns when there was no way to become `argv`. */
static void become(const struct world *w, const struct child_settings *s, int log)
{
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (s->terminal)
		take_terminal();
	else if (null < 0 || dup2(null, 0) < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0)
		return;
	set_environment(w, s);
	if (chdir(s->cwd != NULL ? s->cwd : w->dir) != 0) {
		dprintf(2, "cannot enter %s: %s\n", s->cwd, strerror(errno));
		return;
	}
	execvp(s->argv[0], s->argv);
	dprintf(2, "cannot run %s: %s\n", s->argv[0], strerror(errno));
}

struct child *child_start(struct world *w, const struct child_settings *s,
                          void (*exited)(void *arg, struct child *c, int status), void *arg,
                          struct fault *f)
{
	char name[NAME_MAX + 1], path[PATH_MAX];
	struct child *c;
	int log;
	pid_t pid;

	snprintf(name, sizeof name, "%s.log", s->name);
	if (!world_path(w, name, path, f))
		return NULL;
	log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (log < 0) {
		fault_set(f, path, 0, 0, "cannot be made: %s", strerror(errno));
		return NULL;
	}
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		become(w, s, log);
		_exit(127);
	}
	close(log);
	if (pid < 0) {
		fault_set(f, NULL, 0, 0, "cannot fork: %s", strerror(errno));
		return NULL;
	}
	setpgid(pid, pid); /* here and there: whoever is first */
	c = mem_zalloc(sizeof *c);
	c->world = w;
	c->name = mem_strdup(s->name);
	c->pid = pid;
	c->alive = true;
	c->exited = exited;
	c->arg = arg;
	c->next = w->children;
	w->children = c;
	return c;
}

pid_t child_pid(const struct child *c)
{
	return c->pid;
}

void child_signal(struct child *c, int signo)
{
	if (c->alive)
		kill(c->pid, signo);
}

bool child_is_alive(const struct child *c)
{
	return c->alive;
}

/* --- memory and CPU --------------------------------------------------------------------------- */

static uint64_t status_number(const char *path, const char *key)
{
	char line[200];
	FILE *from = fopen(path, "r");
	uint64_t n = 0;

	if (from == NULL)
		return 0;
	while (fgets(line, sizeof line, from) != NULL)
		if (strncmp(line, key, strlen(key)) == 0) {
			n = strtoull(line + strlen(key), NULL, 10);
			break;
		}
	fclose(from);
	return n;
}

/* Its process group is it and what it started. */
static bool in_group(const char *pid, pid_t group)
{
	uint64_t n;

	return text_u64(view_of(pid), 1, INT_MAX, &n) && getpgid((pid_t)n) == group;
}

static uint64_t over_group(const struct child *c, uint64_t (*of)(const char *pid))
{
	DIR *d = opendir("/proc");
	const struct dirent *e;
	uint64_t sum = 0;

	if (d == NULL)
		return 0;
	while ((e = readdir(d)) != NULL)
		if (in_group(e->d_name, c->pid))
			sum += of(e->d_name);
	closedir(d);
	return sum;
}

static uint64_t rss_kib(const char *pid)
{
#ifdef __SANITIZE_ADDRESS__
	/* Built like this, the programs are too: what they hold is the sanitizer's. */
	(void)pid;
	(void)status_number;
	return 1;
#else
	char path[64];

	snprintf(path, sizeof path, "/proc/%.10s/status", pid);
	return status_number(path, "VmRSS:");
#endif
}

/* What /proc/PID/stat says in ticks of 10 ms. */
static uint64_t cpu_us(const char *pid)
{
	struct timespec t;
	clockid_t clock;
	uint64_t n;

	if (!text_u64(view_of(pid), 1, INT_MAX, &n) ||
	    clock_getcpuclockid((pid_t)n, &clock) != 0 || clock_gettime(clock, &t) != 0)
		return 0; /* it has ended meanwhile */
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

uint64_t child_rss_kib(const struct child *c)
{
	return over_group(c, rss_kib);
}

uint64_t child_cpu_us(const struct child *c)
{
	return over_group(c, cpu_us);
}
