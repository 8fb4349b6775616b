#include "report/report.h"

#include <string.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/unit.h"
#include "scenario/catalogue.h"

#define FILE_ "results_test.md"

static struct program peer = { "prosody", "Prosody 0.12", "p-digest" };

/* What a run of nothing writes of `sut`. */
static void write_block(const char *sut, const char *adapter, const char *suite)
{
	struct suite none = { NULL, 0 };
	struct fault f = { 0 };
	struct catalogue *c = catalogue_load("scenarios/requirements", &f);
	struct run r = { .sut = { (char *)(uintptr_t)sut, peer.version, "" },
		         .peer = &peer,
		         .n_peer = 1,
		         .suite = &none,
		         .catalogue = c };

	ck_assert_msg(c != NULL, "%s", f.text);
	snprintf(r.sut.adapter, sizeof r.sut.adapter, "%s", adapter);
	snprintf(r.suite_digest, sizeof r.suite_digest, "%s", suite);
	run_sum_up(&r);
	ck_assert_msg(report_results_md(&r, FILE_, &f), "%s", f.text);
	run_free_sums(&r);
	catalogue_free(&c);
}

static bool note(void *arg, const char *sut, const char *name, const char *digest)
{
	buf_printf(arg, "%s:%s=%s\n", sut, name, digest);
	return true;
}

static bool no_more(void *arg, const char *sut, const char *name, const char *digest)
{
	(void)note(arg, sut, name, digest);
	return false;
}

static struct buf text_of_file(void)
{
	struct buf b = { 0 };
	struct fault f = { 0 };

	ck_assert(file_read(FILE_, (size_t)1 << 20, &b, &f));
	return b;
}

START_TEST(each_block_tells_its_adapters)
{
	struct buf told = { 0 };

	write_block("ref", "r-digest", "s1");
	write_block("ref-edge", "e-digest", "s1");
	ck_assert(report_results_adapters(FILE_, note, &told));
	ck_assert_str_eq(buf_cstr(&told), "ref:ref=r-digest\nref:prosody=p-digest\n"
	                                  "ref-edge:ref-edge=e-digest\nref-edge:prosody=p-digest\n");
	buf_clear(&told);
	ck_assert(!report_results_adapters(FILE_, no_more, &told));
	ck_assert_str_eq(buf_cstr(&told), "ref:ref=r-digest\n");
	unlink(FILE_);
	ck_assert(report_results_adapters(FILE_, no_more, &told)); /* none */
	buf_free(&told);
}
END_TEST

/* Its own block is replaced, and the same run writes the same bytes. */
START_TEST(the_same_run_writes_the_same)
{
	struct fault f = { 0 };
	struct buf once, again;

	write_block("ref", "r-digest", "s1");
	write_block("ref-edge", "e-digest", "s1");
	once = text_of_file();
	write_block("ref", "r-digest", "s1");
	again = text_of_file();
	ck_assert_str_eq(buf_cstr(&once), buf_cstr(&again));
	ck_assert(report_results_current(FILE_, "s1", &f));
	write_block("ref", "r-digest", "s2");
	ck_assert(!report_results_current(FILE_, "s2", &f));
	ck_assert_ptr_nonnull(strstr(f.text, "ref-edge are of another suite"));
	fault_free(&f);
	unlink(FILE_);
	buf_free(&once);
	buf_free(&again);
}
END_TEST

UNIT("results", each_block_tells_its_adapters, the_same_run_writes_the_same)
