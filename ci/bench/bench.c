/* bench - CPU per stanza and memory, of fed-edge and fed-gateway, of Prosody and
 * of the floor, side by side on one machine in one run.
 *
 *   bench BUILD-DIRECTORY [all|edge|streams|gateway|watches [SUBSCRIPTIONS]]
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
#include "ci/bench/gateway.h"
#include "ci/bench/report.h"
#include "lib/text.h"

enum { START_MS = 10000, WATCHES = 100000, ERROR = 2 };

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

static bool name_front(struct bench *b)
{
	struct address at;
	char text[ADDRESS_MAX];

	if (!world_address(b->world, FRONT, &at, b->f))
		return false;
	world_dns_record(b->world, FRONT, "A", host_text(&at, text));
	return true;
}

static bool set_up(struct bench *b, const char *dir)
{
	struct world_settings s = { .dir = dir, .authority = dir, .seed = 1 };

	if (!authority_make(dir, b->f))
		return false;
	b->world = world_new(b->loop, &s, b->f);
	return b->world != NULL && name_host(b, PARTNER, "partner") &&
	       name_host(b, PROSODY_A, "prosody-a") && name_host(b, PROSODY_B, "prosody-b") &&
	       name_host(b, PROSODY_C, "prosody-c") && name_host(b, PROSODY_D, "prosody-d") &&
	       name_front(b) && world_dns_start(b->world, asked, NULL, b->f) &&
	       (b->partner = context(b, PARTNER, TLS_client_method(), SSL_VERIFY_NONE)) !=
	               NULL &&
	       (b->gateway = context(b, "gw1.inside.example", TLS_client_method(),
	                             SSL_VERIFY_NONE)) != NULL &&
	       (b->server = context(b, PARTNER, TLS_server_method(), SSL_VERIFY_PEER)) !=
	               NULL &&
	       (b->edge = context(b, "edge1.inside.example", TLS_server_method(),
	                          SSL_VERIFY_PEER)) != NULL &&
	       (b->front = context(b, FRONT, TLS_client_method(), SSL_VERIFY_NONE)) != NULL &&
	       (b->front_server = context(b, FRONT, TLS_server_method(), SSL_VERIFY_PEER)) !=
	               NULL;
}

struct task {
	char build[PATH_MAX - 100];
	const char *part; /* of the programs' */
	unsigned watches;
};

static bool wants(const struct task *t, const char *part)
{
	return strcmp(t->part, "all") == 0 || strcmp(t->part, part) == 0;
}

static bool measure(struct bench *b, const struct task *t)
{
	struct figures edge = { 0 };
	struct stream_figures streams = { 0 };
	struct gateway_figures gateway = { 0 };
	struct watch_figures watches = { 0 };

	/* Each is told as soon as it is known: the next one may fail. */
	if (wants(t, "edge")) {
		if (!measure_edge(b, &edge))
			return false;
		report(&edge);
	}
	if (wants(t, "streams")) {
		if (!measure_streams(b, &streams))
			return false;
		report_streams(&streams);
	}
	if (wants(t, "gateway")) {
		if (!measure_gateway(b, &gateway))
			return false;
		report_gateway(&gateway);
	}
	if (wants(t, "watches")) {
		if (!measure_watches(b, t->watches, &watches))
			return false;
		report_watches(&watches);
	}
	return true;
}

static int inside(void *arg)
{
	const struct task *t = arg;
	struct fault f = { 0 };
	struct bench b = { .build = t->build, .f = &f };
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
		ok = set_up(&b, dir) && measure(&b, t);
	if (!ok) {
		fputs("bench: ", stderr);
		fault_print(&f, stderr);
		fputc('\n', stderr);
	}
	SSL_CTX_free(b.partner);
	SSL_CTX_free(b.gateway);
	SSL_CTX_free(b.server);
	SSL_CTX_free(b.edge);
	SSL_CTX_free(b.front);
	SSL_CTX_free(b.front_server);
	world_free(&b.world);
	loop_free(&b.loop);
	fault_free(&f);
	fflush(NULL);
	return ok ? EXIT_SUCCESS : ERROR;
}

static bool read_arguments(int argc, char **argv, struct task *t)
{
	static const char *const parts[] = { "all", "edge", "streams", "gateway", "watches" };
	char *real = argc >= 2 && argc <= 4 ? realpath(argv[1], NULL) : NULL;
	uint64_t n = WATCHES;
	bool known = argc < 3;

	if (real == NULL)
		return false;
	snprintf(t->build, sizeof t->build, "%s", real);
	free(real);
	t->part = argc < 3 ? "all" : argv[2];
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		known = known || strcmp(t->part, parts[i]) == 0;
	if (argc == 4 && !text_u64(view_of(argv[3]), 1, 1000000, &n))
		return false;
	t->watches = (unsigned)n;
	return known;
}

int main(int argc, char **argv)
{
	struct task task;
	struct fault f = { 0 };
	int status = 0;
	pid_t pid = -1;

	if (!read_arguments(argc, argv, &task)) {
		fputs("usage: bench BUILD-DIRECTORY [all|edge|streams|gateway|watches "
		      "[SUBSCRIPTIONS]]\n",
		      stderr);
		return ERROR;
	}
	if (world_possible(&f))
		pid = world_fork(inside, &task, &f);
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
