/* tree.h - what a loaded scenario keeps of its file; for the loader. */
#ifndef HARNESS_TREE_H
#define HARNESS_TREE_H

#include "lib/region.h"
#include "lib/view.h"

struct tree {
	struct region *memory;	/* of all texts of the scenario */
	struct view bytes;	/* the file: the suite's digest is over them */
};

#endif
