/* up.h - where `fedlab say` finds the lab that it stands in. */
#ifndef HARNESS_UP_H
#define HARNESS_UP_H

/* In the world's own /run: SOCK_SEQPACKET, one "WHO TO TEXT" a connection,
 * answered by "0 words" or "1 words". */
#define UP_SOCKET "/run/fedlab.sock"

#endif
