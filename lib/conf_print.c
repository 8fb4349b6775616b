#include "lib/conf_print.h"

#include <inttypes.h>
#include <stdlib.h>

#include "lib/mem.h"

enum { INDENT = 2 };

struct printer {
	const struct conf *conf;
	struct buf *out;
};

static void put_mapping(const struct printer *p, const struct conf_key *keys, const void *in,
                        const char *above, unsigned depth);

static void indent(const struct printer *p, unsigned depth)
{
	for (unsigned i = 0; i < depth * INDENT; i++)
		buf_putc(p->out, ' ');
}

/* --- texts ---------------------------------------------------------------------------- */

/* YAML takes some characters for ends of lines, and forbids others (YAML 1.1, 5.1, 5.4);
 * they, and what nobody sees, stand as escapes.  How many bytes of `s` that were; 0: none. */
static size_t put_escaped(struct buf *out, const unsigned char *s)
{
	if (s[0] == '"' || s[0] == '\\') {
		buf_printf(out, "\\%c", s[0]);
		return 1;
	}
	if (s[0] < 0x20 || s[0] == 0x7f) {
		buf_printf(out, "\\x%02x", s[0]);
		return 1;
	}
	if (s[0] == 0xc2 && s[1] >= 0x80 && s[1] <= 0xa0) { /* C1, and the hard blank */
		buf_printf(out, "\\x%02x", s[1]);
		return 2;
	}
	/* U+2028, U+2029; U+FEFF, U+FFFE, U+FFFF */
	if ((s[0] == 0xe2 && s[1] == 0x80 && (s[2] == 0xa8 || s[2] == 0xa9)) ||
	    (s[0] == 0xef && s[1] == 0xbb && s[2] == 0xbf) ||
	    (s[0] == 0xef && s[1] == 0xbf && s[2] >= 0xbe)) {
		buf_printf(out, "\\u%04x",
		           (s[0] & 0xfu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu));
		return 3;
	}
	return 0;
}

static void put_text(struct buf *out, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n;

	buf_putc(out, '"');
	while (*s != '\0') {
		n = put_escaped(out, s);
		if (n == 0)
			buf_putc(out, (char)*s++);
		s += n;
	}
	buf_putc(out, '"');
}

static void put_list(struct buf *out, const struct conf_list *list)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(out, i == 0 ? "" : ", ");
		put_text(out, list->item[i].text);
	}
	buf_putc(out, ']');
}

/* --- numbers ------------------------------------------------------------------------------ */

/* In the largest unit that leaves no rest, seconds at most: what one compares with what the
 * manual says. */
static void put_time(struct buf *out, uint64_t ms)
{
	if (ms % 1000 == 0)
		buf_printf(out, "%" PRIu64 "s", ms / 1000);
	else
		buf_printf(out, "%" PRIu64 "ms", ms);
}

static void put_size(struct buf *out, uint64_t bytes)
{
	static const struct {
		const char *word;
		uint64_t size;
	} units[] = { { "MiB", 1u << 20 }, { "KiB", 1u << 10 } };

	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (bytes != 0 && bytes % units[i].size == 0) {
			buf_printf(out, "%" PRIu64 "%s", bytes / units[i].size, units[i].word);
			return;
		}
	buf_printf(out, "%" PRIu64, bytes);
}

/* --- one key ------------------------------------------------------------------------------ */

static void put_comment(const struct printer *p, const struct conf_key *k, unsigned depth,
                        const char *words)
{
	indent(p, depth);
	buf_printf(p->out, "# %s: %s\n", k->name, words);
}

static void put_entries(const struct printer *p, const struct conf_key *k,
                        const struct conf_entries *e, const char *dotted, unsigned depth)
{
	buf_puts(p->out, e->n == 0 ? " {}\n" : "\n");
	for (size_t i = 0; i < e->n; i++) {
		indent(p, depth + 1);
		put_text(p->out, e->name[i].text);
		buf_puts(p->out, ":\n");
		put_mapping(p, k->sub, (const char *)e->value + i * k->sub_size, dotted,
		            depth + 2);
	}
}

/* Behind "name:". */
static void put_value(const struct printer *p, const struct conf_key *k, const void *field)
{
	switch (k->kind) {
	case CONF_TEXT:
	case CONF_FILE:
		put_text(p->out, *(char *const *)field);
		break;
	case CONF_BOOL:
		buf_puts(p->out, *(const bool *)field ? "yes" : "no");
		break;
	case CONF_TIME:
		put_time(p->out, *(const uint64_t *)field);
		break;
	case CONF_COUNT:
		buf_printf(p->out, "%" PRIu32, *(const uint32_t *)field);
		break;
	case CONF_SIZE:
		put_size(p->out, *(const uint64_t *)field);
		break;
	case CONF_WORD:
		buf_puts(p->out, k->words[*(const int *)field]);
		break;
	case CONF_LIST:
		put_list(p->out, field);
		break;
	case CONF_MAP:
	case CONF_MAPS:
		break; /* put_key() */
	}
}

static bool is_text(const struct conf_key *k)
{
	return k->kind == CONF_TEXT || k->kind == CONF_FILE;
}

static void put_key(const struct printer *p, const struct conf_key *k, const void *field,
                    const char *dotted, unsigned depth)
{
	if (is_text(k) && *(char *const *)field == NULL) {
		put_comment(p, k, depth, "not set");
		return;
	}
	if (k->secret) {
		put_comment(p, k, depth, "set, and not shown");
		return;
	}
	if (k->absence_counts && conf_where(p->conf, dotted).line == 0) {
		put_comment(p, k, depth, "not there");
		return;
	}
	indent(p, depth);
	buf_printf(p->out, "%s:", k->name);
	if (k->kind == CONF_MAP) {
		buf_putc(p->out, '\n');
		put_mapping(p, k->sub, field, dotted, depth + 1);
	} else if (k->kind == CONF_MAPS) {
		put_entries(p, k, field, dotted, depth);
	} else {
		buf_putc(p->out, ' ');
		put_value(p, k, field);
		buf_putc(p->out, '\n');
	}
}

static void put_mapping(const struct printer *p, const struct conf_key *keys, const void *in,
                        const char *above, unsigned depth)
{
	for (; keys->name != NULL; keys++) {
		struct buf dotted = { 0 };

		buf_printf(&dotted, "%s%s%s", above, above[0] != '\0' ? "." : "", keys->name);
		put_key(p, keys, (const char *)in + keys->offset, buf_cstr(&dotted), depth);
		buf_free(&dotted);
	}
}

/* --- the file ------------------------------------------------------------------------------- */

bool conf_print_file(const char *path, const struct conf_key *keys, size_t size, struct buf *out,
                     struct fault *f)
{
	struct conf *c = conf_open(path, f);
	void *in = mem_zalloc(size);
	bool ok = c != NULL && conf_read(c, keys, in, size, f);

	if (ok) {
		put_mapping(&(struct printer){ c, out }, keys, in, "", 0);
		conf_clear(keys, in);
	}
	free(in);
	if (c != NULL)
		conf_close(&c);
	return ok;
}
