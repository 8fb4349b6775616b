#include "lib/daemon.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "lib/buf.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/notify.h"
#include "lib/suggest.h"

/* Within this time after SIGTERM the program ends, whoever is still there. */
#define GRACE_MS 10000

#define EXIT_USAGE 2
#define N_OPTIONS  6

struct daemon {
	const struct daemon_program *program;
	const char *path;
	struct loop *loop;
	void *self;
};

/* --- what goes wrong before anything runs --------------------------------- */

static void print_usage(const char *name)
{
	printf("usage: %s -c FILE [--check | --settings] [-v]\n"
	       "       %s --version | --help\n"
	       "\n"
	       "  -c, --config FILE  the configuration (%s(8))\n"
	       "      --check        read it and everything it names, then end\n"
	       "      --settings     the same, and print all settings, defaults too\n"
	       "  -v, --verbose      log every stanza and connection too\n"
	       "      --version      print the version\n"
	       "  -h, --help         print this\n",
	       name, name, name);
}

static int bad_usage(const char *name, const char *what)
{
	fprintf(stderr, "%s: %s; try %s --help\n", name, what, name);
	return EXIT_USAGE;
}

/* `word` holds what getopt could not take; `letter`: its letter, if it has one. */
static int bad_option(const char *name, const char *word, int letter,
                      const struct option *options)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	const char *known[N_OPTIONS], *near;

	if (!is_long) {
		fprintf(stderr, "%s: unknown option \"-%c\"; try %s --help\n", name, letter,
		        name);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < N_OPTIONS; i++)
		known[i] = options[i].name;
	near = suggest(view_of(word + 2), known, N_OPTIONS);
	if (near != NULL)
		fprintf(stderr, "%s: unknown option \"%s\"; did you mean \"--%s\"?\n", name,
		        word, near);
	else
		fprintf(stderr, "%s: unknown option \"%s\"; try %s --help\n", name, word, name);
	return EXIT_USAGE;
}

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

/* What nobody could be told was not done. */
static int told(void)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return EXIT_SUCCESS;
	fprintf(stderr, "standard output: %s\n", strerror(errno));
	return EXIT_FAILURE;
}

static int print_settings(const struct daemon_program *p, const char *path)
{
	struct fault f = { 0 };
	struct buf out = { 0 };
	int status = EXIT_SUCCESS;

	if (!p->print(path, &out, &f)) {
		status = bad_configuration(path, &f);
	} else {
		fputs(buf_cstr(&out), stdout);
		status = told();
	}
	buf_free(&out);
	return status;
}

/* --- while it runs ------------------------------------------------------------ */

static void raise_files(const struct daemon_program *p, const void *settings)
{
	uint64_t wanted = p->sockets(settings) + DAEMON_FILES_MORE;
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) != 0)
		return;
	if (l.rlim_cur < wanted && l.rlim_cur < l.rlim_max) {
		struct rlimit more = l;

		more.rlim_cur = wanted < l.rlim_max ? (rlim_t)wanted : l.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &more) == 0)
			l = more;
	}
	if (l.rlim_cur < wanted)
		log_event(LOG_WARN, "open-files", LOG_N("limit", (uint64_t)l.rlim_cur),
		          LOG_N("wanted", wanted));
}

/* The service manager, if there is one, that waits for it. */
static void tell_manager(const char *state, bool waits)
{
	if (!notify_manager(state, waits))
		log_act(LOG_WARN, "notify-failed", LOG_S("state", state),
		        LOG_S("reason", strerror(errno)));
}

bool daemon_reload(struct daemon *d, struct fault *f)
{
	const struct daemon_program *p = d->program;
	void *settings = p->load(d->path, f);
	struct buf place = { 0 };

	if (settings != NULL && p->reload(d->self, settings, f)) {
		raise_files(p, settings);
		return true;
	}
	name_file(d->path, f);
	fault_place(f, &place);
	log_act(LOG_ERROR, "reload-failed", LOG_V("at", buf_view(&place)),
	        LOG_S("reason", f->text));
	buf_free(&place);
	if (settings != NULL)
		p->unload(settings);
	return false;
}

static void on_hangup(void *arg, int signo)
{
	struct fault f = { 0 };

	(void)signo;
	(void)daemon_reload(arg, &f); /* it is in the log */
	fault_free(&f);
}

static void on_drained(void *arg)
{
	struct daemon *d = arg;

	loop_stop(d->loop);
}

void daemon_drain(struct daemon *d)
{
	tell_manager(NOTIFY_STOPPING, false);
	d->program->drain(d->self, GRACE_MS, on_drained, d);
}

static void on_terminate(void *arg, int signo)
{
	(void)signo;
	daemon_drain(arg);
}

static int run(const struct daemon_program *p, const char *path, void *settings)
{
	struct daemon d = { .program = p, .path = path };
	struct fault f = { 0 };

	d.loop = loop_new();
	d.self = p->start(&d, d.loop, settings, &f);
	if (d.self == NULL) {
		p->unload(settings);
		loop_free(&d.loop);
		return bad_configuration(path, &f);
	}
	loop_on_signal(d.loop, SIGHUP, on_hangup, &d);
	loop_on_signal(d.loop, SIGTERM, on_terminate, &d);
	loop_on_signal(d.loop, SIGINT, on_terminate, &d);
	p->started(path, settings);
	raise_files(p, settings);
	tell_manager(NOTIFY_READY, true);
	log_gather(true);
	log_waits(false);
	loop_run(d.loop);
	log_gather(false);
	p->end(d.self);
	loop_free(&d.loop);
	log_event(LOG_INFO, "stopped", LOG_S("configuration", path));
	log_flush();
	return EXIT_SUCCESS;
}

int daemon_main(const struct daemon_program *p, int argc, char **argv)
{
	enum { CHECK = 256, SETTINGS, VERSION };
	static const struct option options[N_OPTIONS + 1] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, CHECK },
		{ "settings", no_argument, NULL, SETTINGS },
		{ "verbose", no_argument, NULL, 'v' },
		{ "version", no_argument, NULL, VERSION },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct fault f = { 0 };
	const char *path = NULL;
	bool check_only = false, print_too = false;
	void *settings;
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
		case SETTINGS:
			check_only = print_too = true;
			break;
		case 'v':
			log_threshold(LOG_DEBUG);
			break;
		case VERSION:
			printf("%s " FEDLAB_VERSION "\n", p->name);
			return told();
		case 'h':
			print_usage(p->name);
			return told();
		case ':':
			return bad_usage(p->name, "-c needs a FILE");
		default:
			return bad_option(p->name, argv[optind - 1], optopt, options);
		}
	if (optind != argc)
		return bad_usage(p->name, "an argument too many");
	if (path == NULL || path[0] == '\0')
		return bad_usage(p->name, "no configuration given");

	settings = p->load(path, &f);
	if (settings == NULL)
		return bad_configuration(path, &f);
	if (check_only) {
		p->unload(settings);
		if (print_too)
			return print_settings(p, path);
		printf("%s: ok\n", path);
		return told();
	}
	signal(SIGPIPE, SIG_IGN);
	return run(p, path, settings);
}
