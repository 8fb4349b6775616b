/* namespace.h - inside world/: what PID 1 of a world may still change. */
#ifndef HARNESS_WORLD_NAMESPACE_H
#define HARNESS_WORLD_NAMESPACE_H

#include <stdbool.h>

/* The name of this host in its world: programs look up their own, so it must
 * stand in /etc/hosts. */
#define NAMESPACE_HOST "lab"

/* The content of `with` stands at `path` (/etc/resolv.conf, /etc/hosts) for
 * everything in this world.  False: errno says why not. */
bool namespace_replace_file(const char *path, const char *with);

#endif
