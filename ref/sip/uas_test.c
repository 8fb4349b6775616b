/* One row for each refusal of uas_check.tbl, and for what just passes it. */
#include "sip/uas.h"

#include <stdio.h>
#include <string.h>

#include "lib/unit.h"

static const struct view allow[] = { VIEW_INIT("MESSAGE"), VIEW_INIT("SUBSCRIBE"),
	VIEW_INIT("NOTIFY"), VIEW_INIT("OPTIONS"), VIEW_INIT("INVITE"), VIEW_INIT("BYE"),
	VIEW_INIT("CANCEL"), VIEW_INIT("ACK") };
static const struct view supported[] = { VIEW_INIT("gruu"), VIEW_INIT("eventlist") };
static const struct view events[] = { VIEW_INIT("presence") };
static const struct uas_type types[] = {
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("text/plain") },
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("multipart/*") },
	{ VIEW_INIT("INVITE"), VIEW_INIT("application/sdp") },
	{ VIEW_INIT("NOTIFY"), VIEW_INIT("text/plain") },
};
static const struct view languages[] = { VIEW_INIT("en"), VIEW_INIT("de-AT") };

static struct uas_settings settings(void)
{
	return (struct uas_settings){ allow, 8, NULL, 0, supported, 2, NULL, 0, events, 1, types, 4,
	                              .uri_max = 60, .body_max = 20, .host = "gw.example" };
}

#define PASSES NULL
#define ACCEPT "Accept: text/plain, multipart/*\r\n"
#define ALLOW "Allow: MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS, INVITE, BYE, CANCEL, ACK\r\n"

struct row {
	const char *line;	/* "METHOD URI" */
	const char *fields;	/* further ones; NULL: none */
	const char *body;
	const char *refused;	/* "status label"; NULL: it passes */
	const char *carries;	/* the answer's header lines */
	const char *to;		/* parameters of To */
	bool in_dialog, merged, draining, sips, sessions, languages;
};

