#include "cast/hire.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cast/front_end.h"
#include "cast/policy.h"
#include "cast/site.h"
#include "lib/mem.h"

/* --- what they tell --------------------------------------------------------------------- */

static void log_process(const struct hired *h, const char *what, long number)
{
	char value[24];

	snprintf(value, sizeof value, "%ld", number);
	evlog_add(h->stage->log, &(struct event){ .kind = EVENT_PROCESS,
	                                          .actor = h->role->name,
	                                          .name = what,
	                                          .value = value,
	                                          .step = h->role->step });
	stage_wake(h->stage);
}

static long pid_of(const struct hired *h)
{
	return h->instance == NULL ? 0 : (long)instance_pid(h->instance);
}

static void on_ready(void *arg, struct instance *i)
{
	struct hired *h = arg;

	(void)i;
	h->ready++;
	log_process(h, h->reloading ? "reloaded" : "ready", pid_of(h));
	h->reloading = false;
}

static void on_unsupported(void *arg, struct instance *i, const char *what)
{
	(void)i;
	stage_cannot(((struct hired *)arg)->stage, what);
}

static void on_failed(void *arg, struct instance *i, const char *why)
{
	struct hired *h = arg;

	(void)i;
	stage_break(h->stage, "%s (%s): %s", h->role->name,
	            h->profile == NULL ? h->stage->settings->sut->name : h->profile->name, why);
}

/* "0", or "signal 11" as -11: what the judge needs to know a crash. */
static void on_exited(void *arg, struct instance *i, int status)
{
	struct hired *h = arg;

	(void)i;
	h->exited = true;
	h->status = status;
	log_process(h, "exited",
	            WIFEXITED(status)     ? WEXITSTATUS(status)
	            : WIFSIGNALED(status) ? -WTERMSIG(status)
	                                  : status);
}

static const struct instance_ops ops = { on_ready, on_unsupported, on_failed, on_exited };

/* --- starting --------------------------------------------------------------------------------- */

static bool write_policy(struct stage *s, char *path, struct fault *f)
{
	int n = snprintf(path, PATH_MAX, "%s/policy-%u.tsv", world_dir(s->world),
	                 ++s->policies);

	if (n >= PATH_MAX)
		return fault_set(f, world_dir(s->world), 0, 0, "the path is too long");
	return policy_write(s->policy, path, f);
}

/* Users of one domain share a server; so do those at the `address of` another. */
static const struct role *server_of(const struct role *user)
{
	const struct stage *s = user->stage;
	const char *host = user->actor->address_of.text;
	const struct role *first = host != NULL ? stage_role(user->stage, host) : user;

	for (size_t i = 0; i < s->n_role; i++)
		if (s->role[i].kind == user->kind &&
		    s->role[i].actor->address_of.text == NULL &&
		    strcmp(role_domain(&s->role[i]), role_domain(first)) == 0)
			return &s->role[i];
	return first;
}

struct settings {
	char **item;
	size_t n, cap;
};

static void add_setting(struct settings *l, const char *name, const char *value)
{
	struct buf b = { 0 };

	if (name == NULL)
		buf_puts(&b, value);
	else
		buf_printf(&b, "%s=%s", name, value);
	l->item = mem_grow(l->item, l->n, &l->cap, sizeof *l->item);
	l->item[l->n++] = buf_take(&b);
}

/* A further domain comes with its certificate: "also=DOMAIN,PEM,KEY". */
static bool add_domain(const struct role *r, const char *domain, struct settings *out,
                       struct fault *f)
{
	struct certificate c;
	struct buf b = { 0 };

	if (!world_certificate(r->stage->world, domain, "valid", &c, f))
		return false;
	buf_printf(&b, "%s,%s,%s", domain, c.pem, c.key);
	add_setting(out, "also", buf_cstr(&b));
	buf_free(&b);
	return true;
}

/* Those of the users who live here, each once. */
static bool add_users_domains(const struct role *server, struct settings *out, struct fault *f)
{
	const struct stage *s = server->stage;

	for (size_t i = 0; i < s->n_role; i++) {
		const char *domain = role_domain(&s->role[i]);
		bool is_new = s->role[i].kind == ACTOR_XMPP_USER &&
		              server_of(&s->role[i]) == server &&
		              strcmp(domain, role_domain(server)) != 0;

		for (size_t k = 0; k < i && is_new; k++)
			is_new = s->role[k].kind != ACTOR_XMPP_USER ||
			         strcmp(role_domain(&s->role[k]), domain) != 0;
		if (is_new && !add_domain(server, domain, out, f))
			return false;
	}
	return true;
}

