/* conf_print.h - what a file of configuration comes to, defaults included, as YAML.
 *
 * By the tables that read it (conf.h), so that no key is left out.  What is printed can be
 * read again, and comes to the same, but for secrets: of those stands there that they are
 * set, never what they are.  Files are absolute; what is not set, and has no default, is a
 * comment.
 */
#ifndef LIB_CONF_PRINT_H
#define LIB_CONF_PRINT_H

#include "lib/conf.h"

/* Reads the file at `path` into a struct of `size` bytes by `keys`, as conf_read() does,
 * and appends all of it.  False and *f: it cannot be read; *out is as it was. */
bool conf_print_file(const char *path, const struct conf_key *keys, size_t size, struct buf *out,
                     struct fault *f);

#endif
