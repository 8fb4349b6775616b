/* fed-edge: the XMPP proxy of the perimeter network.
 *
 * Runs in the foreground, logs to standard error.  SIGHUP reads the
 * configuration anew, all or nothing; SIGTERM and SIGINT stop in order.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge/edge.h"
#include "lib/buf.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/suggest.h"

/* Within this time after SIGTERM the program ends, whoever is still there. */
#define GRACE_MS 10000

#define EXIT_USAGE 2
#define N_OPTIONS  5

struct program {
	const char *path;
	struct loop *loop;
	struct edge *edge;
};

static const char usage[] =
	"usage: fed-edge -c FILE [--check] [-v]\n"
	"       fed-edge --version | --help\n"
	"\n"
	"  -c, --config FILE  the configuration (fed-edge(8))\n"
	"      --check        read it and everything it names, then end\n"
	"  -v, --verbose      log every stanza and connection too\n"
	"      --version      print the version\n"
	"  -h, --help         print this\n";

static int bad_usage(const char *what)
{
	fprintf(stderr, "fed-edge: %s; try fed-edge --help\n", what);
	return EXIT_USAGE;
}

/* `word` holds what getopt could not take; `letter`: its letter, if it has one. */
static int bad_option(const char *word, int letter, const struct option *options)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	const char *known[N_OPTIONS], *near;

	if (!is_long) {
		fprintf(stderr, "fed-edge: unknown option \"-%c\"; try fed-edge --help\n",
		        letter);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < N_OPTIONS; i++)
		known[i] = options[i].name;
	near = suggest(view_of(word + 2), known, N_OPTIONS);
	if (near != NULL)
		fprintf(stderr, "fed-edge: unknown option \"%s\"; did you mean \"--%s\"?\n",
		        word, near);
	else
		fprintf(stderr, "fed-edge: unknown option \"%s\"; try fed-edge --help\n", word);
	return EXIT_USAGE;
}

/* A fault without a place is one of the file as a whole. */
static void name_file(const char *path, struct fault *f)
{
	if (f->file == NULL)
		f->file = mem_strdup(path);
}

static int bad_configuration(const char *path, struct fault *f)
{
	name_file(path, f);
	fault_print(f, stderr);
	fputc('\n', stderr);
	fault_free(f);
	return EXIT_USAGE;
}

static void on_hangup(void *arg, int signo)
{
	struct program *p = arg;
	struct fault f = { 0 };
	struct edge_settings *s = edge_settings_load(p->path, &f);
	struct buf place = { 0 };

	(void)signo;
	if (s != NULL && edge_reload(p->edge, s, &f))
		return;
	name_file(p->path, &f);
	fault_place(&f, &place);
	log_event(LOG_ERROR, "reload-failed", LOG_V("at", buf_view(&place)),
	          LOG_S("reason", f.text));
	buf_free(&place);
	edge_settings_free(&s);
	fault_free(&f);
}

static void on_drained(void *arg)
{
	struct program *p = arg;

	loop_stop(p->loop);
}

static void on_terminate(void *arg, int signo)
{
	struct program *p = arg;

	(void)signo;
	edge_drain(p->edge, GRACE_MS, on_drained, p);
}

static int run(const char *path, struct edge_settings *s)
{
	struct program p = { .path = path };
	struct fault f = { 0 };

	p.loop = loop_new();
	p.edge = edge_new(p.loop, s, &f);
	if (p.edge == NULL) {
		edge_settings_free(&s);
		loop_free(&p.loop);
		return bad_configuration(path, &f);
	}
	loop_on_signal(p.loop, SIGHUP, on_hangup, &p);
	loop_on_signal(p.loop, SIGTERM, on_terminate, &p);
	loop_on_signal(p.loop, SIGINT, on_terminate, &p);
	log_event(LOG_INFO, "started", LOG_S("version", FEDLAB_VERSION),
	          LOG_S("configuration", path),
	          LOG_N("partners", partners_count(s->partners)),
	          LOG_S("digest", partners_digest(s->partners)));
	loop_run(p.loop);
	edge_free(&p.edge);
	loop_free(&p.loop);
	log_event(LOG_INFO, "stopped", LOG_S("configuration", path));
	log_flush();
	return EXIT_SUCCESS;
}

/* What the loading did not already show. */
static int check(const char *path, struct edge_settings *s)
{
	struct loop *l = loop_new();
	struct fault f = { 0 };
	bool ok = edge_possible(l, s, &f);

	edge_settings_free(&s);
	loop_free(&l);
	if (!ok)
		return bad_configuration(path, &f);
	printf("%s: ok\n", path);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	enum { CHECK = 256, VERSION };
	static const struct option options[N_OPTIONS + 1] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, CHECK },
		{ "verbose", no_argument, NULL, 'v' },
		{ "version", no_argument, NULL, VERSION },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct edge_settings *s;
	struct fault f = { 0 };
	const char *path = NULL;
	bool check_only = false;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":c:vh", options, NULL)) != -1)
		switch (option) {
		case 'c':
			path = optarg;
			break;
		case CHECK:
			check_only = true;
			break;
		case 'v':
			log_threshold(LOG_DEBUG);
			break;
		case VERSION:
			puts("fed-edge " FEDLAB_VERSION);
			return EXIT_SUCCESS;
		case 'h':
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		case ':':
			return bad_usage("-c needs a FILE");
		default:
			return bad_option(argv[optind - 1], optopt, options);
		}
	if (optind != argc)
		return bad_usage("an argument too many");
	if (path == NULL || path[0] == '\0')
		return bad_usage("no configuration given");

	s = edge_settings_load(path, &f);
	if (s == NULL)
		return bad_configuration(path, &f);
	if (check_only)
		return check(path, s);
	signal(SIGPIPE, SIG_IGN);
	return run(path, s);
}