static bool collect_settings(const struct role *r, struct settings *out, struct fault *f)
{
	for (size_t i = 0; i < r->actor->n_setting; i++) {
		const struct setting *s = &r->actor->setting[i];

		if (strcmp(s->name.text, "with") == 0)
			add_setting(out, NULL, s->value.text);
		else if (strcmp(s->name.text, "also") == 0) {
			if (!add_domain(r, s->value.text, out, f))
				return false;
		} else if (strcmp(s->name.text, "certificate") != 0 &&
		           strcmp(s->name.text, "stranger") != 0 &&
		           strcmp(s->name.text, "over") != 0)
			add_setting(out, s->name.text, s->value.text);
	}
	return r->kind != ACTOR_XMPP_USER || add_users_domains(r, out, f);
}

static bool lives_there(const struct role *user, const struct role *server)
{
	if (server->kind == ACTOR_FRONT_END)
		return user != server && role_is_sip(user) && front_end_for(user) == server;
	if (server->kind == ACTOR_SUT)
		return user->kind == ACTOR_SIP_UA ||
		       (user->kind == ACTOR_INSIDE_USER &&
		        server->stage->settings->sut->inside != INSIDE_LINK);
	return user->kind == ACTOR_XMPP_USER && server_of(user) == server;
}

/* What the gateway is told of its next hop, and whom it may trust. */
struct next_hop {
	struct buf uri;
	char trusted[700];
};

static void find_next_hop(const struct stage *s, struct next_hop *out)
{
	const struct role *fe = front_end_trusted(s);
	char at[ADDRESS_MAX];

	*out = (struct next_hop){ .trusted = "" };
	if (fe == NULL)
		return;
	front_end_uri(fe, &out->uri);
	snprintf(out->trusted, sizeof out->trusted, "%s %s", front_end_name(fe),
	         address_print_host(&fe->address, at));
}

/* Where a front end's way out is: the system under test, which runs by now. */
static void find_gateway(const struct role *fe, char *out, size_t size)
{
	const struct role *sut = fe->stage->sut;
	enum sip_transport t = front_end_transport(fe);
	char port_name[16], at[ADDRESS_MAX];
	struct address address;
	unsigned port;

	out[0] = '\0';
	snprintf(port_name, sizeof port_name, "sip-%s", front_end_word(t));
	port = sut == NULL || sut->instance == NULL ? 0
	                                            : instance_port(sut->instance, port_name);
	if (port == 0)
		return;
	instance_address(sut->instance, &address);
	address_set_port(&address, port);
	address_print(&address, at);
	snprintf(out, size, "sip:%s;transport=%s", at, front_end_word(t));
}

/* By the user part; of a further domain whole. */
static void add_account(const struct role *user, const struct role *server,
                        struct settings *out)
{
	struct buf jid = { 0 };

	buf_puts(&jid, user->name);
	if (user->kind == ACTOR_XMPP_USER &&
	    strcmp(role_domain(user), role_domain(server)) != 0)
		buf_printf(&jid, "@%s", role_domain(user));
	add_setting(out, NULL, buf_cstr(&jid));
	buf_free(&jid);
}

static void free_settings(struct settings *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->item[i]);
	free(l->item);
}

static const struct profile *profile_of(const struct hired *h)
{
	return h->profile != NULL ? h->profile : h->stage->settings->sut;
}

static bool start(struct hired *h, struct fault *f)
{
	struct stage *s = h->stage;
	struct settings accounts = { 0 }, settings = { 0 };
	char policy[PATH_MAX], name[600];
	struct instance_settings set = {
		.actor = name,
		.domain = role_domain(h->role),
		.certificate_form = role_setting(h->role, "certificate", "valid"),
	};
	struct next_hop hop;
	char gateway[200] = "";
	bool ok = true;

	find_next_hop(s, &hop);
	set.next_hop = buf_cstr(&hop.uri);
	set.trusted = hop.trusted;
	snprintf(name, sizeof name, "%s", h->role->name);
	if (h->role->kind == ACTOR_XMPP_USER)
		site_instance_name(h->role->actor, name, sizeof name);
	if (h->role->kind == ACTOR_SUT) {
		ok = write_policy(s, policy, f);
		set.policy_tsv = policy;
		set.certificate = h->role->has_certificate ? &h->role->certificate : NULL;
	}
	if (h->role->kind == ACTOR_FRONT_END) {
		set.certificate_name = front_end_name(h->role);
		find_gateway(h->role, gateway, sizeof gateway);
		set.gateway = gateway;
	}
	for (size_t i = 0; i < s->n_role; i++)
		if (lives_there(&s->role[i], h->role))
			add_account(&s->role[i], h->role, &accounts);
	set.accounts = (const char *const *)accounts.item;
	set.n_accounts = accounts.n;
	ok = ok && collect_settings(h->role, &settings, f);
	set.setting = (const char *const *)settings.item;
	set.n_setting = settings.n;
	if (ok)
		h->instance = instance_start(s->world, profile_of(h), &set, &ops, h, f);
	free_settings(&settings);
	free_settings(&accounts);
	buf_free(&hop.uri);
	return h->instance != NULL;
}

