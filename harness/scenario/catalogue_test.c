#include "scenario/catalogue.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"

static void put(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	out = fopen(path, "w");
	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
}

static void forget(const char *dir)
{
	static const char *const names[] = { "a.tsv", "b.tsv", "vectors.tsv", "excluded.tsv" };
	char path[256];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

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
	char dir[] = "/tmp/fedlab-catalogue-XXXXXX";
	struct fault f = { 0 };
	struct catalogue *c;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_ptr_null(catalogue_load(dir, &f));
	ck_assert_str_eq(f.text, "holds no catalogue of requirements");
	put(dir, "vectors.tsv", "in\tout\n1\t2\n");
	put(dir, "a.tsv", "id\trequirement\nA-1\tfirst\n");
	c = catalogue_load(dir, &f);
	ck_assert_ptr_nonnull(c);
	ck_assert_uint_eq(catalogue_count(c), 1);
	ck_assert_str_eq(catalogue_at(c, 0)->text, "first");
	ck_assert_str_eq(catalogue_at(c, 0)->spec, "");
	catalogue_free(&c);
	put(dir, "b.tsv", "id\trequirement\nB-1\tother\nA-1\tagain\n");
	ck_assert_ptr_null(catalogue_load(dir, &f));
	ck_assert_uint_eq(f.line, 3);
	ck_assert_ptr_nonnull(strstr(f.text, "a second requirement \"A-1\"; the first is in a.tsv"));
	put(dir, "b.tsv", "id\trequirement\n\tnameless\n");
	ck_assert_ptr_null(catalogue_load(dir, &f));
	forget(dir);
	fault_free(&f);
	ck_assert_ptr_null(catalogue_load("/nonexistent", &f));
	fault_free(&f);
}
END_TEST

/* What excluded.tsv says, and the fault it has; NULL: none. */
static void excluded(const char *dir, const char *text, const char *fault)
{
	struct fault f = { 0 };
	struct catalogue *c;

	put(dir, "excluded.tsv", text);
	c = catalogue_load(dir, &f);
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
	char dir[] = "/tmp/fedlab-catalogue-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(dir));
	put(dir, "a.tsv", "id\trequirement\nA-1\tfirst\nA-2\tsecond\n");
	excluded(dir, "id\tclause\treason\nA-1\tA 2\tnone here\n", NULL);
	excluded(dir, "id\tclause\treason\nA-3\tA 2\tnone here\n",
	         "no catalogue has a requirement \"A-3\"");
	excluded(dir, "id\tclause\treason\nA-1\tA 2\tx\nA-1\tA 2\tx\n",
	         "A-1 is excluded twice");
	excluded(dir, "id\tclause\treason\nA-1\t\tx\n", "A-1 is excluded without a clause");
	excluded(dir, "id\tclause\treason\nA-1\tA 2\t\n", "A-1 is excluded without a reason");
	excluded(dir, "id\tclause\nA-1\tA 2\n", "A-1 is excluded without a reason");
	forget(dir);
}
END_TEST

UNIT("catalogue", what_is_left_out_has_a_clause_and_a_reason, the_project_s_own_can_be_read,
     other_tables_are_passed_over_and_doubles_refused)
