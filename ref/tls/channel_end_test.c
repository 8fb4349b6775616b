/* How a channel ends, is held, and may be freed. */
#include "tls/channel_rig.h"

START_TEST(ends_are_told_apart)
{
	struct end a = { 0 }, b = { 0 };

	begin(&a, &b);
	channel_free(&b.c);		/* FIN in clear */
	until(&a, "ended:peer-closed:closed");
	end_free(&a);

	a = b = (struct end){ 0 };
	end_pair(&a, &b);
	call_tls(&a, TLS_SERVER);
	channel_free(&b.c);
	until(&a, "ended:tls-failed:handshake: closed by the peer");
	end_free(&a);

	a = b = (struct end){ 0 };
	end_pair(&a, &b);
	call_tls(&a, TLS_SERVER);
	call_tls(&b, TLS_CLIENT);
	until(&a, "secured ");
	until(&b, "secured ");
	channel_free(&b.c);
	until(&a, "ended:peer-closed:closed without close_notify");
	call_write(&a, "too late");
	call_finish(&a);
	turns(3);
	story_is(&a, "secured ended:peer-closed:closed without close_notify");
	end(&a, &b);
}
END_TEST

static void answer(struct end *e)
{
	call_write(e, "answer");
}

START_TEST(answer_to_the_last_words_is_sent)
{
	struct end a = { 0 }, b = { 0 };

	begin(&a, &b);
	call_tls(&a, TLS_SERVER);
	call_tls(&b, TLS_CLIENT);
	until(&a, "secured ");
	until(&b, "secured ");
	a.on_text = "last";
	a.then = answer;
	call_write(&b, "last");
	call_finish(&b);		/* with close_notify in the same segment */
	until(&a, "ended:peer-closed:closed");
	until(&b, "ended:peer-closed:closed");
	story_is(&b, "secured [answer] ended:peer-closed:closed");
	end(&a, &b);
}
END_TEST

static void pause_now(struct end *e)
{
	call_pause(e, true);
}

START_TEST(paused_channel_holds_bytes_and_end)
{
	struct end a = { 0 }, b = { 0 };

	begin(&a, &b);
	a.on_secured = pause_now;
	call_tls(&a, TLS_SERVER);
	call_tls(&b, TLS_CLIENT);
	/* They come in one segment with the last of the handshake. */
	call_write(&b, "one");
	call_finish(&b);
	until(&a, "secured ");
	turns(20);
	story_is(&a, "secured ");
	call_pause(&a, false);
	story_is(&a, "secured ");
	until(&a, "ended:peer-closed:closed");
	story_is(&a, "secured [one] ended:peer-closed:closed");
	end(&a, &b);
}
END_TEST

static void free_now(struct end *e)
{
	channel_free(&e->c);
}

START_TEST(may_be_freed_in_every_callback)
{
	struct end a, b;

	setup();
	for (int i = 0; i < 4; i++) {
		a = b = (struct end){ 0 };
		end_pair(&a, &b);
		if (i == 0) {			/* bytes, in clear */
			a.on_text = "x";
			a.then = free_now;
			call_write(&b, "x");
			until(&a, "[x] ");
			goto next;
		}
		a.on_secured = i == 1 ? free_now : NULL;
		a.on_text = i == 2 ? "x" : NULL;
		a.then = free_now;
		a.on_ended = i == 3 ? free_now : NULL;
		call_tls(&a, TLS_SERVER);
		call_tls(&b, TLS_CLIENT);
		call_write(&b, "x");
		call_finish(&b);
		until(&a, i == 1 ? "secured " : i == 2 ? "[x] " : "ended:peer-closed:closed");
next:
		turns(5);
		ck_assert_ptr_null(a.c);
		end_free(&a);
		end_free(&b);
	}
	teardown();
}
END_TEST

UNIT("channel_end", ends_are_told_apart, answer_to_the_last_words_is_sent,
     paused_channel_holds_bytes_and_end, may_be_freed_in_every_callback)
