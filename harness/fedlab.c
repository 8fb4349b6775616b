/* fedlab.c - the command: `fedlab run|list|lint|judge|explain|coverage|words|model|mutants|up|say`. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/suggest.h"
#include "run/commands.h"

static const struct {
	const char *name;
	int (*fn)(int argc, char **argv);
	const char *args, *doc;
} commands[] = {
	{ "run", command_run, "[OPTION]... [ID|CHAPTER|REQUIREMENT|PROGRAM]...",
	  "plays cases and judges them" },
	{ "list", command_list, "[ID|CHAPTER|REQUIREMENT|PROGRAM]...",
	  "what `run` would play" },
	{ "lint", command_lint, "[FILE]...", "checks scenario files" },
	{ "judge", command_judge, "[--damage [--at-most PERCENT]] [DIR]...",
	  "judges event logs again" },
	{ "explain", command_explain, "ID|REQUIREMENT",
	  "what a scenario proves, or what proves a requirement" },
	{ "coverage", command_coverage, "[--open] [CATALOGUE]...",
	  "how many rows of each level a scenario proves" },
	{ "words", command_words, "",
	  "the words of the language, as docs/scenario-language.md has them" },
	{ "model", command_model, "in|out [--all] FILE",
	  "a scenario of partner policy with the rows that the model gives it" },
	{ "mutants", command_mutants, "[-j N] [--patient] [NAME]...",
	  "shows that the suite can fail" },
	{ "up", command_up, "[--sut NAME]", "a lab to type in" },
	{ "say", command_say, "WHO TO TEXT", "inside `up`: a message, and what became of it" },
};

enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

static void usage(FILE *to)
{
	fputs("usage: fedlab COMMAND [ARGUMENT]...\n\n", to);
	for (int i = 0; i < N_COMMANDS; i++)
		fprintf(to, "  %-8s %-45s %s\n", commands[i].name, commands[i].args,
		        commands[i].doc);
	fputs("\nOptions of `run`:\n", to);
	command_run_options(to);
	fputs("\nExit status: 0 all passed or failed as declared, 1 a failure, 2 an error or\n"
	      "an unexpected pass, 3 inconclusive or nothing ran.\n",
	      to);
}

static bool asks_for_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* Without them the first file or pipe would become the standard output. */
static void open_missing(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
			_exit(2);
}

/* A result that nobody could be told is an error. */
static int told(int status)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return status;
	fprintf(stderr, "fedlab: the output cannot be written: %s\n", strerror(errno));
	return 2;
}

int main(int argc, char **argv)
{
	const char *words[N_COMMANDS], *near;

	if (argc < 2) {
		usage(stderr);
		return 2;
	}
	if (asks_for_help(argv[1]) || strcmp(argv[1], "help") == 0 ||
	    (argc > 2 && asks_for_help(argv[2]))) {
		usage(stdout);
		return told(0);
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("fedlab " FEDLAB_VERSION);
		return told(0);
	}
	open_missing();
	for (int i = 0; i < N_COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name) == 0)
			return told(commands[i].fn(argc - 2, argv + 2));
		words[i] = commands[i].name;
	}
	near = suggest(view_of(argv[1]), words, N_COMMANDS);
	if (near != NULL)
		fprintf(stderr, "fedlab: unknown command \"%s\"; did you mean \"%s\"?\n",
		        argv[1], near);
	else
		fprintf(stderr, "fedlab: unknown command \"%s\"; see `fedlab --help`\n",
		        argv[1]);
	return 2;
}
