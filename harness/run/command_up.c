/* command_up.c - a lab to type in, and what is typed there. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cast/play.h"
#include "cast/up.h"
#include "lib/buf.h"
#include "lib/rng.h"
#include "run/commands.h"
#include "run/options.h"
#include "run/sut.h"
#include "run/tidy.h"

static int play_it(void *arg)
{
	struct fault f = { 0 };

	switch (play(arg, &f)) {
	case PLAY_DONE:
		return 0;
	case PLAY_UNSUPPORTED:
	case PLAY_BROKEN:
		break;
	}
	return command_failed(&f);
}

/* The shell finds `fedlab` as it was called. */
static void add_to_path(void)
{
	char self[4096];
	const char *path = getenv("PATH");
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	struct buf b = { 0 };

	if (n <= 0)
		return; /* `fedlab` must then be typed with its path */
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	buf_printf(&b, "%s:%s", self, path != NULL ? path : "/usr/bin:/bin");
	setenv("PATH", buf_cstr(&b), 1);
	buf_free(&b);
}

int command_up(int argc, char **argv)
{
	struct run_options o;
	struct fault f = { 0 };
	struct scenario *s = NULL;
	struct profile *sut = NULL;
	struct play_settings p = { .dir = "build/up", .authority = "build/up/authority",
		                   .peers_dir = "peers", .suite_digest = "up", .slowness = 1.0 };
	int status = 2;
	pid_t pid;

	if (!options_read(argc, argv, &o, &f) || !world_possible(&f))
		goto out;
	if (o.n_select != 0) {
		fault_set(&f, NULL, 0, 0, "up takes no \"%s\", only options of `run`",
		          o.select[0]);
		goto out;
	}
	if ((sut = sut_load(NULL, "peers", o.sut, &f)) == NULL ||
	    (s = scenario_load(sut->inside == INSIDE_SIP ? "harness/run/UP-sip.scn"
	                                                 : "harness/run/UP-lab.scn",
	                       NULL, &f)) == NULL)
		goto out;
	tidy_remove(p.dir);
	if (!tidy_make(p.dir, &f) || !tidy_make(p.authority, &f) || !authority_make(p.authority, &f))
		goto out;
	p.case_ = s->cases[0];
	p.sut = sut;
	p.seed = o.seed;
	p.pcap = o.pcap;
	add_to_path();
	pid = world_fork(play_it, &p, &f);
	if (pid < 0)
		goto out;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	status = WIFEXITED(status) ? WEXITSTATUS(status) : 2;
	/* The terminal was the shell's. */
	signal(SIGTTOU, SIG_IGN);
	if (isatty(STDIN_FILENO) == 1)
		(void)!tcsetpgrp(STDIN_FILENO, getpgrp());
out:
	if (f.text != NULL)
		status = command_failed(&f);
	profile_free(&sut);
	scenario_free(&s);
	options_free(&o);
	return status;
}

int command_say(int argc, char **argv)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = UP_SOCKET };
	char reply[8192];
	struct buf b = { 0 };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	ssize_t n = -1;

	if (argc < 3) {
		fputs("usage: fedlab say WHO TO TEXT...   (inside `fedlab up`)\n", stderr);
		close(fd);
		return 2;
	}
	for (int i = 0; i < argc; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : " ", argv[i]);
	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
		fputs("fedlab: this is no lab: `fedlab up` starts one\n", stderr);
	} else if (send(fd, buf_cstr(&b), buf_len(&b), MSG_NOSIGNAL) >= 0) {
		n = recv(fd, reply, sizeof reply - 1, 0);
		if (n > 2) {
			reply[n] = '\0';
			printf("%s\n", reply + 2);
		}
	}
	close(fd);
	buf_free(&b);
	return n > 2 && reply[0] == '0' ? 0 : n > 2 ? 1 : 2;
}
