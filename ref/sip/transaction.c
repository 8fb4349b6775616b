#include "sip/transaction_private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#define T1_DEFAULT 500		/* table 4 */
#define T2_DEFAULT 4000
#define T4_DEFAULT 5000

/* --- one transaction -------------------------------------------------------- */

static struct transaction *of_key(struct sip_entry *e)
{
	return (struct transaction *)(void *)e;
}

static struct transaction *of_timer(struct sip_timer *timer)
{
	size_t at = timer->kind == AGAIN ? offsetof(struct transaction, again) :
	                                   offsetof(struct transaction, last);

	return (struct transaction *)(void *)((char *)timer - at);
}

struct transaction *transaction_new(struct transactions *t, enum sip_machine machine,
                                    const struct sip_hash *key, const struct sip_flow *flow)
{
	struct transaction *x;

	if (t->table.count >= t->max || t->counts.bytes >= t->max_bytes) {
		t->counts.no_room++;
		return NULL;
	}
	x = mem_zalloc(sizeof *x);
	t->counts.bytes += sizeof *x;
	x->machine = (uint8_t)machine;
	x->state = machine == SIP_SERVER_INVITE ? SIP_PROCEEDING : SIP_TRYING;
	x->key_rest = key->h[1];
	x->reliable = sip_flow_is_reliable(flow);
	x->again.kind = AGAIN;
	x->last.kind = LAST;
	sip_flow_pack(flow, &x->flow);
	sip_table_add(&t->table, &x->by_key, key->h[0]);
	x->id = ids_add(t->ids, x);
	return x;
}

struct transaction *transaction_find(const struct transactions *t, const struct sip_hash *key)
{
	struct sip_entry *e = sip_table_first(&t->table, key->h[0]);

	while (e != NULL && of_key(e)->key_rest != key->h[1])
		e = sip_table_next(e);
	return e != NULL ? of_key(e) : NULL;
}

void transaction_drop_bytes(struct transactions *t, struct transaction *x)
{
	t->counts.bytes -= x->n_bytes;
	free(x->bytes);
	x->bytes = NULL;
	x->n_bytes = 0;
}

static void drop_head(struct transactions *t, struct transaction *x)
{
	if (x->head == NULL)
		return;
	t->counts.bytes -= sizeof *x->head + x->head->n;
	free(x->head);
	x->head = NULL;
}

void transaction_keep(struct transactions *t, struct transaction *x, struct view bytes)
{
	char *copy = mem_alloc(bytes.n);

	memcpy(copy, bytes.p, bytes.n);
	transaction_drop_bytes(t, x);
	x->bytes = copy;
	x->n_bytes = (uint32_t)bytes.n;
	t->counts.bytes += bytes.n;
}

void transaction_is_answered(struct transactions *t, struct transaction *x)
{
	t->counts.unanswered -= x->unanswered;
	x->unanswered = false;
}

/* Frees it, without a word to the core. */
static void end(struct transactions *t, struct transaction *x)
{
	transaction_is_answered(t, x);
	if (t->current == x)
		t->current = NULL;
	sip_timer_clear(&x->again);
	sip_timer_clear(&x->last);
	client_waits_no_more(x);
	if (x->merges)
		sip_table_remove(&t->requests, &x->in.same_request);
	sip_table_remove(&t->table, &x->by_key);
	ids_remove(t->ids, x->id);
	transaction_drop_bytes(t, x);
	drop_head(t, x);
	t->counts.bytes -= sizeof *x;
	free(x);
}

void transaction_send(struct transactions *t, struct transaction *x, struct view bytes,
                      uint64_t now)
{
	struct sip_flow to;

	sip_flow_unpack(&x->flow, &to);
	if (t->ops->send(t->arg, &to, bytes))
		return;
	/* Told at the next tick, as no op is called from here. */
	x->broken = true;
	sip_timer_set(&t->timers, &x->again, now, 0);
}

/* --- what the machine says -------------------------------------------------- */

