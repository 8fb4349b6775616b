/* tsv.h - tab-separated tables: one header line, no quoting. */
#ifndef LIB_TSV_H
#define LIB_TSV_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/fault.h"
#include "lib/view.h"

struct tsv;

/* Reads `path`; a row with another number of cells than the header is a
 * fault.  NULL and *f on failure. */
struct tsv *tsv_open(const char *path, struct fault *f);
void tsv_close(struct tsv **tp);

size_t tsv_rows(const struct tsv *t);
/* Column number of `name`, or -1. */
int tsv_column(const struct tsv *t, const char *name);
/* Lent until tsv_close(). */
struct view tsv_cell(const struct tsv *t, size_t row, int column);
unsigned tsv_line(const struct tsv *t, size_t row);	/* from 1, for errors */

#endif
