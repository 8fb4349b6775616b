/* filled.c - lines of a profile with {names} in them. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "world/instance_private.h"

static const struct profile_more *more(const struct instance *i)
{
	return i->profile->more;
}

static const char *bin_dir(void)
{
	static char path[PATH_MAX];
	const char *bin = getenv("FEDLAB_BIN");

	return realpath(bin != NULL ? bin : "build/bin", path) != NULL ? path : "build/bin";
}

static bool put_certificate(const struct instance *i, struct view name, struct buf *out)
{
	for (size_t k = 0; i != NULL && k < more(i)->n_certificate; k++) {
		const char *cert = more(i)->certificate[k].name;
		struct view rest = view_from(name, strlen(cert));

		if (!view_starts(name, view_of(cert)) || i->cert[k].pem[0] == '\0')
			continue;
		if (view_is(rest, ".pem") || view_is(rest, ".key")) {
			buf_puts(out, view_is(rest, ".pem") ? i->cert[k].pem : i->cert[k].key);
			return true;
		}
	}
	return false;
}

static bool put_name(const struct profile *p, const struct instance *i, struct view name,
                     struct buf *out)
{
	char at[ADDRESS_MAX];

	if (view_is(name, "bin")) {
		buf_puts(out, bin_dir());
	} else if (view_is(name, "profile")) {
		buf_puts(out, p->dir);
	} else if (i == NULL) {
		return false;
	} else if (view_is(name, "dir")) {
		buf_puts(out, i->dir);
	} else if (view_is(name, "trust")) {
		buf_puts(out, world_trust(i->world));
	} else if (view_is(name, "host") || view_is(name, "inside-host")) {
		buf_puts(out, address_print_host(view_is(name, "host") ? &i->at : &i->inner, at));
	} else if (view_is(name, "domain")) {
		buf_puts(out, i->domain);
	} else {
		return put_certificate(i, name, out);
	}
	return true;
}

/* `text` with every {name} filled in. */
bool filled_text(const struct profile *p, const struct instance *i, const char *text,
                 struct buf *out, struct fault *f)
{
	for (const char *at = text; *at != '\0'; at++) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;

		if (end == NULL) {
			buf_putc(out, *at);
			continue;
		}
		if (!put_name(p, i, (struct view){ at + 1, (size_t)(end - at - 1) }, out))
			return fault_set(f, p->dir, 0, 0,
			                 "profile: nothing is called %.*s here",
			                 (int)(end - at + 1), at);
		at = end;
	}
	return true;
}

/* A command line: words after filling; no shell, no quoting. */
bool filled_words(const struct profile *p, const struct instance *i, const char *text,
                  struct buf *memory, char **argv, struct fault *f)
{
	size_t n = 0;

	if (!filled_text(p, i, text, memory, f))
		return false;
	for (char *at = memory->mem + memory->head; *at != '\0' && n < ARGS_MAX;) {
		while (*at == ' ')
			*at++ = '\0';
		if (*at == '\0')
			break;
		argv[n++] = at;
		while (*at != '\0' && *at != ' ')
			at++;
	}
	argv[n] = NULL;
	return n > 0 || fault_set(f, p->dir, 0, 0, "profile: an empty command");
}
