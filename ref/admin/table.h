/* table.h - rows of an answer as people read them: columns, or one thing below the
 * other.
 *
 * Keys become headings; what ends in -seconds is shown with its unit.  Control
 * characters, which may have come from a peer, are shown as \xNN.
 */
#ifndef REF_ADMIN_TABLE_H
#define REF_ADMIN_TABLE_H

#include <jansson.h>

#include "lib/buf.h"

/* Objects with the keys of the first; a column that is empty in all is left out.  `width`:
 * of a terminal; where the last cell of a line does not fit, it goes on below itself, at a
 * blank.  0: each row is one line. */
void table_columns(const json_t *rows, size_t width, struct buf *out);

/* One object, a line for each key; `width` as above. */
void table_sheet(const json_t *row, size_t width, struct buf *out);

/* A text that begins at column `at`, and goes on there, to the end of its line; `width` as
 * above. */
void table_paragraph(struct view text, size_t at, size_t width, struct buf *out);

/* One text, as a cell shows it: what could steer a terminal is shown as \xNN. */
void table_text(struct view text, struct buf *out);

#endif
