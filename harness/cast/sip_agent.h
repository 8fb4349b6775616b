/* sip_agent.h - what a SIP user (or the front end itself) sends and gets.
 *
 * Everything that is received at a front end is handed out here: a response
 * to who sent the request, by its branch; a request to the user whose name is
 * the user part of its URI, else to the front end.  What is answered by itself
 * docs/scenario-language.md says ("SIP").
 */
#ifndef HARNESS_SIP_AGENT_H
#define HARNESS_SIP_AGENT_H

#include "cast/front_end.h"
#include "cast/sip_dialog.h"

extern const struct manner sip_manner;

enum sip_purpose {            /* of a request */
	           FOR_STEPS, /* its responses are what steps get */
	           FOR_USER,  /* a neutral verb's: 2xx is taken, the rest is for steps */
	           FOR_FENCE,
	           FOR_PING, /* every response is taken */
};

struct sent { /* a request */
	struct sent *next;
	struct unit *unit;
	char *bytes;
	size_t n;
	enum sip_purpose purpose;
	unsigned times;    /* sent; more than once by `resends` */
	unsigned answered; /* final responses that steps had */
	char *last;        /* response; NULL: none */
	size_t last_n;
	unsigned final; /* its status; 0: none yet */
	struct ping *ping;
};

struct heard { /* a request */
	struct heard *next;
	struct role *role;
	struct line *line;
	struct unit *unit;
	struct view bytes; /* owned */
	uint64_t event;
	char to_tag[24];
	bool taken;     /* by a step */
	char *response; /* last that was sent; NULL: none */
	size_t response_n;
};

struct agent {
	struct sent *sent;
	struct heard *heard; /* newest first */
	struct dialog *dialogs;
	struct approved {
		struct approved *next;
		char *jid;
	} *approved;
	unsigned line_ends, line_ends_taken; /* of a front end: CRLF that came */
	char *show, *saying;                 /* what it shows; saying NULL: nothing */
	char *published;     /* SIP-ETag of that; NULL: never published */
};

struct agent *agent_of(struct role *r);
void agent_free(struct agent **ap);
/* "<sip:sally@sipcorp.example;gr=pc7>"; behind a program, where it is
 * connected from: "<sip:sally@10.0.1.3:40001;transport=tcp>". */
void agent_contact(const struct role *r, struct buf *out);
#define AGENT_RESOURCE "pc7"
/* "Record-Route: <sip:fe.sipcorp.example:5060;transport=tcp;lr>": the front end
 * stays in the way.  Nothing behind a program, which says that itself. */
void agent_record_route(const struct role *r, enum sip_transport t, struct buf *out);

/* The host of a Route that is taken away, since its front end would; NULL: none. */
const char *agent_own_host(const struct role *r);

/* Completes a message (sip_write.h) as `r` would send it over `l`. */
void agent_complete(struct role *r, const struct line *l, struct view message, struct buf *out);
/* Logs, remembers and sends, byte for byte.  False: the connection is over. */
bool agent_send(struct role *r, struct line *l, const char *auto_, enum sip_purpose p,
                struct view bytes);
/* Its response will be known by it; agent_send() does that by itself. */
void agent_remember(struct role *r, enum sip_purpose p, struct view requests);
/* A request in a dialog of the role, asked as agent_ask() does. */
bool agent_ask_in_dialog(struct act *a, struct dialog *d, const char *method,
                         struct view fields);
/* Completes and sends; opens a connection if need be.  NULL: the step failed;
 * what was sent is in *out unless that is NULL. */
struct sent *agent_request(struct act *a, const char *auto_, enum sip_purpose p,
                           struct view message, struct buf *out);
/* The same for a verb of users, and waits for the final response. */
bool agent_ask(struct act *a, struct view message, struct buf *out);
/* What was sent with just these bytes; NULL: nothing. */
struct sent *agent_sent(const struct agent *a, struct view bytes);
/* MESSAGE; `out` as above. */
struct sent *agent_say(struct act *a, const char *auto_, enum sip_purpose p, const char *text,
                       const char *jid, struct buf *out);

/* A step of the role has taken what was received. */
void agent_taken(struct act *a, const struct got *g);
/* The last request that a step took and that has no final response; if `bytes` are
 * given, the one that was these.  NULL: none. */
struct heard *agent_unanswered(struct role *r, struct view bytes);
bool agent_answer(struct heard *h, const char *auto_, unsigned status, const char *reason,
                  struct view fields);

/* Remembers a request that came; its dialog with it. */
struct heard *agent_hear(struct role *r, struct line *l, const struct got *g);
/* 200; 481 in a dialog that is not known, 488 to INVITE; behind a 200 to
 * SUBSCRIBE at once NOTIFY (RFC 6665 4.2.1.2). */
void agent_answer_usual(struct heard *h);

bool agent_has_approved(const struct agent *a, const char *jid);
/* NOTIFY's header fields and body, as the role's state is. */
void agent_notify_fields(struct role *r, const char *state, bool document, struct buf *out);

#endif
