/* Fields of a message that was read; see message.h. */
#include "sip/message.h"

const struct sip_field *sip_message_find(const struct sip_message *m, enum sip_header kind,
                                         size_t from)
{
	for (size_t i = from; i < m->n_field; i++)
		if (m->field[i].kind == kind)
			return &m->field[i];
	return NULL;
}

struct view sip_message_value(const struct sip_message *m, enum sip_header kind)
{
	const struct sip_field *f = sip_message_find(m, kind, 0);

	return f != NULL ? f->value : (struct view){ NULL, 0 };
}

struct sip_values sip_message_values(const struct sip_message *m, enum sip_header kind)
{
	return (struct sip_values){ m, kind, 0, { NULL, 0 } };
}

bool sip_values_next(struct sip_values *v, struct view *item)
{
	const struct sip_field *f;

	while (!sip_list_next(&v->rest, item)) {
		f = sip_message_find(v->message, v->kind, v->next_field);
		if (f == NULL)
			return false;
		v->next_field = (size_t)(f - v->message->field) + 1;
		v->rest = f->value;
	}
	return true;
}

bool sip_message_lists(const struct sip_message *m, enum sip_header kind, const char *token,
                       bool fold)
{
	struct sip_values v = sip_message_values(m, kind);
	struct view wanted = view_of(token), item;

	while (sip_values_next(&v, &item))
		if (fold ? view_ieq(item, wanted) : view_eq(item, wanted))
			return true;
	return false;
}

/* How closely a media range names the type: 3 both, 2 type, 1 any, 0 not at all. */
static int closeness(const struct sip_media *range, const char *type, const char *subtype)
{
	if (!view_ieq(range->type, view_of(type)))
		return view_is(range->type, "*") && view_is(range->subtype, "*") ? 1 : 0;
	if (view_ieq(range->subtype, view_of(subtype)))
		return 3;
	return view_is(range->subtype, "*") ? 2 : 0;
}

unsigned sip_message_accepts(const struct sip_message *m, const char *type, const char *subtype,
                             unsigned absent)
{
	struct sip_values v = sip_message_values(m, SIP_ACCEPT);
	unsigned weight = 0, q;
	struct sip_media range;
	struct view item, value;
	int best = 0, close;

	if (sip_message_find(m, SIP_ACCEPT, 0) == NULL)
		return absent;
	while (sip_values_next(&v, &item)) {
		if (!sip_media_read(item, &range))
			continue;
		q = 1000;
		if (sip_parameter(range.parameters, "q", &value) && !sip_q_read(value, &q))
			continue;
		close = closeness(&range, type, subtype);
		if (close > best) {
			best = close;
			weight = q;
		}
	}
	return weight;
}
