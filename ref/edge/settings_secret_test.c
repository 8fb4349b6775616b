/* What is secret in a configuration is nowhere in memory behind its end: not in what was
 * freed either, which whoever reads a core, or past the end of a buffer, would find. */
#include "edge/settings_rig.h"

#include <fcntl.h>

#include "lib/secret.h"

#define LENGTH 48	/* of the passphrase; its first half alone counts as well */

/* Never kept anywhere but where it is asked for. */
static char letter(size_t i)
{
	return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890"[(i * i * 7 + i * 13) % 61];
}

static bool stands_at(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != letter(i))
			return false;
	return true;
}

/* How often its first `n` letters stand in this piece of memory. */
static size_t count_in(int fd, uint64_t from, uint64_t to, size_t n)
{
	static char page[1 << 16];
	size_t found = 0;
	ssize_t got;

	for (uint64_t at = from; at < to; at += sizeof page - LENGTH) {
		size_t want = to - at < sizeof page ? (size_t)(to - at) : sizeof page;

		got = pread(fd, page, want, (off_t)at);
		for (ssize_t i = 0; i + (ssize_t)n <= got; i++) {
			const char *next = memchr(page + i, letter(0), (size_t)(got - i));

			i = next != NULL ? next - page : got;
			if (i + (ssize_t)n <= got && i < (ssize_t)(sizeof page - LENGTH))
				found += stands_at(next, n);
		}
		secret_wipe(page, sizeof page);
	}
	return found;
}

/* In all that was ever malloc()ed. */
static size_t copies(size_t n)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC), end;
	unsigned long from, to, inode;
	size_t found = 0, anonymous = 0;
	char line[512], mode[5];

	ck_assert_ptr_nonnull(maps);
	ck_assert_int_ge(fd, 0);
	while (fgets(line, sizeof line, maps) != NULL) {
		if (sscanf(line, "%lx-%lx %4s %*x %*s %lu %n", &from, &to, mode, &inode, &end) != 4 ||
		    mode[0] != 'r' || mode[1] != 'w' || inode != 0 || to - from > 1ul << 26 ||
		    (line[end] == '[' && strncmp(line + end, "[heap]", 6) != 0))
			continue;
		anonymous++;
		found += count_in(fd, from, to, n);
	}
	ck_assert_uint_ne(anonymous, 0);
	fclose(maps);
	close(fd);
	return found;
}

/* Behind what stands in fed-edge.yml. */
static void append(const char *text, size_t n)
{
	int fd = open(in_dir("fed-edge.yml"), O_WRONLY | O_APPEND | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, n), (ssize_t)n);
	close(fd);
}

static void put_secret(const char *key, const char *more)
{
	char text[LENGTH];

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = letter(i);
	append(key, strlen(key));
	append(text, sizeof text);
	append(more, strlen(more));
	secret_wipe(text, sizeof text);
}

static struct edge_settings *load_secret(const char *key, const char *more)
{
	dir_puts("fed-edge.yml", LEAST);
	put_secret(key, more);
	return edge_settings_load(in_dir("fed-edge.yml"), &fault);
}

START_TEST(only_the_settings_hold_it_and_only_while_they_live)
{
	static const char *const quotes[] = { "", "\"", "'" };
	struct edge_settings *s = NULL;
	char before[40], behind[10];

	begin();
	for (size_t i = 0; i < 3; i++) {
		snprintf(before, sizeof before, "dialback-passphrase: %s", quotes[i]);
		snprintf(behind, sizeof behind, "%s\n", quotes[i]);
		s = load_secret(before, behind);
		ck_assert_msg(s != NULL, "%s", fault.text);
		ck_assert(strlen(s->dialback_passphrase) == LENGTH &&
		          stands_at(s->dialback_passphrase, LENGTH));
		ck_assert_uint_eq(copies(LENGTH), 1);
		ck_assert_uint_eq(copies(LENGTH / 2), 1);
		edge_settings_free(&s);
		ck_assert_uint_eq(copies(LENGTH / 2), 0);
	}
	end(&s);
}
END_TEST

START_TEST(what_is_refused_leaves_nothing_behind)
{
	static const char *const behind[] = {
		"\nno-such-key: 1\n",	/* not in the table */
		"\nlisten: nowhere\n",	/* not an address */
		"\n- [\n",			/* no YAML */
		"\n\x01\n",		/* no character */
	};
	struct edge_settings *s = NULL;

	begin();
	for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++) {
		s = load_secret("dialback-passphrase: ", behind[i]);
		ck_assert_ptr_null(s);
		ck_assert_msg(copies(LENGTH / 2) == 0, "behind \"%s\": %s", behind[i], fault.text);
	}
	end(&s);
}
END_TEST

/* More than is read in one piece. */
START_TEST(a_long_file_leaves_nothing_behind)
{
	struct edge_settings *s = NULL;
	struct buf text = { 0 };

	begin();
	dir_puts("fed-edge.yml", LEAST);
	put_secret("dialback-passphrase: ", "\n");
	for (int i = 0; i < 4000; i++)
		buf_puts(&text, "# This line is of no use to anybody.\n");
	append(buf_cstr(&text), buf_len(&text));
	buf_free(&text);
	s = edge_settings_load(in_dir("fed-edge.yml"), &fault);
	ck_assert_msg(s != NULL, "%s", fault.text);
	edge_settings_free(&s);
	ck_assert_uint_eq(copies(LENGTH / 2), 0);
	end(&s);
}
END_TEST

UNIT("settings secret", a_long_file_leaves_nothing_behind, only_the_settings_hold_it_and_only_while_they_live,
     what_is_refused_leaves_nothing_behind)
