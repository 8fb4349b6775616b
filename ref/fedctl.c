/* fedctl: asks a running fed-edge or fed-gateway, by its control socket. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "admin/client.h"
#include "admin/command.h"
#include "admin/table.h"
#include "lib/mem.h"

/* What of it the exit status says; fedctl(1). */
enum { DONE = 0, REFUSED = 1, NOT_ASKED = 2 };

static const char *const usual[] = { "/run/fedlab/edge.sock", "/run/fedlab/gateway.sock" };

#define NAMED     6 /* of those that one advice is for; the others are counted */
#define WORDS_MAX (COMMAND_WORDS_MAX + COMMAND_ARGUMENTS_MAX + 1)

struct showing {
	bool json;
	json_t *rows;
};

/* What a partner has said may stand in it. */
static int complain(const char *what)
{
	struct buf line = { 0 };

	table_text(view_of(what), &line);
	fprintf(stderr, "fedctl: %s\n", buf_cstr(&line));
	buf_free(&line);
	return NOT_ASKED;
}

static bool is_written(void)
{
	return fflush(stdout) == 0 && ferror(stdout) == 0;
}

/* Of the terminal that is written to; 0: none is, and each row stays one line. */
static size_t terminal_width(void)
{
	struct winsize size;

	return isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0
	               ? size.ws_col
	               : 0;
}

static void print_usage(void)
{
	enum { HELP_AT = 27 };
	struct buf help = { 0 };

	printf("usage: fedctl [-s SOCKET | -c FILE] [--json] COMMAND\n"
	       "       fedctl --version | --help\n"
	       "\n"
	       "  -s, --socket SOCKET  the control socket of the program\n"
	       "  -c, --config FILE    the program's configuration, whose control: is taken\n"
	       "      --json           what the program says, one JSON object a line\n"
	       "      --from ADDRESS   probe: the sender\n"
	       "      --text TEXT      probe: of the message\n"
	       "      --version        print the version\n"
	       "  -h, --help           print this\n"
	       "\n"
	       "Without -s and -c: %s or %s, whichever is there.\n\n",
	       usual[0], usual[1]);
	for (enum command c = 0; c < COMMAND_COUNT; c++) {
		struct buf name = { 0 };

		buf_printf(&name, "%s %s", command_words(c), command_arguments(c));
		printf("  %-24s ", buf_cstr(&name));
		table_paragraph(view_of(command_help(c)), HELP_AT, terminal_width(), &help);
		fputs(buf_cstr(&help), stdout);
		buf_clear(&help);
		buf_free(&name);
	}
	buf_free(&help);
}

/* --- what comes --------------------------------------------------------------------- */

static void on_row(void *arg, struct view line, const json_t *row)
{
	struct showing *s = arg;

	if (s->json)
		printf("%.*s\n", VIEW_ARG(line));
	else
		json_array_append(s->rows, (json_t *)row);
}

static bool is_one_thing(enum command c)
{
	return c == COMMAND_STATUS || c == COMMAND_PARTNER_SHOW;
}

static struct view text_of(const json_t *row, const char *key)
{
	const json_t *v = json_object_get(row, key);

	return (struct view){ json_string_value(v), json_string_length(v) };
}

static bool says_the_same(const json_t *a, const json_t *b)
{
	return view_eq(text_of(a, "advice"), text_of(b, "advice"));
}

/* Of all rows that say the same as the i-th; nothing, where one before it has said it. */
static void put_advice(const json_t *rows, size_t i, size_t width, struct buf *out)
{
	const json_t *row = json_array_get(rows, i), *other;
	struct buf whom = { 0 }, advice = { 0 };
	size_t named = 0;

	if (text_of(row, "advice").n == 0)
		return;
	for (size_t k = 0; k < i; k++)
		if (says_the_same(json_array_get(rows, k), row))
			return;
	for (size_t k = i; k < json_array_size(rows); k++) {
		other = json_array_get(rows, k);
		if (!says_the_same(other, row) || named++ >= NAMED)
			continue;
		buf_puts(&whom, k == i ? "" : ", ");
		table_text(text_of(other, "step"), &whom);
		buf_puts(&whom, " of ");
		table_text(text_of(other, "about"), &whom);
	}
	if (named > NAMED)
		buf_printf(&whom, " and %zu more", named - NAMED);
	buf_putc(&whom, ':');
	buf_putc(out, '\n');
	table_paragraph(buf_view(&whom), 0, width, out);
	table_text(text_of(row, "advice"), &advice);
	buf_puts(out, "  ");
	table_paragraph(buf_view(&advice), 2, width, out);
	buf_free(&whom);
	buf_free(&advice);
}

/* What to do stands below the table, as it is longer than a line, and once. */
static void show_check(json_t *rows, size_t width, struct buf *out)
{
	struct buf advice = { 0 };
	size_t i;
	json_t *row;

	for (i = 0; i < json_array_size(rows); i++)
		put_advice(rows, i, width, &advice);
	json_array_foreach(rows, i, row)
		json_object_del(row, "advice");
	table_columns(rows, width, out);
	buf_putv(out, buf_view(&advice));
	buf_free(&advice);
}

