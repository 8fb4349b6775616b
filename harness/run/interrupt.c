#include "run/interrupt.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

enum { N_SIGNALS = sizeof signals / sizeof signals[0] };

static struct sigaction before[N_SIGNALS];
static volatile sig_atomic_t seen;

static void note(int signo)
{
	seen = signo;
}

void interrupt_watch(void)
{
	struct sigaction a = { .sa_handler = note }; /* no SA_RESTART */

	sigemptyset(&a.sa_mask);
	for (int i = 0; i < N_SIGNALS; i++) {
		sigaction(signals[i], NULL, &before[i]);
		/* What nohup(1) has switched off stays off. */
		if (before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &a, NULL);
	}
}

void interrupt_forget(void)
{
	for (int i = 0; i < N_SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
}

int interrupt_seen(void)
{
	return seen;
}

void interrupt_end(int signo)
{
	fflush(NULL);
	signal(signo, SIG_DFL);
	raise(signo);
	_Exit(128 + signo); /* it was blocked */
}