static bool hire(struct role *r, struct fault *f)
{
	struct stage *s = r->stage;
	struct hired *h = mem_zalloc(sizeof *h);

	h->stage = s;
	h->role = r;
	h->next = s->hired;
	s->hired = h;
	if (r->kind != ACTOR_SUT) {
		h->profile = profile_load(s->settings->peers_dir, r->actor->on.text, f);
		if (h->profile == NULL)
			return false;
	}
	if (!start(h, f))
		return false;
	r->instance = h->instance;
	for (size_t i = 0; i < s->n_role && r->kind != ACTOR_FRONT_END; i++)
		if (s->role[i].kind == r->kind && server_of(&s->role[i]) == r)
			s->role[i].instance = h->instance;
	log_process(h, "started", pid_of(h));
	return true;
}

static bool is_hired(const struct role *r)
{
	return r->kind == ACTOR_FRONT_END
	               ? front_end_is_program(r)
	               : r->kind == ACTOR_SUT ||
	                         (r->kind == ACTOR_XMPP_USER && server_of(r) == r);
}

/* Front ends last: they are told where the system under test is. */
bool hire_all(struct stage *s, struct fault *f)
{
	for (int front_ends = 0; front_ends <= 1; front_ends++)
		for (size_t i = 0; i < s->n_role; i++) {
			struct role *r = &s->role[i];

			if ((r->kind == ACTOR_FRONT_END) == (front_ends == 1) && is_hired(r) &&
			    !hire(r, f))
				return false;
		}
	return true;
}

bool hire_all_ready(const struct stage *s)
{
	for (const struct hired *h = s->hired; h != NULL; h = h->next)
		if (h->ready == 0)
			return false;
	return true;
}

uint64_t hire_start_ms(const struct stage *s)
{
	uint64_t longest = 0;

	for (const struct hired *h = s->hired; h != NULL; h = h->next) {
		uint64_t ms = profile_start_ms(profile_of(h));

		longest = ms > longest ? ms : longest;
	}
	return longest;
}

void hire_free(struct stage *s)
{
	while (s->hired != NULL) {
		struct hired *h = s->hired;

		s->hired = h->next;
		instance_free(&h->instance);
		free(h->looked);
		while (h->counted != NULL) {
			struct counted *c = h->counted;

			h->counted = c->next;
			free(c->name);
			free(c);
		}
		while (h->linked != NULL) {
			struct linked *l = h->linked;

			h->linked = l->next;
			free(l->name);
			free(l);
		}
		profile_free(&h->profile);
		free(h->told);
		free(h);
	}
}

struct hired *hire_sut(const struct stage *s)
{
	struct hired *h = s->hired;

	while (h != NULL && h->role->kind != ACTOR_SUT)
		h = h->next;
	return h;
}

/* --- while it runs ------------------------------------------------------------------------------- */

bool hire_reload(struct hired *h, struct fault *f)
{
	char policy[PATH_MAX];

	h->reloading = true;
	h->exited = false; /* one of its processes may have been ended: the others reload */
	return write_policy(h->stage, policy, f) && instance_reload(h->instance, policy, f);
}

/* A command that its step has waited for in vain may end while the next one waits for its
 * own: what was asked last is what is answered. */
struct asked {
	struct hired *hired;
	const unsigned *last;
	unsigned number;
};

static struct asked *asked_new(struct hired *h, unsigned *last)
{
	struct asked *a = mem_alloc(sizeof *a);

	*a = (struct asked){ h, last, ++*last };
	return a;
}

