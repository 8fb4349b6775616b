/* write.h - a file written whole or not at all. */
#ifndef HARNESS_REPORT_WRITE_H
#define HARNESS_REPORT_WRITE_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/fault.h"

/* `path` gets the content of *b, by a new file renamed; a full disk leaves the
 * old one.  *b is freed. */
bool write_file(const char *path, struct buf *b, struct fault *f);

/* Appends `text` for XML and HTML: escaped, characters that XML cannot carry
 * as "?". */
void write_escaped(struct buf *b, const char *text);

#endif
