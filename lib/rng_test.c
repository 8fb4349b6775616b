#include "lib/rng.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/unit.h"

START_TEST(bytes_reach_every_place)
{
	unsigned char seen[1000] = { 0 }, b[1000];

	for (int i = 0; i < 20; i++) {
		rng_bytes(b, sizeof b);
		for (size_t j = 0; j < sizeof b; j++)
			seen[j] |= b[j];
	}
	for (size_t j = 0; j < sizeof seen; j++)
		ck_assert_uint_ne(seen[j], 0);
	rng_bytes(b, 0);
}
END_TEST

START_TEST(bytes_stay_within_their_length)
{
	unsigned char b[3] = { 1, 2, 3 };

	rng_bytes(b + 1, 1);
	ck_assert_uint_eq(b[0], 1);
	ck_assert_uint_eq(b[2], 3);
}
END_TEST

START_TEST(a_child_draws_bytes_of_its_own)
{
	unsigned char mine[16], its[16];
	int fds[2], status;
	pid_t pid;

	rng_bytes(mine, sizeof mine);	/* there is something to be shared */
	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		rng_bytes(its, sizeof its);
		_exit(write(fds[1], its, sizeof its) != sizeof its);
	}
	rng_bytes(mine, sizeof mine);
	ck_assert_int_eq(read(fds[0], its, sizeof its), sizeof its);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_int_ne(memcmp(mine, its, sizeof its), 0);
	close(fds[0]);
	close(fds[1]);
}
END_TEST

START_TEST(nothing_is_given_twice)
{
	uint64_t seen[300];

	for (size_t i = 0; i < 300; i++) {
		rng_bytes(&seen[i], sizeof seen[i]);
		for (size_t k = 0; k < i; k++)
			ck_assert_uint_ne(seen[k], seen[i]);
	}
}
END_TEST

START_TEST(below_reaches_all_and_no_more)
{
	unsigned seen[7] = { 0 };

	for (int i = 0; i < 7000; i++)
		seen[rng_below(7)]++;
	for (int i = 0; i < 7; i++)
		ck_assert_uint_gt(seen[i], 700);	/* 1000 are expected */
	ck_assert_uint_eq(rng_below(1), 0);
	ck_assert_uint_lt(rng_below(UINT32_MAX), UINT32_MAX);
}
END_TEST

START_TEST(words_are_of_the_alphabet)
{
	char w[33], other[33];
	char edge[2] = { 'x', 'y' };

	rng_word(w, 32);
	rng_word(other, 32);
	ck_assert_uint_eq(strlen(w), 32);
	ck_assert_uint_eq(strspn(w, "abcdefghijklmnopqrstuvwxyz0123456789"), 32);
	ck_assert_str_ne(w, other);
	rng_word(edge, 0);
	ck_assert_int_eq(edge[0], '\0');
	ck_assert_int_eq(edge[1], 'y');
}
END_TEST

/* The values that the published algorithm gives for seed 1234567. */
START_TEST(the_sequence_is_the_same_everywhere)
{
	static const uint64_t known[] = {
		UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
		UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
		UINT64_C(16408922859458223821),
	};
	struct rng r;

	rng_seed(&r, 1234567);
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		ck_assert_uint_eq(rng_next(&r), known[i]);
}
END_TEST

START_TEST(the_seed_decides)
{
	struct rng a, b, c;

	rng_seed(&a, 5);
	rng_seed(&b, 5);
	rng_seed(&c, 6);
	for (int i = 0; i < 100; i++) {
		uint32_t x = rng_next_below(&a, 1000);

		ck_assert_uint_lt(x, 1000);
		ck_assert_uint_eq(x, rng_next_below(&b, 1000));
	}
	ck_assert_uint_ne(rng_next(&b), rng_next(&c));
}
END_TEST

UNIT("rng", bytes_reach_every_place, bytes_stay_within_their_length,
     a_child_draws_bytes_of_its_own, nothing_is_given_twice,
     below_reaches_all_and_no_more, words_are_of_the_alphabet,
     the_sequence_is_the_same_everywhere, the_seed_decides)
