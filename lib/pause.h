/* pause.h - how long to wait before something that failed is tried again.
 *
 * Any unit of time.  Not here: chance (rng.h), and when to stop (whoever tries).
 */
#ifndef LIB_PAUSE_H
#define LIB_PAUSE_H

#include <stdint.h>

/* `first` doubled so many `times`, or `last` if that is less. */
uint64_t pause_grown(uint64_t first, uint64_t last, unsigned times);

/* Between half of it and all of it, so that those who failed together do not try
 * again together.  `chance`: any number. */
uint64_t pause_out_of_step(uint64_t pause, uint32_t chance);

/* Anything up to it: behind a first failure, which many had in the same moment. */
uint64_t pause_at_most(uint64_t pause, uint32_t chance);

#endif
