#include "run/run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "run/digest.h"
#include "world/world.h"

static void print_fault(void *arg, const struct fault *f)
{
	(void)arg;
	fault_print(f, stderr);
	fputc('\n', stderr);
}

bool lab_load(struct lab *lab, const char *scenarios)
{
	char scenarios_digest[DIGEST_SIZE], catalogues_digest[DIGEST_SIZE];
	struct fault f = { 0 };

	memset(lab, 0, sizeof *lab);
	if (access("scenarios/requirements", F_OK) != 0) {
		fputs("fedlab: there is no scenarios/requirements here: run it in the top "
		      "folder of "
		      "fedlab, as build/bin/fedlab\n",
		      stderr);
		return false;
	}
	scenario_know_certificates(certificate_form_is_known, certificate_form_nearest);
	lab->catalogue = catalogue_load("scenarios/requirements", &f);
	if (lab->catalogue == NULL) {
		print_fault(NULL, &f);
		fault_free(&f);
		return false;
	}
	if (!suite_load(scenarios, lab->catalogue, &lab->suite, print_fault, NULL)) {
		lab_free(lab);
		return false;
	}
	suite_digest(&lab->suite, scenarios_digest);
	if (!digest_folder("scenarios/requirements", ".tsv", catalogues_digest, &f)) {
		print_fault(NULL, &f);
		fault_free(&f);
		lab_free(lab);
		return false;
	}
	digest_both(scenarios_digest, catalogues_digest, lab->suite_digest);
	return true;
}

void lab_free(struct lab *lab)
{
	suite_free(&lab->suite);
	catalogue_free(&lab->catalogue);
}
