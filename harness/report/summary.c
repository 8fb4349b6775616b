/* summary.c - summary.json: the truth for machines (docs/results.md). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>

#include "lib/mem.h"
#include "report/report.h"
#include "report/write.h"

static json_t *text(const char *s)
{
	json_t *j = json_string(s != NULL ? s : "");

	return j != NULL ? j : json_string("(not UTF-8)");
}

/* Those between the separators; none of nothing. */
static json_t *words(const char *of, char separator)
{
	json_t *list = json_array();
	struct view rest = view_of(of != NULL ? of : ""), one;

	for (bool more = rest.n > 0; more;) {
		more = view_cut(rest, separator, &one, &rest);
		json_array_append_new(list, json_stringn(one.p, one.n));
	}
	return list;
}

static json_t *program(const struct program *p)
{
	return json_pack("{s:o,s:o,s:s}", "name", text(p->name), "version", text(p->version),
	                 "adapter", p->adapter);
}

static json_t *counts(const struct run *r)
{
	json_t *j = json_object();

	for (enum verdict v = VERDICT_NA; v <= VERDICT_ERROR; v++)
		json_object_set_new(j, verdict_word(v), json_integer((json_int_t)r->count[v]));
	return j;
}

static json_t *scenario(const struct case_result *c)
{
	json_t *peers = json_array();
	json_t *j;

	for (size_t i = 0; i < c->n_peer; i++)
		json_array_append_new(peers, text(c->peer[i]));
	j = json_pack("{s:o,s:o,s:s,s:f,s:o,s:b}", "id", text(c->case_->id), "file",
	              text(c->case_->scenario->file), "verdict", verdict_word(c->verdict),
	              "seconds", c->seconds, "peers", peers, "canary", c->canary ? 1 : 0);
	if (c->reason != NULL)
		json_object_set_new(j, "reason", text(c->reason));
	return j;
}

static json_t *requirement(const struct requirement_result *q)
{
	json_t *by = json_array();

	for (size_t i = 0; i < q->n_by; i++)
		json_array_append_new(by, text(q->by[i]->id));
	return json_pack("{s:s,s:o}", "verdict",
	                 q->n_by > 0   ? verdict_word(q->verdict)
	                 : q->claimed ? "na"
	                              : "not-covered",
	                 "scenarios", by);
}

/* What the last `fedlab mutants` left, when it was this very suite. */
static json_t *mutants(const struct run *r, const char *path)
{
	char file[4096];
	const char *slash = strrchr(path, '/');
	json_t *j, *m = NULL;

	snprintf(file, sizeof file, "%.*s/mutants.json",
	         (int)(slash != NULL ? slash - path : 1), slash != NULL ? path : ".");
	j = json_load_file(file, 0, NULL);
	if (j != NULL && json_string_value(json_object_get(j, "suite")) != NULL &&
	    strcmp(json_string_value(json_object_get(j, "suite")), r->suite_digest) == 0)
		m = json_incref(json_object_get(j, "mutants"));
	json_decref(j);
	return m != NULL ? m : json_object();
}

bool report_summary(const struct run *r, const char *path, struct fault *f)
{
	json_t *top = json_object(), *peers = json_array();
	json_t *scenarios = json_array(), *requirements = json_object();
	struct buf out = { 0 };
	char seed[17], *dump;

	snprintf(seed, sizeof seed, "%016" PRIx64, r->seed);
	for (size_t i = 0; i < r->n_peer; i++)
		json_array_append_new(peers, program(&r->peer[i]));
	for (size_t i = 0; i < r->n_result; i++)
		json_array_append_new(scenarios, scenario(&r->result[i]));
	for (size_t i = 0; i < r->n_requirement; i++)
		if (r->requirement[i].claimed || r->requirement[i].n_by > 0)
			json_object_set_new(requirements, r->requirement[i].requirement->id,
			                    requirement(&r->requirement[i]));
	json_object_set_new(top, "schema", json_integer(1));
	json_object_set_new(top, "sut", program(&r->sut));
	json_object_set_new(top, "claims", words(r->claims, ' '));
	json_object_set_new(top, "known", words(r->known, '\n'));
	json_object_set_new(top, "fedlab", text(FEDLAB_VERSION));
	json_object_set_new(top, "peers", peers);
	json_object_set_new(top, "seed", text(seed));
	json_object_set_new(top, "suite", text(r->suite_digest));
	json_object_set_new(top, "whole", json_boolean(r->whole));
	json_object_set_new(top, "unplayed", json_integer((json_int_t)r->unplayed));
	json_object_set_new(top, "record", record_json(r));
	json_object_set_new(top, "counts", counts(r));
	json_object_set_new(top, "scenarios", scenarios);
	json_object_set_new(top, "requirements", requirements);
	json_object_set_new(top, "mutants", mutants(r, path));
	dump = json_dumps(top, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	json_decref(top);
	buf_puts(&out, dump);
	buf_putc(&out, '\n');
	free(dump);
	return write_file(path, &out, f);
}
