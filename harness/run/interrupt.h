/* interrupt.h - a run that somebody stops: Ctrl-C, SIGTERM, a closed terminal.
 */
#ifndef HARNESS_RUN_INTERRUPT_H
#define HARNESS_RUN_INTERRUPT_H

/* From here on these signals are noted instead of ending the program, and
 * waitpid() returns with EINTR. */
void interrupt_watch(void);
/* As before; a child calls it first. */
void interrupt_forget(void);

/* The signal that came while they were watched; 0: none. */
int interrupt_seen(void);

/* Ends the program as `signo` would have, so that a shell and make see it. */
void interrupt_end(int signo);

#endif
