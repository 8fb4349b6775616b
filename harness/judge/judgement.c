/* verdict.json */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "judge/judge.h"
#include "lib/buf.h"
#include "lib/text.h"

/* What came from a peer need not be UTF-8. */
static void put(json_t *o, const char *key, const char *text)
{
	struct buf hex = { 0 };

	if (text == NULL)
		return;
	if (text_utf8_valid(view_of(text))) {
		json_object_set_new(o, key, json_string(text));
		return;
	}
	buf_puts(&hex, "hex:");
	text_hex(view_of(text), &hex);
	json_object_set_new(o, key, json_string(buf_cstr(&hex)));
	buf_free(&hex);
}

static json_t *finding_json(const struct finding *f)
{
	json_t *o = json_object();

	if (f->step != 0)
		json_object_set_new(o, "step", json_integer(f->step));
	put(o, "requirement", f->requirement);
	put(o, "verdict", verdict_word(f->verdict));
	if (f->class_ != CLASS_NONE)
		put(o, "class", class_word(f->class_));
	if (f->event != 0)
		json_object_set_new(o, "event", json_integer((json_int_t)f->event));
	put(o, "words", f->words);
	put(o, "where", f->where);
	put(o, "expected", f->expected);
	put(o, "got", f->got);
	return o;
}

bool judgement_write(const struct judgement *j, const struct case_ *c,
                     const char *path, struct fault *f)
{
	json_t *o = json_object(), *findings = json_array(), *requirements = json_object();
	json_t *tolerances = json_array();
	bool ok;

	for (size_t i = 0; i < j->n_finding; i++)
		json_array_append_new(findings, finding_json(&j->finding[i]));
	for (size_t i = 0; i < j->n_requirement; i++) {
		json_t *one = json_object();

		put(one, "verdict", verdict_word(j->requirement[i].verdict));
		json_object_set_new(one, "step", json_integer(j->requirement[i].step));
		json_object_set_new(requirements, j->requirement[i].id, one);
	}
	for (size_t i = 0; i < j->n_tolerance; i++)
		json_array_append_new(tolerances, json_string(j->tolerance[i]));
	json_object_set_new(o, "schema", json_integer(1));
	put(o, "case", c->id);
	put(o, "verdict", verdict_word(j->verdict));
	json_object_set_new(o, "checks", json_integer(j->checks));
	json_object_set_new(o, "t", json_integer((json_int_t)j->t_us));
	json_object_set_new(o, "findings", findings);
	json_object_set_new(o, "requirements", requirements);
	json_object_set_new(o, "tolerances", tolerances);
	errno = 0;
	ok = json_dump_file(o, path, JSON_INDENT(1) | JSON_PRESERVE_ORDER) == 0 ||
	     fault_set(f, path, 0, 0, "cannot write: %s",
	               errno != 0 ? strerror(errno) : "it could not be written");
	json_decref(o);
	return ok;
}
