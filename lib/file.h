/* file.h - a file as bytes, whole. */
#ifndef LIB_FILE_H
#define LIB_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "lib/fault.h"

/* Appends what stands in `path`.  False and *f (its file set): it cannot be read, or
 * holds more than `most` bytes, whole MiB: whoever writes it does not decide how much
 * memory it takes.  A pipe is refused: nor does whoever writes that one, or does not,
 * decide how long a program stands still that reads its files anew.  *out is then as
 * it was.  A file that does not grow meanwhile is read into memory that was not moved:
 * whoever wipes *out has wiped all of it. */
bool file_read(const char *path, size_t most, struct buf *out, struct fault *f);

#endif
