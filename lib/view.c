#include "lib/view.h"

#include <string.h>

#include "lib/mem.h"

/* Not tolower(): the locale must not decide whether two names are equal. */
static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool view_ieq_bytes(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a[i] != b[i] && lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

int view_cmp(struct view a, struct view b)
{
	size_t common = a.n < b.n ? a.n : b.n;
	int order = common != 0 ? memcmp(a.p, b.p, common) : 0;

	if (order != 0)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

bool view_ends(struct view v, struct view suffix)
{
	return v.n >= suffix.n && view_eq(view_from(v, v.n - suffix.n), suffix);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct view view_trim(struct view v)
{
	while (v.n != 0 && is_space(v.p[0])) {
		v.p++;
		v.n--;
	}
	while (v.n != 0 && is_space(v.p[v.n - 1]))
		v.n--;
	return v;
}

bool view_cut(struct view v, char sep, struct view *left, struct view *right)
{
	const char *at = v.n != 0 ? memchr(v.p, sep, v.n) : NULL;

	if (at == NULL) {
		*left = v;
		*right = (struct view){ NULL, 0 };
		return false;
	}
	*left = (struct view){ v.p, (size_t)(at - v.p) };
	*right = view_from(v, left->n + 1);
	return true;
}

size_t view_find(struct view v, struct view needle)
{
	const char *at;

	if (needle.n == 0)
		return 0;
	if (needle.n > v.n)
		return v.n;
	at = memmem(v.p, v.n, needle.p, needle.n);
	return at != NULL ? (size_t)(at - v.p) : v.n;
}

char *view_dup(struct view v)
{
	char *s = mem_alloc(v.n + 1);

	if (v.n != 0)
		memcpy(s, v.p, v.n);
	s[v.n] = '\0';
	return s;
}
