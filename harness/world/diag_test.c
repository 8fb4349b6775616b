#include "world/diag.h"

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"

static int listener(const char *text, struct address *at)
{
	int fd;

	ck_assert(address_parse(view_of(text), at));
	fd = socket(at->ss.ss_family, SOCK_STREAM, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (const void *)&at->ss, at->len), 0);
	ck_assert_int_eq(listen(fd, 4), 0);
	ck_assert_int_eq(getsockname(fd, (void *)&at->ss, &at->len), 0);
	return fd;
}

START_TEST(who_listens_is_found_until_he_is_gone)
{
	struct address at, other;
	int fd = listener("127.0.0.1:0", &at);

	ck_assert_int_eq(diag_listens(&at), DIAG_YES);
	/* The same port of another host is not his. */
	ck_assert(address_parse(VIEW("127.0.0.9:1"), &other));
	address_set_port(&other, address_port(&at));
	ck_assert_int_eq(diag_listens(&other), DIAG_NO);
	close(fd);
	ck_assert_int_eq(diag_listens(&at), DIAG_NO);
}
END_TEST

START_TEST(any_address_is_every_address)
{
	struct address at, host;
	int fd = listener("0.0.0.0:0", &at);

	ck_assert(address_parse(VIEW("127.0.0.9:1"), &host));
	address_set_port(&host, address_port(&at));
	ck_assert_int_eq(diag_listens(&host), DIAG_YES);
	close(fd);
	fd = listener("[::]:0", &at);
	address_set_port(&host, address_port(&at));
	ck_assert_int_eq(diag_listens(&host), DIAG_YES);
	ck_assert_int_eq(diag_listens(&at), DIAG_YES);
	close(fd);
}
END_TEST

static void unread(const char *text)
{
	struct address at, near = { .len = sizeof near.ss };
	int fd = listener(text, &at), ours = socket(at.ss.ss_family, SOCK_STREAM, 0), theirs;
	char byte;

	ck_assert_int_eq(connect(ours, (const void *)&at.ss, at.len), 0);
	ck_assert_int_eq(getsockname(ours, (void *)&near.ss, &near.len), 0);
	ck_assert_int_eq(diag_has_unread(&at, &near), DIAG_NO);
	/* Also before anybody has accepted it. */
	ck_assert_int_eq(write(ours, "x", 1), 1);
	ck_assert_int_eq(diag_has_unread(&at, &near), DIAG_YES);
	theirs = accept(fd, NULL, NULL);
	ck_assert_int_ge(theirs, 0);
	ck_assert_int_eq(diag_has_unread(&at, &near), DIAG_YES);
	ck_assert_int_eq(read(theirs, &byte, 1), 1);
	ck_assert_int_eq(diag_has_unread(&at, &near), DIAG_NO);
	/* Seen from our end nothing has come. */
	ck_assert_int_eq(diag_has_unread(&near, &at), DIAG_NO);
	close(theirs);
	close(ours);
	close(fd);
}

START_TEST(what_was_not_read_is_seen)
{
	unread("127.0.0.1:0");
	unread("[::1]:0");
}
END_TEST

/* A connection of IPv4 to a socket of both families is asked for by IPv4. */
START_TEST(a_socket_of_both_families_is_found)
{
	struct address at, four, near = { .len = sizeof near.ss };
	int fd = listener("[::]:0", &at), ours = socket(AF_INET, SOCK_STREAM, 0), theirs;

	ck_assert(address_parse(VIEW("127.0.0.1:1"), &four));
	address_set_port(&four, address_port(&at));
	ck_assert_int_eq(connect(ours, (const void *)&four.ss, four.len), 0);
	ck_assert_int_eq(getsockname(ours, (void *)&near.ss, &near.len), 0);
	theirs = accept(fd, NULL, NULL);
	ck_assert_int_ge(theirs, 0);
	ck_assert_int_eq(write(ours, "x", 1), 1);
	ck_assert_int_eq(diag_has_unread(&four, &near), DIAG_YES);
	close(theirs);
	close(ours);
	close(fd);
}
END_TEST

START_TEST(a_connection_that_is_not_there_has_nothing)
{
	struct address at, nobody;
	int fd = listener("127.0.0.1:0", &at);

	ck_assert(address_parse(VIEW("127.0.0.9:9"), &nobody));
	ck_assert_int_eq(diag_has_unread(&at, &nobody), DIAG_NO);
	close(fd);
	ck_assert_int_eq(diag_has_unread(&at, &nobody), DIAG_NO);
}
END_TEST

START_TEST(what_is_established_is_found_and_can_be_cut)
{
	struct address at, near = { .len = sizeof near.ss };
	int fd = listener("127.0.0.1:0", &at), ours = socket(AF_INET, SOCK_STREAM, 0), theirs;
	struct pollfd p = { .fd = ours, .events = POLLIN };
	unsigned far[4] = { 0 };
	size_t n = 1;

	ck_assert(diag_established(&at, far, 4, &n));
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(connect(ours, (const void *)&at.ss, at.len), 0);
	theirs = accept(fd, NULL, NULL);
	ck_assert_int_ge(theirs, 0);
	ck_assert_int_eq(getsockname(ours, (void *)&near.ss, &near.len), 0);
	ck_assert(diag_established(&at, far, 4, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(far[0], address_port(&near));
	/* No more than there is room for. */
	ck_assert(diag_established(&at, far, 0, &n));
	ck_assert_uint_eq(n, 0);
	ck_assert(!diag_cut(&at, address_port(&near) ^ 1));
	/* It takes a right that an ordinary user has in a world of his own alone. */
	if (diag_cut(&at, address_port(&near))) {
		ck_assert_int_eq(poll(&p, 1, 5000), 1);
		ck_assert(diag_established(&at, far, 4, &n));
		ck_assert_uint_eq(n, 0);
	}
	close(theirs);
	close(ours);
	close(fd);
}
END_TEST

UNIT("diag", what_is_established_is_found_and_can_be_cut,
     who_listens_is_found_until_he_is_gone, any_address_is_every_address,
     what_was_not_read_is_seen, a_socket_of_both_families_is_found,
     a_connection_that_is_not_there_has_nothing)
