/* Shows a subject with the blanks that its folds have left.  Breaks R3261-7.3.1-1. */
#include "gateway/text.h"

__typeof__(text_blanks) __wrap_text_blanks;

struct view __wrap_text_blanks(struct view value, struct region *r)
{
	(void)r;
	return value;
}
