#include "run/commands.h"

int command_failed(struct fault *f)
{
	fputs("fedlab: ", stderr);
	fault_print(f, stderr);
	fputc('\n', stderr);
	fault_free(f);
	return 2;
}
