#include "scenario/scenario.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/suggest.h"
#include "lib/unit.h"
#include "scenario/catalogue.h"
#include "scenario/payload.h"

#define FIXTURES "harness/scenario/fixtures"

static struct catalogue *catalogue(void)
{
	struct fault f = { 0 };
	struct catalogue *c = catalogue_load("scenarios/requirements", &f);

	ck_assert_msg(c != NULL, "%s", f.text);
	return c;
}

static struct scenario *load(const char *path)
{
	struct catalogue *cat = catalogue();
	struct fault f = { 0 };
	struct scenario *s = scenario_load(path, cat, &f);

	ck_assert_msg(s != NULL, "%s:%u: %s", path, f.line, f.text);
	catalogue_free(&cat);
	return s;
}

static const char *const forms[] = { "valid", "expired" };

static bool form_is_known(struct view form)
{
	return view_is(form, forms[0]) || view_is(form, forms[1]);
}

static const char *form_nearest(struct view form)
{
	return suggest(form, forms, 2);
}

/* --- what is refused -------------------------------------------------------- */

static char *expected_of(const char *path)
{
	char line[512];
	FILE *in = fopen(path, "r");

	ck_assert_ptr_nonnull(in);
	ck_assert_ptr_nonnull(fgets(line, sizeof line, in));
	fclose(in);
	ck_assert_msg(strncmp(line, "# ", 2) == 0, "%s: no expectation", path);
	return view_dup(view_trim(view_from(view_of(line), 2)));
}

/* The word that the message quotes stands at its column. */
static void place_is_right(const char *path, const struct fault *f, const char *expected)
{
	char line[1024] = "";
	const char *quote = strchr(expected, '"');
	FILE *in = fopen(path, "r");

	ck_assert_ptr_nonnull(in);
	for (unsigned n = 0; n < f->line; n++)
		ck_assert_ptr_nonnull(fgets(line, sizeof line, in));
	fclose(in);
	ck_assert_uint_ge(f->line, 1);
	ck_assert_uint_ge(f->column, 1);
	ck_assert_msg(f->column <= strlen(line) + 1, "%s:%u:%u", path, f->line, f->column);
	if (strncmp(expected, "unknown word \"", 14) == 0)
		ck_assert_msg(strncmp(line + f->column - 1, quote + 1, strcspn(quote + 1, "\"")) == 0,
		              "%s:%u:%u", path, f->line, f->column);
}

static int is_fixture(const struct dirent *d)
{
	return view_ends(view_of(d->d_name), VIEW(".scn"));
}

START_TEST(each_fixture_is_judged_as_it_says)
{
	struct catalogue *cat = catalogue();
	struct dirent **entry;
	int n = scandir(FIXTURES, &entry, is_fixture, alphasort);

	ck_assert_int_gt(n, 70);
	scenario_know_certificates(form_is_known, form_nearest);
	for (int i = 0; i < n; i++) {
		char path[512];
		struct fault f = { 0 };
		struct scenario *s;
		char *expected;

		snprintf(path, sizeof path, "%s/%s", FIXTURES, entry[i]->d_name);
		expected = expected_of(path);
		s = scenario_load(path, cat, &f);
		if (strcmp(expected, "ok") == 0) {
			ck_assert_msg(s != NULL, "%s:%u:%u: %s", path, f.line, f.column, f.text);
		} else {
			ck_assert_msg(s == NULL, "%s: loads", path);
			ck_assert_msg(strstr(f.text, expected) != NULL, "%s:%u:%u: %s", path, f.line,
			              f.column, f.text);
			ck_assert_str_eq(f.file, path);
			place_is_right(path, &f, expected);
		}
		scenario_free(&s);
		fault_free(&f);
		free(expected);
		free(entry[i]);
	}
	scenario_know_certificates(NULL, NULL);
	free(entry);
	catalogue_free(&cat);
}
END_TEST

