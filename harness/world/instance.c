/* instance.c - what a profile describes, running in a world. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/view.h"
#include "world/private.h"
#include "world/lastwords.h"
#include "world/profile_private.h"

enum { EXIT_CANNOT = 75, LOOK_MS = 3, RELOAD_MS = 10000, ENV_MAX = 24, ARGS_MAX = 64 };

struct process {
	struct instance *instance;
	const struct process_plan *plan;
	char name[NAME_MAX];		/* of its log, without ".log" */
	struct child *child;		/* NULL: not started */
	bool exited;
	off_t log_from;			/* where the log ended before a reload */
};

struct instance {
	struct world *world;
	const struct profile *profile;
	struct instance_ops ops;
	void *arg;
	char *actor, *domain;
	char dir[PATH_MAX];
	struct address at;
	struct certificate main_cert;
	struct certificate *cert;	/* one per `certificate` line */
	char *env[ENV_MAX + 1];		/* for the policy script */
	size_t n_env;
	struct child *policy_run;
	struct process *process;	/* as many as the profile has */
	size_t starting;		/* of them, that is being started */
	bool reloading;
	bool stopping;			/* it was told to */
	bool told_exited;
	int worst;			/* status of those that ended */
	const char *log_wanted;		/* text that is waited for in logs */
	size_t log_at;			/* process whose log is looked at */
	uint64_t log_until;
	struct timer *log_timer;
	char **file;			/* of the `file` lines, filled in */
};

static const struct profile_more *more(const struct instance *i)
{
	return i->profile->more;
}

/* --- {names} ------------------------------------------------------------------------------ */

static const char *bin_dir(void)
{
	static char path[PATH_MAX];
	const char *bin = getenv("FEDLAB_BIN");

	return realpath(bin != NULL ? bin : "build/bin", path) != NULL ? path : "build/bin";
}

static bool put_certificate(const struct instance *i, struct view name, struct buf *out)
{
	for (size_t k = 0; i != NULL && k < more(i)->n_certificate; k++) {
		const char *cert = more(i)->certificate[k].name;
		struct view rest = view_from(name, strlen(cert));

		if (!view_starts(name, view_of(cert)))
			continue;
		if (view_is(rest, ".pem") || view_is(rest, ".key")) {
			buf_puts(out, view_is(rest, ".pem") ? i->cert[k].pem : i->cert[k].key);
			return true;
		}
	}
	return false;
}

static bool put_name(const struct profile *p, const struct instance *i, struct view name,
                     struct buf *out)
{
	char at[ADDRESS_MAX];

	if (view_is(name, "bin")) {
		buf_puts(out, bin_dir());
	} else if (view_is(name, "profile")) {
		buf_puts(out, p->dir);
	} else if (i == NULL) {
		return false;
	} else if (view_is(name, "dir")) {
		buf_puts(out, i->dir);
	} else if (view_is(name, "trust")) {
		buf_puts(out, world_trust(i->world));
	} else if (view_is(name, "host")) {
		address_print(&i->at, at);
		*strrchr(at, ':') = '\0';
		buf_puts(out, at);
	} else if (view_is(name, "domain")) {
		buf_puts(out, i->domain);
	} else {
		return put_certificate(i, name, out);
	}
	return true;
}

/* `text` with every {name} filled in. */
static bool fill(const struct profile *p, const struct instance *i, const char *text,
                 struct buf *out, struct fault *f)
{
	for (const char *at = text; *at != '\0'; at++) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;

		if (end == NULL) {
			buf_putc(out, *at);
			continue;
		}
		if (!put_name(p, i, (struct view){ at + 1, (size_t)(end - at - 1) }, out))
			return fault_set(f, p->dir, 0, 0, "profile: nothing is called %.*s here",
			                 (int)(end - at + 1), at);
		at = end;
	}
	return true;
}

/* A command line: words after filling; no shell, no quoting. */
static bool fill_command(const struct profile *p, const struct instance *i, const char *text,
                         struct buf *memory, char **argv, struct fault *f)
{
	size_t n = 0;

