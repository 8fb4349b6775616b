/* command_mutants.c - each mutant against the scenarios that claim to kill it.
 *
 * Killed means: a scenario that names the mutant failed, in a requirement that
 * the mutant says it breaks.  Dying of anything else (an error, a time limit of
 * the harness, another requirement) is not a kill.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "run/commands.h"
#include "run/interrupt.h"
#include "run/mutant.h"

static int failed(struct fault *f)
{
	fputs("fedlab: ", stderr);
	fault_print(f, stderr);
	fputc('\n', stderr);
	fault_free(f);
	return 2;
}

static bool claims_to_kill(const struct scenario *s, const char *mutant)
{
	for (size_t i = 0; i < s->kills.n; i++)
		if (strcmp(s->kills.item[i].text, mutant) == 0)
			return true;
	return false;
}

static const char *broken_requirement(const struct case_result *c, const struct mutant *m)
{
	for (size_t i = 0; i < c->judged.n_requirement; i++)
		if (c->judged.requirement[i].verdict == VERDICT_FAIL &&
		    mutant_breaks(m, c->judged.requirement[i].id))
			return c->judged.requirement[i].id;
	return NULL;
}

static void print_survivor(const struct mutant *m, const struct run *r)
{
	printf("SURVIVED %-34s breaks", m->name);
	for (size_t i = 0; i < m->n_breaks; i++)
		printf(" %s", m->breaks[i]);
	putchar('\n');
	for (size_t i = 0; i < r->n_result; i++)
		printf("         %-12s %s %s\n", r->result[i].case_->id,
		       verdict_word(r->result[i].verdict),
		       r->result[i].reason != NULL ? r->result[i].reason : "");
}

/* Runs the scenarios of one mutant.  False and *f: the harness failed. */
static bool try_mutant(const struct lab *lab, const struct mutant *m, uint64_t seed,
                       json_t *all, size_t *survivors, struct fault *f)
{
	struct run_options o = { .sut = m->sut, .seed = seed, .quiet = true,
	                         .mutant = m->name, .no_canaries = true };
	struct buf out = { 0 };
	struct run r = { 0 };
	char **ids = mem_array(lab->suite.n + 1, sizeof *ids);
	json_t *entry = json_object(), *killed_by = json_array(), *breaks = json_array();
	bool ok;

	for (size_t i = 0; i < lab->suite.n; i++)
		if (claims_to_kill(lab->suite.item[i], m->name))
			ids[o.n_select++] = lab->suite.item[i]->id.text;
	buf_printf(&out, "build/results/mutants/%s", m->name);
	o.select = ids;
	o.out = buf_cstr(&out);
	ok = o.n_select > 0 ||
	     fault_set(f, m->file, 1, 0, "no scenario says that it kills this mutant");
	ok = ok && run_cases(lab, &o, &r, f);
	if (r.interrupted != 0)
		goto out; /* a survivor of half a run is none */
	for (size_t i = 0; ok && i < r.n_result; i++) {
		const struct case_result *c = &r.result[i];

		if (claims_to_kill(c->case_->scenario, m->name) &&
		    broken_requirement(c, m) != NULL)
			json_array_append_new(killed_by, json_string(c->case_->id));
	}
	for (size_t i = 0; i < m->n_breaks; i++)
		json_array_append_new(breaks, json_string(m->breaks[i]));
	if (ok && json_array_size(killed_by) == 0) {
		(*survivors)++;
		print_survivor(m, &r);
	} else if (ok) {
		printf("killed   %-34s by", m->name);
		for (size_t i = 0; i < json_array_size(killed_by); i++)
			printf(" %s", json_string_value(json_array_get(killed_by, i)));
		putchar('\n');
	}
	fflush(stdout);
	json_object_set_new(entry, "survived", json_boolean(json_array_size(killed_by) == 0));
	json_object_set_new(entry, "requirement", breaks);
	json_object_set_new(entry, "killed_by", killed_by);
	json_object_set_new(all, m->name, entry);
	entry = killed_by = breaks = NULL;
out:
	json_decref(entry);
	json_decref(killed_by);
	json_decref(breaks);
	run_free(&r);
	free(ids);
	buf_free(&out);
	return ok;
}

static bool write_json(json_t *all, const struct lab *lab, const char *path, struct fault *f)
{
	json_t *top = json_pack("{s:i,s:s,s:O}", "schema", 1, "suite", lab->suite_digest,
	                        "mutants", all);
	bool ok = json_dump_file(top, path, JSON_INDENT(1) | JSON_SORT_KEYS) == 0;

	json_decref(top);
	return ok || fault_set(f, path, 0, 0, "cannot be written");
}

int command_mutants(int argc, char **argv)
{
	struct fault f = { 0 };
	struct mutants all = { 0 };
	struct lab lab;
	json_t *json = json_object();
	size_t survivors = 0, tried = 0;
	uint64_t seed;
	int status = 0;

	rng_bytes(&seed, sizeof seed);
	if (!lab_load(&lab)) {
		json_decref(json);
		return 2;
	}
	if (!mutants_load("harness/mutants", lab.catalogue, &all, &f))
		status = failed(&f);
	for (int i = 0; i < argc && status == 0; i++)
		if (mutant_find(&all, argv[i]) == NULL) {
			fprintf(stderr, "fedlab: no mutant \"%s\" in harness/mutants/\n", argv[i]);
			status = 2;
		}
	for (size_t i = 0; i < all.n && status == 0; i++) {
		bool named = argc == 0;

		for (int k = 0; k < argc; k++)
			named |= strcmp(argv[k], all.item[i].name) == 0;
		if (!named)
			continue;
		tried++;
		if (!try_mutant(&lab, &all.item[i], seed, json, &survivors, &f))
			status = failed(&f);
		if (interrupt_seen() != 0)
			interrupt_end(interrupt_seen());
	}
	if (status == 0 && argc == 0 &&
	    !write_json(json, &lab, "build/results/mutants.json", &f))
		status = failed(&f);
	if (status == 0) {
		printf("%zu mutants, %zu killed, %zu survived; seed %016" PRIx64 "\n", tried,
		       tried - survivors, survivors, seed);
		status = tried == 0 ? 3 : survivors > 0 ? 1 : 0;
	}
	json_decref(json);
	mutants_free(&all);
	lab_free(&lab);
	return status;
}
