/* lanes.h - what the ladders on the terminal and in report.html share: who stands
 * side by side, what an arrow says, and what else happened.
 */
#ifndef HARNESS_REPORT_LANES_H
#define HARNESS_REPORT_LANES_H

#include "judge/judge.h"

#define LANES_MAX 8

struct lanes {
	const char *name[LANES_MAX]; /* [0]: the system under test */
	size_t n;
};

/* Actors by their first word; those behind LANES_MAX have none. */
void lanes_find(struct lanes *l, const struct case_ *c, const struct history *h);
/* Of a history that is longer than LANES_EVENTS: its beginning and its end, steps, and what
 * a finding rests on; a product that calls a thousand times would else hide its failure. */
#define LANES_EVENTS 400
bool lanes_shows(const struct history *h, const struct judgement *j, size_t event);
/* 0: the system under test, or nobody's. */
size_t lane_of(const struct lanes *l, const char *actor);

/* The unit in a few words: "db:result valid", "features: starttls, dialback",
 * "message error: forbidden", "202 MESSAGE 1"; nothing unprintable. */
#define LABEL_MAX 80
void lanes_label(const struct event *e, char *out);
/* Of a SIP message its start line, which stands beside the arrow; else nothing. */
struct buf;
void lanes_start_line(const struct event *e, struct buf *out);
/* Of an event that is no arrow and belongs to no step, what happened: "sally: connection 3
 * opened to it"; nothing where the drawing has no use for it. */
void lanes_words(const struct event *e, struct buf *out);

#endif
