/* edge_later.h - what fed-edge answers as it happens: probe and check. */
#ifndef REF_ADMIN_EDGE_LATER_H
#define REF_ADMIN_EDGE_LATER_H

#include "admin/command.h"
#include "admin/reply.h"

/* `self` is a struct edge. */
void edge_probe_asked(void *self, const struct command_call *call, struct reply *r);
void edge_check_asked(void *self, const struct command_call *call, struct reply *r);

#endif