	if (!fill(p, i, text, memory, f))
		return false;
	for (char *at = memory->mem + memory->head; *at != '\0' && n < ARGS_MAX;) {
		while (*at == ' ')
			*at++ = '\0';
		if (*at == '\0')
			break;
		argv[n++] = at;
		while (*at != '\0' && *at != ' ')
			at++;
	}
	argv[n] = NULL;
	return n > 0 || fault_set(f, p->dir, 0, 0, "profile: an empty command");
}

/* --- the environment of the policy script ------------------------------------------------------ */

static void add_env(struct instance *i, const char *name, const char *value)
{
	struct buf b = { 0 };

	buf_printf(&b, "FEDLAB_%s=%s", name, value);
	i->env[i->n_env++] = buf_take(&b);
}

static void add_env_list(struct instance *i, const char *name, const char *const *list, size_t n)
{
	struct buf b = { 0 };

	for (size_t k = 0; k < n; k++)
		buf_printf(&b, "%s%s", k == 0 ? "" : "\n", list[k]);
	buf_puts(&b, "");
	add_env(i, name, buf_len(&b) == 0 ? "" : buf_cstr(&b));
	buf_free(&b);
}

static void make_env(struct instance *i, const struct instance_settings *s)
{
	char at[ADDRESS_MAX];

	address_print(&i->at, at);
	*strrchr(at, ':') = '\0';
	add_env(i, "DIR", i->dir);
	add_env(i, "DOMAIN", s->domain);
	add_env(i, "HOST", at);
	add_env(i, "TRUST", world_trust(i->world));
	add_env(i, "CERTIFICATE", i->main_cert.pem);
	add_env(i, "KEY", i->main_cert.key);
	add_env(i, "POLICY", s->policy_tsv != NULL ? s->policy_tsv : "/dev/null");
	add_env(i, "SIP_NEXT_HOP", s->next_hop != NULL ? s->next_hop : "");
	add_env(i, "SIP_TRUSTED", s->trusted != NULL ? s->trusted : "");
	add_env_list(i, "ACCOUNTS", s->accounts, s->n_accounts);
	add_env_list(i, "SETTINGS", s->setting, s->n_setting);
	for (size_t k = 0; k < more(i)->n_certificate; k++) {
		struct buf name = { 0 };

		buf_printf(&name, "CERT_%s", more(i)->certificate[k].name);
		for (char *p = name.mem + name.head; *p != '\0'; p++)
			*p = (char)(*p == '-' ? '_' : toupper((unsigned char)*p));
		add_env(i, buf_cstr(&name), i->cert[k].pem);
		buf_free(&name);
	}
}

/* `log`: of which of its children the end is told. */
static void fail(struct instance *i, const char *log, const char *why)
{
	char name[NAME_MAX], path[PATH_MAX];
	struct fault f = { 0 };
	struct buf b = { 0 };

	snprintf(name, sizeof name, "%s%s.log", i->actor, log);
	buf_puts(&b, why);
	if (world_path(i->world, name, path, &f))
		last_words(&b, path);
	fault_free(&f);
	i->ops.failed(i->arg, i, buf_cstr(&b));
	buf_free(&b);
}

/* --- what their logs say ------------------------------------------------------------------------------ */

static bool log_path(const struct process *p, char *out)
{
	struct fault f = { 0 };
	char name[NAME_MAX + 8];
	bool ok;

	snprintf(name, sizeof name, "%s.log", p->name);
	ok = world_path(p->instance->world, name, out, &f);
	fault_free(&f);
	return ok;
}

static bool log_says(const struct process *p, const char *text)
{
	char path[PATH_MAX], line[4000];
	FILE *from = log_path(p, path) ? fopen(path, "re") : NULL;
	bool found = false;

	if (from == NULL)
		return false;
	if (fseeko(from, p->log_from, SEEK_SET) == 0)
		while (!found && fgets(line, sizeof line, from) != NULL)
			found = strstr(line, text) != NULL;
	fclose(from);
	return found;
}

static void mark_log(struct process *p)
{
	char path[PATH_MAX];
	struct stat st;

	p->log_from = log_path(p, path) && stat(path, &st) == 0 ? st.st_size : 0;
}

static void process_is_ready(struct instance *i);

