/* command_model.c - the matrix of a scenario about partner policy, from the model. */
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "model/rows.h"
#include "run/commands.h"

static int wrong(const char *file, const char *why)
{
	fprintf(stderr, "fedlab: %s: %s\n", file, why);
	return 2;
}

static void print(const struct cells *cells, const struct model *m, const char *path,
                  int *status)
{
	struct buf text = { 0 }, out = { 0 };
	struct fault f = { 0 };

	if (!file_read(path, (size_t)1 << 20, &text, &f))
		*status = wrong(path, f.text);
	else if (!rows_put(buf_view(&text), m, cells, &out))
		*status = wrong(path, "there is no `matrix` in it");
	else
		fwrite(buf_view(&out).p, 1, buf_len(&out), stdout);
	buf_free(&text);
	buf_free(&out);
	fault_free(&f);
}

/* in|out [--all] FILE */
int command_model(int argc, char **argv)
{
	bool all = argc == 3 && strcmp(argv[1], "--all") == 0, inbound;
	struct cells product, few;
	struct fault f = { 0 };
	struct model m;
	int status = 0;

	if ((argc != 2 && !all) ||
	    (strcmp(argv[0], "in") != 0 && strcmp(argv[0], "out") != 0)) {
		fputs("usage: fedlab model in|out [--all] FILE\n", stderr);
		return 2;
	}
	inbound = strcmp(argv[0], "in") == 0;
	if (!model_load("scenarios/requirements/lync-matrix.tsv", &m, &f)) {
		fputs("fedlab: ", stderr);
		fault_print(&f, stderr);
		fputc('\n', stderr);
		fault_free(&f);
		return 2;
	}
	cells_all(&m, inbound, &product);
	cells_pairwise(&m, &product, &few);
	print(all ? &product : &few, &m, argv[argc - 1], &status);
	cells_free(&product);
	cells_free(&few);
	return status;
}
