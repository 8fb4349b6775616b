/* command_mutants.c - shows that the suite can fail.
 *
 * First the healthy reference plays everything; then every claim of a `kills`
 * line is tried (trials.h).  A mutant that no scenario kills is a survivor; a
 * claim that does not hold is a lie of the scenario's; both fail.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "lib/text.h"
#include "run/commands.h"
#include "run/interrupt.h"
#include "run/sut.h"
#include "run/tidy.h"
#include "run/trials.h"

#define OUT "build/results/mutants"

/* The two programs a mutant can be in, as what they are run as. */
static const char *const systems[] = { "ref-edge", "ref" };

struct session {
	struct lab lab;
	struct mutants all;
	bool *tried; /* by the index of the mutant */
	bool *now;   /* those of them that are in the system at hand */
	size_t n_tried;
	json_t *entries; /* of mutants.json */
	size_t played;   /* cases, the reference's included */
	int healthy;     /* exit status of the reference's worst run */
	uint64_t seed;
	unsigned jobs;
	bool patient, terminal;
	/* the outcome */
	size_t decided, survived, claims, vain, untried;
	bool faked; /* the reference was killed under shortened waits */
};

/* --- what is asked for ------------------------------------------------------------ */

static bool try_by_name(struct session *s, const char *name, struct fault *f)
{
	const struct mutant *m = mutant_find(&s->all, name);

	if (m == NULL)
		return fault_set(f, NULL, 0, 0, "no mutant \"%s\" in harness/mutants/", name);
	s->tried[m - s->all.item] = true;
	return true;
}

static bool read_words(struct session *s, int argc, char **argv, struct fault *f)
{
	bool named = false;
	uint64_t n;

	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--patient") == 0) {
			s->patient = true;
		} else if (strcmp(argv[i], "-j") == 0) {
			if (++i == argc || !text_u64(view_of(argv[i]), 1, 64, &n))
				return fault_set(f, NULL, 0, 0,
				                 "-j needs a number from 1 to 64");
			s->jobs = (unsigned)n;
		} else if (argv[i][0] == '-') {
			return fault_set(f, NULL, 0, 0,
			                 "unknown option \"%s\" of mutants; there are -j N and "
			                 "--patient",
			                 argv[i]);
		} else {
			named = true;
			if (!try_by_name(s, argv[i], f))
				return false;
		}
	}
	for (size_t i = 0; i < s->all.n; i++) {
		s->tried[i] |= !named;
		s->n_tried += s->tried[i];
	}
	return true;
}

/* --- the healthy reference ---------------------------------------------------------- */

static bool is_needed(const struct session *s, const struct scenario *of)
{
	for (size_t i = 0; i < of->kills.n; i++)
		if (s->now[mutant_find(&s->all, of->kills.item[i].text) - s->all.item])
			return true;
	return false;
}

static bool play_reference(struct session *s, const char *system, const char *out,
                           struct run *r, struct fault *f)
{
	const struct suite *suite = &s->lab.suite;
	char **ids = mem_array(suite->n + 1, sizeof *ids);
	struct run_options o = { .sut = system,
		                 .seed = s->seed,
		                 .jobs = s->jobs,
		                 .select = ids,
		                 .out = out,
		                 .no_results = true };
	bool ok;

	for (size_t i = 0; i < suite->n && s->n_tried < s->all.n; i++)
		if (is_needed(s, suite->item[i]))
			ids[o.n_select++] = suite->item[i]->id.text;
	ok = run_cases(&s->lab, &o, r, f);
	free(ids);
	return ok;
}

/* --- lines for people ------------------------------------------------------------------ */

static void wipe(const struct session *s)
{
	if (s->terminal)
		fputs("\r\033[K", stderr);
}

static void print_vain(const struct claim *l)
{
	if (l->untried)
		printf("         %s was not tried: not applicable to %s\n",
		       l->scenario->id.text, l->mutant->sut);
	else
		printf("         %s does not: %s\n", l->scenario->id.text,
		       l->instead != NULL ? l->instead
		                          : "none of its cases carries what the mutant breaks");
}

