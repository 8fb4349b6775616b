/* rig_romeo.h - presence that a partner's user sends to Sally.
 */
#ifndef REF_GATEWAY_RIG_ROMEO_H
#define REF_GATEWAY_RIG_ROMEO_H

#include "gateway/rig_sally.h"

/* "": what he says is to her bare address. */
static const char *rig_device = "";

/* Presence of his to Sally; `resource` "": from his bare address. */
static inline void romeo(const char *type, const char *resource, const char *id,
                         const char *condition)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "presence");

	element_set(
	        r, e, "from",
	        region_printf(r, "%s%s%s", ROMEO, resource[0] != '\0' ? "/" : "", resource));
	element_set(r, e, "to",
	            region_printf(r, "%s%s%s", SALLY, rig_device[0] != '\0' ? "/" : "",
	                          rig_device));
	if (type[0] != '\0')
		element_set(r, e, "type", view_of(type));
	if (id[0] != '\0')
		element_set(r, e, "id", view_of(id));
	if (condition[0] != '\0') {
		struct element *error = element_add(r, e, NS_SERVER, "error");

		element_set(r, error, "type", VIEW("cancel"));
		element_add(r, error, NS_STANZA_ERROR, condition);
	}
	g->uplink->ops.stanza(g, e, r);
	region_free(&r);
	rig_hear();
}

static inline void romeo_says(const char *type)
{
	romeo(type, "", "", "");
}

/* To one device of Sally's. */
static inline void romeo_probes(const char *device)
{
	rig_device = device;
	romeo_says("probe");
	rig_device = "";
}

static inline void romeo_shows(const char *resource)
{
	romeo("", resource, "", "");
}

static inline void romeo_leaves(const char *resource)
{
	romeo("unavailable", resource, "", "");
}

#endif
