#include "run/critical.h"

#include <stdio.h>
#include <string.h>

#include "lib/unit_dir.h"

/* Two critical rows and one that is not; a scenario for each, two mutants. */
static const char table[] = "id\tspec\tsection\tlevel\trole\trequirement\tx\ty\tseverity\n"
                            "R-one\tS\t1\tMUST\tedge\tone\tx\ty\tcritical\n"
                            "R-two\tS\t1\tMUST\tedge\ttwo\tx\ty\tcritical\n"
                            "R-three\tS\t1\tMUST\tedge\tthree\tx\ty\tmajor\n";

static char one[] = "R-one", two[] = "R-two", three[] = "R-three";
static char alpha[] = "alpha", beta[] = "beta";
static struct word proves[] = { { .text = one }, { .text = two }, { .text = three } };
static struct word kills[] = { { .text = alpha }, { .text = beta } };
static struct scenario scenario[3];
static struct scenario *item[] = { &scenario[0], &scenario[1], &scenario[2] };
static char *of_alpha[] = { one }, *of_beta[] = { two };
static struct mutant mutant[] = {
	{ .name = alpha, .breaks = of_alpha, .n_breaks = 1 },
	{ .name = beta, .breaks = of_beta, .n_breaks = 1 },
};
static const struct mutants mutants = { mutant, 2 };
static char told[128];

static void tell(void *arg, const struct requirement *q, const struct scenario *by)
{
	size_t n = strlen(told);

	(void)arg;
	snprintf(told + n, sizeof told - n, "%s by %s;", q->id, by->id.text);
}

static const char *unnoticed(void)
{
	const struct suite s = { item, 3 };
	struct fault f = { 0 };
	struct catalogue *c;

	dir_begin();
	dir_puts("a.tsv", table);
	c = catalogue_load(unit_dir, &f);
	dir_end();
	ck_assert_msg(c != NULL, "%s: %s", f.file, f.text);
	told[0] = '\0';
	critical_unnoticed(&s, c, &mutants, tell, NULL);
	catalogue_free(&c);
	return told;
}

static void start(void)
{
	static const char *const id[] = { "A", "B", "C" };

	for (size_t i = 0; i < 3; i++)
		scenario[i] = (struct scenario){ .id = { .text = (char *)id[i] },
			                         .proves = { &proves[i], 1 } };
	scenario[0].kills = (struct words){ &kills[0], 1 };
	scenario[1].kills = (struct words){ &kills[1], 1 };
}

START_TEST(all_are_noticed)
{
	start();
	ck_assert_str_eq(unnoticed(), "");
}
END_TEST

START_TEST(one_that_nothing_kills_for_is_told)
{
	start();
	scenario[0].kills.n = 0;
	ck_assert_str_eq(unnoticed(), "R-one by A;");
}
END_TEST

/* Killed by a scenario that proves something else: the row was not what failed. */
START_TEST(the_scenario_has_to_prove_the_row)
{
	start();
	scenario[0].kills.n = 0;
	scenario[2].kills = (struct words){ &kills[0], 1 };
	ck_assert_str_eq(unnoticed(), "R-one by A;");
}
END_TEST

START_TEST(the_mutant_has_to_break_the_row)
{
	start();
	scenario[1].kills = (struct words){ &kills[0], 1 };
	ck_assert_str_eq(unnoticed(), "R-two by B;");
}
END_TEST

START_TEST(a_second_scenario_will_do_and_a_canary_will_not)
{
	start();
	scenario[1].kills.n = 0;
	scenario[2].proves = (struct words){ &proves[1], 1 };
	scenario[2].kills = (struct words){ &kills[1], 1 };
	ck_assert_str_eq(unnoticed(), "");
	scenario[2].canary.text = two;
	ck_assert_str_eq(unnoticed(), "R-two by B;");
}
END_TEST

UNIT("critical", all_are_noticed, one_that_nothing_kills_for_is_told,
     the_scenario_has_to_prove_the_row, the_mutant_has_to_break_the_row,
     a_second_scenario_will_do_and_a_canary_will_not)