static void print_mutant(const struct session *s, const struct trials *t,
                         const struct mutant *m, size_t killed, size_t claims)
{
	wipe(s);
	printf("%s %-34s", killed > 0 ? "killed  " : "SURVIVED", m->name);
	for (size_t i = 0; i < t->n && killed > 0; i++)
		if (t->claim[i].mutant == m && t->claim[i].by != NULL)
			printf(" %s (%s, %s)", t->claim[i].by->id, t->claim[i].kill.requirement,
			       class_word(t->claim[i].kill.class_));
	for (size_t i = 0; i < m->n_breaks && killed == 0; i++)
		printf("%s%s", i == 0 ? " breaks " : " ", m->breaks[i]);
	putchar('\n');
	for (size_t i = 0; i < t->n && killed < claims; i++)
		if (t->claim[i].mutant == m && t->claim[i].by == NULL)
			print_vain(&t->claim[i]);
	fflush(stdout);
}

static void decide(void *arg, const struct trials *t, const struct mutant *m)
{
	struct session *s = arg;
	size_t killed = 0, claims = 0, untried = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct claim *l = &t->claim[i];

		if (l->mutant != m)
			continue;
		claims++;
		killed += l->by != NULL;
		untried += l->untried;
		if (m != NULL || l->by == NULL)
			continue;
		s->faked = true;
		wipe(s);
		printf("FAKED    the reference itself, when waits are short: %s\n", l->instead);
	}
	if (m == NULL)
		return;
	s->decided++;
	s->survived += killed == 0;
	s->claims += claims;
	s->untried += untried;
	s->vain += claims - killed - untried;
	print_mutant(s, t, m, killed, claims);
	if (s->terminal)
		fprintf(stderr, "%zu of %zu mutants, %zu survived", s->decided, s->n_tried,
		        s->survived);
}

/* --- mutants.json -------------------------------------------------------------------------- */

static json_t *entry(const struct trials *t, const struct mutant *m)
{
	json_t *requirement = json_array(), *by = json_array(), *class_ = json_array();
	json_t *because = json_array(), *vain = json_array(), *untried = json_array();

	for (size_t i = 0; i < m->n_breaks; i++)
		json_array_append_new(requirement, json_string(m->breaks[i]));
	for (size_t i = 0; i < t->n; i++) {
		const struct claim *l = &t->claim[i];

		if (l->mutant != m)
			continue;
		if (l->by == NULL) {
			json_array_append_new(l->untried ? untried : vain,
			                      json_string(l->scenario->id.text));
			continue;
		}
		json_array_append_new(by, json_string(l->by->id));
		json_array_append_new(because, json_string(l->kill.requirement));
		json_array_append_new(class_, json_string(class_word(l->kill.class_)));
	}
	return json_pack("{s:o,s:b,s:o,s:o,s:o,s:o,s:o}", "requirement", requirement,
	                 "survived", json_array_size(by) == 0, "killed_by", by, "because",
	                 because, "class", class_, "in_vain", vain, "not_tried", untried);
}

static void add_entries(struct session *s, const struct trials *t)
{
	for (size_t i = 0; i < s->all.n; i++)
		if (s->now[i])
			json_object_set_new(s->entries, s->all.item[i].name,
			                    entry(t, &s->all.item[i]));
}

static bool write_json(const struct session *s, const char *path, struct fault *f)
{
	json_t *top = json_pack("{s:i,s:s,s:O}", "schema", 1, "suite", s->lab.suite_digest,
	                        "mutants", s->entries);
	bool ok = json_dump_file(top, path, JSON_INDENT(1) | JSON_SORT_KEYS) == 0;

	json_decref(top);
	return ok || fault_set(f, path, 0, 0, "cannot be written");
}

/* --- the whole --------------------------------------------------------------------------------- */

static bool play_mutants(struct session *s, const char *system, const char *authority,
                         const struct run *reference, struct trials *t, struct fault *f)
{
	struct trial_settings set = {
		.lab = &s->lab,
		.mutants = &s->all,
		.healthy = reference,
		.ground = { .suite_digest = s->lab.suite_digest,
		            .out = OUT,
		            .authority = authority,
		            .seed = s->seed },
		.side_by_side = s->jobs != 0 ? s->jobs : jobs_side_by_side(),
		.patient = s->patient,
		.decided = decide,
		.arg = s,
	};
	struct profile *sut = sut_load(s->lab.catalogue, "peers", system, f);
	bool ok = sut != NULL && jobs_slowness(&set.ground.slowness, f);

	set.ground.sut = sut;
	ok = ok && trials_play(&set, s->now, t, f);
	profile_free(&sut);
	return ok;
}

