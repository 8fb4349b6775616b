#include "run/digest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "lib/buf.h"
#include "lib/text.h"

enum { DEPTH_MAX = 16 }; /* of folders in folders; a link is not followed */

static EVP_MD_CTX *begin(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (ctx == NULL || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		abort(); /* as lib/mem.h: no memory */
	return ctx;
}

static void add(EVP_MD_CTX *ctx, const void *p, size_t n)
{
	if (EVP_DigestUpdate(ctx, p, n) != 1)
		abort();
}

static void end(EVP_MD_CTX *ctx, char out[DIGEST_SIZE])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned int n = 0;

	if (EVP_DigestFinal_ex(ctx, sum, &n) != 1 || n != 32)
		abort();
	text_hex_to((struct view){ (const char *)sum, n }, out);
	EVP_MD_CTX_free(ctx);
}

/* Its size goes before its bytes, so that one file is not two. */
static bool add_bytes(EVP_MD_CTX *ctx, const char *path, struct fault *f)
{
	char piece[16384], head[40];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t got = -1;

	if (fd >= 0 && fstat(fd, &st) == 0) {
		snprintf(head, sizeof head, "%lld\n", (long long)st.st_size);
		add(ctx, head, strlen(head));
		while ((got = read(fd, piece, sizeof piece)) > 0)
			add(ctx, piece, (size_t)got);
	}
	if (got < 0)
		fault_set(f, path, 0, 0, "cannot be read: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return got == 0;
}

static bool add_link(EVP_MD_CTX *ctx, const char *path, struct fault *f)
{
	char leads[PATH_MAX];
	ssize_t n = readlink(path, leads, sizeof leads);

	if (n < 0)
		return fault_set(f, path, 0, 0, "cannot be read: %s", strerror(errno));
	add(ctx, leads, (size_t)n);
	return true;
}

static int wanted(const struct dirent *d)
{
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0 &&
	       strcmp(d->d_name, ".git") != 0 && strcmp(d->d_name, "README.md") != 0;
}

/* By their bytes: the same order in every locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), e = ending != NULL ? strlen(ending) : 0;

	return n >= e && strcmp(name + n - e, ending != NULL ? ending : "") == 0;
}

static bool add_folder(EVP_MD_CTX *ctx, const char *dir, size_t top, const char *ending,
                       unsigned depth, struct fault *f);

static bool add_entry(EVP_MD_CTX *ctx, const char *path, size_t top, const char *ending,
                      unsigned depth, struct fault *f)
{
	struct stat st;
	const char *sort;

	if (lstat(path, &st) != 0)
		return fault_set(f, path, 0, 0, "cannot be read: %s", strerror(errno));
	if (S_ISDIR(st.st_mode))
		return depth < DEPTH_MAX ? add_folder(ctx, path, top, ending, depth + 1, f)
		                         : fault_set(f, path, 0, 0, "folders without end");
	if (!ends_in(path, ending))
		return true;
	sort = S_ISLNK(st.st_mode)                          ? "link "
	       : !S_ISREG(st.st_mode)                       ? "other "
	       : (st.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0 ? "program "
	                                                    : "file ";
	add(ctx, sort, strlen(sort));
	add(ctx, path + top, strlen(path + top) + 1);
	return S_ISLNK(st.st_mode)   ? add_link(ctx, path, f)
	       : S_ISREG(st.st_mode) ? add_bytes(ctx, path, f)
	                             : true;
}

static bool add_folder(EVP_MD_CTX *ctx, const char *dir, size_t top, const char *ending,
                       unsigned depth, struct fault *f)
{
	struct dirent **entry = NULL;
	int n = scandir(dir, &entry, wanted, by_name);
	struct buf path = { 0 };
	bool ok = n >= 0 || fault_set(f, dir, 0, 0, "cannot be read: %s", strerror(errno));

	for (int i = 0; i < n; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/%s", dir, entry[i]->d_name);
		ok = ok && add_entry(ctx, buf_cstr(&path), top, ending, depth, f);
		free(entry[i]);
	}
	free(entry);
	buf_free(&path);
	return ok;
}

bool digest_folder(const char *dir, const char *ending, char out[DIGEST_SIZE], struct fault *f)
{
	EVP_MD_CTX *ctx = begin();
	bool ok = add_folder(ctx, dir, strlen(dir) + 1, ending, 0, f);

	end(ctx, out);
	return ok;
}

bool digest_file(const char *path, char out[DIGEST_SIZE], struct fault *f)
{
	EVP_MD_CTX *ctx = begin();
	bool ok = add_bytes(ctx, path, f);

	end(ctx, out);
	return ok;
}

void digest_both(const char *a, const char *b, char out[DIGEST_SIZE])
{
	EVP_MD_CTX *ctx = begin();

	add(ctx, a, strlen(a) + 1);
	add(ctx, b, strlen(b) + 1);
	end(ctx, out);
}
