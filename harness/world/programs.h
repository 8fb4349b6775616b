/* programs.h - where the programs of the lab are.
 *
 * Debian has those of administrators (knotd) in /usr/sbin, where an ordinary
 * user's PATH does not look.
 */
#ifndef HARNESS_WORLD_PROGRAMS_H
#define HARNESS_WORLD_PROGRAMS_H

#include <stdbool.h>

/* Appends the folders of administrators' programs that PATH lacks; an empty or
 * missing PATH becomes the usual one. */
void programs_complete_path(void);

/* Would execvp() find it? */
bool programs_have(const char *name);

#endif