static const struct row table[] = {
	{ .line = "MESSAGE sip:x@y", .refused = PASSES },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: text/plain\r\n", .body = "hello" },
	/* draining */
	{ .line = "MESSAGE sip:x@y", .draining = true, .refused = "503 draining",
	  .carries = "Retry-After: 30\r\n" },
	{ .line = "MESSAGE sip:x@y", .draining = true, .in_dialog = true, .to = ";tag=1" },
	/* uri-too-long, body-too-big: at the limit and one more */
	{ .line = "MESSAGE sip:1234567890123456789012345678901234567890123456789012@y.z" },
	{ .line = "MESSAGE sip:12345678901234567890123456789012345678901234567890123@y.z",
	  .refused = "414 uri-too-long" },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: text/plain\r\n",
	  .body = "12345678901234567890" },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: text/plain\r\n",
	  .body = "123456789012345678901", .refused = "413 body-too-big" },
	/* methods (R3261-8.2.1-1) */
	{ .line = "FOOBAR sip:x@y", .refused = "501 method-unknown", .carries = ALLOW },
	{ .line = "message sip:x@y", .refused = "501 method-unknown", .carries = ALLOW },
	{ .line = "REGISTER sip:y", .refused = "405 method-not-allowed", .carries = ALLOW },
	{ .line = "REFER sip:x@y", .refused = "405 method-not-allowed", .carries = ALLOW },
	{ .line = "PUBLISH sip:x@y", .refused = "405 method-not-allowed", .carries = ALLOW },
	{ .line = "UPDATE sip:x@y", .refused = "405 method-not-allowed", .carries = ALLOW },
	/* schemes (R3261-8.2.2.1-1) */
	{ .line = "MESSAGE im:x@y" },
	{ .line = "SUBSCRIBE pres:x@y" },
	{ .line = "MESSAGE tel:+15551234", .refused = "416 scheme" },
	{ .line = "MESSAGE http://x/", .refused = "416 scheme" },
	{ .line = "OPTIONS nobodyKnowsThisScheme:totallyopaquecontent", .refused = "416 scheme" },
	/* sips (P28, R5630-5.1.2-1, -2) */
	{ .line = "MESSAGE sips:x@y", .refused = "480 sips",
	  .carries = "Warning: 380 gw.example \"SIPS Not Allowed\"\r\n" },
	{ .line = "MESSAGE sips:x@y", .sips = true },
	{ .line = "SUBSCRIBE sips:x@y", .sips = true, .fields = "Contact: <sip:a@b>\r\n",
	  .refused = "400 sips-contact" },
	{ .line = "SUBSCRIBE sips:x@y", .fields = "Contact: <sip:a@b>\r\n",
	  .refused = "400 sips-contact" },
	{ .line = "SUBSCRIBE sips:x@y", .sips = true, .fields = "Contact: <sips:a@b>\r\n" },
	{ .line = "SUBSCRIBE sip:x@y", .fields = "Contact: <sip:a@b>\r\n" },
	/* a way back by it (P120, R3261-12.1.1-2) */
	{ .line = "SUBSCRIBE sip:x@y", .fields = "Contact: <sips:a@b>\r\n",
	  .refused = "480 sips-way-back",
	  .carries = "Warning: 380 gw.example \"SIPS Not Allowed\"\r\n" },
	{ .line = "SUBSCRIBE sip:x@y", .sips = true, .fields = "Contact: <sips:a@b>\r\n" },
	{ .line = "SUBSCRIBE sip:x@y", .refused = "480 sips-way-back",
	  .fields = "Contact: <sip:a@b>\r\nRecord-Route: <sips:p;lr>, <sip:q;lr>\r\n",
	  .carries = "Warning: 380 gw.example \"SIPS Not Allowed\"\r\n" },
	{ .line = "SUBSCRIBE sip:x@y",
	  .fields = "Contact: <sip:a@b>\r\nRecord-Route: <sip:p;lr>, <sips:q;lr>\r\n" },
	{ .line = "NOTIFY sip:x@y", .in_dialog = true, .to = ";tag=1",
	  .fields = "Event: presence\r\nSubscription-State: active\r\nm: <SIPS:a@b>\r\n",
	  .refused = "480 sips-way-back",
	  .carries = "Warning: 380 gw.example \"SIPS Not Allowed\"\r\n" },
	{ .line = "MESSAGE sip:x@y", .fields = "Contact: <sips:a@b>\r\n" },
	/* merged (R3261-8.2.2.2-1) */
	{ .line = "MESSAGE sip:x@y", .merged = true, .refused = "482 merged" },
	/* Require (R3261-8.2.2.3-1, R4475-bext01) */
	{ .line = "SUBSCRIBE sip:x@y", .fields = "Require: nosuch, gruu\r\nRequire: alsono\r\n"
	  "Proxy-Require: neither\r\n", .refused = "420 require",
	  .carries = "Unsupported: nosuch, alsono\r\n" },
	{ .line = "SUBSCRIBE sip:x@y", .fields = "Require: GRUU\r\nProxy-Require: neither\r\n" },
	/* dialogs (R3261-12.2.2-1) */
	{ .line = "MESSAGE sip:x@y", .to = ";tag=1", .refused = "481 no-dialog" },
	{ .line = "MESSAGE sip:x@y", .to = ";tag=1", .in_dialog = true },
	{ .line = "BYE sip:x@y", .refused = "481 no-dialog" },
	{ .line = "NOTIFY sip:x@y", .fields = "Event: presence\r\nSubscription-State: active\r\n",
	  .refused = "481 no-dialog" },
	{ .line = "BYE sip:x@y", .to = ";tag=1", .refused = "481 no-dialog" },
	{ .line = "BYE sip:x@y", .to = ";tag=1", .in_dialog = true },
	/* encodings (R3261-7.4.1-1) */
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Encoding: x-unknown\r\nContent-Type: "
	  "text/plain\r\n", .body = "zip", .refused = "415 content-encoding",
	  .carries = "Accept-Encoding: identity\r\n" },
	{ .line = "MESSAGE sip:x@y", .fields = "e: Identity\r\nc: text/plain\r\n", .body = "zip" },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Encoding: gzip\r\n" },
	/* encrypted */
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: application/pkcs7-mime;x=y\r\n",
	  .body = "?", .refused = "493 undecipherable" },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: Multipart/Encrypted\r\n",
	  .body = "?", .refused = "493 undecipherable" },
	/* types (R3261-8.2.3-1) */
	{ .line = "MESSAGE sip:x@y", .body = "hello", .refused = "400 content-type-missing" },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: application/octet-stream\r\n",
	  .body = "?", .refused = "415 content-type", .carries = ACCEPT },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: application/sdp\r\n", .body = "?",
	  .refused = "415 content-type", .carries = ACCEPT },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: TEXT/Plain;charset=x\r\n", .body = "?" },
	{ .line = "MESSAGE sip:x@y", .fields = "Content-Type: multipart/mixed;boundary=b\r\n",
	  .body = "?" },
	{ .line = "SUBSCRIBE sip:x@y", .fields = "Content-Type: a/b\r\n", .body = "?",
	  .refused = "415 content-type", .carries = "Accept: \r\n" },
	{ .line = "SUBSCRIBE sip:x@y", .fields = "Content-Type: a/b\r\n"
	  "Content-Disposition: render;handling=optional\r\n", .body = "?" },
	{ .line = "SUBSCRIBE sip:x@y", .fields = "Content-Type: a/b\r\n"
	  "Content-Disposition: render;handling=required\r\n", .body = "?",
	  .refused = "415 content-type", .carries = "Accept: \r\n" },
	/* languages */
	{ .line = "MESSAGE sip:x@y", .fields = "c: text/plain\r\nContent-Language: fr, es\r\n",
	  .body = "?", .languages = true, .refused = "415 content-language",
	  .carries = "Accept-Language: en, de-AT\r\n" },
	{ .line = "MESSAGE sip:x@y", .fields = "c: text/plain\r\nContent-Language: fr, en-GB\r\n",
	  .body = "?", .languages = true },
	{ .line = "MESSAGE sip:x@y", .fields = "c: text/plain\r\nContent-Language: fr\r\n",
	  .body = "?" },
	{ .line = "MESSAGE sip:x@y", .fields = "c: text/plain\r\n", .body = "?", .languages = true },
	/* sessions (R4475-sdp01, -invut) */
	{ .line = "INVITE sip:x@y", .fields = "Accept: text/nobodyKnowsThis\r\n",
	  .refused = "406 accept-no-sdp", .carries = "Accept: application/sdp\r\n" },
	{ .line = "INVITE sip:x@y", .fields = "Content-Type: application/unknown\r\n", .body = "?",
	  .refused = "415 content-type", .carries = "Accept: application/sdp\r\n" },
	{ .line = "INVITE sip:x@y", .fields = "Content-Type: application/sdp\r\n", .body = "?",
	  .refused = "488 no-sessions",
	  .carries = "Warning: 304 gw.example \"Media type not available\"\r\n" },
	{ .line = "INVITE sip:x@y", .fields = "Content-Type: application/sdp\r\n", .body = "?",
	  .sessions = true },
	{ .line = "INVITE sip:x@y", .to = ";tag=1", .sessions = true, .refused = "481 no-dialog" },
	{ .line = "INVITE sip:x@y", .to = ";tag=1", .refused = "488 no-sessions",
	  .carries = "Warning: 304 gw.example \"Media type not available\"\r\n" },
	/* 421 and 483 are never said (R3261-21.4.16-1, R4475-zeromf) */
	{ .line = "OPTIONS sip:x@y" },
	/* the first one counts */
	{ .line = "FOOBAR tel:1", .fields = "Require: no\r\n", .refused = "501 method-unknown",
	  .carries = ALLOW },
	{ .line = "MESSAGE tel:1", .fields = "Require: no\r\n", .refused = "416 scheme" },
};