static void show(const struct showing *s, enum command c)
{
	size_t width = terminal_width();
	struct buf out = { 0 };
	json_t *last;

	if (s->json)
		return;
	if (c == COMMAND_PROBE && json_array_size(s->rows) != 0) {
		/* Steps, and the result below. */
		last = json_incref(json_array_get(s->rows, json_array_size(s->rows) - 1));
		json_array_remove(s->rows, json_array_size(s->rows) - 1);
		table_columns(s->rows, width, &out);
		buf_putc(&out, '\n');
		table_sheet(last, width, &out);
		json_decref(last);
	} else if (c == COMMAND_CHECK)
		show_check(s->rows, width, &out);
	else if (is_one_thing(c))
		table_sheet(json_array_get(s->rows, 0), width, &out);
	else
		table_columns(s->rows, width, &out);
	fputs(buf_cstr(&out), stdout);
	buf_free(&out);
}

static int ask(const char *path, const struct command_call *call, bool json)
{
	struct showing s = { json, json_array() };
	struct buf why = { 0 };
	enum client_end end;

	end = client_ask(path, command_words(call->command), call->argument, call->n, on_row,
	                 &s, &why);
	show(&s, call->command);
	json_decref(s.rows);
	/* What could not be written is no answer. */
	if (!is_written())
		end = CLIENT_LOST;
	if (end != CLIENT_OK)
		complain(buf_len(&why) != 0 ? buf_cstr(&why) : "cannot write the answer");
	buf_free(&why);
	return end == CLIENT_OK ? DONE : end == CLIENT_FAULT ? REFUSED : NOT_ASKED;
}

/* --- whom --------------------------------------------------------------------------------- */

/* The caller frees it.  NULL: it was told. */
static char *choose(const char *socket, const char *configuration)
{
	struct buf why = { 0 };
	bool first, second;
	char *path;

	if (socket != NULL)
		return mem_strdup(socket);
	if (configuration != NULL) {
		path = client_path_of(configuration, &why);
		if (path == NULL)
			complain(buf_cstr(&why));
		buf_free(&why);
		return path;
	}
	first = access(usual[0], F_OK) == 0;
	second = access(usual[1], F_OK) == 0;
	if (first != second)
		return mem_strdup(usual[first ? 0 : 1]);
	fprintf(stderr, "fedctl: %s %s %s %s; say which by -s or -c\n",
	        first ? "there are both" : "there is neither", usual[0], first ? "and" : "nor",
	        usual[1]);
	return NULL;
}

/* What stands behind TO, by its names.  False: there is no place for it. */
static bool add_options(struct command_call *call, const char *from, const char *text)
{
	if (call->command != COMMAND_PROBE || call->n != 1)
		return false;
	call->argument[call->n++] = view_of(from != NULL ? from : "");
	if (text != NULL)
		call->argument[call->n++] = view_of(text);
	return true;
}

int main(int argc, char **argv)
{
	enum { JSON = 256, VERSION, FROM, TEXT };
	static const struct option options[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "config", required_argument, NULL, 'c' },
		{ "json", no_argument, NULL, JSON },
		{ "from", required_argument, NULL, FROM },
		{ "text", required_argument, NULL, TEXT },
		{ "version", no_argument, NULL, VERSION },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	const char *socket = NULL, *configuration = NULL, *from = NULL, *text = NULL;
	struct view word[WORDS_MAX];
	struct command_call call;
	struct buf why = { 0 };
	bool json = false;
	char *path;
	size_t n = 0;
	int option, status;

	while ((option = getopt_long(argc, argv, "s:c:h", options, NULL)) != -1)
		switch (option) {
		case 's':
			socket = optarg;
			break;
		case 'c':
			configuration = optarg;
			break;
		case JSON:
			json = true;
			break;
		case FROM:
			from = optarg;
			break;
		case TEXT:
			text = optarg;
			break;
		case VERSION:
			printf("fedctl " FEDLAB_VERSION "\n");
			return is_written() ? DONE : complain("cannot write the answer");
		case 'h':
			print_usage();
			return is_written() ? DONE : complain("cannot write the answer");
		default:
			/* getopt has said what is wrong. */
			return NOT_ASKED;
		}
	for (; optind < argc && n < WORDS_MAX; optind++)
		word[n++] = view_of(argv[optind]);
	if (!command_read(word, n, &call, &why)) {
		buf_puts(&why, n == 0 ? "; try fedctl --help" : "");
		complain(buf_cstr(&why));
		buf_free(&why);
		return NOT_ASKED;
	}
	if ((from != NULL || text != NULL) && !add_options(&call, from, text))
		return complain("--from and --text are for `probe TO`, with nothing behind TO");
	path = choose(socket, configuration);
	if (path == NULL)
		return NOT_ASKED;
	status = ask(path, &call, json);
	free(path);
	return status;
}
