/* processes.c - the programs of an instance: each is started when the one before is
 * ready, and stopped when the one behind it has ended. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "lib/mem.h"
#include "world/instance_private.h"
#include "world/lastwords.h"

static const struct profile_more *more(const struct instance *i)
{
	return i->profile->more;
}

static bool runs(const struct process *p)
{
	return p->child != NULL && !p->exited;
}

/* Has a case with these settings such a process? */
static bool is_there(const struct process_plan *plan, const char *const *setting, size_t n)
{
	bool there = plan->when == NULL;

	for (size_t k = 0; k < n && !there; k++)
		there = strcmp(setting[k], plan->when) == 0;
	return there;
}

const char *profile_further_host(const struct profile *p, const char *const *setting,
                                 size_t n_setting, size_t *at)
{
	const struct profile_more *m = p->more;

	while (*at < m->n_process) {
		const struct process_plan *plan = &m->process[(*at)++];

		for (size_t k = 0; k < plan->n_ready; k++)
			if (plan->when != NULL && strcmp(plan->ready[k], "xmpp") == 0 &&
			    is_there(plan, setting, n_setting))
				return plan->name;
	}
	return NULL;
}

void profile_host_name(const char *actor, const char *process, char *out, size_t size)
{
	snprintf(out, size, "%s-%s", actor, process);
}

static bool give_host(struct process *p, struct fault *f)
{
	char name[NAME_MAX];

	p->at = p->instance->at;
	p->inner = p->instance->inner;
	if (p->plan->when == NULL)
		return true;
	profile_host_name(p->instance->actor, p->plan->name, name, sizeof name);
	return instance_take_addresses(p->instance, name, &p->at, &p->inner, f);
}

bool processes_make(struct instance *i, const struct instance_settings *s, struct fault *f)
{
	i->process = mem_array(more(i)->n_process, sizeof *i->process);
	for (size_t k = 0; k < more(i)->n_process; k++) {
		struct process *p = &i->process[i->n_process];

		if (!is_there(&more(i)->process[k], s->setting, s->n_setting))
			continue;
		i->n_process++;
		p->instance = i;
		p->plan = &more(i)->process[k];
		snprintf(p->name, sizeof p->name, "%s%s%s", i->actor,
		         p->plan->name != NULL ? "-" : "",
		         p->plan->name != NULL ? p->plan->name : "");
		if (!give_host(p, f))
			return false;
	}
	return true;
}

void instance_fail(struct instance *i, const char *log, const char *why)
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

/* "... (status 3)", "... (signal 11)": half of what its author has to know. */
static void never_ready(struct process *p, const char *why)
{
	struct buf b = { 0 };

	buf_puts(&b, why);
	if (p->exited)
		buf_printf(&b, " (%s %d)", WIFSIGNALED(p->status) ? "signal" : "status",
		           WIFSIGNALED(p->status) ? WTERMSIG(p->status) : WEXITSTATUS(p->status));
	instance_fail(p->instance, p->name + strlen(p->instance->actor), buf_cstr(&b));
	buf_free(&b);
}

/* NULL: nothing is waited for in its log. */
static const char *wanted_of(const struct process *p)
{
	if (!runs(p))
		return NULL;
	return p->instance->reloading ? more(p->instance)->reload_done : p->plan->ready_log;
}

static void look_at_log(void *arg)
{
	struct instance *i = arg;
	struct loop *l = i->world->loop;
	const char *wanted = NULL;
	struct buf why = { 0 };

	for (; i->log_at < i->log_end; i->log_at++) {
		wanted = wanted_of(&i->process[i->log_at]);
		if (wanted != NULL && !log_says(&i->process[i->log_at], wanted))
			break;
	}
	if (i->must_run && !runs(&i->process[i->starting])) {
		never_ready(&i->process[i->starting], "it ended before it was ready");
	} else if (i->log_at < i->log_end && loop_now(l) > i->log_until) {
		buf_printf(&why, "its log does not say \"%s\", by which its profile knows that it %s",
		           wanted, i->reloading ? "has reloaded" : "is ready");
		instance_fail(i, i->process[i->log_at].name + strlen(i->actor), buf_cstr(&why));
		buf_free(&why);
	} else if (i->log_at < i->log_end) {
		timer_set(i->log_timer, loop_now(l) + LOOK_MS);
	} else if (i->reloading) {
		i->reloading = false;
		i->ops.ready(i->arg, i);
	} else {
		process_is_ready(i);
	}
}

