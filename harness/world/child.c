#include "world/child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "world/private.h"

/* Which of our programs a process belongs to, whatever becomes of it. */
#define PROGRAM "FEDLAB_PROGRAM"

enum { ENVIRONMENT_MOST = 1 << 20 };

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

/* "NAME=value" of a child's own: in place of ours, or behind them. */
struct environment {
	char **item; /* ends with NULL */
	size_t n;
	char *own[5];
	size_t n_own;
};

static void set(struct environment *e, char *text)
{
	size_t name = strcspn(text, "=") + 1, i = 0;

	while (i < e->n && strncmp(e->item[i], text, name) != 0)
		i++;
	e->item[i] = text;
	e->n += i == e->n;
}

static void set_own(struct environment *e, const char *name, const char *value)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s=%s", name, value);
	e->own[e->n_own] = buf_take(&b);
	set(e, e->own[e->n_own++]);
}

static size_t count(char *const *list)
{
	size_t n = 0;

	while (list != NULL && list[n] != NULL)
		n++;
	return n;
}

/* Ours, with what was asked for; made here, as the child has no memory of its own. */
static void make_environment(const struct world *w, const struct child_settings *s,
                             struct environment *e)
{
	const char *keylog = getenv("FEDLAB_KEYLOG_SO");
	char path[PATH_MAX];
	struct fault f = { 0 };

	*e = (struct environment){ .item = NULL };
	e->item = mem_array(count(environ) + count(s->env) + sizeof e->own / sizeof e->own[0] + 1,
	                    sizeof *e->item);
	for (size_t i = 0; environ[i] != NULL; i++)
		if (strncmp(environ[i], "SSLKEYLOGFILE=", 14) != 0)
			e->item[e->n++] = environ[i];
	for (size_t i = 0; s->env != NULL && s->env[i] != NULL; i++)
		set(e, s->env[i]);
	set_own(e, "TMPDIR", w->dir);
	set_own(e, "HOME", w->dir);
	set_own(e, PROGRAM, s->name);
	if (w->keylog && world_path(w, "keys.log", path, &f)) {
		set_own(e, "SSLKEYLOGFILE", path);
		if (s->preload_keylog && keylog != NULL)
			set_own(e, "LD_PRELOAD", keylog);
	}
	fault_free(&f);
}

static void free_environment(struct environment *e)
{
	for (size_t i = 0; i < e->n_own; i++)
		free(e->own[i]);
	free(e->item);
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
static void become(const struct world *w, const struct child_settings *s, char **env, int log)
{
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	sigemptyset(&none);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (s->terminal)
		take_terminal();
	else if (null < 0 || dup2(null, 0) < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0)
		return;
	if (chdir(s->cwd != NULL ? s->cwd : w->dir) != 0) {
		dprintf(2, "cannot enter %s: %s\n", s->cwd, strerror(errno));
		return;
	}
	/* Where it stands by now, it stays, although nobody sees that any more. */
	if (s->private_tmp && (unshare(CLONE_NEWNS) != 0 ||
	                       mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") != 0)) {
		dprintf(2, "cannot have a /tmp of its own: %s\n", strerror(errno));
		return;
	}
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvpe(s->argv[0], s->argv, env);
	dprintf(2, "cannot run %s: %s\n", s->argv[0], strerror(errno));
}

/* The suite is a hundred megabytes of ours: the child borrows them until it is another
 * program, where fork(2) would copy the tables of their pages.  Until then it may only call
 * what posix_spawn(3) could, and hears no signal with our handlers. */
static pid_t spawn(const struct world *w, const struct child_settings *s, char **env, int log)
{
	sigset_t all, before;
	pid_t pid;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid = vfork();
	if (pid == 0) {
		become(w, s, env, log);
		_exit(127);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return pid;
}

struct child *child_start(struct world *w, const struct child_settings *s,
                          void (*exited)(void *arg, struct child *c, int status), void *arg,
                          struct fault *f)
{
	char name[NAME_MAX + 1], path[PATH_MAX];
	struct environment env;
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
	make_environment(w, s, &env);
	pid = spawn(w, s, env.item, log);
	free_environment(&env);
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

/* --- what it leaves behind --------------------------------------------------------- */

/* Does an environment, as /proc has it, hold this item? */
static bool holds(struct view environment, const char *item)
{
	struct view one;
	bool more;

	do {
		more = view_cut(environment, '\0', &one, &environment);
		if (view_is(one, item))
			return true;
	} while (more);
	return false;
}

/* What the kernel tells of a process that has not ended. */
struct process_seen {
	char name[64];
	int parent;
};

static bool see(const char *pid, struct process_seen *out)
{
	char path[64], line[400], *open, *close, state;
	FILE *from;
	bool is;

	snprintf(path, sizeof path, "/proc/%.10s/stat", pid);
	from = fopen(path, "re");
	if (from == NULL)
		return false;
	is = fgets(line, sizeof line, from) != NULL && (open = strchr(line, '(')) != NULL &&
	     (close = strrchr(line, ')')) != NULL &&
	     sscanf(close, ") %c %d", &state, &out->parent) == 2 && state != 'Z' && state != 'X';
	fclose(from);
	if (is)
		snprintf(out->name, sizeof out->name, "%.*s", (int)(close - open - 1), open + 1);
	return is;
}

static bool is_ours(const struct world *w, const char *pid)
{
	uint64_t n;

	for (const struct child *c = w->children; c != NULL; c = c->next)
		if (text_u64(view_of(pid), 1, INT_MAX, &n) && c->pid == (pid_t)n)
			return true;
	return false;
}

/* By what it was given: a daemon has another process group, session and parent.  Of one
 * that becomes another program just now nothing can be read: an orphan it is. */
static bool was_started_by(const struct child *c, const char *pid, const struct process_seen *p)
{
	char path[64];
	struct buf given = { 0 }, mark = { 0 };
	struct fault f = { 0 };
	bool is;

	snprintf(path, sizeof path, "/proc/%.10s/environ", pid);
	buf_printf(&mark, PROGRAM "=%s", c->name);
	if (!file_read(path, ENVIRONMENT_MOST, &given, &f) || buf_len(&given) == 0)
		is = p->parent == getpid() && !is_ours(c->world, pid);
	else
		is = holds(buf_view(&given), buf_cstr(&mark));
	fault_free(&f);
	buf_free(&given);
	buf_free(&mark);
	return is;
}

bool child_has_left(const struct child *c, char *out, size_t size)
{
	DIR *d = opendir("/proc");
	const struct dirent *e;
	struct process_seen p;
	bool left = false;

	while (!left && d != NULL && (e = readdir(d)) != NULL)
		left = e->d_name[0] >= '1' && e->d_name[0] <= '9' && see(e->d_name, &p) &&
		       was_started_by(c, e->d_name, &p);
	if (left)
		snprintf(out, size, "%s", p.name);
	if (d != NULL)
		closedir(d);
	return left;
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
