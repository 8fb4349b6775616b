#include "lib/udp.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"

static struct loop *loop;

struct end {
	struct udp *udp;
	struct buf got;		/* "[text]" for each datagram */
	struct address from;
	size_t n, unreachable, bytes;
	bool free_at_once, calls_back;
};

static void on_datagram(void *arg, struct view bytes, const struct address *from)
{
	struct end *e = arg;

	ck_assert(!e->calls_back);
	e->n++;
	e->bytes += bytes.n;
	e->from = *from;
	if (bytes.n < 100)
		buf_printf(&e->got, "[%.*s]", VIEW_ARG(bytes));
	if (e->free_at_once)
		udp_free(&e->udp);
}

static void on_unreachable(void *arg, const struct address *to)
{
	struct end *e = arg;

	e->unreachable++;
	e->from = *to;
}

static const struct udp_ops ops = { on_datagram, on_unreachable };

static void begin(struct end *e, const char *at)
{
	struct address a;
	struct fault f = { 0 };

	if (loop == NULL)
		loop = loop_new();
	memset(e, 0, sizeof *e);
	ck_assert(address_parse(view_of(at), &a));
	e->udp = udp_new(loop, &a, &ops, e, &f);
	ck_assert_msg(e->udp != NULL, "%s", f.text);
}

static void end(struct end *e)
{
	udp_free(&e->udp);
	udp_free(&e->udp);
	buf_free(&e->got);
}

static void done(void)
{
	loop_free(&loop);
}

static void send_to(struct end *from, const struct end *to, struct view bytes, bool expected)
{
	struct address a;

	udp_local(to->udp, &a);
	from->calls_back = true;
	ck_assert_int_eq(udp_send(from->udp, &a, bytes), expected);
	from->calls_back = false;
}

static void until(const size_t *counter, size_t n)
{
	for (int i = 0; i < 10000 && *counter < n; i++)
		loop_once(loop, 10000);
	ck_assert_uint_eq(*counter, n);
}

static void datagrams(const char *at)
{
	struct end a, b;
	struct address local;
	char x[ADDRESS_MAX], y[ADDRESS_MAX];

	begin(&a, at);
	begin(&b, at);
	send_to(&a, &b, VIEW("one"), true);
	send_to(&a, &b, VIEW(""), true);
	send_to(&a, &b, VIEW("two"), true);
	until(&b.n, 3);
	ck_assert_str_eq(buf_cstr(&b.got), "[one][][two]");
	udp_local(a.udp, &local);
	ck_assert_str_eq(address_print(&b.from, x), address_print(&local, y));
	send_to(&b, &a, VIEW("back"), true);
	until(&a.n, 1);
	end(&a);
	end(&b);
	done();
}

START_TEST(datagrams_keep_their_ends)
{
	datagrams("127.0.0.1:0");
	datagrams("[::1]:0");
}
END_TEST

/* More than one batch, and a queue at its limit. */
START_TEST(many_in_one_turn)
{
	struct end a, b;

	begin(&a, "127.0.0.1:0");
	begin(&b, "127.0.0.1:0");
	for (int i = 0; i < UDP_QUEUE_MAX; i++)
		send_to(&a, &b, VIEW("x"), true);
	send_to(&a, &b, VIEW("x"), false);
	/* The kernel keeps few hundred for b; what it drops is lost, as UDP is. */
	for (int i = 0; i < 200; i++)
		loop_once(loop, 0);
	ck_assert_uint_gt(b.n, 100);
	send_to(&a, &b, VIEW("again"), true);
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(the_longest_and_one_more)
{
	static char big[65508];
	struct end a, b;

	begin(&a, "127.0.0.1:0");
	begin(&b, "127.0.0.1:0");
	send_to(&a, &b, (struct view){ big, 65507 }, true);
	send_to(&a, &b, (struct view){ big, 65508 }, false);
	until(&b.n, 1);
	ck_assert_uint_eq(b.bytes, 65507);
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(nobody_is_there)
{
	struct end a, b;
	struct address gone;
	char x[ADDRESS_MAX], y[ADDRESS_MAX];

	begin(&a, "127.0.0.1:0");
	begin(&b, "127.0.0.1:0");
	udp_local(b.udp, &gone);
	send_to(&a, &b, VIEW("lost"), true);
	udp_free(&b.udp);
	until(&a.unreachable, 1);
	ck_assert_str_eq(address_print(&a.from, x), address_print(&gone, y));
	/* And the socket goes on. */
	begin(&b, "127.0.0.1:0");
	send_to(&a, &b, VIEW("there"), true);
	until(&b.n, 1);
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(freed_in_a_callback)
{
	struct end a, b;

	begin(&a, "127.0.0.1:0");
	begin(&b, "127.0.0.1:0");
	b.free_at_once = true;
	for (int i = 0; i < 3; i++)
		send_to(&a, &b, VIEW("x"), true);
	until(&b.n, 1);
	loop_once(loop, 0);
	ck_assert_uint_eq(b.n, 1);
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(what_cannot_be)
{
	struct end a;
	struct address at, v6;
	struct fault f = { 0 };

	begin(&a, "127.0.0.1:0");
	udp_local(a.udp, &at);
	ck_assert_ptr_null(udp_new(loop, &at, &ops, NULL, &f));
	ck_assert_ptr_nonnull(strstr(f.text, "cannot take datagrams on 127.0.0.1:"));
	fault_free(&f);
	ck_assert(address_parse(VIEW("[::1]:5060"), &v6));
	ck_assert(!udp_send(a.udp, &v6, VIEW("x")));
	end(&a);
	done();
}
END_TEST

UNIT("udp", datagrams_keep_their_ends, many_in_one_turn, the_longest_and_one_more,
     nobody_is_there, freed_in_a_callback, what_cannot_be)
