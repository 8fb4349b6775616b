/* scenario.h - a scenario file as data.
 *
 * docs/scenario-language.md is the manual of the language; this is what the
 * loader makes of it.  A scenario with a matrix stands for one case per row.
 * Nothing here is executed: cast/ plays a case, judge/ judges what was seen.
 */
#ifndef HARNESS_SCENARIO_H
#define HARNESS_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/fault.h"
#include "lib/view.h"
#include "scenario/verb.h"

struct word {			/* a word and where it stood */
	char *text;
	unsigned line, column;
};

struct words {
	struct word *item;
	size_t n;
};

bool words_have(const struct words *w, const char *text);

struct payload;			/* scenario/payload.h: a pattern, or a template */

/* --- the cast ------------------------------------------------------------ */

enum actor_kind {
	ACTOR_SUT,		/* the system under test */
	ACTOR_INSIDE_USER,	/* as the profile says: on the link, or an account */
	ACTOR_GATEWAY,		/* the harness in the gateway's place, raw */
	ACTOR_SCRIPTED_SERVER,	/* listens: authority and target of a partner domain */
	ACTOR_SCRIPTED_DIALLER,	/* connects to the system under test */
	ACTOR_XMPP_USER,	/* an account on a real partner */
	ACTOR_FRONT_END,	/* the gateway's next hop: SIP, for the users behind it */
	ACTOR_SIP_UA,		/* a SIP user agent behind a front end */
};
#define ACTOR_KINDS (ACTOR_SIP_UA + 1)

/* `iut is sut at iut.example policy peer.example tls=optional sasl=required` */
struct policy_line {
	struct word domain;
	struct words settings;	/* "tls=optional", ...: the neutral TSV's words */
};

struct setting {		/* "tls=offers", "certificate valid" */
	struct word name, value;
};

struct actor {
	struct word name;
	enum actor_kind kind;
	struct word domain;		/* at / claiming; text NULL: none */
	struct word on;                 /* `on prosody`: the profile of a real program */
	struct word address;		/* `address A`: a letter; NULL: one of its own */
	struct word address_of;		/* `address of peer`: shares that actor's; of an
					 * xmpp-user: its program, for one more domain */
	struct word behind;		/* `behind fe`: a SIP user agent's front end */
	struct setting *setting;	/* what the kind allows: certificate, tls, ... */
	size_t n_setting;
	struct policy_line *policy;	/* SUT */
	size_t n_policy;
};

/* Value of a setting, or `fallback`. */
const char *actor_setting(const struct actor *a, const char *name,
                          const char *fallback);

const char *actor_kind_word(enum actor_kind k);	/* "scripted-server" */

/* Which words may stand behind `certificate`: world/world.h knows.  Until it
 * is said, each is taken. */
void scenario_know_certificates(bool (*known)(struct view form),
                                const char *(*nearest)(struct view form));

/* --- steps --------------------------------------------------------------- */

enum phase { PHASE_SETUP, PHASE_ACT, PHASE_AFTER };

enum strength {
	STEP_NEEDED,		/* fails: the scene stops, later ones are not reached */
	STEP_ALSO,		/* fails: judged, the scene goes on */
	STEP_TOLERATED,		/* may happen any time in its group; is listed */
};

enum security { SECURITY_ANY, SECURITY_TLS, SECURITY_CLEAR };

struct step {
	unsigned number;	/* from 1, in the order of the case */
	unsigned line, column;
	enum phase phase;
	unsigned group;		/* rises at every `then` and every phase */
	enum strength strength;
	size_t actor;		/* index into the cast */
	enum verb verb;
	char *arg[VERB_ARGS];	/* the words of the verb's <slots>, in order; NULL: absent */
	uint64_t within_ms;	/* 0: the default */
	enum security security;
	struct payload **payload;	/* alternatives; n_payload 0: none */
	size_t n_payload;
	struct words *without;	/* of each alternative: of the requirements those that what
				 * matches it breaks (`or without ...`); NULL: none has any */
	struct words requirements;
	char *text;		/* as written, first line, for reports */
};

/* Does what matches this alternative break a requirement? */
bool step_is_lesser(const struct step *s, size_t alternative);

/* --- the file and its cases ---------------------------------------------- */

struct needs;			/* scenario/needs.h: `role.gateway & !sip.tls` */

struct scenario {
	char *file;
	struct word id;		/* `test`: stable for ever */
	char *title;
	char *chapter;		/* the folder's name */
	struct words proves, kills;
	struct words control;	/* ids; "none": positive test; "self": other rows */
	struct word canary;	/* `canary fail`: must end so; text NULL: ordinary */
	struct needs *needs;	/* NULL: none */
	uint64_t budget_ms;
	struct case_ **cases;	/* one, or one per row of the matrix */
	size_t n_cases;
	void *tree;		/* the loader's own */
};

/* One playable scene: columns replaced, conditions decided, steps in a row. */
struct case_ {
	const struct scenario *scenario;
	char *id;		/* "DB-02", or "TP-TLS/3" */
	char *why;		/* the row's words, or NULL */
	struct actor *cast;
	size_t n_cast;
	struct step *step;
	size_t n_step;
	bool positive;		/* nothing in it is refused: serves as control */
};

/* Reads, expands and checks `path`.  NULL and *f (file, line, column, nearest
 * known word) on the first error.  `catalogue` may be NULL: then requirement
 * ids are not looked up. */
struct catalogue;
struct scenario *scenario_load(const char *path, const struct catalogue *cat,
                               struct fault *f);
void scenario_free(struct scenario **sp);

/* All .scn files below `dir`, by id.  Also checks across files: ids unique,
 * controls exist.  Every fault is given to `fn`; false if there was one. */
struct suite {
	struct scenario **item;
	size_t n;
};
bool suite_load(const char *dir, const struct catalogue *cat, struct suite *out,
                void (*fn)(void *arg, const struct fault *), void *arg);
void suite_free(struct suite *s);
const struct scenario *suite_find(const struct suite *s, const char *id);
/* SHA-256 (hex, 65 bytes) over all files read. */
void suite_digest(const struct suite *s, char *out);

#endif