static struct region *region;
static struct buf text;

static void read(const struct row *row, struct sip_message *m)
{
	const char *body = row->body != NULL ? row->body : "";
	struct view method, uri;
	struct sip_refusal why = { .words = "" };

	view_cut(view_of(row->line), ' ', &method, &uri);
	buf_clear(&text);
	buf_printf(&text, "%s SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nMax-Forwards: 0\r\n"
	           "From: <sip:a@b>;tag=f\r\nTo: <sip:x@y>%s\r\nCall-ID: c\r\nCSeq: 1 %.*s\r\n"
	           "%sContent-Length: %zu\r\n\r\n%s", row->line, row->to != NULL ? row->to : "",
	           VIEW_ARG(method), row->fields != NULL ? row->fields : "", strlen(body), body);
	region_reset(region);
	ck_assert_msg(sip_message_read(buf_view(&text), region, &sip_limits_default, m, &why) ==
	              SIP_READ_OK, "%s: %s", row->line, why.words);
}

START_TEST(each_row)
{
	region = region_new();
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		const struct row *row = &table[i];
		struct uas_settings s = settings();
		struct uas_refusal refusal;
		struct sip_message m;
		struct uas_request r = { &m, NULL, row->merged, row->in_dialog };
		char got[100] = "passes";

		s.draining = row->draining;
		s.retry_after = 30;
		s.sips = row->sips;
		s.sessions = row->sessions;
		if (row->languages)
			s.languages = languages, s.n_languages = 2;
		read(row, &m);
		if (uas_refuses(&s, &r, &refusal)) {
			snprintf(got, sizeof got, "%u %s", refusal.status, refusal.row);
			ck_assert_str_eq(buf_len(&refusal.fields) != 0 ? buf_cstr(&refusal.fields) : "",
			                 row->carries != NULL ? row->carries : "");
			uas_refusal_free(&refusal);
		}
		ck_assert_msg(strcmp(got, row->refused != NULL ? row->refused : "passes") == 0,
		              "row %zu, %s: %s", i, row->line, got);
	}
	region_free(&region);
	buf_free(&text);
}
END_TEST

