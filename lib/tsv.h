/* tsv.h - tab-separated tables: one header line, no quoting.
 *
 * UTF-8, read whole and kept until it is closed; columns are found by their names.
 */
#ifndef LIB_TSV_H
#define LIB_TSV_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/fault.h"
#include "lib/view.h"

struct tsv;

/* NULL and *f, with the line: `path` cannot be read, is too large, empty or not UTF-8,
 * holds a NUL or CR, has a column without a name or two of one name, or a row with
 * another number of cells than the header. */
struct tsv *tsv_open(const char *path, struct fault *f);
void tsv_close(struct tsv **tp);

size_t tsv_rows(const struct tsv *t);	/* without the header */
/* Column number of `name`, or -1. */
int tsv_column(const struct tsv *t, const char *name);
/* Rows from 0; both must be there.  Lent until tsv_close(). */
struct view tsv_cell(const struct tsv *t, size_t row, int column);
unsigned tsv_line(const struct tsv *t, size_t row);	/* from 1, for errors */

#endif
