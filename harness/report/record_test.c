#include "report/record.h"

#include <string.h>

#include "lib/unit.h"
#include "report/report.h"

static char called[] = "/opt/acme/fedlab", edge[] = "ref-edge", selection[] = "DB-02 dialback";
static char scenarios[] = "scenarios", elsewhere[] = "build/matrix", kernel[] = "Linux 6.1", bin[] = "build/asan/bin";
static struct program peer = { "prosody", "Prosody 0.12", "p-digest" };

static struct run a_run(void)
{
	return (struct run){ .sut = { "acme", "Acme 1.0", "a-digest" },
		             .peer = &peer,
		             .n_peer = 1,
		             .called = called,
		             .seed = 0x12,
		             .suite_digest = "s-digest",
		             .record = { .harness = "h-digest",
		                         .selection = selection,
		                         .scenarios = scenarios,
		                         .slowness = 1.5,
		                         .side_by_side = 6,
		                         .began = "2026-11-29T18:00:00Z",
		                         .kernel = kernel,
		                         .processors = 2 } };
}

static void repeats(const struct run *r, const char *words, const char *line)
{
	struct buf b = { 0 };

	record_repeat(r, "fedlab", words, &b);
	ck_assert_str_eq(buf_cstr(&b), line);
	buf_free(&b);
}

START_TEST(the_line_that_repeats_a_run_has_all_that_was_said)
{
	struct run r = a_run();

	repeats(&r, NULL,
	        "FEDLAB_SLOWNESS=1.5 fedlab run DB-02 dialback --seed 0000000000000012 "
	        "--sut /opt/acme/fedlab");
	r.called = edge;
	r.record.slowness = 1;
	r.record.scenarios = elsewhere;
	r.record.pcap = true;
	repeats(&r, "DB-10", "fedlab run DB-10 --seed 0000000000000012 --scenarios build/matrix --pcap");
	r.record.bin = bin;
	repeats(&r, NULL,
	        "FEDLAB_BIN=build/asan/bin fedlab run DB-02 dialback --seed 0000000000000012 "
	        "--scenarios build/matrix --pcap");
	r.record = (struct record){ .harness = "" };
	repeats(&r, NULL, "fedlab run --seed 0000000000000012");
}
END_TEST

static void note(void *arg, const char *name, const char *value)
{
	buf_printf(arg, "%s=%s\n", name, value);
}

/* In one order, and nothing of what is not known. */
START_TEST(each_fact_that_is_known_is_told_once)
{
	struct run r = a_run();
	struct buf b = { 0 };

	record_each(&r, note, &b);
	ck_assert_str_eq(buf_cstr(&b),
	                 "system=acme\nsystem.version=Acme 1.0\nsystem.adapter=a-digest\n"
	                 "partner.prosody.version=Prosody 0.12\npartner.prosody.adapter=p-digest\n"
	                 "suite=s-digest\nfedlab=" FEDLAB_VERSION "\nharness=h-digest\n"
	                 "selection=DB-02 dialback\nseed=0000000000000012\nslowness=1.5\n"
	                 "side-by-side=6\nbegan=2026-11-29T18:00:00Z\nhost.kernel=Linux 6.1\n"
	                 "host.processors=2\n");
	buf_clear(&b);
	r.whole = true;
	record_each(&r, note, &b);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&b), "selection=the whole suite\n"));
	buf_free(&b);
}
END_TEST

START_TEST(machines_get_numbers_and_a_list)
{
	struct run r = a_run();
	json_t *o = record_json(&r);

	ck_assert_uint_eq(json_array_size(json_object_get(o, "selection")), 2);
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(o, "selection"), 1)),
	                 "dialback");
	ck_assert(json_real_value(json_object_get(o, "slowness")) == 1.5);
	ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(o, "host"), "processors")),
	                 2);
	ck_assert_ptr_nonnull(strstr(json_string_value(json_object_get(o, "repeat")),
	                             "--seed 0000000000000012"));
	json_decref(o);
}
END_TEST

UNIT("record", the_line_that_repeats_a_run_has_all_that_was_said,
     each_fact_that_is_known_is_told_once, machines_get_numbers_and_a_list)
