/* An operator's command, given to the running system: the profile's `probe` and
 * `examine`, with words behind, and `settings`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "lib/mem.h"
#include "world/instance_private.h"

struct operating {
	struct instance *instance;
	char log[NAME_MAX];
	char *setting; /* "NAME=": the line that is asked for; NULL: findings are */
	void (*done)(void *arg, const char *said);
	void *arg;
};

static void end(struct operating *o, const char *said)
{
	void (*done)(void *, const char *) = o->done;
	void *arg = o->arg;

	free(o->setting);
	free(o);
	done(arg, said);
}

/* Those of its lines that say what it found, with a `|` between; none when its log
 * cannot be read. */
static void read_findings(const struct operating *o, struct buf *out)
{
	char path[PATH_MAX];
	struct buf text = { 0 };
	struct fault f = { 0 };
	struct view rest, line;

	if (beside_log(o->instance, o->log, path, &f))
		beside_read(path, &text, &f);
	rest = buf_view(&text);
	while (rest.n != 0) {
		(void)view_cut(rest, '\n', &line, &rest);
		if (o->setting != NULL ? !view_starts(line, view_of(o->setting))
		                       : !view_starts(line, VIEW("broken ")) &&
		                                 !view_starts(line, VIEW("amiss ")) &&
		                                 !view_starts(line, VIEW("concern ")))
			continue;
		if (buf_len(out) != 0)
			buf_putc(out, '|');
		buf_putv(out, line);
	}
	fault_free(&f);
	buf_free(&text);
}

static void operated(void *arg, struct child *child, int status)
{
	struct operating *o = arg;
	struct buf said = { 0 };

	(void)child;
	/* 0: it found nothing; it may have warned, which is nothing amiss. */
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && o->setting == NULL)
		buf_puts(&said, "well");
	if (WIFEXITED(status) && WEXITSTATUS(status) <= 1)
		read_findings(o, &said);
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_CANNOT)
		end(o, "cannot");
	else
		end(o, buf_len(&said) != 0 ? buf_cstr(&said) : "nothing");
	buf_free(&said);
}

bool instance_operate(struct instance *i, enum operator_command which, const char *words,
                      void (*done)(void *arg, const char *said), void *arg, struct fault *f)
{
	const struct profile_more *more = i->profile->more;
	static const char *const word[] = { "probe", "examine", "settings" };
	const char *const commands[] = { more->probe, more->examine, more->settings };
	const char *command = commands[which];
	struct buf line = { 0 };
	struct operating *o;
	bool ok;

	if (command == NULL)
		return fault_set(f, i->profile->dir, 0, 0, "profile: has no `%s` line (docs/adapters.md)",
		                 word[which]);
	o = mem_zalloc(sizeof *o);
	*o = (struct operating){ .instance = i, .done = done, .arg = arg };
	snprintf(o->log, sizeof o->log, "%s-operator-%u", i->actor, ++i->commands);
	if (which == OPERATOR_READS_SETTINGS)
		o->setting = mem_strdup(words);
	buf_printf(&line, "%s %s", command, o->setting != NULL ? "" : words);
	ok = beside_run(i, o->log, buf_cstr(&line), NULL, operated, o, f);
	buf_free(&line);
	if (!ok) {
		free(o->setting);
		free(o);
	}
	return ok;
}
