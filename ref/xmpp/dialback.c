#include "xmpp/dialback.h"

#include "xmpp/condition.h"

static const char *const type_name[] = {
	[DB_VALID] = "valid",
	[DB_INVALID] = "invalid",
	[DB_ERROR] = "error",
};

static bool read_type(struct view text, enum dialback_type *out)
{
	for (enum dialback_type t = DB_VALID; t <= DB_ERROR; t++) {
		if (view_is(text, type_name[t])) {
			*out = t;
			return true;
		}
	}
	return false;
}

static struct view read_condition(const struct element *e)
{
	const struct element *error = element_child(e, NULL, "error");
	const struct element *condition;

	if (error == NULL)
		return (struct view){ 0 };
	condition = condition_of(error, NS_STANZA_ERROR);
	return condition != NULL ? condition->name : (struct view){ 0 };
}

enum cause dialback_read(const struct element *e, struct region *r, struct dialback *out,
                         const char **detail)
{
	struct view type = element_attr(e, "type");

	*out = (struct dialback){
		.verify = view_is(e->name, "verify"),
		.answer = type.p != NULL,
		.from = element_attr(e, "from"),
		.to = element_attr(e, "to"),
	};
	*detail = NULL;
	if (out->from.n == 0 || out->to.n == 0)
		return CAUSE_IMPROPER_ADDRESSING;
	if (out->verify)
		out->id = element_attr(e, "id");
	if (out->verify && out->id.n == 0) {
		*detail = "db:verify without an id";
		return CAUSE_UNEXPECTED_ELEMENT;
	}
	if (!out->answer) {
		/* Published examples wrap the key in white space, and so do peers. */
		out->key = view_trim(element_text(e, r));
		return CAUSE_NONE;
	}
	if (!read_type(type, &out->type)) {
		*detail = "a dialback answer of unknown type";
		return CAUSE_UNEXPECTED_ELEMENT;
	}
	if (out->type == DB_ERROR)
		out->condition = read_condition(e);
	return CAUSE_NONE;
}

/* XEP-0220 2.5: a stanza error inside the answer. */
static void add_error(struct region *r, struct element *e, enum cause cause)
{
	const char *condition = cause_stanza_condition(cause);
	const char *type = condition != NULL ? cause_stanza_type(cause) : "cancel";
	struct element *error = element_add(r, e, NS_SERVER, "error");

	element_set(r, error, "type", view_of(type));
	element_add(r, error, NS_STANZA_ERROR,
	            condition != NULL ? condition : "undefined-condition");
}

struct element *dialback_element(struct region *r, const struct dialback *d, enum cause cause)
{
	struct element *e = element_new(r, NS_DIALBACK, d->verify ? "verify" : "result");

	element_set(r, e, "from", d->from);
	element_set(r, e, "to", d->to);
	if (d->verify)
		element_set(r, e, "id", d->id);
	if (!d->answer) {
		element_add_text(r, e, d->key);
		return e;
	}
	element_set(r, e, "type", view_of(type_name[d->type]));
	if (d->type == DB_ERROR)
		add_error(r, e, cause);
	return e;
}
