#include "cast/script.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "lib/mem.h"

#if defined(__SANITIZE_ADDRESS__)
#define TELL_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TELL_SANITIZER 1
#endif
#endif
#ifdef TELL_SANITIZER
#include <sanitizer/common_interface_defs.h>
#endif

/* libxml2 and OpenSSL run on it. */
#define STACK (512u << 10)

struct script {
	struct script *next;
	struct scripts *all;
	void (*fn)(void *arg);
	void *arg;
	ucontext_t here;
	char *stack; /* NULL: not begun, or over */
	bool (*ready)(void *arg);
	void *ready_arg;
	uint64_t due;
	enum wake why;
	bool begun, over, cancelled;
};

struct scripts {
	struct loop *loop;
	struct timer *timer;
	struct script *first, **last;
	struct script *running;
	ucontext_t outside;
#ifdef TELL_SANITIZER
	const void *outside_stack;
	size_t outside_size;
#endif
};

/* --- the switch -------------------------------------------------------------------- */

/* Both ends of a switch tell AddressSanitizer which stack is in use. */
static void enter(struct scripts *s, struct script *it)
{
	s->running = it;
#ifdef TELL_SANITIZER
	void *fake = NULL;

	__sanitizer_start_switch_fiber(&fake, it->stack, STACK);
#endif
	if (swapcontext(&s->outside, &it->here) != 0)
		abort();
#ifdef TELL_SANITIZER
	__sanitizer_finish_switch_fiber(fake, NULL, NULL);
#endif
	s->running = NULL;
}

static void leave(struct scripts *s, struct script *it)
{
#ifdef TELL_SANITIZER
	void *fake = NULL;

	__sanitizer_start_switch_fiber(it->over ? NULL : &fake, s->outside_stack,
	                               s->outside_size);
#endif
	if (swapcontext(&it->here, &s->outside) != 0)
		abort();
#ifdef TELL_SANITIZER
	__sanitizer_finish_switch_fiber(fake, &s->outside_stack, &s->outside_size);
#endif
}

/* makecontext() passes ints only. */
static struct script *beginning;

static void body(void)
{
	struct script *it = beginning;

#ifdef TELL_SANITIZER
	__sanitizer_finish_switch_fiber(NULL, &it->all->outside_stack, &it->all->outside_size);
#endif
	it->fn(it->arg);
	it->over = true;
	leave(it->all, it);
}

static void begin(struct scripts *s, struct script *it)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *mem = mmap(NULL, STACK + page, PROT_READ | PROT_WRITE,
	                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);

	/* As lib/mem.h: a machine without memory ends the process. */
	if (mem == MAP_FAILED || mprotect(mem, page, PROT_NONE) != 0 ||
	    getcontext(&it->here) != 0)
		abort();
	it->stack = mem + page;
	it->here.uc_stack.ss_sp = it->stack;
	it->here.uc_stack.ss_size = STACK;
	it->here.uc_link = NULL;
	makecontext(&it->here, body, 0);
	it->begun = true;
	beginning = it;
	enter(s, it);
}

static void resume(struct scripts *s, struct script *it)
{
	if (it->begun)
		enter(s, it);
	else
		begin(s, it);
	if (it->over) {
		size_t page = (size_t)sysconf(_SC_PAGESIZE);

		munmap(it->stack - page, STACK + page);
		it->stack = NULL;
	}
}

/* --- who goes on ---------------------------------------------------------------------- */

static bool may_go_on(struct script *it, uint64_t now)
{
	if (it->over)
		return false;
	if (it->cancelled)
		it->why = WAKE_CANCELLED;
	else if (!it->begun || it->ready(it->ready_arg))
		it->why = WAKE_READY;
	else if (now >= it->due)
		it->why = WAKE_DUE;
	else
		return false;
	return true;
}

static void look(void *arg)
{
	struct scripts *s = arg;
	uint64_t due = SCRIPT_NEVER;
	bool again;

	/* What one does may be what another waits for. */
	do {
		again = false;
		for (struct script *it = s->first; it != NULL; it = it->next) {
			if (!may_go_on(it, loop_now(s->loop)))
				continue;
			resume(s, it);
			again = true;
		}
	} while (again);
	for (struct script *it = s->first; it != NULL; it = it->next)
		if (!it->over && it->due < due)
			due = it->due;
	if (due == SCRIPT_NEVER)
		timer_clear(s->timer);
	else
		timer_set(s->timer, due);
}

void scripts_wake(struct scripts *s)
{
	if (s->running == NULL)
		loop_defer(s->loop, look, s);
}

static void on_timer(void *arg)
{
	scripts_wake(arg);
}

struct scripts *scripts_new(struct loop *l)
{
	struct scripts *s = mem_zalloc(sizeof *s);

	s->loop = l;
	s->timer = timer_new(l, on_timer, s);
	s->last = &s->first;
	return s;
}

void scripts_free(struct scripts **sp)
{
	struct scripts *s = *sp;
	struct script *next;

	if (s == NULL)
		return;
	for (struct script *it = s->first; it != NULL; it = it->next) {
		it->cancelled = true;
		it->over = it->over || !it->begun; /* nothing to undo */
	}
	look(s);
	*sp = NULL; /* not before: they may use it on their way out */
	loop_defer_cancel(s->loop, look, s);
	timer_free(&s->timer);
	for (struct script *it = s->first; it != NULL; it = next) {
		next = it->next;
		free(it);
	}
	free(s);
}

struct script *script_new(struct scripts *s, void (*fn)(void *arg), void *arg)
{
	struct script *it = mem_zalloc(sizeof *it);

	it->all = s;
	it->fn = fn;
	it->arg = arg;
	it->due = SCRIPT_NEVER;
	*s->last = it;
	s->last = &it->next;
	scripts_wake(s);
	return it;
}

bool script_is_over(const struct script *s)
{
	return s->over;
}

void script_cancel(struct script *s)
{
	s->cancelled = true;
	scripts_wake(s->all);
}

enum wake script_wait(struct scripts *s, bool (*ready)(void *arg), void *arg, uint64_t due)
{
	struct script *it = s->running;

	assert(it != NULL);
	it->ready = ready;
	it->ready_arg = arg;
	it->due = due;
	if (may_go_on(it, loop_now(s->loop)))
		return it->why;
	leave(s, it);
	it->due = SCRIPT_NEVER;
	return it->why;
}