static void look_at_log(void *arg)
{
	struct instance *i = arg;
	struct loop *l = i->world->loop;
	size_t last = i->reloading ? more(i)->n_process : i->log_at + 1;

	while (i->log_at < last && log_says(&i->process[i->log_at], i->log_wanted))
		i->log_at++;
	if (i->log_at < last && loop_now(l) > i->log_until) {
		fail(i, i->process[i->log_at].name + strlen(i->actor),
		     i->reloading ? "its log does not say that it has reloaded"
		                  : "its log does not say that it is ready");
	} else if (i->log_at < last) {
		timer_set(i->log_timer, loop_now(l) + LOOK_MS);
	} else if (i->reloading) {
		i->reloading = false;
		i->ops.ready(i->arg, i);
	} else {
		process_is_ready(i);
	}
}

static void await_log(struct instance *i, const char *text, size_t from, uint64_t ms)
{
	i->log_wanted = text;
	i->log_at = from;
	i->log_until = loop_now(i->world->loop) + ms;
	if (i->log_timer == NULL)
		i->log_timer = timer_new(i->world->loop, look_at_log, i);
	timer_set(i->log_timer, loop_now(i->world->loop) + 1);
}

/* --- starting -------------------------------------------------------------------------------------- */

static void is_not_ready(void *arg, const char *why)
{
	struct process *p = arg;

	fail(p->instance, p->name + strlen(p->instance->actor), why);
}

static void ports_are_ready(void *arg)
{
	struct process *p = arg;
	struct instance *i = p->instance;

	if (p->plan->ready_log != NULL)
		await_log(i, p->plan->ready_log, i->starting, p->plan->ready_ms);
	else
		process_is_ready(i);
}

/* The next one down is told when the one before it has gone. */
static void stop_last(struct instance *i)
{
	size_t k = more(i)->n_process;

	while (k-- > 0)
		if (i->process[k].child != NULL && !i->process[k].exited) {
			child_signal(i->process[k].child, more(i)->stop_signal);
			return;
		}
}

static bool anything_runs(const struct instance *i)
{
	for (size_t k = 0; k < more(i)->n_process; k++)
		if (i->process[k].child != NULL && !i->process[k].exited)
			return true;
	return false;
}

static void process_exited(void *arg, struct child *c, int status)
{
	struct process *p = arg;
	struct instance *i = p->instance;

	(void)c;
	p->exited = true;
	if (status != 0)
		i->worst = status;
	if (i->stopping)
		stop_last(i);
	if (i->told_exited || (i->stopping && anything_runs(i)))
		return;
	i->told_exited = true;
	if (i->ops.exited != NULL)
		i->ops.exited(i->arg, i, i->worst);
}

static const struct named_port *port_named(const struct instance *i, const char *name)
{
	for (size_t k = 0; k < more(i)->n_port; k++)
		if (strcmp(more(i)->port[k].name, name) == 0)
			return &more(i)->port[k];
	return NULL;
}

static bool start_process(struct process *p, struct fault *f)
{
	struct instance *i = p->instance;
	const struct process_plan *plan = p->plan;
	struct buf memory = { 0 };
	char *argv[ARGS_MAX + 1];
	struct child_settings s = { .name = p->name, .argv = argv, .cwd = i->dir,
		                    .preload_keylog = more(i)->preload_keylog };
	struct world_port *port = mem_array(plan->n_ready + 1, sizeof *port);
	bool ok = fill_command(i->profile, i, plan->start, &memory, argv, f);

	mark_log(p);
	p->exited = false;
	p->child = ok ? child_start(i->world, &s, process_exited, p, f) : NULL;
	if (p->child != NULL) {
		for (size_t k = 0; k < plan->n_ready; k++) {
			const struct named_port *its = port_named(i, plan->ready[k]);

			port[k].at = i->at;
			address_set_port(&port[k].at, its->port);
			port[k].udp = its->udp;
		}
		child_when_ready(i->world->loop, p->child, port, plan->n_ready, plan->ready_ms,
		                 ports_are_ready, is_not_ready, p);
	}
	free(port);
	buf_free(&memory);
	return p->child != NULL;
}

