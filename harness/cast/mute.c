#include "cast/mute.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/mem.h"

struct mute {
	int listening, caller; /* -1: none */
};

/* One waits to be accepted, for ever: a backlog of 0 has room for one. */
static bool fill(struct mute *m, const struct address *at)
{
	const struct sockaddr *to = (const struct sockaddr *)(const void *)&at->ss;
	int family = at->ss.ss_family, on = 1;

	m->listening = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	m->caller = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return m->listening >= 0 && m->caller >= 0 &&
	       setsockopt(m->listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	       bind(m->listening, to, at->len) == 0 && listen(m->listening, 0) == 0 &&
	       connect(m->caller, to, at->len) == 0;
}

struct mute *mute_new(const struct address *at, struct fault *f)
{
	struct mute *m = mem_zalloc(sizeof *m);
	char text[ADDRESS_MAX];

	if (!fill(m, at)) {
		fault_set(f, NULL, 0, 0, "%s cannot be had: %s", address_print(at, text),
		          strerror(errno));
		mute_free(&m);
	}
	return m;
}

void mute_free(struct mute **mp)
{
	struct mute *m = *mp;

	*mp = NULL;
	if (m == NULL)
		return;
	if (m->caller >= 0)
		close(m->caller);
	if (m->listening >= 0)
		close(m->listening);
	free(m);
}
