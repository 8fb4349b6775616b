#include "tls/resumption.h"

/* Attack: handshakes without end, each with a chain of a hundred kilobytes that
 * nobody has signed, would stay in memory for an hour. */
bool resumption_worth(long result, size_t size)
{
	return result == X509_V_OK && size <= RESUMABLE_CHAIN_MAX;
}
