#include "partner/manual.h"

static const struct unit {
	const char *word;
	uint64_t size;
} times[] = { { "h", 3600000 }, { "m", 60000 }, { "s", 1000 }, { "ms", 1 } },
  sizes[] = { { "MiB", 1u << 20 }, { "KiB", 1u << 10 }, { "", 1 } },
  counts[] = { { "", 1 } };

/* In the largest unit that leaves no rest. */
static void put_amount(struct buf *out, enum conf_kind kind, uint64_t x)
{
	const struct unit *u = kind == CONF_TIME ? times
	                     : kind == CONF_SIZE ? sizes : counts;

	while (u->size != 1 && (x == 0 || x % u->size != 0))
		u++;
	buf_printf(out, "%llu%s", (unsigned long long)(x / u->size), u->word);
}

/* A hyphen that stays one, and no line that roff takes for a request. */
void manual_text(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '-')
			buf_puts(out, "\\-");
		else if (*s == '\\')
			buf_puts(out, "\\e");
		else
			buf_putc(out, *s);
	}
}

static const char *kind_words(enum conf_kind kind)
{
	switch (kind) {
	case CONF_TEXT:
		return "Text";
	case CONF_FILE:
		return "File";
	case CONF_BOOL:
		return "Yes or no";
	case CONF_TIME:
		return "Time";
	case CONF_COUNT:
		return "Number";
	case CONF_SIZE:
		return "Size";
	case CONF_WORD:
		return "One of";
	case CONF_LIST:
		return "List";
	case CONF_MAP:
	case CONF_MAPS:
		return "Mapping";
	}
	return "";
}

static void put_kind(const struct conf_key *k, struct buf *out)
{
	buf_puts(out, kind_words(k->kind));
	for (const char *const *w = k->words; w != NULL && *w != NULL; w++) {
		buf_puts(out, w == k->words ? " " : ", ");
		manual_text(out, *w);
	}
	if (k->required)
		buf_puts(out, "; required");
	if (k->fallback != NULL) {
		buf_puts(out, "; default ");
		manual_text(out, k->fallback);
	}
	if (k->max != 0) {
		buf_puts(out, "; ");
		put_amount(out, k->kind, k->min);
		buf_puts(out, " to ");
		put_amount(out, k->kind, k->max);
	}
	buf_puts(out, ".\n");
}

static void put_keys(const struct conf_key *keys, const char *above,
                     struct buf *out)
{
	for (const struct conf_key *k = keys; k->name != NULL; k++) {
		struct buf name = { 0 };

		buf_printf(&name, "%s%s", above, k->name);
		buf_puts(out, ".TP\n.B ");
		manual_text(out, buf_cstr(&name));
		buf_putc(out, '\n');
		put_kind(k, out);
		manual_text(out, k->doc);
		buf_putc(out, '\n');
		if (k->sub != NULL) {
			buf_puts(&name, k->kind == CONF_MAPS ? ".NAME." : ".");
			put_keys(k->sub, buf_cstr(&name), out);
		}
		buf_free(&name);
	}
}

void manual_keys(const struct conf_key *keys, struct buf *out)
{
	put_keys(keys, "", out);
}
