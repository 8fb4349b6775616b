#include "model/rows.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 11, CELL = 80 };

static const char *const heading[COLUMNS] = { "row",      "tls",      "sasl",   "dialback",
	                                      "starttls", "external", "proves", "certificate",
	                                      "rule",     "scene",    "why" };

/* What is refused is refused to the best that the partner has. */
static const char *scene(unsigned way, const struct cell *c)
{
	switch (way) {
	case WAY_SASL_TLS:
		return "sasl-tls";
	case WAY_TLS_DIALBACK:
		return "tls-dialback";
	case WAY_TCP_DIALBACK:
		return "tcp-dialback";
	}
	if (!c->inbound)
		return "refused";
	if (c->dialback)
		return "refused-key";
	return c->offer == OFFER_EXTERNAL ? "refused-external" : "refused-stanza";
}

static void fill(const struct model *m, const struct cells *cells, size_t i,
                 char out[COLUMNS][CELL])
{
	static const char *const proof[PROOF_COUNT] = { "valid", "expired", "wrong-name",
		                                        "unknown-issuer", "none" };
	const struct cell *c = &cells->item[i];
	const struct model_policy *p = &m->policy[c->policy];
	struct outcome o = model_outcome(m, c);
	const char *value[COLUMNS] = { NULL,
		                       p->tls,
		                       p->sasl,
		                       p->dialback ? "yes" : "no",
		                       c->offer != OFFER_NOTHING ? "offers" : "silent",
		                       c->offer == OFFER_EXTERNAL ? "offers" : "silent",
		                       c->dialback ? "yes" : "no",
		                       proof[c->proof],
		                       NULL,
		                       scene(o.way, c),
		                       o.why };

	for (size_t k = 0; k < COLUMNS; k++)
		snprintf(out[k], CELL, "%s", value[k] != NULL ? value[k] : "");
	snprintf(out[0], CELL, "%u", cells->number[i]);
	snprintf(out[8], CELL, "LYNC-MATRIX-%zu", c->policy + 1);
}

/* What a caller has of EXTERNAL says the scene. */
static bool is_said(const char *column, const struct cells *cells)
{
	return strcmp(column, "external") != 0 || !cells->item[0].inbound;
}

static void put_row(struct buf *out, const struct cells *cells, char cell[COLUMNS][CELL],
                    const int width[COLUMNS])
{
	buf_puts(out, "    |");
	for (size_t k = 0; k < COLUMNS; k++)
		if (is_said(heading[k], cells))
			buf_printf(out, " %-*s |", width[k], cell[k]);
	buf_putc(out, '\n');
}

static void put_matrix(const struct model *m, const struct cells *cells, struct buf *out)
{
	int width[COLUMNS];
	char cell[COLUMNS][CELL];

	for (size_t k = 0; k < COLUMNS; k++)
		width[k] = (int)strlen(heading[k]);
	for (size_t i = 0; i < cells->n; i++) {
		fill(m, cells, i, cell);
		for (size_t k = 0; k < COLUMNS; k++)
			if ((int)strlen(cell[k]) > width[k])
				width[k] = (int)strlen(cell[k]);
	}
	for (size_t k = 0; k < COLUMNS; k++)
		snprintf(cell[k], CELL, "%s", heading[k]);
	put_row(out, cells, cell, width);
	for (size_t i = 0; i < cells->n; i++) {
		fill(m, cells, i, cell);
		put_row(out, cells, cell, width);
	}
}

bool rows_put(struct view text, const struct model *m, const struct cells *cells,
              struct buf *out)
{
	static const struct view head = VIEW_INIT("\nmatrix\n");
	size_t at = view_find(text, head);
	struct view rest = view_from(text, at + head.n);

	if (at == text.n)
		return false;
	buf_putv(out, (struct view){ text.p, at + head.n });
	put_matrix(m, cells, out);
	buf_putv(out, view_from(rest, view_find(rest, VIEW("\n\n")) + 1));
	return true;
}
