/* profile_private.h - what is read from peers/NAME/profile (profile.c) and run (instance.c). */
#ifndef HARNESS_WORLD_PROFILE_PRIVATE_H
#define HARNESS_WORLD_PROFILE_PRIVATE_H

#include "world/profile.h"

struct named_port {
	char *name;
	unsigned port;
	bool udp;
	bool inside;		/* at its inner address */
};

struct named_text {		/* `file NAME TEXT`, `certificate NAME DOMAIN FORM` */
	char *name;
	char *text;		/* file: a path with {...} */
	char *form;		/* certificate */
};

struct process_plan {		/* `process NAME ...`, or the one of `start` and `ready` */
	char *name;		/* NULL: the only one */
	char *start;		/* a command line with {...} */
	char *when;		/* a setting, NAME=VALUE: runs only then, on a host of its own; NULL: always */
	char **ready;		/* names of ports */
	size_t n_ready;
	uint64_t ready_ms;
	char *ready_log;	/* text its log says then; NULL: the ports are enough */
};

struct profile_more {
	char *version;		/* a command line with {...} */
	char *policy;		/* the script that makes the configuration */
	struct process_plan *process;	/* started in this order, stopped in reverse */
	size_t n_process;
	struct named_port *port;
	size_t n_port;
	struct named_text *file;
	size_t n_file;
	struct named_text *certificate;
	size_t n_certificate;
	int reload_signal, stop_signal;	/* reload 0: it cannot */
	char *reload_done;		/* text its log says then; NULL: at once */
	char *check;			/* a command line with {...}; NULL: it cannot */
	char *look;			/* a command line with {...}; NULL: it cannot */
	struct named_text *counter;	/* `counter NAME SAMPLE` of what that prints */
	size_t n_counter;
	char *check_warns;		/* text that marks a warning in what it prints */
	char *probe, *examine, *settings; /* the operator's commands; NULL: there is none */
	bool preload_keylog;
};

#endif
