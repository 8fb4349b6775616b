#include "run/interrupt.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/unit.h"

START_TEST(a_signal_is_noted_while_it_is_watched)
{
	interrupt_watch();
	ck_assert_int_eq(interrupt_seen(), 0);
	raise(SIGTERM);
	ck_assert_int_eq(interrupt_seen(), SIGTERM);
	raise(SIGINT);
	ck_assert_int_eq(interrupt_seen(), SIGINT);
	interrupt_forget();
}
END_TEST

START_TEST(what_was_switched_off_stays_off)
{
	struct sigaction now;

	signal(SIGHUP, SIG_IGN); /* nohup(1) */
	interrupt_watch();
	raise(SIGHUP);
	ck_assert_int_eq(interrupt_seen(), 0);
	interrupt_forget();
	ck_assert_int_eq(sigaction(SIGHUP, NULL, &now), 0);
	ck_assert(now.sa_handler == SIG_IGN);
}
END_TEST

/* As a child's parent sees it. */
static int end_of(void (*child)(void))
{
	int status;
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		/* Check has handlers of its own. */
		signal(SIGTERM, SIG_DFL);
		signal(SIGINT, SIG_DFL);
		child();
		_exit(7);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

static void watch_and_forget(void)
{
	interrupt_watch();
	interrupt_forget();
	raise(SIGTERM);
}

static void end_itself(void)
{
	interrupt_watch();
	interrupt_end(SIGINT);
}

START_TEST(a_signal_ends_as_it_would_have)
{
	int status = end_of(watch_and_forget);

	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGTERM);
	status = end_of(end_itself);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGINT);
}
END_TEST

UNIT("interrupt", a_signal_is_noted_while_it_is_watched, what_was_switched_off_stays_off,
     a_signal_ends_as_it_would_have)
