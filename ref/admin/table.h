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

/* Objects with the keys of the first; a column that is empty in all is left out. */
void table_columns(const json_t *rows, struct buf *out);

/* One object, a line for each key. */
void table_sheet(const json_t *row, struct buf *out);

/* One text, as a cell shows it: what could steer a terminal is shown as \xNN. */
void table_text(struct view text, struct buf *out);

#endif
