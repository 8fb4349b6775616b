/* seed DIRECTORY: the torture messages as bytes, one file each. */
#include "sip/torture.h"

int main(int argc, char **argv)
{
	struct buf bytes = { 0 };
	char path[512];
	FILE *f;

	if (argc != 2) {
		fprintf(stderr, "usage: seed DIRECTORY\n");
		return 2;
	}
	for (size_t i = 0; i < TORTURES; i++) {
		buf_clear(&bytes);
		torture_read(torture_table[i].file, &bytes);
		snprintf(path, sizeof path, "%s/%s", argv[1], torture_table[i].file);
		f = fopen(path, "wb");
		if (f == NULL || fwrite(buf_view(&bytes).p, buf_len(&bytes), 1, f) != 1 ||
		    fclose(f) != 0) {
			perror(path);
			return 2;
		}
	}
	buf_free(&bytes);
	return 0;
}
