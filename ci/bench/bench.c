/* bench - CPU per stanza and memory per stream, of fed-edge, of Prosody and of
 * the floor, side by side on one machine in one run.
 *
 *   bench BUILD-DIRECTORY
 *
 * Ends with 0 when it could measure, whether bars were met or not; with 2 when
 * it could not.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "ci/bench/bench.h"
#include "ci/bench/report.h"

/* Prosody gets fewer: on a busy machine the whole would take too long, and what
 * one stanza costs does not depend on how many there are. */
enum {
	MESSAGES = 20000,
	PROSODY_SHARE = 4,
	WINDOW = 64,
	IDLE = 500,
	START_MS = 10000,
	ERROR = 2
};

#define OWN_USER     "user@" OWN "/r"
#define PARTNER_USER "user@" PARTNER "/r"

/* --- helpers ----------------------------------------------------------------------- */

bool write_file(struct bench *b, const char *path, struct view text)
{
	FILE *to = fopen(path, "we");
	bool ok = to != NULL && fwrite(text.p, 1, text.n, to) == text.n;

	if (to != NULL)
		ok = fclose(to) == 0 && ok;
	return ok || fault_set(b->f, path, 0, 0, "cannot be written: %s", strerror(errno));
}

struct address at_port(const struct address *host, unsigned port)
{
	struct address a = *host;

	address_set_port(&a, port);
	return a;
}

const char *host_text(const struct address *host, char *out)
{
	address_print(host, out);
	*strrchr(out, ':') = '\0';
	return out;
}

struct waiting {
	bool ready;
	struct bench *b;
	const char *name;
	bool failed;
};

static void is_ready(void *arg)
{
	((struct waiting *)arg)->ready = true;
}

static void is_not(void *arg, const char *why)
{
	struct waiting *w = arg;

	w->failed = true;
	fault_set(w->b->f, NULL, 0, 0, "%s: %s; see %s/%s.log", w->name, why,
	          world_dir(w->b->world), w->name);
}

bool program_start(struct bench *b, const char *name, char *const *argv, const unsigned *ports,
                   size_t n, struct program *p)
{
	struct child_settings s = { .name = name, .argv = argv };
	struct waiting w = { .b = b, .name = name };
	struct world_port at[4] = { { .udp = false } };

	p->child = child_start(b->world, &s, NULL, NULL, b->f);
	if (p->child == NULL)
		return false;
	for (size_t i = 0; i < n && i < 4; i++)
		at[i].at = at_port(&p->at, ports[i]);
	child_when_ready(b->loop, p->child, at, n, START_MS, is_ready, is_not, &w);
	while (!w.ready && !w.failed)
		loop_once(b->loop, 100);
	return w.ready;
}

/* --- the floor ------------------------------------------------------------------------ */

struct floor {
	struct program program;
	struct party *in, *out;
};

static void take_fd(void *arg, int fd, const struct address *from)
{
	(void)from;
	*(int *)arg = fd;
}

static bool floor_connect(struct bench *b, struct floor *fl, struct listener *l, int *called)
{
	struct address to = at_port(&fl->program.at, 5555);
	uint64_t until = loop_now(b->loop) + START_MS;

	(void)l;
	fl->in = party_dial(b, &to);
	if (fl->in == NULL || !party_secure(fl->in, b->partner, "floor"))
		return false;
	while (*called < 0 && loop_now(b->loop) < until)
		loop_once(b->loop, 100);
	if (*called < 0)
		return fault_set(b->f, NULL, 0, 0, "the floor does not connect");
	fl->out = party_take(b, *called);
	if (!party_secure(fl->out, b->server, NULL))
		return false;
	party_printf(fl->in, "<stream>");
	return party_expect(fl->out, "stream");
}

static bool floor_start(struct bench *b, struct floor *fl)
{
	static const unsigned port = 5555;
	char program[PATH_MAX], host[ADDRESS_MAX];
	struct certificate cert;
	struct address sink;
	char *argv[] = { program, "5555", cert.pem, cert.key, host, "5556", NULL };
	struct listener *l;
	int called = -1;
	bool ok;

	if (!world_address(b->world, "floor", &fl->program.at, b->f) ||
	    !world_address(b->world, "sink", &sink, b->f) ||
	    !world_certificate(b->world, "floor.example", "valid", &cert, b->f))
		return false;
	snprintf(program, sizeof program, "%s/bench/floor", b->build);
	host_text(&sink, host);
	sink = at_port(&sink, 5556);
	l = listener_new(b->loop, &sink, take_fd, &called, b->f);
	ok = l != NULL && program_start(b, "floor", argv, &port, 1, &fl->program) &&
	     floor_connect(b, fl, l, &called);
	listener_free(&l);
	return ok;
}

/* --- memory ------------------------------------------------------------------------------ */

