/* child.h - inside world/: the children of one world as a whole. */
#ifndef HARNESS_WORLD_CHILD_H
#define HARNESS_WORLD_CHILD_H

#include "world/world.h"

/* We are PID 1: orphans are ours to bury, too. */
void children_watch(struct world *w);

/* Ends every child by SIGKILL, waits for each, forgets all. */
void children_end(struct world *w);

#endif
