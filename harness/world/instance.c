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
#include "lib/text.h"
#include "lib/view.h"
#include "world/instance_private.h"

static const struct profile_more *more(const struct instance *i)
{
	return i->profile->more;
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

/* "PREFIX_NAME", in the letters of a variable. */
static void add_env_of(struct instance *i, const char *prefix, const char *of, const char *value)
{
	struct buf name = { 0 };

	buf_printf(&name, "%s_%s", prefix, of);
	for (char *p = name.mem + name.head; *p != '\0'; p++)
		*p = (char)(*p == '-' ? '_' : toupper((unsigned char)*p));
	add_env(i, buf_cstr(&name), value);
	buf_free(&name);
}

/* One that has the name of a process is there when that is. */
static bool has_certificate(const struct instance *i, size_t certificate)
{
	const char *name = more(i)->certificate[certificate].name;

	for (size_t k = 0; k < more(i)->n_process; k++)
		if (more(i)->process[k].name != NULL && strcmp(more(i)->process[k].name, name) == 0)
			return instance_process(i, name) < i->n_process;
	return true;
}

static bool make_env(struct instance *i, const struct instance_settings *s, struct fault *f)
{
	char at[ADDRESS_MAX], inner[ADDRESS_MAX], crl[PATH_MAX], expired[PATH_MAX];

	address_print_host(&i->at, at);
	address_print_host(&i->inner, inner);
	if (!world_crl(i->world, false, crl, sizeof crl, f) ||
	    !world_crl(i->world, true, expired, sizeof expired, f))
		return false;
	add_env(i, "DIR", i->dir);
	add_env(i, "DOMAIN", s->domain);
	add_env(i, "HOST", at);
	add_env(i, "INSIDE_HOST", inner);
	add_env(i, "TRUST", world_trust(i->world));
	add_env(i, "CRL", crl);
	add_env(i, "DNS_ANCHOR", world_dns_anchor(i->world) != NULL ? world_dns_anchor(i->world) : "");
	add_env(i, "CRL_EXPIRED", expired);
	add_env(i, "CERTIFICATE", i->main_cert.pem);
	add_env(i, "KEY", i->main_cert.key);
	add_env(i, "POLICY", s->policy_tsv != NULL ? s->policy_tsv : "/dev/null");
	add_env(i, "SIP_NEXT_HOP", s->next_hop != NULL ? s->next_hop : "");
	add_env(i, "SIP_TRUSTED", s->trusted != NULL ? s->trusted : "");
	add_env(i, "SIP_GATEWAY", s->gateway != NULL ? s->gateway : "");
	add_env(i, "NAME", i->named);
	add_env_list(i, "ACCOUNTS", s->accounts, s->n_accounts);
	add_env_list(i, "SETTINGS", s->setting, s->n_setting);
	for (size_t k = 0; k < more(i)->n_certificate; k++)
		if (has_certificate(i, k))
			add_env_of(i, "CERT", more(i)->certificate[k].name, i->cert[k].pem);
	for (size_t k = 0; k < i->n_process; k++)
		if (i->process[k].plan->when != NULL) {
			address_print_host(&i->process[k].at, at);
			address_print_host(&i->process[k].inner, inner);
			add_env_of(i, "HOST", i->process[k].plan->name, at);
			add_env_of(i, "INSIDE_HOST", i->process[k].plan->name, inner);
		}
	return true;
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
		instance_fail(i, "-policy", why);
	} else if (i->reloading) {
		processes_reload(i);
	} else if (!processes_start(i, &f)) {
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
	ok = filled_words(i->profile, i, more(i)->policy, &memory, argv, f);
	i->policy_run = ok ? child_start(i->world, &s, policy_exited, i, f) : NULL;
	buf_free(&memory);
	return i->policy_run != NULL;
}

static bool make_certificates(struct instance *i, const struct instance_settings *s,
                              struct fault *f)
{
	const char *form = s->certificate_form != NULL ? s->certificate_form : "valid";

	if (s->certificate != NULL)
		i->main_cert = *s->certificate;
	else if (!world_certificate(i->world, i->named, form, &i->main_cert, f))
		return false;
	i->cert = mem_array(more(i)->n_certificate + 1, sizeof *i->cert);
	for (size_t k = 0; k < more(i)->n_certificate; k++)
		if (has_certificate(i, k) &&
		    !world_certificate(i->world, more(i)->certificate[k].text,
		                       more(i)->certificate[k].form, &i->cert[k], f))
			return false;
	return true;
}

static bool fill_files(struct instance *i, struct fault *f)
{
	i->file = mem_array(more(i)->n_file + 1, sizeof *i->file);
	for (size_t k = 0; k < more(i)->n_file; k++) {
		struct buf b = { 0 };
		bool ok = filled_text(i->profile, i, more(i)->file[k].text, &b, f);

		i->file[k] = buf_take(&b);
		if (!ok)
			return false;
	}
	return true;
}

/* A port `inside` makes two addresses of it, as of a host between two networks. */
bool instance_take_addresses(const struct instance *i, const char *host, struct address *at,
                             struct address *inner, struct fault *f)
{
	char name[NAME_MAX];
	bool two = false;

	if (!world_address(i->world, host, at, f))
		return false;
	for (size_t k = 0; k < more(i)->n_port; k++)
		two = two || more(i)->port[k].inside;
	*inner = *at;
	snprintf(name, sizeof name, "%.200s inside", host);
	return !two || world_address(i->world, name, inner, f);
}

/* `port.NAME=NUMBER` */
static bool move_ports(struct instance *i, const struct instance_settings *s, struct fault *f)
{
	for (size_t k = 0; k < s->n_setting; k++) {
		struct view setting = view_of(s->setting[k]), name, number;
		struct moved *m = &i->moved[i->n_moved];
		uint64_t port;

		if (!view_starts(setting, VIEW("port.")) ||
		    !view_cut(view_from(setting, strlen("port.")), '=', &name, &number) ||
		    view_is(number, "default"))
			continue;
		if (i->n_moved == MOVED_MAX || name.n >= sizeof m->name ||
		    !text_u64(number, 1, 65535, &port))
			return fault_set(f, NULL, 0, 0, "no port can be moved so: %s",
			                 s->setting[k]);
		snprintf(m->name, sizeof m->name, "%.*s", VIEW_ARG(name));
		m->port = (unsigned)port;
		i->n_moved++;
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
	i->named = mem_strdup(s->certificate_name != NULL ? s->certificate_name : s->domain);
	if (!world_path(w, s->actor, i->dir, f) ||
	    !instance_take_addresses(i, i->actor, &i->at, &i->inner, f) || !move_ports(i, s, f))
		return NULL;
	if (mkdir(i->dir, 0777) != 0 && errno != EEXIST) {
		fault_set(f, i->dir, 0, 0, "cannot be made: %s", strerror(errno));
		return NULL;
	}
	if (!processes_make(i, s, f) || !make_certificates(i, s, f) || !fill_files(i, f))
		return NULL;
	return make_env(i, s, f) && run_policy(i, f) ? i : NULL;
}

/* --- a certificate renewed ----------------------------------------------------------------------------- */

/* The certificate that `name` means, and whom it names; NULL: there is none. */
static const struct certificate *certificate_named(const struct instance *i, struct view name,
                                                   const char **whom)
{
	*whom = i->named;
	if (view_is(name, "certificate"))
		return &i->main_cert;
	for (size_t k = 0; k < more(i)->n_certificate; k++) {
		*whom = more(i)->certificate[k].text;
		if (has_certificate(i, k) && view_is(view_from(name, strlen("certificate.")),
		                                     more(i)->certificate[k].name))
			return &i->cert[k];
	}
	return NULL;
}

static bool replace(const char *path, const char *by, struct fault *f)
{
	if ((by != NULL ? rename(by, path) : unlink(path)) == 0)
		return true;
	return fault_set(f, path, 0, 0, "cannot be replaced: %s", strerror(errno));
}

static bool renew(struct instance *i, struct view name, const char *form, struct fault *f)
{
	const char *whom;
	const struct certificate *old = certificate_named(i, name, &whom);
	struct certificate fresh;

	if (old == NULL)
		return fault_set(f, i->profile->dir, 0, 0,
		                 "profile: has no such certificate: %.*s", VIEW_ARG(name));
	if (strcmp(form, "absent") == 0)
		return replace(old->pem, NULL, f) && replace(old->key, NULL, f);
	return world_certificate(i->world, whom, form, &fresh, f) &&
	       replace(old->pem, fresh.pem, f) && replace(old->key, fresh.key, f);
}

/* --- a setting changed ----------------------------------------------------------------------------------- */

static void change_setting(struct instance *i, const char *setting)
{
	static const char key[] = "FEDLAB_SETTINGS=";
	size_t name = strcspn(setting, "=") + 1;
	struct buf b = { 0 };

	for (size_t k = 0; k < i->n_env; k++) {
		struct view rest, line;
		bool more = true;

		if (strncmp(i->env[k], key, sizeof key - 1) != 0)
			continue;
		buf_printf(&b, "%s%s", key, setting);
		rest = view_of(i->env[k] + sizeof key - 1);
		while (more) {
			more = view_cut(rest, '\n', &line, &rest);
			if (line.n != 0 &&
			    (line.n < name || memcmp(line.p, setting, name) != 0))
				buf_printf(&b, "\n%.*s", VIEW_ARG(line));
		}
		free(i->env[k]);
		i->env[k] = buf_take(&b);
		return;
	}
}

bool instance_set(struct instance *i, const char *setting, struct fault *f)
{
	struct view name, form;

	if (view_cut(view_of(setting), '=', &name, &form) &&
	    (view_is(name, "certificate") || view_starts(name, VIEW("certificate."))))
		return renew(i, name, form.p, f);
	change_setting(i, setting);
	return true;
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
	return processes_start(i, f);
}

void instance_stop(struct instance *i)
{
	processes_stop(i);
}

void instance_stop_one(struct instance *i, size_t process)
{
	processes_signal_one(i, process, more(i)->stop_signal, true);
}

void instance_kill(struct instance *i, size_t process)
{
	processes_signal_one(i, process, SIGKILL, true);
}

bool instance_revive(struct instance *i, size_t process, struct fault *f)
{
	return processes_start_one(i, process, f);
}

void instance_freeze(struct instance *i, size_t process, bool frozen)
{
	processes_signal_one(i, process, frozen ? SIGSTOP : SIGCONT, false);
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
	free(i->named);
	free(i);
	*ip = NULL;
}

void instance_address(const struct instance *i, struct address *out)
{
	*out = i->at;
}

unsigned instance_port(const struct instance *i, const char *which)
{
	const struct named_port *p = instance_named_port(i, which);

	for (size_t k = 0; k < i->n_moved && p != NULL; k++)
		if (strcmp(i->moved[k].name, which) == 0)
			return i->moved[k].port;
	return p != NULL ? p->port : 0;
}

bool instance_port_address(const struct instance *i, const char *which, struct address *out)
{
	const struct named_port *p = instance_named_port(i, which);

	if (p == NULL)
		return false;
	*out = p->inside ? i->inner : i->at;
	address_set_port(out, instance_port(i, which));
	return true;
}

void instance_inner_address(const struct instance *i, struct address *out)
{
	*out = i->inner;
}

const char *instance_file(const struct instance *i, const char *which)
{
	for (size_t k = 0; k < more(i)->n_file; k++)
		if (strcmp(more(i)->file[k].name, which) == 0)
			return i->file[k];
	return NULL;
}

/* --- what it says of itself: outside of any world ------------------------------------------------------ */

enum { VERSION_SECONDS = 30 };

bool profile_version(const struct profile *p, char *out, size_t size, struct fault *f)
{
	const struct profile_more *m = p->more;
	struct buf memory = { 0 };
	char *argv[ARGS_MAX + 1];
	int pipe_fd[2], status = -1;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	if (!filled_words(p, NULL, m->version, &memory, argv, f) ||
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
		(void)alarm(VERSION_SECONDS); /* kept by exec; what it starts may outlive it */
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
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		fault_set(f, p->dir, 0, 0, "profile: `version %s` has not ended after %d s", m->version,
		          VERSION_SECONDS);
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || out[0] == '\0')
		fault_set(f, p->dir, 0, 0, "profile: `version %s` says nothing: is %s installed?",
		          m->version, p->name);
	buf_free(&memory);
	return f->text == NULL;
}