/* Of the processes from `from` up to `to`, of those that run. */
static void await_logs(struct instance *i, size_t from, size_t to, uint64_t ms)
{
	i->must_run = false;
	i->log_at = from;
	i->log_end = to;
	i->log_until = loop_now(i->world->loop) + ms;
	if (i->log_timer == NULL)
		i->log_timer = timer_new(i->world->loop, look_at_log, i);
	timer_set(i->log_timer, loop_now(i->world->loop) + 1);
}

/* --- starting -------------------------------------------------------------------------------------- */

static void is_not_ready(void *arg, const char *why)
{
	never_ready(arg, why);
}

static void ports_are_ready(void *arg)
{
	struct process *p = arg;
	struct instance *i = p->instance;

	if (p->plan->ready_log == NULL) {
		process_is_ready(i);
		return;
	}
	await_logs(i, i->starting, i->starting + 1, p->plan->ready_ms);
	i->must_run = true;
}

/* The next one down is told when the one before it has gone. */
static void stop_last(struct instance *i)
{
	size_t k = i->n_process;

	while (k-- > 0)
		if (runs(&i->process[k])) {
			i->process[k].told = true;
			child_signal(i->process[k].child, more(i)->stop_signal);
			return;
		}
}

static bool anything_runs(const struct instance *i)
{
	for (size_t k = 0; k < i->n_process; k++)
		if (runs(&i->process[k]))
			return true;
	return false;
}

/* It has ended well, nobody had told it to, and what it started goes on: a daemon.  What is
 * left can neither be signalled nor buried as what a profile's `start` was. */
static bool has_left_the_foreground(const struct process *p, const struct child *c, int status)
{
	char name[NAME_MAX];
	struct buf why = { 0 };

	if (status != 0 || p->told || !child_has_left(c, name, sizeof name))
		return false;
	buf_printf(&why,
	           "it left the foreground: what `start` began has ended with status 0, and the "
	           "process \"%s\" goes on without it. `start` has to stay, as the program itself "
	           "(docs/adapters.md, \"In the foreground\")",
	           name);
	instance_fail(p->instance, p->name + strlen(p->instance->actor), buf_cstr(&why));
	buf_free(&why);
	return true;
}

