/* scripted.h - the manners of lines: who takes a unit.
 *
 * scripted  steps take units.  An automation takes what no step asks for: it
 *           looks ahead to the role's next step that is about units.  Headers
 *           are always taken; features when that step is no `gets` for them;
 *           <proceed/>, <success/>, db:result ... when that step is the verb
 *           that deals with them; on a server, <starttls/> and <auth/> when it
 *           offers them and that step does not ask for them.
 * served    a server does everything by itself; steps get stanzas.
 * driven    an initiating line that an automation owns.
 * silent    nothing is ever answered.
 */
#ifndef HARNESS_SCRIPTED_H
#define HARNESS_SCRIPTED_H

#include "cast/line.h"

extern const struct manner scripted, served, driven, silent;

/* What any receiver may get of automation: a fence; the answer to a ping, which
 * is then whose who asked, wherever it comes.  NULL: neither. */
const char *common_taker(struct role **to, const struct got *g);
void common_react(struct role *to, const struct got *g, const char *taker);

/* Does its next step about units, or a tolerated one, ask for elements of this
 * name? */
bool role_asks_for(const struct role *r, const struct line *l, const char *local);

#endif