/* R5393-4.2.2-1: any Via of the request, and only of the same request. */
START_TEST(loops)
{
	struct uas_settings s = settings();
	struct branches b;
	struct uas_refusal refusal;
	struct sip_message m;
	struct uas_request r = { &m, &b, false, false };
	struct row row = { .line = "MESSAGE sip:x@y" };
	char branch[BRANCH_SIZE], fields[200];

	region = region_new();
	branches_init(&b);
	read(&row, &m);
	branch_begin(&b, branch);
	branch_complete(&b, &m, branch);
	ck_assert(!uas_refuses(&s, &r, &refusal));
	snprintf(fields, sizeof fields, "Via: SIP/2.0/TCP p;branch=z9hG4bKp\r\n"
	         "v: SIP/2.0/TCP q;branch=z9hG4bKq, SIP/2.0/TLS gw.example;branch=%s\r\n", branch);
	row.fields = fields;
	read(&row, &m);
	ck_assert(uas_refuses(&s, &r, &refusal));
	ck_assert_str_eq(refusal.row, "loop");
	ck_assert_uint_eq(refusal.status, 482);
	uas_refusal_free(&refusal);
	row.line = "MESSAGE sip:z@y";	/* a spiral: it goes another way now */
	read(&row, &m);
	ck_assert(!uas_refuses(&s, &r, &refusal));
	r.branches = NULL;
	row.line = "MESSAGE sip:x@y";
	read(&row, &m);
	ck_assert(!uas_refuses(&s, &r, &refusal));
	region_free(&region);
	buf_free(&text);
}
END_TEST

/* Every row of the table refuses something above. */
START_TEST(no_row_is_left_out)
{
	static const char *const label[] = {
#define X(name, label, status) #status " " label,
#include "sip/uas_check.tbl"
#undef X
	};

	for (size_t i = 0; i < sizeof label / sizeof label[0]; i++) {
		bool found = strcmp(label[i], "482 loop") == 0;	/* loops */

		for (size_t j = 0; j < sizeof table / sizeof table[0]; j++)
			found = found || (table[j].refused != NULL &&
			                  strcmp(table[j].refused, label[i]) == 0);
		ck_assert_msg(found, "%s", label[i]);
	}
}
END_TEST

START_TEST(options)
{
	struct uas_settings s = settings();
	struct buf b = { 0 };

	uas_options(&s, &b);
	ck_assert_str_eq(buf_cstr(&b), ALLOW
	                 "Accept: text/plain, multipart/*, application/sdp\r\n"
	                 "Accept-Encoding: identity\r\nAccept-Language: *\r\n"
	                 "Supported: gruu, eventlist\r\nAllow-Events: presence\r\n");
	buf_clear(&b);
	s.n_supported = s.n_events = 0;
	s.languages = languages;
	s.n_languages = 2;
	uas_options(&s, &b);
	ck_assert_str_eq(buf_cstr(&b), ALLOW
	                 "Accept: text/plain, multipart/*, application/sdp\r\n"
	                 "Accept-Encoding: identity\r\nAccept-Language: en, de-AT\r\n"
	                 "Supported: \r\n");
	buf_free(&b);
}
END_TEST

/* Neither promised nor refused for its name. */
START_TEST(heard)
{
	static const struct row invite = { .line = "INVITE sip:x@y",
		.fields = "Content-Type: application/sdp\r\n", .body = "?" };
	struct uas_settings s = settings();
	struct uas_refusal refusal;
	struct sip_message m;
	struct uas_request r = { &m, NULL, false, false };
	struct buf b = { 0 };

	region = region_new();
	s.n_allow = 4;
	read(&invite, &m);
	ck_assert(uas_refuses(&s, &r, &refusal));
	ck_assert_uint_eq(refusal.status, 405);
	ck_assert_str_eq(buf_cstr(&refusal.fields), "Allow: MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS\r\n");
	uas_refusal_free(&refusal);
	s.heard = allow + 4;
	s.n_heard = 2;
	ck_assert(uas_refuses(&s, &r, &refusal));
	ck_assert_uint_eq(refusal.status, 488);
	uas_refusal_free(&refusal);
	uas_options(&s, &b);
	ck_assert_str_eq(buf_cstr(&b), "Allow: MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS\r\n"
	                 "Accept: text/plain, multipart/*\r\n"
	                 "Accept-Encoding: identity\r\nAccept-Language: *\r\n"
	                 "Supported: gruu, eventlist\r\nAllow-Events: presence\r\n");
	buf_free(&b);
	region_free(&region);
	buf_free(&text);
}
END_TEST

UNIT("uas", each_row, loops, no_row_is_left_out, options, heard)