static void process_exited(void *arg, struct child *c, int status)
{
	struct process *p = arg;
	struct instance *i = p->instance;

	p->exited = true;
	p->status = status;
	if (has_left_the_foreground(p, c, status))
		return; /* no verdict: the adapter's fault, not the program's */
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

const struct named_port *instance_named_port(const struct instance *i, const char *name)
{
	for (size_t k = 0; k < more(i)->n_port; k++)
		if (strcmp(more(i)->port[k].name, name) == 0)
			return &more(i)->port[k];
	return NULL;
}

static void process_port_address(const struct process *p, const struct named_port *port,
                                 struct address *out)
{
	*out = port->inside ? p->inner : p->at;
	address_set_port(out, instance_port(p->instance, port->name));
}

static bool start_process(struct process *p, struct fault *f)
{
	struct instance *i = p->instance;
	const struct process_plan *plan = p->plan;
	struct buf memory = { 0 };
	char *argv[ARGS_MAX + 1];
	struct child_settings s = { .name = p->name,
		                    .argv = argv,
		                    .cwd = i->dir,
		                    .preload_keylog = more(i)->preload_keylog };
	struct world_port *port = mem_array(plan->n_ready + 1, sizeof *port);
	bool ok = filled_words(i->profile, i, plan->start, &memory, argv, f);

	mark_log(p);
	p->exited = p->told = false;
	p->child = ok ? child_start(i->world, &s, process_exited, p, f) : NULL;
	if (p->child != NULL) {
		for (size_t k = 0; k < plan->n_ready; k++) {
			const struct named_port *its = instance_named_port(i, plan->ready[k]);

			process_port_address(p, its, &port[k].at);
			port[k].udp = its->udp;
		}
		child_when_ready(i->world->loop, p->child, port, plan->n_ready, plan->ready_ms,
		                 ports_are_ready, is_not_ready, p); /* of none: at once */
	}
	free(port);
	buf_free(&memory);
	return p->child != NULL;
}

static void process_is_ready(struct instance *i)
{
	const struct process_plan *plan = i->process[i->starting].plan;
	size_t behind = i->starting + 1;
	struct fault f = { 0 };

	if (i->alone) {
		i->alone = false;
		i->starting = i->n_process - 1;
		/* What runs behind one that partners reach has lost it, and finds it again. */
		if (plan->ready_log == NULL && behind < i->n_process) {
			await_logs(i, behind, i->n_process, plan->ready_ms);
			return;
		}
	}
	if (++i->starting >= i->n_process) {
		i->ops.ready(i->arg, i);
	} else if (!start_process(&i->process[i->starting], &f)) {
		i->ops.failed(i->arg, i, f.text);
		fault_free(&f);
	}
}

bool processes_start(struct instance *i, struct fault *f)
{
	i->starting = 0;
	i->alone = false;
	i->stopping = i->told_exited = false;
	i->worst = 0;
	return start_process(&i->process[0], f);
}

/* --- reloading: done when each log says so ------------------------------------------------------------- */

void processes_reload(struct instance *i)
{
	for (size_t k = 0; k < i->n_process; k++) {
		mark_log(&i->process[k]);
		if (runs(&i->process[k]))
			child_signal(i->process[k].child, more(i)->reload_signal);
	}
	if (more(i)->reload_done == NULL) {
		i->reloading = false;
		i->ops.ready(i->arg, i);
		return;
	}
	await_logs(i, 0, i->n_process, RELOAD_MS);
}

void processes_stop(struct instance *i)
{
	i->stopping = true;
	stop_last(i);
}

/* --- one of them: what a crash of it leaves behind ----------------------------------------------------- */

bool instance_process_port_address(const struct instance *i, size_t process, const char *which,
                                   struct address *out)
{
	const struct named_port *port = instance_named_port(i, which);

	if (port != NULL)
		process_port_address(&i->process[process], port, out);
	return port != NULL;
}

size_t instance_processes(const struct instance *i)
{
	return i->n_process;
}

size_t instance_process(const struct instance *i, const char *name)
{
	size_t k = 0;

	while (k < i->n_process && (i->process[k].plan->name == NULL ||
	                            strcmp(i->process[k].plan->name, name) != 0))
		k++;
	return k;
}

void instance_host(const struct instance *i, size_t process, struct address *out)
{
	*out = i->process[process].at;
}

void processes_signal_one(struct instance *i, size_t process, int signo, bool ends)
{
	struct process *p = &i->process[process];

	if (ends) {
		p->told = true;
		i->told_exited = false;
		i->worst = 0;
	}
	if (runs(p))
		child_signal(p->child, signo);
}

bool processes_start_one(struct instance *i, size_t process, struct fault *f)
{
	i->starting = process;
	i->alone = true;
	i->stopping = i->told_exited = false;
	i->worst = 0;
	for (size_t k = process + 1; k < i->n_process; k++)
		mark_log(&i->process[k]);
	return start_process(&i->process[process], f);
}

/* --- all of them ------------------------------------------------------------------------------------- */

pid_t instance_pid(const struct instance *i)
{
	return i->process == NULL || i->process[0].child == NULL
	               ? 0
	               : child_pid(i->process[0].child);
}

bool instance_is_alive(const struct instance *i)
{
	for (size_t k = 0; k < i->n_process; k++)
		if (i->process[k].child == NULL || !child_is_alive(i->process[k].child))
			return false;
	return true;
}

static uint64_t over_all(const struct instance *i, uint64_t (*of)(const struct child *c))
{
	uint64_t sum = 0;

	for (size_t k = 0; k < i->n_process; k++)
		if (i->process[k].child != NULL)
			sum += of(i->process[k].child);
	return sum;
}

uint64_t instance_rss_kib(const struct instance *i)
{
	return over_all(i, child_rss_kib);
}

uint64_t instance_cpu_us(const struct instance *i)
{
	return over_all(i, child_cpu_us);
}
