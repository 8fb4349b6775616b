/* command_words.c - the words of the language, from the tables the loader reads;
 * docs/scenario-language.md holds what this prints (ci/generate). */
#include <stdio.h>

#include "run/commands.h"
#include "scenario/scenario.h"

static const struct {
	const char *table, *word, *values, *doc;
} words[] = {
#define X(name, kinds, values, doc) { "Settings of actors (`NAME=VALUE` behind the kind)", #name, values, doc },
#include "scenario/setting.tbl"
#undef X
#define X(name, values, doc) { "Policy (`policy DOMAIN NAME=VALUE...` of the sut)", #name, values, doc },
#include "scenario/policy.tbl"
#undef X
#define X(name, doc) { "Fresh values (`{fresh KIND as $name}`)", #name, "", doc },
#include "scenario/fresh.tbl"
#undef X
#define X(name, doc) { "Claims (`needs` over them with & | ! and parentheses)", #name, "", doc },
#include "scenario/claims.tbl"
#undef X
#define X(name, doc) { "Counters (`begins to count <counter>`)", #name, "", doc },
#include "scenario/counter.tbl"
#undef X
#define X(name, doc) { "Processes by name (`<part>`)", #name, "", doc },
#include "scenario/part.tbl"
#undef X
#define X(name, names, cn, issuer, from, until, purpose, flags, doc) \
	{ "Forms of certificates (`certificate FORM`)", name, "", doc },
#include "world/certificate.tbl"
#undef X
};

/* A | in a cell would end it. */
static void cell(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '|')
			putchar('\\');
		putchar(*text);
	}
}

static void print_verbs(void)
{
	static const char *const sorts[] = {
		[VERB_DOES] = "does", [VERB_EXPECTS] = "expects", [VERB_DENIES] = "denies", [VERB_FENCES] = "fence",
	};
	static const char *const payloads[] = {
		[PAYLOAD_NONE] = "", [PAYLOAD_TEMPLATE] = "template", [PAYLOAD_PATTERN] = "pattern",
		[PAYLOAD_PATTERNS] = "patterns", [PAYLOAD_FIELDS] = "header fields",
	};
	static const char *const kinds[] = {
		[ACTOR_SUT] = "sut", [ACTOR_INSIDE_USER] = "inside-user", [ACTOR_GATEWAY] = "gateway",
		[ACTOR_SCRIPTED_SERVER] = "server", [ACTOR_SCRIPTED_DIALLER] = "dialler",
		[ACTOR_XMPP_USER] = "xmpp-user", [ACTOR_FRONT_END] = "front-end", [ACTOR_SIP_UA] = "sip-ua",
	};

	puts("### Verbs\n\n| behind the actor's name | sort | payload | who | meaning |\n|---|---|---|---|---|");
	for (enum verb v = 0; v < VERB_COUNT; v++) {
		const struct verb_row *r = verb_row(v);
		const char *comma = "";

		fputs("| `", stdout);
		cell(r->form);
		printf("` | %s | %s | ", sorts[r->sort], payloads[r->payload]);
		for (enum actor_kind k = ACTOR_SUT; k < ACTOR_KINDS; k++)
			if ((r->kinds & 1u << k) != 0) {
				printf("%s%s", comma, kinds[k]);
				comma = ", ";
			}
		fputs(" | ", stdout);
		cell(r->doc);
		puts(" |");
	}
}

int command_words(int argc, char **argv)
{
	const char *table = "";

	(void)argc, (void)argv;
	print_verbs();
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (words[i].table != table)
			printf("\n### %s\n\n| word | values | meaning |\n|---|---|---|\n", words[i].table);
		table = words[i].table;
		printf("| `%s` | ", words[i].word);
		cell(words[i].values);
		fputs(" | ", stdout);
		cell(words[i].doc);
		puts(" |");
	}
	return 0;
}