static void process_is_ready(struct instance *i)
{
	struct fault f = { 0 };

	if (++i->starting == more(i)->n_process) {
		i->ops.ready(i->arg, i);
	} else if (!start_process(&i->process[i->starting], &f)) {
		i->ops.failed(i->arg, i, f.text);
		fault_free(&f);
	}
}

static bool start_all(struct instance *i, struct fault *f)
{
	i->starting = 0;
	i->stopping = i->told_exited = false;
	i->worst = 0;
	return start_process(&i->process[0], f);
}

/* --- reloading: done when each log says so ------------------------------------------------------------- */

static void signal_reload(struct instance *i)
{
	for (size_t k = 0; k < more(i)->n_process; k++) {
		mark_log(&i->process[k]);
		if (i->process[k].child != NULL)
			child_signal(i->process[k].child, more(i)->reload_signal);
	}
	if (more(i)->reload_done == NULL) {
		i->reloading = false;
		i->ops.ready(i->arg, i);
		return;
	}
	await_log(i, more(i)->reload_done, 0, RELOAD_MS);
}

/* --- the policy script has ended ------------------------------------------------------------------------ */

static void policy_exited(void *arg, struct child *c, int status)
{
	struct instance *i = arg;
	struct fault f = { 0 };
	char why[100];

	(void)c;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_CANNOT) {
		i->ops.unsupported(i->arg, i, "its profile cannot express this policy");
	} else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		snprintf(why, sizeof why, "its policy script ended with %d",
		         WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
		fail(i, "-policy", why);
	} else if (i->reloading) {
		signal_reload(i);
	} else if (!start_all(i, &f)) {
		i->ops.failed(i->arg, i, f.text);
		fault_free(&f);
	}
}

static bool run_policy(struct instance *i, struct fault *f)
{
	struct buf memory = { 0 };
	char *argv[ARGS_MAX + 1], name[NAME_MAX];
	struct child_settings s = { .name = name, .argv = argv, .env = i->env, .cwd = i->dir };
	bool ok;

	snprintf(name, sizeof name, "%s-policy", i->actor);
	ok = fill_command(i->profile, i, more(i)->policy, &memory, argv, f);
	i->policy_run = ok ? child_start(i->world, &s, policy_exited, i, f) : NULL;
	buf_free(&memory);
	return i->policy_run != NULL;
}

static bool make_certificates(struct instance *i, const struct instance_settings *s,
                              struct fault *f)
{
	const char *form = s->certificate_form != NULL ? s->certificate_form : "valid";

	if (!world_certificate(i->world, s->domain, form, &i->main_cert, f))
		return false;
	i->cert = mem_array(more(i)->n_certificate + 1, sizeof *i->cert);
	for (size_t k = 0; k < more(i)->n_certificate; k++)
		if (!world_certificate(i->world, more(i)->certificate[k].text,
		                       more(i)->certificate[k].form, &i->cert[k], f))
			return false;
	return true;
}

static bool fill_files(struct instance *i, struct fault *f)
{
	i->file = mem_array(more(i)->n_file + 1, sizeof *i->file);
	for (size_t k = 0; k < more(i)->n_file; k++) {
		struct buf b = { 0 };
		bool ok = fill(i->profile, i, more(i)->file[k].text, &b, f);

		i->file[k] = buf_take(&b);
		if (!ok)
			return false;
	}
	return true;
}

static void make_processes(struct instance *i)
{
	i->process = mem_array(more(i)->n_process, sizeof *i->process);
	for (size_t k = 0; k < more(i)->n_process; k++) {
		struct process *p = &i->process[k];

		p->instance = i;
		p->plan = &more(i)->process[k];
		snprintf(p->name, sizeof p->name, "%s%s%s", i->actor,
		         p->plan->name != NULL ? "-" : "",
		         p->plan->name != NULL ? p->plan->name : "");
	}
}

