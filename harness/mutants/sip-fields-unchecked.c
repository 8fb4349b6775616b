/* Lets fields pass whose values cannot be read. Breaks R4475-scalar02, R4475-quotbal,
 * R4475-regbadct, R4475-badinv01. */
#include "sip/message_private.h"

__typeof__(sip_fault) __wrap_sip_fault;

void __wrap_sip_fault(struct sip_reader *r, const char *at, unsigned status, const char *words)
{
	(void)r, (void)at, (void)status, (void)words;
}
