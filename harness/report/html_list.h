/* html_list.h - the lists of report.html, and where a chapter and a scenario end
 * in the results.  Shared by html.c alone.
 */
#ifndef HARNESS_REPORT_HTML_LIST_H
#define HARNESS_REPORT_HTML_LIST_H

#include "lib/buf.h"
#include "report/report.h"

const char *html_chapter_of(const struct case_result *c);

/* Cases of a chapter, of a scenario, stand together (report_html sorts them): the
 * first behind those of `from`. */
size_t html_end_of_chapter(const struct run *r, size_t from);
size_t html_end_of_scenario(const struct run *r, size_t from);

/* A heading that `prefix` and the chapter's name lead to. */
void html_chapter_head(struct buf *b, const char *prefix, const char *chapter);

/* Appends what does not apply, a row for each scenario and reason. */
void html_not_applicable(struct buf *b, const struct run *r);

/* Appends what ran, by specification, with the cases it rests on. */
void html_requirements(struct buf *b, const struct run *r);

#endif