enum sip_happening transaction_status_happening(unsigned status)
{
	return status < 200 ? SIP_ON_1XX : status < 300 ? SIP_ON_2XX : SIP_ON_FINAL;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void set_again(struct transactions *t, struct transaction *x, enum sip_again again,
                      uint64_t now)
{
	uint64_t ms = x->again_ms;

	switch (again) {
	case SIP_AGAIN_KEEP:
		return;
	case SIP_AGAIN_STOP:
		ms = 0;
		break;
	case SIP_AGAIN_T1:
		ms = t->t1;
		break;
	case SIP_AGAIN_DOUBLE:
		ms *= 2;
		break;
	case SIP_AGAIN_DOUBLE_T2:
		ms = least(2 * ms, t->t2);
		break;
	case SIP_AGAIN_T2:
		ms = t->t2;
		break;
	}
	x->broken = false;
	x->again_ms = (uint32_t)ms;
	if (ms != 0 && !x->reliable)
		sip_timer_set(&t->timers, &x->again, now, ms);
	else
		sip_timer_clear(&x->again);
}

/* True: at once, which on a stream is the end. */
static bool set_last(struct transactions *t, struct transaction *x, enum sip_last last,
                     uint64_t now)
{
	switch (last) {
	case SIP_LAST_KEEP:
		return false;
	case SIP_LAST_STOP:
		sip_timer_clear(&x->last);
		return false;
	case SIP_LAST_TIMEOUT:
	case SIP_LAST_END_64:
		sip_timer_set(&t->timers, &x->last, now, 64 * t->t1);
		return false;
	case SIP_LAST_END:
		sip_timer_set(&t->timers, &x->last, now, 64 * t->t1);
		return x->reliable;
	case SIP_LAST_END_T4:
		sip_timer_set(&t->timers, &x->last, now, t->t4);
		return x->reliable;
	}
	return false;
}

static bool is_client(const struct transaction *x)
{
	return x->machine == SIP_CLIENT_INVITE || x->machine == SIP_CLIENT_OTHER;
}

/* Servers pass the ACK to a 2xx alone. */
static void pass(struct transactions *t, struct transaction *x, const struct sip_message *m,
                 uint64_t now)
{
	struct sip_flow from;

	if (is_client(x)) {
		client_pass(t, x, m, now);
	} else if (t->ops->ack != NULL) {
		sip_flow_unpack(&x->flow, &from);
		t->ops->ack(t->arg, m, &from);
	}
}

static void tell_failed(struct transactions *t, struct transaction *x, enum cause cause)
{
	uint64_t id = x->id;

	ids_remove(t->ids, id);
	if (!x->forgotten && t->ops->failed != NULL)
		t->ops->failed(t->arg, id, cause);
}

void transaction_happens(struct transactions *t, struct transaction *x, enum sip_happening h,
                         const struct sip_message *m, uint64_t now)
{
	const struct sip_rule *r = sip_machine_rule((enum sip_machine)x->machine,
	                                            (enum sip_state)x->state, h);

	if (r == NULL)
		return;
	x->state = (uint8_t)r->next;
	set_again(t, x, r->again, now);
	if (set_last(t, x, r->last, now))
		x->state = SIP_TERMINATED;
	if (is_client(x) && x->state != SIP_TRYING && x->state != SIP_PROCEEDING)
		client_waits_no_more(x);
	if ((r->what & SIP_DO_SEND) != 0 && x->bytes != NULL)
		transaction_send(t, x, (struct view){ x->bytes, x->n_bytes }, now);
	if ((r->what & SIP_DO_ACK) != 0)
		client_ack(t, x, m, now);
	if ((r->what & SIP_DO_100) != 0)
		server_100(t, x, now);
	if ((r->what & SIP_DO_PASS) != 0)
		pass(t, x, m, now);
	if ((r->what & SIP_DO_TIMED_OUT) != 0)
		tell_failed(t, x, CAUSE_SIP_TIMEOUT);
	if ((r->what & SIP_DO_BROKEN) != 0)
		tell_failed(t, x, CAUSE_SIP_TRANSPORT);
	if (x->state == SIP_TERMINATED)
		end(t, x);
}

/* --- the layer -------------------------------------------------------------- */

/* Completed and later wait for an end; before, for something to come. */
static enum sip_happening last_happening(const struct transaction *x)
{
	switch ((enum sip_state)x->state) {
	case SIP_TRYING:
	case SIP_PROCEEDING:
		return SIP_ON_TIMEOUT;
	case SIP_COMPLETED:
		return x->machine == SIP_SERVER_INVITE ? SIP_ON_TIMEOUT : SIP_ON_END;
	case SIP_CONFIRMED:
	case SIP_ACCEPTED:
	case SIP_TERMINATED:
		return SIP_ON_END;
	}
	return SIP_ON_END;
}

void transactions_tick(struct transactions *t, uint64_t now)
{
	struct sip_timer *timer;

	while ((timer = sip_timers_take(&t->timers, now)) != NULL) {
		struct transaction *x = of_timer(timer);
		enum sip_happening h = timer->kind == LAST ? last_happening(x) :
		                       x->broken ? SIP_ON_BROKEN : SIP_ON_AGAIN;

		if (timer->kind == AGAIN)
			x->broken = false;
		transaction_happens(t, x, h, NULL, now);
	}
}

uint64_t transactions_due(const struct transactions *t)
{
	return sip_timers_next(&t->timers);
}

void transactions_receive(struct transactions *t, struct view bytes,
                          const struct sip_flow *from, uint64_t now)
{
	struct sip_message m;
	struct sip_refusal why;
	enum sip_reading reading;

	region_reset(t->region);
	reading = sip_message_read(bytes, t->region, &t->limits, &m, &why);
	switch (reading) {
	case SIP_READ_OK:
		if (m.request)
			server_receive(t, &m, from, now);
		else
			client_receive(t, &m, now);
		return;
	case SIP_READ_REFUSE:
		/* Without a Via nobody could tell the answer from others. */
		if (m.via.host.n == 0)
			t->counts.dropped++;
		else
			server_refuse(t, &m, from, why.status, why.words, NULL);
		break;
	case SIP_READ_DROP:
		t->counts.dropped++;
		break;
	}
	if (t->ops->refused != NULL)
		t->ops->refused(t->arg, &m, &why, from);
}

void transactions_refuse(struct transactions *t, struct view head, unsigned status,
                         const char *words, const struct sip_flow *from)
{
	struct sip_message m;
	struct sip_refusal why;

	region_reset(t->region);
	if (sip_message_read(head, t->region, &t->limits, &m, &why) != SIP_READ_DROP &&
	    m.request && m.via.host.n != 0)
		server_refuse(t, &m, from, status, words, NULL);
	else
		t->counts.dropped++;
	why = (struct sip_refusal){ .status = status, .words = words };
	if (t->ops->refused != NULL)
		t->ops->refused(t->arg, &m, &why, from);
}

static void break_waiting(struct transactions *t, uint64_t connection,
                          const struct address *peer, uint64_t now)
{
	for (struct transaction *x = t->waiting; x != NULL; x = x->in.waiting.next) {
		struct sip_flow to;

		sip_flow_unpack(&x->flow, &to);
		if (peer != NULL ? to.transport == SIP_UDP && address_same_host(&to.peer, peer) &&
		                   address_port(&to.peer) == address_port(peer) :
		                   to.transport != SIP_UDP && to.connection == connection) {
			x->broken = true;
			sip_timer_set(&t->timers, &x->again, now, 0);
		}
	}
	transactions_tick(t, now);
}

void transactions_closed(struct transactions *t, uint64_t connection, uint64_t now)
{
	break_waiting(t, connection, NULL, now);
}

void transactions_unreachable(struct transactions *t, const struct address *peer, uint64_t now)
{
	break_waiting(t, 0, peer, now);
}

struct transactions *transactions_new(const struct transaction_settings *s,
                                      const struct transaction_ops *ops, void *arg)
{
	struct transactions *t = mem_zalloc(sizeof *t);

	t->t1 = s->t1 != 0 ? s->t1 : T1_DEFAULT;
	t->t2 = s->t2 != 0 ? s->t2 : T2_DEFAULT;
	t->t4 = s->t4 != 0 ? s->t4 : T4_DEFAULT;
	for (int i = 0; i < SIP_TRANSPORTS; i++)
		t->sent_by[i] = view_dup(s->sent_by[i]);
	t->rport = s->rport;
	t->limits = s->limits.head != 0 ? s->limits : sip_limits_default;
	t->max = s->max != 0 ? s->max : TRANSACTIONS_MAX;
	t->max_bytes = s->max_bytes != 0 ? s->max_bytes : TRANSACTIONS_BYTES_MAX;
	t->ops = ops;
	t->arg = arg;
	sip_hash_key_new(&t->key);
	branches_init(&t->branches);
	sip_timers_init(&t->timers);
	t->ids = ids_new();
	t->region = region_new();
	t->own = region_new();
	return t;
}

void transactions_free(struct transactions **tp)
{
	struct transactions *t = *tp;

	if (t == NULL)
		return;
	*tp = NULL;
	for (size_t i = 0; i < t->table.n_buckets; i++)
		while (t->table.bucket[i] != NULL)
			end(t, of_key(t->table.bucket[i]));
	assert(t->counts.bytes == 0);
	sip_table_free(&t->table);
	sip_table_free(&t->requests);
	for (int i = 0; i < SIP_TRANSPORTS; i++)
		free(t->sent_by[i]);
	ids_free(&t->ids);
	region_free(&t->region);
	region_free(&t->own);
	buf_free(&t->out);
	buf_free(&t->head_text);
	free(t);
}

const struct branches *transactions_branches(const struct transactions *t)
{
	return &t->branches;
}

void transactions_count(const struct transactions *t, struct transactions_counts *out)
{
	*out = t->counts;
	out->held = t->table.count;
}
