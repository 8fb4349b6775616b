/* rows.h - the cells as the matrix of a scenario.
 *
 * The scenario is written by hand; its matrix, from the line `matrix` to the next empty
 * one, is made here.  Its columns: row (the number of the cell in the product), tls, sasl,
 * dialback (the policy), starttls (of the partner: offers, silent), outbound external, proves (its
 * dialback: yes, no), certificate, rule (LYNC-MATRIX-n), scene (sasl-tls, tls-dialback,
 * tcp-dialback, refused; inbound refused-key, refused-external, refused-stanza) and why.
 */
#ifndef HARNESS_ROWS_H
#define HARNESS_ROWS_H

#include "lib/buf.h"
#include "model/cells.h"

/* `text` with its matrix made anew.  False: it has none. */
bool rows_put(struct view text, const struct model *m, const struct cells *cells,
              struct buf *out);

#endif
