/* conf.h - a YAML file onto structs, by table, with exact errors.
 *
 * The file becomes a tree of nodes, each with its line and column.  A table
 * of keys then fills a struct.  Unknown, doubled, missing and misplaced keys,
 * values of the wrong kind or out of range are refused with file, line,
 * column, reason, and the nearest known word.  Anchors, aliases, tags and
 * more than one document are refused: none is needed, and an alias is a bomb.
 * The tables are also what the man pages are generated from.
 */
#ifndef LIB_CONF_H
#define LIB_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/fault.h"
#include "lib/view.h"

enum conf_kind {
	CONF_TEXT,	/* char *                                   */
	CONF_FILE,	/* char *: relative to the configuration file; made absolute;
			 * "" stays "" */
	CONF_BOOL,	/* bool                                     */
	CONF_TIME,	/* uint64_t, milliseconds                   */
	CONF_COUNT,	/* uint32_t                                 */
	CONF_SIZE,	/* uint64_t, bytes                          */
	CONF_WORD,	/* int: index into `words`                  */
	CONF_LIST,	/* struct conf_list: texts                  */
	CONF_MAP,	/* nested struct at `offset`, read by `sub` */
	CONF_MAPS,	/* struct conf_entries: name -> struct      */
};

struct conf_text {		/* a text and where it stood */
	char *text;
	unsigned line, column;
};

struct conf_list {
	struct conf_text *item;
	size_t n;
};

struct conf_entries {		/* a mapping with names chosen by the operator */
	struct conf_text *name;
	void *value;		/* array of n structs of sub_size bytes */
	size_t n;
};

struct conf_key {
	const char *name;
	enum conf_kind kind;
	size_t offset;			/* of the field in the struct */
	const char *fallback;		/* default, as text; LIST: "a, b"; NULL: all
					 * bits zero.  Not for MAP, whose keys
					 * have their own, nor for MAPS */
	bool required;			/* refused when missing; in a MAP only
					 * when that is there itself */
	uint64_t min, max;		/* TIME, COUNT, SIZE; max 0: no bound */
	const char *const *words;	/* WORD: NULL-terminated */
	const struct conf_key *sub;	/* MAP, MAPS: ends with name NULL */
	size_t sub_size;		/* MAPS */
	bool secret;			/* TEXT of the top: never printed (conf_print.h), and
					 * wiped by conf_clear() */
	bool absence_counts;		/* MAP: left out is not the same as with its defaults */
	const char *doc;		/* one sentence for the man page */
};

/* Which line and column a key stood on; for checks across keys. */
struct conf_place {
	unsigned line, column;
};

struct conf;			/* one file that has been read */

/* Reads and checks the syntax of `path`: at most 1 MiB, 16 levels.  NULL and *f
 * on failure. */
struct conf *conf_open(const char *path, struct fault *f);
void conf_close(struct conf **cp);
const char *conf_path(const struct conf *c);

/* A key without a value (`key:`, `~`, `null`) is an empty mapping where one is
 * expected, and refused anywhere else.
 *
 * Fills *out (zeroed first) from the top mapping by `keys`.  False and *f on
 * failure; then *out holds nothing.  Texts are owned by *out. */
bool conf_read(const struct conf *c, const struct conf_key *keys, void *out,
               size_t out_size, struct fault *f);

/* The same for a file whose top mapping has names chosen by the operator. */
bool conf_read_entries(const struct conf *c, const struct conf_key *keys,
                       size_t each, struct conf_entries *out, struct fault *f);

/* Frees what conf_read() or conf_read_entries() put into *out. */
void conf_clear(const struct conf_key *keys, void *out);
void conf_clear_entries(const struct conf_key *keys, size_t each,
                        struct conf_entries *e);

/* One CONF_FILE key of the top mapping, for a program that reads nothing else of the
 * file; the caller frees it.  NULL: not there, or empty. */
char *conf_file(const struct conf *c, const char *key);

/* Where "link.listen" or "domains.a\\.example.key" stood ("\\." is a dot
 * inside a name); 0,0 when absent (the default was taken). */
struct conf_place conf_where(const struct conf *c, const char *dotted);

/* Sets *f at the place of `dotted`; when it is absent, of the nearest mapping there is
 * that it would stand in, or at the file. */
bool conf_fault(const struct conf *c, const char *dotted, struct fault *f,
                const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
