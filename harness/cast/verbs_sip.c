/* Verbs of SIP as it is: answers, and requests in dialogs. */
#include "cast/sip_agent.h"
#include "cast/verbs.h"
#include "lib/text.h"

/* Header fields and a body, or nothing. */
static bool fill_fields(struct act *a, struct buf *out)
{
	struct fault f = { 0 };

	if (a->step->n_payload == 0)
		return true;
	if (!payload_fill(a->step->payload[0], false, 0, a->stage->vars, &a->stage->rng, out,
	                  &f)) {
		stage_fault(a->stage, &f);
		return act_fail(a, "the payload could not be made");
	}
	stage_bound(a->stage, a->step->number, a->step->payload[0]);
	return true;
}

static void answer(struct act *a, struct heard *h)
{
	struct buf fields = { 0 };
	uint64_t status = 0;

	text_u64(view_of(act_arg(a, 0)), 100, 699, &status);
	if (h == NULL)
		act_fail(a, "no step of %s has taken a request that is not answered",
		         a->role->name);
	else if (fill_fields(a, &fields) &&
	         !agent_answer(h, NULL, (unsigned)status, act_arg(a, 1), buf_view(&fields)))
		act_fail(a, "the connection is closed");
	buf_free(&fields);
}

void act_ANSWERS(struct act *a)
{
	answer(a, agent_unanswered(a->role, VIEW("")));
}

void act_ANSWERS_TO(struct act *a)
{
	struct view bytes = VIEW("");

	if (stage_saved(a->stage, act_arg(a, 2), &bytes))
		answer(a, agent_unanswered(a->role, bytes));
	else
		act_fail(a, "$%s was not received", act_arg(a, 2));
}

/* The step that took it has seen this one coming: nothing is left to do. */
void act_LEAVES(struct act *a)
{
	(void)a;
}

static bool has_line_end(void *arg)
{
	const struct agent *agent = arg;

	return agent->line_ends > agent->line_ends_taken;
}

void act_GETS_LINE_END(struct act *a)
{
	struct agent *agent = agent_of(a->role);

	if (act_wait(a, has_line_end, agent))
		agent->line_ends_taken++;
	else if (a->outcome == OUTCOME_TIMEOUT)
		buf_puts(&a->reason, "no line end came");
}

static struct dialog *dialog_named(const struct act *a, const char *name)
{
	struct unit *u = verb_saved(a, name);
	struct dialog *d = u == NULL ? NULL : agent_of(a->role)->dialogs;

	while (d != NULL && !view_is(sip_value(unit_sip(u), "Call-ID"), d->call_id))
		d = d->next;
	unit_free(&u);
	return d;
}

void act_SENDS_IN_DIALOG(struct act *a)
{
	struct dialog *d = dialog_named(a, act_arg(a, 1));
	struct buf fields = { 0 }, b = { 0 }, contact = { 0 }, whole = { 0 };

	if (d == NULL) {
		act_fail(a, "$%s began no dialog", act_arg(a, 1));
	} else if (fill_fields(a, &fields)) {
		agent_contact(a->role, &contact);
		dialog_request(d, act_arg(a, 0), buf_cstr(&contact), agent_own_host(a->role),
		               buf_view(&fields), &b);
		if (agent_request(a, NULL, FOR_STEPS, buf_view(&b), &whole) != NULL &&
		    act_arg(a, 2) != NULL)
			stage_save(a->stage, act_arg(a, 2), buf_view(&whole));
	}
	buf_free(&fields);
	buf_free(&b);
	buf_free(&contact);
	buf_free(&whole);
}