struct instance *instance_start(struct world *w, const struct profile *p,
                                const struct instance_settings *s,
                                const struct instance_ops *ops, void *arg, struct fault *f)
{
	struct instance *i = mem_zalloc(sizeof *i);

	i->world = w;
	i->profile = p;
	i->ops = *ops;
	i->arg = arg;
	i->actor = mem_strdup(s->actor);
	i->domain = mem_strdup(s->domain);
	if (!world_path(w, s->actor, i->dir, f) || !world_address(w, s->actor, &i->at, f))
		return NULL;
	if (mkdir(i->dir, 0777) != 0 && errno != EEXIST) {
		fault_set(f, i->dir, 0, 0, "cannot be made: %s", strerror(errno));
		return NULL;
	}
	if (!make_certificates(i, s, f) || !fill_files(i, f))
		return NULL;
	make_env(i, s);
	make_processes(i);
	return run_policy(i, f) ? i : NULL;
}

bool instance_reload(struct instance *i, const char *policy_tsv, struct fault *f)
{
	struct buf b = { 0 };

	if (more(i)->reload_signal == 0)
		return fault_set(f, i->profile->dir, 0, 0, "profile: has no `reload` line");
	buf_printf(&b, "FEDLAB_POLICY=%s", policy_tsv);
	for (size_t k = 0; k < i->n_env; k++)
		if (strncmp(i->env[k], "FEDLAB_POLICY=", 14) == 0) {
			free(i->env[k]);
			i->env[k] = buf_take(&b);
		}
	i->reloading = true;
	return run_policy(i, f);
}

bool instance_restart(struct instance *i, struct fault *f)
{
	return start_all(i, f);
}

void instance_stop(struct instance *i)
{
	i->stopping = true;
	stop_last(i);
}

void instance_free(struct instance **ip)
{
	struct instance *i = *ip;

	if (i == NULL)
		return;
	timer_free(&i->log_timer);
	for (size_t k = 0; k < i->n_env; k++)
		free(i->env[k]);
	for (size_t k = 0; i->file != NULL && k < more(i)->n_file; k++)
		free(i->file[k]);
	free(i->file);
	free(i->cert);
	free(i->process);
	free(i->actor);
	free(i->domain);
	free(i);
	*ip = NULL;
}

pid_t instance_pid(const struct instance *i)
{
	return i->process == NULL || i->process[0].child == NULL
	               ? 0
	               : child_pid(i->process[0].child);
}

bool instance_is_alive(const struct instance *i)
{
	for (size_t k = 0; k < more(i)->n_process; k++)
		if (i->process[k].child == NULL || !child_is_alive(i->process[k].child))
			return false;
	return true;
}

uint64_t instance_rss_kib(const struct instance *i)
{
	uint64_t sum = 0;

	for (size_t k = 0; k < more(i)->n_process; k++)
		if (i->process[k].child != NULL)
			sum += child_rss_kib(i->process[k].child);
	return sum;
}

void instance_address(const struct instance *i, struct address *out)
{
	*out = i->at;
}

unsigned instance_port(const struct instance *i, const char *which)
{
	const struct named_port *p = port_named(i, which);

	return p != NULL ? p->port : 0;
}

const char *instance_file(const struct instance *i, const char *which)
{
	for (size_t k = 0; k < more(i)->n_file; k++)
		if (strcmp(more(i)->file[k].name, which) == 0)
			return i->file[k];
	return NULL;
}

/* --- what it says of itself: outside of any world ------------------------------------------------------ */

bool profile_version(const struct profile *p, char *out, size_t size, struct fault *f)
{
	const struct profile_more *m = p->more;
	struct buf memory = { 0 };
	char *argv[ARGS_MAX + 1];
	int pipe_fd[2], status = -1;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	if (!fill_command(p, NULL, m->version, &memory, argv, f) ||
	    pipe2(pipe_fd, O_CLOEXEC) != 0) {
		buf_free(&memory);
		if (f->text == NULL)
			fault_set(f, p->dir, 0, 0, "no pipe: %s", strerror(errno));
		return false;
	}
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		dup2(pipe_fd[1], 1);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(pipe_fd[1]);
	while (n < size - 1 && (got = read(pipe_fd[0], out + n, size - 1 - n)) > 0)
		n += (size_t)got;
	close(pipe_fd[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	out[n] = '\0';
	out[strcspn(out, "\n")] = '\0';
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || out[0] == '\0')
		fault_set(f, p->dir, 0, 0, "profile: `version %s` says nothing: is %s installed?",
		          m->version, p->name);
	buf_free(&memory);
	return f->text == NULL;
}
