/* list_for_tests.h - a list of partners from a text.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_PARTNER_LIST_FOR_TESTS_H
#define REF_PARTNER_LIST_FOR_TESTS_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"
#include "partner/partner.h"

static inline struct partners *list_of(const char *yaml)
{
	char path[] = "/tmp/partners-XXXXXX";
	struct fault f = { 0 };
	int fd = mkstemp(path);
	struct partners *p;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, yaml, strlen(yaml)), (ssize_t)strlen(yaml));
	close(fd);
	p = partners_load(path, NULL, 0, NULL, NULL, &f);
	ck_assert_msg(p != NULL, "%s", f.text);
	unlink(path);
	return p;
}

#endif