/* The mutants of one program. */
static bool try_system(struct session *s, const char *system, struct fault *f)
{
	struct run reference = { 0 };
	struct trials t = { 0 };
	struct buf out = { 0 }, authority = { 0 };
	bool any = false, ok = true;

	for (size_t i = 0; i < s->all.n; i++) {
		s->now[i] = s->tried[i] && strcmp(s->all.item[i].sut, system) == 0;
		any = any || s->now[i];
	}
	buf_printf(&out, OUT "/%s", system);
	buf_printf(&authority, "%s/authority", buf_cstr(&out));
	if (any)
		ok = play_reference(s, system, buf_cstr(&out), &reference, f);
	if (any && ok && reference.interrupted == 0) {
		int status = run_exit_status(&reference);

		s->healthy = status > s->healthy ? status : s->healthy;
		ok = play_mutants(s, system, buf_cstr(&authority), &reference, &t, f);
		s->played += reference.n_result + t.played;
		add_entries(s, &t);
	}
	trials_free(&t);
	run_free(&reference);
	buf_free(&out);
	buf_free(&authority);
	return ok;
}

/* Before hours are spent: one that is not there would survive as if it were healthy. */
static bool all_are_built(const struct session *s, struct fault *f)
{
	struct buf path = { 0 };
	bool ok = true;

	for (size_t i = 0; i < s->all.n && ok; i++) {
		const struct mutant *m = &s->all.item[i];

		buf_clear(&path);
		buf_printf(&path, "build/mutants/%s/%s", m->name, mutant_program(m));
		ok = !s->tried[i] || access(buf_cstr(&path), X_OK) == 0 ||
		     fault_set(f, m->file, 1, 0, "it is not built: `make %s`; `make mutants` builds them all",
		               buf_cstr(&path));
	}
	buf_free(&path);
	return ok;
}

static int try_all(struct session *s)
{
	struct fault f = { 0 };
	struct timespec from, to;
	int status = 0;

	clock_gettime(CLOCK_MONOTONIC, &from);
	tidy_remove(OUT);
	s->entries = json_object();
	for (size_t i = 0; i < sizeof systems / sizeof systems[0] && status == 0; i++)
		if (interrupt_seen() == 0 && !try_system(s, systems[i], &f))
			status = command_failed(&f);
	wipe(s);
	if (interrupt_seen() != 0)
		interrupt_end(interrupt_seen());
	if (status == 0 && s->n_tried == s->all.n &&
	    !write_json(s, "build/results/mutants.json", &f))
		status = command_failed(&f);
	if (status == 0) {
		clock_gettime(CLOCK_MONOTONIC, &to);
		printf("%zu mutants: %zu killed, %zu survived; %zu claims, %zu in vain, "
		       "%zu not tried; reference %s; %zu cases in %ld s; seed %016" PRIx64 "\n",
		       s->n_tried, s->n_tried - s->survived, s->survived, s->claims, s->vain,
		       s->untried,
		       s->faked          ? "killed when waits are short"
		       : s->healthy != 0 ? "not healthy"
		                         : "healthy",
		       s->played, (long)(to.tv_sec - from.tv_sec), s->seed);
		status = s->faked ? 2 : s->survived + s->vain > 0 ? 1 : s->healthy;
	}
	json_decref(s->entries);
	return status;
}

int command_mutants(int argc, char **argv)
{
	struct session s = { .terminal = isatty(STDERR_FILENO) == 1 };
	struct fault f = { 0 };
	int status;

	rng_bytes(&s.seed, sizeof s.seed);
	if (!lab_load(&s.lab, "scenarios"))
		return 2;
	if (!lab_check_mutants(&s.lab)) {
		status = 2;
	} else if (!mutants_load("harness/mutants", s.lab.catalogue, &s.all, &f)) {
		status = command_failed(&f);
	} else {
		s.tried = mem_array(s.all.n + 1, sizeof *s.tried);
		s.now = mem_array(s.all.n + 1, sizeof *s.now);
		status = read_words(&s, argc, argv, &f) && all_are_built(&s, &f) ? try_all(&s)
		                                                                  : command_failed(&f);
	}
	free(s.tried);
	free(s.now);
	mutants_free(&s.all);
	lab_free(&s.lab);
	return status;
}
