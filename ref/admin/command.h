/* command.h - the words of a request, read by one table (command.tbl).
 *
 * fedctl reads them before it sends anything, and the program reads them again,
 * so that both say the same of a mistake.  A new command is a row of the table
 * and a function in the list of the programs that answer it (admin.h).
 */
#ifndef REF_ADMIN_COMMAND_H
#define REF_ADMIN_COMMAND_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/view.h"

enum command {
#define X(name, ...) COMMAND_##name,
#include "admin/command.tbl"
#undef X
	COMMAND_COUNT
};

enum command_program { COMMAND_EDGE = 1, COMMAND_GATEWAY = 2 };

#define COMMAND_WORDS_MAX     2 /* of its name */
#define COMMAND_ARGUMENTS_MAX 3

struct command_call {
	enum command command;
	struct view argument[COMMAND_ARGUMENTS_MAX]; /* lent */
	size_t n;
};

/* False: *why gets one line, with the nearest command there is. */
bool command_read(const struct view *word, size_t n, struct command_call *out, struct buf *why);

/* Does this program answer it? */
bool command_is_of(enum command c, enum command_program p);

const char *command_words(enum command c);
const char *command_arguments(enum command c); /* "": none */
const char *command_help(enum command c);

/* The table, for the man page. */
void command_manual(struct buf *out);

#endif