START_TEST(files_that_are_none)
{
	struct fault f = { 0 };
	char path[] = "/tmp/fedlab-scenario-XXXXXX";
	int fd = mkstemp(path);

	ck_assert_ptr_null(scenario_load("/nonexistent.scn", NULL, &f));
	ck_assert_int_ge(fd, 0);
	ck_assert_ptr_null(scenario_load(path, NULL, &f));
	ck_assert_str_eq(f.text, "there is no `test`");
	ck_assert_int_eq(write(fd, "test \xff\n", 7), 7);
	ck_assert_ptr_null(scenario_load(path, NULL, &f));
	ck_assert_str_eq(f.text, "not UTF-8 text");
	close(fd);
	unlink(path);
	fault_free(&f);
}
END_TEST

/* --- what is made of it ------------------------------------------------------------ */

START_TEST(steps_are_as_written)
{
	struct scenario *s = load("harness/scenario/fixtures/FX-01-right.scn");
	const struct case_ *c = s->cases[0];
	const struct step *gets = &c->step[3], *fence = &c->step[4], *nothing = &c->step[5];

	ck_assert_uint_eq(s->n_cases, 1);
	ck_assert_str_eq(s->id.text, "FX-01");
	ck_assert_str_eq(s->title, "A key that is denied");
	ck_assert_str_eq(s->chapter, "fixtures");
	ck_assert_uint_eq(s->budget_ms, 8000);
	ck_assert_str_eq(s->control.item[0].text, "DB-01");
	ck_assert_str_eq(c->id, "FX-01");
	ck_assert(!c->positive);
	ck_assert_uint_eq(c->n_step, 6);
	ck_assert_int_eq(c->step[0].phase, PHASE_SETUP);
	ck_assert_uint_eq(c->step[0].group, 1);
	ck_assert_str_eq(c->step[1].arg[0], "iut.example");
	ck_assert_int_eq(gets->verb, VERB_GETS);
	ck_assert_uint_eq(gets->number, 4);
	ck_assert_uint_eq(gets->group, 2);
	ck_assert_uint_eq(gets->within_ms, 4000);
	ck_assert_ptr_null(gets->arg[0]);
	ck_assert_str_eq(gets->text, "thief gets within 4s");
	ck_assert_str_eq(gets->requirements.item[0].text, "X0220-2.2.1-2");
	ck_assert_uint_eq(gets->n_payload, 1);
	ck_assert(view_is(payload_text(gets->payload[0]), "<db:result type='invalid'/>"));
	ck_assert_int_eq(fence->verb, VERB_FENCE);
	ck_assert_uint_eq(fence->group, 3);
	ck_assert_str_eq(c->cast[fence->actor].name.text, "friar");
	ck_assert_str_eq(fence->arg[0], "F");
	ck_assert_str_eq(fence->arg[2], "juliet");
	ck_assert_str_eq(fence->arg[3], "thief");
	ck_assert_ptr_null(nothing->arg[0]);
	ck_assert_str_eq(nothing->arg[2], "F");
	scenario_free(&s);
	ck_assert_ptr_null(s);
}
END_TEST

START_TEST(the_cast_is_as_written)
{
	struct scenario *s = load("harness/scenario/fixtures/FX-01-right.scn");
	const struct actor *a = s->cases[0]->cast;

	ck_assert_uint_eq(s->cases[0]->n_cast, 4);
	ck_assert_int_eq(a[0].kind, ACTOR_SUT);
	ck_assert_str_eq(a[0].domain.text, "iut.example");
	ck_assert_uint_eq(a[0].n_policy, 1);
	ck_assert_str_eq(a[0].policy[0].domain.text, "peer.example");
	ck_assert_str_eq(a[0].policy[0].settings.item[1].text, "dialback=yes");
	ck_assert_int_eq(a[3].kind, ACTOR_SCRIPTED_DIALLER);
	ck_assert_str_eq(a[3].domain.text, "peer.example");
	ck_assert_str_eq(a[3].address.text, "B");
	ck_assert_str_eq(actor_setting(&a[3], "tls", "starts"), "starts");
	ck_assert_str_eq(actor_kind_word(a[3].kind), "scripted-dialler");
	scenario_free(&s);
}
END_TEST

