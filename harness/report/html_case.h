/* html_case.h - one case in report.html: a line that opens to why it did not
 * pass, what it proved and what crossed.  Shared by html.c alone.
 */
#ifndef HARNESS_REPORT_HTML_CASE_H
#define HARNESS_REPORT_HTML_CASE_H

#include <stdbool.h>

#include "lib/buf.h"
#include "report/report.h"

/* It stands first, and open: neither passed, nor failed as declared, nor foreign
 * to this system. */
bool html_needs_a_look(enum verdict v);

/* Appends the verdict's word in its colour; `text` in the font of code. */
void html_verdict(struct buf *b, enum verdict v);
void html_code(struct buf *b, const char *text);

/* Appends the case.  `whole_title`: its scenario's too, for where that does not
 * stand above.  The drawing is made of events.jsonl in its folder. */
void html_case(struct buf *b, const struct run *r, const struct case_result *c, bool whole_title);

#endif