/* NULL: of one that nobody waits for any more.  Frees it. */
static struct hired *asked_end(struct asked *a)
{
	struct hired *h = a->number == *a->last ? a->hired : NULL;

	free(a);
	return h;
}

static bool asked(struct asked *a, bool begun)
{
	if (!begun)
		free(a);
	return begun;
}

static void on_checked(void *arg, enum check_result r)
{
	static const char *const word[] = { [CHECK_TAKEN] = "taken",
		                            [CHECK_WARNED] = "warned",
		                            [CHECK_REFUSED] = "refused",
		                            [CHECK_CANNOT] = "cannot",
		                            [CHECK_BROKEN] = "broken" };
	struct hired *h = asked_end(arg);

	if (h == NULL)
		return;
	h->checked = word[r];
	if (r == CHECK_CANNOT && h->stage->unsupported == NULL)
		h->stage->unsupported = mem_strdup("its profile cannot express this policy");
	stage_wake(h->stage);
}

bool hire_check(struct hired *h, const char *domain, const char *policy, const char *setting,
                struct fault *f)
{
	struct policy *tried = policy_new(h->stage->case_), *own = h->stage->policy;
	struct asked *a;
	char path[PATH_MAX];
	bool ok;

	if (domain != NULL)
		policy_set(tried, domain, policy);
	h->stage->policy = tried;
	ok = write_policy(h->stage, path, f);
	h->stage->policy = own;
	policy_free(&tried);
	h->checked = NULL;
	if (!ok)
		return false;
	a = asked_new(h, &h->checks);
	return asked(a, instance_check(h->instance, path, setting != NULL ? setting : "",
	                               on_checked, a, f));
}

static void on_told(void *arg, const char *said)
{
	struct hired *h = asked_end(arg);

	if (h == NULL)
		return;
	free(h->told);
	h->told = mem_strdup(said);
	if (strcmp(said, "cannot") == 0 && h->stage->unsupported == NULL)
		h->stage->unsupported = mem_strdup("its operator's command cannot say it");
	stage_wake(h->stage);
}

bool hire_operate(struct hired *h, enum operator_command which, const char *words,
                  struct fault *f)
{
	struct asked *a = asked_new(h, &h->orders);

	free(h->told);
	h->told = NULL;
	return asked(a, instance_operate(h->instance, which, words, on_told, a, f));
}

static void on_looked(void *arg, const char *path)
{
	struct hired *h = asked_end(arg);

	if (h == NULL)
		return;
	free(h->looked);
	h->looked = path != NULL ? mem_strdup(path) : NULL;
	h->looking = false;
	stage_wake(h->stage);
}

bool hire_look(struct hired *h, struct fault *f)
{
	struct asked *a = asked_new(h, &h->looks);

	h->looking = true;
	return asked(a, instance_look(h->instance, on_looked, a, f));
}

bool hire_set(struct hired *h, const char *setting, struct fault *f)
{
	return instance_set(h->instance, setting, f);
}

bool hire_restart(struct hired *h, struct fault *f)
{
	h->exited = false;
	return instance_restart(h->instance, f);
}

void hire_stop(struct hired *h)
{
	instance_stop(h->instance);
}

void hire_kill(struct hired *h, size_t process)
{
	h->exited = false;
	instance_kill(h->instance, process);
}

void hire_stop_one(struct hired *h, size_t process)
{
	h->exited = false;
	instance_stop_one(h->instance, process);
}

bool hire_revive(struct hired *h, size_t process, struct fault *f)
{
	h->exited = false;
	return instance_revive(h->instance, process, f);
}

void hire_freeze(struct hired *h, size_t process, bool frozen)
{
	instance_freeze(h->instance, process, frozen);
}

uint64_t hire_rss_kib(const struct hired *h)
{
	return instance_rss_kib(h->instance);
}

uint64_t hire_cpu_us(const struct hired *h)
{
	double slowness = h->stage->settings->slowness;
	uint64_t us = instance_cpu_us(h->instance);

	return slowness > 1.0 ? (uint64_t)((double)us / slowness) : us;
}

void hire_log_measure(const struct hired *h, unsigned step, const char *name, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%llu", (unsigned long long)value);
	evlog_add(h->stage->log, &(struct event){ .kind = EVENT_MEASURE,
	                                          .actor = h->role->name,
	                                          .step = step,
	                                          .name = name,
	                                          .value = text });
}

bool hire_is_alive(const struct hired *h)
{
	return !h->exited && instance_is_alive(h->instance);
}
