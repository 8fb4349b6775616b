#include "scenario/catalogue.h"

#include <string.h>

#include "lib/unit_dir.h"

START_TEST(the_project_s_own_can_be_read)
{
	struct fault f = { 0 };
	struct catalogue *c = catalogue_load("scenarios/requirements", &f);
	const struct requirement *q;

	ck_assert_msg(c != NULL, "%s: %s", f.file, f.text);
	ck_assert_uint_gt(catalogue_count(c), 900);
	q = requirement_find(c, VIEW("R6120-4.3.2-1"));
	ck_assert_ptr_nonnull(q);
	ck_assert_str_eq(q->catalogue, "xmpp");
	ck_assert_str_eq(q->spec, "RFC 6120");
	ck_assert_str_eq(q->section, "4.3.2");
	ck_assert(q->text[0] != '\0' && q->level[0] != '\0');
	ck_assert_ptr_null(requirement_find(c, VIEW("R6120-4.3.2-999")));
	ck_assert_str_eq(requirement_nearest(c, VIEW("R6120-4.3.2-1x")), "R6120-4.3.2-1");
	ck_assert_ptr_null(requirement_nearest(c, VIEW("?")));
	catalogue_free(&c);
	ck_assert_ptr_null(c);
}
END_TEST

START_TEST(other_tables_are_passed_over_and_doubles_refused)
{
	struct fault f = { 0 };
	struct catalogue *c;

	dir_begin();
	ck_assert_ptr_null(catalogue_load(unit_dir, &f));
	ck_assert_str_eq(f.text, "holds no catalogue of requirements");
	dir_puts("vectors.tsv", "in\tout\n1\t2\n");
	dir_puts("a.tsv", "id\trequirement\nA-1\tfirst\n");
	c = catalogue_load(unit_dir, &f);
	ck_assert_ptr_nonnull(c);
	ck_assert_uint_eq(catalogue_count(c), 1);
	ck_assert_str_eq(catalogue_at(c, 0)->text, "first");
	ck_assert_str_eq(catalogue_at(c, 0)->spec, "");
	catalogue_free(&c);
	dir_puts("b.tsv", "id\trequirement\nB-1\tother\nA-1\tagain\n");
	ck_assert_ptr_null(catalogue_load(unit_dir, &f));
	ck_assert_uint_eq(f.line, 3);
	ck_assert_ptr_nonnull(strstr(f.text, "a second requirement \"A-1\"; the first is in a.tsv"));
	dir_puts("b.tsv", "id\trequirement\n\tnameless\n");
	ck_assert_ptr_null(catalogue_load(unit_dir, &f));
	dir_end();
	fault_free(&f);
	ck_assert_ptr_null(catalogue_load("/nonexistent", &f));
	fault_free(&f);
}
END_TEST

/* What excluded.tsv says, and the fault it has; NULL: none. */
static void excluded(const char *text, const char *fault)
{
	struct fault f = { 0 };
	struct catalogue *c;

	dir_puts("excluded.tsv", text);
	c = catalogue_load(unit_dir, &f);
	ck_assert_msg((c != NULL) == (fault == NULL), "%s", text);
	if (fault != NULL)
		ck_assert_str_eq(f.text, fault);
	else
		ck_assert_str_eq(requirement_find(c, VIEW("A-1"))->reason, "none here");
	if (c != NULL)
		ck_assert_ptr_null(requirement_find(c, VIEW("A-2"))->clause);
	catalogue_free(&c);
	fault_free(&f);
}

START_TEST(what_is_left_out_has_a_clause_and_a_reason)
{
	dir_begin();
	dir_puts("a.tsv", "id\trequirement\nA-1\tfirst\nA-2\tsecond\n");
	excluded("id\tclause\treason\nA-1\tA 2\tnone here\n", NULL);
	excluded("id\tclause\treason\nA-3\tA 2\tnone here\n",
	         "no catalogue has a requirement \"A-3\"");
	excluded("id\tclause\treason\nA-1\tA 2\tx\nA-1\tA 2\tx\n",
	         "A-1 is excluded twice");
	excluded("id\tclause\treason\nA-1\t\tx\n", "A-1 is excluded without a clause");
	excluded("id\tclause\treason\nA-1\tA 2\t\n", "A-1 is excluded without a reason");
	excluded("id\tclause\nA-1\tA 2\n", "A-1 is excluded without a reason");
	dir_end();
}
END_TEST

UNIT("catalogue", what_is_left_out_has_a_clause_and_a_reason, the_project_s_own_can_be_read,
     other_tables_are_passed_over_and_doubles_refused)
