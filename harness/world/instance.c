/* instance.c - one program of a profile, running in a world. */
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

enum { EXIT_CANNOT = 75, LOOK_MS = 3, RELOAD_MS = 10000, ENV_MAX = 16, ARGS_MAX = 64 };

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
	struct child *policy_run, *program;
	bool reloading;
	off_t log_from;			/* where the log ended before a reload */
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

/* --- starting -------------------------------------------------------------------------------------- */

static void is_ready(void *arg)
{
	struct instance *i = arg;

	i->ops.ready(i->arg, i);
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

static void is_not_ready(void *arg, const char *why)
{
	fail(arg, "", why);
}

static void program_exited(void *arg, struct child *c, int status)
{
	struct instance *i = arg;

	(void)c;
	if (i->ops.exited != NULL)
		i->ops.exited(i->arg, i, status);
}

static bool start_program(struct instance *i, struct fault *f)
{
	struct buf memory = { 0 };
	char *argv[ARGS_MAX + 1];
	struct child_settings s = { .name = i->actor, .argv = argv, .cwd = i->dir,
		                    .preload_keylog = more(i)->preload_keylog };
	struct address *port = mem_array(more(i)->n_ready + 1, sizeof *port);
	bool ok = fill_command(i->profile, i, more(i)->start, &memory, argv, f);

	i->program = ok ? child_start(i->world, &s, program_exited, i, f) : NULL;
	if (i->program != NULL) {
		for (size_t k = 0; k < more(i)->n_ready; k++) {
			port[k] = i->at;
			address_set_port(&port[k], instance_port(i, more(i)->ready[k]));
		}
		child_when_ready(i->world->loop, i->program, port, more(i)->n_ready,
		                 more(i)->ready_ms, is_ready, is_not_ready, i);
	}
	free(port);
	buf_free(&memory);
	return i->program != NULL;
}

/* --- reloading: done when the log says so ------------------------------------------------------------- */

static bool log_path(const struct instance *i, char *out)
{
	struct fault f = { 0 };
	char name[NAME_MAX];
	bool ok;

	snprintf(name, sizeof name, "%s.log", i->actor);
	ok = world_path(i->world, name, out, &f);
	fault_free(&f);
	return ok;
}

static bool log_says(const struct instance *i, const char *text)
{
	char path[PATH_MAX], line[4000];
	FILE *from = log_path(i, path) ? fopen(path, "re") : NULL;
	bool found = false;

	if (from == NULL)
		return false;
	if (fseeko(from, i->log_from, SEEK_SET) == 0)
		while (!found && fgets(line, sizeof line, from) != NULL)
			found = strstr(line, text) != NULL;
	fclose(from);
	return found;
}

static void look_at_log(void *arg)
{
	struct instance *i = arg;
	struct loop *l = i->world->loop;

	if (log_says(i, more(i)->reload_done))
		is_ready(i);
	else if (loop_now(l) > i->log_until)
		is_not_ready(i, "its log does not say that it has reloaded");
	else
		timer_set(i->log_timer, loop_now(l) + LOOK_MS);
}

static void signal_reload(struct instance *i)
{
	char path[PATH_MAX];
	struct stat st;

	i->log_from = log_path(i, path) && stat(path, &st) == 0 ? st.st_size : 0;
	child_signal(i->program, more(i)->reload_signal);
	if (more(i)->reload_done == NULL) {
		is_ready(i);
		return;
	}
	i->log_until = loop_now(i->world->loop) + RELOAD_MS;
	if (i->log_timer == NULL)
		i->log_timer = timer_new(i->world->loop, look_at_log, i);
	timer_set(i->log_timer, loop_now(i->world->loop) + 1);
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
		i->reloading = false;
		signal_reload(i);
	} else if (!start_program(i, &f)) {
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
	return start_program(i, f);
}

void instance_stop(struct instance *i)
{
	if (i->program != NULL)
		child_signal(i->program, more(i)->stop_signal);
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
	free(i->actor);
	free(i->domain);
	free(i);
	*ip = NULL;
}

struct child *instance_child(struct instance *i)
{
	return i->program;
}

void instance_address(const struct instance *i, struct address *out)
{
	*out = i->at;
}

unsigned instance_port(const struct instance *i, const char *which)
{
	for (size_t k = 0; k < more(i)->n_port; k++)
		if (strcmp(more(i)->port[k].name, which) == 0)
			return more(i)->port[k].port;
	return 0;
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