static void ignore(void *arg, struct view e)
{
	(void)arg;
	(void)e;
}

static bool open_idle(struct bench *b, const struct program *e, struct party **idle)
{
	for (unsigned i = 0; i < IDLE; i++) {
		idle[i] = edge_call(b, e);
		if (idle[i] == NULL)
			return false;
		party_listen(idle[i], ignore, NULL);
	}
	return true;
}

/* One message over each stream: buffers that were needed once may stay. */
static bool use_each(struct bench *b, struct party *link, struct party **idle)
{
	bool ok = true;

	for (unsigned i = 0; ok && i < IDLE; i++) {
		struct load one = { .from = idle[i],
			            .to = link,
			            .sender = PARTNER_USER,
			            .receiver = OWN_USER,
			            .total = 1 };

		ok = load_run(b, &one);
	}
	return ok;
}

/* In a process of its own: memory that a load left behind would hide some. */
static bool measure_memory(struct bench *b, struct figures *out)
{
	static struct party *idle[IDLE];
	struct program e;
	struct party *link, *first;
	uint64_t before;
	bool ok;

	if (!edge_start(b, "edge-idle", &e) || (link = edge_link(b, &e)) == NULL)
		return false;
	first = edge_call(b, &e); /* what is made once */
	if (first == NULL)
		return false;
	before = child_rss_kib(e.child);
	ok = before > 0 && open_idle(b, &e, idle);
	out->idle_kib = ((double)child_rss_kib(e.child) - (double)before) / IDLE;
	ok = ok && use_each(b, link, idle);
	out->used_kib = ((double)child_rss_kib(e.child) - (double)before) / IDLE;
	out->idle_streams = IDLE;
	for (unsigned i = 0; i < IDLE; i++)
		party_free(&idle[i]);
	party_free(&first);
	party_free(&link);
	child_signal(e.child, SIGTERM);
	return ok;
}

/* --- CPU -------------------------------------------------------------------------------------- */

struct subjects {
	struct program edge, a, b;
	struct floor floor;
	struct party *link, *call, *called, *sender, *sink;
};

static bool start_subjects(struct bench *b, struct subjects *s)
{
	return edge_start(b, "edge", &s->edge) && (s->link = edge_link(b, &s->edge)) != NULL &&
	       (s->call = edge_call(b, &s->edge)) != NULL &&
	       (s->called = edge_called(b, s->link)) != NULL && floor_start(b, &s->floor) &&
	       prosody_start(b, "prosody-a", PROSODY_A, &s->a) &&
	       prosody_start(b, "prosody-b", PROSODY_B, &s->b) &&
	       (s->sender = prosody_login(b, &s->a, PROSODY_A)) != NULL &&
	       (s->sink = prosody_login(b, &s->b, PROSODY_B)) != NULL;
}

static void stop_subjects(struct subjects *s)
{
	party_free(&s->link);
	party_free(&s->call);
	party_free(&s->called);
	party_free(&s->floor.in);
	party_free(&s->floor.out);
	party_free(&s->sender);
	party_free(&s->sink);
}

/* Everything once, one after the other; `out` NULL: to warm up. */
static bool round_of(struct bench *b, struct subjects *s, unsigned total, unsigned window,
                     double out[WORKS], unsigned *nudges)
{
	struct load load[] = {
		[WORK_EDGE_IN] = { .from = s->call,
		                   .to = s->link,
		                   .sender = PARTNER_USER,
		                   .receiver = OWN_USER,
		                   .measured = { &s->edge } },
		[WORK_EDGE_OUT] = { .from = s->link,
		                    .to = s->called,
		                    .sender = OWN_USER,
		                    .receiver = PARTNER_USER,
		                    .measured = { &s->edge } },
		[WORK_FLOOR] = { .from = s->floor.in,
		                 .to = s->floor.out,
		                 .sender = PARTNER_USER,
		                 .receiver = OWN_USER,
		                 .measured = { &s->floor.program } },
		[WORK_PROSODY_A] = { .from = s->sender,
		                     .to = s->sink,
		                     .sender = "user@" PROSODY_A "/r",
		                     .receiver = "user@" PROSODY_B "/r",
		                     .measured = { &s->a, &s->b },
		                     .may_nudge = true },
	};

	for (size_t i = 0; i < sizeof load / sizeof *load; i++) {
		load[i].total = i == WORK_PROSODY_A ? total / PROSODY_SHARE : total;
		load[i].window = window;
		if (!load_run(b, &load[i]))
			return false;
		*nudges += load[i].nudges;
		if (out != NULL)
			out[i] = load[i].us[0];
	}
	if (out != NULL)
		out[WORK_PROSODY_B] = load[WORK_PROSODY_A].us[1];
	return true;
}

