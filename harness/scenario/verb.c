#include "scenario/verb.h"

#include <assert.h>

#include "scenario/scenario.h"

#define BIT(kind)	(1u << ACTOR_##kind)

#define SERVER		BIT(SCRIPTED_SERVER)
#define DIALLER		BIT(SCRIPTED_DIALLER)
#define WIRE		(SERVER | DIALLER)
#define UA		BIT(SIP_UA)
#define FRONT_END	BIT(FRONT_END)
#define SIP		(UA | FRONT_END)
#define USER		(BIT(INSIDE_USER) | BIT(XMPP_USER) | UA)
#define TALKS		(USER | WIRE)
#define GATEWAY		BIT(GATEWAY)
#define SUT		BIT(SUT)
#define RAW		(WIRE | GATEWAY)
#define ALL		(RAW | USER | FRONT_END)

static const struct verb_row row[VERB_COUNT] = {
#define X(name, sort, kinds, payload, form, doc) \
	{ #name, VERB_##sort, (kinds), PAYLOAD_##payload, form, doc },
#include "scenario/verb.tbl"
#undef X
};

const struct verb_row *verb_row(enum verb v)
{
	assert((unsigned)v < VERB_COUNT);
	return &row[v];
}
