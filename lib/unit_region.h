/* unit_region.h - tests that each begin with an empty region.
 *
 *	TEST(names)
 *		struct element *e = element_new(region, NS_SERVER, "message");
 *		...
 *	END
 *
 * `region` is there from TEST to END, which frees it and all that came from it.
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef LIB_UNIT_REGION_H
#define LIB_UNIT_REGION_H

#include "lib/region.h"
#include "lib/unit.h"

static struct region *region;

#define TEST(name) \
	START_TEST(name) { region = region_new();
#define END \
	region_free(&region); } END_TEST

#endif