static bool measure_cpu(struct bench *b, struct figures *out)
{
	struct subjects s = { 0 };
	bool ok = start_subjects(b, &s) &&
	          round_of(b, &s, MESSAGES / 10, WINDOW, NULL, &out->nudges);

	for (size_t r = 0; ok && r < ROUNDS; r++)
		ok = round_of(b, &s, MESSAGES, WINDOW, out->windowed[r], &out->nudges);
	ok = ok && round_of(b, &s, MESSAGES, 0, out->at_once, &out->nudges);
	stop_subjects(&s);
	return ok;
}

/* --- inside ----------------------------------------------------------------------------------- */

static void asked(void *arg, const char *type, const char *name)
{
	(void)arg;
	(void)type;
	(void)name;
}

static bool name_host(struct bench *b, const char *domain, const char *host)
{
	struct address at;
	char text[ADDRESS_MAX], owner[100], data[100];

	if (!world_address(b->world, host, &at, b->f))
		return false;
	snprintf(owner, sizeof owner, "_xmpp-server._tcp.%s", domain);
	snprintf(data, sizeof data, "0 0 5269 %s.", domain);
	world_dns_record(b->world, owner, "SRV", data);
	world_dns_record(b->world, domain, "A", host_text(&at, text));
	return true;
}

/* It measures and judges nobody: every certificate is taken. */
static int take_any(int ok, X509_STORE_CTX *store)
{
	(void)ok;
	(void)store;
	return 1;
}

static SSL_CTX *context(struct bench *b, const char *domain, const SSL_METHOD *method,
                        int verify)
{
	SSL_CTX *ctx = SSL_CTX_new(method);
	struct certificate c;

	if (!world_certificate(b->world, domain, "valid", &c, b->f)) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	if (ctx == NULL || SSL_CTX_use_certificate_chain_file(ctx, c.pem) != 1 ||
	    SSL_CTX_use_PrivateKey_file(ctx, c.key, SSL_FILETYPE_PEM) != 1) {
		fault_set(b->f, c.pem, 0, 0, "OpenSSL does not take it");
		SSL_CTX_free(ctx);
		return NULL;
	}
	SSL_CTX_set_verify(ctx, verify, take_any);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	return ctx;
}

static bool set_up(struct bench *b, const char *dir)
{
	struct world_settings s = { .dir = dir, .authority = dir, .seed = 1 };

	if (!authority_make(dir, b->f))
		return false;
	b->world = world_new(b->loop, &s, b->f);
	return b->world != NULL && name_host(b, PARTNER, "partner") &&
	       name_host(b, PROSODY_A, "prosody-a") && name_host(b, PROSODY_B, "prosody-b") &&
	       world_dns_start(b->world, asked, NULL, b->f) &&
	       (b->partner = context(b, PARTNER, TLS_client_method(), SSL_VERIFY_NONE)) !=
	               NULL &&
	       (b->gateway = context(b, "gw1.inside.example", TLS_client_method(),
	                             SSL_VERIFY_NONE)) != NULL &&
	       (b->server = context(b, PARTNER, TLS_server_method(), SSL_VERIFY_PEER)) != NULL;
}

static int inside(void *arg)
{
	struct fault f = { 0 };
	struct bench b = { .build = arg, .f = &f };
	struct figures figures = { 0 };
	struct rlimit files;
	char dir[PATH_MAX];
	bool ok;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
	b.loop = loop_new();
	snprintf(dir, sizeof dir, "%s/bench/world", b.build);
	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		ok = fault_set(&f, dir, 0, 0, "%s", strerror(errno));
	else
		ok = set_up(&b, dir) && measure_memory(&b, &figures) &&
		     measure_cpu(&b, &figures);
	if (ok) {
		figures.messages = MESSAGES;
		figures.through_prosody = MESSAGES / PROSODY_SHARE;
		figures.window = WINDOW;
		report(&figures);
	} else {
		fputs("bench: ", stderr);
		fault_print(&f, stderr);
		fputc('\n', stderr);
	}
	SSL_CTX_free(b.partner);
	SSL_CTX_free(b.gateway);
	SSL_CTX_free(b.server);
	world_free(&b.world);
	loop_free(&b.loop);
	fault_free(&f);
	fflush(NULL);
	return ok ? EXIT_SUCCESS : ERROR;
}

int main(int argc, char **argv)
{
	char build[PATH_MAX - 100];
	struct fault f = { 0 };
	int status = 0;
	char *real;
	pid_t pid = -1;

	if (argc != 2 || (real = realpath(argv[1], NULL)) == NULL) {
		fputs("usage: bench BUILD-DIRECTORY\n", stderr);
		return ERROR;
	}
	snprintf(build, sizeof build, "%s", real);
	free(real);
	if (world_possible(&f))
		pid = world_fork(inside, build, &f);
	if (pid < 0) {
		fault_print(&f, stderr);
		fputc('\n', stderr);
		fault_free(&f);
		return ERROR;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : ERROR;
}