START_TEST(rows_are_cases)
{
	struct scenario *s = load("scenarios/policy/TP-TLS-tls-policy-matrix.scn");
	const struct case_ *required = s->cases[7], *optional = s->cases[9];

	ck_assert_uint_eq(s->n_cases, 13);
	ck_assert_str_eq(required->id, "TP-TLS/8");
	ck_assert_str_eq(required->why, "both can");
	ck_assert_str_eq(required->cast[0].policy[0].settings.item[0].text, "tls=required");
	ck_assert_str_eq(optional->cast[0].policy[0].settings.item[0].text, "tls=optional");
	/* `if policy=required` on a step, and in a payload */
	ck_assert_uint_eq(required->n_step, optional->n_step + 1);
	ck_assert(view_find(payload_text(required->step[2].payload[0]), VIEW("<required/>")) <
	          payload_text(required->step[2].payload[0]).n);
	ck_assert(view_find(payload_text(optional->step[2].payload[0]), VIEW("required")) ==
	          payload_text(optional->step[2].payload[0]).n);
	ck_assert(s->cases[0]->positive && required->positive);
	ck_assert(!s->cases[1]->positive && !s->cases[8]->positive);
	for (size_t i = 0; i < s->n_cases; i++)
		for (size_t k = 0; k < s->cases[i]->n_step; k++)
			ck_assert_uint_eq(s->cases[i]->step[k].number, k + 1);
	scenario_free(&s);
}
END_TEST

/* --- the suite ------------------------------------------------------------------------ */

static void count_fault(void *arg, const struct fault *f)
{
	unsigned *n = arg;

	(void)f;
	++*n;
}

static void no_fault(void *arg, const struct fault *f)
{
	(void)arg;
	ck_abort_msg("%s:%u:%u: %s", f->file, f->line, f->column, f->text);
}

static void put_file(const char *dir, const char *name, const char *id, const char *control)
{
	char path[256];
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	out = fopen(path, "w");
	ck_assert_ptr_nonnull(out);
	fprintf(out, "test %s\ntitle t\nproves R-1\ncontrol %s\nkills m\nbudget 1s\n"
	        "cast\n  iut is sut at a.example\nact\n  iut is still running [R-1]\n", id, control);
	fclose(out);
}

START_TEST(suites_are_checked_across_files)
{
	char dir[] = "/tmp/fedlab-suite-XXXXXX", path[256];
	struct suite s;
	unsigned faults = 0;
	char one[65], two[65];

	ck_assert_ptr_nonnull(mkdtemp(dir));
	put_file(dir, "B-1-x.scn", "B-1", "A-1");
	put_file(dir, "A-1-x.scn", "A-1", "none");
	ck_assert(suite_load(dir, NULL, &s, no_fault, NULL));
	ck_assert_uint_eq(s.n, 2);
	ck_assert_str_eq(s.item[0]->id.text, "A-1");
	ck_assert_ptr_eq(suite_find(&s, "B-1"), s.item[1]);
	ck_assert_ptr_null(suite_find(&s, "C-1"));
	suite_digest(&s, one);
	ck_assert_uint_eq(strlen(one), 64);
	suite_free(&s);
	put_file(dir, "B-1-x.scn", "B-1", "A-2");		/* there is none */
	put_file(dir, "A-1-y.scn", "A-1", "none");		/* the id again */
	ck_assert(!suite_load(dir, NULL, &s, count_fault, &faults));
	ck_assert_uint_eq(faults, 2);
	suite_digest(&s, two);
	ck_assert_str_ne(one, two);
	suite_free(&s);
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", dir,
		         (const char *[]){ "A-1-x.scn", "A-1-y.scn", "B-1-x.scn" }[i]);
		unlink(path);
	}
	rmdir(dir);
}
END_TEST

UNIT("scenario", each_fixture_is_judged_as_it_says, files_that_are_none, steps_are_as_written,
     the_cast_is_as_written, rows_are_cases, suites_are_checked_across_files)
