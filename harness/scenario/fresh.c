/* Values that occur nowhere else, and are the same for the same seed. */
#include <stdlib.h>

#include "scenario/brace.h"
#include "scenario/payload.h"

static void letters(struct rng *r, const char *from, uint32_t n_from, unsigned n,
                    struct buf *out)
{
	while (n-- > 0)
		buf_putc(out, from[rng_next_below(r, n_from)]);
}

#define ALPHA "abcdefghijklmnopqrstuvwxyz"
#define ALNUM ALPHA "0123456789"
#define HEX   "0123456789abcdef"
#define DRAW(r, from, n, out) letters((r), (from), sizeof(from) - 1, (n), (out))

static void fresh_id(struct rng *r, struct buf *out)
{
	DRAW(r, ALPHA, 1, out);
	DRAW(r, ALNUM, 15, out);
}

static void fresh_word(struct rng *r, struct buf *out)
{
	DRAW(r, ALPHA, 10, out);
}

static void fresh_key(struct rng *r, struct buf *out)
{
	DRAW(r, HEX, 64, out);
}

static void fresh_number(struct rng *r, struct buf *out)
{
	buf_printf(out, "%u", 1 + rng_next_below(r, 999999999));
}

/* RFC 9562 5.4 */
static void fresh_uuid(struct rng *r, struct buf *out)
{
	DRAW(r, HEX, 8, out);
	buf_putc(out, '-');
	DRAW(r, HEX, 4, out);
	buf_puts(out, "-4");
	DRAW(r, HEX, 3, out);
	buf_putc(out, '-');
	DRAW(r, "89ab", 1, out);
	DRAW(r, HEX, 3, out);
	buf_putc(out, '-');
	DRAW(r, HEX, 12, out);
}

static void fresh_tag(struct rng *r, struct buf *out)
{
	DRAW(r, ALNUM, 12, out);
}

static void fresh_callid(struct rng *r, struct buf *out)
{
	DRAW(r, ALNUM, 20, out);
	buf_puts(out, "@fresh.invalid");
}

/* RFC 3261 8.1.1.7 */
static void fresh_branch(struct rng *r, struct buf *out)
{
	buf_puts(out, "z9hG4bK");
	DRAW(r, ALNUM, 16, out);
}

static void fresh_body(struct rng *r, struct buf *out)
{
	DRAW(r, ALPHA, 10, out);
	buf_puts(out, " <5 & \"6\" > '4' \xc3\xa9\xe2\x98\x83\xf0\x9f\x90\x99");
}

static void fresh_user(struct rng *r, struct buf *out)
{
	DRAW(r, ALPHA, 8, out);
}

static void fresh_resource(struct rng *r, struct buf *out)
{
	DRAW(r, ALPHA, 4, out);
	buf_puts(out, " \xc3\xbc");
	DRAW(r, ALNUM, 4, out);
}

static const struct {
	const char *word;
	void (*make)(struct rng *r, struct buf *out);
} kinds[] = {
#define X(word, doc) { #word, fresh_##word },
#include "scenario/fresh.tbl"
#undef X
};
#define N_KINDS (sizeof kinds / sizeof kinds[0])

const char *const fresh_words[] = {
#define X(word, doc) #word,
#include "scenario/fresh.tbl"
#undef X
};
const size_t fresh_n_words = N_KINDS;

bool fresh_is_known(struct view kind)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (view_is(kind, kinds[i].word))
			return true;
	return false;
}

void fresh(struct rng *r, struct view kind, struct buf *out)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (view_is(kind, kinds[i].word)) {
			kinds[i].make(r, out);
			return;
		}
	abort();	/* a kind that fresh_is_known() does not know: our bug */
}
