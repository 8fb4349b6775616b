/* gateway_later.h - what fed-gateway answers as it happens: probe, check. */
#ifndef REF_ADMIN_GATEWAY_LATER_H
#define REF_ADMIN_GATEWAY_LATER_H

#include "admin/command.h"
#include "admin/reply.h"

/* `self` is a struct gateway. */
void gateway_probe_asked(void *self, const struct command_call *call, struct reply *r);
void gateway_check_asked(void *self, const struct command_call *call, struct reply *r);

#endif
