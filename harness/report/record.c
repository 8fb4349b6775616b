#include "report/record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

static bool said(const char *s)
{
	return s != NULL && s[0] != '\0';
}

static bool is_slow(const struct run *r)
{
	return r->record.slowness > 1.0;
}

/* As a person would write it: "2", "1.5". */
static void put_number(struct buf *out, double n)
{
	buf_printf(out, "%.6g", n);
}

void record_repeat(const struct run *r, const char *program, const char *words, struct buf *out)
{
	if (words == NULL)
		words = r->record.selection;
	if (is_slow(r)) {
		buf_puts(out, "FEDLAB_SLOWNESS=");
		put_number(out, r->record.slowness);
		buf_putc(out, ' ');
	}
	if (said(r->record.bin))
		buf_printf(out, "FEDLAB_BIN=%s ", r->record.bin);
	buf_printf(out, "%s run%s%s --seed %016" PRIx64, program, said(words) ? " " : "",
	           said(words) ? words : "", r->seed);
	if (r->called != NULL && strcmp(r->called, "ref-edge") != 0)
		buf_printf(out, " --sut %s", r->called);
	if (said(r->record.scenarios) && strcmp(r->record.scenarios, "scenarios") != 0)
		buf_printf(out, " --scenarios %s", r->record.scenarios);
	if (r->record.pcap)
		buf_puts(out, " --pcap");
}

struct telling {
	void (*fn)(void *arg, const char *name, const char *value);
	void *arg;
};

static void tell(const struct telling *t, const char *name, const char *value)
{
	if (said(value))
		t->fn(t->arg, name, value);
}

static void tell_peer(const struct telling *t, const struct program *p)
{
	struct buf name = { 0 };

	buf_printf(&name, "partner.%s.version", p->name);
	tell(t, buf_cstr(&name), p->version);
	buf_clear(&name);
	buf_printf(&name, "partner.%s.adapter", p->name);
	tell(t, buf_cstr(&name), p->adapter);
	buf_free(&name);
}

static void tell_numbers(const struct telling *t, const struct run *r)
{
	struct buf b = { 0 };

	if (r->record.slowness > 0) {
		put_number(&b, r->record.slowness);
		tell(t, "slowness", buf_cstr(&b));
	}
	if (r->record.side_by_side > 0) {
		buf_clear(&b);
		buf_printf(&b, "%u", r->record.side_by_side);
		tell(t, "side-by-side", buf_cstr(&b));
	}
	buf_free(&b);
}

static void tell_host(const struct telling *t, const struct record *r)
{
	struct buf b = { 0 };

	tell(t, "host.kernel", r->kernel);
	tell(t, "host.machine", r->machine);
	if (r->processors > 0) {
		buf_printf(&b, "%u", r->processors);
		tell(t, "host.processors", buf_cstr(&b));
	}
	tell(t, "host.os", r->os);
	tell(t, "host.openssl", r->openssl);
	buf_free(&b);
}

void record_each(const struct run *r, void (*fn)(void *arg, const char *name, const char *value),
                 void *arg)
{
	const struct telling t = { fn, arg };
	struct buf b = { 0 };

	tell(&t, "system", r->sut.name);
	tell(&t, "system.version", r->sut.version);
	tell(&t, "system.adapter", r->sut.adapter);
	for (size_t i = 0; i < r->n_peer; i++)
		tell_peer(&t, &r->peer[i]);
	tell(&t, "suite", r->suite_digest);
	tell(&t, "fedlab", FEDLAB_VERSION);
	tell(&t, "harness", r->record.harness);
	tell(&t, "bin", r->record.bin);
	tell(&t, "selection", r->whole ? "the whole suite" : r->record.selection);
	buf_printf(&b, "%016" PRIx64, r->seed);
	tell(&t, "seed", buf_cstr(&b));
	buf_free(&b);
	tell_numbers(&t, r);
	tell(&t, "began", r->record.began);
	tell_host(&t, &r->record);
}

static void set_text(json_t *o, const char *name, const char *value)
{
	json_t *text = said(value) ? json_string(value) : NULL;

	if (text != NULL)
		json_object_set_new(o, name, text);
}

/* Of the command line: none of the whole suite. */
static json_t *selected(const struct record *r)
{
	json_t *list = json_array();
	struct view rest = view_of(said(r->selection) ? r->selection : ""), one;

	for (bool more = rest.n > 0; more;) {
		more = view_cut(rest, ' ', &one, &rest);
		json_array_append_new(list, json_stringn(one.p, one.n));
	}
	return list;
}

json_t *record_json(const struct run *r)
{
	const struct record *c = &r->record;
	json_t *o = json_object(), *host = json_object();
	struct buf repeat = { 0 };

	record_repeat(r, "build/bin/fedlab", NULL, &repeat);
	set_text(o, "repeat", buf_cstr(&repeat));
	buf_free(&repeat);
	set_text(o, "harness", c->harness);
	json_object_set_new(o, "selection", selected(c));
	set_text(o, "bin", c->bin);
	set_text(o, "scenarios", c->scenarios);
	json_object_set_new(o, "slowness", json_real(c->slowness));
	json_object_set_new(o, "side-by-side", json_integer(c->side_by_side));
	json_object_set_new(o, "pcap", json_boolean(c->pcap));
	set_text(o, "began", c->began);
	set_text(host, "kernel", c->kernel);
	set_text(host, "machine", c->machine);
	json_object_set_new(host, "processors", json_integer(c->processors));
	set_text(host, "os", c->os);
	set_text(host, "openssl", c->openssl);
	json_object_set_new(o, "host", host);
	return o;
}

void record_free(struct record *r)
{
	free(r->selection);
	free(r->bin);
	free(r->scenarios);
	free(r->kernel);
	free(r->machine);
	free(r->os);
	free(r->openssl);
	*r = (struct record){ .harness = "" };
}
